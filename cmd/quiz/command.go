// Package quiz is `wireladder quiz`: an exercise on paper, made of a run that was recorded.
package quiz

import (
	"context"
	"errors"
	"math"

	"github.com/spf13/cobra"

	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/cmd/pager"
	"wireladder/cmd/report"
	"wireladder/cmd/report/sink"
	"wireladder/cmd/usage"
	"wireladder/render"
	"wireladder/render/quiz"
	"wireladder/render/quiz/order"
)

// options are the options of `wireladder quiz`.
type options struct {
	kind     string
	blanks   int
	seed     uint64
	maxSteps int
	choose   flags.SelectOptions
	picture  flags.PictureOptions
	output   flags.OutputOptions
	env      func() []string
}

// NewCommand returns `wireladder quiz`. outlive has this process go on when who reads stdout has gone,
// until what it returns is called; env returns the environment, which names a pager.
func NewCommand(c *console.Console, outlive func() (stop func()), env func() []string) *cobra.Command {
	o := &options{env: env}
	cmd := &cobra.Command{
		Use:   "quiz FILE",
		Short: "Make an exercise of a saved run: fields to fill in, or an order to find",
		Long: `quiz draws a saved run twice: first with blanks in place of some fields - a sequence
number, an ACK, the flags of a packet, a TCP state, the name of a call - and below it
the solution, with the same numbers and an explanation of each packet. The first
picture has no explanations: they would tell.

With --kind order packets of one TCP connection are listed in another order, each
with a letter: in which order were they sent, and which call has caused each? Where
two packets prove nothing of each other, as ones that cross on the way, both orders
are right, and the solution says so.

What is asked for is drawn by lot: the same --seed asks for the same, another one
for something else. --blanks says for how many fields or packets. All that is asked
for is in the recording; nothing is made up.
` + failure.ExitStatus,
		Example: `  wireladder demo tcp --clients 1 -o run.pcapng
  wireladder quiz run.pcapng -o sheet.pdf
  wireladder quiz run.pcapng -o sheet.md -o sheet.html --seed 2
  wireladder quiz run.pcapng --kind order -o order.pdf
  wireladder quiz big.pcap --flow 3 --blanks 5`,
		Args: usage.Takes(1, 1, "one file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			defer outlive()()
			return o.run(cmd.Context(), c, args[0])
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.kind, "kind", "blanks", "`what` is asked for: blanks, or order, of packets")
	f.IntVar(&o.blanks, "blanks", quiz.Blanks, "`how` many fields are blank, or packets to be put in order")
	f.Uint64Var(&o.seed, "seed", 1, "`which` fields or packets: the same number asks for the same ones")
	f.IntVar(&o.maxSteps, "max-steps", 200, "the `number` of packets and calls up to which they are drawn; 0: however many")
	o.choose.AddFlags(f)
	o.picture.AddFlags(f)
	o.output.AddFlags(f)
	return cmd
}

// check says what is wrong with the options.
func (o *options) check(c *console.Console, file string) error {
	if o.kind != "blanks" && o.kind != "order" {
		return failure.Misused("--kind blanks or --kind order", "there is no exercise of the kind %q", o.kind)
	}
	if o.kind == "order" && o.blanks < order.Fewest {
		return failure.Misused("leave --blanks out for 10", "there is no order of %d packets to find", o.blanks)
	}
	if o.blanks < 1 || o.blanks > math.MaxInt16 {
		return failure.Misused("leave --blanks out for 10", "no exercise has %d blanks", o.blanks)
	}
	p := usage.Pictures{File: file, MaxSteps: o.maxSteps, Picture: &o.picture, Output: &o.output}
	return p.Check(c, "write a picture: -o sheet.pdf, or .html, .svg, .png, .md, .txt", "no picture that could have blanks")
}

// run makes the exercise.
func (o *options) run(ctx context.Context, c *console.Console, file string) error {
	if err := o.check(c, file); err != nil {
		return err
	}
	selected, err := o.choose.Selection()
	if err != nil {
		return err
	}
	view := sink.View{MaxSteps: o.maxSteps, Made: func(d *render.Diagram) *render.Diagram {
		return quiz.Of(d, quiz.Options{Blanks: o.blanks, Seed: o.seed})
	}}
	if o.kind == "order" {
		clues := order.NewClues()
		view.Note, view.Made = clues.Note, func(d *render.Diagram) *render.Diagram {
			return clues.Of(d, order.Options{Packets: o.blanks, Seed: o.seed})
		}
	}
	options, screen := o.picture.Options(c, &o.output), pager.For(c, o.env(), o.picture.NoPager)
	options.Stdout = screen
	err = report.Read(ctx, &report.File{
		Name: file, Stdin: c.Stdin, Select: selected, Options: options,
		View: view,
	})
	return failure.OfFile(errors.Join(err, screen.Close()), file)
}
