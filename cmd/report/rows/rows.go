// Package rows shows what goes on while it goes on: a row for each packet, and what goes wrong
// as soon as it is seen.
package rows

import (
	"io"
	"slices"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/render/judge"
	"wireladder/render/quantity"
	"wireladder/render/sheet"
	"wireladder/render/text/scroll"
)

// Ongoing draws moments as they come, and keeps the last of them to judge them. Make one with New.
type Ongoing struct {
	*scroll.Printer
	AtOnce bool          // each row is written when it is drawn: Write is not called
	recent []*run.Moment // the last ones, without a gap: copies
	fresh  int           // of these, how many were not judged
	told   map[string]bool
}

// window is how many moments are judged together. What hangs on earlier ones is not found.
const window = 1024

// maxTold is how many findings are remembered, so that each is told once.
const maxTold = 1 << 12

// New returns one that draws on w.
func New(w io.Writer, o scroll.Options) *Ongoing {
	return &Ongoing{Printer: scroll.NewPrinter(w, o), told: map[string]bool{}}
}

// Moment draws a moment, of which nothing is kept but a copy.
func (r *Ongoing) Moment(m *run.Moment) error {
	r.keep(m)
	if err := r.Printer.Moment(m); err != nil || !r.AtOnce {
		return err
	}
	return r.Write()
}

// maxPayload is how many octets of a packet are kept to be judged.
const maxPayload = 1 << 12

// keep copies a moment.
func (r *Ongoing) keep(m *run.Moment) {
	own := *m
	own.Fix()
	if m.Packet != nil {
		p := *m.Packet
		p.Data, p.Payload = nil, slices.Clone(p.Payload[:min(len(p.Payload), maxPayload)])
		own.Packet = &p
		if own.Entry.Packet != nil {
			own.Entry.Packet = &p
		}
	}
	if len(r.recent) == 2*window {
		r.recent = append(r.recent[:0], r.recent[window:]...)
	}
	r.recent = append(r.recent, &own)
	r.fresh++
}

// Skipped says that so many packets have no rows: nothing is judged across the gap.
func (r *Ongoing) Skipped(packets int) error {
	r.recent, r.fresh = r.recent[:0], 0
	return r.Printer.Skipped(packets)
}

// Forgot is scroll.Printer.Forgot: nothing is judged across it.
func (r *Ongoing) Forgot(why string) error {
	r.recent, r.fresh = r.recent[:0], 0
	return r.Printer.Forgot(why)
}

// Write writes what was gathered: more comes at once.
func (r *Ongoing) Write() error { return r.Printer.Flush() }

// Flush judges what has come, tells what went wrong, and writes what was gathered: nothing may
// come for a while.
func (r *Ongoing) Flush() error {
	if err := r.tell(soon); err != nil {
		return err
	}
	return r.Printer.Flush()
}

// soon are the findings that something which has come shows, and nothing that may still come
// takes back. Of the others it is not known before the end.
var soon = []findings.Rule{
	findings.Refused, findings.ReplyWrongAddress, findings.UDPUnreachable, findings.NotASCII, findings.DatagramCut, findings.UnreadReset,
}

// IsSoon reports whether a finding of that rule may be told while more comes.
func IsSoon(rule string) bool { return slices.Contains(soon, findings.Rule(rule)) }

// tell tells what went wrong, by these rules; nil: by all.
func (r *Ongoing) tell(rules []findings.Rule) error {
	if r.fresh == 0 && rules != nil {
		return nil
	}
	r.fresh = 0
	j := judge.New()
	for _, m := range r.recent {
		j.Add(m)
	}
	for _, f := range j.Close() {
		key := f.Rule + " " + f.Brief
		if r.told[key] || rules != nil && !slices.Contains(rules, findings.Rule(f.Rule)) {
			continue
		}
		if len(r.told) >= maxTold {
			clear(r.told)
		}
		r.told[key] = true
		if err := r.Finding(f.Brief, f.Repair); err != nil {
			return err
		}
	}
	return nil
}

// Finding tells of one, and of its repair; "": there is none.
func (r *Ongoing) Finding(brief, repair string) error {
	if err := r.Say(sheet.Warning, 0, "! "+brief); err != nil || repair == "" {
		return err
	}
	return r.Say(sheet.Body, 2, repair)
}

// Close tells what is known at the end alone, and what the capture lost.
func (r *Ongoing) Close(lost capture.Drops) error {
	if err := r.tell(nil); err != nil {
		return err
	}
	if n := lost.Lost(); n > 0 {
		if err := r.Say(sheet.Warning, 0, "The capture lost "+quantity.Count(n, "packet")+"."); err != nil {
			return err
		}
	}
	return r.Printer.Flush()
}
