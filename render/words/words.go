package words

import (
	"fmt"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// Sentence is what is said of one moment, in a line and in a paragraph. Neither holds
// bytes of a payload.
type Sentence struct {
	Brief, Full string
}

// add adds to both.
func (s *Sentence) add(brief, full string) {
	s.Brief += brief
	s.Full += full
}

// Of returns what is said of a moment. It must be settled: what is known of it must not
// change any more.
func Of(m *run.Moment) Sentence {
	switch m.Kind {
	case run.Packet, run.Stray:
		return ofPacket(m, true)
	case run.Arrival:
		return ofArrival(m)
	case run.Call, run.Enter, run.Return:
		return ofCall(m)
	case run.Kernel:
		return ofKernel(m)
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

// ofPacket says what a packet does. Unless full is asked for, Full may be empty.
func ofPacket(m *run.Moment, full bool) Sentence {
	var s Sentence
	switch {
	case m.CopyOf > 0:
		return ofCopy(m)
	case m.Conversation == nil:
		return ofStray(m)
	case m.Facts.Error != nil:
		s = ofError(m)
	case m.Conversation.Proto == capture.UDP:
		s = ofDatagram(m, full)
	default:
		s = ofSegment(m, full)
	}
	if n := len(m.Facts.Copies); n > 0 {
		s.add("", fmt.Sprintf(" The capture holds this packet %d times (%s): it was sent once.", n+1, listPackets(m.Facts.Copies)))
	}
	if m.Facts.Fate.Lost() {
		s = ofLoss(m, s)
	}
	return s
}

// ofCopy speaks of a packet that was captured before.
func ofCopy(m *run.Moment) Sentence {
	return Sentence{
		fmt.Sprintf("packet %d captured once more%s; sent once", m.CopyOf, copyPlaces[m.CopyBy][0]),
		fmt.Sprintf("This is packet %d once more, captured twice%s. It was sent once.", m.CopyOf, copyPlaces[m.CopyBy][1]),
	}
}

// copyPlaces say where a copy was captured.
var copyPlaces = map[flow.CopyBy][2]string{
	flow.OtherInterface: {" at another interface", ": it passed another interface of the capture"},
	flow.OtherDirection: {" in the other direction", ": once as it went out, once as it came in"},
	flow.OtherAddress:   {" with another MAC address", ": with another hardware address, before and behind a bridge or router"},
	flow.OtherHop:       {" with another hop limit", ": with another hop limit, before and behind a router"},
	flow.Translated:     {" behind a NAT", ": with another address, before and behind a NAT"},
}

// ofStray speaks of a frame that belongs to no conversation.
func ofStray(m *run.Moment) Sentence {
	p := m.Packet
	switch {
	case m.Facts.Fragment != nil:
		return ofFragment(m)
	case p.Problem != "":
		return Sentence{p.Problem, "This frame is not decoded: " + p.Problem + "."}
	}
	return Sentence{"belongs to no conversation", "This packet belongs to no conversation that the recording holds."}
}

// ofFragment speaks of a piece of a datagram.
func ofFragment(m *run.Moment) Sentence {
	f, p := m.Facts.Fragment, m.Packet
	what := fmt.Sprintf("piece %d of an IP datagram (ID %d)", f.Index, p.IP.ID)
	where := fmt.Sprintf("It holds the bytes from %d on of an IP datagram with the identification %d; a datagram that does not fit is cut into fragments (RFC 791 §2.3).", p.IP.FragmentOffset, p.IP.ID)
	switch {
	case f.Whole > 0:
		return Sentence{
			fmt.Sprintf("%s, whole with packet %d", what, f.Whole),
			fmt.Sprintf("%s All %d pieces were captured: packet %d completes it.", where, f.Pieces, f.Whole),
		}
	case f.Begins:
		return Sentence{what + "; not all of it was captured", where + fmt.Sprintf(" Not all of it was captured: %s of it %s.", countPieces(f.Pieces), wasWere(f.Pieces))}
	}
	return Sentence{what + "; not all of it was captured", where + " Not all of it was captured, so that nobody can tell which ports it is for."}
}

func countPieces(n int) string { return count(n, "piece") }

func wasWere(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

// other returns the words for the other side of the moment's packet.
func peerOf(m *run.Moment) flow.Side { return m.Observation.From.Peer() }

// isTo reports whether a datagram goes to many hosts.
func isToMany(m *run.Moment) bool {
	g := m.Facts.Group
	return g != nil && g.Kind != facts.OneHost
}
