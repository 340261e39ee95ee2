package book_test

import (
	"net/netip"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/facts/book"
	"wireladder/capture/flow"
)

// ping returns a packet of ICMP from one host to another.
func ping(number int, from, to string, kind uint8, echo uint32) *capture.Packet {
	end := func(s string) netip.AddrPort { return netip.AddrPortFrom(netip.MustParseAddr(s), 0) }
	return &capture.Packet{
		Number: number, Time: time.Unix(1, 0).Add(time.Duration(number) * ms), Proto: capture.ICMP,
		Src: end(from), Dst: end(to), ICMP: capture.ICMPHeader{Type: kind, Echo: echo},
	}
}

// A ping knows its answer, an answer its ping, and an ICMP error which ping it quotes.
func TestPings(t *testing.T) {
	const request, reply = 8, 0
	failed := ping(6, "10.0.0.254", "10.0.0.1", 11, 0)
	failed.ICMP.Quoted = capture.Quote{Proto: capture.ICMP, Src: ping(0, "10.0.0.1", "10.0.0.2", 0, 0).Src, Dst: ping(0, "10.0.0.2", "10.0.0.1", 0, 0).Src}
	failed.ICMP.QuotedEcho = 2
	var got []*facts.Facts
	tracker, b := flow.NewTracker(), book.New()
	for _, p := range []*capture.Packet{
		ping(1, "10.0.0.1", "10.0.0.2", request, 1), ping(2, "10.0.0.2", "10.0.0.1", reply, 1), ping(3, "10.0.0.2", "10.0.0.1", reply, 1),
		ping(4, "10.0.0.1", "10.0.0.2", request, 2), ping(5, "10.0.0.3", "10.0.0.1", reply, 1), failed,
	} {
		o := tracker.Observe(p)
		got = append(got, b.Packet(&o, facts.Facts{}))
	}
	for i, want := range []string{
		"echo of 0 after 0s; answered 2", "echo of 1 after 1ms", "echo of 1 after 2ms; answered 2", "echo of 0 after 0s", "echo of 0 after 0s",
		"error 7 about 4; by 10.0.0.254",
	} {
		if said := describe(got[i]); said != want {
			t.Errorf("packet %d: %q, want %q", i+1, said, want)
		}
	}
}

// An ICMP error may quote the header of a tunnel: that of the packet with its identification, or else the last one.
func TestTunnels(t *testing.T) {
	tunnel := capture.Endpoints{Proto: capture.UDP, Src: netip.MustParseAddrPort("192.0.2.1:50000"), Dst: netip.MustParseAddrPort("192.0.2.2:4789")}
	for id, want := range map[uint16]string{7: "error 6 about 1; by 10.0.0.254; tunnel", 8: "error 6 about 2; by 10.0.0.254; tunnel", 0: "error 6 about 2; by 10.0.0.254; tunnel", 9: "error 6 about 0; by 10.0.0.254"} {
		tracker, b := flow.NewTracker(), book.New()
		for i := range 2 {
			inside := ping(1+i, "10.0.0.1", "10.0.0.2", 8, 1)
			inside.Outer = []capture.Endpoints{tunnel}
			inside.Outer[0].ID = uint16(7 + i)
			o := tracker.Observe(inside)
			b.Packet(&o, facts.Facts{})
		}
		failed := ping(3, "10.0.0.254", "192.0.2.1", 3, 0)
		failed.ICMP.Code, failed.ICMP.QuotedID, failed.ICMP.Quoted = 4, id, capture.Quote{Proto: capture.UDP, Src: tunnel.Src, Dst: tunnel.Dst}
		o := tracker.Observe(failed)
		if got := describe(b.Packet(&o, facts.Facts{})); got != want {
			t.Errorf("identification %d: %q, want %q", id, got, want)
		}
	}
}
