package svg

import (
	"strings"

	"wireladder/render/figure"
	"wireladder/render/ink"
)

// curveClasses are the classes of what plots show.
var curveClasses = [...]string{
	figure.GridCurve: "grid", figure.FrameCurve: "frame", figure.SentCurve: "sent", figure.RepeatedCurve: "repeated",
	figure.AckedCurve: "acked", figure.WindowCurve: "window", figure.CoveredCurve: "covered", figure.HeldCurve: "held", figure.TwiceCurve: "twice",
	figure.SampleMark: "sample", figure.FastMark: "fast", figure.TailMark: "tailprobe", figure.TimeoutMark: "timeout",
	figure.NothingMark: "nothing", figure.AgainMark: "again", figure.CauseMark: "cause", figure.LateMark: "late", figure.LostMark: "lost",
	figure.ClosedMark: "closed", figure.ProbeMark: "probe", figure.SYNMark: "syn", figure.FINMark: "fin", figure.RSTMark: "rst",
}

// curves writes a path for each curve.
func (x *writer) curves(all []figure.Curve) {
	for i := range all {
		c := &all[i]
		x.raw(`<path class="curve `)
		x.raw(curveClasses[c.Kind])
		x.raw(`" d="`)
		for _, points := range c.Strokes {
			x.polyline(points)
			if ink.Curves[c.Kind].Filled {
				x.raw("Z")
			}
		}
		x.raw("\"/>\n")
	}
}

// curveStyles returns the style of curves, as Stylesheet is that of other marks.
func curveStyles() string {
	var b strings.Builder
	b.WriteString(".curve{stroke-linejoin:round}\n")
	var all []coloring
	for kind := range ink.Curves {
		c, selector := &ink.Curves[kind], ".curve."+curveClasses[kind]
		writeStroke(&b, selector, c.Stroke)
		all = append(all, coloring{selector, "stroke", c.Hue})
		if c.Filled {
			all = append(all, coloring{selector, "fill", c.Fill})
		}
	}
	writeColorings(&b, all)
	return b.String()
}
