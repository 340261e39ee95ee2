package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/savefile"
	"wireladder/cmd/report/understand"
	"wireladder/render"
)

// twoHosts returns a file of a run on two hosts, of n datagrams.
func twoHosts(t *testing.T, n int) []byte {
	t.Helper()
	var out bytes.Buffer
	origin := capture.Origin{Scenario: "udp", Interface: "client", Second: "server"}
	w, err := savefile.NewWriter(&out, savefile.Pcapng, origin, capture.LinkEthernet)
	if err != nil {
		t.Fatal(err)
	}
	frame := []byte(oddFrames[len(oddFrames)-1])
	for i := range n {
		p := &capture.Packet{Number: i + 1, Time: time.Unix(1_700_000_000, int64(i)*1000), Link: capture.LinkEthernet, Data: frame, Length: len(frame)}
		d := &capture.Delivery{Packet: p, Time: p.Time, Lost: i%2 == 0}
		for _, e := range []capture.Entry{{Packet: p}, {Delivery: d}} {
			if err := w.Write(e); err != nil {
				t.Fatal(err)
			}
		}
	}
	return out.Bytes()
}

// TestReadAheadOfTheBeginning checks that of a run too large to be read before it is
// shown, all is shown, and that what is said of its beginning is known from later.
func TestReadAheadOfTheBeginning(t *testing.T) {
	const n = 2*understand.Ahead + 100
	var out bytes.Buffer
	o := fileOf(twoHosts(t, n), &out)
	o.Destinations, o.PacketsOnly, o.Picture.Detail = []Destination{{"-", JSONLines}}, true, render.Brief
	if err := Read(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != n || !strings.Contains(lines[0], "never arrives") || strings.Contains(lines[n-2], "never arrives") {
		t.Errorf("%d lines: %s … %s", len(lines), lines[0], lines[len(lines)-2])
	}
}
