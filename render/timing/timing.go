package timing

import (
	"slices"
	"strconv"
	"time"

	"wireladder/render"
)

// Mode is what rows say of time.
type Mode uint8

// The modes. None, the zero value, says nothing.
const (
	None     Mode = iota
	Relative      // seconds since the first packet
	Delta         // seconds since the row before
	Clock         // time of day, in UTC
	Scaled        // as Relative; and rows stand further apart the more time is between them
)

// heads are what stands above the times, and legends what it means.
var (
	heads   = map[Mode]string{Relative: "seconds", Delta: "s later", Clock: "UTC", Scaled: "seconds"}
	legends = map[Mode]string{
		Relative: "seconds since ",
		Delta:    "seconds since the row before it that has a time",
		Clock:    "time of day, UTC",
		Scaled:   "seconds since ",
	}
)

// Of returns a diagram of d whose rows say so much of time. d stays as it is.
func Of(d *render.Diagram, m Mode) *render.Diagram {
	own := *d
	if m == None {
		return &own
	}
	own.Ladders = slices.Clone(d.Ladders)
	digits := precision(d)
	for i := range own.Ladders {
		l := &own.Ladders[i]
		c := timeColumn{ladder: l, mode: m, digits: digits, zero: d.First()}
		if d.Aligned {
			c.zero = l.First
		}
		l.Times = c.times(d.Aligned && len(d.Ladders) > 1)
		brace(l)
	}
	return &own
}

// isTimed reports whether a row has a time of its own.
func isTimed(s *render.Step) bool {
	return s.Kind != render.Pause && s.Kind != render.Kernel && s.Folds == 0 && !s.Time.IsZero()
}

// precision returns how many decimals seconds have: those of microseconds, unless a time tells
// of nanoseconds.
func precision(d *render.Diagram) int {
	const micro, nano = 6, 9
	for i := range d.Ladders {
		for j := range d.Ladders[i].Steps {
			if s := &d.Ladders[i].Steps[j]; isTimed(s) && s.Time.Nanosecond()%1000 != 0 {
				return nano
			}
		}
	}
	return micro
}

// timeColumn is the times of one ladder.
type timeColumn struct {
	ladder *render.Ladder
	mode   Mode
	digits int       // behind the point
	zero   time.Time // from which on seconds are counted; zero: from the first row that has a time
}

// times returns what rows say.
func (c *timeColumn) times(compared bool) *render.Times {
	t := &render.Times{Head: heads[c.mode], Legend: legends[c.mode], Rows: make([]string, len(c.ladder.Steps))}
	if c.mode == Relative || c.mode == Scaled {
		t.Legend += c.since(compared)
	}
	last := -1
	for i := range c.ladder.Steps {
		s := &c.ladder.Steps[i]
		if !isTimed(s) {
			continue
		}
		if c.zero.IsZero() {
			c.zero = s.Time
		}
		if t.Rows[i] = c.row(s, last); last < 0 && c.mode == Delta {
			t.Rows[i] = ""
		}
		last = i
	}
	if c.mode == Scaled {
		t.Apart, t.Scale = spacings(c.ladder), scale
	}
	return t
}

// since says from when on seconds are counted.
func (c *timeColumn) since(compared bool) string {
	what := "the first packet"
	if c.zero.IsZero() {
		what = "the first row that has a time"
	}
	if compared {
		what += " of each ladder"
	}
	return what
}

// row says when a step was, of which an earlier one is the last that has a time.
func (c *timeColumn) row(s *render.Step, last int) string {
	switch {
	case c.mode == Clock:
		return s.Time.UTC().Format("15:04:05." + "000000000"[:c.digits])
	case c.mode == Delta && last >= 0:
		return c.seconds(s.Time.Sub(c.ladder.Steps[last].Time))
	}
	return c.seconds(s.Time.Sub(c.zero))
}

// seconds returns a time in seconds, as the column writes it.
func (c *timeColumn) seconds(d time.Duration) string {
	sign := ""
	if d < 0 {
		sign = "-"
	}
	whole, rest := d/time.Second, d%time.Second
	fraction := strconv.FormatInt(int64(time.Second)+int64(max(rest, -rest)), 10)[1:] // with its zeros
	return sign + strconv.FormatInt(int64(max(whole, -whole)), 10) + "." + fraction[:c.digits]
}
