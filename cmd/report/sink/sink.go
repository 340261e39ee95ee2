package sink

import (
	"bufio"
	"errors"
	"io"
	"slices"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/savefile"
	"wireladder/render"
	"wireladder/render/jsonl"
	"wireladder/render/titles"
	"wireladder/render/words"
)

// ErrEnough is returned by a sink that wants no further entries: it is no
// fault. close is called all the same.
var ErrEnough = errors.New("nothing more is wanted")

// Sink takes what is settled and picked, and keeps nothing of it: what that points to
// is gone when the method returns.
type Sink interface {
	// Moment takes the next moment. A delivery comes after its packet, of which it has
	// the Number at least.
	Moment(*run.Moment) error
	// Flush writes what was gathered: nothing may come for a while.
	Flush() error
	// Close ends it, with what the capture lost. It closes no file.
	Close(capture.Drops) error
}

var (
	_ Sink = savedSink{}
	_ Sink = linesSink{}
	_ Sink = (*pictureSink)(nil)
	_ Sink = (*tableSink)(nil)
	_ Sink = followSink{}
	_ Sink = detailSink{}
)

// gathered is how many octets of a capture file are written together.
const gathered = 1 << 16

// NewSaved returns a sink that writes a capture file. Its first octets are written at
// once; so is each block or record if the file must be good whenever this process ends, else
// many are together.
func NewSaved(w io.Writer, format savefile.Format, origin capture.Origin, link capture.LinkType, atOnce bool) (Sink, error) {
	s := savedSink{}
	if !atOnce {
		s.gathers = bufio.NewWriterSize(w, gathered)
		w = s.gathers
	}
	var err error
	if s.Writer, err = savefile.NewWriter(w, format, origin, link); err != nil {
		return nil, err
	}
	return s, s.Flush()
}

// savedSink writes a capture file.
type savedSink struct {
	savefile.Writer
	gathers *bufio.Writer // what it writes to; nil: each block or record is written at once
}

// Moment writes the entry, a packet with its explanation, unless it has a comment. The
// comment begins with the number that explanations call the packet by: programs that
// show the file count the entries between the packets, too.
func (s savedSink) Moment(m *run.Moment) error {
	p := m.Entry.Packet
	switch {
	case m.Entry == capture.Entry{}:
		return nil // it is derived from entries that stand elsewhere
	case p == nil || p.Comment != "":
		return s.Write(m.Entry)
	}
	p.Comment = words.Comment(p.Number, words.Of(m))
	err := s.Write(m.Entry)
	p.Comment = ""
	return err
}

// Flush implements Sink.
func (s savedSink) Flush() error {
	if s.gathers == nil {
		return nil
	}
	return s.gathers.Flush()
}

// Close implements Sink.
func (s savedSink) Close(lost capture.Drops) error {
	if err := s.Writer.Close(lost); err != nil {
		return err
	}
	return s.Flush()
}

// NewLines returns a sink that writes lines of JSON, and nothing but packets if packetsOnly is
// set: else what went wrong comes behind them.
func (p *Subject) NewLines(w io.Writer, packetsOnly bool) Sink {
	s := linesSink{jsonl.NewWriter(w), p.Detail, packetsOnly, newJudgement(p.Judged && !packetsOnly)}
	if a := p.Origin.Joint; a != nil && !packetsOnly {
		_ = s.Joint(a, slices.Concat(titles.Clocks(a), titles.Joined(a))) // the next line tells the error
		s.wrote(new(capture.Entry))                                       // steps are counted by lines
	}
	return s
}

// linesSink writes lines of JSON.
type linesSink struct {
	*jsonl.Writer
	detail      render.Detail
	packetsOnly bool
	*judgement
}

// Moment implements Sink.
func (s linesSink) Moment(m *run.Moment) error {
	s.add(m)
	if m.Entry != (capture.Entry{}) {
		s.wrote(&m.Entry)
	}
	if m.Entry.Packet == nil {
		if s.packetsOnly || m.Entry == (capture.Entry{}) {
			return nil
		}
		return writeOther(s, &m.Entry)
	}
	sentence := ""
	switch s.detail {
	case render.Brief:
		sentence = words.Brief(m)
	case render.Full:
		sentence = words.Of(m).Full
	}
	return s.Packet(&m.Observation, sentence)
}

// Close implements Sink.
func (s linesSink) Close(capture.Drops) error {
	if err := s.lines(s.Writer, s.detail); err != nil {
		return err
	}
	return s.Flush()
}

// otherWriter writes each kind of entry that is no packet.
type otherWriter interface {
	Delivery(*capture.Delivery) error
	Snapshot(*capture.Snapshot) error
	Counters(*capture.Counters) error
	Call(*capture.Call) error
}

// writeOther has w write an entry that is no packet.
func writeOther(w otherWriter, e *capture.Entry) error {
	switch {
	case e.Delivery != nil:
		return w.Delivery(e.Delivery)
	case e.Snapshot != nil:
		return w.Snapshot(e.Snapshot)
	case e.Counters != nil:
		return w.Counters(e.Counters)
	}
	return w.Call(e.Call)
}
