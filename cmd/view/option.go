package view

import (
	"context"

	"github.com/spf13/pflag"

	"wireladder/capture"
	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/cmd/report"
	"wireladder/cmd/step"
)

// Choice is --tui: a run is walked through on the whole screen when it has ended, in place of its
// picture as text.
type Choice struct {
	On   bool
	room *Room
}

// AddFlag adds the flag.
func (o *Choice) AddFlag(f *pflag.FlagSet) {
	f.BoolVar(&o.On, "tui", false, "walk through the run on the whole screen when it has ended, as wireladder view does")
}

// Check says what keeps the run from that.
func (o *Choice) Check(c *console.Console, out *flags.OutputOptions, stepped bool) error {
	if !o.On {
		return nil
	}
	if stepped {
		return failure.Misused("choose one", "--step and --tui both take the terminal")
	}
	for _, d := range out.Destinations() {
		if d.Name == "-" {
			return failure.Misused("send it to a file: -o run.txt", "--tui takes stdout, as an output does")
		}
	}
	return CheckTerminal(c, "leave out --tui, or keep the run: -o run.pcapng")
}

// Take has a report fill a room in place of text.
func (o *Choice) Take(to *report.Options, name string) {
	if o.On {
		o.room = NewRoom(name, 0)
		to.Instead = o.room.Instead
	}
}

// Show shows the room of a run, if one was to be filled and is. Within the ladder nothing is said unless that
// was asked for: it stands beside.
func (o *Choice) Show(ctx context.Context, c *console.Console, picture flags.PictureOptions, rec *capture.Recording) error {
	if !o.On || !o.room.IsFull() || ctx.Err() != nil {
		return nil
	}
	o.room.retell = RetellRun(rec)
	if picture.Explain == "brief" {
		picture.Explain = "none"
	}
	return o.room.Show(ctx, c, &picture)
}

// LiveViewFor returns a view on the terminal for a run that is stepped through, if there is one that has a whole
// screen; else nil.
func LiveViewFor(ctx context.Context, c *console.Console, o flags.PictureOptions, name string, rec *capture.Recording) (step.Walkthrough, error) {
	if CheckTerminal(c, "") != nil {
		return nil, nil //nolint:nilnil // there is none, and nothing has failed
	}
	s, err := NewLiveView(ctx, c, o, name, rec)
	if err != nil {
		return nil, err
	}
	return s, nil
}
