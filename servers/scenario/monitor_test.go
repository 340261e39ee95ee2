package scenario

import (
	"context"
	"errors"
	"net/netip"
	"testing"

	"wireladder/capture"
)

// watched is a monitor that has seen one server and one client.
func watched() (w *Monitor, accept, recv *capture.Call) {
	w = NewMonitor()
	server, client := capture.Process{Name: "server"}, capture.Process{Name: "client"}
	accept = &capture.Call{Process: server, Name: "accept", Proto: capture.TCP}
	recv = &capture.Call{Process: client, Name: "recv", Proto: capture.TCP}
	for _, c := range []*capture.Call{{Process: server, Name: "recvfrom", Proto: capture.UDP}, accept, recv} {
		w.Enter(c)
	}
	w.Return(accept)
	return w, accept, recv
}

func TestEvents(t *testing.T) {
	w, accept, _ := watched()
	w.Enter(accept)
	w.Packet(&capture.Packet{Proto: capture.TCP, PayloadLength: 1})
	w.end("first")
	w.rest("client")
	w.AsksKernel()
	w.Snapshot(&capture.Snapshot{Sockets: []capture.KernelSocket{{State: "LISTEN", RecvQueue: 2}, {State: "ESTABLISHED", RecvQueue: 9}}})
	w.Snapshot(&capture.Snapshot{})
	tests := []struct {
		name string
		e    condition
		want bool
	}{
		{"made twice", made("server", "accept", 2), true},
		{"made a third time", made("server", "accept", 3), false},
		{"returned", done("server", "accept", 1), true},
		{"returned twice", done("server", "accept", 2), false},
		{"stands", stands("server", "accept", 1), true},
		{"stands in none", stands("client", "accept", 1), false},
		{"of one protocol", made("UDP server", "recvfrom", 1), true},
		{"of the other", made("TCP server", "recvfrom", 1), false},
		{"ended", ended("first"), true},
		{"not ended", ended("server"), false},
		{"settled by its end", settled("first"), true},
		{"settled in its last call", settled("client"), true},
		{"not settled in any call", settled("server"), false},
		{"nobody", settled("nobody"), false},
		{"sent", sent(1, isData), true},
		{"sent twice", sent(2, isData), false},
		{"queued", queued(2), true},
		{"not queued", queued(3), false},
		{"all", after(ended("first"), made("server", "accept", 1)), true},
		{"not all", after(ended("first"), ended("server")), false},
		{"nothing at all", after(), true},
	}
	for _, tt := range tests {
		if got := tt.e(w); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// The first client of four waits until the three others have gone, and the server has
// closed their connections: none of them may be left, whichever it is.
func TestGone(t *testing.T) {
	others := []string{"client 2", "client 3", "client 4"}
	for _, left := range append(others, "the server", "nobody") {
		w := NewMonitor()
		st := &stage{Options: Options{Clients: 4}, monitor: w}
		for _, name := range others {
			if name != left {
				w.end(name)
			}
		}
		closes := 3
		if left == "the server" {
			closes = 2
		}
		for range closes {
			c := &capture.Call{Process: capture.Process{Name: "server"}, Name: "close", Proto: capture.TCP}
			w.Enter(c)
			w.Return(c)
		}
		if got := st.gone()(w); got != (left == "nobody") {
			t.Errorf("with %s left: %v", left, got)
		}
	}
}

// The clients of a line are those from the first up to the last, which is not one.
func TestInLine(t *testing.T) {
	w := NewMonitor()
	st := &stage{Options: Options{Clients: 4}, monitor: w}
	for _, name := range []string{"client 2", "client 3"} {
		w.Enter(&capture.Call{Process: capture.Process{Name: name}, Name: "recv", Proto: capture.TCP})
	}
	for want, line := range map[bool][][2]int{true: {{2, 2}, {2, 3}, {2, 4}, {3, 4}}, false: {{1, 4}, {2, 5}, {4, 5}}} {
		for _, l := range line {
			if got := st.inLine(l[0], l[1])(w); got != want {
				t.Errorf("from %d up to %d: %v", l[0], l[1], got)
			}
		}
	}
}

// Where nobody asks the kernel, nobody waits for what it says.
func TestQueuedUnasked(t *testing.T) {
	if !queued(1)(NewMonitor()) {
		t.Error("it is waited for")
	}
}

// Whoever awaits is woken by what happens, and by the end of the context.
func TestAwait(t *testing.T) {
	w, _, recv := watched()
	woken := make(chan error)
	go func() { woken <- w.await(context.Background(), done("client", "recv", 1)) }()
	w.Return(recv)
	if err := <-woken; err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(errors.New("enough"))
	if err := w.await(ctx, ended("nobody")); err == nil || err.Error() != "enough" {
		t.Errorf("%v", err)
	}
}

// Whoever waits for clients to come waits for their SYNs to arrive where there is
// a wire, and counts no client twice.
func TestKnocked(t *testing.T) {
	syn := func(port uint16) *capture.Packet {
		return &capture.Packet{Proto: capture.TCP, Src: netip.AddrPortFrom(netip.IPv6Loopback(), port), TCP: capture.TCPHeader{Flags: capture.SYN}}
	}
	for _, wire := range []bool{false, true} {
		w := NewMonitor()
		if wire {
			w.WatchesWire()
		}
		first, again, second := syn(1), syn(1), syn(2)
		for _, p := range []*capture.Packet{first, again, second} {
			w.Packet(p)
		}
		if knocked(1)(w) == wire || knocked(2)(w) == wire {
			t.Errorf("wire %v: what was sent counts %v", wire, !wire)
		}
		w.Arrival(first)
		w.Arrival(again)
		if !knocked(1)(w) || wire && knocked(2)(w) {
			t.Errorf("wire %v: a SYN that came again counts again, or none", wire)
		}
		w.Arrival(second)
		if !knocked(2)(w) || knocked(3)(w) {
			t.Errorf("wire %v: not two have come", wire)
		}
	}
}

// Calls are passed on before anybody learns of them.
func TestMonitorPassesOn(t *testing.T) {
	next, w := NewMonitor(), NewMonitor()
	w.next = next
	c := &capture.Call{Process: capture.Process{Name: "server"}, Name: "accept"}
	w.Enter(c)
	if !stands("server", "accept", 1)(next) {
		t.Error("the start was not passed on")
	}
	w.Return(c)
	if !done("server", "accept", 1)(next) {
		t.Error("the return was not passed on")
	}
}
