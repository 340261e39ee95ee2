package paper

import (
	"wireladder/render/figure"
)

// Usage notes what the legend must explain.
type Usage struct {
	States, Observed                                                          bool
	Waits, After, Kernel, Slopes, Copies, Lost, Between, Dropped, Key, Braces bool
	Times                                                                     string // what those in the margin are; "": there are none
}

// Lose notes a packet that is lost: dropped by its receiver's kernel, or else on the wire or, where no more is known of it,
// between two captures.
func (u *Usage) Lose(dropped, between bool) {
	u.Dropped, u.Lost, u.Between = u.Dropped || dropped, u.Lost || !dropped && !between, u.Between || !dropped && between
}

// Sizes of marks, in points.
const (
	WaitWidth   = 8.0  // of the bar of a call that waits
	StateHeight = 16.0 // of the panel of a state
)

// Room that a legend takes.
const (
	signRoom     = 84.0 // width of the signs
	signNarrow   = 64.0 // the same on a compact paper
	signThin     = 26.0 // of those of a lifeline and of dots
	legendRow    = 19.0 // height of a row
	betweenSigns = 18.0 // from a meaning to the sign behind it, on a compact paper

	beforeReceiver = 6.0 // from an arrow to the lifeline that it does not reach
)

// Legend explains the signs that were used, and only those.
func (p *Paper) Legend() {
	p.Y += 2
	l := &legend{Paper: p, x: Margin, room: signNarrow}
	top := p.Y
	l.sign(p.Used.Times != "", p.Used.Times, p.Used.Times, func(at figure.Point) {
		t := p.Text(0, at.Y+3.5, "time", figure.Number)
		t.At.X = at.X - t.Width/2
		p.Put(t)
	})
	l.sign(p.Used.Braces, "how long a call waited, a connection for accept(), or a packet for a timer that sent it", "a wait", func(at figure.Point) {
		p.Uprights = append(p.Uprights, figure.Upright{X: at.X - 4, Top: at.Y - 7, Bottom: at.Y + 7, Kind: figure.Brace})
		for _, y := range []float64{at.Y - 7, at.Y + 7} {
			p.Lines = append(p.Lines, figure.Line{StepID: Nowhere, From: figure.Point{X: at.X - 4, Y: y}, To: figure.Point{X: at.X + 6, Y: y}, Kind: figure.BraceEnd})
		}
	})
	l.state()
	l.room = signThin
	l.sign(p.Used.Waits, "a call waits", "a call waits", func(at figure.Point) {
		p.Bars = append(p.Bars, figure.Bar{StepID: Nowhere, Rect: figure.Rect{X: at.X - WaitWidth/2, Y: at.Y - 7, W: WaitWidth, H: 14}})
	})
	l.sign(p.Used.After, "only the kernel has it: accept() has not returned it yet, or the program has closed it", "before accept(), after close()", func(at figure.Point) {
		p.Uprights = append(p.Uprights, figure.Upright{X: at.X, Top: at.Y - 8, Bottom: at.Y + 8, Kind: figure.After})
	})
	l.sign(p.Used.Kernel, "what the kernel said of this socket (sock_diag); no packet or call shows it", "the kernel said so", func(at figure.Point) {
		p.Dots = append(p.Dots, figure.Dot{StepID: Nowhere, At: at, Kind: figure.KernelDot})
	})
	l.room = signNarrow
	l.sign(p.Used.Slopes, "a packet on its way over the wire: it arrives where the arrow ends", "arrives where it ends", func(at figure.Point) {
		l.arrow(at, 5, figure.Head, false)
	})
	l.sign(p.Used.Copies, "a second copy of the packet whose arrow begins at the same place", "a second copy", func(at figure.Point) {
		l.arrow(at, 5, figure.Head, true)
	})
	l.sign(p.Used.Lost, "a packet that the wire loses", "lost on the wire", func(at figure.Point) { l.arrow(at, 0, figure.Broken, false) })
	l.sign(p.Used.Between, "a packet that is lost between the two captures", "lost between the captures", func(at figure.Point) { l.arrow(at, 0, figure.Broken, false) })
	l.sign(p.Used.Dropped, "a packet that arrives, and is dropped by the kernel there", "dropped at its receiver", func(at figure.Point) {
		l.arrow(at, 0, figure.Broken, false)
		p.Uprights = append(p.Uprights, figure.Upright{X: at.X + l.reach() + beforeReceiver, Top: at.Y - 8, Bottom: at.Y + 8, Kind: figure.Open})
	})
	l.room = signThin
	l.sign(p.Used.Key, "not to be overlooked: what stands out most in this picture", "not to be overlooked", func(at figure.Point) {
		p.Dots = append(p.Dots, figure.Dot{StepID: Nowhere, At: at, Kind: figure.KeyDot})
	})
	l.end(top)
}

