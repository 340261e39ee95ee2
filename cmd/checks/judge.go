package checks

import (
	"slices"
	"strings"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/rules"
	"wireladder/render/grading"
	"wireladder/render/words/verdicts"
	"wireladder/servers"
	"wireladder/servers/battery"
)

// advisory are findings that fail no server: it answers all the same.
var advisory = []findings.Rule{findings.SerialServer, findings.NagleDelay, findings.ThreadHoldsExit}

// unjudged are findings that say nothing of a server.
var unjudged = []findings.Rule{findings.CapturedTwice, findings.CaptureIncomplete}

// faultless are findings about who is named in them; of our own clients they say what a
// probe does on purpose.
var faultless = []findings.Rule{
	findings.UnreadReset, findings.ClosedBeforeAnswer, findings.PartialRead, findings.NothingSent, findings.NeverClosed, findings.Spin,
	findings.NotReading, findings.Boundaries, findings.AnswerShort, findings.WriteAfterClose, findings.DatagramCut, findings.NagleDelay,
}

// provoked are findings that a probe brings about in any server.
var provoked = map[string][]findings.Rule{
	"reset": {findings.WriteAfterClose, findings.ClosedBeforeAnswer, findings.UnreadReset},
	"large": {findings.NagleDelay}, // the last piece of an answer that comes in pieces
}

// messages are the probes in which one message is not what one recv(2) returns: a server
// whose exercise takes that for a message need not stand them.
var messages = []string{"pieces", "glued", "large"}

// judge makes a grade of what the clients have seen, and of what the recording shows.
func (o *Options) judge(p *battery.Probe, out *battery.Outcome, rec *capture.Recording) grading.Grade {
	g := grading.Grade{
		Probe: p.Name, Title: p.Title, Asked: p.Asks, Expected: out.Expected, Seen: out.Seen, Printed: out.Printed, Status: grading.Passed,
	}
	if out.Skipped != "" {
		g.Status, g.Seen = grading.Skipped, out.Skipped
		return g
	}
	lenient := o.Model == servers.Once.String() && out.Partly && slices.Contains(messages, p.Name)
	failed := !out.Passed && !lenient || out.Serial && o.concurrent()
	all := accountsOf(rec)
	wrong := rules.Of(all)
	if f := cutShort(all); p.Name == "pieces" && !out.Passed && out.Partly && f != nil {
		wrong = append([]findings.Finding{*f}, wrong...)
	}
	for _, f := range causesFirst(wrong) {
		if !about(p, &f) || f.Rule == findings.ThreadHoldsExit && !threadWaits(rec) {
			continue
		}
		said := verdicts.Of(&f)
		g.Remarks = append(g.Remarks, grading.Remark{Rule: string(f.Rule), Brief: said.Brief, Full: said.Full, Repair: said.Repair})
		failed = failed || !lenient && !o.advises(f.Rule)
	}
	switch {
	case failed:
		g.Status = grading.Failed
	case len(g.Remarks) > 0, out.Serial, lenient && !out.Passed:
		g.Status = grading.Advised
	}
	return g
}

// concurrent reports whether the exercise asks for a server of several clients at once.
func (o *Options) concurrent() bool {
	return o.Model == servers.Select.String() || o.Model == servers.Thread.String()
}

// advises reports whether a finding fails no server.
func (o *Options) advises(r findings.Rule) bool {
	return slices.Contains(advisory, r) && !(r == findings.SerialServer && o.concurrent())
}

// accountsOf returns what a recording tells, socket by socket.
func accountsOf(rec *capture.Recording) *accounts.Accounts {
	all := accounts.New()
	for _, m := range builder.Of(rec).Moments {
		all.Add(m)
	}
	return all
}

// causesFirst returns findings with those last that say that a server is gone: why, others
// tell.
func causesFirst(all []findings.Finding) []findings.Finding {
	gone := func(f findings.Finding) bool { return f.Rule == findings.Refused && f.Near == findings.Ended }
	slices.SortStableFunc(all, func(a, b findings.Finding) int {
		switch {
		case gone(a) == gone(b):
			return 0
		case gone(a):
			return 1
		}
		return -1
	})
	return all
}

// cutShort returns that a server has taken the first piece of a message for all of it: its
// client sends one message alone. nil: it has not.
func cutShort(all *accounts.Accounts) *findings.Finding {
	for _, s := range all.All {
		if s.Proto != capture.TCP || s.Side != flow.Responder || s.Peer == nil || len(s.Calls) == 0 {
			continue
		}
		first := slices.IndexFunc(s.Calls, func(c accounts.Call) bool { return c.Did(capture.Receives) && c.Result > 0 })
		later := slices.IndexFunc(s.Peer.Sent, func(m *run.Moment) bool {
			return m.Events.Has(flow.Data) && first >= 0 && m.Time.After(s.Calls[first].Exit)
		})
		if later < 0 {
			continue
		}
		take := s.Calls[first]
		return &findings.Finding{
			Rule: findings.Boundaries, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{take.Moment, s.Peer.Sent[later]},
			Got: take.Result, Of: s.Peer.Handed(), Calls: true,
		}
	}
	return nil
}

// threadWaits reports whether a thread of the server that is not its first one was in a call
// when all was over.
func threadWaits(rec *capture.Recording) bool {
	return slices.ContainsFunc(rec.Entries, func(e capture.Entry) bool {
		c := e.Call
		return c != nil && strings.HasPrefix(c.Process.Name, "server") && !c.Returned() && c.Thread != c.Process.PID
	})
}

// about reports whether a finding of a probe says something of the server.
func about(p *battery.Probe, f *findings.Finding) bool {
	ours := strings.HasPrefix(f.Process, "client") && f.Who == nil || f.Who != nil && strings.HasPrefix(f.Who.Process, "client")
	switch {
	case slices.Contains(unjudged, f.Rule), slices.Contains(provoked[p.Name], f.Rule):
		return false
	case ours && slices.Contains(faultless, f.Rule):
		return false
	}
	return true
}
