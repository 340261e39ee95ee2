package pairing_test

import (
	"encoding/binary"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/decode"
)

// garbled returns the packets of two captures that octets stand for: each has 8 octets that
// say in which capture it is, when and how long, and its frame.
func garbled(data []byte) (both [2][]capture.Packet) {
	var decoders [2]*decode.Decoder
	for end := range decoders {
		decoders[end] = decode.NewDecoder()
	}
	at := int64(0)
	for len(data) > 8 {
		end, size := int(data[0]&1), min(int(data[1]), len(data)-8)
		at += int64(int32(binary.LittleEndian.Uint32(data[2:]))) << (data[0] >> 4)
		p := capture.Packet{Link: capture.LinkRaw, Data: data[8 : 8+size], Time: time.Unix(0, at).UTC(), Number: len(both[end]) + 1}
		p.Length = size + int(data[6])
		if data[7] == 0xff {
			p.Time = time.Time{}
		}
		p.Sighting.Direction = capture.Bearing(data[7] % 3)
		decoders[end].Decode(&p)
		both[end] = append(both[end], p)
		data = data[8+size:]
	}
	return both
}

// frames returns what garbled reads as the captures of a run.
func frames(s *simulation) (all []byte) {
	both := s.captures()
	last := epoch
	for end := range both {
		for i := range both[end] {
			p := &both[end][i]
			ip := []byte{0x45, 0, 0, byte(28 + len(p.Payload)), byte(p.IP.ID >> 8), byte(p.IP.ID), 0x40, 0, p.IP.HopLimit, 17, 0, 0}
			src, dst := p.Src.Addr().As4(), p.Dst.Addr().As4()
			ip = append(append(ip, src[:]...), dst[:]...)
			ip = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(ip, p.Src.Port()), p.Dst.Port())
			ip = append(binary.BigEndian.AppendUint16(ip, uint16(8+len(p.Payload))), 0, 0)
			ip = append(ip, p.Payload...)
			all = append(all, byte(end)|10<<4, byte(len(ip)))
			all = append(binary.LittleEndian.AppendUint32(all, uint32(int32(p.Time.Sub(last)>>10))), 0, 0)
			all, last = append(all, ip...), p.Time
		}
	}
	return all
}

// FuzzPair pairs hostile captures: whatever they hold, each packet comes once at most, what is
// said of it comes behind it, and all of them are accounted for.
func FuzzPair(f *testing.F) {
	for seed := range uint64(4) {
		d := usual(seed)
		d.udp, d.anonymous, d.exchanges = true, seed%2 == 0, 6
		f.Add(frames(&simulation{sent: d.run(), offset: float64(seed)}))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		both := garbled(data)
		got, p, err := merged(t, both)
		if err != nil {
			return
		}
		if n := len(both[0]) + len(both[1]); len(got) > n {
			t.Errorf("%d packets of %d", len(got), n)
		}
		departed := 0
		for i := range got {
			if len(got[i].deliveries) == 0 {
				t.Errorf("nothing is said of packet %d", i+1)
			}
			departed += len(got[i].deliveries)
		}
		c := p.Captures()
		if c.Pairs > len(got) || c.Pairs < 1 || departed < len(got) {
			t.Errorf("%d packets, %d deliveries, %+v", len(got), departed, c)
		}
	})
}
