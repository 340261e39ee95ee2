package report

import (
	"errors"
	"fmt"

	"wireladder/capture"
	"wireladder/capture/savefile"
	"wireladder/render"
	"wireladder/render/jsonl"
)

// errEnough is returned by a sink that wants no further entries: it is no
// fault. close is called all the same.
var errEnough = errors.New("nothing more is wanted")

// sink is where stage 4 ends: it takes what is settled and picked, and keeps nothing
// of it: what that points to is gone when the method returns.
type sink interface {
	// moment takes the next entry. A delivery comes after its packet, of which it has
	// the Number at least.
	moment(*settled) error
	// flush writes what was gathered: nothing may come for a while.
	flush() error
	// close ends it, with what the capture lost. It closes no file.
	close(capture.Drops) error
}

var (
	_ sink = savedSink{}
	_ sink = linesSink{}
	_ sink = (*pictureSink)(nil)
	_ sink = (*tableSink)(nil)
	_ sink = followSink{}
	_ sink = detailSink{}
)

// savedSink writes a capture file.
type savedSink struct{ savefile.Writer }

// moment writes the entry, a packet with its explanation, unless it has a comment. The
// comment begins with the number that explanations call the packet by: programs that
// show the file count the entries between the packets, too.
func (s savedSink) moment(m *settled) error {
	p := m.entry.Packet
	if p == nil || p.Comment != "" {
		return s.Write(m.entry)
	}
	p.Comment = fmt.Sprintf("Packet %d. %s", p.Number, m.explanation().Full)
	err := s.Write(m.entry)
	p.Comment = ""
	return err
}

func (s savedSink) flush() error { return nil } // a block or record is written at once

func (s savedSink) close(drops capture.Drops) error { return s.Close(drops) }

// linesSink writes lines of JSON.
type linesSink struct {
	*jsonl.Writer
	detail      render.Detail
	packetsOnly bool
}

func (s linesSink) moment(m *settled) error {
	if m.entry.Packet == nil {
		if s.packetsOnly {
			return nil
		}
		return writeOther(s, &m.entry)
	}
	sentence := ""
	switch s.detail {
	case render.Brief:
		sentence = m.brief()
	case render.Full:
		sentence = m.explanation().Full
	}
	return s.Packet(&m.meaning, sentence)
}

func (s linesSink) flush() error { return s.Flush() }

func (s linesSink) close(capture.Drops) error { return s.Flush() }

// otherWriter writes each kind of entry that is no packet.
type otherWriter interface {
	Delivery(*capture.Delivery) error
	Snapshot(*capture.Snapshot) error
	Call(*capture.Call) error
}

// writeOther has w write an entry that is no packet.
func writeOther(w otherWriter, e *capture.Entry) error {
	switch {
	case e.Delivery != nil:
		return w.Delivery(e.Delivery)
	case e.Snapshot != nil:
		return w.Snapshot(e.Snapshot)
	case e.Call != nil:
		return w.Call(e.Call)
	}
	return nil
}
