package suspicion

import (
	"bytes"
	"net/netip"
	"regexp"
	"strconv"
	"time"
	"unicode/utf8"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
)

// The times by which a wait is told from work: after standstill something is wrong, within
// atOnce a program does what it was about to do when something happened, and what takes longer
// than slow a program that heeds an end would have done.
const (
	standstill = 700 * time.Millisecond
	atOnce     = 50 * time.Millisecond
	slow       = 100 * time.Millisecond
)

// inquiry is what was captured, and what was found so far.
type inquiry struct {
	*accounts.Accounts
	talks   []*dialogue
	latest  map[uint16]int                   // the last packet that takes a connection, by port; nil: not read yet
	slow    map[netip.AddrPort]time.Duration // how long a server has taken for an answer at most; nil: not read yet
	claimed map[*accounts.Account]bool
	found   []findings.Finding
}

// Of returns what packets let suspect, and the sockets whose trouble is explained by that.
func Of(x *accounts.Accounts) ([]findings.Finding, map[*accounts.Account]bool) {
	i := &inquiry{Accounts: x, talks: talks(x), claimed: map[*accounts.Account]bool{}}
	i.datagrams()
	i.backlog()
	i.serial()
	i.servers()
	for _, rule := range []func(*dialogue){i.late, i.aborted, i.short, i.silent, i.unanswered, i.dismissed, i.noNewline, i.letters, i.lingers} {
		for _, t := range i.talks {
			if !i.claimed[t.ends[flow.Initiator]] {
				rule(t)
			}
		}
	}
	return i.found, i.claimed
}

// suspect adds a finding about a side of a connection.
func (x *inquiry) suspect(t *dialogue, side flow.Side, f findings.Finding) {
	f.Who, f.Other = t.ends[side].Socket, t.ends[side.Peer()].Socket
	x.found = append(x.found, f)
	for _, s := range t.ends {
		x.claimed[s] = true
	}
}

// late finds data that comes for a socket that is closed: a RST answers them.
func (x *inquiry) late(t *dialogue) {
	if t.rst == nil || t.rst.Facts.Reset == nil || t.rst.Facts.Reset.Why != facts.SocketGone {
		return
	}
	side := t.rst.Observation.From
	fin, data := t.fins[side], x.numbered(t, t.rst.Facts.Reset.Answers)
	if fin == nil || data == nil || farewell(data) || data.Packet.Number < fin.Packet.Number {
		return
	}
	f := findings.Finding{Rule: findings.WriteAfterClose, Moments: []*run.Moment{data, t.rst}}
	last := t.before(fin)
	switch since := t.waited(last, fin); {
	case side == flow.Initiator && since >= standstill && data.Time.Sub(fin.Time) < atOnce:
		x.untilClosed(t, last, fin, data)
	case last != nil && last.side == side && side == flow.Initiator:
		f.Rule, f.Got, f.May = findings.ClosedBeforeAnswer, last.octets, []findings.Rule{findings.ClosedBeforeAnswer, findings.Crashed}
		x.suspect(t, side, f)
	case last != nil && side == flow.Initiator && t.spoke(side):
		f.Rule, f.Got, f.May = findings.PartialRead, t.octets(side.Peer(), fin), []findings.Rule{findings.PartialRead, findings.WriteAfterClose}
		x.suspect(t, side, f)
	default:
		if side == flow.Responder && t.spoke(side) {
			f.May = []findings.Rule{findings.WriteAfterClose, findings.Boundaries}
		}
		x.suspect(t, side.Peer(), f)
	}
}

// waited returns for how long a side waited for an answer to its last turn, or for the other's
// first one, when it ended the connection.
func (t *dialogue) waited(last *turn, fin *run.Moment) time.Duration {
	switch {
	case last == nil:
		return fin.Time.Sub(t.opened.Time)
	case last.side != fin.Observation.From:
		return 0
	}
	return fin.Time.Sub(last.last.Time)
}

// untilClosed adds a server that speaks only when the client has closed.
func (x *inquiry) untilClosed(t *dialogue, last *turn, fin, data *run.Moment) {
	f := findings.Finding{Rule: findings.WaitsForEOF, Moments: []*run.Moment{fin, data}, May: []findings.Rule{findings.WaitsForEOF, findings.BothWait}}
	switch {
	case last == nil:
		f.Rule, f.May = findings.BothWait, []findings.Rule{findings.BothWait, findings.NothingSent}
	case !bytes.HasSuffix(last.data, []byte("\n")) && bytes.HasSuffix(data.Packet.Payload, []byte("\n")):
		f.Rule, f.May = findings.NoNewline, []findings.Rule{findings.NoNewline, findings.WaitsForEOF, findings.BothWait}
	case !bytes.HasSuffix(last.data, []byte("\n")):
		f.May = []findings.Rule{findings.WaitsForEOF, findings.NoNewline, findings.BothWait}
	}
	f.Got = fin.Time.Sub(t.opened.Time).Milliseconds()
	x.suspect(t, flow.Initiator, f)
}

