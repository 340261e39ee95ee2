package keys

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"

	"wireladder/capture"
	"wireladder/capture/decode"
	"wireladder/capture/frametest"
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
		"identification":           {usual(), func(p *capture.Packet) { p.IP.ID = 8 }, true},
		"payload":                  {usual(), func(p *capture.Packet) { p.Payload = []byte("hallo") }, false},
		"addresses that it quotes": {&quoting, func(p *capture.Packet) { p.Payload = []byte("192.0.2.") }, true},
		"which packet it quotes":   {&quoting, func(p *capture.Packet) { p.ICMP.QuotedID++ }, false},
	} {
		other := *c.like
		c.change(&other)
		its, own := m.Of(&other), m.Of(c.like)
		if same := its.Headers == own.Headers && its.Payload == own.Payload; same != c.same || !its.Whole {
			t.Errorf("%s: same is %v, whole %v", name, same, its.Whole)
		}
	}
	cut := usual()
	cut.Payload = cut.Payload[:2]
	if m.Of(cut).Whole {
		t.Error("a payload that is cut off is whole")
	}
}

// A print that a glance is enough for is the one of the decoded packet.
func TestPlain(t *testing.T) {
	m := New()
	syn, odd := frametest.SYN(), frametest.TCP()
	odd.Options = []layers.TCPOption{{OptionType: layers.TCPOptionKindTimestamps, OptionData: []byte{1, 2, 3, 4, 5, 6, 7, 8}}, {OptionType: layers.TCPOptionKindNop}}
	timed := frametest.TCP()
	timed.Options = []layers.TCPOption{{OptionType: layers.TCPOptionKindNop}, {OptionType: layers.TCPOptionKindNop}, {OptionType: layers.TCPOptionKindTimestamps, OptionData: []byte{1, 2, 3, 4, 5, 6, 7, 8}}}
	kinds := 0
	for _, transport := range [][]gopacket.SerializableLayer{
		{syn}, {odd, frametest.Text("hello")}, {timed, frametest.Text(strings.Repeat("x", 100))}, {frametest.TCP()}, {frametest.UDP(), frametest.Text("hello")}, {frametest.UDP()},
	} {
		protocol := layers.IPProtocolTCP
		if _, ok := transport[0].(*layers.UDP); ok {
			protocol = layers.IPProtocolUDP
		}
		four := append([]gopacket.SerializableLayer{frametest.Ethernet(layers.EthernetTypeIPv4), frametest.IPv4(protocol)}, transport...)
		six := append([]gopacket.SerializableLayer{frametest.Ethernet(layers.EthernetTypeIPv6), frametest.IPv6(protocol)}, transport...)
		for _, all := range [][]gopacket.SerializableLayer{four, six} {
			frame := frametest.Build(t, all...)
			for _, kept := range []int{len(frame), len(frame) - 3, 96, 74} {
				p := capture.Packet{Link: capture.LinkEthernet, Data: frame[:min(len(frame), kept)], Length: len(frame)}
				p.Sighting.Direction = capture.Outbound
				var o capture.Outline
				if !decode.Glance(&o, &p) {
					continue
				}
				plain := m.Plain(&o, &p)
				decode.NewDecoder().Decode(&p)
				if of := m.Of(&p); of != plain {
					t.Errorf("%d octets of %v: %+v, and of the packet %+v", kept, transport, plain, of)
				}
				kinds++
			}
		}
	}
	if kinds < 30 {
		t.Errorf("%d frames", kinds)
	}
}
