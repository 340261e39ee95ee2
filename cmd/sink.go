package cmd

import (
	"fmt"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/savefile"
	"wireladder/render"
	"wireladder/render/jsonl"
)

// seen is a packet that was observed. What is said about it is worked out when
// somebody asks, and once: before the next packet is observed.
type seen struct {
	flow.Observation
	said render.Explanation
	told bool // said is there
}

// observe lets the tracker have the next packet.
func (s *seen) observe(t *flow.Tracker, p *capture.Packet) {
	t.ObserveInto(&s.Observation, p)
	s.told = false
}

// explanation returns what is said about the packet.
func (s *seen) explanation() *render.Explanation {
	if !s.told {
		s.said, s.told = render.Explain(&s.Observation), true
	}
	return &s.said
}

// brief returns what is said about the packet in a line. It is worked out apart
// from the rest, which costs more than the line.
func (s *seen) brief() string {
	if s.told {
		return s.said.Brief
	}
	return render.ExplainBrief(&s.Observation)
}

// sink takes entries as they come, and keeps nothing of them: what they point
// to is gone when the method returns.
type sink interface {
	packet(*seen) error
	// other takes an entry that is no packet. A delivery comes after its packet, of
	// which it has the Number at least.
	other(*capture.Entry) error
	// flush writes what was gathered: nothing may come for a while.
	flush() error
	// close ends it, with what the capture lost. It closes no file.
	close(capture.Drops) error
}

var (
	_ sink = savedSink{}
	_ sink = linesSink{}
)

// savedSink writes a capture file.
type savedSink struct{ savefile.Writer }

// packet writes the packet with its explanation, unless it has a comment. The
// comment begins with the number that explanations call the packet by: programs that
// show the file count the entries between the packets, too.
func (s savedSink) packet(o *seen) error {
	own := o.Packet.Comment
	if own == "" {
		o.Packet.Comment = fmt.Sprintf("Packet %d. %s", o.Packet.Number, o.explanation().Full)
	}
	err := s.Write(capture.Entry{Packet: o.Packet})
	o.Packet.Comment = own
	return err
}

func (s savedSink) other(e *capture.Entry) error { return s.Write(*e) }

func (s savedSink) flush() error { return nil } // a block or record is written at once

func (s savedSink) close(drops capture.Drops) error { return s.Close(drops) }

// linesSink writes lines of JSON.
type linesSink struct {
	*jsonl.Writer
	jsonlOptions
}

func (s linesSink) packet(o *seen) error {
	sentence := ""
	switch s.detail {
	case render.Brief:
		sentence = o.brief()
	case render.Full:
		sentence = o.explanation().Full
	}
	return s.Packet(&o.Observation, sentence)
}

func (s linesSink) other(e *capture.Entry) error {
	if s.packetsOnly {
		return nil
	}
	return writeOther(s, e)
}

func (s linesSink) flush() error { return s.Flush() }

func (s linesSink) close(capture.Drops) error { return s.Flush() }

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
