package lives

import (
	"slices"

	"wireladder/render"
)

// Standing tells in which columns lifelines are drawn in the step in hand. Make one with
// NewStanding.
type Standing struct {
	x       []int // by lifeline
	begins  schedule
	ends    schedule
	columns []int       // all columns, from the left
	begun   []int       // those in which some have begun
	many    map[int]int // by column: how many lifelines it has now
	now     []int       // columns that have some; nil: not known
}

// NewStanding returns the Standing of a ladder whose lifelines stand at x, before its first
// step.
func NewStanding(l *render.Ladder, x []int) *Standing {
	begin := func(i int) int { return l.Lifelines[i].Begin }
	drawn := func(i int) bool { return begin(i) <= l.LastStep(i) && !l.Lifelines[i].NoSocket }
	columns := slices.Clone(x)
	slices.Sort(columns)
	return &Standing{
		x: x, columns: slices.Compact(columns), many: map[int]int{},
		begins: newSchedule(len(x), begin, drawn), ends: newSchedule(len(x), l.LastStep, drawn),
	}
}

// Enter goes on to a step; that behind the last one is the end of the ladder.
func (s *Standing) Enter(step int) {
	s.begins.take(step, func(i int) { s.begin(i); s.change(i, 1) })
	s.ends.take(step-1, func(i int) { s.change(i, -1) })
}

// begin notes the column of a lifeline.
func (s *Standing) begin(i int) {
	if at, known := slices.BinarySearch(s.begun, s.x[i]); !known {
		s.begun = slices.Insert(s.begun, at, s.x[i])
	}
}

// Begun returns the columns in which lifelines are drawn or were, from the left. It is valid until the next step.
func (s *Standing) Begun() []int { return s.begun }

// change counts a lifeline that begins or ends.
func (s *Standing) change(i, by int) {
	before := s.many[s.x[i]]
	s.many[s.x[i]] += by
	if before == 0 || before+by == 0 {
		s.now = nil
	}
}

// Columns returns the columns in which lifelines are drawn, from the left. It is valid until
// the next step.
func (s *Standing) Columns() []int {
	if s.now == nil {
		s.now = make([]int, 0, len(s.columns))
		for _, x := range s.columns {
			if s.many[x] > 0 {
				s.now = append(s.now, x)
			}
		}
	}
	return s.now
}
