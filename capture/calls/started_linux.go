//go:build linux && (amd64 || arm64)

package calls

import (
	"os"
	"runtime"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture/calls/syscalls"
	"wireladder/capture/calls/tracee"
)

// Program is a program that is traced.
type Program struct {
	pid   int
	ended chan struct{}
	exits []Exit
	err   error

	mu     sync.Mutex
	living map[int]bool // its processes
	killed bool         // by Kill
}

// Start executes a program, and traces it until it has ended. The error is that of
// execve(2), or that it cannot be traced.
func Start(o Options) (*Program, error) {
	p := &Program{ended: make(chan struct{}), living: map[int]bool{}}
	t := newTracer(o, p)
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

// start has the program executed, and lets it go.
func (t *tracer) start() (pid int, err error) {
	o := &t.options
	program := tracee.Start{
		Path: o.Path, Args: o.Args, Dir: o.Dir, Env: o.Env, Files: o.Files, Group: o.Group, Terminal: o.Terminal, Network: o.Network, OneCPU: o.OneCPU,
		Stops: t.holding != nil,
	}
	if u := o.User; u != nil {
		program.User = &syscall.Credential{Uid: u.UID, Gid: u.GID, Groups: u.Groups}
	}
	if pid, err = program.Execute(syscalls.Filter()); err != nil {
		return 0, err
	}
	if t.first, err = t.begin(pid); err != nil {
		_ = syscall.Kill(pid, syscall.SIGKILL)
		_, _ = unix.Wait4(pid, nil, unix.WALL, nil)
		return 0, err
	}
	t.threads[pid] = &thread{tid: pid, process: t.first}
	return pid, syscall.Kill(pid, syscall.SIGCONT)
}

// PID returns the process id of the first process.
func (p *Program) PID() int { return p.pid }

// Ended is closed when all of the program has ended.
func (p *Program) Ended() <-chan struct{} { return p.ended }

// Wait returns how each process has ended, in order, when all of the program has.
func (p *Program) Wait() ([]Exit, error) {
	<-p.ended
	return p.exits, p.err
}

// Signal sends the first process a signal: kill(2). The error is os.ErrProcessDone if it has
// ended.
func (p *Program) Signal(s syscall.Signal) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.living[p.pid] {
		return os.ErrProcessDone
	}
	return syscall.Kill(p.pid, s)
}

// SignalGroup sends a signal to the process group of the first process, which has one of its
// own if Options.Group asks for it: as ^C at a terminal does. The error is os.ErrProcessDone
// if all of the program has ended, and ESRCH if all that goes on is in other groups.
func (p *Program) SignalGroup(s syscall.Signal) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.living) == 0 {
		return os.ErrProcessDone
	}
	return syscall.Kill(-p.pid, s)
}

// SignalAll sends a signal to all processes of the program, whatever their group and session.
func (p *Program) SignalAll(s syscall.Signal) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for pid := range p.living {
		_ = syscall.Kill(pid, s)
	}
}

// Kill ends all processes of the program, in whichever groups and sessions they are, and those
// that begin meanwhile.
func (p *Program) Kill() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.killed = true
	for pid := range p.living {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
}

// isKilled reports whether it was killed by Kill.
func (p *Program) isKilled() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.killed
}

// begins takes notice of a process. It is one that nobody has waited for, and stopped.
func (p *Program) begins(pid int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.living[pid] = true
	if p.killed {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
}

// ends takes notice that a process has ended.
func (p *Program) ends(pid int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.living, pid)
}

// IsBusy reports whether a thread of the program is at work as far as its machine and its
// tracer let it, and how much time of processors the threads that there are have had.
func (p *Program) IsBusy() (busy bool, spent time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for pid := range p.living {
		works, had := tracee.Work(pid)
		busy, spent = busy || works, spent+had
	}
	return busy, spent
}
