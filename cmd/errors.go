package cmd

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// Exit codes. They are the same for every command.
const (
	exitDone      = 0
	exitFailed    = 1
	exitUsage     = 2
	exitForbidden = 3
)

// exitStatus ends the long help of every command.
const exitStatus = `
Exit status: 0 done, 1 it failed, 2 wrong usage, 3 not permitted (with the repair).`

// failure is an error that knows how the program ends and what the user can do
// about it.
type failure struct {
	err  error  // nil: already told
	hint string // the exact repair, "" if there is none
	code int
}

func (f *failure) Error() string {
	if f.err == nil {
		return "already reported"
	}
	return f.err.Error()
}

func (f *failure) Unwrap() error { return f.err }

// failed wraps an error of the work itself; what is not permitted has a code of
// its own. A failure stays what it is.
func failed(err error, hint string) error {
	var f *failure
	switch {
	case err == nil:
		return nil
	case errors.As(err, &f):
		return err
	case errors.Is(err, os.ErrPermission):
		return &failure{err: err, hint: hint, code: exitForbidden}
	}
	return &failure{err: err, hint: hint, code: exitFailed}
}

// misused wraps an error that another command line would not have.
func misused(hint, format string, args ...any) error {
	return &failure{err: fmt.Errorf(format, args...), hint: hint, code: exitUsage}
}

// report prints err as users see it and returns the exit code. An error that
// no command wrapped comes from the parsing of the command line.
func report(err error, stderr io.Writer, help string) int {
	if err == nil {
		return exitDone
	}
	f := &failure{err: err, hint: fmt.Sprintf("see %q", help), code: exitUsage}
	errors.As(err, &f)
	if f.err != nil {
		say(stderr, "error", f.err.Error())
	}
	if f.hint != "" {
		say(stderr, "hint", f.hint)
	}
	return f.code
}

// say prints one line to the user, with nothing in it that a terminal obeys.
func say(w io.Writer, kind, text string) {
	fmt.Fprintf(w, "wireladder: %s: %s\n", kind, printable(text)) //nolint:errcheck // there is nobody left to tell
}
