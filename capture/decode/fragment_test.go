package decode

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/google/gopacket/layers"

	"wireladder/capture"
	"wireladder/capture/frametest"
)

// payload64 is what the datagrams of these tests carry, with its UDP header.
func payload64(tb testing.TB) []byte {
	tb.Helper()
	return frametest.Build(tb, frametest.UDP(), frametest.Text(strings.Repeat("01234567", 7)))
}

// fragments4 cuts an IPv4 datagram of 64 octets at the offsets.
func fragments4(tb testing.TB, cuts ...int) []capture.Packet {
	tb.Helper()
	return cutUp(payload64(tb), cuts, func(offset int, more bool, part []byte) []byte {
		ip := frametest.IPv4(layers.IPProtocolUDP)
		ip.Id, ip.FragOffset = 7, uint16(offset/8)
		if more {
			ip.Flags = layers.IPv4MoreFragments
		}
		return frametest.Build(tb, ip, frametest.Text(string(part)))
	})
}

// fragments6 is the same of IPv6, with an extension header in the datagram.
func fragments6(tb testing.TB, cuts ...int) []capture.Packet {
	tb.Helper()
	const destination, fragment = 60, 44
	whole := frametest.Build(tb, frametest.Extension6(17, 1), frametest.Text(string(payload64(tb))))
	return cutUp(whole, cuts, func(offset int, more bool, part []byte) []byte {
		return frametest.Build(tb, frametest.IPv6(fragment), frametest.Fragment6(destination, uint16(offset/8), more), frametest.Text(string(part)))
	})
}

// cutUp cuts a datagram up, at any offsets: parts that are told to begin where
// the one before has not ended overlap it.
func cutUp(whole []byte, cuts []int, wrap func(offset int, more bool, part []byte) []byte) []capture.Packet {
	var packets []capture.Packet
	begin := 0
	for _, end := range append(slices.Clone(cuts), len(whole)) {
		if end <= begin {
			begin = end // step back
			continue
		}
		data := wrap(begin, end < len(whole), whole[begin:end])
		packets = append(packets, capture.Packet{Link: capture.LinkRaw, Data: data, Length: len(data)})
		begin = end
	}
	return packets
}

// decodeInOrder decodes packets in an order, and returns the numbers of those
// that came out decoded.
func decodeInOrder(t *testing.T, packets []capture.Packet, order ...int) (decoded []int) {
	t.Helper()
	d := NewDecoder()
	for _, i := range order {
		d.Decode(&packets[i])
		checkDecoded(t, &packets[i])
		if packets[i].Proto != capture.Undecoded {
			decoded = append(decoded, i)
		}
	}
	if len(decoded) > 0 && len(d.fragments.pending) == 0 && d.fragments.octets != 0 {
		t.Errorf("%d octets of nothing", d.fragments.octets)
	}
	return decoded
}

// The last fragment to come has the whole datagram, whatever their order.
func TestFragmentsInAnyOrder(t *testing.T) {
	for name, packets := range map[string][]capture.Packet{"IPv4": fragments4(t, 8, 24), "IPv6": fragments6(t, 8, 24)} {
		for _, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
			if got := decodeInOrder(t, packets, order...); !slices.Equal(got, order[2:]) {
				t.Fatalf("%s in the order %v: decoded %v", name, order, got)
			}
			p := packets[order[2]]
			if p.Proto != capture.UDP || p.Src.Port() != frametest.Client4.Port() || p.Dst.Port() != frametest.Server4.Port() || p.Problem != "" {
				t.Errorf("%s: %v %v %v %q", name, p.Proto, p.Src, p.Dst, p.Problem)
			}
			if p.Fragments != 3 || p.PayloadLength != 56 || string(p.Payload) != strings.Repeat("01234567", 7) {
				t.Errorf("%s: %d fragments, payload %d %q", name, p.Fragments, p.PayloadLength, p.Payload)
			}
		}
	}
}

func TestFragmentsRepeatedAndOverlapping(t *testing.T) {
	const none = -1
	for _, tt := range []struct {
		name    string
		packets []capture.Packet
		order   []int
		decoded int
		problem string // of the last one that was not decoded
	}{
		{"repeated", fragments4(t, 8, 24), []int{0, 1, 1, 0, 2}, 2, isRepeated},
		{"the last one repeated", fragments4(t, 8, 24), []int{2, 2, 1, 0}, 0, isFragment},
		{"again after completion", fragments4(t, 8), []int{0, 1, 0}, 1, isFragment},
		{"overlap behind", fragments4(t, 16, 8, 40), []int{0, 1, 2}, none, isRefused},
		{"overlap before", fragments4(t, 16, 8, 40), []int{1, 0, 2}, none, isRefused},
		{"one within the other", fragments4(t, 24, 8, 16, 24), []int{0, 1}, none, isOverlapping},
		{"same begin, shorter", fragments4(t, 24, 0, 16, 24), []int{0, 1}, none, isOverlapping},
		{"overlap of IPv6", fragments6(t, 16, 8, 40), []int{0, 1, 2}, none, isRefused},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := decodeInOrder(t, tt.packets, tt.order...)
			if tt.decoded == none && got != nil || tt.decoded != none && !slices.Equal(got, []int{tt.decoded}) {
				t.Errorf("decoded %v", got)
			}
			for _, i := range slices.Backward(tt.order) {
				if tt.packets[i].Proto == capture.Undecoded {
					if tt.packets[i].Problem != tt.problem {
						t.Errorf("Problem is %q, want %q", tt.packets[i].Problem, tt.problem)
					}
					break
				}
			}
		})
	}
}

