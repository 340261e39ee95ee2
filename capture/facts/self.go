package facts

import (
	"wireladder/capture"
	"wireladder/capture/flow"
)

// toItself fills in what is known of a segment of a socket that is connected to itself:
// both directions are one.
func (l *ledger) toItself(o *flow.Observation, s *item) {
	f := &s.Facts
	f.Open = ToItself
	own, acks := &l.ends[o.From], o.Packet.TCP.Flags == capture.ACK && o.Packet.PayloadLength == 0
	fin := l.lastThat(func(s *item) bool { return s.Events.Has(flow.FIN) })
	switch {
	case acks && fin != nil && o.Packet.TCP.Ack == fin.wireSeq+capture.Seq(uint32(fin.Next-fin.Seq)): //nolint:gosec // wraps around
		f.Open |= SelfFIN
	case acks && own.synAck > 0 && own.data == 0:
		f.Open |= SelfDone
	}
	l.remember(o, s)
}
