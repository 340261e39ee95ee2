package netns

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
)

func TestReport(t *testing.T) {
	tests := []struct {
		name string
		err  error
		line string
	}{
		{"success", nil, "ready\n"},
		{"step and errno", os.NewSyscallError("bring lo up", syscall.Errno(1)), "failed 1 bring lo up\n"},
		{"path and errno", fmt.Errorf("write %q: %w", "reno", &os.PathError{Op: "open", Path: "/p", Err: syscall.Errno(5)}),
			"failed 5 write \"reno\": open /p\n"},
		{"no errno", errors.New("two\nlines"), "failed 0 two lines\n"},
		{"much too long", errors.New(strings.Repeat("x", 1000)), "failed 0 " + strings.Repeat("x", 246) + "\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			line := formatReport(test.err)
			if line != test.line {
				t.Errorf("got %q, want %q", line, test.line)
			}
			checkReport(t, line, test.err)
		})
	}
}

// checkReport reads line back, with a recording behind it that must stay.
func checkReport(t *testing.T, line string, want error) {
	t.Helper()
	r := strings.NewReader(line + "recording")
	got := readReport(r)
	if (got == nil) != (want == nil) {
		t.Errorf("read back as %v, was %v", got, want)
	}
	var gotErrno, wantErrno syscall.Errno
	if errors.As(got, &gotErrno) != errors.As(want, &wantErrno) || gotErrno != wantErrno {
		t.Errorf("errno %d became %d", wantErrno, gotErrno)
	}
	if rest, _ := io.ReadAll(r); string(rest) != "recording" {
		t.Errorf("left %q of the recording", rest)
	}
}

func TestReadReportBroken(t *testing.T) {
	tests := []struct {
		name, input, want string
	}{
		{"nothing", "", "ended before"},
		{"cut off", "read", "ended before"},
		{"not a report", "hello\n", `unexpected report "hello"`},
		{"no step", "failed 1\n", "unexpected report"},
		{"no number", "failed x y\n", "unexpected errno"},
		{"negative", "failed -1 y\n", "unexpected errno"},
		{"endless", strings.Repeat("x", 10_000), "unexpected report"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if err := readReport(strings.NewReader(test.input)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want one with %q", err, test.want)
			}
		})
	}
	if err := readReport(iotest.ErrReader(syscall.Errno(5))); !errors.Is(err, syscall.Errno(5)) {
		t.Errorf("got %v, want the reader's", err)
	}
}

func FuzzReadReport(f *testing.F) {
	for _, seed := range []string{"ready\n", "failed 1 bring lo up\nrest", "failed 0 x\n", "failed 99999 x\n", "", "\n", "failed  \n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, input string) {
		r := strings.NewReader(input)
		err := readReport(r)
		line, _, found := strings.Cut(input, "\n")
		if (err == nil) != (found && line == "ready") {
			t.Errorf("%q gave %v", input, err)
		}
		if read := len(input) - r.Len(); read > reportMax || found && read > len(line)+1 {
			t.Errorf("read %d octets of %q", read, input)
		}
	})
}
