package follow

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
)

// said writes pieces as a test reads them: bytes, and "[3]" for 3 missing.
func said(pieces []piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.missing != 0 {
			b.WriteString("[" + string(rune('0'+p.missing)) + "]")
		}
		b.Write(p.data)
	}
	return b.String()
}

// seg is a segment of data that begins at a number.
func seg(from int64, data string) received {
	return received{from, from + int64(len(data)), []byte(data)}
}

func TestDirection(t *testing.T) {
	snapped := received{1, 6, []byte("ab")}
	tests := map[string]struct {
		do   func(d *direction) []piece
		want string
	}{
		"in order":      {func(d *direction) []piece { return append(d.add(seg(1, "ab")), d.add(seg(3, "cd"))...) }, "abcd"},
		"out of order":  {func(d *direction) []piece { return append(d.add(seg(3, "cd")), d.add(seg(1, "ab"))...) }, "abcd"},
		"again":         {func(d *direction) []piece { return append(d.add(seg(1, "ab")), d.add(seg(1, "ab"))...) }, "ab"},
		"again, longer": {func(d *direction) []piece { return append(d.add(seg(1, "ab")), d.add(seg(1, "abcd"))...) }, "abcd"},
		"overlaps": {func(d *direction) []piece {
			return append(append(d.add(seg(3, "cde")), d.add(seg(4, "DEf"))...), d.add(seg(1, "abC"))...)
		}, "abCdef"},
		"held twice": {func(d *direction) []piece {
			return append(append(d.add(seg(3, "cd")), d.add(seg(3, "XX"))...), d.add(seg(1, "ab"))...)
		}, "abcd"},
		"waits":           {func(d *direction) []piece { return d.add(seg(3, "cd")) }, ""},
		"acknowledged":    {func(d *direction) []piece { return append(d.add(seg(3, "cd")), d.ack(3)...) }, "[2]cd"},
		"not so far":      {func(d *direction) []piece { return append(d.add(seg(3, "cd")), d.ack(2)...) }, ""},
		"snapped":         {func(d *direction) []piece { return append(d.add(snapped), d.add(seg(6, "f"))...) }, "ab[3]f"},
		"snapped, longer": {func(d *direction) []piece { return append(d.add(seg(1, "ABC")), d.add(snapped)...) }, "ABC[2]"},
		"end":             {func(d *direction) []piece { return append(d.add(seg(3, "cd")), d.finish()...) }, "[2]cd"},
		"end in the gap":  {func(d *direction) []piece { d.ack(5); return d.finish() }, "[4]"},
		"end at a FIN":    {func(d *direction) []piece { d.fin, d.end = true, 3; return d.finish() }, "[2]"},
		"a FIN's number":  {func(d *direction) []piece { d.ack(2); return d.finish() }, ""},
	}
	for name, tt := range tests {
		d := &direction{}
		d.begin(1)
		if got := said(tt.do(d)); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// TestDirectionIsBounded checks that what waits for a gap to be filled is given
// up for lost before it takes too much memory.
func TestDirectionIsBounded(t *testing.T) {
	for _, size := range []int{1, 1000, 60000} {
		d := &direction{}
		d.begin(1)
		from, printed, most := int64(2), 0, 0
		for range 10000 {
			for _, p := range d.add(received{from, from + int64(size), make([]byte, size)}) {
				printed += len(p.data)
			}
			from += int64(size)
			most = max(most, d.size)
		}
		if printed == 0 || most > maxHeld+size || len(d.held) > maxSegments+1 {
			t.Errorf("segments of %d: %d printed, at most %d octets held", size, printed, most)
		}
	}
}

// TestDirectionInAnyOrder cuts a stream into segments that overlap and come in
// any order: it comes out as it was.
func TestDirectionInAnyOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	stream := make([]byte, 500)
	for i := range stream {
		stream[i] = byte(random.Uint32())
	}
	for range 200 {
		var segments []received
		for from := 0; from < len(stream); from += 1 + random.IntN(20) {
			to := min(from+20+random.IntN(40), len(stream))
			segments = append(segments, received{int64(from), int64(to), stream[from:to]})
		}
		random.Shuffle(len(segments), func(i, j int) { segments[i], segments[j] = segments[j], segments[i] })
		d, got := &direction{}, []byte(nil)
		d.begin(0)
		for _, s := range segments {
			for _, p := range d.add(s) {
				got = append(got, p.data...)
			}
		}
		if !bytes.Equal(got, stream) {
			t.Fatalf("%d octets, want %d", len(got), len(stream))
		}
	}
}
