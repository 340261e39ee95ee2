package streams

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
)

// Exceptions of programs that have a part of a message, or several; the first tells how many octets it
// would have taken.
var (
	lacks = regexp.MustCompile(`^struct\.error: unpack requires a buffer of (\d+) bytes`)
	cut   = regexp.MustCompile(`UnpicklingError: pickle data was truncated|^EOFError: Ran out of input|JSONDecodeError: (Unterminated string|Expecting )|^ValueError: not enough values to unpack|^zlib\.error: Error -5|ParseError: (no element found|unclosed token)`)
	more  = regexp.MustCompile(`JSONDecodeError: Extra data|^ValueError: too many values to unpack|ParseError: junk after document element`)
)

// unparsed finds a program that ends by an exception because it takes what one call has returned for a
// message: it is a part, and the rest comes later, or it is several.
func (x *hearing) unparsed(s *accounts.Account) {
	takes := accounts.Cuts(s, capture.Receives)
	if len(takes) == 0 || !x.Throws(s.Process) || s.WaitsAtEnd() != nil {
		return
	}
	t := takes[len(takes)-1]
	if c := s.Last(capture.Receives); c.Call != t.Call.Call || s.HandedSince(c) > 0 || x.receivesLater(s, t) {
		return
	}
	for _, exception := range x.Exceptions(s.Process) {
		f := findings.Finding{Rule: findings.PartialRead, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{t.Moment}, Got: t.Result, Of: x.whole(s, t, exception), Text: exception}
		if f.Of == 0 && (more.MatchString(exception) || quotes(exception, t.Data)) {
			f.Rule, f.Got = findings.Boundaries, t.Whole(s.Peer)
		}
		if f.Of > 0 || f.Rule == findings.Boundaries && f.Got > 1 {
			x.Explain(s, f)
			return
		}
	}
}

// receivesLater reports whether a program has received by another socket behind a call: that may be
// what it does not understand.
func (x *hearing) receivesLater(s *accounts.Account, t accounts.Cut) bool {
	return slices.ContainsFunc(x.All, func(o *accounts.Account) bool {
		return o != s && o.Process == s.Process && o.After(t.Call, capture.Receives) != nil
	})
}

// whole returns how many octets the message has of which a program has a part, by what it complains of;
// 0: it has all of it, or complains of something else.
func (x *hearing) whole(s *accounts.Account, t accounts.Cut, exception string) int64 {
	if m := lacks.FindStringSubmatch(exception); m != nil {
		if n, err := strconv.ParseInt(m[1], 10, 64); err == nil && n > t.Result && s.Peer.Handed() > t.To {
			return n
		}
		return 0
	}
	if !cut.MatchString(exception) {
		return 0
	}
	for _, m := range accounts.Cuts(s.Peer, capture.Sends) {
		if m.From <= t.From && t.To > m.From && t.To < m.To {
			return m.Result
		}
	}
	return 0
}

// fewest is how long what was received is at least to be found again in an exception.
const fewest = 2

// quotes reports whether an exception shows all that was received, as that of int() does.
func quotes(exception string, data []byte) bool {
	text := strings.TrimSpace(string(data))
	return len(text) >= fewest && strings.Contains(exception, "'"+text+"'")
}
