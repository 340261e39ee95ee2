package suspicion

import (
	"bytes"
	"net/netip"
	"regexp"
	"strconv"
	"time"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/letters"
)

// aborted finds a side that ends the connection by a RST after what the other side has sent,
// which it may have left unread, if it has come: the RST acknowledges it. Windows ends many so, with a window of 0, and means nothing
// by it.
func (x *inquiry) aborted(t *dialogue) {
	if t.rst == nil || t.rst.Facts.Reset == nil || t.rst.Facts.Reset.Why != facts.Aborts || t.rst.Facts.Reset.Foreign() || t.rst.Facts.Reset.Text || t.rst.Facts.Reset.Bytes == 0 || t.rst.Packet.TCP.Window == 0 {
		return
	}
	side := t.rst.Observation.From
	got := t.heard(side)
	if t.fins[side] != nil || got == nil || t.rst.Time.Sub(got.last.Time) >= standstill {
		return
	}
	f := findings.Finding{Rule: findings.UnreadReset, Moments: []*run.Moment{got.last, t.rst}, May: []findings.Rule{findings.UnreadReset}}
	text := letters.IsText(got.data)
	if text {
		f.May = append(f.May, findings.NotASCII)
	}
	if t.spoke(side) && side == flow.Initiator || !t.spoke(side) && got.octets > oneCall {
		f.May = append(f.May, findings.PartialRead)
	}
	if text || t.spoke(side) && side == flow.Responder {
		f.May = append(f.May, findings.Boundaries)
	}
	if f.May = append(f.May, findings.Crashed); side == flow.Responder && !x.goesOn(t, t.rst) {
		f.May = append(f.May, findings.ServerEnded)
	}
	x.suspect(t, side, f)
}

// oneCall is how much a program takes with one recv(2), as a rule: of more it may have taken a part for
// all.
const oneCall = 1024

// heard returns the last turn of the other side before the RST; nil if it has sent nothing.
func (t *dialogue) heard(side flow.Side) (last *turn) {
	for i := range t.turns {
		if t.turns[i].side != side && t.turns[i].last.Packet.Number < t.rst.Packet.Number {
			last = &t.turns[i]
		}
	}
	return last
}

// short finds an answer that is shorter than HTTP's header says (RFC 9112 §6.3).
func (x *inquiry) short(t *dialogue) {
	if len(t.turns) != 2 || t.fins[flow.Responder] == nil || t.over() != t.fins[flow.Responder] {
		return
	}
	answer := t.turns[1]
	if length, body, ok := Announced(t.turns[0].data, answer.data); ok && int64(len(answer.data)) == answer.octets && len(body) < length {
		f := findings.Finding{Rule: findings.AnswerShort, Moments: []*run.Moment{answer.last, t.fins[flow.Responder]}, May: []findings.Rule{findings.AnswerShort}, Got: int64(len(body)), Of: int64(length)}
		if letters.IsText(body) {
			f.May = append(f.May, findings.NotASCII)
		}
		x.suspect(t, flow.Responder, f)
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
	if asked.packets > 1 {
		f.May = append(f.May, findings.Boundaries)
	}
	if x.strayed(t, asked) {
		f.May = append([]findings.Rule{findings.ReplyWrongAddress}, f.May...)
	}
	if letters.IsText(asked.data) {
		f.May = append([]findings.Rule{findings.NotASCII}, f.May...)
	}
	x.suspect(t, flow.Responder, f)
}

// strayed reports whether the answer to a request, which is the same in other letters, has gone over another
// connection of the server.
func (x *inquiry) strayed(t *dialogue, asked *turn) bool {
	for _, other := range x.others(t) {
		for i := range other.turns {
			u := &other.turns[i]
			own := i > 0 && bytes.EqualFold(u.data, other.turns[i-1].data) // it answers that one's own request
			if u.side == flow.Responder && !own && bytes.EqualFold(u.data, asked.data) && !bytes.Equal(u.data, asked.data) {
				return true
			}
		}
	}
	return false
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
	if t.quiet(t.turns[len(t.turns)-1].last) >= standstill {
		f.May = []findings.Rule{findings.NeverClosed, findings.WaitsForEOF, findings.BothWait, findings.Spin}
	}
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
		if answer.side == flow.Responder && letters.LeavesLetters(asked.data, answer.data) {
			x.suspect(t, flow.Responder, findings.Finding{
				Rule: findings.NotASCII, Moments: []*run.Moment{answer.last}, Of: answer.octets, May: []findings.Rule{findings.NotASCII},
			})
			return
		}
	}
}