// farewell reports whether data are an alert of TLS, which is no message (RFC 8446 §6): the
// other side does not wait for it.
func farewell(m *run.Moment) bool {
	return len(m.Packet.Payload) >= 2 && m.Packet.Payload[0] == 21 && m.Packet.Payload[1] == 3
}

// numbered returns the packet of that number that carries data; nil if there is none.
func (x *inquiry) numbered(t *dialogue, number int) *run.Moment {
	for _, m := range t.all {
		if m.Packet.Number == number && m.Events.Has(flow.Data) {
			return m
		}
	}
	return nil
}

// aborted finds a side that ends the connection by a RST after what the other side has sent,
// which it may have left unread. Windows ends many so, with a window of 0, and means nothing
// by it.
func (x *inquiry) aborted(t *dialogue) {
	if t.rst == nil || t.rst.Facts.Reset == nil || t.rst.Facts.Reset.Why != facts.Aborts || t.rst.Facts.Reset.Hops != [2]uint8{} || t.rst.Facts.Reset.Text || t.rst.Packet.TCP.Window == 0 {
		return
	}
	side := t.rst.Observation.From
	got := t.heard(side)
	if t.fins[side] != nil || got == nil || t.rst.Time.Sub(got.last.Time) >= standstill {
		return
	}
	f := findings.Finding{Rule: findings.UnreadReset, Moments: []*run.Moment{got.last, t.rst}, May: []findings.Rule{findings.UnreadReset}}
	if isText(got.data) {
		f.May = append(f.May, findings.NotASCII)
	}
	if t.spoke(side) && side == flow.Initiator {
		f.May = append(f.May, findings.PartialRead)
	}
	if !t.spoke(side) {
		f.May = append(f.May, findings.Crashed)
	}
	x.suspect(t, side, f)
}

// heard returns the last turn of the other side before the RST; nil if it has sent nothing.
func (t *dialogue) heard(side flow.Side) (last *turn) {
	for i := range t.turns {
		if t.turns[i].side != side && t.turns[i].last.Packet.Number < t.rst.Packet.Number {
			last = &t.turns[i]
		}
	}
	return last
}

// isText reports whether octets are a text in UTF-8 that is not ASCII.
func isText(b []byte) bool { return utf8.Valid(b) && utf8.RuneCount(b) < len(b) }

// short finds an answer that is shorter than HTTP's header says (RFC 9112 §6.3).
func (x *inquiry) short(t *dialogue) {
	if len(t.turns) != 2 || t.fins[flow.Responder] == nil || t.over() != t.fins[flow.Responder] {
		return
	}
	answer := t.turns[1]
	if length, body, ok := Announced(t.turns[0].data, answer.data); ok && int64(len(answer.data)) == answer.octets && len(body) < length {
		x.suspect(t, flow.Responder, findings.Finding{Rule: findings.AnswerShort, Moments: []*run.Moment{answer.last, t.fins[flow.Responder]}, Got: int64(len(body)), Of: int64(length)})
	}
}

// bodiless finds in the status of an answer that it has no body.
var bodiless = regexp.MustCompile(`^HTTP/1\.[01] (1\d\d|204|304) `)

// Announced returns the length of the body that answers a request as its header tells it, and
// what there is of it. The answer to HEAD has none, and neither have some others (RFC 9110
// §6.4.1).
func Announced(request, answer []byte) (length int, body []byte, ok bool) {
	head, body, found := bytes.Cut(answer, []byte("\r\n\r\n"))
	if !found || bytes.HasPrefix(request, []byte("HEAD ")) || bodiless.Match(head) {
		return 0, nil, false
	}
	for _, line := range bytes.Split(head, []byte("\r\n")) {
		name, value, _ := bytes.Cut(line, []byte(":"))
		if n, err := strconv.Atoi(string(bytes.TrimSpace(value))); err == nil && bytes.EqualFold(name, []byte("Content-Length")) {
			return n, body, true
		}
	}
	return 0, nil, false
}

// silent finds a connection over which nothing goes.
func (x *inquiry) silent(t *dialogue) {
	if len(t.turns) > 0 || t.quiet(t.opened) < standstill || t.rst != nil && t.rst.Facts.Reset != nil && t.rst.Facts.Reset.Why != facts.Aborts {
		return
	}
	f := findings.Finding{Rule: findings.NothingSent, Moments: []*run.Moment{t.opened}, May: []findings.Rule{findings.NothingSent, findings.BothWait}}
	f.Got = t.quiet(t.opened).Milliseconds()
	if end := t.over(); end != nil {
		f.Moments = append(f.Moments, end)
	}
	x.suspect(t, flow.Initiator, f)
}

