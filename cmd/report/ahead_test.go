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

// TestReadsAhead checks that of a run too large to be read before it is
// shown, all is shown, and that of each packet is said what is told behind it.
func TestReadsAhead(t *testing.T) {
	const n = 2*understand.Ahead + 100
	var out bytes.Buffer
	o := fileOf(twoHosts(t, n), &out)
	o.Destinations, o.PacketsOnly, o.Picture.Detail = []Destination{{Name: "-", Format: JSONLines}}, true, render.Brief
	if err := Read(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != n {
		t.Fatalf("%d lines of %d", len(lines), n)
	}
	for i, line := range lines {
		if strings.Contains(line, "never arrives") != (i%2 == 0) {
			t.Fatalf("packet %d: %s", i+1, line)
		}
	}
}
