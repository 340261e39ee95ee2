package kernel

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// Reasons ties counters of the kernel to the packets that they counted. The zero value has
// seen nothing.
type Reasons struct {
	recent []*run.Moment       // packets that a counter can explain, the last ones
	asked  []*capture.Counters // those that can explain packets that are still to come
}

// maxUnexplained is how many packets wait for a counter to explain them.
const maxUnexplained = 64

// Note takes a packet that a counter can explain.
func (r *Reasons) Note(m *run.Moment) {
	f := m.Facts
	if f.Again != nil || f.Reset != nil || f.Probe != nil || f.Wait != nil || f.Challenge > 0 || f.Error != nil || m.Events.Has(flow.SYN) || m.Events.Has(flow.SYNACK) || m.Acked.SYN {
		r.recent = append(r.recent[max(0, len(r.recent)-maxUnexplained+1):], m)
	}
}

// explaining are the counters that explain packets, and which those can be: of those that the kernel sends, or
// that it gets.
var explaining = []struct {
	name string
	fits func(*run.Moment) bool
	then func(*Reasons, *run.Moment)
	gets bool
}{
	{"TCPLossProbes", repeatsData, func(_ *Reasons, m *run.Moment) { m.Facts.Again.Cause, m.Facts.Again.Evidence = facts.LossProbe, nil }, false},
	{"TCPTimeouts", repeats, func(_ *Reasons, m *run.Moment) { m.Facts.Again.Cause, m.Facts.Again.Evidence = facts.Timeout, nil }, false},
	{"TCPFastRetrans", repeatsData, nil, false},
	{"TCPAbortOnClose", isReset, nil, false},
	{"TCPAbortOnData", isReset, nil, false},
	{"TCPAbortOnTimeout", isReset, nil, false},
	{"TCPAbortOnLinger", isReset, nil, false},
	{"TCPChallengeACK", func(m *run.Moment) bool { return m.Facts.Challenge > 0 }, nil, false},
	{"DelayedACKs", func(m *run.Moment) bool { return m.Facts.Wait != nil && m.Facts.Wait.Rule == facts.DelayedACK }, nil, false},
	{"ListenOverflows", isDropped, nil, true},
	{"TCPWinProbe", func(m *run.Moment) bool { return m.Facts.Probe != nil && m.Facts.Probe.Window }, nil, false},
	{"TCPKeepAlive", func(m *run.Moment) bool { return m.Facts.Probe != nil && !m.Facts.Probe.Window }, nil, false},
	{"TCPFastOpenPassive", func(m *run.Moment) bool { return m.Facts.Open.Has(facts.DataTaken) }, nil, false},
	{"SyncookiesSent", answersSYN, (*Reasons).forgets, false},
	{"TCPReqQFullDoCookies", answersSYN, (*Reasons).findsFull, false},
	{"SyncookiesRecv", endsHandshake, nil, true},
	{"NoPorts", func(m *run.Moment) bool { return m.Facts.Error != nil && !m.Facts.Error.V6 }, nil, false},
	{"Udp6NoPorts", func(m *run.Moment) bool { return m.Facts.Error != nil && m.Facts.Error.V6 }, nil, false},
}

func answersSYN(m *run.Moment) bool { return m.Events.Has(flow.SYNACK) }

// forgets notes of the SYN that a SYN cookie answers that its receiver's kernel keeps nothing of it.
func (r *Reasons) forgets(cookie *run.Moment) {
	for _, m := range r.recent {
		if m.Conversation == cookie.Conversation && m.Events.Has(flow.SYN) && m.Time.Before(cookie.Time) {
			m.Facts.Cookie = true
		}
	}
}

// findsFull notes of a SYN cookie which handshakes of the same socket had not ended: they fill the kernel's list of such.
func (r *Reasons) findsFull(cookie *run.Moment) {
	for _, m := range r.recent {
		begun := m.Events.Has(flow.SYNACK) && m.Facts.Again == nil && m.Time.Before(cookie.Time) && !m.Forgotten()
		if begun && m.Packet.Src == cookie.Packet.Src && m.Conversation.States[flow.Responder] == flow.SynReceived {
			cookie.Facts.Unfinished = append(cookie.Facts.Unfinished, m.Packet.Number)
		}
	}
}

// endsHandshake reports whether a packet acknowledges the SYN,ACK for the first time.
func endsHandshake(m *run.Moment) bool {
	return m.Observation.From == flow.Initiator && m.Acked.SYN && m.Events.Has(flow.ACK)
}

func repeats(m *run.Moment) bool { return m.Facts.Again != nil }
func repeatsData(m *run.Moment) bool {
	return m.Facts.Again != nil && !m.Events.Has(flow.SYN) && !m.Events.Has(flow.SYNACK)
}

// isDropped reports whether a packet is a SYN that nothing has answered so far, as one for
// which the accept queue has no room.
func isDropped(m *run.Moment) bool {
	return m.Events.Has(flow.SYN) && m.Conversation.States[flow.Responder] < flow.SynReceived
}

func isReset(m *run.Moment) bool { return m.Facts.Reset != nil }

// Asked takes what a kernel has counted when it was asked.
func (r *Reasons) Asked(c *capture.Counters) { r.asked = append(r.asked, c) }

// Settle ties counters to packets once none is to come that they may have counted: the next
// packet is of that time. A zero time settles all.
func (r *Reasons) Settle(next time.Time) {
	for len(r.asked) > 0 && (next.IsZero() || !r.asked[0].Spans(next)) {
		r.count(r.asked[0])
		r.asked = r.asked[1:]
	}
}

// count ties counters to packets: where as many can have been counted as were. What was
// counted for more or fewer packets than there are explains none of them.
func (r *Reasons) count(c *capture.Counters) {
	for _, e := range explaining {
		by := c.Of(e.name)
		if by == 0 {
			continue
		}
		counted := r.among(c, e.fits, e.gets)
		if uint64(len(counted)) != by {
			continue
		}
		for _, m := range counted {
			m.Facts.Kernel = append(m.Facts.Kernel, e.name)
			if e.then != nil {
				e.then(r, m)
			}
		}
	}
}

// among returns the packets that fit and that were sent, or arrived, while the kernel counted.
func (r *Reasons) among(c *capture.Counters, fits func(*run.Moment) bool, gets bool) []*run.Moment {
	var all []*run.Moment
	for _, m := range r.recent {
		side, at, known := m.Observation.From, m.Time, true
		if gets {
			side = side.Peer()
			at, known = arrival(m)
		}
		if known && c.Spans(at) && fits(m) && (c.Host == "" || c.Host == side.String()) {
			all = append(all, m)
		}
	}
	return all
}

// arrival returns when a packet has arrived first, and whether it has: where the wire was not watched when it
// was captured.
func arrival(m *run.Moment) (time.Time, bool) {
	switch f := m.Facts.Fate; {
	case f == nil:
		return m.Time, true
	case len(f.Arrivals) > 0:
		return f.Arrivals[0].Time, true
	}
	return time.Time{}, false
}
