package render

import (
	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/rules"
	"wireladder/render/words/verdicts"
)

// Judge is given a recording moment by moment, and tells in the end what went wrong in it:
// all that shows findings has them from here. Of a long recording it knows nothing. Make one
// with NewJudge.
type Judge struct{ accounts *accounts.Accounts }

// Judged is a finding, and what it rests on.
type Judged struct {
	Finding
	May  []string        // from packets alone: the rules that may be behind it
	Seen []capture.Entry // what shows it, in order: packets, calls, counters
}

// NewJudge returns a judge of nothing.
func NewJudge() *Judge { return &Judge{accounts.New()} }

// Add takes the next moment, in causal order. It must be settled, and have its sockets; nothing
// of it is kept but these.
func (j *Judge) Add(m *run.Moment) { j.accounts.Add(m) }

// Close returns what went wrong, the likely cause first. Nothing may be added afterwards.
func (j *Judge) Close() []Judged {
	var all []Judged
	for _, f := range rules.Of(j.accounts) {
		said := verdicts.Of(&f)
		judged := Judged{Finding: Finding{string(f.Rule), said.Brief, said.Full, said.Repair}, Seen: seen(f.Moments)}
		for _, r := range f.May {
			judged.May = append(judged.May, string(r))
		}
		all = append(all, judged)
	}
	return all
}

// seen returns what was seen at some moments.
func seen(moments []*run.Moment) (all []capture.Entry) {
	for _, m := range moments {
		switch {
		case m.Packet != nil:
			all = append(all, capture.Entry{Packet: m.Packet})
		case m.Call != nil && !m.Call.Prints():
			all = append(all, capture.Entry{Call: m.Call})
		default:
			all = append(all, m.Entry)
		}
	}
	return all
}

// findingsOf returns what went wrong, as a diagram has it.
func findingsOf(j *Judge) (all []Finding) {
	for _, judged := range j.Close() {
		all = append(all, judged.Finding)
	}
	return all
}
