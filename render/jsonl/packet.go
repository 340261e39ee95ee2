package jsonl

import (
	"strconv"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// flagLetters are the control bits of TCP in the order of their letters.
var flagLetters = [...]struct {
	bit    capture.Flags
	letter byte
}{
	{capture.FIN, 'F'}, {capture.SYN, 'S'}, {capture.RST, 'R'}, {capture.PSH, 'P'}, {capture.ACK, 'A'},
	{capture.URG, 'U'}, {capture.ECE, 'E'}, {capture.CWR, 'C'}, {capture.AE, 'N'},
}

// appendPacket appends the object of a packet.
func (w *Writer) appendPacket(b []byte, o *flow.Observation, explain string) []byte {
	p := o.Packet
	b = strconv.AppendInt(append(b, `{"number":`...), int64(p.Number), 10)
	b = w.appendTime(b, "time", p.Time)
	b = appendString(appendKey(b, "proto"), p.Proto.String())
	switch p.Proto {
	case capture.TCP, capture.UDP:
		b = w.appendTransport(b, o)
	case capture.ICMP, capture.ICMPv6:
		b = appendICMP(appendEndpoints(b, p, false), p)
		b = w.appendEvents(appendInt(b, "len", int64(p.PayloadLength)), o.Events)
	case capture.Undecoded:
		b = appendEndpoints(b, p, false)
	}
	if len(p.Outer) > 0 || p.Fragments > 0 {
		b = appendWrapping(b, p)
	}
	b = appendText(b, "problem", p.Problem)
	return append(appendText(b, "explain", explain), '}', '\n')
}

// appendTransport appends the fields of a TCP segment or a UDP datagram.
func (w *Writer) appendTransport(b []byte, o *flow.Observation) []byte {
	p := o.Packet
	told := flow.Wireshark{Events: o.Events}
	if o.Conversation != nil {
		told = o.AsWireshark()
		b = appendInt(b, "stream", int64(told.Stream))
	}
	b = appendEndpoints(b, p, true)
	if p.Proto == capture.TCP {
		b = appendNumbers(b, p, &told)
	}
	b = w.appendEvents(appendInt(b, "len", int64(p.PayloadLength)), told.Events)
	if p.Proto == capture.TCP {
		b = appendStates(b, o.After)
	}
	if o.CopyBy != 0 {
		b = appendString(appendKey(appendInt(b, "copy_of", int64(o.CopyOf)), "copy_by"), o.CopyBy.String())
	}
	return b
}

// appendNumbers appends what only TCP's header has. The numbers are Wireshark's:
// 32 bits, which wrap around.
func appendNumbers(b []byte, p *capture.Packet, told *flow.Wireshark) []byte {
	b = append(appendKey(b, "flags"), '"')
	for _, f := range &flagLetters {
		if p.TCP.Flags.Has(f.bit) {
			b = append(b, f.letter)
		}
	}
	b = appendInt(append(b, '"'), "seq", int64(uint32(told.Seq))) //nolint:gosec // wraps around
	b = appendInt(b, "ack", int64(uint32(told.Ack)))              //nolint:gosec // wraps around
	return appendInt(b, "win", int64(told.Window))
}

// appendEndpoints appends src and dst, as far as an IP header told them.
func appendEndpoints(b []byte, p *capture.Packet, ports bool) []byte {
	if !p.Src.Addr().IsValid() {
		return b
	}
	b = appendAddrPort(appendKey(b, "src"), p.Src, ports)
	return appendAddrPort(appendKey(b, "dst"), p.Dst, ports)
}

// appendICMP appends the fields of an ICMP message.
func appendICMP(b []byte, p *capture.Packet) []byte {
	b = appendInt(b, "type", int64(p.ICMP.Type))
	b = appendInt(b, "code", int64(p.ICMP.Code))
	q := p.ICMP.Quoted
	if q.Proto == capture.Undecoded || !q.Src.Addr().IsValid() {
		return b
	}
	ports := q.Proto == capture.TCP || q.Proto == capture.UDP
	b = append(appendKey(b, "quoted"), `{"proto":`...)
	b = appendString(b, q.Proto.String())
	b = appendAddrPort(appendKey(b, "src"), q.Src, ports)
	b = appendAddrPort(appendKey(b, "dst"), q.Dst, ports)
	return append(b, '}')
}

// appendWrapping appends what the packet came in: the transport headers of
// tunnels around it, and how many fragments.
func appendWrapping(b []byte, p *capture.Packet) []byte {
	for i, outer := range p.Outer {
		if i == 0 {
			b = append(appendKey(b, "outer"), '[')
		} else {
			b = append(b, ',')
		}
		b = appendString(append(b, `{"proto":`...), outer.Proto.String())
		b = appendAddrPort(appendKey(b, "src"), outer.Src, true)
		b = append(appendAddrPort(appendKey(b, "dst"), outer.Dst, true), '}')
	}
	if len(p.Outer) > 0 {
		b = append(b, ']')
	}
	if p.Fragments > 0 {
		b = appendInt(b, "fragments", int64(p.Fragments))
	}
	return b
}

// appendEvents appends the names of the events: [] if there are none.
func (w *Writer) appendEvents(b []byte, events flow.Events) []byte {
	b = append(appendKey(b, "events"), '[')
	if events == 0 {
		return append(b, ']')
	}
	list, ok := w.events[events]
	if !ok {
		list = eventList(events)
		w.events[events] = list
	}
	return append(append(b, list...), ']')
}

// eventList returns the names of events as JSON strings, comma-separated. There
// are few sets that packets can have, so a Writer keeps those that it has met.
func eventList(events flow.Events) string {
	var b []byte
	for i, name := range events.Names() {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, name)
	}
	return string(b)
}

// appendStates appends the states in which a segment leaves both sides.
func appendStates(b []byte, states [2]flow.State) []byte {
	b = append(appendKey(b, "state"), `{"client":"`...)
	b = append(append(b, states[flow.Initiator].String()...), `","server":"`...)
	return append(append(b, states[flow.Responder].String()...), '"', '}')
}
