package cmd

import (
	"net/netip"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
)

func TestParseStream(t *testing.T) {
	for s, want := range map[string]streamName{
		"":      {},
		"3":     {capture.TCP, 3, true},
		"tcp:3": {capture.TCP, 3, false},
		"udp:0": {capture.UDP, 0, false},
	} {
		if got, err := parseStream(s); err != nil || got != want {
			t.Errorf("%q: %+v, %v", s, got, err)
		}
	}
	for _, s := range []string{"x", "-1", "tcp:", "tcp", ":3", "icmp:1", "tcp:1:2", "99999999999999999999"} {
		if got, err := parseStream(s); err == nil {
			t.Errorf("%q: %+v", s, got)
		}
	}
}

func TestParseMoment(t *testing.T) {
	start := time.Date(2026, 1, 2, 23, 0, 0, 0, time.UTC)
	for s, want := range map[string]time.Time{
		"1.5":                       start.Add(1500 * time.Millisecond),
		"1.5s":                      start.Add(1500 * time.Millisecond),
		"1m30s":                     start.Add(90 * time.Second),
		"23:00:01.5":                start.Add(1500 * time.Millisecond),
		"22:59":                     start.Add(-time.Minute),
		"2026-01-02T23:00:01Z":      start.Add(time.Second),
		"2026-01-03T00:00:01+01:00": start.Add(time.Second),
		"2026-01-02 23:00:01":       start.Add(time.Second),
	} {
		m, err := parseMoment("from", s)
		if err != nil || !m.given || !m.at(start).Equal(want) {
			t.Errorf("%q: %v, %v", s, m.at(start), err)
		}
	}
	for _, s := range []string{"noon", "25:00", "1 s", "NaN", "2026-01-02"} {
		if m, err := parseMoment("from", s); err == nil {
			t.Errorf("%q: %+v", s, m)
		}
	}
	if m, err := parseMoment("to", ""); err != nil || m.given {
		t.Errorf("none: %+v, %v", m, err)
	}
}

func TestSelectionOfPackets(t *testing.T) {
	from, to := netip.MustParseAddrPort("10.0.0.1:5000"), netip.MustParseAddrPort("[2001:db8::2]:80")
	c := &flow.Conversation{Proto: capture.TCP, Stream: 3}
	o := &flow.Observation{Conversation: c, Packet: &capture.Packet{Proto: capture.TCP, Src: from, Dst: to, Time: time.Unix(100, 0)}}
	err := &flow.Observation{Packet: &capture.Packet{Proto: capture.ICMP, Time: time.Unix(100, 0), ICMP: capture.ICMPHeader{Quoted: capture.Quote{Proto: capture.UDP, Src: from, Dst: to}}}}
	tests := []struct {
		o          selectOptions
		want, icmp bool
	}{
		{selectOptions{}, true, true},
		{selectOptions{Flow: "3"}, true, false},
		{selectOptions{Flow: "udp:3"}, false, false},
		{selectOptions{Flow: "tcp:2"}, false, false},
		{selectOptions{Port: 80}, true, true},
		{selectOptions{Port: 5000}, true, true},
		{selectOptions{Port: 81}, false, false},
		{selectOptions{Host: "10.0.0.0/8"}, true, false},
		{selectOptions{Host: "2001:db8::2"}, true, false},
		{selectOptions{Host: "10.0.0.2"}, false, false},
		{selectOptions{From: "10", To: "10"}, true, true},
		{selectOptions{From: "10.000000001"}, false, false},
		{selectOptions{To: "9.999999999s"}, false, false},
		{selectOptions{Flow: "3", Port: 81}, false, false},
	}
	for _, tt := range tests {
		s, fault := tt.o.selection()
		if fault != nil {
			t.Fatal(fault)
		}
		s.start = time.Unix(90, 0)
		if got, fault := s.packet(o); got != tt.want || fault != nil {
			t.Errorf("%+v: %v, %v", tt.o, got, fault)
		}
		if got, fault := s.packet(err); got != tt.icmp || fault != nil {
			t.Errorf("%+v: ICMP %v, %v", tt.o, got, fault)
		}
		if s.all() != (tt.o == selectOptions{}) {
			t.Errorf("%+v: all %v", tt.o, s.all())
		}
	}
}

// TestSelectionOfCalls checks which calls belong to a stream.
func TestSelectionOfCalls(t *testing.T) {
	client, other, server := netip.MustParseAddrPort("10.0.0.1:5000"), netip.MustParseAddrPort("10.0.0.1:5001"), netip.MustParseAddrPort("10.0.0.2:80")
	any80 := netip.MustParseAddrPort("0.0.0.0:80")
	s := &selection{stream: streamName{proto: capture.TCP, number: 3}}
	if !s.undecided() || s.call(&capture.Call{Proto: capture.TCP, Local: server}) {
		t.Error("decided before the stream begins")
	}
	s.found = flow.NewTracker().Observe(&capture.Packet{Proto: capture.TCP, Src: client, Dst: server}).Conversation
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

// TestSelectionOfKernel checks that what the kernel said is picked by its time.
func TestSelectionOfKernel(t *testing.T) {
	start := time.Unix(1_700_000_000, 0)
	for _, tt := range []struct {
		options selectOptions
		at      time.Duration
		want    bool
	}{
		{selectOptions{}, 0, true},
		{selectOptions{From: "1s"}, 0, false},
		{selectOptions{From: "1s"}, 2 * time.Second, true},
		{selectOptions{To: "1s"}, 2 * time.Second, false},
		{selectOptions{Port: 80}, 0, true},
	} {
		s, err := tt.options.selection()
		if err != nil {
			t.Fatal(err)
		}
		s.start = start
		if got := s.kernel(start.Add(tt.at)); got != tt.want {
			t.Errorf("%+v, %v after the start: %t", tt.options, tt.at, got)
		}
	}
}
