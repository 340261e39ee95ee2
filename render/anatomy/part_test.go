package anatomy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/frametest"
	"wireladder/render/anatomy"
)

// told returns the fields of a frame, a line each.
func told(o *flow.Observation) []string {
	var all []string
	for _, f := range anatomy.Of(o) {
		all = append(all, strings.TrimSuffix(fmt.Sprintf("%d-%d %s %s: %s", f.From, f.To, f.Header, f.Name, f.Value), ": "))
	}
	return all
}

// frame returns an observation of a frame that belongs to nothing.
func frame(link capture.LinkType, data []byte) *flow.Observation {
	return &flow.Observation{Packet: &capture.Packet{Link: link, Data: data, Length: len(data)}}
}

func TestUDP(t *testing.T) {
	data := frametest.Build(t, frametest.IPv4(layers.IPProtocolUDP), frametest.UDP(), gopacket.Payload("hello"))
	want := []string{
		"0-1 IPv4 version, header length: 4, 20 octets", "1-2 IPv4 DSCP, ECN: 0, 0", "2-4 IPv4 total length: 33", "4-6 IPv4 identification: 0",
		"6-8 IPv4 flags, fragment offset: offset 0", "8-9 IPv4 time to live: 64", "9-10 IPv4 protocol: 17: UDP", "10-12 IPv4 checksum: 0x0000",
		"12-16 IPv4 source: 192.0.2.1", "16-20 IPv4 destination: 192.0.2.2",
		"20-22 UDP source port: 50000", "22-24 UDP destination port: 12000", "24-26 UDP length: 13", "26-28 UDP checksum: 0x0000", "28-33 data payload: 5 octets",
	}
	if diff := cmp.Diff(want, told(frame(capture.LinkRaw, data))); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
}

// A segment tells its numbers as the conversation counts them, and each of its options.
func TestTCP(t *testing.T) {
	segment := &layers.TCP{
		SrcPort: 50000, DstPort: 12000, Seq: 1000, Ack: 2000, ACK: true, PSH: true, Window: 500, Options: []layers.TCPOption{
			{OptionType: 2, OptionLength: 4, OptionData: []byte{5, 0xb4}}, {OptionType: 1}, {OptionType: 3, OptionLength: 3, OptionData: []byte{7}},
			{OptionType: 4, OptionLength: 2}, {OptionType: 8, OptionLength: 10, OptionData: []byte{0, 0, 0, 1, 0, 0, 0, 2}},
			{OptionType: 5, OptionLength: 10, OptionData: []byte{0, 0, 0, 3, 0, 0, 0, 4}}, {OptionType: 30, OptionLength: 4, OptionData: []byte{1, 2}},
		},
	}
	o := frame(capture.LinkEthernet, frametest.Build(t, frametest.Ethernet(layers.EthernetTypeIPv6), frametest.IPv6(layers.IPProtocolTCP), segment, gopacket.Payload("x")))
	o.Packet.Proto, o.Packet.TCP.Flags = capture.TCP, capture.ACK
	o.Conversation, o.Seq, o.Ack, o.Window = &flow.Conversation{}, 1, 7, 64000
	want := []string{
		"0-6 Ethernet destination: 00:00:00:00:00:00", "6-12 Ethernet source: 00:00:00:00:00:00", "12-14 Ethernet type: 0x86dd: IPv6",
		"14-18 IPv6 version, traffic class, flow label: 6, 0, 0x00000", "18-20 IPv6 payload length: 57", "20-21 IPv6 next header: 6: TCP",
		"21-22 IPv6 hop limit: 64", "22-38 IPv6 source: 2001:db8::1", "38-54 IPv6 destination: 2001:db8::2",
		"54-56 TCP source port: 50000", "56-58 TCP destination port: 12000", "58-62 TCP sequence number: 1 (1000 on the wire)",
		"62-66 TCP acknowledgment number: 7 (2000 on the wire)", "66-67 TCP data offset: 56 octets", "67-68 TCP flags: PSH, ACK",
		"68-70 TCP window: 500, scaled 64000", "70-72 TCP checksum: 0x0000", "72-74 TCP urgent pointer: 0",
		"74-78 TCP option: maximum segment size: 1460", "78-79 TCP option: no operation", "79-82 TCP option: window scale: 7: times 128",
		"82-84 TCP option: SACK permitted", "84-94 TCP option: timestamps: 1, echo of 2", "94-104 TCP option: SACK: 3-4 on the wire",
		"104-108 TCP option: kind 30: 2 octets", "108-110 TCP option: end", "110-111 data payload: 1 octet",
	}
	if diff := cmp.Diff(want, told(o)); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
}

// What is cut off, padded, in a tunnel or unknown is told as far as it goes.
func TestOthers(t *testing.T) {
	udp := frametest.Build(t, frametest.IPv4(layers.IPProtocolUDP), frametest.UDP())
	fragment := frametest.IPv4(layers.IPProtocolUDP)
	fragment.FragOffset = 10
	for name, c := range map[string]struct {
		link capture.LinkType
		data []byte
		last string
	}{
		"padding":     {capture.LinkEthernet, frametest.Build(t, frametest.Ethernet(layers.EthernetTypeIPv4), frametest.IPv4(layers.IPProtocolUDP), frametest.UDP()), "42-60 padding of the frame: 18 octets"},
		"fragment":    {capture.LinkRaw, frametest.Build(t, fragment, gopacket.Payload("abc")), "20-23 data a later fragment: 3 octets"},
		"cut off":     {capture.LinkRaw, udp[:24], "20-24 the rest not looked into: 4 octets"},
		"loopback":    {capture.LinkNull, append([]byte{2, 0, 0, 0}, udp...), "30-32 UDP checksum: 0x0000"},
		"no IP":       {capture.LinkEthernet, append(make([]byte, 12), 8, 6, 1, 2), "14-16 the rest not looked into: 2 octets"},
		"unknown":     {capture.LinkType(200), []byte{1, 2, 3}, "0-3 the frame not looked into: 3 octets"},
		"no protocol": {capture.LinkRaw, frametest.Build(t, frametest.IPv4(99), gopacket.Payload("abc")), "20-23 the rest not looked into: 3 octets"},
	} {
		all := told(frame(c.link, c.data))
		if got := all[len(all)-1]; got != c.last {
			t.Errorf("%s ends in %q, want %q", name, got, c.last)
		}
	}
}

// FuzzOf takes any octets for a frame: each is of one field, in order.
func FuzzOf(f *testing.F) {
	f.Add(uint16(capture.LinkRaw), frametest.Build(f, frametest.IPv4(layers.IPProtocolUDP), frametest.UDP(), gopacket.Payload("hello")))
	f.Add(uint16(capture.LinkEthernet), frametest.Build(f, frametest.Ethernet(layers.EthernetTypeIPv4), frametest.IPv4(layers.IPProtocolTCP), frametest.TCP()))
	f.Add(uint16(capture.LinkSLL), make([]byte, 60))
	f.Fuzz(func(t *testing.T, link uint16, data []byte) {
		at := 0
		for _, field := range anatomy.Of(frame(capture.LinkType(link), data)) {
			if field.From != at || field.To <= at {
				t.Fatalf("%+v does not begin at %d", field, at)
			}
			at = field.To
		}
		if at != len(data) {
			t.Fatalf("the last field ends at %d of %d", at, len(data))
		}
	})
}
