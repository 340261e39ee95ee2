package theirs

import (
	"context"
	"errors"
	"slices"
	"syscall"
	"time"

	"wireladder/capture"
)

// awaitClients waits until all clients have ended, for as long as they may take. While there
// is no processor for one its time is not over, and it stands still while somebody is held up.
func (s *stage) awaitClients(ctx context.Context, clients []*actor) {
	var over <-chan time.Time
	timer := time.NewTimer(s.Timeout)
	defer timer.Stop()
	if s.Timeout > 0 {
		over = timer.C
	}
	counted := s.pauses.Total()
	for more := busyTimes; len(clients) > 0; {
		c := clients[0]
		if !s.awaitClient(ctx, c, over) {
			return
		}
		paused := s.pauses.Total() - counted
		switch {
		case c.hasEnded():
			s.tellEnd(c)
			clients = clients[1:]
		case paused > 0 && over == timer.C:
			counted += paused
			timer.Reset(paused)
		case more > 0 && c.isStarved(s.Timeout):
			more--
			timer.Reset(s.Timeout)
		default:
			s.screen.Say("%s: has not ended after %v (--timeout), and is killed", c.Name, s.Timeout)
			more, over = 0, closed
			c.Kill()
			clients = clients[1:]
		}
	}
}

// awaitClient waits until a client has ended, or its time is over. It reports whether the run
// goes on.
func (s *stage) awaitClient(ctx context.Context, c *actor, over <-chan time.Time) bool {
	select {
	case <-c.Ended():
	case <-over:
	case <-ctx.Done():
		return false
	}
	return true
}

// closed is a time that is over.
var closed = func() <-chan time.Time {
	c := make(chan time.Time)
	close(c)
	return c
}()

// end leaves a program alone until it has nothing left to do, and interrupts it as ^C would;
// or it waits for its own end.
func (s *stage) end(ctx context.Context, a *actor, wait bool) {
	if wait {
		select {
		case <-a.Ended():
		case <-ctx.Done():
		}
	} else if a.untilQuiet(ctx); ctx.Err() == nil && !a.hasEnded() {
		a.out.hold()
		a.release()
		s.interrupt(a)
	}
	timer := time.NewTimer(lastTime)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-a.Ended():
		s.tellEnd(a)
	case <-timer.C:
		s.screen.Say("%s: does not end, and is killed", a.Name)
	}
}

// interrupt ends a program as its user would: by ^C, which reaches its process group, or if it has
// gone into the background by kill(1).
func (s *stage) interrupt(a *actor) {
	if errors.Is(a.SignalGroup(syscall.SIGINT), syscall.ESRCH) {
		s.screen.Say("%s: has gone into the background, where ^C does not reach it; it gets SIGTERM", a.Name)
		a.SignalAll(syscall.SIGTERM)
	}
}

// killAll ends all that still runs, beginning with those who started last: who loses its server
// might go on to other things.
func (s *stage) killAll() {
	for _, a := range slices.Backward(s.started) {
		select {
		case <-a.Ended():
		default:
			s.giveUp(a)
			a.Kill()
		}
	}
	for _, a := range s.started {
		_, _ = a.Wait()
		<-a.out.done
		_ = a.lines.Close()
	}
}

// giveUp records that a program is ended by the user, if that is so: what it would have done
// is not known.
func (s *stage) giveUp(a *actor) {
	if s.GivenUp == nil || !s.GivenUp() {
		return
	}
	now := time.Now()
	c := &capture.Call{Process: capture.Process{PID: a.PID(), Name: a.Name}, Thread: a.PID(), Name: "quit", FD: -1, Enter: now, Exit: now}
	s.observer.Enter(c)
	s.observer.Return(c)
}

// notFound is how a shell ends that does not find a program (sh(1)).
const notFound = 127

// interrupted is the exit status of a program that catches ^C, as shells have it: 128 and its number.
const interrupted = 128 + int(syscall.SIGINT)

// tellEnd says how a program has ended, if that is not just so.
func (s *stage) tellEnd(a *actor) {
	exits, _ := a.Wait()
	<-a.out.done
	for _, e := range exits {
		if e.PID != a.PID() {
			continue
		}
		switch {
		case a.out.isHeld() && (e.Signal == syscall.SIGINT || e.Code == interrupted): // as it ought to
		case e.Signal != 0:
			s.screen.Say("%s: ended by signal %d (%v)", a.Name, int(e.Signal), e.Signal)
		case e.Code == notFound:
			s.screen.Say("%s: exit status %d, by which a shell says that it does not find a program", a.Name, e.Code)
		case e.Code != 0:
			s.screen.Say("%s: exit status %d", a.Name, e.Code)
		}
	}
}
