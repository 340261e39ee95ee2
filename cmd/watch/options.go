package watch

import (
	"errors"
	"slices"
	"time"

	"github.com/spf13/pflag"

	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/cmd/report"
	"wireladder/cmd/report/tape"
	"wireladder/cmd/view"
	"wireladder/cmd/web"
)

// options are those of `wireladder watch`.
type options struct {
	Interface string
	Port      uint16
	Filter    string // see pcap-filter(7)
	PID       int
	Process   string
	Quiet     bool
	TUI       bool          // on the whole screen
	Web       string        // where it is served as a page; unless --web is given, nowhere
	Count     int           // packets; 0: no end
	For       time.Duration // 0: no end
	Ring      string        // "5x10MB"; "": none
	Picture   flags.PictureOptions
	Output    flags.OutputOptions

	ring  tape.Rotation
	flags *pflag.FlagSet
}

func (o *options) addFlags(f *pflag.FlagSet) {
	o.flags = f
	f.StringVarP(&o.Interface, "iface", "i", loopback, "the `interface` to capture on")
	f.Uint16VarP(&o.Port, "port", "p", 0, "only what goes to or from the `port`, and ICMP")
	f.StringVar(&o.Filter, "filter", "", "only packets that the `expression` of pcap-filter(7) passes, as tcpdump has it")
	f.IntVar(&o.PID, "pid", 0, "only packets of the sockets of the process with that `number`")
	f.StringVar(&o.Process, "process", "", "only packets of the sockets of processes with that `name`: curl, server.py")
	f.BoolVarP(&o.Quiet, "quiet", "q", false, "draw nothing: with -o, capture alone")
	f.BoolVar(&o.TUI, "tui", false, "follow it on the whole screen, and look back there as far as it is kept, as wireladder view does")
	f.StringVar(&o.Web, "web", "", "serve it as a page to a room: it follows what comes, you go back with all, each who opens it may by himself; at an `address`, with or without a port, for others than this machine")
	f.Lookup("web").NoOptDefVal = web.Usual
	f.IntVarP(&o.Count, "count", "c", 0, "end after that `many` packets")
	flags.AddDuration(f, &o.For, "for", "", time.Second, "end after that `time`: 10s")
	f.StringVar(&o.Ring, "ring", "", "write capture files as a ring of `FILES×SIZE`, numbered, of which the newest are kept: 5x10MB")
	f.IntVar(&o.Picture.Width, "width", 0, "width of the ladder in `cells` (default: the terminal's, or 80)")
	f.StringVar(&o.Picture.Color, "color", "auto", "`when` to use colours: auto, always or never; auto obeys NO_COLOR")
	f.BoolVar(&o.Picture.ASCII, "ascii", false, "draw with ASCII characters alone")
	f.StringVar(&o.Picture.Explain, "explain", "brief", "how `much` is said about each packet: none, brief or full")
	f.StringArrayVarP(&o.Output.Files, "output", "o", nil, "write to `FILE`: .pcapng and .pcap as it comes, all else when it ends; \"-\" is stdout; may be given again")
	f.StringVar(&o.Output.Format, "format", "", "`format` of the output, whatever its name: pcapng, jsonl, …; without -o it goes to stdout")
}

// check says what is wrong with the options.
func (o *options) check(c *console.Console) error {
	for _, check := range []func() error{o.Picture.Check, func() error { return o.Output.Check(c) }, o.checkRing, o.checkSelection, func() error { return o.checkScreen(c) }} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (o *options) checkRing() error {
	var err error
	switch o.ring, err = tape.ParseRing(o.Ring); {
	case errors.Is(err, tape.ErrRingSize):
		return failure.Misused("a file of it has 64 kB at least", "no ring: %q", o.Ring)
	case err != nil:
		return failure.Misused("say it as 5x10MB: five files of ten megabytes", "no ring: %q", o.Ring)
	}
	saved := slices.ContainsFunc(o.Output.Destinations(), func(d report.Destination) bool { return d.Format.IsSaved() && d.Name != "-" })
	if o.ring.Files > 0 && !saved {
		return failure.Misused("name one: -o run.pcapng", "--ring is for capture files, and there is none")
	}
	return nil
}

func (o *options) checkSelection() error {
	switch {
	case o.PID != 0 && o.Process != "":
		return failure.Misused("choose one", "--pid and --process both say whose packets are shown")
	case o.PID < 0:
		return failure.Misused("see it with: ps", "no process has the number %d", o.PID)
	case o.Count < 0:
		return failure.Misused("0 goes on until ^C", "%d packets are never there", o.Count)
	}
	return nil
}

// served reports whether a page is served.
func (o *options) served() bool { return o.flags.Changed("web") }

// checkScreen says what keeps it from the whole screen, or a page from being served.
func (o *options) checkScreen(c *console.Console) error {
	name := "--tui"
	if o.served() {
		name = "--web"
	}
	switch {
	case !o.TUI && !o.served():
		return nil
	case o.TUI && o.served():
		return failure.Misused("choose one", "--tui and --web both show what comes")
	case o.Quiet:
		return failure.Misused("choose one", "--quiet draws nothing, and %s shows what comes", name)
	}
	for _, d := range o.Output.Destinations() {
		if d.Name == "-" {
			return failure.Misused("send it to a file: -o run.pcapng", "%s takes stdout, as an output does", name)
		}
	}
	if o.served() {
		return web.Check(o.Web)
	}
	return view.CheckTerminal(c, "leave out --tui: rows are drawn as packets come")
}

// selects reports whether the packets of some processes alone are wanted.
func (o *options) selects() bool { return o.PID != 0 || o.Process != "" }

// outputs returns the capture files among the outputs, and the others.
func (o *options) outputs() (saved, others []report.Destination) {
	for _, d := range o.Output.Destinations() {
		switch {
		case d.Format.IsSaved():
			saved = append(saved, d)
		case d.Name == "-" && (d.Format == report.Text || d.Format == report.JSONLines):
		default:
			others = append(others, d)
		}
	}
	return saved, others
}

// onStdout returns the format of what goes to stdout.
func (o *options) onStdout() report.Format {
	for _, d := range o.Output.Destinations() {
		if d.Name == "-" {
			return d.Format
		}
	}
	return report.Text
}
