package flags

import (
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/spf13/pflag"

	"wireladder/capture"
	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/report"
	"wireladder/cmd/report/sink"
	"wireladder/render"
	"wireladder/render/lanes"
	"wireladder/render/layout"
	"wireladder/render/png"
	"wireladder/render/text"
	"wireladder/render/timing"
	"wireladder/servers/scenario"
)

// PictureOptions say how a picture is drawn. They are the same for every
// command that draws.
type PictureOptions struct {
	Width   int    // cells; 0: the terminal's, or 80
	Color   string // auto, always, never
	ASCII   bool
	Explain string  // none, brief, full
	Scale   float64 // pixels a point in png; 0: its own
	Focus   bool    // what is not the point is folded
	Lanes   string  // socket, process, host
	NoPager bool    // also where the picture is longer than the screen
	NoTitle bool    // what the picture is of is said elsewhere
	Time    string  // relative, delta, clock, scaled; "": rows have no times
}

// AddFlags adds the flags.
func (o *PictureOptions) AddFlags(f *pflag.FlagSet) {
	f.IntVar(&o.Width, "width", 0, "width of the picture in `cells`, of 8 points in svg, png, pdf and html (default: the terminal's, or 80; of these a page's)")
	f.Float64Var(&o.Scale, "scale", 0, "how `many` pixels a point has in png (default: 2)")
	f.StringVar(&o.Color, "color", "auto", "`when` to use colours: auto, always or never; auto obeys NO_COLOR")
	f.BoolVar(&o.ASCII, "ascii", false, "draw with ASCII characters alone")
	f.BoolVar(&o.Focus, "focus", false, "fold what is not the point: a handshake, a close, and the rest, to a row each")
	f.BoolVar(&o.NoPager, "no-pager", false, "no pager ($PAGER, else less) for what is longer than the terminal's screen")
	f.StringVar(&o.Lanes, "lanes", "socket", "`what` has a lane of its own: each socket, process or host; where there is no room for all, groups have")
	f.BoolVar(&o.NoTitle, "no-title", false, "leave out the title, which says what was run or read, where and when")
	f.StringVar(&o.Time, "time", "", "`what` stands beside the rows: relative (seconds since the first packet), delta (since the row before), clock (UTC) or scaled (relative, with distances by time)")
	f.StringVar(&o.Explain, "explain", "brief", "how `much` is said about each packet: none, brief or full")
}

// pointsPerCell is how wide a cell of --width is in a picture of lines and letters.
const pointsPerCell = 8

// Details are the values of --explain.
var Details = map[string]render.Detail{"none": render.None, "brief": render.Brief, "full": render.Full}

// Lanes are the values of --lanes.
var Lanes = map[string]lanes.By{"socket": lanes.Sockets, "process": lanes.Processes, "host": lanes.Hosts}

// Times are the values of --time.
var Times = map[string]timing.Mode{"relative": timing.Relative, "delta": timing.Delta, "clock": timing.Clock, "scaled": timing.Scaled}

// Check says what is wrong with the options.
func (o *PictureOptions) Check() error {
	if _, ok := Lanes[o.Lanes]; !ok && o.Lanes != "" {
		return failure.Misused(`use one of: socket, process, host`, "no such lanes %q", o.Lanes)
	}
	if _, ok := Times[o.Time]; !ok && o.Time != "" {
		return failure.Misused(`use one of: relative, delta, clock, scaled`, "no such time %q", o.Time)
	}
	if _, ok := Details[o.Explain]; !ok {
		return failure.Misused(`use one of: none, brief, full`, "no such amount of explanation %q", o.Explain)
	}
	if o.Width != 0 && o.Width < layout.MinWidth {
		return failure.Misused("a ladder takes 60 cells at least", "a width of %d cells is too narrow", o.Width)
	}
	if o.Scale != 0 && (o.Scale < png.LeastScale || o.Scale > png.MostScale || math.IsNaN(o.Scale)) {
		return failure.Misused(fmt.Sprintf("it has %g to %g of them; %g unless --scale says otherwise", png.LeastScale, png.MostScale, png.UsualScale),
			"a png has no %g pixels a point", o.Scale)
	}
	return o.CheckColor()
}

// CheckColor says what is wrong with the setting of colours.
func (o *PictureOptions) CheckColor() error {
	if !slices.Contains([]string{"auto", "always", "never"}, o.Color) {
		return failure.Misused(`use one of: auto, always, never`, "no such colour setting %q", o.Color)
	}
	return nil
}

// Picture returns how pictures are drawn on stdout and in files.
func (o *PictureOptions) Picture(c *console.Console) report.Picture {
	return report.Picture{
		Detail: Details[o.Explain], Focus: o.Focus, Lanes: Lanes[o.Lanes], Times: Times[o.Time], Untitled: o.NoTitle, Screen: o.Style(c, c.Stdout), File: o.Style(c, nil),
		Look: sink.Look{Points: pointsPerCell * float64(o.Width), Scale: o.Scale},
	}
}

// Options returns how and where the results of a command are shown.
func (o *PictureOptions) Options(c *console.Console, out *OutputOptions) report.Options {
	picture := o.Picture(c)
	picture.Look.Slide = out.Slide
	return report.Options{
		Picture: picture, Destinations: out.Destinations(), PacketsOnly: out.PacketsOnly, Stdout: c.Stdout,
		Further: func(name string) { console.Say(c.Stderr, "hint", fmt.Sprintf("the picture goes on in %q", name)) },
		Titles:  func(from capture.Origin) string { return scenario.Contrast(from.Scenario) },
	}
}

// Style returns how text is written to w; nil is a file.
func (o *PictureOptions) Style(c *console.Console, w io.Writer) text.Style {
	width, tty := console.Terminal(w)
	if o.Width != 0 {
		width = o.Width
	}
	_, rows := console.Size(w)
	return text.Style{
		Width:    width,
		Rows:     rows,
		Terminal: tty,
		ASCII:    o.ASCII || c.ASCIIOnly(),
		Color:    o.Color == "always" || o.Color == "auto" && tty && c.Getenv("NO_COLOR") == "" && c.Getenv("TERM") != "dumb",
	}
}
