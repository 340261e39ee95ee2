//go:build linux && (amd64 || arm64)

package calls

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/calls/descriptors"
	"wireladder/capture/calls/tracee"
)

// Program is a program that is traced.
type Program struct {
	pid    int
	killed *atomic.Bool // by Signal or SignalGroup
	ended  chan struct{}
	exits  []Exit
	err    error
}

// PID returns the process id of the first process.
func (p *Program) PID() int { return p.pid }

// Ended is closed when all of the program has ended.
func (p *Program) Ended() <-chan struct{} { return p.ended }

// Wait returns when all of the program has ended, and how each of its processes did, the
// first one's last.
func (p *Program) Wait() ([]Exit, error) {
	<-p.ended
	return p.exits, p.err
}

// Signal sends the first process a signal: kill(2).
func (p *Program) Signal(s syscall.Signal) error { return p.send(p.pid, s) }

// SignalGroup sends a signal to the process group of the first process, which has one of its
// own if Options.Group asks for it: as ^C at a terminal does.
func (p *Program) SignalGroup(s syscall.Signal) error { return p.send(-p.pid, s) }

// send sends a signal. That it is we who kill is told of those that it ends.
func (p *Program) send(to int, s syscall.Signal) error {
	if s == syscall.SIGKILL {
		p.killed.Store(true)
	}
	return syscall.Kill(to, s)
}

// tracer follows one program. All of its methods are called on one thread, which the
// kernel takes for the tracer.
type tracer struct {
	options   Options
	threads   map[int]*thread
	processes map[int]*process
	waiting   map[int]bool // threads that have stopped before the event that tells of them
	exits     []Exit
	outputs   map[uint64]bool // the inodes of the program's stdout and stderr
	first     *process
	called    bool        // a process of the program has made a call
	killed    atomic.Bool // by us
}

// process is one process of the program.
type process struct {
	pid   int
	pidfd int
	files *descriptors.Table
	told  bool // its end
	last  *capture.Call
}

// thread is one of its threads.
type thread struct {
	tid     int
	process *process
	ends    bool     // it has begun to
	call    *pending // the call that it is in; nil: none
}

// pending is a call that has not returned.
type pending struct {
	*capture.Call
	traced
	number      uint64
	args        [6]uint64
	socket      *descriptors.Socket
	interrupted bool // by a signal: it goes on if the program says no more
	outside     bool // the thread makes another call meanwhile, in a handler of the signal
	exit        time.Time
}

// Start executes a program, and traces it until it has ended. The error is that of
// execve(2), or that it cannot be traced.
func Start(o Options) (*Program, error) {
	t := &tracer{options: o, threads: map[int]*thread{}, processes: map[int]*process{}, waiting: map[int]bool{}, outputs: map[uint64]bool{}}
	p := &Program{ended: make(chan struct{}), killed: &t.killed}
	started := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlocked: it may be pinned, and ends with this function
		defer close(p.ended)
		pid, err := t.start()
		p.pid = pid
		started <- err
		if err == nil {
			p.err = t.run()
			p.exits = t.exits
		}
	}()
	return p, <-started
}

// start has the program executed, and held at its first instruction until it has its
// filter and its tracer.
func (t *tracer) start() (pid int, err error) {
	o := &t.options
	if err := t.prepare(); err != nil {
		return 0, err
	}
	attributes := &syscall.SysProcAttr{Ptrace: true, Pdeathsig: syscall.SIGKILL, Setpgid: o.Group}
	var fds []uintptr
	for i, f := range o.Files {
		fds = append(fds, f.Fd())
		var file unix.Stat_t
		if i > 0 && unix.Fstat(int(f.Fd()), &file) == nil { //nolint:gosec // a descriptor
			t.outputs[file.Ino] = true
		}
	}
	if pid, err = syscall.ForkExec(o.Path, o.Args, &syscall.ProcAttr{Dir: o.Dir, Env: o.Env, Files: fds, Sys: attributes}); err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			_ = syscall.Kill(pid, syscall.SIGKILL)
			_, _ = unix.Wait4(pid, nil, unix.WALL, nil)
		}
	}()
	if err := tracee.WaitStopped(pid, syscall.SIGTRAP); err != nil {
		return 0, err
	}
	if err := filter().Install(pid); err != nil {
		return 0, fmt.Errorf("can't install a filter of system calls: %w", err)
	}
	if err := tracee.Seize(pid); err != nil {
		return 0, fmt.Errorf("can't trace it: %w", err)
	}
	first, err := t.begin(pid)
	if err != nil {
		return 0, err
	}
	t.first = first
	t.threads[pid] = &thread{tid: pid, process: first}
	return pid, syscall.Kill(pid, syscall.SIGCONT)
}

