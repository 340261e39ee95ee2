package waits

import (
	"bytes"
	"math/bits"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/docket"
	"wireladder/capture/run/findings/heard"
	"wireladder/capture/run/findings/letters"
)

// stopped is for how long both sides have waited at least where they were stopped before one
// of them gave up: nothing is on its way for so long.
const stopped = 150 * time.Millisecond

// Deadlocks finds connections on which both sides wait for each other.
func Deadlocks(d *docket.Docket) {
	x := newFinder(d)
	x.relays()
	for _, s := range x.All {
		if s.Proto != capture.TCP || s.Peer == nil || s.Side != flow.Initiator || x.Claimed[s] || s.FD < 0 || s.Peer.FD < 0 || keptAlive(s) {
			continue
		}
		if own, other := x.together(s); own != nil {
			x.Explain(s, x.deadlock(own, other))
		}
	}
	x.mailboxes()
}

// keptAlive reports whether a connection is idle on purpose: its kernels ask each other
// whether they are still there.
func keptAlive(s *accounts.Account) bool {
	for _, all := range [][]*run.Moment{s.Sent, s.Arrived} {
		for _, m := range all {
			if p := m.Facts.Probe; p != nil && !p.Window {
				return true
			}
		}
	}
	return false
}

// together returns how both sides of a connection wait, if they do so for long at the same
// time, when nothing is on its way any more, and until one of them gives up; nil if not.
func (x *finder) together(s *accounts.Account) (own, other *stand) {
	quiet := x.quietUntil(s)
	own, other = x.stand(s, quiet), x.stand(s.Peer, quiet)
	if own == nil || other == nil || accounts.Underway(s, s.Peer) || accounts.Underway(s.Peer, s) {
		return nil, nil
	}
	since := later(own.since, other.since) // who has sent something waits behind that
	until := own.until
	gives := own // who is the first to wait no longer
	if other.until.Before(until) {
		until, gives = other.until, other
	}
	least := accounts.Standstill
	if gives.ends == lasts || gives.ends == broken {
		least = stopped
	}
	endless := own.ends == lasts && other.ends == lasts && !own.last().Returned() && !other.last().Returned()
	switch {
	case until.Sub(since) < least && !endless:
	case gives.ends == returned:
	case !x.alone(own) || !x.alone(other) || x.pushes(s.Peer):
	default:
		return own, other
	}
	return nil, nil
}

// quietUntil returns when the first end of a connection comes; the end of the run if none does.
func (x *finder) quietUntil(s *accounts.Account) time.Time {
	until := x.End
	for _, all := range [][]*run.Moment{s.Sent, s.Peer.Sent} {
		for _, m := range all {
			if (m.Events.Has(flow.FIN) || m.Events.Has(flow.RST)) && m.Time.Before(until) {
				until = m.Time
			}
		}
	}
	return until
}

// later returns the later one of two times.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// deadlock says what both sides wait for, as far as that is seen.
func (x *finder) deadlock(own, other *stand) findings.Finding {
	client, server := own.at, other.at
	f := findings.Finding{Rule: findings.BothWait, Who: client.Socket, Other: server.Socket, Moments: []*run.Moment{own.last().Moment, other.last().Moment}}
	x.giving(&f, own, other)
	quiet := x.quietUntil(client)
	asked, got := accounts.Payload(client.Sent, quiet), accounts.Payload(server.Sent, quiet)
	mine, theirs := own.last().Code, other.last().Code
	turn := lastSender(client, quiet)
	swap := func(rule findings.Rule) {
		f.Rule, f.Who, f.Other = rule, server.Socket, client.Socket
		f.Moments = []*run.Moment{other.last().Moment, own.last().Moment}
	}
	switch f.Of = other.unread(quiet); {
	case f.Of > 0:
		f.Near = findings.ReportedOnce
	case turn == client && urgent(client) != nil && !takesUrgent(server):
		f.Near, f.Moments = findings.UrgentByte, append(f.Moments, urgent(client).Moment)
	case len(asked) == 0 && len(got) == 0:
		if triesToSend(own) {
			f.Rule = findings.NothingSent
		}
	case theirs.Newline && turn == client && !endsLines(asked) && int64(len(asked)) >= client.Handed(): // all of it is kept
		f.Rule = findings.NoNewline
		if c := client.Last(capture.Sends); c != nil && pointed(c) {
			f.Moments = append(f.Moments, c.Moment)
		}
	case turn == client && theirs.Newline && wantsCRLF(other.last()) && endsLines(asked) && !bytes.HasSuffix(asked, []byte(crlf)) && int64(len(asked)) >= client.Handed():
		f.Rule, f.Text = findings.NoNewline, crlf
	case mine.Newline && turn == server && !endsLines(got):
		swap(findings.NoNewline)
	case mine.End && turn == server:
		swap(findings.WaitsForEOF)
	case theirs.End && turn == client:
		f.Rule = findings.WaitsForEOF
	case turn == client && letters.IsHeadless(asked) && int64(len(asked)) >= client.Handed():
		f.Rule, f.Text = findings.NoNewline, blankLine
	case turn == server && letters.IsHeadless(got) && int64(len(got)) >= server.Handed():
		swap(findings.NoNewline)
		f.Text = blankLine
	default:
		x.unfinished(&f, own, other, turn)
		f.Text = x.unawaited(turn.Peer.Process)
	}
	return f
}

