package suspicion

import (
	"bytes"
	"time"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/letters"
)

// lateness is that data come for a socket that is closed: a RST answers them.
type lateness struct {
	*dialogue
	side           flow.Side     // that had closed
	fin, data, rst *run.Moment   // its end, what came then, and what its kernel answers
	asked          *run.Moment   // the last data before its end; nil: nothing was said
	silence        time.Duration // before its end
}

// late finds data that come for a socket that is closed.
func (x *inquiry) late(t *dialogue) {
	l := x.lateness(t)
	switch {
	case l == nil:
	case l.side == flow.Responder:
		x.further(l)
	case l.silence >= standstill && l.since() < atOnce:
		x.untilClosed(l)
	case l.asked == nil && l.silence < standstill: // a look at a port
	case l.asked == nil, l.asked.Observation.From == l.side:
		x.tooLate(l)
	default:
		x.more(l)
	}
}

// lateness returns that of a connection; nil if there is none.
func (x *inquiry) lateness(t *dialogue) *lateness {
	if t.rst == nil || t.rst.Facts.Reset == nil || t.rst.Facts.Reset.Why != facts.SocketGone {
		return nil
	}
	l := &lateness{dialogue: t, side: t.rst.Observation.From, rst: t.rst, data: t.numbered(t.rst.Facts.Reset.Answers)}
	l.fin = t.fins[l.side]
	if l.fin == nil || l.data == nil || accounts.IsFarewell(l.data) || l.data.Packet.Number < l.fin.Packet.Number {
		return nil
	}
	if l.asked = t.said(l.fin); l.fin.Packet.PayloadLength > 0 {
		l.asked = l.fin
	}
	l.silence = l.fin.Time.Sub(l.begun().Time)
	return l
}

// begun returns what the silence before the end began with.
func (l *lateness) begun() *run.Moment {
	if l.asked == nil {
		return l.opened
	}
	return l.asked
}

// since returns how long after the end the data come.
func (l *lateness) since() time.Duration { return l.data.Time.Sub(l.fin.Time) }

// shown returns the moments that show it, the request first if there is one.
func (l *lateness) shown(more ...*run.Moment) []*run.Moment {
	all := append([]*run.Moment{l.fin, l.data}, more...)
	if l.asked != nil {
		all = append(all, l.asked)
	}
	return inOrder(all...)
}

// untilClosed adds a server that goes on only when the client has closed.
func (x *inquiry) untilClosed(l *lateness) {
	f := findings.Finding{Moments: l.shown(), May: l.awaits(), Got: l.silence.Milliseconds(), GivesUp: l.ends[l.side].Socket}
	asked := l.begun()
	switch other := x.releases(l.dialogue, asked, l.data); {
	case other != nil:
		f.May = append([]findings.Rule{findings.SerialServer}, f.May...)
		f.Moments = inOrder(asked, l.fin, other.ended(flow.Initiator), l.data)
	case x.open(l.dialogue, asked):
		f.May = append(f.May, findings.SerialServer)
	}
	side := l.side
	if f.Rule = f.May[0]; f.Rule == findings.SerialServer {
		side = side.Peer()
	}
	x.suspect(l.dialogue, side, f)
}

// awaits returns for what a server may have waited that goes on when the client has closed, by
// what the client had sent last, and by what comes.
func (l *lateness) awaits() []findings.Rule {
	switch {
	case l.asked == nil:
		return []findings.Rule{findings.BothWait, findings.NothingSent}
	case l.asked.Observation.From != l.side:
		may := []findings.Rule{findings.BothWait, findings.NothingSent, findings.WaitsForEOF, findings.WriteAfterClose}
		if l.lines(l.side) > l.lines(l.side.Peer()) {
			may = append(may, findings.Boundaries)
		}
		return may
	case headless(l.before(l.fin)):
		return []findings.Rule{findings.NoNewline, findings.WaitsForEOF, findings.BothWait}
	}
	request, answer := l.asked.Packet.Payload, l.data.Packet.Payload
	switch {
	case letters.IsBinary(request):
		return []findings.Rule{findings.BothWait, findings.WaitsForEOF, findings.NothingSent}
	case !bytes.HasSuffix(request, []byte("\n")) && bytes.HasSuffix(answer, []byte("\n")):
		return []findings.Rule{findings.NoNewline, findings.WaitsForEOF, findings.BothWait, findings.NothingSent}
	case !bytes.HasSuffix(request, []byte("\n")), !bytes.HasSuffix(request, []byte("\r\n")) && bytes.HasSuffix(answer, []byte("\r\n")):
		return []findings.Rule{findings.WaitsForEOF, findings.NoNewline, findings.BothWait, findings.NothingSent}
	}
	return []findings.Rule{findings.WaitsForEOF, findings.NothingSent, findings.BothWait}
}

