//go:build linux && (amd64 || arm64)

package tracee

import (
	"fmt"
	"os"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Start says what is executed, and where.
type Start struct {
	Path     string              // the file to execute
	Args     []string            // its arguments, beginning with its name
	Dir      string              // its working directory; "" is this one
	Env      []string            // its environment
	Files    []*os.File          // its descriptors, from 0 on
	Group    bool                // it has a process group of its own
	Terminal bool                // it has a session of its own, whose terminal is its stdin
	User     *syscall.Credential // whose rights it has; nil: ours
	Network  *os.File            // its network namespace; nil: ours
	OneCPU   bool                // it and its tracer run on one processor
	Stops    bool                // SIGCHLD is to come at each stop
}

// Execute executes a program, and has it held at its first instruction until it has its filter
// and its tracer: this thread, which must be locked. It stays stopped, by SIGSTOP. The error is
// that of execve(2), or that it cannot be traced.
func (p *Start) Execute(f Filter) (pid int, err error) {
	if err := p.prepare(); err != nil {
		return 0, err
	}
	var fds []uintptr
	for _, f := range p.Files {
		fds = append(fds, f.Fd())
	}
	attributes := &syscall.SysProcAttr{
		Ptrace: true, Pdeathsig: syscall.SIGKILL, Setpgid: p.Group && !p.Terminal, Setsid: p.Terminal, Setctty: p.Terminal, Credential: p.User,
	}
	if pid, err = syscall.ForkExec(p.Path, p.Args, &syscall.ProcAttr{Dir: p.Dir, Env: p.Env, Files: fds, Sys: attributes}); err != nil {
		return 0, err
	}
	if err = hold(pid, f); err != nil {
		_ = syscall.Kill(pid, syscall.SIGKILL)
		_, _ = unix.Wait4(pid, nil, unix.WALL, nil)
		return 0, err
	}
	return pid, nil
}

// hold gives a program that begins its filter and its tracer.
func hold(pid int, f Filter) error {
	if err := WaitStopped(pid, syscall.SIGTRAP); err != nil {
		return err
	}
	if err := f.Install(pid); err != nil {
		return fmt.Errorf("can't install a filter of system calls: %w", err)
	}
	if err := Seize(pid); err != nil {
		return fmt.Errorf("can't trace it: %w", err)
	}
	return nil
}

// prepare makes of this thread what the program is to inherit of it: its network, its
// processor, and no capabilities.
func (p *Start) prepare() error {
	if p.Network != nil {
		if err := unix.Setns(int(p.Network.Fd()), unix.CLONE_NEWNET); err != nil { //nolint:gosec // a descriptor
			return fmt.Errorf("enter its network: %w", err)
		}
	}
	if p.OneCPU {
		pin()
	}
	signalStops(p.Stops)
	// Where they are kept for normal users is no concern of the program's (capabilities(7)).
	_ = unix.Prctl(unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
	return nil
}

// pin keeps this thread on the first processor that it may use, if that can be done: all
// programs of a run get the same one.
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

// disposition is struct sigaction as the kernel has it (rt_sigaction(2)).
type disposition struct {
	handler, flags, restorer, mask uint64
}

// noStops is SA_NOCLDSTOP: no SIGCHLD comes when a child stops.
const noStops = 1

// signalStops says whether a signal is to come to this process at each stop of a tracee. wait4(2)
// tells it anyway, and each signal costs as much as the stop. Who is told of the end of children
// is so in any case.
func signalStops(wanted bool) {
	var a disposition
	size := unsafe.Sizeof(a.mask)
	if _, _, errno := unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(unix.SIGCHLD), 0, uintptr(unsafe.Pointer(&a)), size, 0, 0); errno != 0 {
		return
	}
	if a.flags |= noStops; wanted {
		a.flags &^= noStops
	}
	_, _, _ = unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(unix.SIGCHLD), uintptr(unsafe.Pointer(&a)), 0, size, 0, 0) // else it costs more
}
