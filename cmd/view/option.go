package view

import (
	"context"
	"errors"

	"github.com/spf13/pflag"

	"wireladder/capture"
	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/cmd/report"
	"wireladder/cmd/step"
	"wireladder/cmd/web"
)

// Choice is --tui and --web: a run is walked through when it has ended, in place of its picture as text,
// on the whole screen or as a page that is served.
type Choice struct {
	TUI  bool
	Web  string // where the page is served; "": nowhere
	flag *pflag.Flag
	says bool // what explains packets stands beside the ladder, and in it only if that was asked for

	room    *Room
	invited *web.Invitation
}

// AddFlags adds the flags.
func (o *Choice) AddFlags(f *pflag.FlagSet) {
	f.BoolVar(&o.TUI, "tui", false, "walk through the run on the whole screen when it has ended, as wireladder view does")
	o.says = true
	o.addWeb(f, "when it has ended, serve the run as a page to a room")
}

// addWeb adds --web, which does so.
func (o *Choice) addWeb(f *pflag.FlagSet, does string) {
	f.StringVar(&o.Web, "web", "", does+": you step, whoever opens it follows; at an `address`, with or without a port, for others than this machine")
	o.flag = f.Lookup("web")
	o.flag.NoOptDefVal = web.Usual
}

// On reports whether one of them was chosen.
func (o *Choice) On() bool { return o.TUI || o.served() }

// served reports whether a page is served.
func (o *Choice) served() bool { return o.flag != nil && o.flag.Changed }

// Check says what keeps the run from that.
func (o *Choice) Check(c *console.Console, out *flags.OutputOptions, stepped bool) error {
	name := "--tui"
	if o.served() {
		name = "--web"
	}
	switch {
	case !o.On():
		return nil
	case o.TUI && o.served():
		return failure.Misused("choose one", "--tui and --web both walk through the run")
	case stepped && o.TUI:
		return failure.Misused("choose one", "--step and --tui both take the terminal")
	case stepped:
		return failure.Misused("leave out --step: the page is stepped through when the run has ended", "--step stops the run, and --web shows one that has ended")
	case out.Open && o.served():
		return failure.Misused("leave out --open, and open the link that --web tells", "--open opens a file")
	}
	for _, d := range out.Destinations() {
		if d.Name == "-" {
			return failure.Misused("send it to a file: -o run.txt", "%s takes stdout, as an output does", name)
		}
	}
	if o.served() {
		return web.Check(o.Web)
	}
	return CheckTerminal(c, "leave out --tui, or keep the run: -o run.pcapng")
}

// Take has a report fill a room in place of text, and opens the address at which that will be served. The
// Choice is to be closed then.
func (o *Choice) Take(ctx context.Context, to *report.Options, name string, most int) error {
	if !o.On() {
		return nil
	}
	o.room = NewRoom(name, most)
	to.Instead = o.room.Instead
	if !o.served() {
		return nil
	}
	var err error
	o.invited, err = web.Open(ctx, o.Web)
	return err
}

// Close gives up what Take has opened.
func (o *Choice) Close() {
	if o.invited != nil {
		o.invited.Close()
	}
}

// Retells says what tells the run again where a part of it is to be saved.
func (o *Choice) Retells(by Retell) {
	if o.room != nil {
		o.room.retell = by
	}
}

// Show shows the room, if one was to be filled and is, and returns what went wrong, before that as well. Within the
// ladder of a run that was made nothing is said unless that was asked for: it stands beside. A recording is what is
// told again; nil: Retells has said that.
func (o *Choice) Show(ctx context.Context, c *console.Console, picture flags.PictureOptions, rec *capture.Recording, before error) error {
	if !o.On() || !o.room.IsFull() || ctx.Err() != nil {
		return before
	}
	if rec != nil {
		o.room.retell = RetellRun(rec)
	}
	switch {
	case o.invited != nil:
		return errors.Join(told(c, before), o.room.Serve(ctx, c, &picture, o.invited))
	case o.says && picture.Explain == "brief":
		picture.Explain = "none"
	}
	return errors.Join(before, o.room.Show(ctx, c, &picture))
}

// told tells an error at once, for a page may be served for long, and returns what has been told.
func told(c *console.Console, err error) error {
	if err == nil {
		return nil
	}
	return &failure.Failure{Code: failure.Tell(err, c.Stderr, "")}
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