// prepare makes of this thread what the program is to inherit of it: its network, its
// processor, and no capabilities.
func (t *tracer) prepare() error {
	if n := t.options.Network; n != nil {
		if err := unix.Setns(int(n.Fd()), unix.CLONE_NEWNET); err != nil { //nolint:gosec // a descriptor
			return fmt.Errorf("enter its network: %w", err)
		}
	}
	if t.options.OneCPU {
		pin()
	}
	// Where they are kept for normal users is no concern of the program's (capabilities(7)).
	_ = unix.Prctl(unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
	return nil
}

// pin keeps this thread on the processor that it is on, if that can be done.
func pin() {
	var allowed, one unix.CPUSet
	if unix.SchedGetaffinity(0, &allowed) != nil {
		return
	}
	for cpu := range 1024 {
		if allowed.IsSet(cpu) {
			one.Set(cpu)
			_ = unix.SchedSetaffinity(0, &one)
			return
		}
	}
}

// isOurs reports whether a descriptor leads to where the program's first process had its
// stdout or stderr, and to no pipe of its own making.
func (t *tracer) isOurs(tid, fd int) bool {
	var file unix.Stat_t
	return unix.Stat(fmt.Sprintf("/proc/%d/fd/%d", tid, fd), &file) == nil && t.outputs[file.Ino]
}

// begin makes a process known.
func (t *tracer) begin(pid int) (*process, error) {
	p := &process{pid: pid}
	var err error
	if p.pidfd, err = unix.PidfdOpen(pid, 0); err != nil {
		return nil, fmt.Errorf("pidfd_open: %w", err)
	}
	p.files = descriptors.New(p.pidfd)
	t.processes[pid] = p
	if t.options.Started != nil {
		t.options.Started(pid)
	}
	return p, nil
}

// run takes stops until all of the program has ended.
func (t *tracer) run() error {
	for len(t.threads) > 0 {
		var status unix.WaitStatus
		tid, err := unix.Wait4(-1, &status, unix.WALL|unix.WNOTHREAD, nil)
		switch {
		case errors.Is(err, unix.EINTR):
		case errors.Is(err, unix.ECHILD):
			return nil
		case err != nil:
			return fmt.Errorf("wait4: %w", err)
		case status.Exited(), status.Signaled():
			t.gone(tid, status)
		case status.Stopped():
			t.stopped(tid, status)
		}
	}
	return nil
}

// stopped takes a stop of a thread, and lets it go on.
func (t *tracer) stopped(tid int, status unix.WaitStatus) {
	th := t.threads[tid]
	if th == nil { // it begins before the event that tells of it has come
		t.waiting[tid] = true
		return
	}
	event, signal := int(status)>>16, status.StopSignal()
	switch {
	case signal == syscall.SIGTRAP|0x80:
		t.atReturn(th)
	case event == unix.PTRACE_EVENT_SECCOMP:
		t.atCall(th)
	case event == unix.PTRACE_EVENT_FORK, event == unix.PTRACE_EVENT_VFORK, event == unix.PTRACE_EVENT_CLONE:
		t.forked(th, event)
		t.resume(th, 0)
	case event == unix.PTRACE_EVENT_EXEC:
		t.executed(th)
		t.resume(th, 0)
	case event == unix.PTRACE_EVENT_EXIT:
		t.ending(th)
		t.resume(th, 0)
	case event == unix.PTRACE_EVENT_STOP && signal != syscall.SIGTRAP:
		_ = tracee.Request(unix.PTRACE_LISTEN, tid, 0, 0) // it is stopped as by its user, until SIGCONT
	case event != 0:
		t.resume(th, 0)
	default:
		t.signalled(th, signal)
		t.resume(th, signal)
	}
}

// signalled tells of a signal by which somebody speaks to a program, when it reaches it.
func (t *tracer) signalled(th *thread, signal syscall.Signal) {
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

// forked makes a new thread or process known.
func (t *tracer) forked(th *thread, event int) {
	message, err := unix.PtraceGetEventMsg(th.tid)
	if err != nil {
		return
	}
	tid := int(message) //nolint:gosec // a process id
	child := &thread{tid: tid, process: th.process}
	if tgid := groupOf(tid); tgid == tid || event != unix.PTRACE_EVENT_CLONE && tgid == 0 {
		p, err := t.begin(tid)
		if err != nil {
			return // it is gone already
		}
		p.files = th.process.files.Fork(p.pidfd)
		child.process = p
	}
	t.threads[tid] = child
	if t.waiting[tid] {
		delete(t.waiting, tid)
		t.resume(child, 0)
	}
}

// executed takes notice that a process executes another program: it has one thread, whose
// id is that of the process, and no descriptors that were to be closed.
func (t *tracer) executed(th *thread) {
	p := th.process
	for tid, other := range t.threads {
		if other.process == p && tid != th.tid {
			delete(t.threads, tid)
		}
	}
	th.call = nil
	p.files.Exec()
}

// ending takes notice that a thread begins to end. With the last one its process does: its
// descriptors are not closed yet.
func (t *tracer) ending(th *thread) {
	th.ends = true
	for _, other := range t.threads {
		if other.process == th.process && !other.ends {
			return
		}
	}
	status, err := unix.PtraceGetEventMsg(th.tid)
	if err == nil {
		t.tellEnd(th.process, unix.WaitStatus(status)) //nolint:gosec // as wait(2) gives it
	}
}

// tellEnd tells that a process ends, for each socket that is closed by that, and else once,
// unless it has done nothing that was told of.
func (t *tracer) tellEnd(p *process, status unix.WaitStatus) {
	if p.told || p.last == nil && (t.first != p || t.called) {
		return
	}
	p.told = true
	now := time.Now()
	end := capture.Call{
		Process: capture.Process{PID: p.pid, Name: t.options.Name}, Thread: p.pid, Name: "exit", FD: -1,
		Enter: now, Exit: now, Result: int64(status.ExitStatus()),
	}
	if status.Signaled() {
		end.Result, end.Args.Signal = -1, unix.SignalName(status.Signal())
		if status.Signal() == unix.SIGKILL && t.killed.Load() {
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
func (t *tracer) gone(tid int, status unix.WaitStatus) {
	th := t.threads[tid]
	delete(t.threads, tid)
	delete(t.waiting, tid)
	if th == nil || th.process.pid != tid {
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
}

// stop is a thread at the beginning or at the end of a call.
type stop struct {
	tracer *tracer
	thread *thread
	traced
	number uint64
	args   [6]uint64
	result int64 // at the end; negative: an error
	socket *descriptors.Socket
}

// atCall takes the beginning of a call.
func (t *tracer) atCall(th *thread) {
	info, err := tracee.InformationOf(th.tid)
	if err != nil || info.Op != tracee.AtFilter {
		t.resume(th, 0)
		return
	}
	number, args := info.Call()
	if was := th.call; was != nil && was.interrupted {
		if was.number == number && was.args == args { // it goes on
			was.interrupted, was.outside = false, false
			t.resume(th, 0)
			return
		}
		t.finish(th, -int64(unix.EINTR), was.exit)
	}
	s := &stop{tracer: t, thread: th, traced: table[uint32(number)], number: number, args: args} //nolint:gosec // a small number
	if s.begin == nil {
		t.resume(th, 0)
		return
	}
	if c := s.begin(s); c != nil {
		th.call = &pending{Call: c, traced: s.traced, number: number, args: args, socket: s.socket}
		t.report(th, c)
	}
	t.resume(th, 0)
}

// report tells of the beginning of a call, unless it is none that is told of.
func (t *tracer) report(th *thread, c *capture.Call) {
	if c.Name == "" {
		return
	}
	c.Process = capture.Process{PID: th.process.pid, Name: t.options.Name}
	c.Thread = th.tid
	t.place(th, c)
	c.Enter = time.Now()
	th.process.last, t.called = c, true
	t.options.Observer.Enter(c)
}

// place says where a call stands in its program. One that the program's lines do not tell
// of, though they are followed, is made by its interpreter: for a name that is looked up, or
// to wait for a socket that has a time limit.
func (t *tracer) place(th *thread, c *capture.Call) {
	var polls bool
	c.Code, polls = t.options.Lines.Of(th.tid)
	if !t.options.Lines.Follows() {
		return
	}
	k := th.call.socket
	switch {
	case c.Code.Line > 0:
		c.Aside = c.Does(capture.Polls) && !polls
	case k == nil: // it prints
	case c.Does(capture.Opens):
		c.Aside, k.Aside = true, true
	default:
		c.Aside = k.Aside
	}
}

// Errors by which the kernel says that it makes a call again after a signal, unless a
// handler of the program asks for EINTR (include/linux/errno.h).
const (
	restartFirst = -516
	restartLast  = -512
)

// atReturn takes the end of a call.
func (t *tracer) atReturn(th *thread) {
	now := time.Now()
	info, err := tracee.InformationOf(th.tid)
	if p := th.call; p != nil && err == nil && info.Op == tracee.AtEntry {
		number, args := info.Call()
		again := number == p.number && args == p.args
		p.outside = p.interrupted && !again && number != unix.SYS_RESTART_SYSCALL
	}
	if th.call == nil || err != nil || info.Op != tracee.AtExit || th.call.outside {
		t.resume(th, 0)
		return
	}
	rval := info.Result()
	if rval >= restartFirst && rval <= restartLast {
		th.call.interrupted, th.call.outside, th.call.exit = true, true, now
		t.resume(th, 0)
		return
	}
	t.finish(th, rval, now)
	t.resume(th, 0)
}

// finish tells of the end of a call.
func (t *tracer) finish(th *thread, rval int64, now time.Time) {
	p := th.call
	th.call = nil
	c := p.Call
	c.Result = rval
	if rval < 0 {
		c.Result, c.Errno = -1, unix.ErrnoName(unix.Errno(-rval)) //nolint:gosec // an errno
	}
	s := &stop{tracer: t, thread: th, traced: p.traced, number: p.number, args: p.args, result: rval, socket: p.socket}
	if p.end != nil {
		p.end(s, c)
	}
	if c.Name == "" {
		return
	}
	c.Exit = now
	t.options.Observer.Return(c)
}

// groupOf returns the process of a thread (proc_pid_status(5)); 0 if it is gone.
func groupOf(tid int) int {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", tid))
	if err != nil {
		return 0
	}
	_, rest, _ := bytes.Cut(b, []byte("\nTgid:"))
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	tgid, _ := strconv.Atoi(string(bytes.TrimSpace(line)))
	return tgid
}
