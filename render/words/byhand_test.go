package words_test

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/runtest"
)

// segment returns the moment of a segment of the client, packet 9, and what change makes
// of it.
func segment(flags capture.Flags, events flow.Events, change func(m *run.Moment)) *run.Moment {
	m := &run.Moment{Kind: run.Packet, Time: start, Facts: &facts.Facts{}}
	m.Packet = &capture.Packet{Number: 9, Proto: capture.TCP, Time: start, TCP: capture.TCPHeader{Flags: flags}}
	m.Packet.Src, m.Packet.Dst = runtest.Loopback(40001), runtest.Loopback(80)
	m.Conversation, m.Events, m.Octets, m.Counts = &flow.Conversation{Proto: capture.TCP}, events, [2]int64{5, 0}, [2]uint32{3, 2}
	m.Before = [2]flow.State{flow.Established, flow.Established}
	m.Seq, m.Next, m.Ack, m.After = 11, 11, 21, m.Before
	change(m)
	return m
}

// bare is segment for a bare ACK.
func bare(change func(m *run.Moment)) *run.Moment { return segment(capture.ACK, flow.ACK, change) }

// data is segment for the numbers from..to-1.
func data(from, to int64, change func(m *run.Moment)) *run.Moment {
	return segment(capture.ACK, flow.Data, func(m *run.Moment) {
		m.Seq, m.Next, m.Packet.PayloadLength = from, to, int(to-from)
		change(m)
	})
}

// again is data for the repetition of packet 7, which held as much.
func again(change func(m *run.Moment, a *facts.Again)) *run.Moment {
	return data(11, 16, func(m *run.Moment) {
		first := &facts.Segment{Number: 7, Time: start.Add(-time.Second), Seq: 11, Next: 16}
		m.Facts.Again = &facts.Again{First: first, Of: []int{7}, After: 300 * time.Millisecond, Overlap: facts.Span{From: 11, To: 16}}
		change(m, m.Facts.Again)
	})
}

// reset is segment for a RST with a reason.
func reset(r facts.Reset) *run.Moment {
	return segment(capture.RST|capture.ACK, flow.RST, func(m *run.Moment) { m.Facts.Reset = &r })
}

// dup is bare for a duplicate ACK of something of the server's, packet 8.
func dup(d facts.Dup, from, to int64) *run.Moment {
	return bare(func(m *run.Moment) {
		m.Facts.Dup = &d
		d.Trigger = &facts.Segment{Number: 8, Seq: from, Next: to, Events: flow.Data}
	})
}

// dupOfFIN is dup of packet 8 with a FIN that came again, all of which is reported by D-SACK.
func dupOfFIN(all facts.Span) *run.Moment {
	m := dup(facts.Dup{DSACK: all}, all.From, all.To)
	m.Facts.Dup.Trigger.Events = flow.FIN
	return m
}

