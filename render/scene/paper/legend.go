package paper

import (
	"wireladder/render/figure"
)

// Usage notes what the legend must explain.
type Usage struct {
	States, Observed                                bool
	Waits, After, Kernel, Slopes, Copies, Lost, Key bool
	Times                                           string // what those in the margin are; "": there are none
}

// Sizes of marks, in points.
const (
	WaitWidth   = 8.0  // of the bar of a call that waits
	StateHeight = 16.0 // of the panel of a state
)

// signRoom is the width of the signs of a legend, and legendRow the height of its rows.
const (
	signRoom  = 84.0
	legendRow = 19.0
)

// Legend explains the signs that were used, and only those.
func (p *Paper) Legend() {
	p.Y += 2
	top := p.Y
	p.sign(p.Used.Times != "", p.Used.Times, func(y float64) {
		t := p.Text(0, y+3.5, "time", figure.Number)
		t.At.X = Margin + 42 - t.Width/2
		p.Put(t)
	})
	p.legendState()
	p.sign(p.Used.Waits, "a call waits", func(y float64) {
		p.Bars = append(p.Bars, figure.Bar{StepID: Nowhere, Rect: figure.Rect{X: Margin + 38, Y: y - 7, W: WaitWidth, H: 14}})
	})
	p.sign(p.Used.After, "only the kernel has it: accept() has not returned it yet, or the program has closed it", func(y float64) {
		p.Uprights = append(p.Uprights, figure.Upright{X: Margin + 42, Top: y - 8, Bottom: y + 8, Kind: figure.After})
	})
	p.sign(p.Used.Kernel, "what the kernel said of this socket (sock_diag); no packet or call tells it", func(y float64) {
		p.Dots = append(p.Dots, figure.Dot{StepID: Nowhere, At: figure.Point{X: Margin + 42, Y: y}, Kind: figure.KernelDot})
	})
	p.sign(p.Used.Slopes, "a packet on its way over the wire: it arrives where the arrow ends", func(y float64) {
		p.legendArrow(y, 5, figure.Head, false)
	})
	p.sign(p.Used.Copies, "a second copy of the packet whose arrow begins at the same place", func(y float64) {
		p.legendArrow(y, 5, figure.Head, true)
	})
	p.sign(p.Used.Lost, "a packet that the wire loses", func(y float64) { p.legendArrow(y, 0, figure.Broken, false) })
	p.sign(p.Used.Key, "not to be overlooked: what stands out most in this picture", func(y float64) {
		p.Dots = append(p.Dots, figure.Dot{StepID: Nowhere, At: figure.Point{X: Margin + 42, Y: y}, Kind: figure.KeyDot})
	})
	if p.Y > top {
		p.whole(top)
		p.Y += 10
	}
}

// sign places a row of the legend: a sign, and what it means.
func (p *Paper) sign(used bool, meaning string, draw func(y float64)) {
	if !used {
		return
	}
	draw(p.Y + legendRow/2)
	p.Y = p.Paragraph(Margin+signRoom, p.Y+1, p.Right-Margin-signRoom, meaning, figure.Faint) + 2
}

// legendState explains the panel of a state.
func (p *Paper) legendState() {
	meaning := "a TCP state that this end enters, by the packets"
	if p.Used.Observed {
		meaning += "; of some the kernel said the same (sock_diag)"
	}
	p.sign(p.Used.States, meaning, func(y float64) {
		t := p.Text(0, y+4, "STATE", figure.StateName)
		panel := figure.Panel{StepID: Nowhere, Kind: figure.StatePanel, Rect: figure.Rect{W: t.Width + 10, Y: y - StateHeight/2, H: StateHeight}}
		panel.X = Margin + 42 - panel.W/2
		t.At.X = panel.X + 5
		p.Panels = append(p.Panels, panel)
		p.Put(t)
	})
}

// legendArrow draws an arrow that slopes by some points.
func (p *Paper) legendArrow(y, slope float64, end figure.ArrowEnd, second bool) {
	p.Arrows = append(p.Arrows, figure.Arrow{
		StepID: Nowhere, End: end, Copy: second,
		Points: []figure.Point{{X: Margin + 14, Y: y - slope}, {X: Margin + 70, Y: y + slope}},
	})
}

// Notes says below the ladders what the reader must not overlook.
func (p *Paper) Notes(notes []string) {
	for _, n := range notes {
		p.Y = p.Paragraph(Margin, p.Y, p.Right-Margin, n, figure.Warning) + 4
	}
}
