package sockets

import (
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// handover is what a TCP socket was given to send, and how far it has come with that: by both one
// can see that its kernel has held a small segment back.
type handover struct {
	given []given   // and not sent yet, oldest first
	bytes int64     // given in all
	sent  int64     // octets that went out, each counted once
	last  small     // the segment with data that it sent last
	by    int       // the packet by which all that was sent is acknowledged; 0: it is not
	at    time.Time // when that came
	hasty bool      // TCP_NODELAY is set, or something else by which a program decides itself
}

// given is what a call has handed over: up to which octet, and when the call had returned.
type given struct {
	upTo int64
	at   time.Time
}

// small is a segment with data.
type small struct {
	number int
	time   time.Time
	octets int
	full   bool // it has filled the window
	next   capture.Seq
}

// hands notes what a call has handed over to be sent, or that the program decides itself when
// something is sent.
func (t *handover) hands(c *capture.Call) {
	switch {
	case c.Does(capture.Configures) && (c.Args.Option.Name == "TCP_NODELAY" || c.Args.Option.Name == "TCP_CORK"),
		strings.Contains(c.Args.Flags, "MSG_MORE"), c.Does(capture.ShutsDown):
		t.hasty = true
	case c.Did(capture.Sends) && c.Result > 0:
		t.bytes += c.Result
		t.given = append(t.given, given{t.bytes, c.Exit})
	}
}

// left returns how many octets it was given and has not sent.
func (t *handover) left() int { return int(max(0, t.bytes-t.sent)) }

// hears notes an ACK that has come for all that was sent.
func (t *handover) hears(p *capture.Packet, at time.Time) {
	if p.TCP.Flags.Has(capture.ACK) && t.last.number > 0 && p.TCP.Ack == t.last.next && t.by == 0 {
		t.by, t.at = p.Number, at
	}
}

// Bounds of a wait that Nagle's algorithm has made: a smaller one may be how busy the machine is,
// and what goes later than so long behind the ACK goes for another reason.
const (
	shortestHold = 5 * time.Millisecond
	atOnce       = 2 * time.Millisecond
	smallest     = 1460 // octets of Ethernet's usual segments: a larger one is not small
)

// sends notes a packet with data that the socket has sent for the first time, and returns what it
// has waited for: the ACK of the small segment before it, though its octets had been handed over
// earlier (RFC 9293 §3.7.4); nil if it has not, or that does not show.
func (t *handover) sends(m *run.Moment) (w *facts.Wait) {
	p := m.Packet
	if !m.Events.Has(flow.Data) || m.Facts.Again != nil {
		return nil
	}
	first := t.sent
	t.sent += int64(p.PayloadLength)
	for len(t.given) > 0 && t.given[0].upTo <= first {
		t.given = t.given[1:]
	}
	last, held := t.last, len(t.given) > 0 && t.by > 0
	if held = held && !t.hasty && !last.full && max(last.octets, p.PayloadLength) < smallest; held {
		since := t.given[0].at
		held = since.Before(t.at.Add(-shortestHold)) && last.time.Before(since) && !m.Time.Before(t.at) && m.Time.Sub(t.at) < atOnce
	}
	if held {
		w = &facts.Wait{For: m.Time.Sub(last.time), Since: last.number, Rule: facts.Nagle, ACK: t.by, Given: true}
	}
	t.last = small{p.Number, m.Time, p.PayloadLength, m.Events.Has(flow.WindowFull), p.TCP.Seq.Add(p.PayloadLength)}
	t.by = 0
	return w
}

// heldBack takes over what calls show of a segment that has waited. By its packets alone it may seem
// to have waited for an ACK, though nobody had handed its octets over.
func (k *Socket) heldBack(m *run.Moment) {
	if !k.Born || k.FD < 0 || m.Packet.Proto != capture.TCP {
		return
	}
	w, by := k.handed.sends(m), m.Facts.Wait
	denied := by != nil && by.Rule == facts.Nagle && k.handed.bytes >= k.handed.sent // all its calls are known
	if w != nil || denied {
		m.Facts.Wait = w
	}
}
