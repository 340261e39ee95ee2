package sequence

import (
	"strings"

	"wireladder/render"
)

// above says what it is about, how it was observed, and what went wrong.
func (t *sequencer) above() {
	if about := t.diagram.About; len(about) > 0 && !t.diagram.Untold {
		var said []string
		for _, line := range about {
			said = append(said, legible(line))
		}
		t.Above = append(t.Above, said)
	}
	if hosts := t.diagram.Hosts; hosts != "" {
		t.Above = append(t.Above, []string{legible(hosts + ".")})
		for _, c := range t.diagram.Captions[min(1, len(t.diagram.Captions)):] { // the first says that of arrows that slope, too
			t.Above = append(t.Above, []string{legible(c)})
		}
	}
	for i := range t.diagram.Findings {
		f := &t.diagram.Findings[i]
		note := []string{legible("! " + f.Rule + ": " + f.Brief)}
		if t.detail != render.None {
			note = append(note, legible(f.Full))
			if f.Repair != "" {
				note = append(note, legible("repair: "+f.Repair))
			}
		}
		t.Above = append(t.Above, note)
	}
}

// below says what it came to, what the signs mean, and what the reader must not overlook.
func (t *sequencer) below() {
	if rows := t.diagram.Totals.Rows; len(rows) > 0 {
		note := []string{legible(t.diagram.Totals.Title)}
		for _, row := range rows[1:] {
			note = append(note, legible(total(rows[0], row)))
		}
		t.Below = append(t.Below, note)
	}
	if signs := t.signs(); len(signs) > 0 {
		t.Below = append(t.Below, signs)
	}
	for _, n := range t.diagram.Notes {
		t.Below = append(t.Below, []string{legible(n)})
	}
}

// total tells a row of a table.
func total(heads, row []string) string {
	said := ""
	for i, cell := range row {
		switch {
		case i == 0:
			said = cell + ":"
		case i < len(heads):
			said += " " + heads[i] + " " + cell + ";"
		}
	}
	return strings.TrimRight(said, ";")
}

// signs explains the signs that were used.
func (t *sequencer) signs() (all []string) {
	if l := t.diagram.Ladders; len(l) > 0 && l[0].Times != nil {
		all = append(all, legible("time before a label: "+l[0].Times.Legend))
	}
	switch meaning := "[STATE]: a TCP state that this end enters, as the packets tell"; {
	case t.used.observed:
		all = append(all, meaning+"; the kernel confirmed some of them (sock_diag)")
	case t.used.states:
		all = append(all, meaning)
	}
	if t.used.late {
		all = append(all, "on its way: sent here; a note with its number says where it arrives")
	}
	return all
}
