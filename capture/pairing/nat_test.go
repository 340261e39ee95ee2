package pairing_test

import (
	"errors"
	"net/netip"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/joint"
	"wireladder/capture/pairing"
)

// A NAT between the captures changes the client's address and port, or the server's.
func TestNAT(t *testing.T) {
	outside := netip.MustParseAddrPort("192.0.2.7:61000")
	for seed := range uint64(6) {
		d := usual(seed)
		d.udp, d.anonymous = seed%2 == 1, seed%3 == 2
		s := &simulation{sent: d.run(), offset: 7, hops: 2}
		both := s.captures()
		inside := clientPort
		if seed >= 3 {
			inside = serverPort
		}
		for i := range both[1] {
			for _, a := range []*netip.AddrPort{&both[1][i].Src, &both[1][i].Dst} {
				if *a == inside {
					*a = outside
				}
			}
		}
		otherWay := seed%2 == 0
		if otherWay {
			both = [2][]capture.Packet{both[1], both[0]}
		}
		got, p, err := merged(t, both)
		if err != nil {
			t.Fatal(err)
		}
		c := p.Captures()
		s.truth(t, got, c.Clock, 3e9)
		if len(c.Translated) != 1 || c.Translated[0].Client[seed/3] != inside || c.Translated[0].Server[seed/3] != outside || c.Translated[0].Pairs < 20 || p.Swapped() != otherWay {
			t.Errorf("%+v", c)
		}
		for _, o := range got {
			if o.packet.Src == outside || o.packet.Dst == outside {
				t.Fatalf("packet %d is shown from %v to %v", o.packet.Number, o.packet.Src, o.packet.Dst)
			}
		}
	}
}

// Each socket sends one datagram, and the answer is an ICMP error, which quotes the address that is translated.
func TestQuotedBeyondNAT(t *testing.T) {
	outside := netip.MustParseAddrPort("192.0.2.7:61000")
	var sent []sending
	d := usual(1)
	d.udp = true
	for i := range uint16(2) {
		at := time.Duration(i) * time.Second
		asks := d.packet(0, 700+i, 0, 0, 0, "hello")
		asks.Src = netip.AddrPortFrom(clientPort.Addr(), 40000+i)
		refuses := asks
		refuses.Proto, refuses.Src, refuses.Dst = capture.ICMP, netip.AddrPortFrom(asks.Dst.Addr(), 0), netip.AddrPortFrom(asks.Src.Addr(), 0)
		refuses.IP.ID, refuses.Payload = 800+i, []byte(asks.Src.String())
		refuses.ICMP = capture.ICMPHeader{Type: 3, Code: 3, Quoted: capture.Quote{Proto: capture.UDP, Src: asks.Src, Dst: asks.Dst}, QuotedID: asks.IP.ID}
		ms := time.Millisecond
		sent = append(sent, sending{asks, 0, at, []time.Duration{at + 5*ms}}, sending{refuses, 1, at + 6*ms, []time.Duration{at + 11*ms}})
	}
	s := &simulation{sent: sent, offset: 7}
	both := s.captures()
	change := func(a *netip.AddrPort) {
		switch {
		case a.Addr() == clientPort.Addr() && a.Port() > 0:
			*a = netip.AddrPortFrom(outside.Addr(), outside.Port()+a.Port()-40000)
		case a.Addr() == clientPort.Addr():
			*a = netip.AddrPortFrom(outside.Addr(), 0)
		}
	}
	for i := range both[1] {
		p := &both[1][i]
		change(&p.Src)
		change(&p.Dst)
		change(&p.ICMP.Quoted.Src)
		if p.Proto == capture.ICMP {
			p.Payload = []byte("192.0.2.7:61000")[:len(p.Payload)]
		}
	}
	got, p, err := merged(t, both)
	if err != nil {
		t.Fatal(err)
	}
	s.truth(t, got, p.Captures().Clock, 0)
	for _, o := range got {
		if q := o.packet.ICMP.Quoted; o.packet.Proto == capture.ICMP && (q.Src.Addr() != clientPort.Addr() || len(o.deliveries) != 1 || o.deliveries[0].Unseen != joint.Nothing) {
			t.Errorf("packet %d quotes %v, %+v", o.packet.Number, q.Src, o.deliveries)
		}
	}
}

// Two runs of the same programs that say the same are no pair, although their datagrams look alike.
func TestOtherRunIsNoTranslation(t *testing.T) {
	var both [2][]capture.Packet
	for end := range both {
		d := usual(2)
		d.udp, d.loss = true, 0
		for i, x := range d.run() {
			p := x.packet
			p.IP.ID = uint16(1000 + 777*i + 5000*end) //nolint:gosec // it may wrap
			p.Time = epoch.Add(x.at)
			if end == 1 {
				for _, a := range []*netip.AddrPort{&p.Src, &p.Dst} {
					if *a == clientPort {
						*a = netip.AddrPortFrom(clientPort.Addr(), 50000)
					}
				}
			}
			both[end] = append(both[end], p)
		}
	}
	if _, p, err := merged(t, both); !errors.Is(err, pairing.ErrNoPair) {
		t.Errorf("%v: %+v", err, p.Captures())
	}
}
