//go:build linux && (amd64 || arm64)

package calls

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/calls/native"
	"wireladder/capture/calls/runtimes"
	"wireladder/capture/calls/syscalls"
	"wireladder/capture/calls/tracee"
)

// tracer follows one program. All of its methods are called on one thread, which the
// kernel takes for the tracer.
type tracer struct {
	options    Options
	program    *Program
	threads    map[int]*thread
	processes  map[int]*process
	early      map[int]bool // threads that have ended before the event that tells of them
	images     native.Images
	sieve      *runtimes.Sieve
	exits      []Exit
	restricted map[syscalls.Restriction]bool // what was told
	outputs    map[fileID]bool               // where the program's stdout and stderr lead
	first      *process
	called     bool     // a process of the program has made a call
	printed    int      // what prints that were told of cost
	holding    *holding // nil: nobody is held up
}

func newTracer(o Options, p *Program) *tracer {
	t := &tracer{
		options: o, program: p, threads: map[int]*thread{}, processes: map[int]*process{},
		early: map[int]bool{}, restricted: map[syscalls.Restriction]bool{}, sieve: runtimes.New(o.Observer), outputs: map[fileID]bool{},
	}
	if o.Holder != nil {
		t.holding = newHolding(o.Holder)
	}
	for i, f := range o.Files {
		var file unix.Stat_t
		if i > 0 && unix.Fstat(int(f.Fd()), &file) == nil { //nolint:gosec // a descriptor
			t.outputs[idOf(&file)] = true
		}
	}
	return t
}

// run takes what threads report until all of the program has ended.
func (t *tracer) run() error {
	if t.holding != nil {
		return t.runHeld()
	}
	for waits := new(tracee.Waits); len(t.threads) > 0; {
		tid, status, err := waits.Next()
		switch {
		case errors.Is(err, unix.EINTR):
		case errors.Is(err, unix.ECHILD):
			return nil
		case err != nil:
			return fmt.Errorf("wait4: %w", err)
		default:
			t.take(tid, status)
		}
	}
	return nil
}

// take takes what a thread reports. A new one may do so before the event that tells of it, which
// may never come: the thread that would report it can be killed first.
func (t *tracer) take(tid int, status unix.WaitStatus) {
	th, ended := t.threads[tid], status.Exited() || status.Signaled()
	switch {
	case th == nil && ended:
		t.early[tid] = true
		return
	case th == nil:
		if th = t.adopt(tid); th == nil {
			_ = tracee.Request(unix.PTRACE_CONT, tid, 0, 0) // it has been killed
			return
		}
	}
	if ended {
		t.gone(th, status)
	} else if status.Stopped() {
		t.stopped(th, status)
	}
}

// stopped takes a stop of a thread, and lets it go on.
func (t *tracer) stopped(th *thread, status unix.WaitStatus) {
	event, signal := int(status)>>16, status.StopSignal()
	switch {
	case signal == syscall.SIGTRAP|0x80:
		t.atReturn(th)
	case event == unix.PTRACE_EVENT_SECCOMP:
		t.atCall(th)
	case event == unix.PTRACE_EVENT_FORK, event == unix.PTRACE_EVENT_VFORK, event == unix.PTRACE_EVENT_CLONE:
		t.forked(th)
		t.resume(th, 0)
	case event == unix.PTRACE_EVENT_EXEC:
		t.executed(th)
		t.resume(th, 0)
	case event == unix.PTRACE_EVENT_EXIT:
		t.ending(th)
		t.resume(th, 0)
	case event == unix.PTRACE_EVENT_STOP && signal != syscall.SIGTRAP:
		_ = tracee.Request(unix.PTRACE_LISTEN, th.tid, 0, 0) // it is stopped as by its user, until SIGCONT
	case event != 0:
		t.resume(th, 0)
	default:
		t.resume(th, t.signalled(th, signal))
	}
}

// signalled takes a signal that has come to a thread, and returns what it is to go on with: the signal,
// or 0 where the first thread of its process gets it.
func (t *tracer) signalled(th *thread, signal syscall.Signal) syscall.Signal {
	p, s := th.process, tracee.SignalOf(th.tid)
	if passed, ok := p.passed[signal]; ok && th.tid == p.pid && s.Sender() == os.Getpid() {
		delete(p.passed, signal)
		tracee.Restore(th.tid, &passed)
		s = passed
	} else if tracee.PassOn(p.pid, th.tid, signal, &s) {
		p.passed[signal] = s
		return 0
	}
	if s.Sender() != p.pid {
		t.spokenTo(th, signal)
	}
	return signal
}

// spokenTo tells of a signal by which somebody speaks to a program, when it reaches it. The
// program itself is nobody: Python ends itself by SIGINT when it has told of the first one.
func (t *tracer) spokenTo(th *thread, signal syscall.Signal) {
	if signal != syscall.SIGINT && signal != syscall.SIGTERM && signal != syscall.SIGHUP {
		return
	}
	now := time.Now()
	c := &capture.Call{
		Process: capture.Process{PID: th.process.pid, Name: t.options.Name}, Thread: th.tid, Name: "signal", FD: -1,
		Args: capture.Arguments{Signal: unix.SignalName(signal)}, Enter: now, Exit: now,
	}
	t.options.Observer.Enter(c)
	t.options.Observer.Return(c)
}

// resume lets a thread go on, up to the return of the call that it is in, with a signal.
func (t *tracer) resume(th *thread, signal syscall.Signal) {
	request := unix.PTRACE_CONT
	if th.call != nil {
		request = unix.PTRACE_SYSCALL
	}
	_ = tracee.Request(request, th.tid, 0, uintptr(signal)) // one that was killed meanwhile is gone
}

// restrict tells of a restriction of a process.
func (t *tracer) restrict(p *process, r syscalls.Restriction) {
	if t.options.Restricted == nil || t.restricted[r] {
		return
	}
	t.restricted[r] = true
	t.options.Restricted(p.pid, r)
}
