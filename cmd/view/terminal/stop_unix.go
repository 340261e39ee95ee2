//go:build unix

package terminal

import (
	"os"
	"os/signal"
	"syscall"

	"github.com/gdamore/tcell/v3"
)

// HeedStops has the signals that stop the program, and have it go on, come to stops until undo is
// called. SIGSTOP nobody can heed.
func HeedStops(stops chan os.Signal) (undo func()) {
	signal.Notify(stops, syscall.SIGTSTP, syscall.SIGCONT)
	return func() { signal.Stop(stops) }
}

// AskForStop does as SIGTSTP does: in raw mode ^Z is a key as others are.
func AskForStop(stops chan<- os.Signal) {
	select {
	case stops <- syscall.SIGTSTP:
	default: // there is enough to heed, and who heeds it is who asks
	}
}

// Stopped gives the terminal back, stops the program until SIGCONT comes, and takes the terminal
// again: as it goes on after SIGSTOP, too, for a shell may have had it. It is SIGSTOP that stops it:
// SIGTSTP is heeded.
func Stopped(s os.Signal, screen tcell.Screen, stops <-chan os.Signal) {
	suspend(screen)
	if s == syscall.SIGTSTP && syscall.Kill(os.Getpid(), syscall.SIGSTOP) == nil {
		for s := range stops {
			if s == syscall.SIGCONT {
				break
			}
		}
	}
	resume(screen)
}
