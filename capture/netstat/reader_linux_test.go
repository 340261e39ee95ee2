package netstat

import (
	"errors"
	"io"
	"net"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/netns/netnstest"
)

// A datagram to nobody is counted, once, and between the two times.
func TestGrown(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	r := open(t)
	quiet := time.Now()
	expect(t, r, nil)
	before := time.Now()
	sendToNobody(t)
	expect(t, r, func(c *capture.Counters) {
		if c.Of("NoPorts") != 1 || c.Host != "" {
			t.Errorf("counted %+v", c)
		}
		if c.Since.Before(quiet.Round(0)) || c.Since.After(before) || c.Time.Before(before) || c.Time.After(time.Now()) {
			t.Errorf("counted from %v to %v what was done at %v", c.Since, c.Time, before)
		}
		if !slices.IsSortedFunc(c.Added, func(a, b capture.Count) int { return strings.Compare(a.Name, b.Name) }) {
			t.Errorf("%+v is not in order", c.Added)
		}
	})
	expect(t, r, nil)
}

// What was counted before Open is not told.
func TestOpenIsTheStart(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	sendToNobody(t)
	expect(t, open(t), nil)
}

// The reader looks into the namespace it was opened in, whatever thread asks.
func TestReaderStaysInItsNamespace(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	opened := make(chan *Reader)
	go func() {
		// The thread is not given back: it ends with the goroutine.
		runtime.LockOSThread()
		if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
			t.Error(err)
		}
		r, err := Open()
		if err != nil {
			t.Error(err)
		}
		opened <- r
	}()
	elsewhere, here := <-opened, open(t)
	defer elsewhere.Close() //nolint:errcheck // nothing was written
	sendToNobody(t)
	expect(t, elsewhere, nil)
	expect(t, here, func(c *capture.Counters) {
		if c.Of("NoPorts") != 1 {
			t.Errorf("counted %+v", c)
		}
	})
}

// broken is a file that can't be read.
type broken struct{ err error }

func (b broken) ReadAt([]byte, int64) (int, error) { return 0, b.err }

func TestFileThatCannotBeRead(t *testing.T) {
	r := &Reader{files: []io.ReaderAt{broken{unix.ENODEV}}, last: tally{}}
	if c, err := r.Grown(); c != nil || !errors.Is(err, unix.ENODEV) {
		t.Errorf("%+v, %v", c, err)
	}
}

func BenchmarkGrown(b *testing.B) {
	r, err := Open()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := r.Grown(); err != nil {
			b.Fatal(err)
		}
	}
}

func open(t *testing.T) *Reader {
	t.Helper()
	r, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// expect checks what has grown: nothing, if check is nil.
func expect(t *testing.T, r *Reader, check func(*capture.Counters)) {
	t.Helper()
	c, err := r.Grown()
	switch {
	case err != nil:
		t.Error(err)
	case (c == nil) != (check == nil):
		t.Errorf("counted %+v", c)
	case c != nil:
		check(c)
	}
}

// sendToNobody sends a datagram to a port that no socket has. It is counted when
// this returns, for loopback has no queue.
func sendToNobody(t *testing.T) {
	t.Helper()
	c, err := net.Dial("udp", "127.0.0.1:12000")
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Write([]byte("hello"))
	if err := errors.Join(err, c.Close()); err != nil {
		t.Fatal(err)
	}
}
