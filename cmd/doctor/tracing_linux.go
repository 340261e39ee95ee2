package doctor

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// tracing starts a program that this process traces, and ends it before it does anything.
func tracing(ctx context.Context) Finding {
	return tracingFinding(os.DirFS("/proc"), tryTracing(ctx))
}

// tryTracing returns why a program can't be traced; nil if it can.
func tryTracing(ctx context.Context) error {
	runtime.LockOSThread() // a tracer is a thread
	defer runtime.UnlockOSThread()
	cmd := exec.CommandContext(ctx, "/proc/self/exe", "version") // it stops at its exec
	cmd.SysProcAttr = &syscall.SysProcAttr{Ptrace: true}
	if err := cmd.Start(); err != nil {
		return err
	}
	killed := cmd.Process.Kill()
	_ = cmd.Wait() // it was killed
	return killed
}

// tracingFinding says what was found, and why: the switches of Yama and seccomp in proc.
func tracingFinding(proc fs.FS, err error) Finding {
	f := Finding{Ability: "tracing of programs", State: "yes", Works: true}
	scope := strings.TrimSpace(read(proc, "sys/kernel/yama/ptrace_scope"))
	actions := strings.Fields(read(proc, "sys/kernel/seccomp/actions_avail"))
	switch {
	case err == nil && len(actions) > 0 && !slices.Contains(actions, "trace"):
		f.State, f.Works = "no: the kernel's seccomp can't hand calls to a tracer", false
	case err == nil:
		return f
	case scope == "3":
		f.State = "no: switched off until the next boot (kernel.yama.ptrace_scope is 3)"
		f.Repair = "set kernel.yama.ptrace_scope to 1 in /etc/sysctl.d, and boot"
	case scope == "2":
		f.State = "no: kept for root (kernel.yama.ptrace_scope is 2)"
		f.Repair = `run "sudo sysctl -w kernel.yama.ptrace_scope=1": a program may then trace those that it has started`
	case errors.Is(err, unix.EPERM) && isFiltered(read(proc, "self/status")):
		f.State = "no: a system call filter forbids it, as in a container (seccomp)"
		f.Repair = `start the container with "--cap-add SYS_PTRACE", or with "--security-opt seccomp=unconfined"`
	default:
		var errno syscall.Errno
		f.State = "no: " + err.Error()
		if errors.As(err, &errno) {
			f.State = "no: " + errno.Error()
		}
	}
	f.Works = false
	return f
}

// isFiltered reports whether /proc/PID/status tells of a seccomp filter (proc(5), Seccomp).
func isFiltered(status string) bool {
	for line := range strings.Lines(status) {
		if mode, found := strings.CutPrefix(line, "Seccomp:"); found {
			return strings.TrimSpace(mode) == "2"
		}
	}
	return false
}

// read returns what a file says; "" if there is none.
func read(proc fs.FS, name string) string {
	said, err := fs.ReadFile(proc, name)
	if err != nil {
		return ""
	}
	return string(said)
}