// Fragments disagree on where a datagram ends, and another is too long.
func TestFragmentsOfNoDatagram(t *testing.T) {
	part := func(offset, length int, more bool) fragment {
		return fragment{offset: offset, data: make([]byte, length), more: more}
	}
	for _, tt := range []struct {
		name  string
		parts []fragment
		want  string
	}{
		{"ends twice", []fragment{part(64, 8, false), part(80, 8, false)}, isOverlapping},
		{"ends before another", []fragment{part(64, 8, true), part(16, 8, false)}, isOverlapping},
		{"goes on behind its end", []fragment{part(64, 8, false), part(72, 8, true)}, isOverlapping},
		{"ends, empty", []fragment{part(64, 8, true), part(72, 0, false)}, isFragment},
		{"too long", []fragment{part(65528, 8, false)}, isTooLong},
		{"as long as can be", []fragment{part(65528, 7, false)}, isFragment},
	} {
		var a reassembly
		var got string
		for _, f := range tt.parts {
			_, got = a.add(f)
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// What an IPv6 datagram carries is what its first part says (RFC 8200 §4.5).
func TestFragmentsNextHeader(t *testing.T) {
	const octetNext = ipv6Header // of the fragment header
	for _, order := range [][]int{{0, 1}, {1, 0}} {
		packets := fragments6(t, 24)
		packets[1].Data[octetNext] = 59
		if got := decodeInOrder(t, packets, order...); !slices.Equal(got, order[1:]) {
			t.Errorf("in the order %v: decoded %v", order, got)
		}
	}
}

// Datagrams are told apart by both addresses, protocol and identification.
func TestFragmentsOfOtherDatagrams(t *testing.T) {
	base := fragment{src: frametest.Client4.Addr(), dst: frametest.Server4.Addr(), proto: 17, id: 1, more: true, data: make([]byte, 8)}
	others := []fragment{base, base, base, base}
	others[0].src, others[1].dst = frametest.Server4.Addr(), frametest.Client4.Addr()
	others[2].proto, others[3].id = 6, 2
	var a reassembly
	_, _ = a.add(base)
	for i, f := range others {
		f.offset, f.more = 8, false
		if d, problem := a.add(f); d != nil || problem != isFragment {
			t.Errorf("%d: %v %q", i, d, problem)
		}
	}
	base.offset, base.more = 8, false
	if d, _ := a.add(base); d == nil || d.have != 16 {
		t.Error("not complete")
	}
}

// An identification that comes back after a minute is another datagram's.
func TestFragmentsTooLate(t *testing.T) {
	now := time.Unix(1e9, 0)
	for _, tt := range []struct {
		after time.Duration
		whole bool
	}{{0, true}, {-time.Hour, true}, {maxWait, true}, {maxWait + 1, false}} {
		packets := fragments4(t, 8)
		packets[0].Time, packets[1].Time = now, now.Add(tt.after)
		if got := decodeInOrder(t, packets, 0, 1); (got != nil) != tt.whole {
			t.Errorf("after %v: decoded %v", tt.after, got)
		}
	}
}

// Whatever fragments come, no more than so many are kept, and the oldest go.
func TestFragmentsAreBounded(t *testing.T) {
	var a reassembly
	for id := range uint32(3 * maxDatagrams) {
		_, _ = a.add(fragment{id: id, offset: 8, more: true, data: make([]byte, 8)})
		checkBounds(t, &a)
	}
	if len(a.pending) != maxDatagrams || a.pending[0].id != 2*maxDatagrams {
		t.Errorf("%d datagrams, the oldest is %d", len(a.pending), a.pending[0].id)
	}
	a = reassembly{}
	for id := range uint32(100) {
		_, _ = a.add(fragment{id: id, offset: 8, more: true, data: make([]byte, 60000)})
		checkBounds(t, &a)
	}
	if n := len(a.pending); n != maxOctets/(60000+pieceOverhead) || a.pending[n-1].id != 99 {
		t.Errorf("%d datagrams, the youngest is %d", n, a.pending[n-1].id)
	}
}

// checkBounds checks that the octets are counted right and within the limits.
func checkBounds(t *testing.T, a *reassembly) {
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
		var a reassembly
		for i, part := range parts {
			d, _ := a.add(part)
			checkBounds(t, &a)
			if (d != nil) != (i == len(parts)-1) {
				t.Fatalf("complete %v after %d of %d parts", d != nil, i+1, len(parts))
			}
			if d != nil && !bytes.Equal(d.octets(), whole) {
				t.Error("another datagram came back")
			}
			if d == nil && seed%3 == 0 {
				if d, problem := a.add(part); d != nil || problem != isRepeated {
					t.Errorf("the same part again: %v %q", d, problem)
				}
			}
		}
	})
}

// fragmentsOf cuts after the n-th eight octets where bit n%64 is set.
func fragmentsOf(whole []byte, cuts uint64) []fragment {
	var parts []fragment
	begin := 0
	for end := 8; end < len(whole); end += 8 {
		if cuts>>(end/8%64)&1 != 0 {
			parts = append(parts, fragment{offset: begin, data: whole[begin:end], more: true})
			begin = end
		}
	}
	return append(parts, fragment{offset: begin, data: whole[begin:]})
}
