package rules

import (
	"cmp"
	"slices"
	"strings"

	"wireladder/capture"
	"wireladder/capture/run/findings"
)

// order puts findings into the order of their rules, programs that end by themselves into that in
// which they do; and the end of a program before what that has brought about.
func order(all []findings.Finding) {
	slices.SortStableFunc(all, func(a, b findings.Finding) int {
		return cmp.Or(cmp.Compare(slices.Index(findings.Rules, a.Rule), slices.Index(findings.Rules, b.Rule)), cmp.Compare(late(a), late(b)), ended(a, b))
	})
	for i, end := range all {
		first := slices.IndexFunc(all[:i], func(f findings.Finding) bool { return follows(f, end) })
		if first >= 0 {
			copy(all[first+1:i+1], all[first:i])
			all[first] = end
		}
	}
}

// late says where a finding stands among those of its rule: the end of a program that others have
// brought about, behind that of one which has brought it about itself.
func late(f findings.Finding) int {
	if f.Rule == findings.Crashed && suffers(f.Text) {
		return 1
	}
	return 0
}

// ended says which of two programs has ended first; 0 for other findings.
func ended(a, b findings.Finding) int {
	if a.Rule != findings.Crashed || b.Rule != findings.Crashed {
		return 0
	}
	return a.Moments[0].Time.Compare(b.Moments[0].Time)
}

// followers are what an error that ends a program can bring about.
var followers = []findings.Rule{
	findings.Refused, findings.UDPUnreachable, findings.ClosedBeforeAnswer, findings.WriteAfterClose, findings.UnreadReset, findings.NeverClosed,
}

// waiting are the rules of programs that wait for ever: for one that has ended.
var waiting = []findings.Rule{findings.BothWait, findings.NothingSent, findings.NoNewline, findings.WaitsForEOF}

// follows reports whether a finding is brought about by the end of a program, or may be: it
// came later.
func follows(f, end findings.Finding) bool {
	switch end.Rule {
	case findings.ServerEnded:
		return f.Rule == findings.Refused && f.Near == findings.Ended && f.Other != nil && f.Other.Process == end.Process
	case findings.Crashed:
		later := f.Moments[0].Time.After(end.Moments[0].Time)
		if f.Other != nil && f.Other.Process == end.Process && (f.Rule == findings.Refused && f.Near == findings.Fallen || f.Rule == findings.WriteAfterClose && later) {
			return true
		}
		if f.Rule == findings.ClosedBeforeAnswer && f.Who != nil && f.Who.Process == end.Process && strings.HasSuffix(end.Text, badDescriptor) {
			return false // what it uses it has closed before
		}
		return !suffers(end.Text) && (slices.Contains(waiting, f.Rule) && !sends(f) || slices.Contains(followers, f.Rule) && later)
	}
	return false
}

// badDescriptor ends what Python prints of a call on a socket that the program has closed before.
const badDescriptor = "Bad file descriptor"

// sends reports whether a finding is one about a call that sends, or fails to, and not about a wait.
func sends(f findings.Finding) bool {
	c := f.Moments[0].Call
	return c != nil && c.Does(capture.Sends)
}

// suffers reports whether an exception is what others have done to a program's connection.
func suffers(exception string) bool {
	for _, name := range []string{"Connection", "BrokenPipe", "TimeoutError", "socket.timeout"} {
		if strings.HasPrefix(exception, name) {
			return true
		}
	}
	return false
}
