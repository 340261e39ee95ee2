package reassembly

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"unsafe"

	"wireladder/capture/frametest"
)

// Fragments disagree on where a datagram ends, and another is too long.
func TestFragmentsOfNoDatagram(t *testing.T) {
	part := func(offset, length int, more bool) Fragment {
		return Fragment{Offset: offset, Data: make([]byte, length), More: more}
	}
	for _, tt := range []struct {
		name  string
		parts []Fragment
		want  string
	}{
		{"ends twice", []Fragment{part(64, 8, false), part(80, 8, false)}, Overlapping},
		{"ends before another", []Fragment{part(64, 8, true), part(16, 8, false)}, Overlapping},
		{"goes on behind its end", []Fragment{part(64, 8, false), part(72, 8, true)}, Overlapping},
		{"ends, empty", []Fragment{part(64, 8, true), part(72, 0, false)}, Incomplete},
		{"too long", []Fragment{part(65528, 8, false)}, TooLong},
		{"as long as can be", []Fragment{part(65528, 7, false)}, Incomplete},
	} {
		var a Buffer
		var got string
		for _, f := range tt.parts {
			_, got = a.Add(f)
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// Datagrams are told apart by both addresses, protocol and identification.
func TestFragmentsOfOtherDatagrams(t *testing.T) {
	base := Fragment{Src: frametest.Client4.Addr(), Dst: frametest.Server4.Addr(), Proto: 17, ID: 1, More: true, Data: make([]byte, 8)}
	others := []Fragment{base, base, base, base}
	others[0].Src, others[1].Dst = frametest.Server4.Addr(), frametest.Client4.Addr()
	others[2].Proto, others[3].ID = 6, 2
	var a Buffer
	_, _ = a.Add(base)
	for i, f := range others {
		f.Offset, f.More = 8, false
		if d, problem := a.Add(f); d != nil || problem != Incomplete {
			t.Errorf("%d: %v %q", i, d, problem)
		}
	}
	base.Offset, base.More = 8, false
	if d, _ := a.Add(base); d == nil || d.have != 16 {
		t.Error("not complete")
	}
}

// Whatever fragments come, no more than so many are kept, and the oldest go.
func TestFragmentsAreBounded(t *testing.T) {
	var a Buffer
	for id := range uint32(3 * maxDatagrams) {
		_, _ = a.Add(Fragment{ID: id, Offset: 8, More: true, Data: make([]byte, 8)})
		checkBounds(t, &a)
	}
	if len(a.pending) != maxDatagrams || a.pending[0].ID != 2*maxDatagrams {
		t.Errorf("%d datagrams, the oldest is %d", len(a.pending), a.pending[0].ID)
	}
	a = Buffer{}
	for id := range uint32(100) {
		_, _ = a.Add(Fragment{ID: id, Offset: 8, More: true, Data: make([]byte, 60000)})
		checkBounds(t, &a)
	}
	if n := len(a.pending); n != maxOctets/(60000+pieceOverhead) || a.pending[n-1].ID != 99 {
		t.Errorf("%d datagrams, the youngest is %d", n, a.pending[n-1].ID)
	}
}

// checkBounds checks that the octets are counted right and within the limits.
func checkBounds(t *testing.T, a *Buffer) {
	t.Helper()
	octets := 0
	for _, d := range a.pending {
		have := 0
		for i, p := range d.pieces {
			have += len(p.data)
			if i > 0 && d.pieces[i-1].end() > p.offset {
				t.Error("pieces overlap")
			}
		}
		if have != d.have && !d.refused || d.refused && d.pieces != nil {
			t.Errorf("datagram of %d octets, counted %d", have, d.have)
		}
		octets += have + len(d.pieces)*pieceOverhead
	}
	if octets != a.octets || octets > maxOctets || len(a.pending) > maxDatagrams {
		t.Errorf("%d datagrams of %d octets, counted %d", len(a.pending), octets, a.octets)
	}
}

func TestPieceOverhead(t *testing.T) {
	if n := unsafe.Sizeof(piece{}); n > pieceOverhead {
		t.Errorf("a piece takes %d octets", n)
	}
}

// FuzzFragments cuts a datagram up at arbitrary places, gives the parts in an
// arbitrary order, some of them twice, and wants it back.
func FuzzFragments(f *testing.F) {
	f.Add([]byte("the datagram that is cut up, in parts of eight octets"), uint64(0x5555), uint64(1))
	f.Add(make([]byte, 2000), uint64(1<<40+3), uint64(2))
	f.Fuzz(func(t *testing.T, whole []byte, cuts, seed uint64) {
		if len(whole) == 0 || len(whole) > 2048 { // more would be slow to check
			return
		}
		parts := fragmentsOf(whole, cuts)
		random := rand.New(rand.NewPCG(seed, cuts))
		random.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		var a Buffer
		for i, part := range parts {
			d, _ := a.Add(part)
			checkBounds(t, &a)
			if (d != nil) != (i == len(parts)-1) {
				t.Fatalf("complete %v after %d of %d parts", d != nil, i+1, len(parts))
			}
			if d != nil && !bytes.Equal(d.Octets(), whole) {
				t.Error("another datagram came back")
			}
			if d == nil && seed%3 == 0 {
				if d, problem := a.Add(part); d != nil || problem != Repeated {
					t.Errorf("the same part again: %v %q", d, problem)
				}
			}
		}
	})
}

// fragmentsOf cuts after the n-th eight octets where bit n%64 is set.
func fragmentsOf(whole []byte, cuts uint64) []Fragment {
	var parts []Fragment
	begin := 0
	for end := 8; end < len(whole); end += 8 {
		if cuts>>(end/8%64)&1 != 0 {
			parts = append(parts, Fragment{Offset: begin, Data: whole[begin:end], More: true})
			begin = end
		}
	}
	return append(parts, Fragment{Offset: begin, Data: whole[begin:]})
}
