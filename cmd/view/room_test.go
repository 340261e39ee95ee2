package view

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wireladder/cmd/report"
)

// fill reads a stored run into a room.
func fill(t *testing.T, name string, most int) *Room {
	t.Helper()
	r := NewRoom(name, most)
	err := report.Read(t.Context(), &report.File{Name: "../testdata/" + name, Options: report.Options{Stdout: new(strings.Builder), Instead: r.Instead}})
	if err != nil || !r.IsFull() {
		t.Fatalf("%s: %v", name, err)
	}
	return r
}

// A room has the diagram, and what its steps are of.
func TestRoom(t *testing.T) {
	t.Parallel()
	r := fill(t, "scenarios/backlog.pcapng.gz", MostSteps)
	if len(r.diagram.Findings) != 1 || r.notice() != "" {
		t.Errorf("%d findings, notice %q", len(r.diagram.Findings), r.notice())
	}
	packets, calls := 0, 0
	for i := range r.diagram.Ladders {
		for j := range r.diagram.Ladders[i].Steps {
			s := &r.diagram.Ladders[i].Steps[j]
			if s.Packet > 0 {
				if packets++; r.originals.Packet(s) == nil {
					t.Errorf("packet %d is not there", s.Packet)
				}
			}
			if s.Name != "" {
				if calls++; r.originals.Call(s) == nil {
					t.Errorf("%s at %v is not there", s.Name, s.Time)
				}
			}
		}
	}
	if packets == 0 || calls == 0 {
		t.Errorf("%d packets, %d calls", packets, calls)
	}
}

// Of more than there is room for, the first are here, and it is said that they are not all.
func TestRoomIsCut(t *testing.T) {
	t.Parallel()
	r := fill(t, "scenarios/tcp.pcapng.gz", 10)
	steps, notes := 0, strings.Join(r.diagram.Notes, "\n")
	for i := range r.diagram.Ladders {
		steps += len(r.diagram.Ladders[i].Steps)
	}
	if steps < 5 || steps > 25 || !strings.Contains(notes, "Only the first 10 packets and calls") || !strings.Contains(r.notice(), "--max-steps 0") {
		t.Errorf("%d steps, notes %q", steps, notes)
	}
}

// A capture without packets fills a room, too.
func TestEmptyRoom(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "none.pcap")
	header := "\xd4\xc3\xb2\xa1\x02\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\x00\x00\x01\x00\x00\x00"
	if err := os.WriteFile(name, []byte(header), 0o600); err != nil {
		t.Fatal(err)
	}
	r := NewRoom("none", MostSteps)
	err := report.Read(t.Context(), &report.File{Name: name, Options: report.Options{Stdout: new(strings.Builder), Instead: r.Instead}})
	if err != nil || !r.IsFull() || len(r.diagram.Ladders) > 0 {
		t.Errorf("%v, %+v", err, r.diagram)
	}
}
