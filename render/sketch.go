package render

import (
	"slices"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/render/judge"
	"wireladder/render/loops"
	"wireladder/render/titles"
	"wireladder/render/totals"
	"wireladder/render/words/verdicts"
)

// Sketch is a diagram under way, drawn up moment by moment: nothing is kept of a moment but its
// step, so that a long recording takes no more memory than its steps; and of the first some
// thousands what findings hang on. Make one with NewSketch.
type Sketch struct {
	subject *Subject
	detail  Detail
	ladders []*stepBuilder // in order of appearance
	some    bool           // there was a moment
	judge   *judge.Judge
	loops   loops.Folder
	outside []string // who has tried to reach somebody beyond the network
	copies  int      // frames that hold a packet that was captured before
	rounds  int      // frames by which one comes by again, perhaps in a circle
	hosts   titles.TwoHosts
}

// NewSketch returns a sketch of what s says, of which Drops may be not known yet. It keeps as
// much of what is said of each step as detail asks for; with Full also the brief form.
func NewSketch(s Subject, detail Detail) *Sketch {
	return &Sketch{subject: &s, detail: detail, judge: judge.New()}
}

// Add takes the next moment, in causal order. It must be settled; nothing of it is kept but
// its sockets.
func (d *Sketch) Add(m *run.Moment) {
	d.some = true
	d.judge.Add(m)
	d.noteOutside(m)
	if m.Kind == run.Packet {
		d.hosts.Meet(m.Packet)
	}
	switch {
	case m.CopyOf > 0 && m.ComesBy():
		d.rounds++
	case m.CopyOf > 0: // it was sent once
		d.copies++
	case m.Kind != run.Silent:
		d.draw(d.loops.Take(m))
	}
}

// draw adds moments to their ladders, behind how often a loop was gone round.
func (d *Sketch) draw(a loops.After) {
	if a.Rounds > 0 {
		d.ladder(a.Last.Protocol()).again(&a)
	}
	for _, m := range a.Drawn {
		d.ladder(m.Protocol()).add(m)
	}
}

// noteOutside notes, of each program once, that it has tried to reach somebody beyond its
// network: interpreters do so by themselves, and say something else of it.
func (d *Sketch) noteOutside(m *run.Moment) {
	c := m.Entry.Call
	if c == nil || !c.ReachesOut() || d.judge.Serves(c.Args.Address) {
		return
	}
	said := verdicts.Outside(c.Process.Name, c.Args.Address)
	if !slices.Contains(d.outside, said) && len(d.outside) < maxOutside {
		d.outside = append(d.outside, said)
	}
}

// maxOutside is how many programs are said to reach beyond their network.
const maxOutside = 8

// Judge returns what judges the moments that were added.
func (d *Sketch) Judge() *judge.Judge { return d.judge }

// Note adds what the reader must know of the whole.
func (d *Sketch) Note(s string) { d.subject.Notes = append(d.subject.Notes, s) }

// ladder returns the ladder that moments of a protocol belong to. Frames of no
// conversation join the first ladder; a ladder of their own they get only when there is no
// other.
func (d *Sketch) ladder(p capture.Protocol) *stepBuilder {
	if len(d.ladders) == 0 {
		d.ladders = append(d.ladders, newStepBuilder(d, p))
	}
	first := d.ladders[0]
	if p == capture.Undecoded {
		return first
	}
	if first.ladder.Proto == capture.Undecoded {
		first.ladder.Proto = p
	}
	for _, b := range d.ladders {
		if b.ladder.Proto == p {
			return b
		}
	}
	b := newStepBuilder(d, p)
	d.ladders = append(d.ladders, b)
	return b
}

// Diagram returns the diagram of what was added, of a wire that was watched at both ends or
// not, by a capture that lost drops. Nothing may be added afterwards.
func (d *Sketch) Diagram(watched bool, drops capture.Drops) Diagram {
	d.draw(d.loops.End())
	all := Diagram{Aligned: d.subject.Title != "", Notes: d.notes(drops), Findings: d.findings()}
	all.Hosts = titles.Hosts(watched, d.hosts)
	for _, f := range all.Findings {
		for _, at := range f.Seen {
			d.ladders[at.Ladder].ranking.Found(at.Step)
		}
	}
	for _, b := range d.ladders {
		b.finish(drops)
		all.Ladders = append(all.Ladders, b.ladder)
	}
	slopes := func(s Step) bool { return len(s.Arrivals) > 0 }
	some := slices.ContainsFunc(all.Ladders, func(l Ladder) bool { return slices.ContainsFunc(l.Steps, slopes) })
	all.Captions = append(titles.Captions(all.Hosts, some), d.subject.Clocks...)
	if len(d.ladders) > 1 && !all.Aligned {
		all.Captions = append(all.Captions, titles.SeveralLadders)
	}
	all.About = d.subject.From.Of(all.First())
	if all.Aligned && len(all.Ladders) == 2 {
		all.Title = d.subject.Title
		if a, b := &all.Ladders[0], &all.Ladders[1]; exchanges(a) == exchanges(b) && a.ended() && b.ended() {
			all.Totals = d.contrast()
		}
	}
	return all
}

// findings says what went wrong.
func (d *Sketch) findings() (all []Finding) {
	for _, f := range d.judge.Close() {
		all = append(all, Finding{f.Rule, f.Brief, f.Full, f.Repair, d.places(f.Seen)})
	}
	return all
}

// places returns the steps of pieces of evidence.
func (d *Sketch) places(evidence []capture.Entry) (all []StepRef) {
	for _, e := range evidence {
		for i, b := range d.ladders {
			if step, ok := b.ranking.StepOf(&e); ok {
				all = append(all, StepRef{i, step})
				break
			}
		}
	}
	return all
}

// contrast puts side by side what the ladders took.
func (d *Sketch) contrast() Table {
	var all []totals.Totals
	for _, b := range d.ladders {
		l := &b.ladder
		roles := make([]run.Role, len(l.Lifelines))
		for j := range l.Lifelines {
			roles[j] = l.Lifelines[j].Role
		}
		b.totals.Name(l.Title, l.Proto, roles)
		all = append(all, b.totals)
	}
	return Table{Title: "What it took", Rows: totals.Rows(all)}
}
