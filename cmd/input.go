package cmd

import (
	"context"
	"errors"
	"io"
	"os"
)

// errInterrupted ends the reading of a file that a signal has ended.
var errInterrupted = errors.New("interrupted")

// input is the file that is read. It can be interrupted, also while it waits
// for a pipe, and knows how far it has come.
type input struct {
	ctx      context.Context
	file     io.Reader
	closer   io.Closer // nil for stdin
	regular  bool      // a read does not wait for anybody
	size     int64     // of a regular file, else 0
	progress *progress
	idle     func() error // called before a read that may wait

	done    int64 // octets read
	stopped bool  // by a signal
	pump    *pump // reads what is not regular
}

// openInput opens the file called name; "-" is stdin. Opening a named pipe
// waits for its writer.
func openInput(ctx context.Context, c *console, name string) (*input, error) {
	in := &input{ctx: ctx, idle: func() error { return nil }}
	if name == "-" {
		if f, ok := c.stdin.(*os.File); ok {
			if _, tty := terminal(f); tty {
				return nil, misused("pipe a capture into it: tcpdump -U -w - … | wireladder read -", "stdin is a terminal")
			}
		}
		in.file = c.stdin
	} else {
		f, err := openUnless(ctx, name, os.Open)
		if err != nil {
			return nil, err
		}
		in.file, in.closer = f, f
	}
	in.examine()
	return in, nil
}

// openUnless opens a file with open, unless a signal comes first: opening a
// FIFO waits for whoever is at its other end, for ever if need be (fifo(7)).
func openUnless[F any](ctx context.Context, name string, open func(string) (F, error)) (F, error) {
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
		return none, interrupted()
	}
}

// examine finds out what kind of file it is.
func (in *input) examine() {
	if f, ok := in.file.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			in.regular, in.size = true, info.Size()
			return
		}
	}
	in.pump = newPump(in.ctx, in.file)
}

// Read reads on, unless a signal has come.
func (in *input) Read(b []byte) (n int, err error) {
	if in.ctx.Err() != nil {
		in.stopped = true
		return 0, errInterrupted
	}
	if in.regular {
		n, err = in.file.Read(b)
	} else {
		n, err = in.pump.read(b, in.idle)
		in.stopped = errors.Is(err, errInterrupted)
	}
	in.done += int64(n)
	in.progress.update(in.done, in.size)
	return n, err
}

// Close closes the file.
func (in *input) Close() error {
	in.progress.erase()
	if in.closer == nil {
		return nil
	}
	return in.closer.Close()
}

// pump reads ahead in a goroutine of its own, so that whoever waits for what it
// reads can stop to wait. Where nothing comes any more, the goroutine stays in
// its read until the process ends.
type pump struct {
	ctx     context.Context
	full    chan block  // read, and not taken yet
	empty   chan []byte // room to read into
	current block       // what is being taken
	taken   int         // octets of it
}

// block is what one read returned.
type block struct {
	data []byte
	err  error
}

// pumpBlock is how many octets are read at once at most. There are two blocks.
const pumpBlock = 256 << 10

func newPump(ctx context.Context, r io.Reader) *pump {
	p := &pump{ctx: ctx, full: make(chan block, 2), empty: make(chan []byte, 2)}
	for range cap(p.empty) {
		p.empty <- make([]byte, pumpBlock)
	}
	go p.run(r)
	return p
}

// run reads until the end, or a fault.
func (p *pump) run(r io.Reader) {
	for room := range p.empty {
		n, err := r.Read(room)
		p.full <- block{room[:n], err} // there is room: a block for each
		if err != nil {
			return
		}
	}
}

// read takes what was read. It calls idle before it waits.
func (p *pump) read(b []byte, idle func() error) (int, error) {
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

// next takes the next block, and gives back the room of the one before.
func (p *pump) next(idle func() error) error {
	if p.current.data != nil {
		p.empty <- p.current.data[:pumpBlock]
		p.current = block{}
	}
	p.taken = 0
	select {
	case p.current = <-p.full:
		return nil
	default:
	}
	if err := idle(); err != nil {
		return err
	}
	select {
	case p.current = <-p.full:
		return nil
	case <-p.ctx.Done():
		return errInterrupted
	}
}
