//go:build linux && (amd64 || arm64)

package calls

import (
	"fmt"
	"maps"
	"slices"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/calls/descriptors"
	"wireladder/capture/calls/lines"
	"wireladder/capture/calls/native"
	"wireladder/capture/calls/syscalls"
	"wireladder/capture/calls/tracee"
)

// process is one process of the program.
type process struct {
	pid      int
	holder   int // the thread that pidfd is of
	pidfd    int
	files    *descriptors.Table
	native   *native.Execution // what it executes; nil: not known yet
	notes    lines.Notes       // where it notes its lines; 0: it does not
	notebook lines.Notebook
	sought   bool                             // these were looked for
	told     bool                             // its end
	passed   map[syscall.Signal]tracee.Signal // on the way to its first thread
	last     *capture.Call
}

// thread is one of its threads.
type thread struct {
	tid     int
	process *process
	ends    bool     // it has begun to
	call    *pending // the call that it is in; nil: none
	policy  *syscalls.Policy
}

// Limits of what a program prints that is told: octets of all, and of how many a short print
// counts for.
const (
	maxPrinted = 1 << 16
	leastPrint = 32
)

// shows reports whether it is told that a thread writes so many octets to a descriptor: it
// leads to where the program's first process had its stdout or stderr, and to no pipe of its
// own making, and not too much was told.
func (t *tracer) shows(tid, fd, size int) bool {
	var file unix.Stat_t
	if t.printed > maxPrinted || unix.Stat(fmt.Sprintf("/proc/%d/fd/%d", tid, fd), &file) != nil || !t.outputs[idOf(&file)] {
		return false
	}
	t.printed += max(size, leastPrint)
	return t.printed <= maxPrinted
}

// fileID is what a file is known by (stat(2)).
type fileID struct{ device, inode uint64 }

func idOf(file *unix.Stat_t) fileID { return fileID{file.Dev, file.Ino} }

// begin makes a process known.
func (t *tracer) begin(pid int) (*process, error) {
	p := &process{pid: pid, holder: pid, passed: make(map[syscall.Signal]tracee.Signal)}
	var err error
	if p.pidfd, err = unix.PidfdOpen(pid, 0); err != nil {
		return nil, fmt.Errorf("pidfd_open: %w", err)
	}
	p.files = descriptors.New(p.pidfd)
	t.processes[pid] = p
	t.program.begins(pid)
	if t.options.Started != nil {
		t.options.Started(pid)
	}
	return p, nil
}

// forked makes a new thread or process known, unless it is already.
func (t *tracer) forked(th *thread) {
	message, err := unix.PtraceGetEventMsg(th.tid)
	if err != nil {
		return
	}
	tid := int(message) //nolint:gosec // a process id
	switch {
	case t.early[tid]:
		delete(t.early, tid)
	case t.threads[tid] == nil:
		if group, _ := tracee.IdentityOf(tid); group != 0 && group != tid {
			t.threads[tid] = &thread{tid: tid, process: th.process}
		} else {
			t.beginChild(tid, th.process)
		}
	}
}

// adopt makes a thread or process known that reports something itself; it returns nil if it is
// gone, or nobody's.
func (t *tracer) adopt(tid int) *thread {
	group, parent := tracee.IdentityOf(tid)
	if p := t.processes[group]; p != nil {
		t.threads[tid] = &thread{tid: tid, process: p}
	} else if group == tid {
		t.beginChild(tid, t.processes[parent])
	}
	return t.threads[tid]
}

// beginChild makes a child of a process known, or of one that is gone: nil.
func (t *tracer) beginChild(pid int, parent *process) {
	p, err := t.begin(pid)
	if err != nil {
		return // it is gone already
	}
	if parent != nil {
		p.files, p.notes = parent.files.Fork(p.pidfd), parent.notes
	}
	t.threads[pid] = &thread{tid: pid, process: p}
}

