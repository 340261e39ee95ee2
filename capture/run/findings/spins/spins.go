// Package spins finds programs that take a processor for themselves: they go round a loop in which
// no call waits.
package spins

import (
	"bytes"
	"strings"
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
		} else if c, n := looking(s); c != nil {
			d.Explain(s, findings.Finding{Rule: findings.Spin, Who: s.Socket, Moments: []*run.Moment{c.Moment}, Got: int64(n), Text: Looking, Idle: !answersAgain(s, c)})
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

// Looking tells, as Finding.Text, of a program that looks at what has come, and does not take it (MSG_PEEK).
const Looking = "MSG_PEEK"

// looking returns the first of calls that look at the same octets again and again and take none of them, and how many
// there are: many without a pause between them, or some of which each is answered; nil if there are not.
func looking(s *accounts.Account) (first *accounts.Call, n int) {
	var all []*accounts.Call
	answers := 0
	for i := range s.Calls {
		c := &s.Calls[i]
		switch {
		case c.Did(capture.Sends) && len(all) > 0:
			answers++
		case !c.Does(capture.Receives):
		case c.Did(capture.Receives) && c.Result > 0 && strings.Contains(c.Args.Flags, Looking) && (len(all) == 0 || bytes.Equal(all[0].Data, c.Data)):
			all = append(all, c)
		case isRestless(all) || answers > 1 && len(all) > 2:
			return all[0], len(all)
		default:
			all, answers = nil, 0
		}
	}
	if isRestless(all) || answers > 1 && len(all) > 2 {
		return all[0], len(all)
	}
	return nil, 0
}

// answersAgain reports whether a program sends something behind a call more than once.
func answersAgain(s *accounts.Account, since *accounts.Call) bool {
	n := 0
	for i := range s.Calls {
		if c := &s.Calls[i]; c.Did(capture.Sends) && c.Enter.After(since.Enter) {
			n++
		}
	}
	return n > 1
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
