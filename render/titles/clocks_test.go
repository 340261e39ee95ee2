package titles_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"wireladder/capture/joint"
	"wireladder/render/titles"
)

func TestClocks(t *testing.T) {
	ms := time.Millisecond
	for want, a := range map[string]joint.Captures{
		"The server's clock is 3.250 s ahead of the client's, to within 50.3 ms; a drift could not show in so short a time. All times are the client's, as if the fastest packets took as long there as back: an assumption, since any offset within that fits.": {
			Clock: joint.Clocks{Offset: 3250 * ms, Error: 50300 * time.Microsecond, DriftLow: -500, DriftHigh: 500},
		},
		"The server's clock is 7200.0000 s behind the client's, to within 1 ms, and gains 50.1 ppm (48 to 52).": {
			Clock: joint.Clocks{Offset: -2 * time.Hour, Error: ms, Drift: 50.1, DriftLow: 48, DriftHigh: 52},
		},
		"The server's clock is 12.0 µs ahead of the client's, to within 2 µs; it may drift by -3 to +4 ppm.": {
			Clock: joint.Clocks{Offset: 12 * time.Microsecond, Error: 2 * time.Microsecond, DriftLow: -3, DriftHigh: 4},
		},
		"The server's clock is 1.00 ms ahead of the client's, to within 0.1 ms, and loses 50 ppm (40 to 60).": {
			Clock: joint.Clocks{Offset: ms, Error: ms / 10, Drift: -50, DriftLow: -60, DriftHigh: -40},
		},
		"The server's clock is 1.00 s ahead of the client's, to within 100 ms at first, and drifts by +2 ppm all in all, unevenly: it is estimated anew 31 times.": {
			Clock: joint.Clocks{Offset: time.Second, Error: 100 * ms, Drift: 2, Bends: 31},
		},
		"Of the clocks only a bound is known, since packets went one way alone, from the client: the server's is at most 5.0500000 s ahead of the client's. Arrows slope as if its fastest packet took no time. | Nothing in the packets tells which capture is of which end: the file that was named first is taken for the client's.": {
			AsNamed: true, Clock: joint.Clocks{Offset: 5050 * ms, OneWay: true, Forth: true},
		},
		"from the server: the server's is at least 5.0500000 s ahead": {Clock: joint.Clocks{Offset: 5050 * ms, OneWay: true}},
		"No two clocks that run evenly fit these packets":             {Clock: joint.Clocks{Offset: ms, Error: ms, Uneven: true}},
	} {
		want = strings.ReplaceAll(want, "within 0.1 ms", "within 100 µs")
		if got := strings.Join(titles.Clocks(&a), " | "); !strings.Contains(got, want) {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	if titles.Clocks(nil) != nil || titles.Joined(nil) != nil {
		t.Error("of one capture something is said")
	}
}

func TestJoined(t *testing.T) {
	a := joint.Captures{Others: [2]int{1, 0}, Copies: [2]int{0, 3}, Alike: 2, Cut: 5, Changed: 1}
	for i := range uint16(6) {
		a.Translated = append(a.Translated, translation("tcp", 4000+i, 61000+i, true))
	}
	got := strings.Join(titles.Joined(&a), "\n")
	for _, want := range []string{
		"1 packet of the client's capture left out: between hosts", "3 packets of the server's capture left out: the same",
		"10.0.0.1:4000 is 192.0.2.7:61000 in the server's capture", "And 2 more addresses", "Addresses are translated between", "2 packets that nothing but time", "5 segments of one capture", "1 segment whose bytes are not the same",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}

// translation returns a conversation with 10.0.0.2:80 of which both captures have 9 packets.
func translation(proto string, from, to uint16, opened bool) joint.Translation {
	server := netip.MustParseAddrPort("10.0.0.2:80")
	return joint.Translation{
		Proto: proto, Pairs: 9, Opened: opened,
		Client: [2]netip.AddrPort{netip.AddrPortFrom(netip.MustParseAddr("10.0.0.1"), from), server},
		Server: [2]netip.AddrPort{netip.AddrPortFrom(netip.MustParseAddr("192.0.2.7"), to), server},
	}
}

// What is said of a translated address has its evidence.
func TestTranslated(t *testing.T) {
	for want, of := range map[string][]joint.Translation{
		"10.0.0.1:4000 is 192.0.2.7:61000 in the server's capture: the same connection, with the same initial sequence number, and 9 packets that both hold.": {
			translation("tcp", 4000, 61000, true),
		},
		"10.0.0.1:4000 is 192.0.2.7:61000 in the server's capture: the same sequence numbers, in 9 packets that both hold.": {translation("tcp", 4000, 61000, false)},
		"10.0.0.1:4000 is 192.0.2.7:61000 in the server's capture: the same bytes, in 9 packets that both hold.":            {translation("udp", 4000, 61000, false)},
		"10.0.0.1 is 192.0.2.7 in the server's capture, with the same ports: the same 2 connections, with the same initial sequence numbers, and 18 packets that both hold.": {
			translation("tcp", 4000, 4000, true), translation("tcp", 4001, 4001, true),
		},
		"10.0.0.1 is 192.0.2.7 in the server's capture, with the same ports: the same sequence numbers and bytes, in 18 packets that both hold.": {
			translation("tcp", 4000, 4000, true), translation("udp", 4000, 4000, false),
		},
	} {
		if got := titles.Joined(&joint.Captures{Translated: of}); len(got) != 2 || got[0] != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}