// legend is a legend that is being placed.
type legend struct {
	*Paper
	x, room float64 // on a compact paper: where the next sign begins, and how wide it is
}

// sign places a sign, and behind it what it means: in a row of its own or, in short, where the row
// in hand has room.
func (l *legend) sign(used bool, meaning, short string, draw func(at figure.Point)) {
	switch {
	case !used:
	case l.Compact:
		width := l.room + l.Wide(short, figure.Faint)
		if l.x > Margin && l.x+width > l.Right {
			l.x, l.Y = Margin, l.Y+legendRow
		}
		draw(figure.Point{X: l.x + l.room/2, Y: l.Y + legendRow/2})
		l.Put(l.Text(l.x+l.room, Baseline(l.Y+1, figure.Faint), short, figure.Faint))
		l.x += width + betweenSigns
	default:
		draw(figure.Point{X: Margin + signRoom/2, Y: l.Y + legendRow/2})
		l.Y = l.Paragraph(Margin+signRoom, l.Y+1, l.Right-Margin-signRoom, meaning, figure.Faint) + 2
	}
}

// end ends a legend that began at a height.
func (l *legend) end(top float64) {
	if l.x > Margin {
		l.Y += legendRow
	}
	if l.Y > top {
		l.whole(top)
		if !l.Compact {
			l.Y += 10
		}
	}
}

// state explains the panel of a state.
func (l *legend) state() {
	meaning, short := "a TCP state that this end enters, as the packets tell", "TCP state, by the packets"
	if l.Used.Observed {
		meaning += "; the kernel confirmed some of them (sock_diag)"
	}
	l.sign(l.Used.States, meaning, short, func(at figure.Point) {
		t := l.Text(0, at.Y+4, "STATE", figure.StateName)
		panel := figure.Panel{StepID: Nowhere, Kind: figure.StatePanel, Rect: figure.Rect{W: t.Width + 10, Y: at.Y - StateHeight/2, H: StateHeight}}
		panel.X = at.X - panel.W/2
		t.At.X = panel.X + 5
		l.Panels = append(l.Panels, panel)
		l.Put(t)
	})
}

// reach is how far an arrow goes to either side.
func (l *legend) reach() float64 {
	if l.Compact {
		return 22
	}
	return 28
}

// arrow draws an arrow that slopes by some points.
func (l *legend) arrow(at figure.Point, slope float64, end figure.ArrowEnd, second bool) {
	half := l.reach()
	l.Arrows = append(l.Arrows, figure.Arrow{
		StepID: Nowhere, End: end, Copy: second,
		Points: []figure.Point{{X: at.X - half, Y: at.Y - slope}, {X: at.X + half, Y: at.Y + slope}},
	})
}

// Notes says below the ladders what the reader must not overlook.
func (p *Paper) Notes(notes []string) {
	for _, n := range notes {
		p.Y = p.Paragraph(Margin, p.Y, p.Right-Margin, n, figure.Warning) + 4
	}
}
