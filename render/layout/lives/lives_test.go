package lives_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"wireladder/capture/run"
	"wireladder/render"
	"wireladder/render/layout/lives"
	"wireladder/render/sheet"
)

// ladder returns a ladder of n steps with lifelines of all kinds, and where they stand.
func ladder(r *rand.Rand, n int) (*render.Ladder, []int) {
	l := &render.Ladder{Steps: make([]render.Step, n)}
	var x []int
	for range 1 + r.IntN(12) {
		line := render.Lifeline{Begin: r.IntN(n+1) - 1, End: -1, Gone: -1, FD: r.IntN(2) - 1, Role: run.Role(r.IntN(2)), Lingers: r.IntN(4) == 0, NoSocket: r.IntN(6) == 0}
		line.Last = line.Begin + r.IntN(n-max(line.Begin, 0))
		if r.IntN(3) == 0 {
			line.Gone = line.Last
		}
		if r.IntN(2) == 0 {
			line.End = max(line.Begin, 0) + r.IntN(n-max(line.Begin, 0))
		}
		if r.IntN(3) == 0 {
			line.Taken = r.IntN(n)
		}
		l.Lifelines = append(l.Lifelines, line)
		x = append(x, 4+8*r.IntN(4))
	}
	for range r.IntN(8) {
		b := render.Bar{Lifeline: r.IntN(len(x)), From: r.IntN(n), To: -1}
		if r.IntN(3) > 0 {
			b.To = b.From + r.IntN(n-b.From)
		}
		l.Bars = append(l.Bars, b)
	}
	slices.SortStableFunc(l.Bars, func(a, b render.Bar) int { return cmp.Compare(a.From, b.From) })
	return l, x
}

// The columns in which lifelines are drawn are those of the lifelines that have begun and not
// ended, in each step.
func TestStanding(t *testing.T) {
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // a test's
		l, x := ladder(r, 1+r.IntN(20))
		s := lives.NewStanding(l, x)
		for step := range len(l.Steps) + 1 {
			s.Enter(step)
			want := []int{}
			for i := range x {
				if line := &l.Lifelines[i]; !line.NoSocket && line.Begin <= step && step <= l.LastStep(i) {
					want = append(want, x[i])
				}
			}
			slices.Sort(want)
			if diff := gocmp.Diff(slices.Compact(want), slices.Clone(s.Columns())); diff != "" {
				t.Fatalf("seed %d, step %d: %s", seed, step, diff)
			}
		}
	}
}

// The pieces are those that drawing one lifeline after the other would leave to be seen,
// wherever they are cut.
func TestPieces(t *testing.T) {
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 2)) //nolint:gosec // a test's
		l, x := ladder(r, 1+r.IntN(20))
		rows, states, row := make([]int, len(l.Steps)), make([]int, len(l.Steps)), 3
		for i := range rows {
			row++
			rows[i], states[i] = row, r.IntN(3)
			row += states[i]
		}
		bottom := row + 1 + r.IntN(3)
		p := lives.NewVerticals(l, x, 2)
		var got []sheet.Vertical
		for i := range rows {
			p.Place(i, rows[i], states[i])
			if r.IntN(4) == 0 {
				got = append(got, p.Above(rows[i]+states[i]+1)...)
			}
		}
		got = append(got, p.Above(bottom)...)
		if diff := gocmp.Diff(seen(drawn(l, x, rows, states, 2, bottom)), seen(got)); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
	}
}

// drawn draws one lifeline after the other, whole; where no socket is, there is none.
func drawn(l *render.Ladder, x, rows, states []int, top, bottom int) []sheet.Vertical {
	var all []sheet.Vertical
	for i, line := range l.Lifelines {
		from, closed, to := top, bottom-1, bottom-1
		if line.Begin >= 0 {
			from = rows[line.Begin]
		}
		if line.End >= 0 {
			closed = rows[line.End]
			if last := l.LastStep(i); last < len(rows) {
				to = rows[last] + states[last]
			}
		}
		if line.NoSocket {
			from, closed, to = 1, 0, 0
		}
		all = append(all, sheet.Vertical{X: x[i], From: from, To: min(closed, to)})
		if line.Hatches() && !line.NoSocket {
			all = append(all, sheet.Vertical{X: x[i], From: from, To: min(closed, rows[line.Taken]-1), Kind: sheet.Queued})
		}
		all = append(all, sheet.Vertical{X: x[i], From: closed + 1, To: to, Kind: sheet.Finishing})
		for _, b := range l.Bars {
			if b.Lifeline != i {
				continue
			}
			end := bottom - 1
			if b.To >= 0 {
				end = rows[b.To]
			}
			all = append(all, sheet.Vertical{X: x[i], From: rows[b.From], To: end, Kind: sheet.Waiting})
		}
	}
	return all
}

// seen returns what each cell shows: the last piece that covers it.
func seen(pieces []sheet.Vertical) map[sheet.Point]sheet.VerticalKind {
	cells := map[sheet.Point]sheet.VerticalKind{}
	for _, v := range pieces {
		for y := v.From; y <= v.To; y++ {
			cells[sheet.Point{X: v.X, Y: y}] = v.Kind
		}
	}
	return cells
}

// Of thousands of lifelines in one column, of which each begins with a step and none ends,
// the pieces are as many as the times that what is seen there changes.
func TestPiecesAreFew(t *testing.T) {
	const n = 5000
	l := &render.Ladder{Steps: make([]render.Step, n), Lifelines: make([]render.Lifeline, n)}
	for i := range l.Lifelines {
		l.Lifelines[i] = render.Lifeline{Begin: i, End: -1, Last: i, FD: -1}
	}
	p := lives.NewVerticals(l, make([]int, n), 0)
	for i := range n {
		p.Place(i, i, 0)
	}
	if got := p.Above(n); len(got) != 1 {
		t.Errorf("%d pieces", len(got))
	}
}

// The ends of packets are marked where no socket is: none ever was, none is any more, or none is yet.
func TestNobody(t *testing.T) {
	l := &render.Ladder{
		Lifelines: []render.Lifeline{{Begin: -1, End: -1, Gone: -1}, {Begin: -1, End: -1, Gone: -1, NoSocket: true}, {Begin: -1, End: 0, Gone: 1}, {Begin: 8, End: -1, Gone: -1}},
		Steps: []render.Step{
			{Kind: render.Call, Lifeline: 2},
			{Kind: render.Message, From: 2, To: 0},
			{Kind: render.Message, From: 0, To: 1}, {Kind: render.Message, From: 1, To: 0},
			{Kind: render.Message, From: 0, To: 2}, {Kind: render.Message, From: 2, To: 0},
			{Kind: render.Message, From: 0, To: 1, Transit: render.Lost}, {Kind: render.Message, From: 0, To: 3},
			{Kind: render.Message, From: 0, To: 3}, {Kind: render.Arrival, From: 0, To: 1},
		},
	}
	p := lives.NewVerticals(l, []int{4, 20, 30, 40}, 0)
	for i := range l.Steps {
		p.Place(i, i, 0)
	}
	var got []sheet.Point
	for _, v := range p.Above(len(l.Steps)) {
		if v.Kind == sheet.Nobody {
			got = append(got, sheet.Point{X: v.X, Y: v.From})
		}
	}
	if diff := gocmp.Diff([]sheet.Point{{X: 20, Y: 2}, {X: 20, Y: 3}, {X: 30, Y: 4}, {X: 30, Y: 5}, {X: 40, Y: 7}, {X: 20, Y: 9}}, got); diff != "" {
		t.Error(diff)
	}
}
