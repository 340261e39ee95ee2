package anatomy

import (
	"encoding/binary"
	"strconv"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// Part is a header field of a frame, or what that carries: the octets from From up to, not
// including, To.
type Part struct {
	Header   string // "IPv4"
	Name     string // as its RFC calls it
	Value    string // in plain words; "" where the octets say it all
	From, To int
}

// Of returns the fields of the frame of a packet, from its first octet to its last: each octet is
// of one field. Numbers that the conversation counts from its beginning are told so, too.
func Of(o *flow.Observation) []Part { return Append(make([]Part, 0, usualFields), o) }

// Append appends what Of returns.
func Append(all []Part, o *flow.Observation) []Part {
	d := &dissection{data: o.Packet.Data, fields: all}
	if len(o.Packet.Outer) == 0 && o.Conversation != nil {
		d.of = o
	}
	d.link(o.Packet.Link)
	d.rest("the rest", "")
	return d.fields
}

// usualFields is how many fields a frame has at most, as a rule: of Ethernet, IPv4, and TCP with options.
const usualFields = 28

// dissection goes from header to header.
type dissection struct {
	data   []byte
	at     int    // what is not told yet begins here
	header string // that is told
	fields []Part
	of     *flow.Observation // of the transport header that comes; nil: it is another one's
}

// left returns the octets that are not told yet.
func (d *dissection) left() []byte { return d.data[d.at:] }

// has reports whether there are so many octets left.
func (d *dissection) has(n int) bool { return len(d.left()) >= n }

// field tells the next n octets.
func (d *dissection) field(n int, name, value string) {
	d.fields = append(d.fields, Part{d.header, name, value, d.at, d.at + n})
	d.at += n
}

// octet tells the next octet as a number.
func (d *dissection) octet(name string) { d.field(1, name, strconv.Itoa(int(d.left()[0]))) }

// number tells the next two octets as a number.
func (d *dissection) number(name string) { d.field(2, name, strconv.Itoa(int(d.uint16(0)))) }

// checksum tells the next two octets as a checksum.
func (d *dissection) checksum() { d.field(2, "checksum", hexadecimal(d.uint16(0))) }

// hexadecimal writes two octets as a number: 0x0800.
func hexadecimal(v uint16) string {
	b := [...]byte{'0', 'x', 0, 0, 0, 0}
	for i := range 4 {
		b[2+i] = "0123456789abcdef"[v>>(12-4*i)&15]
	}
	return string(b[:])
}

func (d *dissection) uint16(at int) uint16 { return binary.BigEndian.Uint16(d.left()[at:]) }
func (d *dissection) uint32(at int) uint32 { return binary.BigEndian.Uint32(d.left()[at:]) }

// rest tells all that is left as one field.
func (d *dissection) rest(header, name string) {
	if n := len(d.left()); n > 0 {
		d.header = header
		d.field(n, name, octets(n))
	}
}

func octets(n int) string {
	if n == 1 {
		return "1 octet"
	}
	return strconv.Itoa(n) + " octets"
}

// transport tells the header of a protocol, by its number (IANA), and what it carries.
func (d *dissection) transport(protocol byte) {
	switch {
	case protocol == protoTCP && d.has(20):
		d.tcp()
	case protocol == protoUDP && d.has(8):
		d.udp()
	case (protocol == protoICMP || protocol == protoICMPv6) && d.has(8):
		d.icmp(protocol)
	default:
		d.rest("the rest", "not looked into")
	}
}

// Numbers of protocols (IANA).
const (
	protoICMP   = 1
	protoTCP    = 6
	protoUDP    = 17
	protoICMPv6 = 58
)

// udp tells a UDP header (RFC 768).
func (d *dissection) udp() {
	d.header = "UDP"
	d.number("source port")
	d.number("destination port")
	d.number("length")
	d.checksum()
	d.rest("data", "payload")
}

// icmp tells the header of an ICMP message (RFC 792, RFC 4443), and what it quotes.
func (d *dissection) icmp(protocol byte) {
	if d.header = "ICMP"; protocol == protoICMPv6 {
		d.header = "ICMPv6"
	}
	d.octet("type")
	d.octet("code")
	d.checksum()
	d.field(4, "rest of the header", "")
	d.rest("quoted", "the packet that it is about")
}

// Flags of TCP, from the lowest bit up (RFC 9293 §3.1, RFC 3168).
var flagNames = [...]string{"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"}

// tcp tells a TCP header (RFC 9293 §3.1).
func (d *dissection) tcp() {
	d.header = "TCP"
	begin := d.at
	length := int(d.left()[12]>>4) * 4
	d.number("source port")
	d.number("destination port")
	d.field(4, "sequence number", d.counted(d.uint32(0), false))
	d.field(4, "acknowledgment number", d.counted(d.uint32(0), true))
	d.field(1, "data offset", octets(length))
	d.field(1, "flags", flags(d.left()[0]))
	d.window()
	d.checksum()
	d.number("urgent pointer")
	end := min(max(begin+length, d.at), len(d.data))
	for d.at < end {
		d.option(end)
	}
	d.rest("data", "payload")
}

// counted tells a number of a stream, as the conversation counts it as well.
func (d *dissection) counted(wire uint32, ack bool) string {
	switch {
	case d.of == nil || d.of.Packet.Proto != capture.TCP || ack && !d.of.Packet.TCP.Flags.Has(capture.ACK):
		return strconv.FormatUint(uint64(wire), 10)
	case ack:
		return onWire(d.of.Ack, wire)
	}
	return onWire(d.of.Seq, wire)
}

// onWire writes a number as a conversation counts it, and as it was sent.
func onWire(relative int64, wire uint32) string {
	return strconv.FormatInt(relative, 10) + " (" + strconv.FormatUint(uint64(wire), 10) + " on the wire)"
}

// window tells the window, and what it comes to with the scale of the connection.
func (d *dissection) window() {
	wire := d.uint16(0)
	if d.of != nil && d.of.Window > int(wire) {
		d.field(2, "window", strconv.Itoa(int(wire))+", scaled "+strconv.Itoa(d.of.Window))
		return
	}
	d.number("window")
}

func flags(b byte) string {
	s := ""
	for i, name := range flagNames {
		if b&(1<<i) != 0 {
			s += ", " + name
		}
	}
	if s == "" {
		return "none"
	}
	return s[2:]
}
