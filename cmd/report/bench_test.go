package report

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/savefile"
	"wireladder/cmd/report/selection"
	"wireladder/cmd/report/sink"
	"wireladder/render"
)

// manyConversations returns a pcap file of TCP conversations, 500 of which go on at the
// same time: each has per packets, the last two its FINs.
func manyConversations(b testing.TB, packets, per int) []byte {
	return conversations(b, packets, per, 500)
}

// conversations is manyConversations for so many at the same time.
func conversations(b testing.TB, packets, per, beside int) []byte {
	b.Helper()
	var out bytes.Buffer
	out.Grow(packets * 150)
	w, err := savefile.NewWriter(&out, savefile.Pcap, capture.Origin{}, capture.LinkEthernet)
	if err != nil {
		b.Fatal(err)
	}
	start, frame := time.Unix(1_700_000_000, 0), make([]byte, 54+64)
	for i := range packets {
		group, step := i/(beside*per), i/beside%per
		conversationFrame(frame, uint32(group*beside+i%beside), step, per)
		n := len(frame)
		if step < 2 || step >= per-2 {
			n = 54
		}
		p := &capture.Packet{Time: start.Add(time.Duration(i) * time.Microsecond), Link: capture.LinkEthernet, Data: frame[:n], Length: n}
		if err := w.Write(capture.Entry{Packet: p}); err != nil {
			b.Fatal(err)
		}
	}
	return out.Bytes()
}

// conversationFrame fills in one of per steps: SYN, SYN,ACK, data to and fro,
// FIN and FIN.
func conversationFrame(f []byte, client uint32, step, per int) {
	size, flags := 64, capture.ACK|capture.PSH
	sent := uint32(max(step-2, 0)+1) / 2 * 64 // by this side
	seq, ack := 1+sent, 1+uint32(max(step-2, 0))/2*64
	switch {
	case step == 0:
		size, flags, seq, ack = 0, capture.SYN, 0, 0
	case step == 1:
		size, flags, seq, ack = 0, capture.SYN|capture.ACK, 0, 1
	case step >= per-2:
		size, flags = 0, capture.FIN|capture.ACK
	}
	copy(f, "\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01\x08\x00\x45\x00")
	binary.BigEndian.PutUint16(f[16:], uint16(40+size))
	copy(f[18:], "\x00\x01\x40\x00\x40\x06\x00\x00")
	a, z := f[26:30], f[30:34]
	binary.BigEndian.PutUint16(f[34:], uint16(1024+client>>16))
	binary.BigEndian.PutUint16(f[36:], 80)
	if step%2 == 1 {
		a, z = z, a
		binary.BigEndian.PutUint16(f[34:], 80)
		binary.BigEndian.PutUint16(f[36:], uint16(1024+client>>16))
	}
	copy(a, []byte{10, 1, byte(client >> 8), byte(client)})
	copy(z, []byte{192, 168, 0, 1})
	binary.BigEndian.PutUint32(f[38:], seq)
	binary.BigEndian.PutUint32(f[42:], ack)
	binary.BigEndian.PutUint16(f[46:], 0x5000|uint16(flags))
	binary.BigEndian.PutUint16(f[48:], 0xffff)
}

// benchmarkRead reads a file of conversations of per packets each, b.N packets
// in all, as `wireladder read - ARGS` does.
func benchmarkRead(b *testing.B, per int, o *File) {
	b.Helper()
	const packets = 200_000
	data := manyConversations(b, packets, per)
	o.Name, o.Stdout, o.Picture.Detail = "-", io.Discard, render.Brief
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		o.Stdin = bytes.NewReader(data)
		if err := Read(b.Context(), o); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/packets, "ns/packet")
}

func BenchmarkSummary100(b *testing.B) { benchmarkRead(b, 100, &File{View: sink.View{Summary: true}}) }

func BenchmarkSummary10(b *testing.B) { benchmarkRead(b, 10, &File{View: sink.View{Summary: true}}) }

// Pictures of few conversations and of many, whole.
func BenchmarkPicture10000(b *testing.B) { benchmarkRead(b, 10_000, &File{}) }

func BenchmarkPicture10(b *testing.B) { benchmarkRead(b, 10, &File{}) }

// BenchmarkDrawn draws a file of one conversation whole, in each format that a page is printed or shown in.
func BenchmarkDrawn(b *testing.B) {
	for _, format := range []Format{Text, SVG, HTML} {
		for _, packets := range []int{1_000, 10_000, 100_000} {
			b.Run(fmt.Sprintf("%s/%d", format, packets), func(b *testing.B) {
				data := conversations(b, packets, packets, 1)
				b.ReportAllocs()
				for b.Loop() {
					o := &File{Name: "-", Stdin: bytes.NewReader(data)}
					o.Stdout, o.Destinations = io.Discard, []Destination{{Name: "-", Format: format}}
					if err := Read(b.Context(), o); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkLines(b *testing.B) {
	benchmarkRead(b, 100, &File{Options: Options{Destinations: []Destination{{Name: "-", Format: JSONLines}}, PacketsOnly: true}})
}

// BenchmarkSummaryPacket takes one packet of the summary path after the other, on
// one processor: none of them costs memory.
func BenchmarkSummaryPacket(b *testing.B) {
	data := manyConversations(b, 100_000, 100)
	var (
		r     *fileReading
		batch savefile.Batch
	)
	b.ReportAllocs()
	for left := 0; b.Loop(); left-- {
		if left == 0 {
			b.StopTimer()
			r = &fileReading{pipeline: newPipeline(capture.Origin{}, &Options{}, &selection.Selection{}, 0)}
			var err error
			if r.bulk, err = savefile.NewReader(bytes.NewReader(data)); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			left = 100_000
		}
		if done := 100_000 - left; done == r.overview.All {
			if _, err := r.bulk.Fill(&batch); err != nil {
				b.Fatal(err)
			}
			r.outlines(&batch)
		}
	}
}
