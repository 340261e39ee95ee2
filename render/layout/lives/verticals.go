package lives

import (
	"container/heap"
	"slices"

	"wireladder/render"
	"wireladder/render/sheet"
)

// Verticals makes the pieces of lifelines, as the rows of steps become known: alive from birth
// to close, waiting where a call waits, and finishing where the kernel goes on. Of several
// lifelines in a column the last one is seen. Make one with NewVerticals.
type Verticals struct {
	ladder  *render.Ladder
	x       []int
	lives   []standingLine // by lifeline
	columns map[int]*column
	order   []int // their X, from the left

	births, takes, waits, closes, returns, ends schedule

	done []sheet.Vertical
}

// standingLine is how far a lifeline has come.
type standingLine struct {
	begun, closed, gone bool
	taken               bool  // it is a socket, and not a connection of the kernel's
	queued              bool  // its column has it
	waits               int32 // calls
}

// column is a column of lifelines.
type column struct {
	topmost
	shown bool // a piece is under way
	kind  sheet.VerticalKind
	since int // the row in which it began
}

// NewVerticals returns the pieces of a ladder whose lifelines stand at x. Those that were there
// before the first step begin in row top.
func NewVerticals(l *render.Ladder, x []int, top int) *Verticals {
	p := &Verticals{ladder: l, x: x, lives: make([]standingLine, len(x)), columns: map[int]*column{}}
	for i := range x {
		if p.columns[x[i]] == nil {
			p.columns[x[i]] = &column{}
			p.order = append(p.order, x[i])
		}
	}
	slices.Sort(p.order)
	lines, bars := l.Lifelines, l.Bars
	begin := func(i int) int { return lines[i].Begin }
	closes := func(i int) int { return lines[i].End }
	ended := func(i int) bool { return lines[i].End >= 0 }
	p.births = newSchedule(len(x), begin, func(i int) bool { return !lines[i].NoSocket })
	p.takes = newSchedule(len(x), func(i int) int { return lines[i].Taken }, func(i int) bool { return lines[i].Hatches() })
	for i := range x {
		p.lives[i].taken = !lines[i].Hatches() && !lines[i].Queued()
	}
	p.closes = newSchedule(len(x), closes, ended)
	p.ends = newSchedule(len(x), l.LastStep, ended)
	p.waits = newSchedule(len(bars), func(i int) int { return bars[i].From }, func(int) bool { return true })
	p.returns = newSchedule(len(bars), func(i int) int { return bars[i].To }, func(i int) bool { return bars[i].To >= 0 })
	p.births.take(-1, func(i int) { p.born(i, top) })
	return p
}

// Place puts a step into a row, which is below those of the steps before it, and the states that it leads to
// into so many rows below. What ends with a step ends below its row, or below the second one of an arrow that
// comes back; a lifeline goes on to its last state.
func (p *Verticals) Place(step, row, states int) {
	p.births.take(step, func(i int) { p.born(i, row) })
	p.takes.take(step, func(i int) { p.lives[i].taken = true; p.look(i, row) })
	p.waits.take(step, func(b int) { p.wait(b, 1, row) })
	below := row + 1
	if s := &p.ladder.Steps[step]; s.Kind == render.Message && s.From == s.To {
		below++
	}
	p.nobody(step, row)
	p.closes.take(step, func(i int) { p.lives[i].closed = true; p.look(i, below) })
	p.returns.take(step, func(b int) { p.wait(b, -1, below) })
	p.ends.take(step, func(i int) { p.lives[i].gone = true; p.look(i, below+states) })
}

// nobody marks the ends of a packet where no socket is: there is none, or none any more, or not yet.
func (p *Verticals) nobody(step, row int) {
	s := &p.ladder.Steps[step]
	at := []int{s.From, s.To}
	switch {
	case s.Kind == render.Arrival:
		at = at[1:]
	case s.Kind != render.Message:
		return
	case s.Transit != render.AtOnce, s.Dropped != "":
		at = at[:1]
	}
	for _, i := range at {
		if c := p.columns[p.x[i]]; !c.shown && (p.ladder.Lifelines[i].NoSocket || p.lives[i].gone || !p.lives[i].begun) {
			p.done = append(p.done, sheet.Vertical{X: p.x[i], From: row, To: row, Kind: sheet.Nobody})
		}
	}
}

// born begins a lifeline in a row.
func (p *Verticals) born(i, row int) {
	p.lives[i].begun = true
	p.queue(i)
	p.look(i, row)
}

// wait notes that a call waits from a row on, or no longer.
func (p *Verticals) wait(bar int, by int32, row int) {
	i := p.ladder.Bars[bar].Lifeline
	p.lives[i].waits += by
	p.queue(i)
	p.look(i, row)
}

// queue has the column of a lifeline know it.
func (p *Verticals) queue(i int) {
	if !p.lives[i].queued {
		p.lives[i].queued = true
		heap.Push(&p.columns[p.x[i]].topmost, int32(i)) //nolint:gosec // there are fewer than 2^31
	}
}

// look begins a new piece in a row of the column of a lifeline that has changed, if what is
// seen there has.
func (p *Verticals) look(i, row int) {
	c := p.columns[p.x[i]]
	shown, kind := p.seen(c)
	if shown == c.shown && kind == c.kind {
		return
	}
	p.cut(p.x[i], c, row)
	c.shown, c.kind = shown, kind
}

// seen returns what is seen in a column: its last lifeline, if it has any.
func (p *Verticals) seen(c *column) (bool, sheet.VerticalKind) {
	for len(c.topmost) > 0 {
		l := &p.lives[c.topmost[0]]
		switch {
		case l.waits > 0:
			return true, sheet.Waiting
		case l.begun && !l.gone && l.closed:
			return true, sheet.Finishing
		case l.begun && !l.gone && !l.taken:
			return true, sheet.Queued
		case l.begun && !l.gone:
			return true, sheet.Alive
		}
		l.queued = false
		heap.Pop(&c.topmost)
	}
	return false, 0
}

// cut ends the piece that is under way in the column at x above a row, in which the next one
// begins.
func (p *Verticals) cut(x int, c *column, row int) {
	if c.shown && c.since < row {
		p.done = append(p.done, sheet.Vertical{X: x, From: c.since, To: row - 1, Kind: c.kind})
	}
	c.since = max(c.since, row)
}

// Above returns the pieces above a row that were not returned yet. Those that go on below it
// are cut there.
func (p *Verticals) Above(row int) []sheet.Vertical {
	for _, x := range p.order {
		p.cut(x, p.columns[x], row)
	}
	done := p.done
	p.done = nil
	return done
}

// topmost is the lifelines of a column, a heap: the last one lies on top of the others.
type topmost []int32

var _ heap.Interface = (*topmost)(nil)

func (t topmost) Len() int           { return len(t) }
func (t topmost) Less(i, j int) bool { return t[i] > t[j] }
func (t topmost) Swap(i, j int)      { t[i], t[j] = t[j], t[i] }

// Push puts a lifeline behind the others, for package heap.
func (t *topmost) Push(i any) { *t = append(*t, i.(int32)) }

// Pop takes the last one away, for package heap.
func (t *topmost) Pop() any {
	old := *t
	last := old[len(old)-1]
	*t = old[:len(old)-1]
	return last
}
