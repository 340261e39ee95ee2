package html

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/render/anatomy"
)

// raw returns an observation of a packet whose octets are not looked into but for the IPv4 header that they may
// begin with.
func raw(number int, data []byte) *flow.Observation {
	return &flow.Observation{Packet: &capture.Packet{Number: number, Link: capture.LinkRaw, Data: data, Length: len(data) + 7}}
}

// What is kept of a packet tells all that its anatomy has; packets with the same fields share these, and a page has
// those of its steps alone.
func TestFrames(t *testing.T) {
	long := []byte("\x45\x00\x01\x90\x00\x00\x00\x00\x40\xfd\x00\x00\x7f\x00\x00\x01\x7f\x00\x00\x02" + strings.Repeat("x", 380))
	other := append([]byte(nil), long...)
	other[8] = 63
	frames := &Frames{}
	for i, data := range [][]byte{nil, []byte("no header"), long, other} {
		frames.Add(raw(1+i, data))
	}
	w := &pageMaker{data: &pageData{}, frames: frames, shapes: map[int]int{}, octet: noOctets()}
	if w.octets(5) != nil || frames.Has(5) || !frames.Has(1) {
		t.Error("packet 5 is there, or packet 1 is not")
	}
	for number, data := range map[int][]byte{3: long, 4: other} {
		got := w.octets(number)
		if string(got.Data) != string(data[:mostShown]) || got.Length != len(data)+7 {
			t.Errorf("packet %d: %d octets of %d", number, len(got.Data), got.Length)
		}
		var want []string
		for _, p := range anatomy.Of(raw(number, data)) {
			want = append(want, p.Value)
		}
		if diff := cmp.Diff(want, got.Values); diff != "" {
			t.Errorf("packet %d: %s", number, diff)
		}
	}
	if len(frames.shapes) != 3 || len(w.data.Shapes) != 1 {
		t.Errorf("%d shapes, of which the page has %d", len(frames.shapes), len(w.data.Shapes))
	}
	if empty := w.octets(1); empty.Data == nil || empty.Values == nil || len(empty.Values) > 0 {
		t.Errorf("a packet without octets is told as %+v", empty)
	}
}

// A length is read as it was written, however large.
func TestLengthsOfValues(t *testing.T) {
	for _, n := range []int{0, 1, 127, 128, 300, 70000} {
		o := frameOctets{values: string(appendValue(appendValue(nil, strings.Repeat("v", n)), "behind"))}
		if got := o.appendValues(nil); len(got) != 2 || len(got[0]) != n || got[1] != "behind" {
			t.Errorf("%d: %d values", n, len(got))
		}
	}
}
