package ladder

import (
	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/scene/columns"
	"wireladder/render/typeface"
)

// step places a step.
func (l *Scene) step(s *render.Step) {
	switch s.Kind {
	case render.Message:
		l.message(s)
	case render.Arrival:
		l.arrival(s)
	case render.Remark:
		l.remark(s)
	case render.Pause:
		l.pause(s)
	default:
		l.call(s)
	}
	l.key()
}

// key marks a row that must not be overlooked.
func (l *Scene) key() {
	if l.Rows[l.row].Key {
		l.paper.Used.Key = true
		l.paper.Dots = append(l.paper.Dots, figure.Dot{StepID: l.stepID(l.row), At: figure.Point{X: l.left + 3, Y: l.at[l.row]}, Kind: figure.KeyDot})
	}
}

// stand says at which height the marks of the row in hand are.
func (l *Scene) stand(y float64) { l.at = append(l.at, y) }

// number puts the number of a packet into the columns.Gutter.
func (l *Scene) number(s *render.Step, y float64) {
	t := l.paper.Text(0, y+3.5, s.Numbers(), figure.Number)
	t.At.X, t.StepID = max(l.left, l.left+columns.Gutter-4-t.Width), l.stepID(l.row)
	l.paper.Put(t)
}

// remark places a packet that is no arrow.
func (l *Scene) remark(s *render.Step) {
	l.stand(l.y + 10)
	l.number(s, l.y+10)
	l.y = l.paragraph(l.row, l.left+columns.Gutter+4, l.y+2, l.Right-l.left-columns.Gutter-8, s.Labels[0]+": "+s.Brief, figure.Warning) + 4
}

// pause places a row for a time in which nothing happened.
func (l *Scene) pause(s *render.Step) {
	height := l.paper.PauseHeight()
	y := l.y + height/2
	l.stand(y)
	l.paper.Lines = append(l.paper.Lines, figure.Line{
		StepID: l.stepID(l.row), From: figure.Point{X: l.left + columns.Gutter, Y: y}, To: figure.Point{X: l.Right, Y: y}, Kind: figure.Gap,
	})
	said := l.paper.Shorten(typeface.Legible(s.Labels[0]), l.Right-l.left-2*columns.Gutter, figure.Faint)
	t := l.paper.Text(0, y+4, said, figure.Faint)
	t.At.X, t.Veil, t.StepID = (l.left+columns.Gutter+l.Right-t.Width)/2, l.veil(), l.stepID(l.row)
	l.put(t)
	l.y += height
}
