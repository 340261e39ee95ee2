package builder

import (
	"net/netip"
	"testing"
	"time"

	"wireladder/capture"
)

// passing returns the numbers of packets that passed.
func passing(all []passage) (numbers []int) {
	for _, p := range all {
		numbers = append(numbers, p.packet.Number)
	}
	return numbers
}

// Passages stand by time, and those of one time in the order in which they came.
func TestPassages(t *testing.T) {
	var ps passages
	for i, at := range []int64{5, 3, 5, 1, 3} {
		ps.add(passage{at: time.Unix(at, 0), packet: &capture.Packet{Number: i}})
	}
	for name, tt := range map[string]struct {
		from, to int64
		want     []int
	}{
		"all": {0, 9, []int{3, 1, 4, 0, 2}}, "from a time": {3, 9, []int{1, 4, 0, 2}}, "up to, not including": {1, 5, []int{3, 1, 4}},
		"between": {2, 3, nil}, "the wrong way round": {5, 1, nil}, "later": {6, 9, nil},
	} {
		got := passing(ps.between(time.Unix(tt.from, 0), time.Unix(tt.to, 0)))
		if len(got) != len(tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
			continue
		}
		for i := range got {
			if got[i] != tt.want[i] {
				t.Errorf("%s: %v, want %v", name, got, tt.want)
			}
		}
	}
}

// Old passages are let go, the youngest are kept.
func TestPassagesAreBounded(t *testing.T) {
	var ps passages
	for n := range 3 * maxPassages {
		ps.add(passage{at: time.Unix(int64(n), 0), packet: &capture.Packet{Number: n}})
		ps.trim()
		if len(ps.all) > 2*maxPassages+1 {
			t.Fatalf("%d are kept", len(ps.all))
		}
		if len(ps.all) < min(n+1, maxPassages) || ps.all[len(ps.all)-1].packet.Number != n {
			t.Fatalf("%d of %d are kept", len(ps.all), n+1)
		}
	}
}

// A Builder whose moments are taken keeps no more passages than that.
func TestTakeForgetsPassages(t *testing.T) {
	b := New(Options{})
	b.Add(capture.Entry{Call: &capture.Call{Name: "socket", FD: -1, Enter: time.Unix(0, 1), Exit: time.Unix(0, 2)}})
	for n := range 3 * maxPassages {
		p := &capture.Packet{Number: n + 1, Time: time.Unix(0, int64(n+3)), Proto: capture.UDP, Src: addr("10.0.0.1:1"), Dst: addr("10.0.0.2:2")}
		b.Add(capture.Entry{Packet: p})
		b.Take(8)
	}
	if len(b.passed.all) > 2*maxPassages+1 || len(b.sent) > 16 {
		t.Errorf("%d passages, %d packets", len(b.passed.all), len(b.sent))
	}
}

func addr(s string) netip.AddrPort { return netip.MustParseAddrPort(s) }

// Which packets are those of a socket: of a TCP connection by both ends, of UDP by its own
// port.
func TestTouches(t *testing.T) {
	const client, server, other = "10.0.0.1:40001", "10.0.0.2:80", "10.0.0.3:40001"
	for name, tt := range map[string]struct {
		proto         capture.Protocol
		src, dst      string
		of            capture.Protocol
		local, remote string
		want          bool
	}{
		"TCP":                        {capture.TCP, client, server, capture.TCP, client, server, true},
		"TCP, back":                  {capture.TCP, server, client, capture.TCP, client, server, true},
		"TCP of another client":      {capture.TCP, other, server, capture.TCP, server, client, false},
		"TCP, to any":                {capture.TCP, other, server, capture.TCP, server, "", true},
		"another port":               {capture.TCP, client, server, capture.TCP, "10.0.0.1:9", server, false},
		"another protocol":           {capture.UDP, client, server, capture.TCP, client, server, false},
		"UDP":                        {capture.UDP, client, server, capture.UDP, server, client, true},
		"UDP of another client":      {capture.UDP, other, server, capture.UDP, server, client, true},
		"without an address":         {capture.UDP, client, server, capture.UDP, "", client, false},
		"its port at the other side": {capture.TCP, "10.0.0.3:5", "10.0.0.4:40001", capture.TCP, client, server, false},
	} {
		c := &capture.Call{Proto: tt.of}
		if tt.local != "" {
			c.Local = addr(tt.local)
		}
		if tt.remote != "" {
			c.Remote = addr(tt.remote)
		}
		p := &capture.Packet{Proto: tt.proto, Src: addr(tt.src), Dst: addr(tt.dst)}
		if got := touches(p, c); got != tt.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
