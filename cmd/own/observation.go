package own

import (
	"bytes"
	"context"

	"wireladder/capture"
	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/cmd/record"
	"wireladder/cmd/report"
	"wireladder/cmd/step"
	"wireladder/cmd/step/holding"
	"wireladder/render/text"
)

// inside returns the arguments of this program for a run in a private network.
func (o *Options) inside() []string {
	return append([]string{"__run"}, flags.HandOn(o.Flags)...)
}

// Observe runs the programs, and adds what is seen to a report. Who types at a terminal types at one of the only client's.
func (o *Options) Observe(ctx context.Context, c *console.Console, run *report.LiveReport) error {
	ctx, interrupt := context.WithCancel(ctx)
	defer interrupt()
	in, err := o.Stdin(ctx, c, interrupt)
	if err != nil {
		return failure.Of(err, "")
	}
	defer in.End()
	var drops capture.Drops
	if o.Host {
		drops, err = o.here(ctx, c, Surroundings{Stdin: in.File(), Terminal: in.Size(), Stdout: c.Stderr}, run.Add)
	} else {
		streams := record.Streams{Stdin: in.Reader(), Stdout: c.Stderr, Stderr: c.Stderr, Given: in.Given}
		drops, err = record.Inside(ctx, streams, append(o.inside(), in.Args()...), nil, run.Add)
	}
	run.Lost(drops)
	return err
}

// here runs the programs on the machine's own loopback.
func (o *Options) here(ctx context.Context, c *console.Console, in Surroundings, emit func(capture.Entry) error) (capture.Drops, error) {
	drops, err := o.Here(ctx, in, func(err error) {
		console.Say(c.Stderr, "hint", err.Error()+"; "+record.Repair())
	}, emit)
	if ctx.Err() != nil && err != nil {
		err = failure.Interrupted()
	}
	return drops, failure.Of(err, "")
}

// queueHint is said before the first question: it fits a terminal of 80 cells.
const queueHint = "Enter: the one at > goes on; a number: that one; q: it ends"

// StepThrough is Observe call by call: the programs are drawn as they go on, on a screen of their own if live is
// one, where lines are typed for the only client. What they print comes behind that: it would stand in the picture,
// which tells of it anyway.
func (o *Options) StepThrough(ctx context.Context, c *console.Console, picture *flags.PictureOptions, run *report.LiveReport, live step.Walkthrough) error {
	terminal, typesTo := "", ""
	switch {
	case live == nil:
		console.Say(c.Stderr, "hint", queueHint)
	case o.readsStdin():
		terminal, typesTo = sizeOf(c.Stdout), o.clientName()
	}
	if console.IsTerminal(c.Stdin) {
		o.TakeTime()
	}
	var said bytes.Buffer
	defer func() { _, _ = said.WriteTo(c.Stderr) }() // nobody may be there any more
	return failure.Of(step.Run(ctx, &step.Options{
		Record: func(ctx context.Context, l *holding.Pipes, emit func(capture.Entry) error) (capture.Drops, error) {
			if !o.Host {
				return record.Inside(ctx, record.Streams{Stderr: &said}, append(o.inside(), terminalArgs(terminal)...), l, emit)
			}
			defer l.Given()
			return o.here(ctx, c, Surroundings{Stdout: &said, Terminal: terminal, Queue: holding.NewQueue(l.Goes, l.Notices)}, emit)
		},
		Report: run, Programs: true, TypesTo: typesTo, In: c.Stdin, Out: c.Stdout, Width: picture.Width, Detail: flags.Details[picture.Explain],
		Times: flags.Times[picture.Time], Focus: picture.Focus, Lanes: flags.Lanes[picture.Lanes], Untitled: picture.NoTitle,
		Style: func() text.Style { return picture.Style(c, c.Stdout) }, Screen: c.Screen, Live: live,
	}), "")
}
