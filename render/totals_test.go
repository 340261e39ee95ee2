package render_test

import (
	"slices"
	"testing"

	"wireladder/capture"
	"wireladder/capture/runtest"
	"wireladder/render/rendertest"
)

// Each scenario that sets UDP against TCP is drawn as one, with what was lost
// and sent again among its figures.
func TestContrastOfLosses(t *testing.T) {
	rec := runtest.LostDatagram()
	tcp := runtest.LostData()
	rec.Origin.Scenario = "contrast-loss"
	rec.Entries = append(rec.Entries, renumbered(tcp, len(rec.Packets()))...)
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
