package sockets

import (
	"net/netip"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// However many clients a server has had, or has, few sockets are looked at for a packet:
// neither those that are known by packets alone, nor those that were accepted, nor those
// that are closed or have told their address.
func TestFewAreLookedAt(t *testing.T) {
	s, server := New(), netip.MustParseAddrPort("10.0.0.2:80")
	call := func(name string, fd int, result int64, local, remote netip.AddrPort) *Socket {
		c := capture.Call{Name: name, Proto: capture.TCP, FD: fd, Result: result, Local: local, Remote: remote}
		c.Exit = c.Enter.Add(time.Nanosecond)
		m := &run.Moment{Kind: run.Call, Call: &c}
		k := s.Call(m)
		if name == "close" {
			s.Close(&c, k, m)
		}
		return k
	}
	call("socket", -1, 3, netip.AddrPort{}, netip.AddrPort{})
	call("listen", 3, 0, server, netip.AddrPort{})
	tracker := flow.NewTracker()
	for i := range 1000 {
		client := netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, 1, byte(i >> 8), byte(i)}), 40000)
		p := capture.Packet{Proto: capture.TCP, Src: client, Dst: server, TCP: capture.TCPHeader{Flags: capture.SYN}}
		o := tracker.Observe(&p)
		s.OfPacket(o.Conversation, flow.Initiator, &run.Moment{Observation: o})
		call("socket", -1, 8, netip.AddrPort{}, netip.AddrPort{})
		call("connect", 8, 0, netip.AddrPort{}, server)
		call("close", 8, 0, netip.AddrPort{}, server)
		call("accept", 3, int64(4+i), server, client)
		if i%2 == 0 {
			call("close", 4+i, 0, server, client)
		}
		if k := s.OfPacket(o.Conversation, flow.Responder, &run.Moment{Observation: o}); k.FD != 4+i {
			t.Fatalf("client %d is served by descriptor %d", i, k.FD)
		}
		if k := s.named.dialing(server); k != nil {
			t.Fatalf("descriptor %d still connects", k.FD)
		}
	}
	if n := len(s.named.ports[80]); n != 1 {
		t.Errorf("%d sockets are looked at on the server's port", n)
	}
	if n := len(s.named.ports[40000]); n != 0 {
		t.Errorf("%d on the clients'", n)
	}
	if n := len(s.named.dials[server]); n != 0 {
		t.Errorf("%d that connect", n)
	}
}
