package scenario

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"runtime"
	"sync"
	"time"

	"wireladder/capture"
	"wireladder/servers"
)

// stage is where a scenario is played: it starts programs and ends them.
type stage struct {
	Options // as chosen, nothing unset

	ctx     context.Context // done when nobody is to go on, or when a program has failed: its cause
	cancel  context.CancelCauseFunc
	life    context.Context // of the programs: done when the stage is stopped
	monitor *Monitor
	stop    func() error // as Scenario.Run returns it

	running sync.WaitGroup
	failure chan error // of the first program that failed
	started []string   // the programs that play waits for
}

// newStage returns a stage that plays until parent is done. Its programs then
// stay where they are, with their sockets, until it is stopped: what is captured
// ends before what becomes of them.
func newStage(parent context.Context, opts Options, m *Monitor) *stage {
	life, end := context.WithCancel(context.WithoutCancel(parent))
	ctx, cancel := context.WithCancelCause(parent)
	st := &stage{Options: opts, ctx: ctx, cancel: cancel, life: life, monitor: m, failure: make(chan error, 1)}
	st.stop = sync.OnceValue(func() error {
		cancel(nil)
		end()
		st.running.Wait()
		close(st.failure)
		return <-st.failure
	})
	return st
}

// play runs the script and then waits until its programs have done what they do,
// or stand in a call that nothing will end.
func (st *stage) play(script func(*stage) error) error {
	if st.Wire != nil && st.Before == nil {
		st.running.Go(st.giveUp)
	}
	if err := script(st); err != nil {
		return st.reason(err)
	}
	var settling []condition
	for _, name := range st.started {
		settling = append(settling, settled(name))
	}
	return st.reason(st.await(after(settling...)))
}

// ErrStuck is returned by Run when the wire that the user has chosen keeps a
// scenario from coming to its end.
var ErrStuck = errors.New("on this wire the scenario does not come to its end")

// stuckAfter is how long nothing may happen until then: longer than a kernel
// waits that sends a SYN again for the first few times.
const stuckAfter = 10 * time.Second

// giveUp ends the play when nothing has happened for long.
func (st *stage) giveUp() {
	for st.ctx.Err() == nil {
		select {
		case <-st.monitor.happening():
		case <-st.ctx.Done():
		case <-time.After(stuckAfter):
			st.cancel(fmt.Errorf("%w: nothing has happened for %v", ErrStuck, stuckAfter))
		}
	}
}

// reason returns why play failed. When the stage is done whoever still plays
// fails somehow: that is the cause, then.
func (st *stage) reason(err error) error {
	if cause := context.Cause(st.ctx); cause != nil {
		return cause
	}
	return err
}

// await returns when the condition has happened, or why it will not.
func (st *stage) await(c condition) error { return st.monitor.await(st.ctx, c) }

// address is where the server is.
func (st *stage) address() netip.AddrPort { return netip.AddrPortFrom(st.Host, st.Port) }

// server starts a program on the server's host.
func (st *stage) server(name string, body func(*program)) {
	st.start(name, servers.ProgramOptions{Host: st.Hosts.Server}, body)
}

// client starts a program on the client's host.
func (st *stage) client(name string, body func(*program)) {
	st.start(name, servers.ProgramOptions{Host: st.Hosts.Client, Before: st.Before}, body)
}

// start runs body as a program of that name.
func (st *stage) start(name string, opts servers.ProgramOptions, body func(*program)) {
	st.started = append(st.started, name)
	st.running.Go(func() {
		runtime.LockOSThread() // a program without threads is one thread
		defer runtime.UnlockOSThread()
		p, err := newProgram(st, name, opts)
		if err != nil {
			st.fail(err)
			return
		}
		defer p.process.Close()
		body(p)
		st.fail(p.failure)
		st.monitor.end(name)
		p.waitForEnd()
	})
}

// serve starts a server that serves until the stage is done. play does not wait
// for it: the script says what is to be seen of it. A server that finds no room for a
// client fails: nobody else would give back what it lacks.
func (st *stage) serve(proto capture.Protocol, opts servers.ServerOptions) error {
	opts.Addr, opts.Observer, opts.Host = st.address(), st.monitor, st.Hosts.Server
	opts.Event = func(e servers.Event) {
		if e.Kind == servers.Full {
			st.fail(e.Err)
		}
	}
	server, err := listeners[proto](opts)
	if err != nil {
		return err
	}
	st.running.Go(func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		st.fail(server.Serve(st.life))
	})
	return nil
}

// listeners make the servers of the lectures.
var listeners = map[capture.Protocol]func(servers.ServerOptions) (servers.Server, error){
	capture.UDP: servers.ListenUDP,
	capture.TCP: servers.ListenTCP,
}

// fail stops everything, if err is not nil.
func (st *stage) fail(err error) {
	if err == nil {
		return
	}
	select {
	case st.failure <- err:
	default: // another program has failed before
	}
	st.cancel(err)
}
