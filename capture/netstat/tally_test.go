package netstat

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
)

// Files as a kernel writes them: before, and after something was counted.
const (
	before = "TcpExt: SyncookiesSent TCPPureAcks TCPLossProbes TCPAbortOnClose\nTcpExt: 0 7 1 0\n" +
		"IpExt: InOctets InCsumErrors\nIpExt: 100 0\n" +
		"Tcp: MaxConn InSegs RetransSegs InCsumErrors\nTcp: -1 7 0 0\n" +
		"Udp: InDatagrams NoPorts InErrors InCsumErrors\nUdp: 1 0 0 0\n" +
		"UdpLite: InDatagrams NoPorts\nUdpLite: 0 0\n" +
		"Udp6InDatagrams                 \t3\nUdp6NoPorts                     \t0\n"
	after = "TcpExt: SyncookiesSent TCPPureAcks TCPLossProbes TCPAbortOnClose\nTcpExt: 0 9 3 1\n" +
		"IpExt: InOctets InCsumErrors\nIpExt: 500 1\n" +
		"Tcp: MaxConn InSegs RetransSegs InCsumErrors\nTcp: -1 9 2 4\n" +
		"Udp: InDatagrams NoPorts InErrors InCsumErrors\nUdp: 9 1 0 5\n" +
		"UdpLite: InDatagrams NoPorts\nUdpLite: 9 9\n" +
		"Udp6InDatagrams                 \t4\nUdp6NoPorts                     \t6\n"
)

func TestWhatHasGrown(t *testing.T) {
	grown := []capture.Count{
		{Name: "TCPLossProbes", By: 2}, {Name: "TCPAbortOnClose", By: 1}, {Name: "IpExtInCsumErrors", By: 1},
		{Name: "RetransSegs", By: 2}, {Name: "TcpInCsumErrors", By: 4},
		{Name: "NoPorts", By: 1}, {Name: "UdpInCsumErrors", By: 5}, {Name: "Udp6NoPorts", By: 6},
	}
	tests := map[string]struct {
		first, then string
		want        []capture.Count
	}{
		"something":               {before, after, grown},
		"nothing":                 {after, after, nil},
		"less":                    {after, before, nil},
		"from the start":          {"", before, []capture.Count{{Name: "TCPLossProbes", By: 1}}},
		"a counter more":          {"Udp: NoPorts\nUdp: 1\n", "Udp: New NoPorts\nUdp: 8 3\n", []capture.Count{{Name: "NoPorts", By: 2}}},
		"a value too few":         {"", "Udp: InDatagrams NoPorts\nUdp: 1\n", nil},
		"a value too many":        {"", "Udp: NoPorts\nUdp: 1 2\n", []capture.Count{{Name: "NoPorts", By: 1}}},
		"no value":                {"", "Udp: NoPorts\nUdp: x\n", nil},
		"a value below nothing":   {"", "Udp: NoPorts\nUdp: -1\n", nil},
		"the largest value":       {"", "Udp: NoPorts\nUdp: 18446744073709551615\n", []capture.Count{{Name: "NoPorts", By: math.MaxUint64}}},
		"no second line":          {"", "Udp: NoPorts", nil},
		"values of another group": {"", "Udp: NoPorts\nTcp: 1\n", nil},
		"a line of its own":       {"", "odd\n\nUdp: NoPorts\nUdp: 1\n", []capture.Count{{Name: "NoPorts", By: 1}}},
		"a group that is unknown": {"", "Sctp: NoPorts\nSctp: 1\n", nil},
	}
	for name, tt := range tests {
		counted := tally{}
		counted.take([]byte(tt.first), nil)
		if diff := cmp.Diff(tt.want, counted.take([]byte(tt.then), nil)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// Each reason is told under one name, so that none is taken for another.
func TestReasonsHaveNamesOfTheirOwn(t *testing.T) {
	groups := map[string]string{}
	for group, names := range reasons {
		for _, as := range names {
			if other, twice := groups[as]; twice {
				t.Errorf("%s is told of %q and of %q", as, other, group)
			}
			groups[as] = group
		}
	}
}

// FuzzTally takes arbitrary files: what has grown is a reason, and has grown.
func FuzzTally(f *testing.F) {
	f.Add([]byte(before), []byte(after))
	f.Add([]byte("Udp: NoPorts\nUdp: 1"), []byte("Udp: NoPorts \n\nUdp6NoPorts\t9"))
	f.Fuzz(func(t *testing.T, first, then []byte) {
		counted := tally{}
		counted.take(first, nil)
		for _, c := range counted.take(then, nil) {
			if c.By == 0 || c.Name == "" || counted[c.Name] < c.By {
				t.Errorf("%+v", c)
			}
		}
	})
}
