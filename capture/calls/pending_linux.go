//go:build linux && (amd64 || arm64)

package calls

import (
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/calls/lines"
	"wireladder/capture/calls/memory"
	"wireladder/capture/calls/native"
	"wireladder/capture/calls/runtimes"
	"wireladder/capture/calls/syscalls"
	"wireladder/capture/calls/tracee"
	"wireladder/capture/code"
)

// pending is a call that has not returned.
type pending struct {
	*capture.Call
	stop        *syscalls.Stop
	interrupted bool // by a signal: it goes on if the program says no more
	outside     bool // the thread makes another call meanwhile, in a handler of the signal
	exit        time.Time
	loop        bool // an event loop makes it by itself
}

// policy is what is told of the calls of a thread, and what not.
func (t *tracer) policy(th *thread) *syscalls.Policy {
	if th.policy == nil {
		th.policy = &syscalls.Policy{
			MaxReceive: t.options.MaxReceive,
			Shows:      func(fd, size int) bool { return t.shows(th.tid, fd, size) },
			Restrict:   func(r syscalls.Restriction) { t.restrict(th.process, r) },
		}
	}
	return th.policy
}

// atCall takes the beginning of a call.
func (t *tracer) atCall(th *thread) {
	defer t.resumeUnlessHeld(th)
	info, err := tracee.InformationOf(th.tid)
	if err != nil || info.Op != tracee.AtFilter {
		return
	}
	if info.IsForeign() {
		t.restrict(th.process, syscalls.OtherArchitecture)
		return
	}
	number, args := info.Call()
	was := th.call
	if was != nil && was.interrupted && was.stop.Is(number, args) { // it goes on
		was.interrupted, was.outside = false, false
		was.shorten()
		return
	}
	s := syscalls.At(t.policy(th), th.tid, th.process.files, number, args)
	s.Beside.At = th.process.notebook.Slot(th.tid)
	if c := s.Begin(); c != nil {
		if was != nil && was.interrupted {
			t.finish(th, -int64(unix.EINTR), was.exit)
		}
		th.call = &pending{Call: c, stop: s}
		th.call.shorten()
		if !t.holds(th, c) {
			t.report(th, c)
		}
	}
}

// shorten has a call receive no more octets than it may. The program's own number is put back
// when the call returns: a system call changes no argument, and compilers rely on it.
func (p *pending) shorten() {
	if p.stop.Most > 0 {
		_ = tracee.SetArgument(p.stop.Thread, syscalls.LengthArgument, p.stop.Most) // else it receives more
	}
}

// restore undoes what shorten has done.
func (p *pending) restore() {
	if p.stop.Most > 0 {
		_ = tracee.SetArgument(p.stop.Thread, syscalls.LengthArgument, p.stop.Length())
	}
}

// report tells of the beginning of a call, unless it is none that is told of.
func (t *tracer) report(th *thread, c *capture.Call) {
	if c.Name == "" {
		return
	}
	t.introduce(th, c)
	c.Enter = time.Now()
	th.call.Call = t.sieve.Begins(c, t.author(th, th.call))
	th.process.last, t.called = th.call.Call, true
}

// author returns who makes a call of a thread; Python's own lines tell what it does by itself.
func (t *tracer) author(th *thread, p *pending) runtimes.Author {
	m := runtimes.Author{Socket: p.stop.Socket, Loop: p.loop}
	if !t.options.All && th.process.notes == 0 {
		m.Runtime = t.execution(th.process).Runtime()
	}
	return m
}

// introduce says who makes a call, and where.
func (t *tracer) introduce(th *thread, c *capture.Call) {
	c.Process, c.Thread = capture.Process{PID: th.process.pid, Name: t.options.Name}, th.tid
	t.place(th, c)
}

// place says where a call stands in its program. One that the program's lines do not tell
// of, though they are followed, is made by its interpreter: for a name that is looked up, or
// to wait for a socket that has a time limit.
func (t *tracer) place(th *thread, c *capture.Call) {
	notes := t.notesOf(th.process, c)
	if notes == 0 {
		var own bool
		c.Code, own = t.lineOf(th)
		c.Aside = own && !t.options.All
		return
	}
	n := th.process.notebook.Of(notes, th.tid, th.call.stop.Peek)
	c.Code = n.Line
	if t.options.All {
		return
	}
	k := th.call.stop.Socket
	th.call.loop = n.Loop
	switch {
	case n.Loop: // also what it was asked for earlier
		c.Aside = c.Does(capture.Configures)
	case n.Noted:
		c.Aside = c.Does(capture.Polls) && !n.Polls
	case k == nil: // it prints
	case c.Does(capture.Opens):
		c.Aside, k.Aside = true, true
	default:
		k.Aside = k.Aside && !c.Does(capture.Listens) // for itself, nobody serves
		c.Aside = k.Aside
	}
}

// notesOf returns where a process notes its lines; 0: it does not, or has not begun to.
func (t *tracer) notesOf(p *process, c *capture.Call) lines.Notes {
	if p.notes == 0 && (!p.sought || c.Does(capture.Opens)) {
		p.notes, p.sought = lines.Find(p.pid, memory.Memory(p.pid).Read), true
	}
	return p.notes
}

// execution returns what a process executes.
func (t *tracer) execution(p *process) *native.Execution {
	if p.native == nil {
		p.native = t.images.Of(p.pid)
	}
	return p.native
}

// lineOf returns which line of a compiled program makes the call that a thread begins, and whether
// its runtime makes it by itself.
func (t *tracer) lineOf(th *thread) (c code.Line, own bool) {
	e := t.execution(th.process)
	if !e.TellsLines() {
		return c, false
	}
	pc, values, err := tracee.RegistersOf(th.tid)
	if err != nil {
		return c, false
	}
	return e.Line(native.Position{PC: pc, Values: values}, memory.Memory(th.tid).Excerpt().Long)
}

// Errors by which the kernel says that it makes a call again after a signal, unless a
// handler of the program asks for EINTR (include/linux/errno.h).
const (
	restartFirst = -516
	restartLast  = -512
)

// atReturn takes the end of a call.
func (t *tracer) atReturn(th *thread) {
	defer t.resume(th, 0)
	now := time.Now()
	info, err := tracee.InformationOf(th.tid)
	if p := th.call; p != nil && err == nil && info.Op == tracee.AtEntry {
		number, args := info.Call()
		p.outside = p.interrupted && !p.stop.Is(number, args) && number != unix.SYS_RESTART_SYSCALL
	}
	if th.call == nil || err != nil || info.Op != tracee.AtExit || th.call.outside {
		return
	}
	th.call.restore()
	rval := info.Result()
	if rval >= restartFirst && rval <= restartLast {
		th.call.interrupted, th.call.outside, th.call.exit = true, true, now
		return
	}
	t.finish(th, rval, now)
}

// finish tells of the end of a call.
func (t *tracer) finish(th *thread, rval int64, now time.Time) {
	p := th.call
	th.call = nil
	c := p.Call
	p.stop.End(c, rval)
	if c.Name == "" {
		return
	}
	for _, one := range p.stop.More {
		one.Process, one.Thread, one.Code, one.Aside, one.Enter = c.Process, c.Thread, c.Code, c.Aside, c.Enter
		t.options.Observer.Enter(one)
	}
	t.sieve.Ends(c, t.author(th, p), now)
	for _, one := range p.stop.More {
		one.Exit = now
		t.options.Observer.Return(one)
	}
}