// unanswered finds a server that heeds neither what a client has sent nor that it gives up. One
// that closes then has received all, and answers nothing on purpose.
func (x *inquiry) unanswered(t *dialogue) {
	asked, end := t.asked(), t.fins[flow.Initiator]
	if asked == nil || end == nil || t.over() != end || t.again || t.quiet(asked.last) < standstill {
		return
	}
	until := t.end
	if last := t.ended(flow.Responder); last != nil {
		until = last.Time
	}
	if until.Sub(end.Time) >= slow+t.rtt() {
		x.suspect(t, flow.Initiator, findings.Finding{
			Rule: findings.BothWait, Moments: []*run.Moment{asked.last, end}, Got: t.quiet(asked.last).Milliseconds(),
			May: []findings.Rule{findings.BothWait, findings.SerialServer, findings.NeverClosed, findings.Crashed},
		})
	}
}

// goesOn reports whether a server takes further connections after a packet.
func (x *inquiry) goesOn(t *dialogue, after *run.Moment) bool {
	if x.latest == nil {
		x.latest = map[uint16]int{}
		for _, other := range x.talks {
			port := other.server().Port()
			x.latest[port] = max(x.latest[port], other.opened.Packet.Number)
		}
	}
	return x.latest[t.server().Port()] > after.Packet.Number
}

// exitTime is how long a program takes to end at least, and the kernel to close what it had
// open; close() itself takes far less.
const exitTime = 2 * time.Millisecond

// dismissed finds a server that closes without an answer, and is not seen again. One that goes
// on has not ended, and answers nothing on purpose.
func (x *inquiry) dismissed(t *dialogue) {
	asked, fin := t.asked(), t.fins[flow.Responder]
	if asked == nil || fin == nil || t.over() != fin || fin.Time.Sub(asked.last.Time) < exitTime || x.goesOn(t, fin) {
		return
	}
	f := findings.Finding{Rule: findings.ClosedBeforeAnswer, Moments: []*run.Moment{asked.last, fin}, May: []findings.Rule{findings.Crashed, findings.ServerEnded}, Got: asked.octets}
	if isText(asked.data) {
		f.May = append([]findings.Rule{findings.NotASCII}, f.May...)
	}
	x.suspect(t, flow.Responder, f)
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

// busyTimes is how many times as long as for an answer a server needs at most to close, where the
// machine has much to do.
const busyTimes = 20

// slowest returns how long a server has taken for an answer at most.
func (x *inquiry) slowest(server netip.AddrPort) time.Duration {
	if x.slow == nil {
		x.slow = map[netip.AddrPort]time.Duration{}
		for _, t := range x.talks {
			for i := 1; i < len(t.turns); i++ {
				if t.turns[i].side == flow.Responder {
					x.slow[t.server()] = max(x.slow[t.server()], t.turns[i].first.Time.Sub(t.turns[i-1].last.Time))
				}
			}
		}
	}
	return x.slow[server]
}

// lingers finds a server that does not heed that the client has closed.
func (x *inquiry) lingers(t *dialogue) {
	fin, last := t.fins[flow.Initiator], t.fins[flow.Responder]
	if fin == nil || t.over() != fin || t.rst != nil || t.again || len(t.turns) < 2 || t.turns[len(t.turns)-1].side != flow.Responder || t.turns[len(t.turns)-1].last.Packet.Number > fin.Packet.Number {
		return
	}
	f := findings.Finding{Rule: findings.NeverClosed, Moments: []*run.Moment{fin}, May: []findings.Rule{findings.NeverClosed, findings.Spin}}
	until, least := t.end, standstill
	if last != nil {
		until, least, f.Moments = last.Time, max(slow, busyTimes*x.slowest(t.server()))+t.rtt(), append(f.Moments, last)
	}
	if f.Got = until.Sub(fin.Time).Milliseconds(); until.Sub(fin.Time) >= least {
		x.suspect(t, flow.Responder, f)
	}
}

// letters finds an answer in which the letters of ASCII alone have become capitals.
func (x *inquiry) letters(t *dialogue) {
	for i := range t.turns[:max(len(t.turns)-1, 0)] {
		asked, answer := &t.turns[i], &t.turns[i+1]
		if answer.side == flow.Responder && LeavesLetters(asked.data, answer.data) {
			x.suspect(t, flow.Responder, findings.Finding{
				Rule: findings.NotASCII, Moments: []*run.Moment{answer.last}, Of: answer.octets, May: []findings.Rule{findings.NotASCII},
			})
			return
		}
	}
}
