//go:build unix

package terminal

import (
	"errors"
	"io"
	"os"
	"sync"

	"github.com/gdamore/tcell/v3"
	"golang.org/x/sys/unix"
)

// lentTerminal is a terminal whose keys are read until it is given back, and not one of them later. tcell
// would have reads not wait at all (O_NONBLOCK), which all who have the terminal open meet, the shell as well;
// and a read that it leaves behind, on a busy machine, takes the first key when the program goes on.
type lentTerminal struct {
	tcell.Tty
	in    *os.File
	wakes *os.File // is ready when the terminal is to be given back
	wake  *os.File // the other end of that pipe

	reads sync.Mutex    // held by who reads
	state sync.Mutex    // guards what follows
	ended chan struct{} // closed when a read has failed: none comes behind it
	over  bool          // ended is closed
	woken bool          // the pipe has an octet
}

var _ tcell.Tty = (*lentTerminal)(nil)

// lent returns a terminal that is read from stdin in this way.
func lent(t tcell.Tty, stdin io.Reader) (tcell.Tty, error) {
	in, is := stdin.(*os.File)
	if !is {
		return t, nil
	}
	wakes, wake, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	return &lentTerminal{Tty: t, in: in, wakes: wakes, wake: wake, ended: make(chan struct{})}, nil
}

// Read implements tcell.Tty. It returns io.EOF when the terminal is given back, or has gone.
func (l *lentTerminal) Read(b []byte) (int, error) {
	l.reads.Lock()
	defer l.reads.Unlock()
	n, err := l.read(b)
	if err != nil {
		l.state.Lock()
		defer l.state.Unlock()
		if !l.over {
			l.over = true
			close(l.ended)
		}
	}
	return n, err
}

// read reads what is typed, as soon as there is something.
func (l *lentTerminal) read(b []byte) (int, error) {
	in, wakes := int(l.in.Fd()), int(l.wakes.Fd())
	for {
		var ready unix.FdSet
		ready.Set(in)
		ready.Set(wakes)
		if _, err := unix.Select(max(in, wakes)+1, &ready, nil, nil, nil); errors.Is(err, unix.EINTR) {
			continue
		} else if err != nil {
			return 0, os.NewSyscallError("select", err)
		}
		if ready.IsSet(wakes) {
			return 0, io.EOF
		}
		switch n, err := unix.Read(in, b); {
		case errors.Is(err, unix.EINTR), errors.Is(err, unix.EAGAIN):
		case err != nil:
			return 0, os.NewSyscallError("read", err)
		case n == 0:
			return 0, io.EOF
		default:
			return n, nil
		}
	}
}

// end has reads fail from now on. What it returns is closed when one has.
func (l *lentTerminal) end() <-chan struct{} {
	l.state.Lock()
	defer l.state.Unlock()
	if !l.woken {
		_, err := l.wake.Write([]byte{0})
		l.woken = err == nil
	}
	return l.ended
}

// Drain implements tcell.Tty: it returns when nobody reads from the terminal any more.
func (l *lentTerminal) Drain() error {
	l.end()
	l.reads.Lock()
	defer l.reads.Unlock()
	return nil
}

// Start implements tcell.Tty. It takes the terminal, again if it was given back.
func (l *lentTerminal) Start() error {
	if err := l.Tty.Start(); err != nil {
		return err
	}
	l.state.Lock()
	defer l.state.Unlock()
	if !l.woken {
		return nil
	}
	l.woken, l.over, l.ended = false, false, make(chan struct{})
	_, err := l.wakes.Read(make([]byte, 1))
	return err
}

// Close implements tcell.Tty.
func (l *lentTerminal) Close() error {
	return errors.Join(l.Tty.Close(), l.wakes.Close(), l.wake.Close())
}
