package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"
)

// ErrInterrupted is that the context has ended what was going on.
var ErrInterrupted = errors.New("interrupted")

// Input is the file that is read. It can be interrupted, also while it waits
// for a pipe, and knows how far it has come.
type Input struct {
	Idle func() error // is called when nothing comes for a while; nil: that is no matter

	ctx      context.Context
	file     io.Reader
	closer   io.Closer // nil for stdin
	regular  bool      // a read does not wait for anybody
	size     int64     // of a regular file, else 0
	progress *Progress

	done    int64        // octets read
	stopped bool         // by a signal
	ahead   *aheadReader // reads what is not regular
}

// Open opens the file called name; "-" is stdin. Opening a named pipe waits for its
// writer. progress tells how far it is read; nil tells nobody. The error is
// ErrInterrupted if the context ends first.
func Open(ctx context.Context, name string, stdin io.Reader, progress *Progress) (*Input, error) {
	in := &Input{ctx: ctx, progress: progress}
	if name == "-" {
		in.file = stdin
	} else {
		f, err := Unless(ctx, name, os.Open)
		switch {
		case errors.Is(err, ErrInterrupted):
			return nil, err
		case err != nil:
			return nil, fmt.Errorf("can't open %q: %w", name, unnamed(err))
		}
		in.file, in.closer = f, f
	}
	in.examine()
	return in, nil
}

// IsRegular reports whether it is a file that can be read again.
func (in *Input) IsRegular() bool { return in.regular }

// IsSmall reports whether it is a file of at most so many octets.
func (in *Input) IsSmall(most int64) bool { return in.regular && in.size <= most }

// IsInterrupted reports whether the context has ended the reading.
func (in *Input) IsInterrupted() bool { return in.stopped }

// Unless opens a file with open, unless the context ends first, for which the error is
// ErrInterrupted: opening a
// FIFO waits for a program at its other end, for ever if need be (fifo(7)).
func Unless[F any](ctx context.Context, name string, open func(string) (F, error)) (F, error) {
	type result struct {
		file F
		err  error
	}
	opened := make(chan result, 1)
	go func() {
		f, err := open(name)
		opened <- result{f, err}
	}()
	select {
	case r := <-opened:
		return r.file, r.err
	case <-ctx.Done():
		var none F
		return none, ErrInterrupted
	}
}

// examine finds out what kind of file it is.
func (in *Input) examine() {
	if f, ok := in.file.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			in.regular, in.size = true, info.Size()
			return
		}
	}
	in.ahead = newAheadReader(in.ctx, in.file)
}

// Read reads on, unless a signal has come.
func (in *Input) Read(b []byte) (n int, err error) {
	if in.ctx.Err() != nil {
		in.stopped = true
		return 0, ErrInterrupted
	}
	if in.regular {
		n, err = in.file.Read(b)
	} else {
		n, err = in.ahead.read(b, in.idle)
		in.stopped = errors.Is(err, ErrInterrupted)
	}
	in.done += int64(n)
	in.progress.update(in.done, in.size)
	return n, unnamed(err)
}

// unnamed returns what the system said, without a file's name: that is told apart, quoted.
func unnamed(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// idle tells that nothing has come for a while.
func (in *Input) idle() error {
	if in.Idle == nil {
		return nil
	}
	return in.Idle()
}

// Close closes the file.
func (in *Input) Close() error {
	in.progress.Erase()
	if in.closer == nil {
		return nil
	}
	return in.closer.Close()
}

// How long nothing must come for what has come to be shown: a pipe pauses now and then
// while a program fills it.
const (
	quietTime   = 50 * time.Millisecond
	overdueTime = time.Second // where little comes again and again: any pause will do
)

// aheadReader reads ahead in a goroutine of its own, so that the wait for what it
// reads can be broken off. Where nothing comes any more, the goroutine stays in its
// read until the process ends.
type aheadReader struct {
	ctx     context.Context
	full    chan readResult // read, and not taken yet
	empty   chan []byte     // room to read into
	current readResult      // what is being taken
	taken   int             // octets of it
	overdue *time.Timer     // since idle was called
}

// readResult is what one read returned.
type readResult struct {
	data []byte
	err  error
}

// chunkSize is how many octets are read at once at most. There are two chunks.
const chunkSize = 256 << 10

func newAheadReader(ctx context.Context, r io.Reader) *aheadReader {
	p := &aheadReader{
		ctx: ctx, full: make(chan readResult, 2), empty: make(chan []byte, 2), overdue: time.NewTimer(overdueTime),
	}
	for range cap(p.empty) {
		p.empty <- make([]byte, chunkSize)
	}
	go p.run(r)
	return p
}

// run reads until the end, or a fault.
func (p *aheadReader) run(r io.Reader) {
	for room := range p.empty {
		n, err := r.Read(room)
		p.full <- readResult{room[:n], err} // there is room: a chunk for each
		if err != nil {
			return
		}
	}
}

// read takes what was read. It calls idle when it has waited for a while.
func (p *aheadReader) read(b []byte, idle func() error) (int, error) {
	for p.taken == len(p.current.data) {
		if err := p.current.err; err != nil {
			return 0, err
		}
		if err := p.next(idle); err != nil {
			return 0, err
		}
	}
	n := copy(b, p.current.data[p.taken:])
	p.taken += n
	return n, nil
}

// next takes the next chunk, and gives back the room of the one before.
func (p *aheadReader) next(idle func() error) error {
	if p.current.data != nil {
		p.empty <- p.current.data[:chunkSize]
		p.current = readResult{}
	}
	p.taken = 0
	select {
	case p.current = <-p.full:
		return nil
	default:
	}
	quiet := time.NewTimer(quietTime)
	defer quiet.Stop()
	select {
	case p.current = <-p.full:
		return nil
	case <-quiet.C:
	case <-p.overdue.C:
	case <-p.ctx.Done():
		return ErrInterrupted
	}
	if err := idle(); err != nil {
		return err
	}
	p.overdue.Reset(overdueTime)
	select {
	case p.current = <-p.full:
		return nil
	case <-p.ctx.Done():
		return ErrInterrupted
	}
}
