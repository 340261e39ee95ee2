//go:build unix

package keyboard

import (
	"os"
	"os/signal"
	"syscall"
)

// ends are the signals that end the program: the first in good order, the second at once.
var ends = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT}

// Heed gives the terminal back before a signal ends or stops the program, until stop is
// called. SIGKILL and SIGSTOP nobody can heed.
func (k *Keys) Heed() (stop func()) {
	if k.raw == nil {
		return func() {}
	}
	heard := make(chan os.Signal, 8)
	signal.Notify(heard, append([]os.Signal{syscall.SIGTSTP, syscall.SIGCONT}, ends...)...)
	done := make(chan struct{})
	go func() {
		for ending := false; ; {
			select {
			case s := <-heard:
				ending = k.obey(s, heard, ending)
			case <-done:
				return
			}
		}
	}()
	return func() { signal.Stop(heard); close(done) }
}

// obey does what a signal demands, and reports whether one has come that ends the program.
func (k *Keys) obey(s os.Signal, heard <-chan os.Signal, ending bool) bool {
	switch s {
	case syscall.SIGTSTP:
		k.suspend(heard)
	case syscall.SIGCONT: // SIGSTOP was before, and a shell may have had the terminal
		k.goesOn(k.giveBack(false))
	default:
		k.End()
		if ending {
			die(s)
		}
		return true
	}
	return ending
}

// suspend stops the program until SIGCONT comes. It is SIGSTOP that does so: SIGTSTP is
// heeded, and does not stop a program that has no shell (setpgid(2), orphaned groups).
func (k *Keys) suspend(heard <-chan os.Signal) {
	taken := k.giveBack(false)
	if syscall.Kill(os.Getpid(), syscall.SIGSTOP) != nil {
		k.goesOn(taken)
		return
	}
	for s := range heard {
		if s == syscall.SIGCONT {
			break
		}
	}
	k.goesOn(taken)
}

// die ends the program as the signal does that nobody heeds.
func die(s os.Signal) {
	signal.Reset(s)
	if number, ok := s.(syscall.Signal); ok {
		_ = syscall.Kill(os.Getpid(), number)
	}
}