// never finds what Python prints of a coroutine that was made, and not waited for.
var never = regexp.MustCompile(`RuntimeWarning: coroutine '([^']+)' was never awaited`)

// unawaited returns the name of a coroutine of a program that was called and never run; "" if there is none.
func (x *finder) unawaited(process string) string {
	if m := never.FindStringSubmatch(x.Program(process).Stderr); m != nil {
		return m[1]
	}
	return ""
}

// urgent returns the call by which a program has sent something last, if its last octet is urgent (MSG_OOB); nil
// if that is not so.
func urgent(s *accounts.Account) *accounts.Call {
	c := s.Last(capture.Sends)
	if c == nil || !c.Did(capture.Sends) || !strings.Contains(c.Args.Flags, outOfBand) {
		return nil
	}
	return c
}

// outOfBand is the flag of calls that send an urgent octet, or receive it beside the stream (tcp(7)).
const outOfBand = "MSG_OOB"

// takesUrgent reports whether a program asks for urgent octets: by a flag, or in the stream.
func takesUrgent(s *accounts.Account) bool {
	return slices.ContainsFunc(s.Calls, func(c accounts.Call) bool {
		return strings.Contains(c.Args.Flags, outOfBand) && c.Does(capture.Receives) || c.Args.Option.Name == "SO_OOBINLINE"
	})
}

// unread returns how many octets lie at a socket at a time, though its program waits in a call that
// says when there are some; 0: it does not, or all was received.
func (s *stand) unread(at time.Time) int64 {
	c := s.last()
	if !strings.HasPrefix(c.Name, "epoll_") || !slices.Contains(c.Args.Read, s.at.FD) {
		return 0
	}
	return int64(len(accounts.Payload(s.at.Arrived, at))) - s.at.Received()
}

// unfinished tells of two that wait what the one has of the other's last words, and what it wants
// besides: the answer that the client has a part of comes before the next request.
func (x *finder) unfinished(f *findings.Finding, own, other *stand, turn *accounts.Account) {
	waits := other
	if turn == other.at {
		waits = own
	}
	if f.Of = waits.wants(); f.Of > 0 {
		if waits == own {
			f.Who, f.Other, f.Moments = f.Other, f.Who, []*run.Moment{other.last().Moment, own.last().Moment}
		}
		return
	}
	if turn == own.at {
		x.loops(f, other)
	}
	if h := heard.Of(other.at, x.quietUntil(own.at)); h != nil && h.Whole > 1 && h.Said < h.Whole && !readsLines(other) {
		f.Heard = h
	} else if !f.Idle {
		f.Heard = heard.Of(waits.at, x.quietUntil(own.at)).AsOne()
	}
}

// readsLines reports whether a program waits for a line of a file object, which keeps lines apart and
// what comes behind them.
func readsLines(s *stand) bool {
	line := s.last().Code
	return line.Newline && !strings.Contains(line.Text, "recv") && !line.MakesReader()
}

