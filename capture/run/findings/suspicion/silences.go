package suspicion

import (
	"bytes"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/letters"
)

// silent finds a connection over which nothing goes. One of several to the same server that are
// closed together is one in reserve.
func (x *inquiry) silent(t *dialogue) {
	if len(t.turns) > 0 || t.quiet(t.opened) < standstill || t.rst != nil && t.rst.Facts.Reset != nil && t.rst.Facts.Reset.Why != facts.Aborts || x.spare(t) {
		return
	}
	f := findings.Finding{Rule: findings.NothingSent, Moments: []*run.Moment{t.opened, t.over()}, Got: t.quiet(t.opened).Milliseconds()}
	f.May = []findings.Rule{findings.NothingSent, findings.BothWait, findings.Crashed}
	if x.open(t, t.opened) {
		f.May = append(f.May, findings.SerialServer)
	}
	x.suspect(t, flow.Initiator, f)
}

// spare reports whether a connection was closed together with another one that was of use.
func (x *inquiry) spare(t *dialogue) bool {
	end := t.over()
	for _, other := range x.others(t) {
		if last := other.over(); last != nil && other.spoke(flow.Responder) && end.Time.Sub(last.Time).Abs() <= atOnce {
			return true
		}
	}
	return false
}

// muchLonger is how many times as long as the pauses before it a silence is that ends a dialogue.
const muchLonger = 10

// unanswered finds a client that closes without an answer to what it has sent last. Where the
// server heeds its end at once it may answer nothing on purpose: unless the silence is a long one.
func (x *inquiry) unanswered(t *dialogue) {
	end := t.fins[flow.Initiator]
	asked := t.owed()
	if end == nil || asked == nil || t.over() != end || t.again {
		return
	}
	f := findings.Finding{Rule: findings.BothWait, Moments: []*run.Moment{asked, end}, Got: t.quiet(asked).Milliseconds(), GivesUp: t.ends[flow.Initiator].Socket}
	until := t.end
	if last := t.ended(flow.Responder); last != nil {
		until, f.Moments = last.Time, append(f.Moments, last)
	}
	lingers := until.Sub(end.Time) >= slow+t.rtt()
	silence := t.quiet(asked)
	if silence < standstill || !lingers && (silence < max(patience, muchLonger*t.pause()) || x.heeded(t, asked)) {
		return
	}
	f.May = x.awaited(t, asked, lingers)
	x.suspect(t, flow.Initiator, f)
}

// awaited returns what may be behind it that a request has no answer.
func (x *inquiry) awaited(t *dialogue, asked *run.Moment, lingers bool) []findings.Rule {
	may := []findings.Rule{findings.BothWait}
	if last := t.before(asked); headless(last) || !lingers && t.first(flow.Initiator) == last && !bytes.HasSuffix(last.data, []byte("\r\n")) && !letters.IsBinary(last.data) {
		may = append(may, findings.NoNewline)
	}
	if x.open(t, asked) {
		may = append(may, findings.SerialServer)
	}
	if lingers {
		may = append(may, findings.NeverClosed)
	}
	if x.spun(t, asked) {
		may = append(may, findings.Spin)
	}
	return append(may, findings.Crashed)
}

// headless reports whether a turn is the beginning of a header of HTTP, whose end is a blank line
// (RFC 9112 §2.1), and lacks that.
func headless(u *turn) bool {
	return int64(len(u.data)) == u.octets && letters.IsHeadless(u.data)
}

// headless finds an answer of HTTP whose header has no end, behind which nothing is said.
func (x *inquiry) headless(t *dialogue) {
	end := t.over()
	if len(t.turns) == 0 || end == nil || end.Observation.From != flow.Initiator {
		return
	}
	got := &t.turns[len(t.turns)-1]
	if got.side != flow.Responder || !headless(got) || t.quiet(got.last) < standstill {
		return
	}
	x.suspect(t, flow.Responder, findings.Finding{
		Rule: findings.BothWait, Moments: []*run.Moment{got.last, end}, Got: t.quiet(got.last).Milliseconds(), GivesUp: t.ends[flow.Initiator].Socket,
		May: []findings.Rule{findings.NoNewline, findings.BothWait},
	})
}

// maxLine is how long a line may be that a student's program sends.
const maxLine = 256

// noNewline finds the answer to a line that is none itself, behind which nothing is said.
func (x *inquiry) noNewline(t *dialogue) {
	end := t.over()
	if len(t.turns) < 2 || end == nil || end.Observation.From != flow.Initiator {
		return
	}
	asked, got := &t.turns[len(t.turns)-2], &t.turns[len(t.turns)-1]
	if got.side != flow.Responder || asked.octets > maxLine || got.octets > maxLine || t.quiet(got.last) < standstill {
		return
	}
	if bytes.Count(asked.data, []byte("\n")) != 1 || !bytes.HasSuffix(asked.data, []byte("\n")) || bytes.Contains(got.data, []byte("\n")) {
		return
	}
	f := findings.Finding{Rule: findings.NoNewline, Moments: []*run.Moment{got.last, end}, May: []findings.Rule{findings.NoNewline, findings.WaitsForEOF, findings.BothWait}}
	f.Got = t.quiet(got.last).Milliseconds()
	x.suspect(t, flow.Responder, f)
}

// fewer finds a client that has sent several lines, each by itself, and has an answer of fewer
// lines when it closes, long after that.
func (x *inquiry) fewer(t *dialogue) {
	end := t.over()
	if len(t.turns) < 2 || end == nil || end.Observation.From != flow.Initiator {
		return
	}
	asked, got := &t.turns[len(t.turns)-2], &t.turns[len(t.turns)-1]
	if got.side != flow.Responder || t.quiet(got.last) < max(patience, muchLonger*t.pause()) || letters.IsMessage(asked.data) {
		return
	}
	answers := bytes.Count(got.data, []byte("\n"))
	if !asked.lines || asked.packets <= answers || !bytes.HasSuffix(got.data, []byte("\n")) {
		return
	}
	x.suspect(t, flow.Initiator, findings.Finding{
		Rule: findings.Boundaries, Moments: []*run.Moment{asked.last, got.last, end}, Parts: asked.packets, Of: int64(answers), Got: t.quiet(got.last).Milliseconds(), GivesUp: t.ends[flow.Initiator].Socket,
		May: []findings.Rule{findings.Boundaries, findings.BothWait, findings.WaitsForEOF},
	})
}
