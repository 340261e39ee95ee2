package output

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync/atomic"
	"syscall"

	"wireladder/capture"
	"wireladder/cmd/report/outfile"
	"wireladder/cmd/report/rows"
	"wireladder/cmd/report/sink"
	"wireladder/cmd/report/source"
	"wireladder/render/plot/topic"
	"wireladder/render/text"
	"wireladder/render/text/scroll"
)

// output is one destination that is open, or that has failed. It fails alone.
type output struct {
	Destination
	w       io.Writer
	style   text.Style
	look    sink.Look
	file    *outfile.Output               // nil for stdout
	parts   []sequel                      // of a picture that takes several files
	tell    func(name string)             // of each of these; nil: nobody
	instead func(*sink.Subject) sink.Sink // makes the sink in place of text; nil: nobody does
	refuge  *refuge                       // where text goes that the file does not take; nil: nowhere
	sink    sink.Sink                     // nil before begin, and for text of a run that goes on
	done    atomic.Bool                   // the sink wants no more
	failed  *Error                        // why it is not whole; nil: it is so far
}

// openDestination opens a destination. The error is an *Error, or source.ErrInterrupted.
func openDestination(ctx context.Context, o *Options, d Destination) (*output, error) {
	if d.Name == "-" {
		return newScreen(o, d.Format), nil
	}
	f, err := create(ctx, d.Name)
	switch {
	case errors.Is(err, source.ErrInterrupted):
		return nil, err
	case err != nil:
		return nil, Failure(d.Name, "create", err)
	}
	return &output{Destination: d, w: f, style: o.File, look: o.Look, file: f, tell: o.Further}, nil
}

// create creates a file, unless the context has ended. What is no regular file may have to be waited for;
// of one that is, nothing is left behind.
func create(ctx context.Context, name string) (*outfile.Output, error) {
	if was, err := os.Stat(name); err == nil && !was.Mode().IsRegular() {
		return source.Unless(ctx, name, outfile.Create)
	}
	if ctx.Err() != nil {
		return nil, source.ErrInterrupted
	}
	return outfile.Create(name)
}

// newScreen returns stdout as an output.
func newScreen(o *Options, format Format) *output {
	return &output{Destination: Destination{"-", format}, w: o.Stdout, style: o.Screen, look: o.Look, instead: o.Instead}
}

// Incoming is what comes to outputs.
type Incoming struct {
	Subject     *sink.Subject
	Link        capture.LinkType // of the first packet, as far as it is known
	PacketsOnly bool             // nothing but packets in lines of JSON
	Unfinished  bool             // more will be known when all has come: pictures wait for it
	GoesOn      bool             // it happens just now: in place of a picture, text has rows as they come
}

// begin makes the output's sink.
func (out *output) begin(c *Incoming) {
	switch {
	case out.failed != nil:
	case c.Unfinished && (out.Format.IsPicture() || out.Format == JSONLines && out.file == nil):
	case out.Format == Text && out.instead != nil:
		out.sink = out.instead(c.Subject)
	case out.Format == Text && c.GoesOn && out.file == nil && c.Subject.View.IsPicture():
		shown := rows.New(out.w, scroll.Options{Style: out.style, Detail: c.Subject.Detail})
		shown.AtOnce = true
		out.sink = shown
	case out.Format == Text:
		out.sink = c.Subject.NewView(out.w, out.style)
	case out.Format.TakesPlots() && c.Subject.View.Plot.Topic != topic.NoTopic:
		out.sink = c.Subject.NewPlot(out.w, arts[out.Format], out.look)
	case out.Format.IsArt():
		out.sink = c.Subject.NewArt(out.w, arts[out.Format], out.look, out.further())
	case out.Format.IsWritten():
		out.sink = c.Subject.NewWritten(out.w, languages[out.Format], out.style, out.further())
	case out.Format == JSONLines && c.Subject.View.Summary:
		out.sink = c.Subject.NewTableLines(out.w)
	case out.Format == JSONLines:
		out.sink = c.Subject.NewLines(out.w, c.PacketsOnly)
	default:
		saved, err := sink.NewSaved(out.w, savedFormats[out.Format], c.Subject.Origin, c.Link, c.Unfinished)
		if err != nil {
			out.fail(err)
			return
		}
		out.sink = saved
	}
}

// do does something with the sink, if it wants more.
func (out *output) do(something func(sink.Sink) error) {
	if out.sink == nil || out.done.Load() {
		return
	}
	switch err := something(out.sink); {
	case errors.Is(err, sink.ErrEnough):
		out.done.Store(true)
	case err != nil:
		out.fail(err)
	}
}

// fail takes notice of why the output is not whole. Nothing more is written to it.
func (out *output) fail(err error) {
	if out.failed == nil {
		out.failed = Failure(out.Name, "write", err)
	}
	out.done.Store(true)
}

// isBegunAnew begins a file anew, and reports whether it could.
func (out *output) isBegunAnew() bool {
	if out.file == nil {
		return false
	}
	out.do(sink.Sink.Flush)
	return out.failed == nil && out.file.Again()
}

// close ends what the sink writes.
func (out *output) close(drops capture.Drops) {
	if out.sink == nil || out.failed != nil {
		return
	}
	if err := out.sink.Close(drops); err != nil {
		out.fail(err)
	}
	if out.refuge != nil && out.refuge.err != nil {
		out.fail(out.refuge.err)
	}
	if out.failed != nil {
		out.abortParts()
	}
}

// commit puts a file in its place, or, if it is not all that was wanted, where none is in
// its place. It returns what the file is called then, "" if there is none.
func (out *output) commit(whole bool) string {
	var (
		left *outfile.LeftError
		name = out.Name
		err  error
	)
	if whole {
		err = out.file.Commit()
	} else {
		name, err = out.file.Keep()
	}
	if err == nil {
		out.commitParts()
		return name
	}
	out.abortParts()
	out.fail(err)
	if errors.As(err, &left) {
		out.failed.Kept = left.Name
	}
	return ""
}

// leave leaves what was written where it is, if there is something, and says so.
func (out *output) leave() {
	if out.file.IsEmpty() {
		_ = out.file.Abort() // why it has failed is told
		return
	}
	if name, err := out.file.Leave(); err == nil {
		out.failed.Kept = name
	}
}

// Failure says which output an error comes from, what could not be done with it, and
// what the system says to that, if it does.
func Failure(name, what string, err error) *Error {
	var (
		errno syscall.Errno
		at    *fs.PathError
	)
	switch {
	case errors.As(err, &errno):
		err = errno
	case errors.As(err, &at):
		err = at.Err
	}
	said := fmt.Errorf("can't %s %q: %w", what, name, err)
	if name == "-" {
		said = fmt.Errorf("can't %s to stdout: %w", what, err)
	}
	return &Error{Name: name, Err: said}
}
