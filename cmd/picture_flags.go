package cmd

import (
	"io"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"wireladder/capture"
	"wireladder/cmd/report"
	"wireladder/render"
	"wireladder/render/layout"
	"wireladder/render/text"
	"wireladder/servers/scenario"
)

// pictureOptions say how a picture is drawn. They are the same for every
// command that draws.
type pictureOptions struct {
	Width   int    // cells; 0: the terminal's, or 80
	Color   string // auto, always, never
	ASCII   bool
	Explain string // none, brief, full
}

func (o *pictureOptions) addFlags(f *pflag.FlagSet) {
	f.IntVar(&o.Width, "width", 0, "width of the picture in `cells` (default: the terminal's, or 80)")
	f.StringVar(&o.Color, "color", "auto", "`when` to use colours: auto, always or never; auto obeys NO_COLOR")
	f.BoolVar(&o.ASCII, "ascii", false, "draw with ASCII characters alone")
	f.StringVar(&o.Explain, "explain", "brief", "how `much` is said about each packet: none, brief or full")
}

// details are the values of --explain.
var details = map[string]render.Detail{"none": render.None, "brief": render.Brief, "full": render.Full}

func (o *pictureOptions) check() error {
	if _, ok := details[o.Explain]; !ok {
		return misused(`use one of: none, brief, full`, "no such amount of explanation %q", o.Explain)
	}
	if o.Width != 0 && o.Width < layout.MinWidth {
		return misused("a ladder takes 60 cells at least", "a width of %d cells is too narrow", o.Width)
	}
	return o.checkColor()
}

func (o *pictureOptions) checkColor() error {
	if !slices.Contains([]string{"auto", "always", "never"}, o.Color) {
		return misused(`use one of: auto, always, never`, "no such colour setting %q", o.Color)
	}
	return nil
}

// picture returns how pictures are drawn on stdout and in files.
func (o *pictureOptions) picture(c *console) report.Picture {
	return report.Picture{Detail: details[o.Explain], Screen: o.style(c, c.stdout), File: o.style(c, nil)}
}

// options returns how and where the results of a command are shown.
func (o *pictureOptions) options(c *console, out *outputOptions) report.Options {
	return report.Options{
		Picture: o.picture(c), Destinations: out.destinations(), PacketsOnly: out.PacketsOnly, Stdout: c.stdout,
		Titles: func(from capture.Origin) string { return scenario.Contrast(from.Scenario) },
	}
}

// style returns how text is written to w; nil is a file.
func (o *pictureOptions) style(c *console, w io.Writer) text.Style {
	width, tty := terminal(w)
	if o.Width != 0 {
		width = o.Width
	}
	return text.Style{
		Width:    width,
		Terminal: tty,
		ASCII:    o.ASCII || c.asciiOnly(),
		Color:    o.Color == "always" || o.Color == "auto" && tty && c.getenv("NO_COLOR") == "" && c.getenv("TERM") != "dumb",
	}
}

// asciiOnly reports whether the locale says that the reader of the picture sees
// no other characters (locale(7): LC_ALL, else LC_CTYPE, else LANG). Unset says nothing.
func (c *console) asciiOnly() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := c.getenv(name); v != "" {
			v = strings.ToUpper(v)
			return !strings.Contains(v, "UTF-8") && !strings.Contains(v, "UTF8")
		}
	}
	return false
}
