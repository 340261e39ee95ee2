// Package pager shows on a terminal what is longer than its screen in the user's pager, as git does.
package pager

import (
	"errors"
	"io"
	"os/exec"

	"wireladder/cmd/console"
)

// Pager writes to stdout. Once it has more rows than the screen, it writes to a pager instead.
// Make one with For, and close it before anything else is written to the terminal.
type Pager struct {
	out, err io.Writer
	rows     int      // of the screen; 0: there is none, and no pager
	command  string   // for a shell
	environ  []string // of the pager

	held  []byte // what was written so far, as far as it is kept
	lines int
	pager *exec.Cmd // nil: it has not begun
	pipe  io.WriteCloser
	gone  bool // the pager wants no more
}

var _ io.WriteCloser = (*Pager)(nil)

// most is how many octets are kept, to be shown without a pager if it turns out that there is none.
const most = 4 << 20

// For returns the pager of the stdout of a console. Without a terminal it writes through, and so it
// does if the user wants no pager: by off, or by PAGER, which names it, being empty or "cat".
func For(c *console.Console, environ []string, off bool) *Pager {
	command, set := lookup(environ, "PAGER")
	if !set {
		command = "less"
		off = off || !installed(command)
	}
	w := &Pager{out: c.Stdout, err: c.Stderr, command: command, environ: environ}
	_, w.rows = c.Screen()
	if off || w.command == "" || w.command == "cat" {
		w.rows = 0
	}
	if _, set := lookup(environ, "LESS"); !set {
		w.environ = append(w.environ, "LESS=FRX") // ends where all is seen, shows colours, leaves it on the screen
	}
	return w
}

// Write writes to stdout or to the pager. What a pager does not want any more is not missed.
func (w *Pager) Write(p []byte) (int, error) {
	if w.rows == 0 {
		return w.out.Write(p)
	}
	if len(w.held) < most {
		w.held = append(w.held, p...)
	}
	for _, b := range p {
		if b == '\n' {
			w.lines++
		}
	}
	switch {
	case w.gone:
	case w.pager != nil:
		w.pass(p)
	case w.lines >= w.rows:
		return len(p), w.begin()
	}
	return len(p), nil
}

// begin starts the pager with all that was written so far.
func (w *Pager) begin() error {
	w.pager = exec.Command("sh", "-c", w.command) //nolint:gosec // it is what the user has set
	w.pager.Stdout, w.pager.Stderr, w.pager.Env = w.out, w.err, w.environ
	pipe, err := w.pager.StdinPipe()
	if err == nil {
		err = w.pager.Start()
	}
	if err != nil {
		return w.through()
	}
	w.pipe = pipe
	w.pass(w.held)
	return nil
}

// pass writes to the pager.
func (w *Pager) pass(p []byte) {
	if _, err := w.pipe.Write(p); err != nil {
		w.gone = true
	}
}

// through gives the pager up, and writes to stdout.
func (w *Pager) through() error {
	w.rows = 0
	_, err := w.out.Write(w.held)
	return err
}

// notFound is the status of a shell that does not find the command.
const notFound = 127

// Close writes what is left, and waits for the user to leave the pager.
func (w *Pager) Close() error {
	switch {
	case w.rows == 0:
		return nil
	case w.pager == nil:
		return w.through()
	}
	w.pipe.Close() //nolint:errcheck // the pager has closed it first, if it has
	var ended *exec.ExitError
	if err := w.pager.Wait(); errors.As(err, &ended) && ended.ExitCode() == notFound {
		return w.through()
	}
	w.rows = 0
	return nil
}
