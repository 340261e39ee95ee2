package keys

import (
	"net/netip"
	"testing"

	"wireladder/capture"
)

// What a NAT or a router changes is in no key, and all else is.
func TestKeys(t *testing.T) {
	usual := func() *capture.Packet {
		return &capture.Packet{
			Proto: capture.TCP, Src: netip.MustParseAddrPort("10.0.0.1:4000"), IP: capture.IPHeader{ID: 7, HasID: true, HopLimit: 64},
			TCP: capture.TCPHeader{Seq: 1}, Payload: []byte("hello"), PayloadLength: 5,
		}
	}
	quoting := capture.Packet{Proto: capture.ICMP, ICMP: capture.ICMPHeader{Type: 3, Code: 3, Quoted: capture.Quote{Proto: capture.UDP}, QuotedID: 9}, Payload: []byte("10.0.0.1"), PayloadLength: 8}
	m := New()
	for name, c := range map[string]struct {
		like   *capture.Packet
		change func(*capture.Packet)
		same   bool
	}{
		"address and hop limit":    {usual(), func(p *capture.Packet) { p.Src, p.IP.HopLimit = netip.MustParseAddrPort("192.0.2.7:61000"), 63 }, true},
		"sequence number":          {usual(), func(p *capture.Packet) { p.TCP.Seq = 2 }, false},
		"identification":           {usual(), func(p *capture.Packet) { p.IP.ID = 8 }, false},
		"payload":                  {usual(), func(p *capture.Packet) { p.Payload = []byte("hallo") }, false},
		"addresses that it quotes": {&quoting, func(p *capture.Packet) { p.Payload = []byte("192.0.2.") }, true},
		"which packet it quotes":   {&quoting, func(p *capture.Packet) { p.ICMP.QuotedID++ }, false},
	} {
		other := *c.like
		c.change(&other)
		payload, whole := m.Payload(&other)
		own, _ := m.Payload(c.like)
		if same := m.Headers(&other) == m.Headers(c.like) && payload == own; same != c.same || !whole {
			t.Errorf("%s: same is %v, whole %v", name, same, whole)
		}
	}
	cut := usual()
	cut.Payload = cut.Payload[:2]
	if _, whole := m.Payload(cut); whole {
		t.Error("a payload that is cut off is whole")
	}
}
