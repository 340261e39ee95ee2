package datagrams

import (
	"fmt"

	"wireladder/capture/run"
	"wireladder/render/quantity"
	"wireladder/render/words/sentence"
)

// Fragment speaks of a piece of a datagram.
func Fragment(m *run.Moment) sentence.Sentence {
	f, p := m.Facts.Fragment, m.Packet
	s := sentence.New(
		fmt.Sprintf("fragment of IP datagram %d", p.IP.ID),
		fmt.Sprintf("An IP fragment: a datagram that does not fit into a frame is cut into several (RFC 791 §2.3). This one holds what stands from byte %d on in the datagram with identification %d.", p.IP.FragmentOffset, p.IP.ID),
	)
	if f.Ports != [2]uint16{} {
		s.Add(fmt.Sprintf(", %s %d to %d", protocolOf(p.IP.Protocol), f.Ports[0], f.Ports[1]), fmt.Sprintf(" It begins the datagram, and so has its %s header: from port %d to port %d.", protocolOf(p.IP.Protocol), f.Ports[0], f.Ports[1]))
	}
	if f.Length > 0 {
		s.Add(fmt.Sprintf(", %s announced", quantity.Count(f.Length, "byte")), fmt.Sprintf(" The header announces %s.", quantity.Count(f.Length, "byte")))
	}
	switch {
	case f.Same > 0:
		return sentence.New(
			fmt.Sprintf("the fragment of packet %d captured once more", f.Same),
			s.Full+fmt.Sprintf(" Packet %d is the same fragment: it was captured twice.", f.Same),
		)
	case f.Whole == p.Number:
		s.Add("; completes the datagram", fmt.Sprintf(" It is the last of %d fragments that were captured: the datagram is whole.", f.Pieces))
		return s
	case f.Whole > 0:
		s.Brief = fmt.Sprintf("fragment of IP datagram %d", p.IP.ID)
		s.Add(fmt.Sprintf("; whole with packet %d", f.Whole), fmt.Sprintf(" All %d fragments were captured: packet %d completes the datagram.", f.Pieces, f.Whole))
		return s
	case f.Overlaps > 0:
		s.Add(fmt.Sprintf("; overlaps packet %d: not put together", f.Overlaps), fmt.Sprintf(" It overlaps packet %d: both hold some of the same bytes, which no sender does, so that the datagram is not put together.", f.Overlaps))
		return s
	case f.Mixed > 0:
		later := ""
		if f.Mixed > p.Number {
			later = ", later"
		}
		s.Add("; not put together", fmt.Sprintf(" Fragments of this datagram overlap (packet %d%s), which no sender makes: it is not put together.", f.Mixed, later))
		return s
	}
	if n := m.Packet.PayloadLength; f.Length > 0 && n > 0 {
		const header = 8 // of UDP
		all := (f.Length + header + n - 1) / n
		s.Add(fmt.Sprintf("; %d of %d fragments captured", f.Pieces, all), fmt.Sprintf(" Not all of the datagram was captured: %d of the %d fragments of this size that it takes.", f.Pieces, all))
		return s
	}
	s.Add("; not whole", fmt.Sprintf(" Not all of the datagram was captured: %s of it %s.", quantity.Count(f.Pieces, "fragment"), sentence.WasWere(f.Pieces)))
	if !f.Begins {
		s.Full += " The first fragment alone names the ports."
	}
	return s
}

// protocolOf names what an IP datagram carries.
func protocolOf(number uint8) string {
	if number == 6 {
		return "TCP"
	}
	return "UDP"
}

// NoteFragments adds that a datagram was put together from fragments.
func NoteFragments(m *run.Moment, s sentence.Sentence) sentence.Sentence {
	if f := m.Facts.Fragment; f != nil && f.Whole > 0 {
		s.Add(fmt.Sprintf("; whole in %d fragments", f.Pieces), fmt.Sprintf(" It is put together from %d IP fragments, from packet %d on.", f.Pieces, f.First))
	}
	return s
}
