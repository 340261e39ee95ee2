package report

import (
	"context"
	"errors"
	"io"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/cmd/report/sink"
	"wireladder/render"
	"wireladder/render/text"
)

// Options say how and where something is shown. They have been checked.
type Options struct {
	Picture      Picture
	Destinations []Destination // each named once
	Titles       Titles        // of pictures
	PacketsOnly  bool          // nothing but packets in lines of JSON
	Stdout       io.Writer     // of Destination "-"
	// OwnScreen says that Stdout shows something already. Else it gets text if no
	// destination shows anything, or is it.
	OwnScreen bool
}

// Titles returns the heading of a picture of a run of that origin whose ladders are to be
// compared; "" for any other. nil has none.
type Titles func(capture.Origin) string

func (t Titles) of(o capture.Origin) string {
	if t == nil {
		return ""
	}
	return t(o)
}

// Picture says how text is written and drawn.
type Picture struct {
	Detail render.Detail // how much is said about each packet
	Screen text.Style    // on stdout
	File   text.Style    // in files
}

// outputs are all destinations of one command. What is written to a file comes
// into place when everything has succeeded.
type outputs struct{ list []*output }

// openOutputs opens all destinations, or none. The error is a *OutputError, or
// source.ErrInterrupted.
func openOutputs(ctx context.Context, o *Options) (*outputs, error) {
	outs := &outputs{}
	for _, d := range o.Destinations {
		out, err := openOutput(ctx, o, d)
		if err != nil {
			outs.abort()
			return &outputs{}, err
		}
		outs.list = append(outs.list, out)
	}
	if !o.OwnScreen && !outs.view() {
		outs.list = append(outs.list, newScreen(o, Text))
	}
	return outs, nil
}

// view reports whether one of the outputs shows what was seen, or is stdout:
// then nothing is drawn besides.
func (o *outputs) view() bool {
	for _, out := range o.list {
		if !out.Format.IsSaved() || out.file == nil {
			return true
		}
	}
	return false
}

// begin makes the sinks of all outputs, for what comes through p.
func (o *outputs) begin(p *pipeline) error {
	for _, out := range o.list {
		if err := out.begin(p); err != nil {
			return err
		}
	}
	return nil
}

// active reports whether any output takes entries as they come.
func (o *outputs) active() bool {
	for _, out := range o.list {
		if out.sink != nil && !out.done.Load() {
			return true
		}
	}
	return false
}

// moment hands an entry to the outputs.
func (o *outputs) moment(m *run.Moment) error {
	return o.each(func(to sink.Sink) error { return to.Moment(m) })
}

// flush writes what the outputs have gathered.
func (o *outputs) flush() error { return o.each(sink.Sink.Flush) }

// each does something with every sink that wants more, up to the first that
// fails.
func (o *outputs) each(do func(sink.Sink) error) error {
	for _, out := range o.list {
		if out.sink == nil || out.done.Load() {
			continue
		}
		switch err := do(out.sink); {
		case errors.Is(err, sink.ErrEnough):
			out.done.Store(true)
		case err != nil:
			return out.failure(err)
		}
	}
	return nil
}

// restart takes back what was written to files, as far as that is possible, and
// returns those. begin begins them anew.
func (o *outputs) restart() (*outputs, error) {
	empty := &outputs{}
	for _, out := range o.list {
		if out.sink == nil || out.file == nil {
			continue
		}
		if err := out.sink.Flush(); err != nil {
			return nil, out.failure(err)
		}
		ok, err := out.file.Restart()
		if err != nil {
			return nil, err
		}
		if ok {
			empty.list = append(empty.list, out)
		}
	}
	return empty, nil
}

// pictures returns the outputs that have no sink yet: those of text of a run.
func (o *outputs) pictures() []*output {
	var all []*output
	for _, out := range o.list {
		if out.sink == nil {
			all = append(all, out)
		}
	}
	return all
}

// commit ends what the sinks write, and puts the files in place: first of all those,
// for the reader of stdout may close it at any time.
func (o *outputs) commit(drops capture.Drops) error {
	if err := o.close(drops, true); err != nil {
		return err
	}
	for _, out := range o.list {
		if out.file == nil {
			continue
		}
		if err := out.file.Commit(); err != nil {
			return err
		}
	}
	return o.close(drops, false)
}

// close ends what the sinks write to files, or else to stdout.
func (o *outputs) close(drops capture.Drops, files bool) error {
	for _, out := range o.list {
		if out.sink == nil || (out.file != nil) != files {
			continue
		}
		if err := out.sink.Close(drops); err != nil {
			return out.failure(err)
		}
	}
	return nil
}

// abort removes what is not complete.
func (o *outputs) abort() {
	for _, out := range o.list {
		if out.file != nil {
			out.file.Abort() //nolint:errcheck // without effect after Commit; else the failure that led here is told
		}
	}
}
