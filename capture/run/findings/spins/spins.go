// Package spins finds programs that take a processor for themselves: they go round a loop in which
// no call waits.
package spins

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/docket"
)

// How often a program may receive nothing and go on before that is no accident: because the
// other side has closed, or because nothing has come yet, one call at once after the other.
const (
	maxEmpty = 10
	maxVain  = 200
	atOnce   = 700 * time.Microsecond
)

// Faults finds programs that do not heed the end of a connection, ask again and again whether
// something has come instead of waiting for it, or do not heed what select(2) says is ready.
func Faults(d *docket.Docket) {
	for _, s := range d.All {
		if c := heedless(s); c != nil {
			d.Explain(s, findings.Finding{Rule: findings.Spin, Who: s.Socket, Moments: []*run.Moment{c.Moment}, Got: int64(s.Empties())})
		} else if c, n := restless(s); c != nil {
			d.Add(findings.Finding{Rule: findings.Spin, Who: s.Socket, Moments: []*run.Moment{c.Moment}, Got: int64(n), Text: "EAGAIN"})
		}
	}
	for _, name := range d.Names() {
		unheeded(d, name)
	}
}

// heedless returns a call that has received nothing, as many did before it, nil if none has.
func heedless(s *accounts.Account) *accounts.Call {
	empty := 0
	for i := range s.Calls {
		c := &s.Calls[i]
		switch {
		case c.Proto == capture.TCP && c.Did(capture.Receives) && c.Result == 0 && c.Size > 0:
			empty++
		case c.Does(capture.Receives):
			empty = 0
		}
		if empty >= maxEmpty {
			return c
		}
	}
	return nil
}

// restless returns the first of many calls that find nothing to receive, or nobody to accept,
// without a pause between them, and how many there are; nil if there are not.
func restless(s *accounts.Account) (first *accounts.Call, n int) {
	var vain []*accounts.Call
	for i := range s.Calls {
		c := &s.Calls[i]
		if !c.Does(capture.Receives) && !c.Does(capture.Accepts) {
			continue
		}
		if c.Errno == "EAGAIN" {
			vain = append(vain, c)
			continue
		}
		if isRestless(vain) {
			break
		}
		vain = nil
	}
	if isRestless(vain) {
		return vain[0], len(vain)
	}
	return nil, 0
}

// isRestless reports whether so many calls were made without a pause: most of them at once
// behind the one before. Now and then others have the processor.
func isRestless(vain []*accounts.Call) bool {
	if len(vain) < maxVain {
		return false
	}
	soon := 0
	for i := range vain[1:] {
		if vain[i+1].Enter.Sub(vain[i].Enter) < atOnce {
			soon++
		}
	}
	return soon > len(vain)/2
}
