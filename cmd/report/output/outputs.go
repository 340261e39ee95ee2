package output

import (
	"context"
	"errors"
	"io"
	"slices"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/cmd/report/sink"
	"wireladder/cmd/report/source"
	"wireladder/render/text"
)

// Options say where something is shown, and how it looks there.
type Options struct {
	Destinations []Destination // each named once
	Stdout       io.Writer     // of Destination "-"
	Screen, File text.Style    // of text on stdout, and in files
	Look         sink.Look     // of pictures of lines and letters
	// Instead makes the sink of stdout in place of text; nil: that is text.
	Instead func(*sink.Subject) sink.Sink
	// Further is told of each further file of an output that takes several; nil: nobody is.
	Further func(name string)
	// OwnScreen says that Stdout shows something already. Else it gets text if no
	// destination shows anything, or is it.
	OwnScreen bool
}

// Outputs are all destinations of one command. What is written to a file comes into place
// at the end. One that fails costs nothing but itself.
type Outputs struct {
	list []*output
	// Once says that what is shown can't be had again: then the others do not stop when
	// all have failed, and what a file of data has is left.
	Once bool
}

// Open opens all destinations. Those that can't be opened are among them, and have
// failed. The error is source.ErrInterrupted.
func Open(ctx context.Context, o *Options) (*Outputs, error) {
	outs := &Outputs{}
	for _, d := range o.Destinations {
		out, err := openDestination(ctx, o, d)
		var failed *Error
		if errors.As(err, &failed) {
			out = &output{Destination: d, failed: failed}
			out.done.Store(true)
		} else if err != nil {
			outs.Abort()
			return &Outputs{}, err
		}
		outs.list = append(outs.list, out)
	}
	if !o.OwnScreen {
		outs.addScreen(o)
	}
	return outs, nil
}

// addScreen makes stdout an output if nothing else shows what was seen. Else, if stdout is
// free, it is the refuge of text.
func (o *Outputs) addScreen(options *Options) {
	if options.Instead != nil || !o.view() {
		o.list = append(o.list, newScreen(options, Text))
		return
	}
	if slices.ContainsFunc(o.list, func(out *output) bool { return out.Name == "-" }) {
		return
	}
	for _, out := range o.list {
		if out.Format == Text && out.file != nil {
			out.refuge = &refuge{file: out.file, stdout: options.Stdout}
			out.w = out.refuge
		}
	}
}

// view reports whether one of the outputs shows what was seen, or is stdout:
// then nothing is drawn besides.
func (o *Outputs) view() bool {
	for _, out := range o.list {
		if out.failed == nil && !out.Format.IsSaved() || out.Name == "-" {
			return true
		}
	}
	return false
}

// Begin makes the sinks of all outputs, for what comes. The error is ErrHopeless.
func (o *Outputs) Begin(c *Incoming) error {
	for _, out := range o.list {
		out.begin(c)
	}
	return o.Hopeless()
}

// Hopeless returns ErrHopeless if there is no use in going on.
func (o *Outputs) Hopeless() error {
	if o.Once || len(o.list) == 0 || slices.ContainsFunc(o.list, func(out *output) bool { return out.failed == nil }) {
		return nil
	}
	return ErrHopeless
}

// Active reports whether any output takes entries as they come.
func (o *Outputs) Active() bool {
	for _, out := range o.list {
		if out.sink != nil && !out.done.Load() {
			return true
		}
	}
	return false
}

// Moment hands an entry to the outputs.
func (o *Outputs) Moment(m *run.Moment) error {
	return o.each(func(to sink.Sink) error { return to.Moment(m) })
}

// Flush writes what the outputs have gathered.
func (o *Outputs) Flush() error { return o.each(sink.Sink.Flush) }

// Forgot tells the outputs whose rows go on that what was known of conversations is known no longer,
// and why.
func (o *Outputs) Forgot(why string) error {
	return o.each(func(to sink.Sink) error {
		if goesOn, ok := to.(interface{ Forgot(why string) error }); ok {
			return goesOn.Forgot(why)
		}
		return nil
	})
}

// each does something with every sink that wants more. The error is ErrHopeless.
func (o *Outputs) each(do func(sink.Sink) error) error {
	for _, out := range o.list {
		out.do(do)
	}
	return o.Hopeless()
}

// Again begins files anew, as far as that is possible, and returns those, and the outputs
// of text that were left out as long as more was to be known. Begin makes their sinks. What
// was written to a file until then is taken if that comes to nothing.
func (o *Outputs) Again() *Outputs {
	anew := &Outputs{Once: true}
	for _, out := range o.list {
		if out.failed == nil && (out.sink == nil || out.isBegunAnew()) {
			anew.list = append(anew.list, out)
		}
	}
	return anew
}

// IsEmpty reports whether there is no output.
func (o *Outputs) IsEmpty() bool { return len(o.list) == 0 }

// Commit ends what the sinks write, and puts the files in place: first of all those, for
// the reader of stdout may close it at any time. If what they have is not all that was
// wanted, they take the place of no other file. It returns what they are called.
func (o *Outputs) Commit(drops capture.Drops, whole bool) []Kept {
	var kept []Kept
	for _, out := range o.list {
		if out.file == nil {
			continue
		}
		out.close(drops)
		if out.failed != nil && !out.file.Revert() {
			o.giveUp(out)
			continue
		}
		switch as := out.commit(whole && out.failed == nil); {
		case as == "":
		case out.failed != nil:
			out.failed.Kept = as
		default:
			kept = append(kept, Kept{out.Name, as})
		}
	}
	for _, out := range o.list {
		if out.file == nil {
			out.close(drops)
		}
	}
	return kept
}

// giveUp ends an output that has failed. Data that can't be had again are left.
func (o *Outputs) giveUp(out *output) {
	if o.Once && !out.Format.IsPicture() {
		out.leave()
		return
	}
	_ = out.file.Abort() // why it has failed is told
}

// Failure returns why outputs have failed, each a *Error; nil if none has. If the user has
// ended the painting of a picture, that is source.ErrInterrupted.
func (o *Outputs) Failure() error {
	var all []error
	for _, out := range o.list {
		switch {
		case out.failed == nil:
		case errors.Is(out.failed, source.ErrInterrupted):
			return source.ErrInterrupted
		default:
			all = append(all, out.failed)
		}
	}
	return errors.Join(all...)
}

// OnScreen reports whether stdout shows something.
func (o *Outputs) OnScreen() bool {
	return slices.ContainsFunc(o.list, func(out *output) bool {
		return out.Name == "-" && out.failed == nil || out.refuge != nil && out.refuge.err != nil
	})
}

// Abort removes what is not complete.
func (o *Outputs) Abort() {
	for _, out := range o.list {
		if out.file != nil {
			out.abortParts()
			out.file.Abort() //nolint:errcheck // without effect after Commit; else the failure that led here is told
		}
	}
}
