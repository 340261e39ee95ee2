package checks

import (
	"slices"
	"strings"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/rules"
	"wireladder/render/grading"
	"wireladder/render/words/verdicts"
	"wireladder/servers"
	"wireladder/servers/battery"
)

// unjudged are findings that say nothing of a server.
var unjudged = []findings.Rule{findings.CapturedTwice, findings.CaptureIncomplete}

// faultless are findings about who is named in them; of our own clients they say what a
// probe does on purpose.
var faultless = []findings.Rule{
	findings.UnreadReset, findings.ClosedBeforeAnswer, findings.PartialRead, findings.NothingSent, findings.NeverClosed, findings.Spin,
	findings.NotReading, findings.Boundaries, findings.AnswerShort, findings.WriteAfterClose, findings.DatagramCut, findings.NagleDelay,
	findings.Crashed,
}

// provoked are findings that a probe brings about in any server.
var provoked = map[string][]findings.Rule{
	"reset": {findings.WriteAfterClose, findings.ClosedBeforeAnswer, findings.UnreadReset},
	"lost":  {findings.DatagramLost}, // its client asks again
	"large": {findings.NagleDelay},   // the last piece of an answer that comes in pieces
}

// messages are the probes in which one message is not what one recv(2) returns: a server
// whose exercise takes that for a message need not stand them.
var messages = []string{"pieces", "glued", "large"}

// judge makes a grade of what the clients have seen, and of what happened.
func (o *Options) judge(p *battery.Probe, out *battery.Upshot, happened *run.Run) grading.Grade {
	g := grading.Grade{
		Probe: p.Name, Title: p.Title, Asked: p.Asks, Expected: out.Expected, Seen: out.Seen, Printed: out.Printed, Status: grading.Passed,
	}
	if out.Skipped != "" {
		g.Status, g.Seen = grading.Skipped, out.Skipped
		return g
	}
	lenient := o.Model == servers.Once.String() && out.Partly && slices.Contains(messages, p.Name)
	failed := !out.Passed && !lenient || out.Serial && o.concurrent()
	for _, f := range o.findings(p, out, happened) {
		said := verdicts.Of(&f)
		g.Remarks = append(g.Remarks, grading.Remark{Rule: string(f.Rule), Brief: said.Brief, Full: said.Full, Repair: said.Repair})
		failed = failed || !lenient && !o.advises(p, &f)
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

// advises reports whether a finding of a probe fails no server.
func (o *Options) advises(p *battery.Probe, f *findings.Finding) bool {
	switch f.Rule {
	case findings.SerialServer:
		return !o.concurrent()
	case findings.WriteAfterClose: // an answer to a client that has asked nothing
		return p.Name == "silent"
	case findings.NotASCII: // it has answered in the capitals that it knows
		return p.Name == "utf8" && f.Of > 0
	case findings.Crashed: // a thread alone, of the client that has broken off
		return p.Name == "reset" && f.Lives
	}
	return f.Rule == findings.NagleDelay
}

// findings returns what went wrong with the server, causes first, and last
// what is advice.
func (o *Options) findings(p *battery.Probe, out *battery.Upshot, happened *run.Run) []findings.Finding {
	all := accountsOf(happened, out.Passed)
	wrong := slices.DeleteFunc(rules.Of(all), func(f findings.Finding) bool {
		unanswered := f.Rule == findings.Boundaries && !out.Partly // it may take them for none at all
		return unanswered || !about(p, &f, happened)
	})
	if f := cutShort(all); f != nil && len(wrong) == 0 && !out.Passed && out.Partly && slices.Contains(messages, p.Name) {
		wrong = append(wrong, *f)
	}
	rank := func(f findings.Finding) int {
		switch {
		case o.advises(p, &f):
			return 3
		case f.Rule == findings.Refused && f.Near == findings.Ended: // why it is gone, others tell
			return 2
		case (f.Rule == findings.UnreadReset || f.Rule == findings.ServerEnded) && crashes(wrong):
			return 1
		}
		return 0
	}
	slices.SortStableFunc(wrong, func(a, b findings.Finding) int { return rank(a) - rank(b) })
	return wrong
}

// crashes reports whether the server has crashed: then its end has closed its sockets.
func crashes(all []findings.Finding) bool {
	return slices.ContainsFunc(all, func(f findings.Finding) bool { return f.Rule == findings.Crashed })
}

// accountsOf returns what happened, socket by socket; if a client has given up, until then:
// what its leaving brings about is no fault of the server's.
func accountsOf(happened *run.Run, passed bool) *accounts.Accounts {
	all := accounts.New()
	for _, m := range happened.Moments {
		all.Add(m)
		if !passed && givesUp(m) {
			break
		}
	}
	return all
}

// givesUp reports whether a client of ours has waited for long enough.
func givesUp(m *run.Moment) bool {
	return m.Kind == run.Return && m.Call.Does(capture.Receives) && m.Call.Errno == "EAGAIN" && strings.HasPrefix(m.Call.Process.Name, "client")
}

// cutShort returns that a server has taken a part of what its client sent with one call for
// all of it: nil if it has not.
func cutShort(all *accounts.Accounts) *findings.Finding {
	for _, s := range all.All {
		if s.Proto != capture.TCP || s.Side != flow.Responder || s.Peer == nil {
			continue
		}
		take := slices.IndexFunc(s.Calls, func(c accounts.Call) bool { return c.Did(capture.Receives) && c.Result > 0 })
		sent := slices.IndexFunc(s.Peer.Calls, func(c accounts.Call) bool { return c.Did(capture.Sends) })
		if take < 0 || sent < 0 || s.Calls[take].Result >= s.Peer.Calls[sent].Result {
			continue
		}
		c := s.Calls[take]
		return &findings.Finding{
			Rule: findings.Boundaries, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{c.Moment},
			Got: c.Result, Of: s.Peer.Calls[sent].Result, Calls: true,
		}
	}
	return nil
}

// threadWaits reports whether a thread of the server that is not its first one was in a call
// when all was over.
func threadWaits(happened *run.Run) bool {
	return slices.ContainsFunc(happened.Moments, func(m *run.Moment) bool {
		c := m.Call
		return c != nil && strings.HasPrefix(c.Process.Name, "server") && !c.Returned() && c.Thread != c.Process.PID
	})
}

// about reports whether a finding of a probe says something of the server.
func about(p *battery.Probe, f *findings.Finding, happened *run.Run) bool {
	ours := strings.HasPrefix(f.Process, "client") && f.Who == nil || f.Who != nil && strings.HasPrefix(f.Who.Process, "client")
	switch {
	case slices.Contains(unjudged, f.Rule), slices.Contains(provoked[p.Name], f.Rule):
		return false
	case ours && slices.Contains(faultless, f.Rule):
		return false
	case f.Rule == findings.SerialServer: // elsewhere nobody has to wait but for what a probe does
		return p.Name == "two" || p.Name == "silent"
	case f.Rule == findings.ThreadHoldsExit: // elsewhere it is no question of the probe
		return p.Name == "restart" && threadWaits(happened)
	}
	return true
}
