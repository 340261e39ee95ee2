package flow

import (
	"slices"
	"testing"

	"wireladder/capture"
)

// quoting makes an ICMP error that quotes so many octets of p's TCP header.
func quoting(p *capture.Packet, octets int) *capture.Packet {
	e := icmpError(p)
	e.Payload = append([]byte{0x45}, make([]byte, 19+octets)...)
	return e
}

// TestStreamsOfOthers checks that streams are numbered as in Wireshark where
// conversations show only around or inside other packets.
func TestStreamsOfOthers(t *testing.T) {
	tracker := NewTracker()
	tunnel := capture.Endpoints{Proto: capture.UDP, Src: addr(1), Dst: serverAddr}
	inside := func(p *capture.Packet) *capture.Packet { p.Outer = []capture.Endpoints{tunnel}; return p }
	six := icmpError(seg(client, from(addr(9))))
	six.Proto, six.Payload = capture.ICMPv6, make([]byte, 55)
	tests := []struct {
		name   string
		packet *capture.Packet
		stream int
	}{
		{"in a tunnel", inside(datagram(client)), 1},
		{"once more", inside(datagram(client)), 1},
		{"of TCP, in the tunnel", inside(seg(client)), 0},
		{"quoted alone", icmpError(datagram(client, from(addr(2)))), -1},
		{"and once more", icmpError(datagram(client, from(addr(2)))), -1},
		{"after it", datagram(client, from(addr(3))), 3},
		{"the quoted one", datagram(client, from(addr(2))), 2},
		{"the tunnel itself", datagram(client, from(addr(1))), 0},
		{"quoted TCP, too little of it", quoting(seg(client, from(addr(5))), 15), -1},
		{"TCP after that", seg(client, from(addr(6))), 1},
		{"quoted TCP", quoting(seg(client, from(addr(7))), 16), -1},
		{"TCP after it", seg(client, from(addr(8))), 3},
		{"quoted TCP of IPv6, too little", six, -1},
		{"TCP after that, too", seg(client, from(addr(9))), 4},
		{"the one quoted before", seg(client, from(addr(7))), 2},
		{"quoted and seen", icmpError(seg(client, from(addr(7)))), 2},
	}
	for _, test := range tests {
		o := tracker.Observe(test.packet)
		stream := -1
		if o.Conversation != nil {
			stream = o.Conversation.Stream
		}
		if stream != test.stream {
			t.Errorf("%s: stream %d, want %d", test.name, stream, test.stream)
		}
	}
	var listed []int
	for _, c := range tracker.Conversations() {
		listed = append(listed, c.Stream)
		if !c.seen() {
			t.Errorf("%v stream %d is listed with no packet", c.Proto, c.Stream)
		}
	}
	if want := []int{1, 0, 3, 2, 0, 1, 3, 4, 2}; !slices.Equal(listed, want) {
		t.Errorf("listed: %v, want %v", listed, want)
	}
}