// executed takes notice that a process executes another program: it has one thread, whose
// id is that of the process, and no descriptors that were to be closed.
func (t *tracer) executed(th *thread) {
	p := th.process
	t.sieve.Release(p.files.Sockets())
	for tid, other := range t.threads {
		if other.process == p && tid != th.tid {
			delete(t.threads, tid)
			t.drop(tid)
		}
	}
	th.call, th.ends, p.native, p.notes, p.notebook, p.sought = nil, false, nil, 0, lines.Notebook{}, false
	if p.holder != p.pid {
		t.hold(p, p.pid, 0)
	}
	p.files.Exec()
	if tracee.GainsRights(p.pid) {
		t.restrict(p, syscalls.NoRights)
	}
}

// ending takes notice that a thread begins to end. With the last one its process does: its
// descriptors are not closed yet.
func (t *tracer) ending(th *thread) {
	th.ends = true
	t.drop(th.tid)
	for _, other := range t.threads {
		if other.process == th.process && !other.ends {
			t.handOver(th, other)
			return
		}
	}
	status, err := unix.PtraceGetEventMsg(th.tid)
	if err == nil {
		t.tellEnd(th.process, unix.WaitStatus(status)) //nolint:gosec // as wait(2) gives it
	}
}

// handOver has the descriptors of a process asked for through another thread than one that ends:
// which has none any more, though the process has. Before Linux 6.9 there is no such way.
func (t *tracer) handOver(from, to *thread) {
	if p := from.process; p.holder == from.tid {
		t.hold(p, to.tid, unix.PIDFD_THREAD)
	}
}

// hold has the descriptors of a process asked for through a thread, if that can be done.
func (t *tracer) hold(p *process, tid, flags int) {
	fd, err := unix.PidfdOpen(tid, flags)
	if err != nil {
		return
	}
	_ = unix.Close(p.pidfd)
	p.pidfd, p.holder = fd, tid
	p.files.Through(fd)
}

// tellEnd tells that a process ends, for each socket that is closed by that, and else once,
// unless it has done nothing that was told of.
func (t *tracer) tellEnd(p *process, status unix.WaitStatus) {
	if p.told || p.last == nil && (t.first != p || t.called) {
		return
	}
	p.told = true
	t.sieve.Release(p.files.Sockets())
	now := time.Now()
	end := capture.Call{
		Process: capture.Process{PID: p.pid, Name: t.options.Name}, Thread: p.pid, Name: "exit", FD: -1,
		Enter: now, Exit: now, Result: int64(status.ExitStatus()),
	}
	if status.Signaled() {
		end.Result, end.Args.Signal = -1, unix.SignalName(status.Signal())
		if status.Signal() == unix.SIGKILL && t.program.isKilled() {
			end.Args.By = "wireladder"
		}
	}
	ends := []capture.Call{}
	for _, fd := range slices.Sorted(maps.Keys(p.files.Sockets())) {
		k, one := p.files.Known(fd), end
		if k.Aside {
			continue
		}
		one.FD, one.Proto, one.Local, one.Remote, one.Inode, one.Shared = fd, k.Proto, k.Local, k.Remote, k.Inode, k.Shared()
		ends = append(ends, one)
		p.files.Drop(fd)
	}
	if len(ends) == 0 {
		ends = append(ends, end)
	}
	for i := range ends {
		t.options.Observer.Enter(&ends[i])
		t.options.Observer.Return(&ends[i])
	}
}

// gone takes notice that a thread has ended, and with the last one its process.
func (t *tracer) gone(th *thread, status unix.WaitStatus) {
	delete(t.threads, th.tid)
	t.drop(th.tid)
	if th.process.pid != th.tid {
		return
	}
	p := th.process
	t.tellEnd(p, status) // one that was killed may not have said so before
	e := Exit{PID: p.pid, Code: status.ExitStatus(), Last: p.last}
	if status.Signaled() {
		e.Code, e.Signal = -1, status.Signal()
	}
	for fd := range p.files.Sockets() {
		p.files.Drop(fd)
	}
	t.exits = append(t.exits, e)
	_ = unix.Close(p.pidfd)
	delete(t.processes, p.pid)
	t.program.ends(p.pid)
}
