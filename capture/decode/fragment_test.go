package decode

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/gopacket/layers"

	"wireladder/capture"
	"wireladder/capture/decode/reassembly"
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
		{"repeated", fragments4(t, 8, 24), []int{0, 1, 1, 0, 2}, 2, reassembly.Repeated},
		{"the last one repeated", fragments4(t, 8, 24), []int{2, 2, 1, 0}, 0, reassembly.Incomplete},
		{"again after completion", fragments4(t, 8), []int{0, 1, 0}, 1, reassembly.Incomplete},
		{"overlap behind", fragments4(t, 16, 8, 40), []int{0, 1, 2}, none, reassembly.Refused},
		{"overlap before", fragments4(t, 16, 8, 40), []int{1, 0, 2}, none, reassembly.Refused},
		{"one within the other", fragments4(t, 24, 8, 16, 24), []int{0, 1}, none, reassembly.Overlapping},
		{"same begin, shorter", fragments4(t, 24, 0, 16, 24), []int{0, 1}, none, reassembly.Overlapping},
		{"overlap of IPv6", fragments6(t, 16, 8, 40), []int{0, 1, 2}, none, reassembly.Refused},
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

// An identification that comes back after a minute is another datagram's.
func TestFragmentsTooLate(t *testing.T) {
	now := time.Unix(1e9, 0)
	for _, tt := range []struct {
		after time.Duration
		whole bool
	}{{0, true}, {-time.Hour, true}, {time.Minute, true}, {time.Minute + 1, false}} {
		packets := fragments4(t, 8)
		packets[0].Time, packets[1].Time = now, now.Add(tt.after)
		if got := decodeInOrder(t, packets, 0, 1); (got != nil) != tt.whole {
			t.Errorf("after %v: decoded %v", tt.after, got)
		}
	}
}
