package render_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/runtest"
	"wireladder/render"
)

// briefs returns what is said of the calls of a script, by their first labels.
func briefs(t *testing.T, s *runtest.Script) map[string]string {
	t.Helper()
	said := map[string]string{}
	for _, step := range ladder(t, s.Recording()).Steps {
		if step.Kind == render.Call || step.Kind == render.Return {
			said[step.Labels[0]] = step.Brief
		}
	}
	return said
}

func TestFailuresAreExplained(t *testing.T) {
	srv, to := capture.Process{Name: "server"}, runtest.Loopback(12000)
	for _, c := range []struct {
		call capture.Call
		want string
	}{
		{capture.Call{Name: "bind", Args: capture.ParseArguments("bind", "0.0.0.0:12000"), Errno: "EADDRINUSE"}, "TIME-WAIT"},
		{capture.Call{Name: "connect", Args: capture.Arguments{Address: to}, Errno: "ETIMEDOUT"}, "nobody answered"},
		{capture.Call{Name: "connect", Args: capture.Arguments{Address: to}, Errno: "ENETUNREACH"}, "no way"},
		{capture.Call{Name: "connect", Args: capture.Arguments{Address: to}, Errno: "ECONNREFUSED"}, "a RST came for the SYN"},
		{capture.Call{Name: "send", Errno: "EPIPE"}, "the connection is gone"},
		{capture.Call{Name: "recv", Errno: "ECONNRESET"}, "the peer's RST"},
		{capture.Call{Name: "recv", Errno: "EAGAIN"}, "it does not wait"},
		{capture.Call{Name: "bind", Args: capture.ParseArguments("bind", "0.0.0.0:80"), Errno: "EACCES"}, "not permitted"},
		{capture.Call{Name: "shutdown", Args: capture.ParseArguments("shutdown", "SHUT_WR"), Errno: "ENOTCONN"}, "not connected"},
		{capture.Call{Name: "recv", Result: 0, Size: 10}, "end of the stream"},
		{capture.Call{Name: "send", Result: 5, Size: 10}, "takes 5 of 10 bytes; the program must send the rest"},
		{capture.Call{Name: "setsockopt", Args: capture.ParseArguments("setsockopt", "SOL_SOCKET, SO_LINGER, {1, 0}")}, "on, 0 seconds: close() will send a RST"},
		{capture.Call{Name: "shutdown", Args: capture.ParseArguments("shutdown", "SHUT_RD")}, "only its own kernel learns of it"},
	} {
		s := runtest.NewScript("")
		s.Call(capture.Call{Process: srv, Name: "socket", Proto: capture.TCP, FD: -1, Args: capture.ParseArguments("socket", "AF_INET, SOCK_STREAM, 0"), Result: 3})
		call := c.call
		call.Process, call.Proto, call.FD = srv, capture.TCP, 3
		if call.Errno != "" {
			call.Result = -1
		}
		s.Call(call)
		found := false
		for _, brief := range briefs(t, s) {
			found = found || strings.Contains(brief, c.want)
		}
		if !found {
			t.Errorf("%s %s: %q does not say %q", call.Name, call.Errno, briefs(t, s), c.want)
		}
	}
}

// What a call means may depend on what came before it.
func TestCallsAreExplainedByWhatCameBefore(t *testing.T) {
	h := runtest.NewHosts("shutdown")
	h.Connect()
	shut := h.Asks(false, "shutdown")
	shut.Args.How = capture.ShutBoth
	h.Return(shut)
	h.Fails(h.Asks(false, "send"), "EPIPE")
	h.Gets(h.Asks(false, "recv"), "")
	said := briefs(t, h.Script)
	for label, want := range map[string]string{
		"send(\"\") = EPIPE": "this end has shut down sending",
		"recv() = 0":         "0: the client itself has shut down reading",
	} {
		if said[label] != want {
			t.Errorf("%s: %q, want %q", label, said[label], want)
		}
	}
}

// A client that chooses its own port is told beside those for which the kernel picks one.
func TestOwnPort(t *testing.T) {
	s := runtest.NewScript("")
	client := capture.Process{Name: "client"}
	of := func(name, args string, fd, result int) capture.Call {
		return capture.Call{Process: client, Name: name, Proto: capture.TCP, FD: fd, Args: capture.ParseArguments(name, args), Result: int64(result)}
	}
	s.Call(of("socket", "AF_INET, SOCK_STREAM, 0", -1, 3))
	s.Call(of("bind", "127.0.0.1:12001", 3, 0))
	s.Call(of("connect", "127.0.0.1:12000", 3, 0))
	for label, said := range briefs(t, s) {
		if strings.HasPrefix(label, "bind") && said != "a port of its own choice; without bind() the kernel picks one" {
			t.Errorf("%s: %q", label, said)
		}
	}
}

