package render_test

import (
	"slices"
	"testing"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/joint"
	"wireladder/capture/runtest"
	"wireladder/render/rendertest"
)

// Each scenario that sets UDP against TCP is drawn as one, with what was lost
// and sent again among its figures.
func TestContrastOfLosses(t *testing.T) {
	rec := runtest.LostDatagram()
	tcp := runtest.LostData()
	rec.Origin.Scenario = "contrast-loss"
	rec.Entries = append(append(rec.Entries, closed(rec, capture.UDP)), renumbered(tcp, len(rec.Packets()))...)
	rec.Entries = append(rec.Entries, closed(rec, capture.TCP))
	d := rendertest.Build(rec)
	if !d.Aligned {
		t.Errorf("aligned %v, %q", d.Aligned, d.Title)
	}
	for _, want := range [][]string{
		{"", "UDP", "TCP"}, {"packets", "2", "6"}, {"lost on the wire", "1", "1"}, {"sent again", "0", "1"},
		{"message boundaries", "kept: 2 sent, 1 received", "not promised; here 1 sent, 1 received"},
	} {
		if !slices.ContainsFunc(d.Totals.Rows, func(row []string) bool { return slices.Equal(row, want) }) {
			t.Errorf("%q is not among %q", want, d.Totals.Rows)
		}
	}
}

// What was lost between two captures has a row of its own: no more is known of it.
func TestContrastOfLossesBetweenCaptures(t *testing.T) {
	rec := runtest.LostDatagram()
	tcp := runtest.LostData()
	for _, e := range slices.Concat(rec.Entries, tcp.Entries) {
		if e.Delivery != nil && e.Delivery.Lost {
			e.Delivery.Unseen = joint.Between
		}
	}
	rec.Entries = append(append(rec.Entries, closed(rec, capture.UDP)), renumbered(tcp, len(rec.Packets()))...)
	rec.Origin.Scenario = "contrast-loss"
	rec.Entries = append(rec.Entries, closed(rec, capture.TCP))
	rows := rendertest.Build(rec).Totals.Rows
	if !slices.ContainsFunc(rows, func(row []string) bool { return slices.Equal(row, []string{"lost between the captures", "1", "1"}) }) {
		t.Errorf("%q", rows)
	}
}

// closed is the close() of a client's socket, at the end of a recording.
func closed(rec *capture.Recording, proto capture.Protocol) capture.Entry {
	at := rec.Entries[len(rec.Entries)-1].Key()
	c := capture.Call{Name: "close", Proto: proto, FD: 4, Enter: at, Exit: at}
	for _, e := range rec.Entries {
		if e.Call != nil && e.Call.Process.Name == "client" {
			c.Process = e.Call.Process
		}
	}
	return capture.Entry{Call: &c}
}

// renumbered returns the entries of a recording with its frames numbered from
// after on.
func renumbered(rec *capture.Recording, after int) []capture.Entry {
	for _, p := range rec.Packets() {
		p.Number += after
	}
	return rec.Entries
}

// What says nothing of either protocol has no row.
func TestContrastWithoutFigures(t *testing.T) {
	for _, row := range rendertest.Build(runtest.Run{Text: "x"}.Contrast()).Totals.Rows {
		if row[0] == "lost on the wire" || row[0] == "sent again" {
			t.Errorf("row %q", row)
		}
	}
}

// A contrast that was broken off, before a call of its client, gives no totals; one whose
// client waits for ever does.
func TestNoTotalsOfABrokenRun(t *testing.T) {
	whole := runtest.Run{Text: "x"}.Contrast()
	for n := range whole.Entries {
		rec := *whole
		rec.Entries = whole.Entries[:n]
		d := rendertest.Build(&rec)
		if len(d.Ladders) < 2 {
			continue
		}
		closed := 0
		for _, e := range rec.Entries {
			if e.Call != nil && e.Call.Process.Name == "client" && e.Call.Name == "close" {
				closed++
			}
		}
		waits := false
		for _, l := range d.Ladders {
			for _, b := range l.Bars {
				waits = waits || b.To < 0 && l.Lifelines[b.Lifeline].Side == flow.Initiator
			}
		}
		if got, want := len(d.Totals.Rows) > 0, closed == 2 || waits; got && !want || !got && closed == 2 {
			t.Errorf("after %d entries with %d clients done: totals %t", n, closed, got)
		}
	}
}

// Phases come from what happened: a wire that slopes has the same.
func TestPhasesOfAWire(t *testing.T) {
	h := runtest.NewHosts("tcp")
	h.Connect()
	h.Through(h.Says(false, "hello\n"))
	h.Through(h.Says(true, "HELLO\n"))
	h.Through(h.Closes(false))
	var phases []string
	for _, s := range ladder(t, h.Recording()).Steps {
		if n := len(phases); n == 0 || phases[n-1] != s.Phase {
			phases = append(phases, s.Phase)
		}
	}
	if want := []string{"set up", "request", "reply", "close"}; !slices.Equal(phases, want) {
		t.Errorf("phases %q, want %q", phases, want)
	}
}
