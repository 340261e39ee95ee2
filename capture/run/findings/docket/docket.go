// Package docket holds what was found in a run so far, and what goes wrong there that is
// explained by it.
package docket

import (
	"strings"
	"time"

	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
)

// Docket is a run, and what was found in it so far. Make one with New.
type Docket struct {
	*accounts.Accounts
	Claimed accounts.Claims // what goes wrong there is explained
	Found   []findings.Finding
}

// New returns a docket on which nothing stands.
func New(all *accounts.Accounts) *Docket {
	return &Docket{Accounts: all, Claimed: accounts.Claims{}}
}

// Add adds a finding, unless there is one of that rule about the same socket.
func (d *Docket) Add(f findings.Finding) { d.Found = findings.Append(d.Found, f) }

// Explain adds a finding that explains what else goes wrong on the connection of a socket.
func (d *Docket) Explain(s *accounts.Account, f findings.Finding) {
	d.Add(f)
	d.Claimed.Take(s)
}

// Interrupted returns when the program of a socket was interrupted: the end of the run if it
// never was.
func (d *Docket) Interrupted(s *accounts.Account) time.Time {
	if at := d.Program(s.Process).Interrupted; !at.IsZero() {
		return at
	}
	return d.End
}

// traceback begins what Python prints of an exception, and interrupt what of ^C.
const (
	traceback = "Traceback (most recent call last)"
	interrupt = "KeyboardInterrupt"
)

// Raises reports whether a program has ended by an exception.
func (d *Docket) Raises(name string) bool {
	stderr := d.Program(name).Stderr
	return strings.Contains(stderr, traceback) && !strings.HasPrefix(accounts.LastLine(stderr), interrupt)
}

// Throws reports whether a program has printed an exception, other than that of ^C and what came
// behind that: also one that has ended a thread, a handler or a task of it alone.
func (d *Docket) Throws(name string) bool { return len(d.Exceptions(name)) > 0 }

// Exceptions returns the lines by which a program tells of the exceptions that it has printed, in
// order, up to that of ^C: "ValueError: 7". One that was being handled when that came is none.
func (d *Docket) Exceptions(name string) (all []string) {
	handled := 0 // how many of them were printed before those that belong to the next one
	for _, part := range strings.Split(d.Program(name).Stderr, traceback)[1:] {
		line := named(part)
		if strings.HasPrefix(line, interrupt) {
			return all[:handled]
		}
		if line != "" {
			all = append(all, line)
		}
		if !strings.Contains(part, during) {
			handled = len(all)
		}
	}
	return all
}

// during stands between an exception and one that came while it was handled.
const during = "During handling of the above exception, another exception occurred:"

// named returns the line that names the exception of a traceback: the first one that is not indented.
func named(part string) string {
	for _, line := range strings.Split(part, "\n")[1:] {
		if line != "" && !strings.HasPrefix(line, " ") {
			return line
		}
	}
	return ""
}
