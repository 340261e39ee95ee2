package words

import (
	"fmt"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/run"
	"wireladder/render/quantity"
	"wireladder/render/words/calls"
	"wireladder/render/words/datagrams"
	"wireladder/render/words/segments"
	"wireladder/render/words/sentence"
)

// Sentence is what is said of one moment: package sentence has it.
type Sentence = sentence.Sentence

// Of returns what is said of a moment. It must be settled: what is known of it must not
// change any more.
func Of(m *run.Moment) Sentence {
	switch m.Kind {
	case run.Packet, run.Stray:
		return ofPacket(m, true)
	case run.Arrival:
		return ofArrival(m)
	case run.Call, run.Enter, run.Return:
		return calls.Of(m)
	case run.Kernel:
		return calls.Kernel(m)
	}
	return Sentence{}
}

// Brief returns the Brief of Of, in a fraction of the time for the packets that most
// captures have most of.
func Brief(m *run.Moment) string {
	if m.Kind == run.Packet {
		return ofPacket(m, false).Brief
	}
	return Of(m).Brief
}

// Beside returns the Brief of Of as it is said beside an arrow: without what its label says, without why its receiver's
// kernel drops it, which stands at its end, and without what was said of a datagram before.
func Beside(m *run.Moment) string {
	if m.Kind == run.Packet {
		return ofPacket(m, false).Beside()
	}
	return Of(m).Beside()
}

// Comment returns what a file says of a packet, in its comment. It begins with the
// number that sentences call the packet by: programs that show the file count the
// entries between the packets, too.
func Comment(number int, s Sentence) string { return fmt.Sprintf("Packet %d. %s", number, s.Full) }

// ofPacket says what a packet does. Unless full is asked for, Full may be empty.
func ofPacket(m *run.Moment, full bool) Sentence {
	var s Sentence
	switch {
	case m.CopyOf > 0:
		return ofCopy(m)
	case m.Conversation == nil:
		return ofStray(m)
	case m.Facts.Error != nil:
		s = datagrams.Error(m)
	case m.Conversation.Proto == capture.UDP:
		s = datagrams.Of(m, full)
	default:
		s = segments.Of(m, full)
	}
	s = noteCut(m, datagrams.NoteFragments(m, s))
	if n := len(m.Facts.Copies); n > 0 {
		s.Add("", fmt.Sprintf(" The capture holds this packet once more further down (%s, later): it was sent once.", quantity.List("packet", m.Facts.Copies)))
	}
	if m.Facts.Fate.Lost() {
		s = ofLoss(m, s)
	}
	return ofUnseen(m, s)
}

// ofStray speaks of a frame that belongs to no conversation.
func ofStray(m *run.Moment) Sentence {
	p := m.Packet
	switch {
	case m.Facts.Fragment != nil:
		return datagrams.Fragment(m)
	case m.Facts.Error != nil:
		return datagrams.Error(m)
	case p.Problem != "":
		return sentence.New(p.Problem, "This frame is not decoded: "+p.Problem+".")
	}
	return datagrams.Stray(m)
}

// Bytes names the bytes of a span: "bytes 1-6".
func Bytes(s facts.Span) string { return sentence.Bytes(s) }
