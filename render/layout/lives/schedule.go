package lives

import "slices"

// schedule says what is due in which step: numbers of lifelines or bars, in order of steps.
type schedule struct {
	due  []int32
	step func(i int) int
}

// newSchedule returns a schedule of the numbers below n that wanted lets through, each in
// its step.
func newSchedule(n int, step func(i int) int, wanted func(i int) bool) schedule {
	s := schedule{step: step}
	for i := range n {
		if wanted(i) {
			s.due = append(s.due, int32(i)) //nolint:gosec // there are fewer than 2^31
		}
	}
	slices.SortStableFunc(s.due, func(a, b int32) int { return step(int(a)) - step(int(b)) })
	return s
}

// take calls do with each number that is due up to a step, and takes it away.
func (s *schedule) take(step int, do func(i int)) {
	for len(s.due) > 0 && s.step(int(s.due[0])) <= step {
		do(int(s.due[0]))
		s.due = s.due[1:]
	}
}