// loops makes a finding one about a server that has received all, and goes round its loop of
// events: on which socket its program waits, if on any, is not known.
func (x *finder) loops(f *findings.Finding, st *stand) {
	c, lines := st.last(), slices.ContainsFunc(x.fds[st.at.Process], (*accounts.Account).HasLines)
	if last := st.at.Last(capture.Receives); c.Does(capture.Polls) && c.Code.Line == 0 && lines && last != nil && last.Did(capture.Receives) && st.at.Received() >= st.at.Peer.Handed() {
		f.Idle, f.Moments = true, []*run.Moment{f.Moments[0], last.Moment, c.Moment}
	}
}

// giving notes who gives up first, and after how long: its time is over, and it closes.
func (x *finder) giving(f *findings.Finding, own, other *stand) {
	st := own
	if other.until.Before(own.until) {
		st = other
	}
	if end := st.at.Ending(); st.ends == timeout && end != nil && end.Args.Signal == "" && !end.Enter.Before(st.until) && !end.Enter.After(x.End) {
		f.GivesUp, f.Got = st.at.Socket, st.until.Sub(st.since).Milliseconds()
	}
}

// wants returns how many octets more a program wants to have before it goes on, as far as its
// calls show that: MSG_WAITALL, a buffer that is what is left of the last one, or one whose
// size is no number in the program's text, behind what may tell it. 0: it is not known.
func (s *stand) wants() int64 {
	c := s.last()
	if strings.Contains(c.Args.Flags, "MSG_WAITALL") {
		return int64(c.Size) - s.at.Peer.Handed() + s.at.Received() - max(c.Result, 0)
	}
	for i := len(s.at.Calls) - 1; i > 0; i-- {
		last := s.at.Calls[i-1]
		if s.at.Calls[i].Call != c.Call || !last.Did(capture.Receives) || last.Result <= 0 {
			continue
		}
		left, told := int64(last.Size)-last.Result, !c.Code.Says(c.Size)
		if left == int64(c.Size) && !isRoom(last.Call) || left == 0 && c.Size != last.Size && c.Code.Line > 0 && told {
			return int64(c.Size)
		}
	}
	return 0
}

// isRoom reports whether the buffer of a call is likely to be one that a library, or a program in a
// language that has such, fills as far as something comes: its size says nothing of what is wanted.
func isRoom(c *capture.Call) bool {
	const least = 512
	return c.Size >= least && bits.OnesCount(uint(c.Size)) == 1 && !strings.HasSuffix(c.Code.File, ".py") //nolint:gosec // a size
}

// triesToSend reports whether a program means to have sent something when it waits: it has
// sent nothing at all, it works with what keeps in a buffer what it is given, or it does not
// send anywhere.
func triesToSend(st *stand) bool {
	for _, c := range st.at.Calls {
		if c.Does(capture.Sends) {
			return true
		}
	}
	line := st.last().Code
	return line.Line > 0 && (line.Mute || line.Wrote)
}

// lastSender returns the side of a connection that has sent data last before a time.
func lastSender(s *accounts.Account, before time.Time) *accounts.Account {
	own, other := accounts.DataBefore(s.Sent, before), accounts.DataBefore(s.Peer.Sent, before)
	if other != nil && (own == nil || other.Time.After(own.Time)) {
		return s.Peer
	}
	return s
}

// pointer is how many octets a pointer has.
const pointer = 8

// pointed reports whether a call of C or C++ has sent as many octets as a pointer has, by a line that takes
// the size of something: of char *line that is the pointer's.
func pointed(c *accounts.Call) bool {
	return c.Result == pointer && strings.HasPrefix(filepath.Ext(c.Code.File), ".c") && strings.Contains(c.Code.Text, "sizeof")
}

// crlf ends lines in many protocols (RFC 5234 §B.1).
const crlf = "\r\n"

// blankLine ends the header of a message of HTTP (RFC 9112 §2.1).
const blankLine = crlf + crlf

// wantsCRLF reports whether the line of a program in which it waits wants that.
func wantsCRLF(c *accounts.Call) bool { return c.Code.CRLF || strings.Contains(c.Code.Text, `\r\n`) }

// endsLines reports whether octets end with the end of a line.
func endsLines(b []byte) bool { return bytes.HasSuffix(b, []byte("\n")) }