// lines counts the ends of lines that a side had sent before the end.
func (l *lateness) lines(side flow.Side) (n int) {
	for _, m := range l.all {
		if m.Observation.From == side && m.Events.Has(flow.Data) && m.Facts.Again == nil && m.Packet.Number < l.fin.Packet.Number {
			n += bytes.Count(m.Packet.Payload, []byte("\n"))
		}
	}
	return n
}

// tooLate adds an answer, or a first word, that comes when the client has closed already. One
// that has waited for long gives up.
func (x *inquiry) tooLate(l *lateness) {
	f := findings.Finding{Rule: findings.ClosedBeforeAnswer, Moments: []*run.Moment{l.data, l.rst}, Got: l.octets(l.side, l.data), May: []findings.Rule{findings.ClosedBeforeAnswer}}
	if l.silence >= standstill {
		asked := l.begun()
		f.Moments, f.Got, f.GivesUp = []*run.Moment{asked, l.fin, l.data, l.rst}, l.silence.Milliseconds(), l.ends[l.side].Socket
		if l.since() < standstill {
			f.May = append(f.May, findings.WaitsForEOF)
		}
		switch {
		case x.served(l.dialogue, asked, l.data):
			f.May = append([]findings.Rule{findings.SerialServer}, f.May...)
		case x.open(l.dialogue, asked):
			f.May = append(f.May, findings.SerialServer)
		}
	}
	f.May = append(f.May, findings.Crashed)
	x.suspect(l.dialogue, l.side, f)
}

// more adds what a server sends behind its answer, to a client that has closed: the rest of it,
// where that comes at once.
func (x *inquiry) more(l *lateness) {
	f := findings.Finding{Rule: findings.WriteAfterClose, Moments: []*run.Moment{l.data, l.rst}}
	side := l.side.Peer()
	switch {
	case !l.spoke(l.side), x.relayed(l.dialogue, l.data):
	case l.since() < atOnce+l.rtt():
		side = l.side
		f.Rule, f.Got, f.May = findings.PartialRead, l.octets(side.Peer(), l.fin), []findings.Rule{findings.PartialRead, findings.WriteAfterClose}
	default:
		f.May = []findings.Rule{findings.WriteAfterClose, findings.PartialRead}
	}
	x.suspect(l.dialogue, side, f)
}

// further adds what a client sends to a server that has closed: without an answer, or behind one.
func (x *inquiry) further(l *lateness) {
	f := findings.Finding{Rule: findings.WriteAfterClose, Moments: []*run.Moment{l.data, l.rst}}
	switch {
	case l.asked == nil:
		f.May = []findings.Rule{findings.Crashed, findings.WriteAfterClose}
	case l.asked.Observation.From == l.side && l.data.Facts.Crosses > 0:
		f.May = []findings.Rule{findings.WriteAfterClose} // nothing could tell the client
	case l.asked.Observation.From == l.side:
		f.May = []findings.Rule{findings.WriteAfterClose, findings.Boundaries, findings.Crashed}
	default:
		f.May = []findings.Rule{findings.Crashed, findings.Boundaries, findings.WriteAfterClose}
		if last := l.before(l.fin); last != nil && letters.IsText(last.data) {
			f.May = append([]findings.Rule{findings.NotASCII}, f.May...)
		}
	}
	if f.May[0] != findings.WriteAfterClose && !x.goesOn(l.dialogue, l.fin) {
		f.May = append(f.May, findings.ServerEnded)
	}
	x.suspect(l.dialogue, l.side.Peer(), f)
}

// numbered returns the packet of that number that carries data; nil if there is none.
func (t *dialogue) numbered(number int) *run.Moment {
	for _, m := range t.all {
		if m.Packet.Number == number && m.Events.Has(flow.Data) {
			return m
		}
	}
	return nil
}
