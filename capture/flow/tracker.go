package flow

import "wireladder/capture"

// Tracker follows the conversations of one run or file.
type Tracker struct{}

// tcpConversation is a stub.
type tcpConversation struct{}

// NewTracker returns a Tracker that has seen nothing.
func NewTracker() *Tracker { return &Tracker{} }

// Observe takes the next packet, decoded, and says what it means. The
// observation refers to p; it does not change it.
func (t *Tracker) Observe(p *capture.Packet) Observation { return Observation{Packet: p} }
