package runtest

import (
	"net/netip"
	"strconv"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// Segments returns the packets of a TCP connection, a millisecond apart, by a script
// of words: "c:" or "s:" says who sends, and behind it stand the letters of control
// bits (S, A, F, R), or how many octets of data. All that is sent is acknowledged by
// the next segment of the other side. Each packet has an IP identification of its own;
// "again" is the segment before once more, and "copy" the packet.
//
//	c:S s:SA c:A c:6 s:6 c:F s:F c:A
func Segments(client, server, script string) []*capture.Packet {
	ends := [2]netip.AddrPort{netip.MustParseAddrPort(client), netip.MustParseAddrPort(server)}
	next := [2]capture.Seq{1000, 7000}
	var all []*capture.Packet
	for i, word := range strings.Fields(script) {
		p := &capture.Packet{Proto: capture.TCP, Number: i + 1, Length: 54}
		what, isServer := strings.CutPrefix(word, "s:")
		what = strings.TrimPrefix(what, "c:")
		side := 0
		if isServer {
			side = 1
		}
		switch word {
		case "again", "copy":
			*p = *all[i-1]
			p.Number = i + 1
		default:
			fill(p, what, &next[side], next[1-side])
			p.Src, p.Dst = ends[side], ends[1-side]
		}
		p.Time = Start.Add(time.Duration(i) * time.Millisecond)
		if p.IP.ID, p.IP.HasID = uint16(100+i), true; word == "copy" { //nolint:gosec // scripts are short
			p.Time, p.IP.ID = all[i-1].Time.Add(2*time.Microsecond), all[i-1].IP.ID
		}
		all = append(all, p)
	}
	return all
}

// Start is when the packets of Segments begin.
var Start = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// fill gives a segment its numbers, bits and data.
func fill(p *capture.Packet, what string, own *capture.Seq, peer capture.Seq) {
	p.TCP = capture.TCPHeader{Flags: capture.ACK, Seq: *own, Window: 1000}
	if n, err := strconv.Atoi(what); err == nil {
		p.PayloadLength, p.Length = n, p.Length+n
	} else if what == "S" || what == "R" {
		p.TCP.Flags = 0
	}
	for _, bit := range []struct {
		letter string
		bit    capture.Flags
	}{{"S", capture.SYN}, {"F", capture.FIN}, {"R", capture.RST}} {
		if strings.Contains(what, bit.letter) {
			p.TCP.Flags |= bit.bit
		}
	}
	if p.TCP.Flags.Has(capture.ACK) {
		p.TCP.Ack = peer
	}
	*own += capture.Seq(uint32(p.PayloadLength)) //nolint:gosec // scripts are short
	if p.TCP.Flags&(capture.SYN|capture.FIN) != 0 {
		*own++
	}
}

// Connection returns the conversation of Segments.
func Connection(client, server, script string) *flow.Conversation {
	return Observed(Segments(client, server, script)...)
}

// Observed returns the conversation of the first of some packets.
func Observed(packets ...*capture.Packet) *flow.Conversation {
	tracker := flow.NewTracker()
	for _, p := range packets {
		tracker.Observe(p)
	}
	return tracker.Conversations()[0]
}
