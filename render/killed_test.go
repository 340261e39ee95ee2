package render_test

import (
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/runtest"
)

// The end of a process ends the calls in which it waits, and no others.
func TestKilledProcessesWaitNoLonger(t *testing.T) {
	s := runtest.NewScript("")
	for i, who := range []string{"server", "client"} {
		c := capture.Call{Process: capture.Process{PID: 7 + i, Name: who}, Proto: capture.UDP, FD: -1, Name: "socket", Args: capture.ParseArguments("socket", "AF_INET, SOCK_DGRAM, 0"), Result: 3}
		s.Call(c)
		c.Name, c.FD, c.Args = "recvfrom", 3, capture.Arguments{}
		s.Unreturned(c)
	}
	s.Call(capture.Call{Process: capture.Process{PID: 8, Name: "client"}, Proto: capture.UDP, FD: 3, Name: "exit", Args: capture.ParseArguments("exit", "SIGKILL"), Result: -1})
	l := ladder(t, s.Recording())
	ended := map[string]bool{}
	for _, b := range l.Bars {
		ended[l.Lifelines[b.Lifeline].Process] = b.To >= 0
	}
	if len(l.Bars) != 2 || ended["server"] || !ended["client"] {
		t.Errorf("bars %+v, ended: %v", l.Bars, ended)
	}
}

// A connect() that leaves the rest to the kernel does not wait, whatever passes while it is made.
func TestConnectInTheBackgroundDoesNotWait(t *testing.T) {
	s := runtest.NewScript("")
	from, to := runtest.Loopback(40001), runtest.Loopback(80)
	c := s.Enter(capture.Call{Process: capture.Process{Name: "client"}, Proto: capture.TCP, FD: 3, Name: "connect", Args: capture.Arguments{Address: to}, Local: from, Remote: to})
	s.Packet(capture.Packet{Proto: capture.TCP, Src: from, Dst: to, TCP: capture.TCPHeader{Seq: 1, Flags: capture.SYN}})
	s.Packet(capture.Packet{Proto: capture.TCP, Src: to, Dst: from, TCP: capture.TCPHeader{Ack: 2, Flags: capture.RST | capture.ACK}})
	s.Wait(6 * time.Millisecond)
	c.Errno, c.Result = "EINPROGRESS", -1
	s.Return(c)
	if l := ladder(t, s.Recording()); len(l.Bars) != 0 {
		t.Errorf("%+v", l.Bars)
	}
}
