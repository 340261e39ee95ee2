package view

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/cmd/report"
	"wireladder/cmd/report/selection"
	"wireladder/cmd/report/sink"
	"wireladder/cmd/report/source"
	"wireladder/cmd/usage"
	"wireladder/cmd/web"
)

// options are those of `wireladder view`.
type options struct {
	File     string
	MaxSteps int
	Select   flags.SelectOptions
	Picture  flags.PictureOptions
	Shown    Choice
}

// addFlags adds the flags.
func (o *options) addFlags(f *pflag.FlagSet) {
	o.Select.AddFlags(f)
	o.Shown.addWeb(f, "serve it as a page to a room, and take no terminal")
	f.IntVar(&o.MaxSteps, "max-steps", MostSteps, "the `number` of packets and calls that are gone through at most, from the first on; 0: however many")
	f.StringVar(&o.Picture.Color, "color", "auto", "`when` to use colours: auto, always or never; auto obeys NO_COLOR")
	f.BoolVar(&o.Picture.ASCII, "ascii", false, "draw with ASCII characters alone")
	f.BoolVar(&o.Picture.Focus, "focus", false, "fold what is not the point, as the key z does")
	f.StringVar(&o.Picture.Lanes, "lanes", "socket", "`what` has a lane of its own: each socket, process or host; where there is no room for all, groups have")
	f.StringVar(&o.Picture.Time, "time", "", "`what` stands beside the rows, as the key t has it: relative, delta, clock or scaled")
	f.StringVar(&o.Picture.Explain, "explain", "none", "how `much` is said of each packet within the ladder, as the key e has it: none, brief or full")
}

// NewCommand returns `wireladder view`.
func NewCommand(c *console.Console) *cobra.Command {
	o := &options{}
	cmd := &cobra.Command{
		Use:   "view FILE",
		Short: "Walk through a saved run or capture on the whole screen, or with a room",
		Long: `view shows the ladder of a pcap or pcapng file on the whole screen of the terminal,
with one step of it in hand: a packet, a call, or what the kernel said. Below the
ladder (on a wide screen beside it) stands what there is to say of that: the
sentence, findings that rest on it, the line of source of a call, the states of the
sockets, header fields and octets. The names of the lifelines stay in sight.

  Space PageDown / b PageUp    steps          Right / Left     packets
  c / C                        calls          ] / [            phases
  Tab / Shift-Tab              key rows       f / F            findings
  / and then n / N             search         Home / End       first, last step
  J / K / d                    details        t, e, z          times, sentences, fold
  ?                            all keys       q ^C             leave

PageDown and PageUp are the keys of a presenter's remote control. The mouse chooses
a step by a click, and its wheel goes on. h hides what is not reached yet; with p
each packet is asked about before it is shown: a digit answers, and Space shows it.
s chooses the sockets whose steps are shown, m marks a step to tell times from, and
= at another one says what differs. w saves what is shown, in any format of -o, and
y copies it as Mermaid to the clipboard, where the terminal lets programs do that.

With --web it takes no terminal: it serves the file as a page, tells two links,
and goes on until ^C. Whoever has the lecturer's link steps; whoever opens the
other, or its QR code, follows, may look back, rejoin, and guess what comes next.
By --web this machine alone can open it; by --web=192.168.1.5, with a port or
without, whoever reaches that address. Nothing is encrypted.
` + failure.ExitStatus,
		Example: `  wireladder view run.pcapng
  wireladder view big.pcap.gz --flow tcp:3
  wireladder view run.pcapng --time delta --explain brief
  wireladder view run.pcapng --web=192.168.1.5`,
		Args: usage.Takes(1, 1, "one file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.File = args[0]
			return read(cmd.Context(), c, o)
		},
	}
	o.addFlags(cmd.Flags())
	return cmd
}

// read reads the file and shows it. What is good before a fault is shown, and then the fault is told.
func read(ctx context.Context, c *console.Console, o *options) error {
	o.Shown.TUI = !o.Shown.served()
	if err := o.check(c); err != nil {
		return err
	}
	selected, err := o.Select.Selection()
	if err != nil {
		return err
	}
	shown := o.Picture.Options(c, &flags.OutputOptions{})
	defer o.Shown.Close()
	if err := o.Shown.Take(ctx, &shown, filepath.Base(o.File), o.MaxSteps); err != nil {
		return err
	}
	o.Shown.Retells(o.retell(selected))
	width, _ := console.Size(c.Stderr)
	err = failure.OfFile(report.Read(ctx, &report.File{
		Name: o.File, Select: selected, Options: shown, Progress: source.NewProgress(c.Stderr, o.File, width, time.Now),
	}), o.File)
	return o.Shown.Show(ctx, c, o.Picture, nil, err)
}

// retell returns what shows the file again.
func (o *options) retell(selected selection.Selection) Retell {
	return func(ctx context.Context, to *report.Options, v sink.View) (viewed bool, err error) {
		return true, report.Read(ctx, &report.File{Name: o.File, Select: selected, Options: *to, View: v})
	}
}

// check says what is wrong with the options.
func (o *options) check(c *console.Console) error {
	switch {
	case o.File == "-" && o.Shown.TUI:
		return failure.Misused("save it first: tcpdump -w run.pcap …, then wireladder view run.pcap", "view reads keys from stdin, and no capture")
	case o.MaxSteps < 0:
		return failure.Misused("0 takes however many there are", "nothing has %d steps", o.MaxSteps)
	}
	if o.Shown.served() {
		return errors.Join(o.Picture.Check(), web.Check(o.Shown.Web))
	}
	return errors.Join(o.Picture.Check(), CheckTerminal(c, "wireladder read "+o.File+" draws it as text"))
}

// CheckTerminal says what is missing for a whole screen, and what can be done instead.
func CheckTerminal(c *console.Console, instead string) error {
	_, tty := console.Terminal(c.Stdout)
	switch {
	case !tty:
		return failure.Misused(instead, "stdout is no terminal, whose screen this takes")
	case !console.IsTerminal(c.Stdin):
		return failure.Misused(instead, "stdin is no terminal, from which this takes keys")
	case c.Getenv("TERM") == "dumb":
		return failure.Misused(instead, "a terminal whose TERM is %q has no screen to draw on", "dumb")
	}
	return nil
}
