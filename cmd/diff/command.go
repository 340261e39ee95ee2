// Package diff is `wireladder diff`: two runs side by side, and where they part.
package diff

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/cmd/pager"
	"wireladder/cmd/report"
	"wireladder/cmd/report/sink"
	"wireladder/cmd/usage"
	"wireladder/render"
	"wireladder/render/compare"
)

// options are the options of `wireladder diff`.
type options struct {
	files    [2]string
	maxSteps int
	choose   flags.SelectOptions
	picture  flags.PictureOptions
	output   flags.OutputOptions
	env      func() []string
}

// NewCommand returns `wireladder diff`. outlive has this process go on when who reads stdout has gone,
// until what it returns is called; env returns the environment, which names a pager.
func NewCommand(c *console.Console, outlive func() (stop func()), env func() []string) *cobra.Command {
	o := &options{env: env}
	cmd := &cobra.Command{
		Use:   "diff FILE OTHER",
		Short: "Draw two saved runs side by side, and say where they part",
		Long: `diff draws two runs side by side where there is room, phase by phase, else one below
the other, and says what is the first thing that a socket does otherwise in one than
in the other. It compares socket by socket: the calls of each, and what it sends, as
far as a picture shows it: of long data their length and their beginning.

What differs between any two runs is no difference: the ports that the kernel picks,
descriptors, times, whether a call had to wait, and when an ACK comes, by itself or
with something else. Nor is the order in which different sockets do what they do.

In pictures the first difference of each socket has the mark of what stands out.
` + failure.ExitStatus,
		Example: `  wireladder run --server './server' --client './client' -o mine.pcapng
  wireladder demo tcp --clients 1 -o ours.pcapng
  wireladder diff mine.pcapng ours.pcapng
  wireladder diff before.pcapng after.pcapng -o diff.html`,
		Args: usage.Takes(2, 2, "two files"),
		RunE: func(cmd *cobra.Command, args []string) error {
			defer outlive()()
			o.files = [2]string(args)
			return o.run(cmd.Context(), c)
		},
	}
	f := cmd.Flags()
	f.IntVar(&o.maxSteps, "max-steps", 200, "the `number` of packets and calls of each up to which they are drawn; 0: however many")
	o.choose.AddFlags(f)
	o.picture.AddFlags(f)
	o.output.AddFlags(f)
	return cmd
}

// check says what is wrong with the options.
func (o *options) check(c *console.Console) error {
	for _, file := range o.files {
		if file == "-" {
			return failure.Misused("save it first: tcpdump -w run.pcap …", "diff reads files, and not stdin")
		}
	}
	p := usage.Pictures{File: o.files[0], Other: o.files[1], MaxSteps: o.maxSteps, Picture: &o.picture, Output: &o.output}
	return p.Check(c, "write a picture: -o diff.html, or .pdf, .svg, .png, .md, .txt", "no picture of two runs")
}

// run draws both.
func (o *options) run(ctx context.Context, c *console.Console) error {
	if err := o.check(c); err != nil {
		return err
	}
	names := [2]string{filepath.Base(o.files[0]), filepath.Base(o.files[1])}
	if names[0] == names[1] {
		names = o.files
	}
	var other *render.Diagram
	options := o.picture.Options(c, &flags.OutputOptions{})
	options.Stdout = io.Discard
	err := o.read(ctx, 1, options, func(d *render.Diagram) *render.Diagram {
		other = d
		return &render.Diagram{} // it is drawn beside the first one
	})
	switch {
	case err != nil:
		return err
	case other == nil:
		return failure.Of(fmt.Errorf("%q has more than %d packets and calls", o.files[1], o.maxSteps), "choose some, as by --flow tcp:0, or take all: --max-steps 0")
	}
	options = o.picture.Options(c, &o.output)
	screen := pager.For(c, o.env(), o.picture.NoPager)
	options.Stdout = screen
	err = o.read(ctx, 0, options, func(d *render.Diagram) *render.Diagram {
		return compare.Of(compare.Recorded{Name: names[0], Diagram: d}, compare.Recorded{Name: names[1], Diagram: other})
	})
	return errors.Join(err, screen.Close())
}

// read reads one of the files, and has something else made of its picture.
func (o *options) read(ctx context.Context, k int, options report.Options, made func(*render.Diagram) *render.Diagram) error {
	selected, err := o.choose.Selection()
	if err != nil {
		return err
	}
	return failure.OfFile(report.Read(ctx, &report.File{
		Name: o.files[k], Select: selected, Options: options, View: sink.View{MaxSteps: o.maxSteps, Made: made},
	}), o.files[k])
}
