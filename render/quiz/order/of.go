package order

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"wireladder/capture"
	"wireladder/render"
	"wireladder/render/quantity"
)

// Packets is how many packets are to be put in order as a rule, and Fewest of how many there is an order to ask for.
const (
	Packets = 10
	Fewest  = 4
)

// Options say what is asked for.
type Options struct {
	Packets int    // at most so many, and 26: each has a letter; 0: as Packets
	Seed    uint64 // of the lot: the same seed asks of the same run for the same
}

// exercise is what is asked for.
type exercise struct {
	ladder  *render.Ladder
	steps   []render.Step // one for each packet
	packets []ranked
	proven  relation
	letters []string // by packet
	shuffle []int    // the packets, as they are listed
	seed    uint64
}

// Of returns a diagram of d with a list of packets that are to be put in order, and their solution: without any where no
// connection of d has packets enough whose order is known. d stays as it is.
func (f *Clues) Of(d *render.Diagram, o Options) *render.Diagram {
	own := *d
	own.Aligned, own.Ladders, own.Findings, own.Totals = false, nil, nil, render.Table{}
	lot := rand.New(rand.NewPCG(o.Seed, 0)) //nolint:gosec // a lot that can be drawn again
	most := min(cmp.Or(o.Packets, Packets), 26)
	for _, i := range lot.Perm(len(f.connections)) {
		c := f.connections[i]
		if c.unfit {
			continue
		}
		if e := draw(d, c.packets, most, lot); e != nil {
			e.seed = o.Seed
			own.Ladders = []render.Ladder{e.sheet(), e.solution()}
			return &own
		}
	}
	own.Notes = append(slices.Clip(own.Notes), "No connection of it has packets enough whose order can be told: nothing is lost, sent again or missing there.")
	return &own
}

// draw draws packets that follow each other, and the order in which they are listed; nil where there are too few.
func draw(d *render.Diagram, all []ranked, most int, lot *rand.Rand) *exercise {
	e := &exercise{}
	for _, p := range all {
		l, s := find(d, p.number)
		if s == nil || e.ladder != nil && l != e.ladder {
			continue
		}
		e.ladder = l
		e.packets, e.steps = append(e.packets, p), append(e.steps, *s)
	}
	if len(e.packets) < Fewest {
		return nil
	}
	if n := len(e.packets) - most; n > 0 {
		first := lot.IntN(n + 1)
		e.packets, e.steps = e.packets[first:first+most], e.steps[first:first+most]
	}
	var ok bool
	if e.proven, ok = relate(e.packets); !ok {
		return nil
	}
	e.shuffle = lot.Perm(len(e.packets))
	for slices.IsSorted(e.shuffle) {
		e.shuffle = lot.Perm(len(e.packets))
	}
	e.letters = make([]string, len(e.packets))
	for place, i := range e.shuffle {
		e.letters[i] = string(rune('A' + place))
	}
	return e
}

// find returns the step of a packet, and its ladder; nil where it has none of its own.
func find(d *render.Diagram, number int) (*render.Ladder, *render.Step) {
	for i := range d.Ladders {
		l := &d.Ladders[i]
		if l.Proto != capture.TCP {
			continue
		}
		for j := range l.Steps {
			if s := &l.Steps[j]; s.Kind == render.Message && s.Packet == number && s.Folds == 0 && len(s.Labels) > 0 {
				return l, s
			}
		}
	}
	return nil, nil
}

// asksCauses reports whether it is known of each packet what has caused it.
func (e *exercise) asksCauses() bool {
	return !slices.ContainsFunc(e.packets, func(p ranked) bool { return p.cause == "" })
}

// sheet returns the list that is to be put in order.
func (e *exercise) sheet() render.Ladder {
	l := e.lines()
	l.Title = e.ladder.Title
	l.Subtitle = fmt.Sprintf("%s to put in the order in which they were sent (--seed %d)", quantity.Count(int64(len(e.packets)), "packet"), e.seed)
	asked := "place ____"
	if e.asksCauses() {
		asked += "  caused by ____________"
	}
	for _, i := range e.shuffle {
		s := e.step(i)
		s.Packet, s.Brief, s.Full = 0, asked, asked
		l.Steps = append(l.Steps, s)
	}
	return l
}

// solution returns the packets as they were sent, and which must stand behind which.
func (e *exercise) solution() render.Ladder {
	l := e.lines()
	l.Title, l.Apart = "Solution: "+e.ladder.Title, true
	l.Subtitle = "right is each order in which no packet stands before one that it is behind"
	for i := range e.packets {
		s := e.step(i)
		said := e.place(i)
		s.Full = strings.TrimSpace(said + ". " + s.Full)
		s.Brief = said
		l.Steps = append(l.Steps, s)
	}
	return l
}

// place says what is known of the place of a packet.
func (e *exercise) place(i int) string {
	said := fmt.Sprintf("place %d", i+1)
	var behind, free []string
	for _, k := range e.proven.direct[i] {
		behind = append(behind, e.letters[k])
	}
	for k := range e.packets {
		if k != i && !e.proven.all[i][k] && !e.proven.all[k][i] {
			free = append(free, e.letters[k])
		}
	}
	if len(behind) > 0 {
		said += ", behind " + strings.Join(behind, " and ")
	}
	if len(free) > 0 {
		slices.Sort(free)
		said += "; before or after " + strings.Join(free, ", ") + ": both are right"
	}
	if e.asksCauses() {
		said += "; " + e.packets[i].cause
	}
	return said
}

// step returns the row of a packet, with its letter.
func (e *exercise) step(i int) render.Step {
	own := e.steps[i]
	s := render.Step{Kind: render.Message, Packet: own.Packet, Tone: own.Tone, Born: -1, Full: own.Full}
	s.From, s.To = 0, 1
	if e.left() != own.From {
		s.From, s.To = 1, 0
	}
	for _, label := range own.Labels {
		s.Labels = append(s.Labels, e.letters[i]+": "+label)
	}
	return s
}

// left returns the lifeline of the client, in the ladder that is asked of.
func (e *exercise) left() int {
	s := &e.steps[0]
	if e.ladder.Lifelines[s.From].Side > e.ladder.Lifelines[s.To].Side {
		return s.To
	}
	return s.From
}

// lines returns a ladder that has the two lifelines of the connection, and no steps.
func (e *exercise) lines() render.Ladder {
	s, left := &e.steps[0], e.left()
	l := render.Ladder{Proto: e.ladder.Proto}
	for _, i := range []int{left, s.From + s.To - left} {
		line := e.ladder.Lifelines[i]
		line.Begin, line.Taken, line.End, line.Last = -1, -1, -1, len(e.packets)-1
		l.Lifelines = append(l.Lifelines, line)
	}
	return l
}
