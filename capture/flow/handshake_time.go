package flow

import (
	"time"

	"wireladder/capture"
)

// handshakeTime is how far the handshake has come, as far as its round trip is concerned.
// The zero value is one of which no SYN was seen.
type handshakeTime struct {
	at       int64 // see timing
	timing   timing
	replied  bool // the last SYN has a SYN,ACK
	repeated bool // and another one, so that the last ACK may be that of either (RFC 6298 §3, Karn's algorithm)
}

// timing is what the time of a handshake is.
type timing uint8

// What it can be.
const (
	_        timing = iota
	asked           // when the last SYN was captured, ns
	answered        // the time from the last SYN to the first acknowledgment after it, ns
)

// firstRTT returns the time from the last SYN to the first acknowledgment after it; 0
// if it is not known.
func (h *handshakeTime) firstRTT() time.Duration {
	if h.timing != answered {
		return 0
	}
	return time.Duration(h.at)
}

// time measures the handshake.
func (c *Conversation) time(o *Observation, own, peer *history, s *segment) {
	if s.has(capture.SYN) || own.opening || c.tcp.handshake.timing == asked {
		c.open(o, own, peer, s)
	}
}

// open keeps what a SYN or the first acknowledgment after it tells of both
// directions.
func (c *Conversation) open(o *Observation, own, peer *history, s *segment) {
	switch {
	case s.has(capture.SYN):
		own.negotiate(peer, s)
		own.opening = true
		if h := &c.tcp.handshake; s.has(capture.ACK) && !o.CopyBy.ofConversation() {
			h.repeated, h.replied = h.repeated || h.replied, true
		}
		if !s.has(capture.ACK) && c.tcp.handshake.timing != answered {
			c.ask(s.at, o.CopyBy.ofConversation())
		}
	case s.has(capture.ACK):
		own.opening = false
		if c.tcp.handshake.timing == asked {
			c.answer(o, s.at)
		}
	}
}

// ask notes when a SYN was captured. A copy counts for Wireshark's round trip, and not
// for ours.
func (c *Conversation) ask(at int64, isCopy bool) {
	h := &c.tcp.handshake
	switch {
	case isCopy:
		if r := c.changeRare(); !r.askedTwice {
			r.askedTwice, r.askedAt = true, h.at
		}
	case c.rare != nil:
		c.rare.askedTwice = false
	}
	if !isCopy {
		h.replied, h.repeated = false, false
	}
	h.at, h.timing = at, asked
}

// answer notes when the first acknowledgment after the SYN was captured.
func (c *Conversation) answer(o *Observation, at int64) {
	h, askedAt := &c.tcp.handshake, c.tcp.handshake.at
	if r := c.readRare(); r.askedTwice {
		askedAt = r.askedAt
	}
	if rtt := at - h.at; rtt != 0 {
		h.at, h.timing = rtt, answered
	}
	if o.From == Initiator && c.Completeness&HasSYNACK != 0 && !h.repeated {
		c.HandshakeRTT = elapsed(askedAt, at)
	}
}