// That its kernel takes what a program sends after the peer's FIN says nothing of the peer: it is said once.
func TestSendAfterTheEnd(t *testing.T) {
	h := runtest.NewHosts("write-after-close")
	h.Connect()
	h.Through(h.Says(false, "hello"))
	h.Through(h.Closes(true))
	h.Through(h.Says(false, "there?"))
	h.Through(h.Says(false, "still?"))
	said := briefs(t, h.Script)
	if got := [...]string{said[`send("hello")`], said[`send("there?")`], said[`send("still?")`]}; got != [...]string{"", "its own kernel takes it: whether the peer will read it is not known yet", ""} {
		t.Errorf("%q", got)
	}
}

func TestTimeoutsAndTakenAddresses(t *testing.T) {
	m := runtest.NewMail("udp")
	c := m.Ask(false)
	m.Wait(time.Second)
	c.Errno, c.Result = "EAGAIN", -1
	m.Return(c)
	second := capture.Process{Name: "server 2"}
	m.Call(capture.Call{Process: second, Name: "socket", Proto: capture.UDP, FD: -1, Args: capture.ParseArguments("socket", "AF_INET, SOCK_DGRAM, 0"), Result: 9})
	m.Call(capture.Call{Process: second, Name: "bind", Proto: capture.UDP, FD: 9, Args: capture.ParseArguments("bind", "10.0.0.2:12000"), Errno: "EADDRINUSE", Result: -1})
	said := briefs(t, m.Script)
	for label, want := range map[string]string{
		"recvfrom() = EAGAIN":               "timeout: nothing came for 1 s",
		"bind(10.0.0.2:12000) = EADDRINUSE": "another socket is bound to it",
	} {
		if said[label] != want {
			t.Errorf("%s: %q, want %q", label, said[label], want)
		}
	}
}

// Of a datagram that is larger than the buffer, the rest is gone.
func TestTruncatedDatagram(t *testing.T) {
	m := runtest.NewMail("udp-truncate")
	m.Through(m.Post(false, "0123456789"))
	c := m.Ask(true)
	c.Size = 4
	m.Get(c, "0123")
	for label, said := range briefs(t, m.Script) {
		if cut := strings.HasPrefix(label, `recvfrom(4) = "0123" from 10.0.0.1:`); cut != (said == "4 of 10 bytes; the rest is gone") {
			t.Errorf("%s: %q", label, said)
		}
	}
}

func TestSelectNamesItsSets(t *testing.T) {
	var labels []string
	for _, s := range ladder(t, runtest.Selecting()).Steps {
		if len(s.Labels) > 0 && strings.HasPrefix(s.Labels[0], "select") {
			labels = append(labels, s.Labels[0])
		}
	}
	want := []string{
		"select({3}) waits", "select() = 1: {3} ready", "select({3}) waits", "select() = 1: {3} ready",
		"select({3}) waits", "select() = 1: {3} ready", "select({3, 11, 13, 15}) = 3: {11, 13, 15} ready", "select({3}) = 0",
	}
	if !slices.Equal(labels, want) {
		t.Errorf("got %q, want %q", labels, want)
	}
}

// A thread is named where two threads were seen to wait at once, and only there.
func TestThreads(t *testing.T) {
	threads := func(accepts int) []int {
		h := runtest.NewHosts("tcp-thread")
		h.Connect()
		h.Unreturned(capture.Call{Process: capture.Process{Name: "server"}, Name: "accept", Proto: capture.TCP, FD: 3, Thread: accepts})
		recv := h.Asks(true, "recv")
		recv.Thread = 101
		h.Through(h.Says(false, "hello\n"))
		h.Gets(recv, "hello\n")
		var all []int
		for _, l := range ladder(t, h.Recording()).Lifelines {
			all = append(all, l.Thread)
		}
		return all
	}
	if got := threads(100); !slices.Equal(got, []int{0, 0, 101}) {
		t.Errorf("with threads of their own: %v", got)
	}
	if got := threads(101); !slices.Equal(got, []int{0, 0, 0}) {
		t.Errorf("with one thread: %v", got)
	}
}
