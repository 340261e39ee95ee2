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
)

// options are the options of `wireladder quiz`.
type options struct {
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
		Short: "Make an exercise of a saved run: fields to fill in, and the solution",
		Long: `quiz draws a saved run twice: first with blanks in place of some fields - a sequence
number, an ACK, the flags of a packet, a TCP state, the name of a call - and below it
the solution, with the same numbers and an explanation of each packet. The first
picture has no explanations: they would tell.

Which fields are blank is drawn by lot: the same --seed asks for the same, another
one for others. --blanks says how many. All that is asked for is in the recording;
nothing is made up.
` + failure.ExitStatus,
		Example: `  wireladder demo tcp --clients 1 -o run.pcapng
  wireladder quiz run.pcapng -o sheet.pdf
  wireladder quiz run.pcapng -o sheet.md -o sheet.html --seed 2
  wireladder quiz big.pcap --flow 3 --blanks 5`,
		Args: usage.Takes(1, 1, "one file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			defer outlive()()
			return o.run(cmd.Context(), c, args[0])
		},
	}
	f := cmd.Flags()
	f.IntVar(&o.blanks, "blanks", quiz.Blanks, "`how` many fields are blank")
	f.Uint64Var(&o.seed, "seed", 1, "`which` fields are blank: the same number asks for the same ones")
	f.IntVar(&o.maxSteps, "max-steps", 200, "the `number` of packets and calls up to which they are drawn; 0: however many")
	o.choose.AddFlags(f)
	o.picture.AddFlags(f)
	o.output.AddFlags(f)
	return cmd
}

// check says what is wrong with the options.
func (o *options) check(c *console.Console, file string) error {
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
	exercise := quiz.Options{Blanks: o.blanks, Seed: o.seed}
	options, screen := o.picture.Options(c, &o.output), pager.For(c, o.env(), o.picture.NoPager)
	options.Stdout = screen
	err = report.Read(ctx, &report.File{
		Name: file, Stdin: c.Stdin, Select: selected, Options: options,
		View: sink.View{MaxSteps: o.maxSteps, Made: func(d *render.Diagram) *render.Diagram { return quiz.Of(d, exercise) }},
	})
	return failure.OfFile(errors.Join(err, screen.Close()), file)
}
