package report

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/savefile"
	"wireladder/cmd/report/output"
	"wireladder/cmd/report/selection"
	"wireladder/cmd/report/sink"
	"wireladder/cmd/report/source"
	"wireladder/cmd/report/source/ends"
	"wireladder/cmd/report/understand"
	"wireladder/render"
	"wireladder/render/plot/topic"
)

// File says which capture file is read, and what is shown of it.
type File struct {
	Name     string    // "-" is stdin
	Other    string    // the file of the other end of the same run; "" if there is none
	Stdin    io.Reader // of Name "-"
	Select   selection.Selection
	View     sink.View
	Progress *source.Progress // nil shows none
	Options
}

// Read reads a file and shows it: all of it, or what is good before its fault. The
// error joins whatever there is of a *FaultError, *NoStreamError, *selection.FilterError,
// *output.Errors and source.ErrInterrupted.
func Read(ctx context.Context, o *File) error {
	r, err := readOnce(ctx, o)
	if r != nil && r.isOfUDP() {
		again := *o
		again.Select.Stream.Proto, again.Select.Stream.Either = capture.UDP, false
		r, err = readOnce(ctx, &again)
	}
	if r == nil {
		return err
	}
	return errors.Join(r.verdict(), err)
}

// readOnce reads the file from its beginning to its end and shows it. There is no
// reading if there is nothing to tell about it but the error.
func readOnce(ctx context.Context, o *File) (*fileReading, error) {
	r := &fileReading{file: o}
	if err := r.openFile(ctx); err != nil {
		return nil, err
	}
	defer r.in.Close() //nolint:errcheck // only read
	if r.fault != nil {
		return r, nil
	}
	judged := o.judges() && r.in.IsSmall(sink.MostJudged(r.reader.Origin()))
	r.pipeline = newPipeline(r.reader.Origin(), &o.Options, &o.Select, r.ahead(judged))
	r.subject.File, r.subject.Other, r.subject.View, r.subject.Judged = o.Name, o.Other, o.View, judged
	if o.Other != "" {
		r.understand.Watched()
	}
	draws, speaks := o.wants()
	draws = draws || judged
	switch {
	case draws:
		r.understand.ForPicture()
	case !speaks:
		r.understand.Bare()
	}
	r.open = func() (*output.Outputs, error) {
		outs, err := output.Open(ctx, o.output())
		if outs != nil {
			outs.Once = !r.in.IsRegular()
		}
		return outs, err
	}
	defer func() { r.outs.Abort() }()
	if !draws {
		r.aside = newBackground(r.pipeline)
		defer r.aside.end()
	}
	return r, r.run(ctx)
}

// openFile opens the file, or both. What is no capture is a fault.
func (r *fileReading) openFile(ctx context.Context) error {
	o := r.file
	if o.Other != "" {
		_, speaks := o.wants()
		both, err := ends.Open(ctx, [2]string{o.Name, o.Other}, o.Progress, o.Select.IsWhole() && !speaks)
		if err != nil {
			return err
		}
		r.in, r.reader, r.both = both, both, both
		return nil
	}
	in, err := source.Open(ctx, o.Name, o.Stdin, o.Progress)
	if err != nil {
		return err
	}
	in.Idle = func() error {
		if r.pipeline == nil {
			return nil // not even the header has come
		}
		return r.idle()
	}
	r.in = in
	reader, err := savefile.NewReader(in)
	if err != nil {
		r.fault = fmt.Errorf("can't read %q: %w", o.Name, err)
	}
	r.reader, r.bulk = reader, reader
	return nil
}

// wants reports whether anything that is shown may be a picture, and whether it says
// something about single packets.
func (o *File) wants() (draws, speaks bool) {
	seen := o.OwnScreen
	for _, d := range o.Destinations {
		seen = seen || !d.Format.IsSaved() || d.Name == "-"
		switch {
		case d.Format.IsPicture():
			draws = true
		case d.Format == Pcapng, d.Format == JSONLines && o.Picture.Detail != render.None:
			speaks = true
		}
	}
	draws = (draws || !seen) && !o.View.Summary
	switch {
	case o.View.Plot.Topic != topic.NoTopic:
		return false, true
	case o.View.Follow || o.View.Verbose:
		return false, speaks || draws
	}
	return draws, speaks
}

// judges reports whether anything that is shown may tell what went wrong.
func (o *File) judges() bool {
	if o.View.Follow || o.View.Verbose || o.View.Plot.Topic != topic.NoTopic {
		return false
	}
	return !slices.ContainsFunc(o.Destinations, func(d Destination) bool { return d.Name == "-" && d.Format.IsSaved() }) ||
		slices.ContainsFunc(o.Destinations, func(d Destination) bool { return !d.Format.IsSaved() })
}

// ahead returns how many moments wait for what comes behind them: none where only a table
// is wanted.
func (r *fileReading) ahead(judged bool) int {
	o := r.file
	if o.View.Summary && !judged && !slices.ContainsFunc(o.Destinations, func(d Destination) bool { return d.Format.IsSaved() }) {
		return 0
	}
	return understand.Ahead
}

