package words_test

import (
	"bytes"
	"net/netip"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/capturetest"
	"wireladder/render/words"
)

// FuzzSentences takes arbitrary segments between two endpoints: each sentence is whole, and
// Brief returns what Of does.
func FuzzSentences(f *testing.F) {
	f.Add([]byte("\x02\x00\x00\x00\x00\x01\x12\x00\x00\x00\x00\x01\x18\x01\x01\x05\x09\x01\x10\x01\x06\x00\x09\x00\x04\x01\x06\x00\x09\x00"))
	f.Add(bytes.Repeat([]byte{0x10, 3, 1, 1, 9, 0}, 30))
	f.Add(bytes.Repeat([]byte{0x10, 0, 1, 0, 0, 200, 0x11, 1, 0xf0, 1, 5, 0}, 30))
	f.Add([]byte{0x10, 0, 1, 0, 0, 9, 0x30, 0, 0xe0, 0, 5, 0}) // numbers from before the first
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, m := range ofPackets(segments(data)) {
			s := words.Of(m)
			if brief := words.Brief(m); brief != s.Brief {
				t.Errorf("%q, and %q", brief, s.Brief)
			}
			if s.Brief == "" || s.Full == "" {
				t.Errorf("packet %d has no sentence", m.Packet.Number)
			}
			for _, fault := range faults(s) {
				t.Errorf("packet %d: %s\n\t%s\n\t%s", m.Packet.Number, fault, s.Brief, s.Full)
			}
		}
	})
}

// segments returns segments between two endpoints, six octets each: control bits, sender,
// numbers near those before, length, window and time.
func segments(data []byte) []*capture.Packet {
	ends := [2]netip.AddrPort{netip.MustParseAddrPort("10.0.0.1:50000"), netip.MustParseAddrPort("10.0.0.2:80")}
	next, now := [2]capture.Seq{0xffffffe0, 7000}, capturetest.Start
	var packets []*capture.Packet
	for ; len(data) >= 6 && len(packets) < 500; data = data[6:] {
		from := int(data[1] & 1)
		p := &capture.Packet{Number: len(packets) + 1, Proto: capture.TCP, Src: ends[from], Dst: ends[1-from], Length: 54}
		p.TCP.Flags, p.TCP.Window = capture.Flags(data[0]), uint16(data[5]&7)
		p.TCP.Seq, p.TCP.Ack = next[from].Add(int(int8(data[2]))-1), next[1-from].Add(int(int8(data[3]))-1)
		p.PayloadLength = int(data[4] & 31)
		p.Payload = bytes.Repeat([]byte{data[4]}, p.PayloadLength)
		p.IP.ID, p.IP.HasID, p.TCP.Urgent = uint16(p.Number), true, uint16(data[4])
		if data[1]&2 != 0 && p.TCP.Flags.Has(capture.ACK) {
			p.TCP.Options.SACKBlocks = 1
			p.TCP.Options.SACK[0] = capture.SACKBlock{From: p.TCP.Ack.Add(int(int8(data[5]))), To: p.TCP.Ack.Add(int(data[4]))}
		}
		now = now.Add(time.Duration(int8(data[5])) * 3 * time.Millisecond)
		p.Time = now
		next[from] = max(next[from], p.TCP.Seq.Add(p.PayloadLength))
		packets = append(packets, p)
	}
	return packets
}