// packetMoments are moments of packets whose facts seldom come together.
func packetMoments() []*run.Moment {
	arrived := &facts.Fate{Arrivals: []*capture.Delivery{{Time: start.Add(-time.Minute), Packet: &capture.Packet{}}}}
	lost, under := &facts.Fate{Loss: &capture.Delivery{Lost: true}}, &facts.Fate{}
	all := []*run.Moment{
		bare(func(m *run.Moment) { m.Acked = flow.Acknowledged{SYN: true} }),
		bare(func(m *run.Moment) { m.Acked = flow.Acknowledged{SYN: true}; m.After[0] = flow.SynReceived }),
		bare(func(m *run.Moment) { m.Acked = flow.Acknowledged{SYN: true}; m.Octets = [2]int64{0, 5} }),
		bare(func(m *run.Moment) { m.Acked = flow.Acknowledged{SYN: true}; m.Octets = [2]int64{} }),
		bare(func(m *run.Moment) { m.Ack = -5 }),
		bare(func(m *run.Moment) { m.Acked = flow.Acknowledged{From: 20, To: 21} }),
		bare(func(m *run.Moment) {
			m.Acked = flow.Acknowledged{From: 18, To: 20, FIN: true}
			m.After[0] = flow.CloseWait
		}),
		bare(func(m *run.Moment) { m.Acked = flow.Acknowledged{FIN: true}; m.After[0] = flow.TimeWait }),
		bare(func(m *run.Moment) {
			m.Acked = flow.Acknowledged{FIN: true}
			m.After[0], m.Before[0] = flow.TimeWait, flow.Closing
		}),
		bare(func(m *run.Moment) {
			m.Acked = flow.Acknowledged{FIN: true}
			m.After[0], m.Before[1] = flow.TimeWait, flow.Closing
		}),
		bare(func(m *run.Moment) { m.Events |= flow.KeepAliveACK }), bare(func(m *run.Moment) { m.Events |= flow.ZeroWindowProbeACK }),
		dup(facts.Dup{Old: true, Waits: true}, 11, 21), dup(facts.Dup{Old: true}, 11, 21), dup(facts.Dup{Twice: true, Old: true}, 11, 21),
		dup(facts.Dup{Asks: true}, 21, 25), dup(facts.Dup{Asks: true, Holds: []facts.Span{{From: 22, To: 25}}}, 22, 25), dup(facts.Dup{DSACK: facts.Span{From: 4, To: 5}}, 4, 5),
		dup(facts.Dup{Stale: true}, 21, 25), dupOfFIN(facts.Span{From: 20, To: 21}), dupOfFIN(facts.Span{From: 18, To: 21}),
		bare(func(m *run.Moment) { m.Facts.Window = &facts.Window{Before: 500, Now: 501} }),
		bare(func(m *run.Moment) { m.Facts.Window, m.Facts.Shrinks = &facts.Window{Before: 500, Now: 300}, 200 }),
		bare(func(m *run.Moment) {
			m.Acked, m.Packet.TCP.Ack = flow.Acknowledged{From: 18, To: 21}, 21
			m.Packet.TCP.Options.SACKBlocks, m.Packet.TCP.Options.SACK[0] = 1, capture.SACKBlock{From: 18, To: 21}
		}),
		bare(func(m *run.Moment) { m.Facts.Window = &facts.Window{Before: 0, Now: 1} }),
		bare(func(m *run.Moment) { m.Facts.Window = &facts.Window{Before: 0, Now: 1, Unscaled: true} }),
		bare(func(m *run.Moment) {
			m.Facts.Window = &facts.Window{Before: 5, Now: 9, Read: &capture.Call{Name: "recv", Result: 1}}
		}),
		bare(func(m *run.Moment) {
			m.Facts.Wait, m.Facts.Fate = &facts.Wait{For: time.Second / 20, Since: 8, Rule: facts.DelayedACK}, lost
		}),
		data(0, 1, func(*run.Moment) {}), data(-3, 2, func(*run.Moment) {}), data(-1, 0, func(m *run.Moment) { m.Ack = -2 }),
		data(11, 16, func(m *run.Moment) { m.Facts.Early = true }), data(11, 16, func(m *run.Moment) { m.Facts.Fate = under }),
		data(11, 16, func(m *run.Moment) {
			m.Facts.Late = &facts.Late{Behind: 8, After: time.Second / 100, InTrip: true}
		}),
		data(11, 16, func(m *run.Moment) { m.Facts.Before = &facts.Gap{Span: facts.Span{From: 10, To: 11}} }),
		data(11, 16, func(m *run.Moment) { m.Facts.Before = &facts.Gap{Span: facts.Span{From: 10, To: 11}, Filled: 12} }),
		data(11, 16, func(m *run.Moment) { m.Facts.Unseen = &facts.Gap{Span: facts.Span{From: 10, To: 11}, Filled: 12} }),
		again(func(_ *run.Moment, a *facts.Again) { a.Conflict = facts.Span{From: 12, To: 13} }),
		again(func(_ *run.Moment, a *facts.Again) { a.Cause = facts.Timeout }),
		again(func(_ *run.Moment, a *facts.Again) { a.Cause, a.Acked = facts.Timeout, 8 }),
		again(func(m *run.Moment, a *facts.Again) { a.Cause, m.Facts.Kernel = facts.Timeout, []string{"TCPTimeouts"} }),
		again(func(m *run.Moment, a *facts.Again) {
			a.Cause, m.Facts.Kernel = facts.Timeout, []string{"TCPFastRetrans"}
		}),
		again(func(m *run.Moment, a *facts.Again) {
			a.Cause, m.Facts.Kernel = facts.LossProbe, []string{"TCPLossProbes"}
		}),
		again(func(_ *run.Moment, a *facts.Again) { a.Cause, a.Acked, a.Evidence = facts.SYNAgain, 8, []int{8} }),
		again(func(_ *run.Moment, a *facts.Again) { a.After, a.Acked, a.Cause = 0, 0, facts.NoCause }),
		again(func(_ *run.Moment, a *facts.Again) { a.Cause, a.Acked = facts.NoSYNACK, 8; a.Evidence = []int{8} }),
		again(func(_ *run.Moment, a *facts.Again) { a.Cause, a.Evidence = facts.Overtaken, []int{8} }),
		again(func(_ *run.Moment, a *facts.Again) { a.First.Facts.Fate = arrived }),
		again(func(_ *run.Moment, a *facts.Again) { a.First.Facts.Fate = under }),
		again(func(_ *run.Moment, a *facts.Again) { a.First.Facts.Fate = lost }),
		again(func(m *run.Moment, _ *facts.Again) { m.Facts.Full = true }),
		again(func(_ *run.Moment, a *facts.Again) { a.First.Facts.Full = true }),
		again(func(m *run.Moment, a *facts.Again) { a.First.Facts.Full, m.Facts.Full = true, true }),
		reset(facts.Reset{Why: facts.Refuses, Answers: 8, Ignored: true}), reset(facts.Reset{Why: facts.Aborts, Ignored: true}),
		reset(facts.Reset{Closed: true, Unread: 1}), reset(facts.Reset{Closed: true, Linger0: true, Unread: 1}), reset(facts.Reset{Calls: true}),
		reset(facts.Reset{ShutIn: true}), reset(facts.Reset{Why: facts.SocketGone, Answers: 8, Closed: true}), reset(facts.Reset{Why: facts.SocketGone, Answers: 8, Closed: true, Again: 6}),
		reset(facts.Reset{Why: facts.GivesUp, Probes: []int{8}}),
		reset(facts.Reset{Why: facts.NotAnswered, Tries: []int{7, 8}}), reset(facts.Reset{Again: 1}),
		bare(func(m *run.Moment) { m.Facts.Old, m.Facts.Challenge = &facts.Old{First: 1, Ack: 5}, 1 }),
		data(11, 16, func(m *run.Moment) { m.Facts.Late = &facts.Late{Acked: 1} }),
		bare(func(m *run.Moment) {
			m.Conversation, m.Facts.Fragment = nil, &facts.Fragment{Index: 1, Whole: 1, Pieces: 2}
		}),
	}
	for _, counter := range []string{"TCPAbortOnClose", "TCPAbortOnData", "TCPAbortOnTimeout", "TCPAbortOnLinger"} {
		m := reset(facts.Reset{Calls: true})
		m.Facts.Kernel = []string{"TCPFastRetrans", counter}
		all = append(all, m)
	}
	return all
}
