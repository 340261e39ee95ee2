// Package verdicts says what went wrong in a run, and what is to be done: the words of
// package findings.
package verdicts

import (
	"wireladder/capture/run/findings"
	"wireladder/render/words/verdicts/addresses"
	"wireladder/render/words/verdicts/closings"
	"wireladder/render/words/verdicts/naming"
	"wireladder/render/words/verdicts/repairs"
	"wireladder/render/words/verdicts/waits"
)

// Verdict is what is said of a finding.
type Verdict = naming.Verdict

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
	v.Repair = repairs.Spoken(f, v.Repair)
	return v
}

// sayings are what is said of each rule.
var sayings = map[findings.Rule]func(*findings.Finding) Verdict{
	findings.AddressInUse: addresses.OfAddressInUse, findings.NoReuseAddr: addresses.OfNoReuseAddr,
	findings.Refused: addresses.OfRefused, findings.UDPUnreachable: addresses.OfUnreachable, findings.SentBeforeBound: addresses.OfSentBeforeBound,
	findings.NotASCII: ofNotASCII, findings.DatagramCut: ofDatagramCut, findings.ReplyWrongAddress: ofReplyWrongAddress, findings.ReplyLost: ofReplyLost,
	findings.BacklogFull: ofBacklogFull, findings.SerialServer: ofSerialServer, findings.Spin: ofSpin,
	findings.Boundaries: ofBoundaries, findings.PartialRead: ofPartialRead, findings.AnswerShort: ofAnswerShort,
	findings.NoNewline: waits.OfNoNewline, findings.WaitsForEOF: waits.OfWaitsForEOF, findings.NothingSent: ofNothingSent, findings.NotReading: ofNotReading,
	findings.BothWait: waits.OfBothWait, findings.ClosedBeforeAnswer: ofClosedBeforeAnswer, findings.WriteAfterClose: closings.OfWriteAfterClose,
	findings.UnreadReset: closings.OfUnreadReset, findings.NeverClosed: closings.OfNeverClosed, findings.RcvbufOverflow: ofRcvbufOverflow, findings.NagleDelay: ofNagleDelay,
	findings.ThreadHoldsExit: ofThreadHoldsExit, findings.ServerEnded: ofServerEnded, findings.Crashed: ofCrashed,
	findings.CapturedTwice: ofCapturedTwice, findings.CaptureIncomplete: ofCaptureIncomplete,
}
