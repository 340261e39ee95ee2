package run

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
)

// explainReset takes over what calls show of the sender of a RST.
func (m *Moment) explainReset() {
	r, k := m.Facts.Reset, m.From
	if r == nil || k.FD < 0 {
		return
	}
	r.Calls, r.Closed, r.Linger0, r.ShutIn = true, k.past.Closed, k.past.Linger0, k.past.ShutRead
	if k.past.Closed && m.Before[m.Observation.From] < flow.FinWait1 {
		r.Unread = k.past.Unread
	}
}

// changesWindow remembers the last packet by which the socket changed its window: the
// call that made room may return after it.
func (k *Socket) changesWindow(m *Moment) {
	if m.Facts.Window != nil {
		k.update = m
	}
}

// reads ties a call that received something to the window that grew while it ran.
func (b *Builder) reads(m *Moment) {
	c := m.Call
	if !c.Did(capture.Receives) || c.Result <= 0 || m.Socket == nil || m.Socket.update == nil {
		return
	}
	u := m.Socket.update
	if w := u.Facts.Window; w.Read == nil && !u.Time.Before(c.Enter) && !u.Time.After(c.Exit) {
		w.Read = c
	}
}

// reasons ties counters of the kernel to the packets that they counted.
type reasons struct {
	recent []*Moment           // packets that a counter can explain, the last ones
	asked  []*capture.Counters // those that can explain packets that are still to come
}

// maxUnexplained is how many packets wait for a counter to explain them.
const maxUnexplained = 64

// note takes a packet that a counter can explain.
func (r *reasons) note(m *Moment) {
	f := m.Facts
	if f.Again != nil || f.Reset != nil || f.Probe != nil || f.Wait != nil || f.Challenge > 0 || f.Error != nil || m.Events.Has(flow.SYN) {
		r.recent = append(r.recent[max(0, len(r.recent)-maxUnexplained+1):], m)
	}
}

// explaining are the counters that explain packets, and which those can be.
var explaining = []struct {
	name string
	fits func(*Moment) bool
	then func(*Moment)
}{
	{"TCPLossProbes", repeatsData, func(m *Moment) { m.Facts.Again.Cause, m.Facts.Again.Evidence = facts.LossProbe, nil }},
	{"TCPTimeouts", repeats, func(m *Moment) { m.Facts.Again.Cause, m.Facts.Again.Evidence = facts.Timeout, nil }},
	{"TCPFastRetrans", repeatsData, nil},
	{"TCPAbortOnClose", isReset, nil},
	{"TCPAbortOnData", isReset, nil},
	{"TCPAbortOnTimeout", isReset, nil},
	{"TCPAbortOnLinger", isReset, nil},
	{"TCPChallengeACK", func(m *Moment) bool { return m.Facts.Challenge > 0 }, nil},
	{"DelayedACKs", func(m *Moment) bool { return m.Facts.Wait != nil && m.Facts.Wait.Rule == facts.DelayedACK }, nil},
	{"ListenOverflows", isDropped, nil},
	{"TCPWinProbe", func(m *Moment) bool { return m.Facts.Probe != nil && m.Facts.Probe.Window }, nil},
	{"TCPKeepAlive", func(m *Moment) bool { return m.Facts.Probe != nil && !m.Facts.Probe.Window }, nil},
	{"NoPorts", func(m *Moment) bool { return m.Facts.Error != nil }, nil},
}

func repeats(m *Moment) bool { return m.Facts.Again != nil }
func repeatsData(m *Moment) bool {
	return m.Facts.Again != nil && !m.Events.Has(flow.SYN) && !m.Events.Has(flow.SYNACK)
}

// isDropped reports whether a packet is a SYN that nothing has answered so far, as one for
// which the accept queue has no room.
func isDropped(m *Moment) bool {
	return m.Events.Has(flow.SYN) && m.Conversation.States[flow.Responder] < flow.SynReceived
}

func isReset(m *Moment) bool { return m.Facts.Reset != nil }

// settle ties counters to packets once none is to come that they may have counted: the next
// packet is of that time. A zero time settles all.
func (r *reasons) settle(next time.Time) {
	for len(r.asked) > 0 && (next.IsZero() || !r.asked[0].Spans(next)) {
		r.count(r.asked[0])
		r.asked = r.asked[1:]
	}
}

// count ties counters to packets: where as many can have been counted as were. What was
// counted for more or fewer packets than there are explains none of them.
func (r *reasons) count(c *capture.Counters) {
	for _, e := range explaining {
		by := c.Of(e.name)
		if by == 0 {
			continue
		}
		counted := r.among(c, e.fits)
		if uint64(len(counted)) != by {
			continue
		}
		for _, m := range counted {
			m.Facts.Kernel = append(m.Facts.Kernel, e.name)
			if e.then != nil {
				e.then(m)
			}
		}
	}
}

// among returns the packets that fit and were sent while the kernel counted.
func (r *reasons) among(c *capture.Counters, fits func(*Moment) bool) []*Moment {
	var all []*Moment
	for _, m := range r.recent {
		if c.Spans(m.Time) && fits(m) && (c.Host == "" || c.Host == m.Observation.From.String()) {
			all = append(all, m)
		}
	}
	return all
}
