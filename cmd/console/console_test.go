package console

import (
	"errors"
	"os"
	"strings"
	"testing"
)

// What is said is one line, with nothing in it that a terminal obeys, and nothing twice.
func TestSay(t *testing.T) {
	full := errors.New("no space left on device")
	for text, want := range map[string]string{
		"one":                           "one",
		errors.Join(full, full).Error(): "no space left on device",
		errors.Join(full, errors.New("broken pipe")).Error(): "no space left on device; broken pipe",
		"a\r\nb\n\n":  "a; b",
		"\x1b[2Jgone": "?[2Jgone",
	} {
		var b strings.Builder
		Say(&b, "error", text)
		if got := b.String(); got != "wireladder: error: "+want+"\n" {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// The name of stdout is what the errors of its writes have.
func TestStdoutName(t *testing.T) {
	if name := os.Stdout.Name(); name != StdoutName {
		t.Errorf("it is called %q", name)
	}
}

// The first error of a writer is kept, whatever comes behind it.
func TestFaulty(t *testing.T) {
	f := &Faulty{Writer: closedStdout{}}
	for range 2 {
		if _, err := f.Write([]byte("x")); !errors.Is(err, errClosed) {
			t.Errorf("got %v", err)
		}
	}
	if !errors.Is(f.Err, errClosed) {
		t.Errorf("kept %v", f.Err)
	}
}
