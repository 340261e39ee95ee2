package report

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/savefile"
	"wireladder/cmd/report/output"
	"wireladder/cmd/report/selection"
	"wireladder/cmd/report/sink"
	"wireladder/cmd/report/understand"
	"wireladder/render"
	"wireladder/render/plot"
	"wireladder/render/plot/topic"
)

// unruly returns a file of connections that go on at the same time, of whose segments some
// are missing, come again or come late: also so late that the packets which they say
// something about were shown long before.
func unruly(t *testing.T) []byte {
	t.Helper()
	const beside, per = 300, 50
	r := rand.New(rand.NewPCG(1, 2))
	var frames [][]byte
	for i := range beside * per {
		frame := make([]byte, 54+64)
		conversationFrame(frame, uint32(i%beside), i/beside, per)
		switch n := r.IntN(100); {
		case n < 5:
		case n < 10:
			frames = append(frames, frame, frame)
		case n < 15:
			at := max(0, len(frames)-1-r.IntN(2*understand.Ahead))
			frames = slices.Insert(frames, at, frame)
		default:
			frames = append(frames, frame)
		}
	}
	var out bytes.Buffer
	w, err := savefile.NewWriter(&out, savefile.Pcap, capture.Origin{}, capture.LinkEthernet)
	if err != nil {
		t.Fatal(err)
	}
	for i, frame := range frames {
		p := &capture.Packet{Time: time.Unix(1_700_000_000, int64(i)*100_000), Link: capture.LinkEthernet, Data: frame, Length: len(frame)}
		if err := w.Write(capture.Entry{Packet: p}); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

// linesOf returns the lines of JSON of a file, with full sentences, as they are written
// in the background or by a pipeline that does one thing after the other.
func linesOf(t *testing.T, data []byte, aside bool) string {
	t.Helper()
	var out bytes.Buffer
	o := fileOf(data, &out)
	o.Destinations, o.Picture.Detail = []Destination{{Name: "-", Format: JSONLines}}, render.Full
	if aside {
		if err := Read(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	reader, err := savefile.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	r := &fileReading{file: o, reader: reader, pipeline: newPipeline(reader.Origin(), &o.Options, &selection.Selection{}, understand.Ahead)}
	r.open = func() (*output.Outputs, error) { return output.Open(t.Context(), o.output()) }
	if err := errors.Join(r.run(t.Context()), r.fault); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestBackground checks that what is written in the background is what is written by one
// thing after the other.
func TestBackground(t *testing.T) {
	data := unruly(t)
	got, want := linesOf(t, data, true), linesOf(t, data, false)
	if got == want {
		return
	}
	g, w := bytes.Split([]byte(got), []byte("\n")), bytes.Split([]byte(want), []byte("\n"))
	for i := range min(len(g), len(w)) {
		if !bytes.Equal(g[i], w[i]) {
			t.Fatalf("line %d of %d\n got %s\nwant %s", i+1, len(w), g[i], w[i])
		}
	}
	t.Fatalf("%d lines, want %d", len(g), len(w))
}

// failsAfter is a writer that takes so many octets.
type failsAfter struct{ left int }

func (w *failsAfter) Write(b []byte) (int, error) {
	if w.left -= len(b); w.left < 0 {
		return 0, fmt.Errorf("no room: %w", os.ErrClosed)
	}
	return len(b), nil
}

// TestBackgroundFails checks that a destination that fails ends the reading, wherever that
// is noticed.
func TestBackgroundFails(t *testing.T) {
	data := unruly(t)
	whole := len(linesOf(t, data, true))
	for _, room := range []int{1, whole / 3, whole - 1} {
		o := fileOf(data, &failsAfter{room})
		o.Destinations, o.Picture.Detail = []Destination{{Name: "-", Format: JSONLines}}, render.Full
		if err := Read(t.Context(), o); !errors.Is(err, os.ErrClosed) {
			t.Errorf("room for %d of %d: %v", room, whole, err)
		}
	}
}

// growing returns a pcapng file that describes a further interface before each hundredth
// packet, which is the first of that.
func growing(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := savefile.NewWriter(&out, savefile.Pcapng, capture.Origin{Metadata: new(capture.Metadata)}, capture.LinkEthernet)
	if err != nil {
		t.Fatal(err)
	}
	said := capture.Metadata{}
	for i := range 2 * understand.Ahead {
		if i%100 == 0 {
			name := fmt.Sprint("eth", i/100)
			said.Interfaces = append(said.Interfaces, capture.Interface{Name: name, Options: []capture.Option{{Code: 2, Value: []byte(name)}}, Link: capture.LinkEthernet})
		}
		known := said
		frame := make([]byte, 54)
		conversationFrame(frame, uint32(i%100), i/100, 100)
		p := &capture.Packet{Time: time.Unix(1_700_000_000, int64(i)*1000), Link: capture.LinkEthernet, Data: frame, Length: len(frame), Metadata: &known}
		p.Sighting.Interface = uint32(i / 100)
		if err := w.Write(capture.Entry{Packet: p}); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

// TestCopyInTheBackground writes what a file says between its packets while more of it is
// read: each packet keeps its interface, and what stands before it.
func TestCopyInTheBackground(t *testing.T) {
	data := growing(t)
	var out bytes.Buffer
	o := fileOf(data, &out)
	o.Destinations = []Destination{{Name: "-", Format: Pcapng}}
	if err := Read(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	want, err := savefile.NewReader(bytes.NewReader(data))
	got, err2 := savefile.NewReader(&out)
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	for n := range 2 * understand.Ahead {
		a, err := want.Next()
		b, err2 := got.Next()
		if err := errors.Join(err, err2); err != nil {
			t.Fatal(err)
		}
		if p, q := a.Packet, b.Packet; p.Sighting.Interface != q.Sighting.Interface || len(p.Metadata.Interfaces) != len(q.Metadata.Interfaces) {
			t.Fatalf("packet %d: interface %d of %d, want %d of %d", n+1, q.Sighting.Interface, len(q.Metadata.Interfaces), p.Sighting.Interface, len(p.Metadata.Interfaces))
		}
	}
}

// TestPlotInBackground draws a plot while more of the file is read, twice: it is the same, and
// nothing of it is what comes later.
func TestPlotInBackground(t *testing.T) {
	data, pictures := unruly(t), []string{}
	for range 2 {
		var out bytes.Buffer
		o := fileOf(data, &out)
		o.Destinations = []Destination{{Name: "-", Format: SVG}}
		o.Select.Stream = selection.StreamName{Proto: capture.TCP, Number: 7}
		o.View.Plot = sink.Plot{Topic: topic.Sequence, Whose: plot.Both}
		if err := Read(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		pictures = append(pictures, out.String())
	}
	if pictures[0] != pictures[1] || !strings.Contains(pictures[0], "tcp:7, data of both sides") {
		t.Errorf("two pictures: %d and %d octets\n%.600s", len(pictures[0]), len(pictures[1]), pictures[0])
	}
}
