package labels

import (
	"fmt"
	"slices"
	"strconv"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/run"
	"wireladder/render/dns"
	"wireladder/render/quantity"
)

// Packet names a packet; one that was captured several times says so.
func Packet(m *run.Moment) []string {
	names := named(m)
	if n := len(m.Facts.Copies); n > 0 {
		for i := range names {
			names[i] += fmt.Sprintf(" ×%d", n+1)
		}
	}
	return names
}

// named names a packet.
func named(m *run.Moment) []string {
	p := m.Packet
	switch {
	case m.Facts.Fragment != nil && !m.Facts.Fragment.Completed(p):
		return []string{fmt.Sprintf("IP fragment, offset %d, %s", p.IP.FragmentOffset, quantity.Count(p.Length, "byte")), "IP fragment"}
	case m.Conversation == nil:
		return []string{"not drawn, " + quantity.Count(p.Length, "byte")}
	case m.Facts.Error != nil:
		return icmp(m)
	case m.Conversation.Proto == capture.UDP:
		return datagram(p)
	}
	return segment(m)
}

// icmpNames are short names of ICMP errors.
var icmpNames = map[facts.ErrorKind]string{
	facts.PortUnreachable: "port unreachable", facts.HostUnreachable: "host unreachable", facts.NetUnreachable: "net unreachable",
	facts.ProtocolUnreachable: "protocol unreachable", facts.Prohibited: "prohibited", facts.TooBigError: "fragmentation needed",
	facts.TimeExceeded: "time exceeded", facts.ReassemblyTime: "reassembly time exceeded", facts.NoRoute: "no route",
	facts.AddressUnreachable: "address unreachable", facts.ParameterProblem: "parameter problem",
}

// icmp names an ICMP error, by name if it has one.
func icmp(m *run.Moment) []string {
	h, proto := &m.Packet.ICMP, "ICMP"
	if m.Packet.Proto == capture.ICMPv6 {
		proto = "ICMPv6"
	}
	numbers := fmt.Sprintf("%s type %d code %d", proto, h.Type, h.Code)
	name := icmpNames[m.Facts.Error.Kind]
	if m.Facts.Error.V6 && m.Facts.Error.Kind == facts.TooBigError {
		name = "packet too big"
	}
	if name == "" {
		return []string{numbers}
	}
	return []string{fmt.Sprintf("%s %s (type %d, code %d)", proto, name, h.Type, h.Code), fmt.Sprintf("%s %s (%d/%d)", proto, name, h.Type, h.Code), proto + " " + name, numbers}
}

func datagram(p *capture.Packet) []string {
	size := fmt.Sprintf("UDP len=%d", p.PayloadLength)
	if p.PayloadLength == 0 {
		return []string{size + " (empty)", size}
	}
	if m, ok := dns.Of(p); ok {
		return []string{size + " DNS " + m.Short(), "DNS " + m.Short(), m.Short(), size}
	}
	return slices.Compact([]string{
		size + " " + quote(p.Payload, p.PayloadLength, quoteLong),
		size + " " + quote(p.Payload, p.PayloadLength, quoteShort),
		"UDP " + quote(p.Payload, p.PayloadLength, quoteShort),
		"UDP " + quote(p.Payload, p.PayloadLength, quoteTiny),
		size,
	})
}

func segment(m *run.Moment) []string {
	var room [256]byte // there are many segments: their labels are put together in it
	p, flags := m.Packet, m.Packet.TCP.Flags
	seq, ack := m.Shown()
	b := append(append(room[:0], flags.String()...), " seq="...)
	b = appendShown(b, seq)
	numbered := len(b)
	if flags.Has(capture.ACK) {
		b = appendShown(append(b, " ack="...), ack)
	}
	if p.PayloadLength == 0 {
		return []string{string(b)}
	}
	return withData(p, flags.String(), string(b), string(b[:numbered]))
}

// withData names a segment with data, by its flags and numbers and without its ack. Its flags stand in every form:
// without them it would seem to have none.
func withData(p *capture.Packet, flags, numbers, withoutAck string) []string {
	size := fmt.Sprintf(" len=%d", p.PayloadLength)
	labels := make([]string, 0, 6) // as many as there may be
	for _, limit := range []int{quoteLong, quoteShort} {
		labels = append(labels, string(appendQuote([]byte(numbers+size+" "), p.Payload, p.PayloadLength, limit)))
	}
	labels = append(labels, numbers+size)
	if p.PayloadLength <= quoteShort { // which tells more than numbers do, for a sentence has those
		labels = append(labels, string(appendQuote([]byte(flags+" "), p.Payload, p.PayloadLength, quoteShort)))
	}
	if numbers != withoutAck {
		labels = append(labels, withoutAck+size)
	}
	return append(labels, flags+size)
}

// Window names the receive window that a segment offers.
func Window(octets int) string { return fmt.Sprintf(" win=%d", octets) }

// appendShown appends a relative number as Wireshark shows it: one from before the first that
// was seen wraps around.
func appendShown(b []byte, n int64) []byte { return strconv.AppendUint(b, uint64(uint32(n)), 10) } //nolint:gosec // wraps around
