package flow

import (
	"encoding/binary"
	"maps"
	"slices"
	"testing"
	"time"

	"wireladder/capture"
)

// recordSize is how many octets of fuzz input make one packet.
const recordSize = 18

// record writes a packet as fuzz input.
func record(p *capture.Packet) []byte {
	b := []byte{0, byte(p.TCP.Flags), 0}
	if p.Src == serverAddr {
		b[0] = 1
	}
	b = binary.BigEndian.AppendUint32(b, uint32(p.TCP.Seq))
	b = binary.BigEndian.AppendUint32(b, uint32(p.TCP.Ack))
	b = binary.BigEndian.AppendUint16(b, uint16(p.PayloadLength))
	b = binary.BigEndian.AppendUint16(b, p.TCP.Window)
	return append(b, 0, 100, 0)
}

// packet reads the first record of fuzz input. The kind's lowest bit is the
// direction; some of the other kinds are no TCP.
func packet(b []byte) *capture.Packet {
	p := seg(client, flags(capture.Flags(b[1])), seq(binary.BigEndian.Uint32(b[3:])), data(int(binary.BigEndian.Uint16(b[11:]))))
	p.TCP.Ack = capture.Seq(binary.BigEndian.Uint32(b[7:]))
	p.TCP.Options = capture.TCPOptions{HasWindowScale: b[2]&1 == 1, WindowScale: b[2] >> 1}
	p.TCP.Window = binary.BigEndian.Uint16(b[13:])
	if b[0]&1 == 1 {
		server(p)
	}
	switch b[0] >> 1 {
	case 1:
		p.Proto = capture.UDP
	case 2:
		return icmpError(p)
	case 4: // seen at one of two places
		p.IP.ID, p.Sighting.Interface = uint16(b[13]), uint32(b[14]&1)
	case 3:
		p.Outer = []capture.Endpoints{{Proto: capture.UDP, Src: serverAddr, Dst: clientAddr}}
	}
	return p
}

// delay reads the time from the packet before to the first record of fuzz input:
// up to three hours, or somewhat back.
func delay(b []byte) time.Duration {
	return time.Duration(int8(b[15]))*time.Minute + time.Duration(b[16])*time.Millisecond + time.Duration(b[17])*time.Microsecond
}

// FuzzTracker feeds packets of two sockets in any order: nothing panics, states
// are valid and do not go back, numbers agree with those on the wire, events do
// not contradict each other, totals add up, no flight is lost, and outlines do the
// same.
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
	for _, rules := range []map[string]judged{windowRules, sequenceRules} {
		for _, name := range slices.Sorted(maps.Keys(rules)) {
			var input []byte
			for _, p := range rules[name].packets {
				input = append(input, record(p)...)
			}
			f.Add(input)
		}
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		tracker := NewTracker()
		outlined := newOutlined(tracker)
		now, counted := clock(0), 0
		for len(input) >= recordSize {
			p := packet(input)
			now = now.Add(delay(input))
			p.Time = now
			before := completenessBefore(tracker, p)
			outlined.observe(p)
			o := tracker.Observe(p)
			if o.Packet != p {
				t.Fatal("not about the packet")
			}
			if p.Proto == capture.TCP {
				checkConsistent(t, &o)
				if now := completenessBefore(tracker, p); now&before != before && !o.AsWireshark().Events.Has(PortReused) {
					t.Errorf("completeness %06b after %06b", now, before)
				}
			}
			if o.Conversation != nil && o.Events != Unreachable {
				counted++
			}
			input = input[recordSize:]
		}
		checkSums(t, tracker, counted)
		outlined.check(t, tracker)
	})
}

// checkSums checks what holds of a tracker after any packets: all are counted
// once, and each flight is either under way in one chain or free.
func checkSums(t *testing.T, tracker *Tracker, counted int) {
	t.Helper()
	packets, flying := 0, 0
	for _, c := range tracker.Conversations() {
		packets += int(c.Packets[Initiator] + c.Packets[Responder])
		if c.tcp == nil {
			continue
		}
		for side := range c.tcp.sides {
			flying += inChain(t, tracker, &c.tcp.sides[side])
		}
	}
	if packets != counted {
		t.Errorf("%d packets in conversations, of %d", packets, counted)
	}
	for i := tracker.memory.fly.free; i != 0; i = tracker.memory.fly.all[i].younger {
		flying++
	}
	if all := max(len(tracker.memory.fly.all)-1, 0); flying != all {
		t.Errorf("%d flights under way or free, of %d", flying, all)
	}
}

// inChain returns how many segments of a side are under way in a chain.
func inChain(t *testing.T, tracker *Tracker, e *endpoint) int {
	t.Helper()
	if e.flying != several {
		return 0
	}
	n := len(underWay(t, &tracker.memory.fly, &tracker.memory.fly.chains[e.first]))
	if n == 0 {
		t.Error("an empty chain is kept")
	}
	return n
}
