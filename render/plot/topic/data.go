package topic

import (
	"fmt"
	"time"

	"wireladder/capture/flow"
	"wireladder/render/figure"
	"wireladder/render/plot/axis"
)

// Data are what a panel shows of what one side sends: X counts seconds since the first packet, Y
// octets, octets a second, or seconds.
type Data struct {
	Side     flow.Side
	From, To float64 // seconds that are shown
	Lo, Hi   float64 // of Y
	Counts   string  // what Y counts
	Per      string  // behind its unit
	Unit     func(most float64) axis.Unit

	Trails   []Trail
	Bars     []Bars
	Signs    []Signs
	Captions []Caption
	Facts    []string // what is said of it above
	Notes    []string // what must not be overlooked

	level bool   // its lines are levels over time
	alone bool   // it is the only panel
	lost  string // what is said of packets that are lost
}

// Trail is a line through points: it stays level until it changes.
type Trail struct {
	Kind   figure.CurveKind
	Points []figure.Point
}

// Bars are upright lines of one kind.
type Bars struct {
	Kind figure.CurveKind
	Bars []Rod
}

// Rod is an upright line from one value to another.
type Rod struct{ X, Lo, Hi float64 }

// Signs are shapes of one kind.
type Signs struct {
	Kind figure.CurveKind
	At   []figure.Point
	Many bool // they may be thinned out: none of them tells something alone
}

// Caption is a row of the legend. Its sign is that of the kind.
type Caption struct {
	Kind  figure.CurveKind
	Level bool // the sign lies
	Said  string
	N     int // how many there are; 0: that is not said
}

// Text returns what stands beside the sign.
func (e *Caption) Text() string {
	if e.N == 0 {
		return e.Said
	}
	return fmt.Sprintf("%s: %d", e.Said, e.N)
}

// reach widens what Y shows.
func (c *Data) reach(values ...float64) {
	for _, v := range values {
		c.Lo, c.Hi = min(c.Lo, v), max(c.Hi, v)
	}
}

// tell adds a row to the legend.
func (c *Data) tell(kind figure.CurveKind, said string, n int) {
	c.Captions = append(c.Captions, Caption{kind, c.level || kind == figure.AckedCurve || kind == figure.WindowCurve, said, n})
}

// sender and receiver name the side whose data are shown, and the other one.
func (c *Data) sender() string   { return c.named(c.Side, "one side") }
func (c *Data) receiver() string { return c.named(c.Side.Peer(), "the other side") }

// named names a side: by its name, unless the same is said of both.
func (c *Data) named(side flow.Side, otherwise string) string {
	if c.alone {
		return "the " + side.String()
	}
	return otherwise
}

// mark adds a shape.
func (c *Data) mark(kind figure.CurveKind, at time.Duration, y float64) {
	p := figure.Point{X: at.Seconds(), Y: y}
	for i := range c.Signs {
		if c.Signs[i].Kind == kind {
			c.Signs[i].At = append(c.Signs[i].At, p)
			return
		}
	}
	c.Signs = append(c.Signs, Signs{Kind: kind, At: []figure.Point{p}})
}

// stairs is a line that stays level until it changes.
type stairs struct{ points []figure.Point }

// to goes to a value at a time.
func (s *stairs) to(at time.Duration, y float64) {
	x := at.Seconds()
	if n := len(s.points); n > 0 && s.points[n-1].Y != y {
		s.points = append(s.points, figure.Point{X: x, Y: s.points[n-1].Y})
	}
	s.points = append(s.points, figure.Point{X: x, Y: y})
}

// until goes on level up to a time.
func (s *stairs) until(x float64) {
	if n := len(s.points); n > 0 && s.points[n-1].X < x {
		s.points = append(s.points, figure.Point{X: x, Y: s.points[n-1].Y})
	}
}
