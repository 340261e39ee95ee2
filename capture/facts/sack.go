package facts

import "wireladder/capture/flow"

// SACKed returns the relative numbers that a segment names by SACK, in its order
// (RFC 2018 §3); what it reports to have come twice is among them.
func SACKed(o *flow.Observation) []Span {
	opt := &o.Packet.TCP.Options
	var all []Span
	for _, block := range opt.SACK[:opt.SACKBlocks] {
		from, to := block.From.Sub(o.Packet.TCP.Ack), block.To.Sub(o.Packet.TCP.Ack)
		all = append(all, Span{From: o.Ack + int64(from), To: o.Ack + int64(to)})
	}
	return all
}

// DSACKed returns the numbers that the first SACK block reports to have come twice: it
// lies below the acknowledgment, or within the next block (RFC 2883 §4). It is empty where
// nothing is reported.
func DSACKed(o *flow.Observation) Span {
	opt := &o.Packet.TCP.Options
	if opt.SACKBlocks == 0 {
		return Span{}
	}
	first, ack := opt.SACK[0], o.Packet.TCP.Ack
	if !first.From.Less(first.To) {
		return Span{} // it names nothing
	}
	inside := opt.SACKBlocks > 1 && opt.SACK[1].From.LessEq(first.From) && first.To.LessEq(opt.SACK[1].To)
	if !first.To.LessEq(ack) && !inside {
		return Span{}
	}
	return Span{From: o.Ack + int64(first.From.Sub(ack)), To: o.Ack + int64(first.To.Sub(ack))}
}
