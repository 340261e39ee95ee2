package titles_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/render/titles"
)

func TestProvenance(t *testing.T) {
	at := time.Date(2026, 5, 6, 9, 8, 9, 123456789, time.FixedZone("", 7200))
	for _, c := range []struct {
		of   titles.Provenance
		at   time.Time
		want []string
	}{
		{titles.Provenance{}, time.Time{}, nil},
		{titles.Provenance{}, at, nil},
		{titles.Provenance{File: "-"}, at, []string{"2026-05-06T07:08:09Z"}},
		{titles.Provenance{Command: "wireladder demo tcp", File: "/tmp/run.pcapng", System: "Linux 6.18.5"}, at, []string{"wireladder demo tcp", "Linux 6.18.5 · 2026-05-06T07:08:09Z"}},
		{titles.Provenance{File: "/home/me/secret plans/run.pcapng"}, time.Time{}, []string{"run.pcapng"}},
		{titles.Provenance{File: "-", System: "Linux"}, time.Time{}, []string{"Linux"}},
		{titles.Provenance{Command: " ", System: "\t"}, time.Time{}, nil},
	} {
		if got := c.of.Of(c.at); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %q, want %q", c.of, got, c.want)
		}
	}
}

// What a file says of itself may be long.
func TestProvenanceIsShortened(t *testing.T) {
	got := titles.Provenance{Command: strings.Repeat("é", 100_000), System: strings.Repeat("\xff", 100_000)}.Of(time.Time{})
	if len(got) != 2 || got[0] != strings.Repeat("é", 240)+"…" || got[1] != strings.Repeat("\xff", 60)+"…" {
		t.Errorf("%.300q", got)
	}
}

func TestHeadings(t *testing.T) {
	for _, c := range []struct {
		of               capture.Protocol
		sockets, several bool
		want             string
	}{
		{capture.TCP, true, true, "TCP: connections, and a socket for each"}, {capture.TCP, false, false, "TCP: connections"},
		{capture.UDP, true, false, "UDP: datagrams, and one socket for all clients"}, {capture.UDP, true, true, "UDP: datagrams"},
		{capture.Undecoded, true, false, "Frames: that belong to no conversation"},
	} {
		title, subtitle := titles.Of(c.of, c.sockets, c.several)
		if got := title + ": " + subtitle; got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	if titles.Captions("", true) != nil {
		t.Error("one host has captions")
	}
}

// One frame and several, of both kinds.
func TestCopies(t *testing.T) {
	for _, c := range []struct {
		copies, rounds int
		want           []string
	}{
		{0, 0, nil}, {1, 0, []string{"1 frame is a copy"}}, {0, 1, []string{"1 frame holds a packet"}}, {2, 3, []string{"2 frames are copies", "3 frames hold packets"}},
	} {
		got := titles.Copies(c.copies, c.rounds)
		if len(got) != len(c.want) {
			t.Errorf("%d, %d: %q", c.copies, c.rounds, got)
			continue
		}
		for i, begins := range c.want {
			if !strings.HasPrefix(got[i], begins) {
				t.Errorf("%d, %d: %q", c.copies, c.rounds, got)
			}
		}
	}
}
