package ends

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/savefile"
)

// ofOneRun returns what both ends captured of so many datagrams: every other one is an answer,
// and each hundredth is lost.
func ofOneRun(n int) (both [2][]capture.Packet) {
	random, start := rand.New(rand.NewPCG(1, 1)), time.Unix(1_700_000_000, 0)
	for i := range n {
		frame := make([]byte, 100)
		copy(frame[12:], []byte{8, 0, 0x45, 0, 0, 86, byte(i >> 8), byte(i), 0x40, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 0x30, 0x39, 0x2e, 0xe0, 0, 66})
		from := i % 2
		if frame[29], frame[33] = byte(1+from), byte(2-from); from == 1 {
			copy(frame[34:], []byte{0x2e, 0xe0, 0x30, 0x39})
		}
		binary.BigEndian.PutUint32(frame[42:], uint32(i))
		p := capture.Packet{Link: capture.LinkEthernet, Data: frame, Length: len(frame)}
		sent := start.Add(time.Duration(i) * 100 * time.Microsecond)
		times := [2]time.Time{sent, sent}
		times[1-from] = sent.Add(10*time.Millisecond + time.Duration(random.IntN(20_000)))
		for end, at := range times {
			if end == from || random.IntN(100) > 0 {
				p.Time = at.Add(time.Duration(end) * 3 * time.Second)
				both[end] = append(both[end], p)
			}
		}
	}
	for _, packets := range both {
		slices.SortFunc(packets, func(a, b capture.Packet) int { return a.Time.Compare(b.Time) })
	}
	return both
}

// BenchmarkBoth reads two captures of 200,000 packets as one recording.
func BenchmarkBoth(b *testing.B) {
	both := ofOneRun(200_000)
	folder := b.TempDir()
	names := [2]string{save(b, folder, "client.pcap", both[0]), save(b, folder, "server.pcap", both[1])}
	b.ReportAllocs()
	for b.Loop() {
		r, err := Open(b.Context(), names, nil, false)
		if err != nil {
			b.Fatal(err)
		}
		room := make([]capture.Packet, 1)
		for err == nil {
			_, _, err = r.ScanMany(room)
		}
		if !errors.Is(err, io.EOF) || r.Close() != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/400_000, "ns/packet")
}

// BenchmarkEach reads the same captures one after the other.
func BenchmarkEach(b *testing.B) {
	both := ofOneRun(200_000)
	var files [2]bytes.Buffer
	for end := range both {
		w, err := savefile.NewWriter(&files[end], savefile.Pcap, capture.Origin{}, capture.LinkEthernet)
		if err != nil {
			b.Fatal(err)
		}
		for i := range both[end] {
			if err := w.Write(capture.Entry{Packet: &both[end][i]}); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportAllocs()
	room := make([]capture.Packet, 256)
	for b.Loop() {
		for end := range files {
			r, err := savefile.NewReader(bytes.NewReader(files[end].Bytes()))
			for err == nil {
				_, _, err = r.ScanMany(room)
			}
			if !errors.Is(err, io.EOF) {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/400_000, "ns/packet")
}
