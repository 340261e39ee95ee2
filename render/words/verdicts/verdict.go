// Package verdicts says what went wrong in a run, and what is to be done: the words of
// package findings.
package verdicts

import "wireladder/capture/run/findings"

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
