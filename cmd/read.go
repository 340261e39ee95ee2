package cmd

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/spf13/cobra"

	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/cmd/pager"
	"wireladder/cmd/report"
	"wireladder/cmd/report/source"
	"wireladder/cmd/usage"
	"wireladder/cmd/viewer"
)

// readOptions are the options of `wireladder read`.
type readOptions struct {
	File    string // "-" is stdin
	Other   string // the capture of the other end; "" if there is none
	Select  flags.SelectOptions
	View    flags.ViewOptions
	Picture flags.PictureOptions
	Output  flags.OutputOptions
}

func newReadCommand(c *console.Console) *cobra.Command {
	o := &readOptions{}
	cmd := &cobra.Command{
		Use:   "read FILE [OTHER]",
		Short: "Draw a saved pcap or pcapng file, or sum it up",
		Long:  usage.AboutRead + failure.ExitStatus,
		Example: `  wireladder read run.pcapng
  wireladder read big.pcap.gz --summary
  wireladder read big.pcap --flow 3 -o three.pcapng
  wireladder read big.pcap --follow tcp:3
  wireladder read big.pcap --format jsonl --packets-only
  wireladder read run.pcapng -o run.html -o run.pdf
  wireladder read big.pcap --flow 3 --plot sequence -o three.svg
  wireladder read client.pcap server.pcap
  tcpdump --immediate-mode -U -i lo -w - port 12000 | wireladder read -`,
		Args: usage.Takes(1, 2, "one file, or the two of both ends of a run"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.File = args[0]; len(args) > 1 {
				o.Other = args[1]
			}
			return runRead(cmd.Context(), c, o)
		},
	}
	f := cmd.Flags()
	o.View.AddFlags(f)
	o.Select.AddFlags(f)
	o.Picture.AddFlags(f)
	o.Output.AddFlags(f)
	return cmd
}

// check says what is wrong with the options, before anything is read.
func (o *readOptions) check(c *console.Console) error {
	for _, check := range []func() error{
		o.Picture.Check, o.View.Check, func() error { return usage.CheckFiles(o.File, o.Other, o.Output.Files) }, func() error { return o.Output.Check(c) }, func() error { return o.View.CheckPlot(&o.Output) },
		func() error { return o.Output.CheckSlide(o.Picture.Width) },
	} {
		if err := check(); err != nil {
			return err
		}
	}
	if drawn := o.Output.Drawn(); drawn != "" && (o.View.Summary || o.View.Streams()) {
		return failure.Misused("leave it out, or write text: -o NAME.txt", "%s is a picture: it has no --summary, --follow or --verbose", drawn)
	}
	if o.View.Follow != "" && o.Select.Flow != "" {
		return failure.Misused("leave out --flow", "--follow names the stream already")
	}
	return o.notFromTerminal(c)
}

func runRead(ctx context.Context, c *console.Console, o *readOptions) error {
	defer outlivePipe()()
	if err := o.check(c); err != nil {
		return err
	}
	if o.View.Follow != "" {
		o.Select.Flow = o.View.Follow
	}
	selected, err := o.Select.Selection()
	if err != nil {
		return err
	}
	view, err := viewer.For(&o.Output, o.File)
	if err != nil {
		return err
	}
	defer view.Close()
	options := o.Picture.Options(c, &o.Output)
	screen := pager.For(c, os.Environ(), o.Picture.NoPager || o.File == "-") // what comes in is shown as it comes
	options.Stdout = screen
	err = report.Read(ctx, &report.File{
		Name: o.File, Other: o.Other, Stdin: c.Stdin, Select: selected, View: o.View.View(), Progress: o.progress(c), Options: options,
	})
	err = errors.Join(err, screen.Close())
	if err == nil {
		view.Show(c)
	}
	return failure.OfFile(err, o.File)
}

// progress returns what shows on stderr how far the file is read, if that is a
// terminal that is free for it: nothing else is to write rows to a terminal.
func (o *readOptions) progress(c *console.Console) *source.Progress {
	width, tty := console.Terminal(c.Stderr)
	_, shared := console.Terminal(c.Stdout)
	if !tty || shared && (o.View.Streams() || o.Output.Lines()) {
		return nil
	}
	return source.NewProgress(c.Stderr, o.File, width, time.Now)
}

// notFromTerminal refuses to read a capture from a keyboard.
func (o *readOptions) notFromTerminal(c *console.Console) error {
	f, ok := c.Stdin.(*os.File)
	if o.File != "-" || !ok {
		return nil
	}
	if _, tty := console.Terminal(f); tty {
		return failure.Misused("pipe a capture into it: tcpdump --immediate-mode -U -w - … | wireladder read -", "stdin is a terminal")
	}
	return nil
}
