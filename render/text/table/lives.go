package table

import (
	"wireladder/capture"
	"wireladder/capture/flow"
)

// lives are the lives of TCP connections in words, once they have been told:
// there are few of them, and many connections. They are told apart by all that
// appendLife heeds: the completeness, and three more bits.
type lives [1 << 8][1 << 3]string

// appendWords appends what AppendWords appends.
func (l *lives) appendWords(b []byte, c *flow.Conversation, unreachable int) []byte {
	if c.Proto != capture.TCP {
		return AppendWords(b, c, unreachable)
	}
	life := l.of(c)
	if *life == "" {
		*life = string(appendLife(nil, c))
	}
	return appendTroubles(append(b, *life...), c, unreachable)
}

// of returns where the life of a connection is.
func (l *lives) of(c *flow.Conversation) *string {
	bits := 0
	if ended(c.States[flow.Initiator]) && ended(c.States[flow.Responder]) {
		bits = 1
	}
	for side, n := range c.Packets {
		if n == 0 {
			bits |= 2 << side
		}
	}
	return &l[c.Completeness][bits]
}
