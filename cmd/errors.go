package cmd

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"wireladder/capture/savefile"
	"wireladder/cmd/report"
	"wireladder/cmd/report/selection"
	"wireladder/cmd/report/source"
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
	case errors.Is(err, source.ErrInterrupted):
		return interrupted()
	case errors.Is(err, os.ErrPermission):
		return &failure{err: err, hint: hint, code: exitForbidden}
	}
	return &failure{err: err, hint: hint, code: exitFailed}
}

func interrupted() error { return &failure{err: source.ErrInterrupted, code: exitFailed} }

// unshown adds the repair to what has kept something from being shown. file is what
// was read, "" if nothing was.
func unshown(err error, file string) error {
	var (
		filter *selection.FilterError
		output *report.OutputError
		fault  *report.FaultError
		format *savefile.FormatError
		stream *report.NoStreamError
	)
	switch {
	case errors.As(err, &filter):
		return misused("see pcap-filter(7)", "%w", err)
	case errors.As(err, &output):
		return failed(err, outputRepair(err))
	case errors.As(err, &fault) && fault.Shown:
		return failed(err, faultRepair(err))
	case errors.As(err, &format):
		return failed(err, inputRepair(format, file))
	case errors.As(err, &stream):
		return failed(err, fmt.Sprintf("it has %s and %s; see them with --summary", countStreams("tcp", stream.TCP), countStreams("udp", stream.UDP)))
	}
	return failed(err, "")
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

// outputRepair says what helps where an output can't be made.
func outputRepair(err error) string {
	switch {
	case errors.Is(err, os.ErrPermission):
		return "name a file in a folder that you may write to: -o /tmp/run.pcapng"
	case errors.Is(err, os.ErrNotExist):
		return "make the folder first: mkdir -p " + folderOf(err)
	case errors.Is(err, savefile.ErrNeedsPcapng):
		return "write pcapng, which can: -o out.pcapng"
	}
	return ""
}

// folderOf returns the folder of the file that err is about, as a shell takes it.
func folderOf(err error) string {
	var at *os.PathError
	if !errors.As(err, &at) {
		return "FOLDER"
	}
	folder := filepath.Dir(at.Path)
	if strings.Trim(folder, "/._-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == "" {
		return folder
	}
	return "'" + strings.ReplaceAll(folder, "'", `'\''`) + "'"
}

// misused wraps an error that another command line would not have.
func misused(hint, format string, args ...any) error {
	return &failure{err: fmt.Errorf(format, args...), hint: hint, code: exitUsage}
}

// tell prints err as users see it and returns the exit code. An error that
// no command wrapped comes from the parsing of the command line.
func tell(err error, stderr io.Writer, help string) int {
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
