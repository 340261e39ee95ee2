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
	recent []*run.Moment // packets that a counter can explain, the last ones
}

// maxUnexplained is how many packets wait for a counter to explain them.
const maxUnexplained = 64

// Note takes a packet that a counter can explain.
func (r *Reasons) Note(m *run.Moment) {
	f := m.Facts
	if f.Again != nil || f.Reset != nil || f.Probe != nil || f.Wait != nil || f.Challenge > 0 || f.Error != nil || m.Events.Has(flow.SYN) {
		r.recent = append(r.recent[max(0, len(r.recent)-maxUnexplained+1):], m)
	}
}

// explaining are the counters that explain packets, and which those can be.
var explaining = []struct {
	name string
	fits func(*run.Moment) bool
	then func(*run.Moment)
}{
	{"TCPLossProbes", repeatsData, func(m *run.Moment) { m.Facts.Again.Cause, m.Facts.Again.Evidence = facts.LossProbe, nil }},
	{"TCPTimeouts", repeats, func(m *run.Moment) { m.Facts.Again.Cause, m.Facts.Again.Evidence = facts.Timeout, nil }},
	{"TCPFastRetrans", repeatsData, nil},
	{"TCPAbortOnClose", isReset, nil},
	{"TCPAbortOnData", isReset, nil},
	{"TCPAbortOnTimeout", isReset, nil},
	{"TCPAbortOnLinger", isReset, nil},
	{"TCPChallengeACK", func(m *run.Moment) bool { return m.Facts.Challenge > 0 }, nil},
	{"DelayedACKs", func(m *run.Moment) bool { return m.Facts.Wait != nil && m.Facts.Wait.Rule == facts.DelayedACK }, nil},
	{"ListenOverflows", func(m *run.Moment) bool { return m.Events.Has(flow.SYN) }, nil},
	{"TCPWinProbe", func(m *run.Moment) bool { return m.Facts.Probe != nil && m.Facts.Probe.Window }, nil},
	{"TCPKeepAlive", func(m *run.Moment) bool { return m.Facts.Probe != nil && !m.Facts.Probe.Window }, nil},
	{"NoPorts", func(m *run.Moment) bool { return m.Facts.Error != nil }, nil},
}

func repeats(m *run.Moment) bool { return m.Facts.Again != nil }
func repeatsData(m *run.Moment) bool {
	return m.Facts.Again != nil && !m.Events.Has(flow.SYN) && !m.Events.Has(flow.SYNACK)
}
func isReset(m *run.Moment) bool { return m.Facts.Reset != nil }

// tolerance is how much earlier than the kernel was asked before a packet may be stamped
// that was counted since.
const tolerance = 200 * time.Microsecond

// Count ties counters to packets: where as many can have been counted as were. What was
// counted for more or fewer packets than there are explains none of them.
func (r *Reasons) Count(c *capture.Counters) {
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
func (r *Reasons) among(c *capture.Counters, fits func(*run.Moment) bool) []*run.Moment {
	var all []*run.Moment
	for _, m := range r.recent {
		at := m.Time
		if at.Before(c.Since.Add(-tolerance)) || at.After(c.Time) || !fits(m) || c.Host != "" && c.Host != m.Observation.From.String() {
			continue
		}
		all = append(all, m)
	}
	return all
}
