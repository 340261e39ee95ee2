package netstat

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"wireladder/capture"
)

// ErrUnsupported is returned by Open on systems that do not tell what they count.
var ErrUnsupported = errors.New("this system does not tell what it counts")

// directory is that of the thread which opens a file in it; a file that is open
// stays with that thread's namespace (proc_pid_net(5)).
const directory = "/proc/thread-self/net"

// maxSize is how much is read of a file: about ten times what Linux 6.18 writes.
const maxSize = 64 << 10

// Reader reads the counters of one network namespace. It is for one goroutine at a
// time.
type Reader struct {
	files  []io.ReaderAt
	buffer []byte
	last   tally
	asked  time.Time
}

// Open returns a Reader of the network namespace that the calling thread is in.
// What was counted before is not told. The caller closes the Reader. Errors keep
// their errno.
func Open() (*Reader, error) {
	r := &Reader{buffer: make([]byte, maxSize), last: tally{}}
	for _, name := range []string{"netstat", "snmp", "snmp6"} {
		f, err := os.Open(directory + "/" + name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // such as snmp6 where there is no IPv6
		}
		if err != nil {
			return nil, errors.Join(fmt.Errorf("open what the kernel counts: %w", err), r.Close())
		}
		r.files = append(r.files, f)
	}
	if len(r.files) == 0 {
		return nil, ErrUnsupported
	}
	if _, err := r.Grown(); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// Grown returns what has grown since it, or Open, was called before; nil if nothing
// has. The Host is left to the caller.
//
// Since is the time before the files were read then, Time the one after they are
// read now. So the cause of what is told lies between the two; what lies in two such
// spans, which overlap by as long as the reading takes, has been told once.
func (r *Reader) Grown() (*capture.Counters, error) {
	before := time.Now().Round(0) // CLOCK_REALTIME alone, as packets are stamped
	var added []capture.Count
	for _, f := range r.files {
		n, err := f.ReadAt(r.buffer, 0)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("read what the kernel counts: %w", err)
		}
		added = r.last.take(r.buffer[:n], added)
	}
	since := r.asked
	r.asked = before
	if len(added) == 0 {
		return nil, nil
	}
	slices.SortFunc(added, func(a, b capture.Count) int { return strings.Compare(a.Name, b.Name) })
	return &capture.Counters{Since: since, Time: time.Now().Round(0), Added: added}, nil
}

// Close closes the files.
func (r *Reader) Close() error {
	var errs []error
	for _, f := range r.files {
		if c, ok := f.(io.Closer); ok {
			errs = append(errs, c.Close())
		}
	}
	return errors.Join(errs...)
}
