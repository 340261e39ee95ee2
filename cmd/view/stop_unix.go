//go:build unix

package view

import (
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/gdamore/tcell/v3"
	"golang.org/x/sys/unix"
)

// heedStops has the signals that stop the program, and have it go on, come to stops until undo is
// called. SIGSTOP nobody can heed.
func heedStops(stops chan os.Signal) (undo func()) {
	signal.Notify(stops, syscall.SIGTSTP, syscall.SIGCONT)
	return func() { signal.Stop(stops) }
}

// askForStop does as SIGTSTP does: in raw mode ^Z is a key as others are.
func askForStop(stops chan<- os.Signal) { stops <- syscall.SIGTSTP }

// stopped gives the terminal back, stops the program until SIGCONT comes, and takes the terminal
// again: as it goes on after SIGSTOP, too, for a shell may have had it. It is SIGSTOP that stops it:
// SIGTSTP is heeded.
func stopped(s os.Signal, screen tcell.Screen, stops <-chan os.Signal) {
	if screen.Suspend() != nil {
		return
	}
	if s == syscall.SIGTSTP && syscall.Kill(os.Getpid(), syscall.SIGSTOP) == nil {
		for s := range stops {
			if s == syscall.SIGCONT {
				break
			}
		}
	}
	_ = screen.Resume() // a terminal that has gone sends no more events, and SIGHUP ends all
}

// restored is a terminal that reads from a file as it was opened, when it is closed: tcell makes it
// one whose reads don't wait, which all who have it open would meet, the shell as well.
type restored struct {
	tcell.Tty
	in    *os.File
	flags int // of fcntl(2)
}

// restoring returns a terminal that does so with what it reads from.
func restoring(t tcell.Tty, stdin io.Reader) tcell.Tty {
	in, is := stdin.(*os.File)
	if !is {
		return t
	}
	flags, err := unix.FcntlInt(in.Fd(), unix.F_GETFL, 0)
	if err != nil {
		return t
	}
	return &restored{t, in, flags}
}

// Close implements tcell.Tty.
func (r *restored) Close() error {
	err := r.Tty.Close()
	_, reset := unix.FcntlInt(r.in.Fd(), unix.F_SETFL, r.flags)
	return errors.Join(err, reset)
}
