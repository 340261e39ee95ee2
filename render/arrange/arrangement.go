package arrange

import "wireladder/render"

// Arrangement is a ladder in order.
type Arrangement struct {
	Ladder *render.Ladder
	Tracks []Track     // by lifeline
	Sides  [2]int      // by flow.Side: how many columns it has
	Rows   []LadderRow // from the top; each of the step of its index
	Arrows []Arrow     // by ToRow
	Phases []PhaseSpan // from the top; they cover all rows
}

// Track is where a lifeline stands.
type Track struct {
	Column int // from the left, initiators first
	// Head is the row in which its head stands, -1 above all rows. It stands in a row where
	// the socket is made by another one, and where its column was another one's before.
	Head int
	// It is drawn from row Begin, -1 from above all rows, to row Last. From row Closed on
	// only the kernel goes on for it; -1: the program never closes it.
	Begin, Closed, Last int
	Taken               int    // before that row it is a connection that only the kernel has; -1: it never is, len(Rows): always
	Waits               []Stay // while some call on it waits, from the top; they don't meet
}

// Stay is from one row to another.
type Stay struct{ From, To int }

// LadderRow is what stands in a row besides arrows.
type LadderRow struct {
	Crowd int   // which crowd of rows it is of, in which packets are on their way; -1: none
	Ends  bool  // it is the last of its crowd
	Key   bool  // its step is
	Tells []int // the steps whose explanations stand below it
}

// ArrowKind says what becomes of a packet.
type ArrowKind uint8

// The kinds of arrows.
const (
	Arrives   ArrowKind = iota // at the receiver's lifeline
	IsLost                     // somewhere on the way
	IsDropped                  // at the receiver, whose kernel drops it
	OnItsWay                   // it was not seen to arrive when the recording ended
)

// Arrow is a packet that goes from one lifeline to another.
type Arrow struct {
	Step, Arrival  int // the step that sends it, and that in which it arrives; the same in one row
	From, To       int // lifelines
	FromRow, ToRow int
	Kind           ArrowKind
	Copy           bool // another arrow of the same step is the packet itself
}

// Level reports whether the arrow stays in one row.
func (a *Arrow) Level() bool { return a.FromRow == a.ToRow }

// PhaseSpan are the rows of a phase: from From up to, not including, To.
type PhaseSpan struct {
	Start    PhaseStart
	From, To int
}

// PhaseStart is the start of a phase, which the ladder makes for the n-th time.
type PhaseStart struct {
	Phase string // "": it has none
	Round int
}

// Of puts a ladder in order. Where lifelines would take more than most columns, those share one
// that do not live at the same time.
func Of(l *render.Ladder, most int) *Arrangement {
	a := &Arrangement{Ladder: l}
	a.track(most)
	a.wait()
	a.rows()
	a.arrows()
	a.phases()
	return a
}

// Columns returns how many columns there are.
func (a *Arrangement) Columns() int { return a.Sides[0] + a.Sides[1] }

// phases finds the rows of each phase.
func (a *Arrangement) phases() {
	rounds := map[string]int{}
	for i := range a.Ladder.Steps {
		name, last := a.Ladder.Steps[i].Phase, len(a.Phases)-1
		if last >= 0 && a.Phases[last].Start.Phase == name {
			a.Phases[last].To = i + 1
			continue
		}
		rounds[name]++
		a.Phases = append(a.Phases, PhaseSpan{PhaseStart{name, rounds[name]}, i, i + 1})
	}
}
