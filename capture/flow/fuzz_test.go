package flow

import (
	"encoding/binary"
	"maps"
	"slices"
	"testing"

	"wireladder/capture"
)

// recordSize is how many octets of fuzz input make one packet.
const recordSize = 13

// record writes a packet as fuzz input.
func record(p *capture.Packet) []byte {
	b := []byte{0, byte(p.TCP.Flags), 0}
	if p.Src == serverAddr {
		b[0] = 1
	}
	b = binary.BigEndian.AppendUint32(b, uint32(p.TCP.Seq))
	b = binary.BigEndian.AppendUint32(b, uint32(p.TCP.Ack))
	return binary.BigEndian.AppendUint16(b, uint16(p.PayloadLength))
}

// packet reads the first record of fuzz input. The kind's lowest bit is the
// direction; some of the other kinds are no TCP.
func packet(b []byte) *capture.Packet {
	p := seg(client, flags(capture.Flags(b[1])), seq(binary.BigEndian.Uint32(b[3:])), data(int(binary.BigEndian.Uint16(b[11:]))))
	p.TCP.Ack = capture.Seq(binary.BigEndian.Uint32(b[7:]))
	p.TCP.Options = capture.TCPOptions{HasWindowScale: true, WindowScale: b[2]}
	if b[0]&1 == 1 {
		server(p)
	}
	switch b[0] >> 1 {
	case 1:
		p.Proto = capture.UDP
	case 2:
		return icmpError(p)
	}
	return p
}

// FuzzTracker feeds packets of two sockets in any order: nothing panics, states
// are valid and do not go back, and numbers agree with those on the wire.
func FuzzTracker(f *testing.F) {
	for _, tables := range []map[string][]step{openings, transfers, closings, resets, middles} {
		for _, name := range slices.Sorted(maps.Keys(tables)) {
			var input []byte
			for _, s := range tables[name] {
				input = append(input, record(s.packet)...)
			}
			f.Add(input)
		}
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		tracker := NewTracker()
		for len(input) >= recordSize {
			p := packet(input)
			o := tracker.Observe(p)
			if o.Packet != p {
				t.Fatal("not about the packet")
			}
			if p.Proto == capture.TCP {
				checkConsistent(t, &o)
			}
			input = input[recordSize:]
		}
	})
}