// fileReading is one pass through a file, which is the source of a pipeline.
type fileReading struct {
	file   *File
	in     inlet
	reader inflow           // stage 1
	bulk   *savefile.Reader // the same, for readBulk; nil: it can't be read so
	both   *ends.Both       // two files
	*pipeline
	fault error         // what ended the reading before the end of the file
	kept  []output.Kept // files that have what was read
}

// inlet is the file that is read, or both.
type inlet interface {
	IsRegular() bool
	IsSmall(most int64) bool
	IsInterrupted() bool
	Close() error
}

// inflow yields the entries of a file, or of both.
type inflow interface {
	Origin() capture.Origin
	Drops() capture.Drops
	ScanMany([]capture.Packet) (int, *capture.Entry, error)
}

// run reads the file and shows it. The error is one of the showing; verdict tells that
// of the reading.
func (r *fileReading) run(ctx context.Context) error {
	err := r.readAll()
	if behind := r.catchUp(); err == nil {
		err = behind
	}
	r.file.Progress.Erase()
	if err == nil && r.hasSomething() {
		err = r.begin()
	}
	if r.open != nil {
		return err // nothing is shown
	}
	if errors.Is(err, output.ErrHopeless) {
		err = nil // why each has failed is told
	}
	r.subject.GoOn = source.GoOn(ctx, source.Patience)
	r.kept = r.outs.Commit(r.reader.Drops(), err == nil && r.fault == nil)
	return errors.Join(err, r.failure())
}

// failure returns why outputs have failed, but for what verdict tells.
func (r *fileReading) failure() error {
	failed := r.outs.Failure()
	if errors.Is(failed, source.ErrInterrupted) && r.in.IsInterrupted() {
		return nil
	}
	return failed
}

// hasSomething reports whether there is anything to show: of a file with a
// fault some entries, and the stream that was asked for.
func (r *fileReading) hasSomething() bool {
	if r.pick.Undecided() {
		return false
	}
	return r.fault == nil || r.overview.All > 0 || r.overview.Calls > 0 || len(r.held) > 0
}

// readAll takes one entry after the other, until the end or a fault.
func (r *fileReading) readAll() error {
	for first := true; !r.inBulk(); {
		room := r.understand.Room()
		n, other, err := r.reader.ScanMany(room)
		if first && n > 0 {
			r.begins(&room[0])
			first = false
		}
		r.understand.Read(n)
		if other != nil {
			r.understand.Add(*other)
		}
		if err != nil {
			r.ended(err)
			return r.end()
		}
		if err := r.settle(); err != nil {
			return err
		}
		if r.goesOn && len(r.understand.Tracker().Conversations()) >= maxConversations {
			if err := r.afresh(); err != nil {
				return err
			}
		}
	}
	return r.readBulk()
}

// just is how long ago the first packet of a capture that goes on was captured, at most.
const just = 5 * time.Second

// begins takes notice of the first packet. What comes through a pipe from who captures just now is shown
// as it comes, for it may have no end. A run of ours has one, and is drawn with all that is known then.
func (r *fileReading) begins(p *capture.Packet) {
	ago := time.Since(p.Time)
	origin := r.reader.Origin()
	ours := origin.Scenario != "" && origin.Scenario != watched
	if ago < -just || ago > just || ours || r.in.IsRegular() {
		return
	}
	r.goesOn = true
	r.understand.AtOnce()
}

// afresh forgets what is known of conversations: what goes on may have no end, and nothing waits to be
// understood.
func (r *fileReading) afresh() error {
	r.understand = understand.New(r.reader.Origin(), 0)
	r.understand.ForPicture()
	r.subject.Run, r.subject.Conversations = r.understand.Run, r.understand.Tracker().Conversations
	return r.outs.Forgot(tooMany)
}

// watched is the scenario of what watch has captured.
const watched = "watch"

// ended takes notice of what has ended the reading.
func (r *fileReading) ended(err error) {
	switch {
	case errors.Is(err, io.EOF):
	case r.file.Other != "":
		r.fault = err // it names its file
	default:
		r.fault = fmt.Errorf("%q: %w", r.file.Name, err)
	}
}

// isOfUDP reports whether the stream asked for by a number alone is one of UDP,
// for TCP has none of that number, in a file that can be read again.
func (r *fileReading) isOfUDP() bool {
	if r.pipeline == nil || !r.file.Select.Stream.Either || !r.pick.Undecided() || !r.in.IsRegular() || r.in.IsInterrupted() {
		return false
	}
	_, udp := r.streams()
	return r.file.Select.Stream.Number < udp
}

// streams counts the streams of the file.
func (r *fileReading) streams() (tcp, udp int) {
	for _, c := range r.understand.Tracker().Conversations() {
		if c.Proto == capture.TCP {
			tcp++
		} else {
			udp++
		}
	}
	return tcp, udp
}

// verdict tells how the reading went.
func (r *fileReading) verdict() error {
	switch {
	case r.in.IsInterrupted():
		return &FaultError{Err: source.ErrInterrupted, Before: r.kept}
	case r.fault != nil:
		return &FaultError{r.fault, r.pipeline != nil && r.outs.OnScreen(), r.kept}
	case r.pick.Undecided():
		tcp, udp := r.streams()
		return &NoStreamError{File: r.file.Name, Stream: r.file.Select.Stream, TCP: tcp, UDP: udp}
	}
	return nil
}
