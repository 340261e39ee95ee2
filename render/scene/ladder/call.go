package ladder

import (
	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/scene/columns"
	"wireladder/render/typeface"
	"wireladder/render/waits"
)

// callText is how wide the explanation of a call is at most: it stays near its lifeline.
const callText = 330.0

// call places a socket call, or what the kernel says, at its lifeline.
func (l *Scene) call(s *render.Step) {
	if l.Tracks[s.Lifeline].Head == l.row && l.tops[s.Lifeline] == 0 {
		l.y += l.panelHead(s.Lifeline, l.y).H + 4
	}
	y := l.y + 11
	l.stand(y)
	dot := figure.Dot{StepID: l.stepID(l.row), At: figure.Point{X: l.X[l.Tracks[s.Lifeline].Column], Y: y}}
	if s.Kind == render.Kernel {
		dot.Kind, l.paper.Used.Kernel = figure.KernelDot, true
	}
	l.paper.Dots = append(l.paper.Dots, dot)
	if l.crowd.on {
		l.crowd.call(l, s, y)
	} else {
		l.put(l.callText(s, y))
	}
	top := l.y
	l.y += 21
	if s.ToState != "" {
		l.y = max(l.y, l.state(s.ToState, s.ToObserved, s.Lifeline, y, belowCall))
	}
	switch {
	case s.Born < 0 || s.Born == s.Lifeline:
	case l.Tracks[s.Born].Taken >= 0:
		l.taken(s, y)
	case l.tops[s.Born] == 0:
		l.born(s, y, top)
	}
}

// callText returns the longest label of a call that has room between the lifeline and its
// neighbour, else the longest that has room in the ladder: of those that say all that matters, if
// there is one, else of the two shortest.
func (l *Scene) callText(s *render.Step, y float64) figure.Text {
	free, all := l.room(s.Lifeline)
	var t figure.Text
	forms := waits.Labels(l.Ladder, l.row, false)
	telling := forms[:max(1, len(forms)-2)]
	for i, labels := range [][]string{telling, telling, forms, forms} {
		for _, label := range labels {
			t = l.callNamed(s, typeface.Legible(label), y)
			if room := []float64{free, all}[i%2]; t.Width <= room {
				return t
			}
		}
	}
	return l.callNamed(s, l.paper.Shorten(t.S, all, figure.CallName), y)
}

// callNamed returns a label of a call.
func (l *Scene) callNamed(s *render.Step, label string, y float64) figure.Text {
	style := figure.CallName
	if s.Kind == render.Kernel {
		style = figure.KernelSay
	}
	t := l.paper.Text(0, y+4, label, style)
	t.At.X, t.StepID = l.beside(s.Lifeline, t.Width), l.stepID(l.row)
	return t
}

// room returns how wide a text beside a lifeline may be: up to its neighbour, and up to the edge
// of the ladder.
func (l *Scene) room(lifeline int) (free, all float64) {
	x, in := l.X[l.Tracks[lifeline].Column], l.inner(lifeline)
	all = l.Right - x - 12
	if in < 0 {
		all = x - l.left - 12
	}
	free = all
	for i, other := range l.X {
		if d := (other - x) * in; l.now[i] && d > 0 {
			free = min(free, d-18)
		}
	}
	return free, all
}

// born places the head of a socket that another one's call has made, and the branch to it.
func (l *Scene) born(s *render.Step, y, top float64) {
	x, to := l.X[l.Tracks[s.Lifeline].Column], l.X[l.Tracks[s.Born].Column]
	inside := (to-x)*l.inner(s.Lifeline) > 0
	if inside { // its head would stand on the label
		top, y = l.y, l.y+columns.HeadPadding
	}
	head := l.panelHead(s.Born, top)
	edge := head.X
	if x > to {
		edge = head.Right()
	}
	l.paper.Lines = append(l.paper.Lines, figure.Line{
		StepID: l.stepID(l.row), Kind: figure.Branch, From: figure.Point{X: x, Y: y}, To: figure.Point{X: edge, Y: max(y, head.Y+8)},
	})
	if l.floor = head.Bottom() + 6; inside {
		l.y = l.floor
	}
}

// taken places the branch to a connection that a call returns as a socket.
func (l *Scene) taken(s *render.Step, y float64) {
	from, to := l.X[l.Tracks[s.Lifeline].Column], l.X[l.Tracks[s.Born].Column]
	if (to-from)*l.inner(s.Lifeline) > 0 {
		return // it would go through the label, which says what it is
	}
	l.paper.Lines = append(l.paper.Lines, figure.Line{
		StepID: l.stepID(l.row), Kind: figure.Branch, From: figure.Point{X: from, Y: y}, To: figure.Point{X: to, Y: y},
	})
	l.paper.Dots = append(l.paper.Dots, figure.Dot{StepID: l.stepID(l.row), At: figure.Point{X: to, Y: y}})
}

// callSpan returns where the explanation of a call stands.
func (l *Scene) callSpan(lifeline int) (x, width float64, right bool) {
	free, all := l.room(lifeline)
	width = min(free, callText)
	if width < 150 {
		width = min(all, callText)
	}
	return l.beside(lifeline, width), width, l.inner(lifeline) < 0
}
