package failure

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"wireladder/cmd/report"
	"wireladder/cmd/report/output"
	"wireladder/cmd/report/sink"
	"wireladder/cmd/report/source"
)

// tell returns what is told of an error, and the exit code.
func tell(err error) (string, int) {
	var b strings.Builder
	code := Tell(err, &b, "wireladder --help")
	return strings.ReplaceAll(b.String(), "wireladder: ", ""), code
}

// Only what is not permitted has the exit code of that.
func TestCodes(t *testing.T) {
	for errno, want := range map[syscall.Errno]int{
		syscall.EPERM: CodeForbidden, syscall.EACCES: CodeForbidden,
		syscall.EMFILE: CodeFailed, syscall.ENFILE: CodeFailed, syscall.EAGAIN: CodeFailed,
		syscall.ENOENT: CodeFailed, syscall.ENOSPC: CodeFailed, syscall.EROFS: CodeFailed,
	} {
		if said, code := tell(Of(fmt.Errorf("try: %w", errno), "")); code != want {
			t.Errorf("%v: code %d: %s", errno, code, said)
		}
	}
	for name, tt := range map[string]struct {
		err  error
		code int
	}{
		"nil":           {nil, CodeDone},
		"of the parser": {errors.New("unknown"), CodeUsage},
		"of the system": {&os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}, CodeFailed},
		"interrupted":   {Of(source.ErrInterrupted, ""), CodeFailed},
		"several":       {errors.Join(Misused("", "a"), Of(syscall.EPERM, ""), Of(syscall.EIO, "")), CodeForbidden},
	} {
		if said, code := tell(tt.err); code != tt.code {
			t.Errorf("%s: code %d: %s", name, code, said)
		}
	}
}

// Every error is told, each with its repair, in their order.
func TestSeveralAreTold(t *testing.T) {
	full := &output.Error{Name: "dir of/a.pcapng", Err: fmt.Errorf("can't write: %w", syscall.ENOSPC), Kept: "dir of/a.pcapng.x.part"}
	gone := &output.Error{Name: "no/b.txt", Err: fmt.Errorf("can't create: %w", syscall.ENOENT)}
	cut := &report.FaultError{Err: errors.New("it is cut off"), Shown: true, Before: []output.Kept{{Name: "c", As: "c.x.part"}, {Name: "d", As: "d"}}}
	said, code := tell(OfFile(errors.Join(cut, errors.Join(full, gone)), "in.pcap"))
	want := `error: it is cut off
hint: what stands before the fault is shown, and is in "c.x.part" and "d"; "c" is as it was
error: can't write: no space left on device
hint: what was written is kept in "dir of/a.pcapng.x.part"; make room there, or name a file where there is some; see: df 'dir of'
error: can't create: no such file or directory
hint: make the folder first: mkdir -p no
`
	if said != want || code != CodeFailed {
		t.Errorf("code %d\n%s", code, said)
	}
}

// A capture that is too large for a picture is drawn from a file: from that which has it, or the next time.
func TestCaptureTooLarge(t *testing.T) {
	large := &output.Error{Name: "my r.svg", Err: &sink.TooLargeError{Limit: 200, Noun: "packet"}}
	gone := &output.Error{Name: "no/b.txt", Err: fmt.Errorf("can't create: %w", syscall.ENOENT)}
	for named, want := range map[string]string{
		"":        "hint: capture to a file as well, and draw that: -o run.pcapng; then wireladder read run.pcapng --max-steps 0 -o 'my r.svg'\n",
		"-x.pcap": "hint: draw it from what was captured: wireladder read ./-x.pcap --max-steps 0 -o 'my r.svg'\n",
	} {
		said, code := tell(OfCapture(errors.Join(large, gone), "/tmp/scratch.pcapng", named))
		if !strings.Contains(said, want) || !strings.Contains(said, "hint: make the folder first: mkdir -p no\n") || strings.Contains(said, "--flow") || code != CodeFailed {
			t.Errorf("code %d: %s", code, said)
		}
	}
}

// What keeps stdout from being written is told once, in words of users.
func TestStdoutIsToldOnce(t *testing.T) {
	full := &os.PathError{Op: "write", Path: os.Stdout.Name(), Err: syscall.ENOSPC}
	if said, code := tell(Of(errors.Join(full, full), "")); said != "error: can't write to stdout: no space left on device\n" || code != CodeFailed {
		t.Errorf("code %d: %s", code, said)
	}
}

// Nobody is told that the reader of stdout has seen enough. It is no success either.
func TestReaderOfStdoutHasGone(t *testing.T) {
	gone := &output.Error{Name: "-", Err: fmt.Errorf("can't write to stdout: %w", syscall.EPIPE)}
	if said, code := tell(Unshown(errors.Join(gone))); said != "" || code != CodeFailed {
		t.Errorf("code %d: %s", code, said)
	}
}

// What was kept is told behind the reason, also where another process has told that.
func TestWithKept(t *testing.T) {
	kept := []output.Kept{{Name: "run.pcapng", As: "run.pcapng"}}
	for _, err := range []error{nil, &Failure{Code: CodeFailed}, Interrupted()} {
		said, _ := tell(WithKept(err, kept))
		if told := strings.Contains(said, `hint: what was captured until then is in "run.pcapng"`); told != (err != nil) {
			t.Errorf("%v: %q", err, said)
		}
	}
	if err := WithKept(syscall.EIO, nil); !errors.Is(err, syscall.EIO) {
		t.Errorf("got %v", err)
	}
}
