package render

import (
	"cmp"
	"fmt"
	"strings"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// tone says what matters most in a packet.
func tone(o *flow.Observation) Tone {
	switch e := o.Events; {
	case e.Has(flow.RST), e.Has(flow.Unreachable):
		return Aborts
	case e.Has(flow.SYN), e.Has(flow.SYNACK):
		return Opens
	case e.Has(flow.FIN):
		return Closes
	case e.Has(flow.Data):
		return Carries
	case e.Has(flow.ACK):
		return Confirms
	}
	return Plain
}

// messageLabels names a packet, the longest form first.
func messageLabels(o *flow.Observation) []string {
	p := o.Packet
	switch {
	case o.Conversation == nil:
		return []string{fmt.Sprintf("not drawn, %s", count(int64(p.Length), "byte"))}
	case o.Events.Has(flow.Unreachable):
		return []string{fmt.Sprintf("%s type %d code %d", strings.ToUpper(p.Proto.String()), p.ICMP.Type, p.ICMP.Code)}
	case o.Conversation.Proto == capture.UDP:
		return datagramLabels(p)
	}
	return segmentLabels(o)
}

func datagramLabels(p *capture.Packet) []string {
	size := fmt.Sprintf("UDP len=%d", p.PayloadLength)
	if p.PayloadLength == 0 {
		return []string{size + " (empty)", size}
	}
	return []string{
		size + " " + quote(p.Payload, p.PayloadLength, quoteLong),
		size + " " + quote(p.Payload, p.PayloadLength, quoteShort),
		size,
	}
}

func segmentLabels(o *flow.Observation) []string {
	p, flags := o.Packet, o.Packet.TCP.Flags
	label := fmt.Sprintf("%s seq=%d", flags, o.Seq)
	if flags.Has(capture.ACK) {
		label += fmt.Sprintf(" ack=%d", o.Ack)
	}
	if p.PayloadLength == 0 {
		return []string{label}
	}
	label += fmt.Sprintf(" len=%d", p.PayloadLength)
	labels := []string{
		label + " " + quote(p.Payload, p.PayloadLength, quoteLong),
		label + " " + quote(p.Payload, p.PayloadLength, quoteShort),
		label,
	}
	if numbers, plain := strings.CutPrefix(strings.TrimPrefix(label, "PSH,"), "ACK "); plain {
		labels = append(labels, numbers) // every segment with data has these flags
	}
	return labels
}

// callLabels names a call as it stands at its lifeline, the longest form
// first. quiet says that it was seen to send nothing.
func callLabels(kind StepKind, c *capture.Call, quiet bool) []string {
	long, short := c.Name+"("+callArgument(c, quoteLong)+")", c.Name+"("+callArgument(c, quoteShort)+")"
	bare := c.Name + "()"
	suffix := result(kind, c)
	switch kind {
	case Enter:
		long, short, suffix = asked(c, long), asked(c, short), " waits"
	case Return:
		long, short = returned(c, bare, quoteLong), returned(c, bare, quoteShort)
	default:
		long, short = returned(c, long, quoteLong), returned(c, short, quoteShort)
		if quiet {
			suffix += " · no packet"
		}
	}
	if selects[c.Name] {
		return selectLabels(kind, c)
	}
	labels := []string{long + suffix, short + suffix, bare + counted(kind, c) + suffix}
	if name, value, set := strings.Cut(callArgument(c, quoteShort), ", "); set && c.Name == "setsockopt" {
		labels[2] = name + " = " + value + suffix
	}
	if kind != Enter && strings.HasPrefix(c.Name, "accept") && c.Errno == "" && c.Remote.IsValid() {
		labels = append([]string{bare + suffix + " from " + c.Remote.String(), fmt.Sprintf("%s%s from :%d", bare, suffix, c.Remote.Port())}, labels...)
	}
	return labels
}

// counted returns how many octets a call moved, for a label without room for
// the octets themselves.
func counted(kind StepKind, c *capture.Call) string {
	if kind == Enter || c.Errno != "" || !receives(c) && !strings.HasPrefix(c.Name, "send") {
		return ""
	}
	if !receives(c) && result(kind, c) != "" {
		return "" // it says so
	}
	return fmt.Sprintf(" = %d", c.Result)
}

// silent are the calls of which it is worth saying that they sent nothing, if
// they did not.
var silent = map[string]bool{
	"bind": true, "listen": true, "connect": true, "shutdown": true, "close": true,
	"send": true, "sendto": true,
}

// asked names a call that has not returned: what it will receive is not known yet.
func asked(c *capture.Call, label string) string {
	if receives(c) || c.Name == "accept" {
		return c.Name + "()"
	}
	return label
}

// returned names a call that has returned, with what it received.
func returned(c *capture.Call, label string, limit int) string {
	if !receives(c) || c.Errno != "" {
		return label
	}
	got := c.Name + "() = "
	if c.Result == 0 && c.Proto == capture.TCP {
		return got + "0"
	}
	return got + quote(c.Data, int(c.Result), limit)
}

// receives reports whether c takes data in.
func receives(c *capture.Call) bool {
	return strings.HasPrefix(c.Name, "recv") || c.Name == "read"
}

// callArgument returns the argument that matters in a ladder.
func callArgument(c *capture.Call, limit int) string {
	switch c.Name {
	case "socket":
		return cmp.Or(c.Args.Type, c.ArgsText())
	case "bind", "connect", "listen", "shutdown", "fcntl":
		return c.ArgsText()
	case "setsockopt", "getsockopt":
		return strings.TrimPrefix(strings.TrimPrefix(c.ArgsText(), "SOL_SOCKET, "), "IPPROTO_TCP, ")
	case "send", "sendto", "write":
		return quote(c.Data, c.Size, limit)
	}
	return ""
}

// result returns what a call gave back, where that is worth a word.
func result(kind StepKind, c *capture.Call) string {
	switch {
	case c.Errno != "":
		return " = " + c.Errno
	case c.Name == "socket" || c.Name == "accept" || c.Name == "accept4":
		return fmt.Sprintf(" = fd %d", c.Result)
	case strings.HasPrefix(c.Name, "send") && c.Result >= 0 && c.Result < int64(c.Size):
		return fmt.Sprintf(" = %d", c.Result) // not all of it
	case kind == Return && !receives(c):
		return fmt.Sprintf(" = %d", c.Result)
	}
	return ""
}
