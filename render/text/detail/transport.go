package detail

import (
	"fmt"
	"strings"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// transportHeader describes the header of TCP, UDP or ICMP, in lines.
func transportHeader(o *flow.Observation) []string {
	p := o.Packet
	switch p.Proto {
	case capture.TCP:
		return segment(o)
	case capture.UDP:
		return []string{fmt.Sprintf("UDP %s%s > %s, length %d", stream(o), p.Src, p.Dst, p.PayloadLength)}
	case capture.ICMP, capture.ICMPv6:
		return []string{icmp(o)}
	}
	return nil
}

// wrapping describes what the transport header stands in: a tunnel, fragments.
func wrapping(p *capture.Packet) []string {
	var lines []string
	for _, outer := range p.Outer {
		lines = append(lines, fmt.Sprintf("inside of %s %s > %s", outer.Proto, outer.Src, outer.Dst))
	}
	if p.Fragments > 0 {
		lines = append(lines, fmt.Sprintf("put together from %d fragments", p.Fragments))
	}
	return lines
}

// stream returns the name of the packet's stream.
func stream(o *flow.Observation) string {
	if o.Conversation == nil {
		return ""
	}
	return fmt.Sprintf("%s:%d ", o.Conversation.Proto, o.Conversation.Stream)
}

// segment describes a TCP header: relative numbers, and those on the wire.
func segment(o *flow.Observation) []string {
	p, h := o.Packet, &o.Packet.TCP
	numbers := fmt.Sprintf("seq %d (%d on the wire)", o.Seq, uint32(h.Seq))
	if h.Flags.Has(capture.ACK) {
		numbers += fmt.Sprintf(", ack %d (%d)", o.Ack, uint32(h.Ack))
	}
	numbers += fmt.Sprintf(", window %d", h.Window)
	switch c := o.Conversation; {
	case o.Window != int(h.Window) && o.Window > 0:
		numbers += fmt.Sprintf(" (scaled %d)", o.Window)
	case c != nil && c.Began != flow.BeganSYN && c.Began != flow.BeganSYNACK && !h.Flags.Has(capture.SYN):
		numbers += " (its scale is not known)"
	}
	if h.Flags.Has(capture.URG) {
		numbers += fmt.Sprintf(", urgent pointer %d", h.Urgent)
	}
	lines := []string{
		fmt.Sprintf("TCP %s%s > %s, %s, from the %s", stream(o), p.Src, p.Dst, h.Flags, o.From),
		fmt.Sprintf("%s, length %d", numbers, p.PayloadLength),
	}
	if s := options(&h.Options); s != "" {
		lines = append(lines, "options: "+s)
	}
	return lines
}

// options names TCP's options.
func options(o *capture.TCPOptions) string {
	var s []string
	if o.MSS != 0 {
		s = append(s, fmt.Sprintf("MSS %d", o.MSS))
	}
	if o.HasWindowScale {
		s = append(s, fmt.Sprintf("window scale %d", o.WindowScale))
	}
	if o.SACKPermitted {
		s = append(s, "SACK permitted")
	}
	if o.HasTimestamps {
		s = append(s, fmt.Sprintf("timestamps %d %d", o.TSVal, o.TSEcr))
	}
	if o.FastOpen {
		s = append(s, "fast open")
	}
	for _, b := range o.SACK[:min(int(o.SACKBlocks), len(o.SACK))] {
		s = append(s, fmt.Sprintf("SACK %d-%d on the wire", uint32(b.From), uint32(b.To)))
	}
	return strings.Join(s, ", ")
}

// icmp describes an ICMP header and what it quotes.
func icmp(o *flow.Observation) string {
	p := o.Packet
	name := "ICMP"
	if p.Proto == capture.ICMPv6 {
		name = "ICMPv6"
	}
	s := fmt.Sprintf("%s %s > %s, type %d, code %d", name, p.Src.Addr(), p.Dst.Addr(), p.ICMP.Type, p.ICMP.Code)
	if q := p.ICMP.Quoted; q.Proto != capture.Undecoded {
		s += fmt.Sprintf(", quotes %s %s > %s", q.Proto, q.Src, q.Dst)
	}
	return s
}

// meaning describes what a packet does in its conversation.
func meaning(o *flow.Observation) string {
	if o.Conversation == nil {
		return ""
	}
	var s []string
	if o.Events != 0 {
		s = append(s, strings.Join(o.Events.Names(), ", "))
	}
	if o.Packet.Proto == capture.TCP {
		for _, side := range []flow.Side{flow.Initiator, flow.Responder} {
			if state := o.After[side].String(); state != "" {
				s = append(s, side.String()+" "+state)
			}
		}
	}
	return strings.Join(s, "; ")
}
