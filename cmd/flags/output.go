package flags

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/report"
)

// OutputOptions say where the results of a command go.
type OutputOptions struct {
	Files       []string // "-" is stdout
	Format      string   // "": by the name's extension
	PacketsOnly bool     // nothing but packets in jsonl
	Slide       bool     // pictures of lines and letters are for slides
	Open        bool     // the first picture of lines and letters is shown when it is whole
	Page        string   // a page besides the files, whatever Format is; "": none
}

// AddFlags adds the flags.
func (o *OutputOptions) AddFlags(f *pflag.FlagSet) {
	f.StringArrayVarP(&o.Files, "output", "o", nil, "write to `FILE` ("+extensions()+"; \"-\" is stdout); may be given again")
	f.StringVar(&o.Format, "format", "", "`format` of the output, whatever its name: "+choice(formatNames())+"; without -o it goes to stdout")
	f.BoolVar(&o.Slide, "slide", false, "lay svg, png, pdf and html out for slides of 16:9, with large type; folded as by --focus where it takes several, and on in NAME-2.svg where it still does")
	f.BoolVar(&o.Open, "open", false, "open the html, svg, pdf or png when it is whole, in $BROWSER or the desktop's program; without one, a temporary page")
	f.BoolVar(&o.PacketsOnly, "packets-only", false, "leave all but packets out of jsonl: calls, arrivals, what the kernel said, what went wrong")
}

// formats are the formats by extension.
var formats = []struct {
	extension string
	format    report.Format
}{
	{".pcapng", report.Pcapng}, {".pcap", report.Pcap}, {".jsonl", report.JSONLines}, {".txt", report.Text},
	{".svg", report.SVG}, {".png", report.PNG}, {".pdf", report.PDF}, {".html", report.HTML},
	{".mmd", report.Mermaid}, {".puml", report.PlantUML}, {".md", report.Markdown},
}

// extensions lists the extensions of files: ".a, .b or .c".
func extensions() string {
	var all []string
	for _, f := range formats {
		all = append(all, f.extension)
	}
	return choice(all)
}

// choice lists what there is to choose from: "a, b or c".
func choice(all []string) string {
	last := len(all) - 1
	return strings.Join(all[:last], ", ") + " or " + all[last]
}

// formatNames returns the names of formats.
func formatNames() []string {
	var all []string
	for _, f := range formats {
		all = append(all, string(f.format))
	}
	return all
}

// Names returns the outputs by name: a format without a name goes to stdout.
func (o *OutputOptions) Names() []string {
	if o.Format != "" && len(o.Files) == 0 {
		return []string{"-"}
	}
	return o.Files
}

// Check says what is wrong with the formats and the names.
func (o *OutputOptions) Check(c *console.Console) error {
	names := slices.Sorted(slices.Values(o.Names()))
	if len(slices.Compact(slices.Clone(names))) < len(names) {
		return failure.Misused("name each output once", "an output is named twice")
	}
	for _, name := range o.Names() {
		format, err := o.format(name)
		if err != nil {
			return err
		}
		if _, tty := console.Terminal(c.Stdout); tty && name == "-" && (format.IsSaved() || format.IsArt()) {
			return failure.Misused("send it to a file: -o run."+string(format), "no %s data to a terminal", format)
		}
	}
	return nil
}

// format returns the format of the output called name.
func (o *OutputOptions) format(name string) (report.Format, error) {
	if o.Format != "" {
		if slices.Contains(formatNames(), o.Format) {
			return report.Format(o.Format), nil
		}
		return "", failure.Misused("use one of: "+strings.Join(formatNames(), ", "), "no such format %q", o.Format)
	}
	if name == "-" {
		return report.Text, nil
	}
	for _, f := range formats {
		if f.extension == strings.ToLower(filepath.Ext(name)) {
			return f.format, nil
		}
	}
	return "", failure.Misused("name it "+extensions()+", or say --format", "the name of the output file %q does not tell its format", name)
}

// Destinations returns where the results go. The options are checked.
func (o *OutputOptions) Destinations() []report.Destination {
	var all []report.Destination
	for _, name := range o.Names() {
		if format, err := o.format(name); err == nil {
			all = append(all, report.Destination{Name: name, Format: format})
		}
	}
	if o.Page != "" {
		all = append(all, report.Destination{Name: o.Page, Format: report.HTML})
	}
	return all
}

// Shown returns the file that --open shows; "" if there is none among the outputs.
func (o *OutputOptions) Shown() string {
	for _, d := range o.Destinations() {
		if d.Format.IsArt() && d.Name != "-" {
			return d.Name
		}
	}
	return ""
}

// Drawn returns the format of the first output that is a picture, and nothing but one; "" if there
// is none.
func (o *OutputOptions) Drawn() report.Format {
	for _, d := range o.Destinations() {
		if d.Format.IsArt() || d.Format.IsWritten() {
			return d.Format
		}
	}
	if o.Open {
		return report.HTML
	}
	return ""
}

// CheckSlide says what keeps a picture that is to be so many cells wide from being laid out for
// slides, if it is to be.
func (o *OutputOptions) CheckSlide(width int) error {
	isArt := func(d report.Destination) bool { return d.Format.IsArt() }
	switch {
	case !o.Slide:
		return nil
	case width != 0:
		return failure.Misused("leave out --width", "a slide has a width of its own")
	case !o.Open && !slices.ContainsFunc(o.Destinations(), isArt):
		return failure.Misused("name one: -o slide.pdf, or .svg, .png, .html", "--slide is for pictures of lines and letters, and there is none")
	}
	return nil
}

// Lines reports whether lines of JSON go to stdout.
func (o *OutputOptions) Lines() bool {
	return slices.Contains(o.Destinations(), report.Destination{Name: "-", Format: report.JSONLines})
}

// CheckStep says what keeps a run from being stepped through, if it is to be.
func (o *OutputOptions) CheckStep(c *console.Console, stepped bool) error {
	if !stepped {
		return nil
	}
	if slices.Contains(o.Names(), "-") {
		return failure.Misused("send it to a file: -o run.txt", "--step draws on stdout, which the output takes")
	}
	if _, tty := console.Terminal(c.Stdout); !tty && console.IsTerminal(c.Stdin) {
		return failure.Misused("leave stdout to the terminal, and keep the run with -o run.pcapng; or give the answers as lines on stdin",
			"--step asks at a picture that nobody would see")
	}
	return nil
}
