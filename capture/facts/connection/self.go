package connection

import (
	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/facts/ledger"
	"wireladder/capture/flow"
)

// ToItself fills in what is known of a segment of a socket that is connected to itself:
// both directions are one.
func ToItself(l *ledger.Ledger, o *flow.Observation, s *ledger.Item) {
	f := &s.Facts
	f.Open = facts.ToItself
	own, acks := &l.Ends[o.From], o.Packet.TCP.Flags == capture.ACK && o.Packet.PayloadLength == 0
	fin := l.LastThat(func(s *ledger.Item) bool { return s.Events.Has(flow.FIN) })
	switch {
	case acks && fin != nil && o.Packet.TCP.Ack == fin.WireSeq+capture.Seq(uint32(fin.Next-fin.Seq)): //nolint:gosec // wraps around
		f.Open |= facts.SelfFIN
	case acks && own.SYNACK > 0 && own.Data == 0:
		f.Open |= facts.SelfAgain
	}
	l.Remember(o, s)
}
