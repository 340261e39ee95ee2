package report

import (
	"io"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/cmd/report/rows"
	"wireladder/cmd/report/sink"
	"wireladder/cmd/report/tail"
	"wireladder/cmd/report/understand"
	"wireladder/render/quantity"
	"wireladder/render/text/scroll"
)

// WatchOptions say what is shown while something is captured.
type WatchOptions struct {
	Origin  capture.Origin
	Picture Picture
	Stdout  io.Writer
	Lines   bool       // lines of JSON, in place of rows
	Names   tail.Namer // of sockets; nil: nobody knows
}

// WatchReport shows packets while they are captured: stages 2 and 4 of a report, of which nothing is kept
// but what the next packets are understood by, and of that not more than there is room for. Make one
// with NewWatch.
type WatchReport struct {
	options    WatchOptions
	understand *understand.Interpreter
	rows       *rows.Ongoing // nil: lines are written
	lines      sink.Sink
	skipped    int // packets without rows that were not told of
}

// maxConversations is how many are known: some 2 kB each.
const maxConversations = 10_000

// tooMany is why what was known of them is forgotten.
const tooMany = "starting afresh: more conversations than are remembered"

// NewWatch returns a report that has seen nothing.
func NewWatch(o WatchOptions) *WatchReport {
	w := &WatchReport{options: o}
	if o.Lines {
		subject := &sink.Subject{Origin: o.Origin, Detail: o.Picture.Detail}
		w.lines = subject.NewLines(o.Stdout, true)
	} else {
		w.rows = rows.New(o.Stdout, scroll.Options{Style: o.Picture.Screen, Detail: o.Picture.Detail})
	}
	w.begin()
	return w
}

// begin knows nothing of any conversation.
func (w *WatchReport) begin() {
	w.understand = understand.New(w.options.Origin, 0)
	w.understand.ForPicture()
}

// Add takes the next packet, decoded and numbered, which is not changed any more. It has a row if it is
// drawn; else it is understood alone.
func (w *WatchReport) Add(p *capture.Packet, drawn bool) error {
	if len(w.understand.Tracker().Conversations()) >= maxConversations {
		if err := w.forget(tooMany); err != nil {
			return err
		}
	}
	w.understand.Add(capture.Entry{Packet: p})
	for _, m := range w.understand.Take() {
		if err := w.show(m, drawn); err != nil {
			return err
		}
	}
	return nil
}

// show shows a moment.
func (w *WatchReport) show(m *run.Moment, drawn bool) error {
	switch {
	case w.lines != nil:
		return w.lines.Moment(m)
	case !drawn:
		w.skipped++
		return nil
	}
	if err := w.tellSkipped(); err != nil {
		return err
	}
	w.options.Names.Name(m)
	return w.rows.Moment(m)
}

// tellSkipped says how many packets have no rows.
func (w *WatchReport) tellSkipped() error {
	n := w.skipped
	if w.skipped = 0; n == 0 {
		return nil
	}
	return w.rows.Skipped(n)
}

// Missed says that so many packets are not given to it. What it knew is not true any more.
func (w *WatchReport) Missed(packets int) error {
	w.begin()
	if w.rows == nil {
		return nil
	}
	packets += w.skipped
	w.skipped = 0
	return w.rows.Forgot(quantity.Count(packets, "packet") + " not drawn: more came than could be drawn; starting afresh")
}

// forget begins anew, and says why.
func (w *WatchReport) forget(why string) error {
	w.begin()
	if w.rows == nil {
		return nil
	}
	return w.rows.Forgot(why)
}

// Write writes what has come: more comes at once.
func (w *WatchReport) Write() error {
	if w.rows == nil {
		return w.lines.Flush()
	}
	return w.rows.Write()
}

// Idle writes what has come, and tells what went wrong: nothing comes for a while.
func (w *WatchReport) Idle() error {
	if w.rows == nil {
		return w.lines.Flush()
	}
	return w.rows.Flush()
}

// Close tells what is known at the end alone.
func (w *WatchReport) Close(lost capture.Drops) error {
	if w.rows == nil {
		return w.lines.Close(lost)
	}
	if err := w.tellSkipped(); err != nil {
		return err
	}
	return w.rows.Close(lost)
}
