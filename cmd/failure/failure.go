// Package failure has the errors that know how the program ends and what the user can do
// about them: exit codes, and repairs.
package failure

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"wireladder/cmd/console"
	"wireladder/cmd/report"
	"wireladder/cmd/report/output"
	"wireladder/cmd/report/selection"
	"wireladder/cmd/report/sink"
	"wireladder/cmd/report/source"
)

// Exit codes. They are the same for every command.
const (
	CodeDone      = 0
	CodeFailed    = 1
	CodeUsage     = 2
	CodeForbidden = 3
)

// ExitStatus ends the long help of every command.
const ExitStatus = `
Exit status: 0 done, 1 it failed, 2 wrong usage, 3 not permitted (with the repair).`

// MoreThreads is the repair where the system allows no more threads.
const MoreThreads = "end other programs of this user, or allow more: ulimit -u 1000; in a container: docker run --pids-limit 200"

// Failure is an error that knows how the program ends and what the user can do
// about it.
type Failure struct {
	Err  error  // nil: already told
	Hint string // the exact repair, "" if there is none
	Code int
}

// Error says what failed.
func (f *Failure) Error() string {
	if f.Err == nil {
		return "already reported"
	}
	return f.Err.Error()
}

// Unwrap returns the error.
func (f *Failure) Unwrap() error { return f.Err }

// Of wraps an error of the work itself; what is not permitted has a code of
// its own. A failure stays what it is. Where there is no hint, it is what helps against
// what the system says, if that is known.
func Of(err error, hint string) error {
	var f *Failure
	switch {
	case err == nil:
		return nil
	case errors.As(err, &f):
		return err
	case errors.Is(err, source.ErrInterrupted):
		return &Failure{Err: source.ErrInterrupted, Hint: hint, Code: CodeFailed}
	case errors.Is(err, os.ErrPermission):
		return &Failure{Err: err, Hint: hint, Code: CodeForbidden}
	}
	return &Failure{Err: err, Hint: cmp.Or(hint, limitRepair(err)), Code: CodeFailed}
}

// Interrupted says that the user ended the work.
func Interrupted() error { return &Failure{Err: source.ErrInterrupted, Code: CodeFailed} }

// OfFile adds the repairs to what has kept a file from being read or shown.
func OfFile(err error, file string) error {
	return each(err, func(err error) error {
		if repair := inputRepair(err, file); repair != "" {
			return Of(err, repair)
		}
		return unshown(err)
	})
}

// OfCapture is OfFile of a capture that has ended. What is too large for a picture is drawn from the file that
// has all of it, if its user has named one; "": it is gone, and has to be kept the next time.
func OfCapture(err error, file, named string) error {
	return each(err, func(err error) error {
		var failed *output.Error
		if errors.As(err, &failed) && errors.As(err, new(*sink.TooLargeError)) {
			return Of(err, captureWayOut(failed, named))
		}
		return OfFile(err, file)
	})
}

// Unshown adds the repairs to what has kept something from being shown.
func Unshown(err error) error { return each(err, unshown) }

// unshown adds the repair to one error.
func unshown(err error) error {
	var (
		filter *selection.FilterError
		failed *output.Error
		fault  *report.FaultError
		stream *report.NoStreamError
	)
	switch {
	case errors.As(err, &filter):
		return Misused("see pcap-filter(7)", "%w", err)
	case errors.As(err, &failed) && failed.Name == "-" && errors.Is(err, syscall.EPIPE):
		return &Failure{Code: CodeFailed} // who read it has seen enough, as head(1) does
	case errors.As(err, &failed):
		return Of(err, outputRepair(failed))
	case errors.As(err, &fault):
		return Of(err, faultRepair(fault))
	case errors.As(err, &stream):
		return Of(err, fmt.Sprintf("it has %s and %s; see them with --summary", countStreams("tcp", stream.TCP), countStreams("udp", stream.UDP)))
	}
	return Of(err, "")
}

func countStreams(proto string, n int) string {
	switch n {
	case 0:
		return "no " + proto + " streams"
	case 1:
		return "the stream " + proto + ":0"
	}
	return fmt.Sprintf("the streams %s:0 to %s:%d", proto, proto, n-1)
}

// Misused wraps an error that another command line would not have.
func Misused(hint, format string, args ...any) error {
	return &Failure{Err: fmt.Errorf(format, args...), Hint: hint, Code: CodeUsage}
}

// Tell prints err as users see it, all of those that are joined in it, and returns the exit
// code: the highest. An error that no command wrapped comes from the parsing of the command
// line, unless the system said something.
func Tell(err error, stderr io.Writer, help string) int {
	code := CodeDone
	for _, err := range split(err) {
		f := &Failure{Err: err, Hint: fmt.Sprintf("see %q", help), Code: CodeUsage}
		if !errors.As(err, &f) && (errors.As(err, new(*fs.PathError)) || errors.As(err, new(syscall.Errno))) {
			f = &Failure{Err: err, Code: CodeFailed}
		}
		if f.Err != nil {
			console.Say(stderr, "error", said(f.Err))
		}
		if f.Hint != "" {
			console.Say(stderr, "hint", f.Hint)
		}
		code = max(code, f.Code)
	}
	return code
}

// said returns what an error says, each of those that are joined in a line; of stdout what
// users call that.
func said(err error) string {
	var lines []string
	for _, err := range split(err) {
		line := err.Error()
		if at, ok := err.(*fs.PathError); ok && at.Path == console.StdoutName { //nolint:errorlint // no wrapped one
			line = "can't write to stdout: " + at.Err.Error()
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
