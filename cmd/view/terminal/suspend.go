package terminal

import (
	"time"

	"github.com/gdamore/tcell/v3"
)

// suspend gives the terminal back; resume takes it again. What is typed meanwhile is lost: tcell waits until
// its own goroutines end, which wait for somebody to take keys when there are more than it has room for.
func suspend(screen tcell.Screen) {
	if t, _ := screen.Tty(); t != nil {
		if lent, is := t.(interface{ end() <-chan struct{} }); is {
			drain(screen, lent.end())
		}
	}
	given := make(chan struct{})
	go func() {
		defer close(given)
		_ = screen.Suspend() // it returns none
	}()
	drain(screen, given)
	for len(screen.EventQ()) > 0 {
		<-screen.EventQ()
	}
}

// resume takes the terminal again. What was typed before is lost where it is more than tcell has room for: it
// would wait for somebody to take it, before it has the terminal. One that has gone sends no more events,
// and SIGHUP ends all.
func resume(screen tcell.Screen) {
	taken := make(chan struct{})
	go func() {
		defer close(taken)
		_ = screen.Resume()
	}()
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	for {
		select {
		case <-taken:
			return
		case <-look.C:
			for len(screen.EventQ()) == cap(screen.EventQ()) {
				<-screen.EventQ()
			}
		}
	}
}

// drain takes events until something is done.
func drain(screen tcell.Screen, done <-chan struct{}) {
	for {
		select {
		case <-screen.EventQ():
		case <-done:
			return
		}
	}
}

// Leave gives the terminal back for good.
func Leave(screen tcell.Screen) {
	suspend(screen)
	screen.Fini()
}
