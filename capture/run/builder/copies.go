package builder

import (
	"net/netip"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// copies finds frames that were captured before, of protocols that flow does not follow:
// ICMP errors, say. The zero value has seen nothing.
type copies struct {
	recent []frameSeen
}

// frameSeen is a frame that may be captured again.
type frameSeen struct {
	number   int
	at       time.Time
	src, dst netip.Addr
	id       uint16
	length   int
	payload  string
}

// How long, and how many frames back, a frame may be captured again.
const (
	copyTime     = 50 * time.Millisecond
	maxCopyReach = 4096 // moments
	maxFrames    = 64
)

// of returns the frame that p is a copy of, 0 if it is none: the same packet by its
// addresses, its identification and what it carries. An identification of 0 tells nothing.
func (c *copies) of(p *capture.Packet) int {
	if p.Proto != capture.ICMP && p.Proto != capture.ICMPv6 || p.IP.ID == 0 {
		return 0
	}
	now := frameSeen{p.Number, p.Time, p.Src.Addr(), p.Dst.Addr(), p.IP.ID, p.PayloadLength, string(p.Payload)}
	for i := len(c.recent) - 1; i >= 0; i-- {
		before := c.recent[i]
		if d := p.Time.Sub(before.at); d > copyTime || d < -copyTime {
			continue
		}
		if before.number, before.at = now.number, now.at; before == now {
			return c.recent[i].number
		}
	}
	c.recent = append(c.recent[max(0, len(c.recent)-maxFrames+1):], now)
	return 0
}

// copied amends the packet that was captured once more, and its copy.
func (b *Builder) copied(m *run.Moment) {
	for i := len(b.moments) - 2; i >= 0 && i > len(b.moments)-maxCopyReach; i-- {
		if o := b.moments[i]; o.Packet != nil && o.Kind == run.Packet && o.Packet.Number == m.CopyOf {
			o.Facts.Copies = append(o.Facts.Copies, m.Packet.Number)
			seen := o.Packet.Sighting
			m.Facts.Seen = &seen
			return
		}
	}
}

// isCopy finds out whether a packet is a copy, where flow does not know.
func (b *Builder) isCopy(m *run.Moment) {
	if m.CopyOf == 0 {
		if m.CopyOf = b.copies.of(m.Packet); m.CopyOf > 0 {
			m.CopyBy = flow.SameFrame
		}
	}
}
