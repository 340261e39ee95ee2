package selection

import (
	"math"
	"net/netip"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
)

func TestSelectionOfPackets(t *testing.T) {
	from, to := netip.MustParseAddrPort("10.0.0.1:5000"), netip.MustParseAddrPort("[2001:db8::2]:80")
	c := &flow.Conversation{Proto: capture.TCP, Stream: 3}
	o := &flow.Observation{Conversation: c, Packet: &capture.Packet{Proto: capture.TCP, Src: from, Dst: to, Time: time.Unix(100, 0)}}
	err := &flow.Observation{Packet: &capture.Packet{Proto: capture.ICMP, Time: time.Unix(100, 0), ICMP: capture.ICMPHeader{Quoted: capture.Quote{Proto: capture.UDP, Src: from, Dst: to}}}}
	tests := []struct {
		s          Selection
		want, icmp bool
	}{
		{Selection{}, true, true},
		{Selection{Stream: StreamName{Proto: capture.TCP, Number: 3}}, true, false},
		{Selection{Stream: StreamName{Proto: capture.UDP, Number: 3}}, false, false},
		{Selection{Stream: StreamName{Proto: capture.TCP, Number: 2}}, false, false},
		{Selection{Port: 80}, true, true},
		{Selection{Port: 5000}, true, true},
		{Selection{Port: 81}, false, false},
		{Selection{Network: netip.MustParsePrefix("10.0.0.0/8")}, true, false},
		{Selection{Network: netip.MustParsePrefix("2001:db8::2/128")}, true, false},
		{Selection{Network: netip.MustParsePrefix("10.0.0.2/32")}, false, false},
		{Selection{From: since(10), To: since(10)}, true, true},
		{Selection{From: since(10.000000001)}, false, false},
		{Selection{To: since(9.999999999)}, false, false},
		{Selection{Stream: StreamName{Proto: capture.TCP, Number: 3}, Port: 81}, false, false},
	}
	for _, tt := range tests {
		s := NewPicker(&tt.s)
		s.start = time.Unix(90, 0)
		if got, fault := s.packet(o); got != tt.want || fault != nil {
			t.Errorf("%+v: %v, %v", tt.s, got, fault)
		}
		if got, fault := s.packet(err); got != tt.icmp || fault != nil {
			t.Errorf("%+v: ICMP %v, %v", tt.s, got, fault)
		}
		if tt.s.IsWhole() != (tt.s == Selection{}) {
			t.Errorf("%+v: whole %v", tt.s, tt.s.IsWhole())
		}
	}
}

// TestSelectionOfCalls checks which calls belong to a stream.
func TestSelectionOfCalls(t *testing.T) {
	client, other, server := netip.MustParseAddrPort("10.0.0.1:5000"), netip.MustParseAddrPort("10.0.0.1:5001"), netip.MustParseAddrPort("10.0.0.2:80")
	any80 := netip.MustParseAddrPort("0.0.0.0:80")
	s := NewPicker(&Selection{Stream: StreamName{Proto: capture.TCP, Number: 3}})
	if !s.Undecided() || s.call(&capture.Call{Proto: capture.TCP, Local: server}) {
		t.Error("decided before the stream begins")
	}
	s.stream = flow.NewTracker().Observe(&capture.Packet{Proto: capture.TCP, Src: client, Dst: server}).Conversation
	for _, tt := range []struct {
		proto         capture.Protocol
		local, remote netip.AddrPort
		want          bool
	}{
		{capture.TCP, server, netip.AddrPort{}, true},
		{capture.TCP, any80, netip.AddrPort{}, true},
		{capture.TCP, server, client, true},
		{capture.TCP, client, server, true},
		{capture.TCP, server, other, false},
		{capture.TCP, other, server, false},
		{capture.UDP, server, client, false},
		{capture.TCP, netip.AddrPort{}, netip.AddrPort{}, false},
	} {
		if got := s.call(&capture.Call{Proto: tt.proto, Local: tt.local, Remote: tt.remote}); got != tt.want {
			t.Errorf("%v %v %v: %v", tt.proto, tt.local, tt.remote, got)
		}
	}
}

// TestSelectionOfSnapshots checks that what the kernel said is picked by its time.
func TestSelectionOfSnapshots(t *testing.T) {
	start := time.Unix(1_700_000_000, 0)
	for _, tt := range []struct {
		selected Selection
		at       time.Duration
		want     bool
	}{
		{Selection{}, 0, true},
		{Selection{From: since(1)}, 0, false},
		{Selection{From: since(1)}, 2 * time.Second, true},
		{Selection{To: since(1)}, 2 * time.Second, false},
		{Selection{Port: 80}, 0, true},
	} {
		s := NewPicker(&tt.selected)
		s.start = start
		if got := s.kernel(start.Add(tt.at)); got != tt.want {
			t.Errorf("%+v, %v after the start: %t", tt.selected, tt.at, got)
		}
	}
}

// since returns a time so many seconds after the start.
func since(seconds float64) Instant {
	return Instant{Form: SinceStart, Since: time.Duration(math.Round(seconds * 1e9))}
}

func TestInstant(t *testing.T) {
	start := time.Date(2026, 1, 2, 23, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		i    Instant
		want time.Time
	}{
		{since(1.5), start.Add(1500 * time.Millisecond)},
		{Instant{Form: OfTheClock, Since: 22*time.Hour + 59*time.Minute}, start.Add(-time.Minute)},
		{Instant{Form: Exactly, Exact: start.Add(time.Second)}, start.Add(time.Second)},
	} {
		if got := tt.i.in(start); !got.Equal(tt.want) {
			t.Errorf("%+v: %v, want %v", tt.i, got, tt.want)
		}
	}
}
