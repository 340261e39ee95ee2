// Package verdicts says what went wrong in a run, and what is to be done: the words of
// package findings.
package verdicts

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/render/quantity"
)

// Verdict is what is said of a finding.
type Verdict struct {
	Brief  string // what went wrong, in a line
	Full   string // how that is seen, in a paragraph
	Repair string // what is to be done; "" if nothing is
}

// Of says what a finding means.
func Of(f *findings.Finding) Verdict {
	say := sayings[f.Rule]
	if suspect := suspicions[f.Rule]; !f.Calls && suspect != nil {
		say = suspect
	}
	if say == nil {
		return Verdict{Brief: string(f.Rule)}
	}
	v := say(f)
	v.Full += maybe(f)
	return v
}

// sayings are what is said of each rule.
var sayings = map[findings.Rule]func(*findings.Finding) Verdict{
	findings.AddressInUse: ofAddressInUse, findings.NoReuseAddr: ofNoReuseAddr,
	findings.Refused: ofRefused, findings.UDPUnreachable: ofUnreachable, findings.SentBeforeBound: ofSentBeforeBound,
	findings.NotASCII: ofNotASCII, findings.DatagramCut: ofDatagramCut, findings.ReplyWrongAddress: ofReplyWrongAddress, findings.ReplyLost: ofReplyLost,
	findings.BacklogFull: ofBacklogFull, findings.SerialServer: ofSerialServer, findings.Spin: ofSpin,
	findings.Boundaries: ofBoundaries, findings.PartialRead: ofPartialRead, findings.AnswerShort: ofAnswerShort,
	findings.NoNewline: ofNoNewline, findings.WaitsForEOF: ofWaitsForEOF, findings.NothingSent: ofNothingSent, findings.NotReading: ofNotReading,
	findings.BothWait: ofBothWait, findings.ClosedBeforeAnswer: ofClosedBeforeAnswer, findings.WriteAfterClose: ofWriteAfterClose,
	findings.UnreadReset: ofUnreadReset, findings.NeverClosed: ofNeverClosed, findings.RcvbufOverflow: ofRcvbufOverflow, findings.NagleDelay: ofNagleDelay,
	findings.ThreadHoldsExit: ofThreadHoldsExit, findings.ServerEnded: ofServerEnded, findings.Crashed: ofCrashed,
	findings.CapturedTwice: ofCapturedTwice, findings.CaptureIncomplete: ofCaptureIncomplete,
}

// who names the program of a socket, and the socket.
func who(k *run.Socket) string {
	switch {
	case k == nil:
		return "a program"
	case k.Process == "":
		return "the " + k.Side.String()
	}
	return program(k.Process)
}

// program names a program: "the server", and one of several "client 2".
func program(name string) string {
	if strings.ContainsAny(name, "0123456789") {
		return name
	}
	return "the " + name
}

// fd names a descriptor: "fd 4"; "its socket" where that is not known.
func fd(k *run.Socket) string {
	if k == nil || k.FD < 0 {
		return "its socket"
	}
	return "fd " + strconv.Itoa(k.FD)
}

// at names where in its program a moment's call stands: " (server.py:14)"; "" if that is not
// known.
func at(m *run.Moment) string {
	c := callOf(m)
	if c == nil || c.Code.Line == 0 {
		return ""
	}
	return " (" + strings.Trim(strconv.QuoteToGraphic(c.Code.String()), `"`) + ")"
}

// callOf returns the call of a moment, nil if it is of none.
func callOf(m *run.Moment) *capture.Call {
	if m.Call != nil {
		return m.Call
	}
	return m.Entry.Call
}

// file names the file of the program in which a moment's call stands; "" if that is not known.
func file(m *run.Moment) string {
	if c := callOf(m); c != nil {
		return c.Code.File
	}
	return ""
}

// methods find what a line calls that does what a call does.
var methods = []struct {
	does  capture.Doing
	named *regexp.Regexp
}{
	{capture.Receives, regexp.MustCompile(`\.((?:recv|read)\w*)\(`)},
	{capture.Sends, regexp.MustCompile(`\.((?:send|write)\w*)\(`)},
	{capture.Accepts, regexp.MustCompile(`\.(accept)\(`)},
	{capture.Polls, regexp.MustCompile(`\.(select|poll)\(`)},
}

// written returns what a program calls the call of a moment: recv(), where the system call is
// recvfrom(2).
func written(m *run.Moment) string {
	c := callOf(m)
	if c == nil {
		return "the call"
	}
	for _, m := range methods {
		if found := m.named.FindStringSubmatch(c.Code.Text); found != nil && c.Does(m.does) {
			return found[1]
		}
	}
	return c.Name
}

// packet names the packet of a moment: " (packet 4)"; "" if it has none.
func packet(m *run.Moment) string {
	if m.Kind != run.Packet || m.Packet == nil {
		return ""
	}
	return fmt.Sprintf(" (packet %d)", m.Packet.Number)
}

// data returns what a moment's call has moved.
func data(m *run.Moment) []byte {
	if m.Call == nil {
		return nil
	}
	return m.Call.Data
}

// quoted writes what a program has printed so that no terminal obeys it.
func quoted(text string) string {
	const most = 120
	if r := []rune(text); len(r) > most {
		text = string(r[:most-1]) + "…"
	}
	return strconv.QuoteToGraphic(text)
}

// capital begins a sentence.
func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// bytesOf names a number of octets.
func bytesOf(n int64) string { return quantity.Count(n, "byte") }
