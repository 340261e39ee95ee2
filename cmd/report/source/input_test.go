package source

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// TestInputGivesEverything reads through files, pipes and readers that return
// little at a time, and an error with their last octets.
func TestInputGivesEverything(t *testing.T) {
	data := bytes.Repeat([]byte("0123456789"), 100_000)
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, stdin := range map[string]io.Reader{
		"": nil, "buffer": bytes.NewReader(data), "halves": iotest.HalfReader(bytes.NewReader(data)), "error with data": iotest.DataErrReader(bytes.NewReader(data)),
	} {
		file := "-"
		if stdin == nil {
			file = path
		}
		in, err := Open(t.Context(), file, stdin, nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(in)
		if err != nil || !bytes.Equal(got, data) || in.done != int64(len(data)) {
			t.Errorf("%s: %d octets, %d counted, %v", name, len(got), in.done, err)
		}
		if in.regular != (stdin == nil) || in.regular && in.size != int64(len(data)) {
			t.Errorf("%s: regular %v, size %d", name, in.regular, in.size)
		}
		if err := in.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestInputKeepsErrors checks that what came before an error comes, and then it.
func TestInputKeepsErrors(t *testing.T) {
	broken := errors.New("broken")
	r := io.MultiReader(strings.NewReader("good"), iotest.ErrReader(broken))
	in, err := Open(t.Context(), "-", r, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(in)
	if string(got) != "good" || !errors.Is(err, broken) || in.stopped {
		t.Errorf("%q, %v", got, err)
	}
}

// TestInputInterrupted checks that a read that waits ends with the context, and
// that what waits to be written is written before.
func TestInputInterrupted(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close() //nolint:errcheck // a test's
	defer w.Close() //nolint:errcheck // a test's
	ctx, cancel := context.WithCancel(t.Context())
	in, err := Open(ctx, "-", r, nil)
	if err != nil {
		t.Fatal(err)
	}
	idle := 0
	in.Idle = func() error { idle++; cancel(); return nil }
	if _, err := in.Read(make([]byte, 10)); !errors.Is(err, ErrInterrupted) || !in.stopped || idle != 1 {
		t.Errorf("%v, stopped %v, idle %d times", err, in.stopped, idle)
	}
	if _, err := in.Read(make([]byte, 10)); !errors.Is(err, ErrInterrupted) {
		t.Errorf("again: %v", err)
	}
	in.Idle = func() error { return io.ErrShortWrite }
	in.ctx, in.ahead.ctx = t.Context(), t.Context()
	if _, err := in.Read(make([]byte, 10)); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("a failed write: %v", err)
	}
}

// newTestProgress returns a progress with a clock that the test moves.
func newTestProgress(w io.Writer, name string, width int) (*Progress, *time.Time) {
	now := time.Unix(0, 0)
	return NewProgress(w, name, width, func() time.Time { return now }), &now
}

func TestProgress(t *testing.T) {
	var out strings.Builder
	p, now := newTestProgress(&out, "big.pcap", 80)
	p.update(1, 100)
	*now = now.Add(progressDelay - 1)
	p.update(10, 100)
	if out.Len() != 0 {
		t.Fatalf("too early: %q", out.String())
	}
	*now = now.Add(1)
	p.update(50, 100)
	if got, want := out.String(), "\rreading big.pcap [##########..........] 50 % of 100 B"; got != want {
		t.Fatalf("got %q, want %q", got, want)
	}
	p.update(51, 100)
	if strings.Contains(out.String(), "51") {
		t.Error("too often")
	}
	out.Reset()
	shown := p.shown
	p.Erase()
	if got, want := out.String(), "\r"+strings.Repeat(" ", shown)+"\r"; got != want {
		t.Errorf("erased by %q", got)
	}
	out.Reset()
	p.Erase()
	if out.Len() != 0 {
		t.Error("erased twice")
	}
}

// TestProgressFits checks that the line fits, holds nothing that a terminal
// obeys, and does without a size.
func TestProgressFits(t *testing.T) {
	for _, name := range []string{"stdin", strings.Repeat("long", 50), "\x1b[2Jhostile\n\u202e"} {
		for _, width := range []int{1, 20, 40, 80, 200} {
			for _, size := range []int64{0, 10, 1 << 40} {
				p, _ := newTestProgress(nil, name, width)
				line := p.line(1<<39, size)
				if len(line) >= max(width, 1) || strings.ContainsAny(line, "\x1b\n\u202e") {
					t.Errorf("width %d: %q", width, line)
				}
			}
		}
	}
	(*Progress)(nil).update(1, 2)
	(*Progress)(nil).Erase()
}
