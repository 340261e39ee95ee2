//go:build linux && (amd64 || arm64)

package calls_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"wireladder/capture/calls"
	"wireladder/capture/calls/syscalls"
)

// cloneUntraced makes a child that asks not to be traced, and makes a socket.
func cloneUntraced() error {
	child, _, errno := unix.RawSyscall6(unix.SYS_CLONE, unix.CLONE_UNTRACED|uintptr(unix.SIGCHLD), 0, 0, 0, 0, 0)
	return socketIn(child, errno)
}

// cloneArguments are struct clone_args (clone3(2)).
type cloneArguments struct {
	flags, pidfd, childTID, parentTID, exitSignal, stack, stackSize, tls uint64
}

// clone3Untraced is cloneUntraced by clone3(2).
func clone3Untraced() error {
	a := cloneArguments{flags: unix.CLONE_UNTRACED, exitSignal: uint64(unix.SIGCHLD)}
	child, _, errno := unix.RawSyscall(unix.SYS_CLONE3, uintptr(unsafe.Pointer(&a)), unsafe.Sizeof(a), 0)
	return socketIn(child, errno)
}

// socketIn has a child make a socket, and its parent wait for it. A child of Go has no thread but
// the one that was copied: it may make raw calls only.
func socketIn(child uintptr, errno syscall.Errno) error {
	if errno != 0 {
		return errno
	}
	if child == 0 {
		_, _, errno := unix.RawSyscall(unix.SYS_SOCKET, unix.AF_INET, unix.SOCK_DGRAM, 0)
		unix.RawSyscall(unix.SYS_EXIT_GROUP, uintptr(errno), 0, 0) //nolint:errcheck // it does not return
	}
	var status unix.WaitStatus
	if _, err := unix.Wait4(int(child), &status, 0, nil); err != nil {
		return err
	}
	if code := status.ExitStatus(); code != 0 {
		return syscall.Errno(code)
	}
	return nil
}

// TestUntraced checks that a child which asks not to be traced is: it has the filter of its parent,
// and without a tracer its calls would fail.
func TestUntraced(t *testing.T) {
	for _, role := range []string{"untraced", "untraced3"} {
		l := &listener{}
		exits, err := start(t, role, l, nil).Wait()
		if err != nil || len(exits) != 2 || exits[1].Code != 0 || l.names() != "socket exit" {
			t.Errorf("%s: %v, %+v, %s", role, err, exits, l.names())
		}
	}
}

// forbidSockets forbids itself to make sockets.
func forbidSockets() error {
	runtime.LockOSThread()
	filter := []unix.SockFilter{
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS},
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jf: 1, K: unix.SYS_SOCKET},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW},
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if _, _, errno := unix.RawSyscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, 0, uintptr(unsafe.Pointer(&program))); errno != 0 {
		return errno
	}
	if _, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0); !errors.Is(err, unix.EPERM) {
		return fmt.Errorf("socket: %w", err)
	}
	return nil
}

// TestOwnFilter checks that a program's own filter holds.
func TestOwnFilter(t *testing.T) {
	l := &listener{}
	exits, err := start(t, "forbid", l, nil).Wait()
	if err != nil || exits[0].Code != 0 {
		t.Errorf("%v, %+v", err, exits)
	}
}

// escape does what tracing cannot show, or does not let it do.
func escape() error {
	runtime.LockOSThread()
	_, _, ring := unix.RawSyscall(unix.SYS_IO_URING_SETUP, 0, 0, 0)
	_, _, traced := unix.RawSyscall(unix.SYS_PTRACE, unix.PTRACE_TRACEME, 0, 0)
	if ring == 0 || ring == unix.ENOSYS && traced != unix.EPERM {
		return fmt.Errorf("%w, %w", ring, traced)
	}
	return nil
}

// TestRestrictions checks that what tracing cannot show is told, once.
func TestRestrictions(t *testing.T) {
	var all []syscalls.Restriction
	exits, err := start(t, "escape", &listener{}, func(o *calls.Options) {
		o.Restricted = func(_ int, r syscalls.Restriction) { all = append(all, r) }
	}).Wait()
	if want := []syscalls.Restriction{syscalls.Ring, syscalls.NoTracer}; err != nil || exits[0].Code != 0 || !slices.Equal(all, want) {
		t.Errorf("%v, %+v, %v", err, exits, all)
	}
}

// daemonise leaves a process behind, in a session of its own.
func daemonise() error {
	c := exec.Command("/proc/self/exe")
	c.Env = append(os.Environ(), "WIRELADDER_ROLE=wait")
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	return c.Start()
}

// TestDaemon checks that a process which has left its group is followed, that ^C does not reach it,
// and that it can be ended all the same.
func TestDaemon(t *testing.T) {
	l := &listener{entered: make(chan string, 10)}
	p := start(t, "daemon", l, func(o *calls.Options) { o.Group = true })
	l.awaits("recvfrom")
	for !errors.Is(p.Signal(0), os.ErrProcessDone) {
		runtime.Gosched()
	}
	if err := p.SignalGroup(syscall.SIGINT); !errors.Is(err, syscall.ESRCH) {
		t.Errorf("^C: %v", err)
	}
	p.Kill()
	exits, err := p.Wait()
	// Go's package exec may have tried before what it can do, in a process of its own.
	if n := len(exits); err != nil || n < 2 || exits[n-2].PID != p.PID() || exits[n-2].Code != 0 || exits[n-1].Signal != syscall.SIGKILL {
		t.Errorf("%v, %+v", err, exits)
	}
	if err := p.SignalGroup(syscall.SIGINT); !errors.Is(err, os.ErrProcessDone) {
		t.Errorf("^C at the end: %v", err)
	}
}

// TestSignalAll checks that a signal reaches a process that has left its group.
func TestSignalAll(t *testing.T) {
	l := &listener{entered: make(chan string, 10)}
	p := start(t, "daemon", l, func(o *calls.Options) { o.Group = true })
	l.awaits("recvfrom")
	p.SignalAll(syscall.SIGTERM)
	exits, err := p.Wait()
	if err != nil || !slices.ContainsFunc(exits, func(e calls.Exit) bool { return e.PID != p.PID() && e.Signal == syscall.SIGTERM }) {
		t.Errorf("%v, %+v", err, exits)
	}
}

// trace is a tracer of its own, of a daemon: it tells the processes, and waits.
func trace() error {
	l := &listener{entered: make(chan string, 10)}
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	p, err := calls.Start(calls.Options{
		Name: "daemon", Path: "/proc/self/exe", Args: []string{"program"}, Env: append(without(os.Environ(), "WIRELADDER_ROLE="), "WIRELADDER_ROLE=daemon"),
		Files: []*os.File{null, null, null}, Observer: l, Started: func(pid int) { fmt.Println(pid) },
	})
	if err != nil {
		return err
	}
	l.awaits("recvfrom")
	fmt.Println("waits")
	_, err = p.Wait()
	return err
}

// without returns an environment without a variable.
func without(env []string, name string) []string {
	return slices.DeleteFunc(env, func(v string) bool { return strings.HasPrefix(v, name) })
}

// TestTracerKilled checks that no process is left behind when the tracer is killed: none would
// have anybody whom its filter may ask.
func TestTracerKilled(t *testing.T) {
	c := exec.Command("/proc/self/exe")
	c.Env = append(os.Environ(), "WIRELADDER_ROLE=trace")
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	var fds []unix.PollFd
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != "waits" {
		var pid int
		if _, err := fmt.Sscan(lines.Text(), &pid); err != nil {
			t.Fatal(err)
		}
		if fd, err := unix.PidfdOpen(pid, 0); err == nil { // the first one may have ended
			fds = append(fds, unix.PollFd{Fd: int32(fd), Events: unix.POLLIN}) //nolint:gosec // a descriptor
		}
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait()
	if len(fds) == 0 {
		t.Fatal("there were no processes")
	}
	for _, fd := range fds {
		if n, err := unix.Poll([]unix.PollFd{fd}, 10_000); n != 1 {
			t.Errorf("a process goes on: %v", err)
		}
		_ = unix.Close(int(fd.Fd))
	}
}

// printMuch prints more than is told.
func printMuch() error {
	for range 3000 {
		if _, err := fmt.Println("hello"); err != nil {
			return err
		}
	}
	_, err := fmt.Println(strings.Repeat("x", 1<<20))
	return err
}

// TestPrintsMuch checks that it is told what a program prints, but not all of it, for ever.
func TestPrintsMuch(t *testing.T) {
	l := &listener{}
	exits, err := start(t, "print", l, nil).Wait()
	if err != nil || exits[0].Code != 0 || len(l.all) < 1000 || len(l.all) > 2100 || l.all[0].Message() != `write(1, "hello\n") = 6` {
		t.Errorf("%v, %+v, %d told", err, exits, len(l.all))
	}
}

// receiveTwice receives two datagrams that come from outside, while a signal of its own is handled.
func receiveTwice() error {
	signal.Notify(make(chan os.Signal, 1), syscall.SIGUSR1)
	s, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err == nil {
		err = unix.Bind(s, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}})
	}
	for range 2 {
		if err == nil {
			_, _, err = unix.Recvfrom(s, make([]byte, 10), 0)
		}
	}
	return err
}

// TestInterruptedCall checks that a call is told once, with what it has got, that a signal has
// interrupted and that goes on: one that stops the program, and one that it handles.
func TestInterruptedCall(t *testing.T) {
	l := &listener{entered: make(chan string, 10), returned: make(chan string, 10)}
	p := start(t, "twice", l, func(o *calls.Options) { o.MaxReceive = 3 })
	for _, disturb := range []func(){
		func() {
			_ = p.Signal(syscall.SIGSTOP)
			for !strings.Contains(stateOf(t, p.PID()), "(stopped)") && !strings.Contains(stateOf(t, p.PID()), "(tracing stop)") {
				runtime.Gosched()
			}
			_ = p.Signal(syscall.SIGCONT)
		},
		func() { _ = p.Signal(syscall.SIGUSR1) },
	} {
		l.awaits("recvfrom")
		disturb()
		send(t, l)
		for name := ""; name != "recvfrom"; {
			name = <-l.returned
		}
	}
	if exits, err := p.Wait(); err != nil || exits[0].Code != 0 {
		t.Errorf("%v, %+v", err, exits)
	}
	if names := l.names(); names != "socket bind recvfrom recvfrom exit" {
		t.Errorf("told are %s", names)
	}
}

// send sends a datagram to the socket that was bound.
func send(t *testing.T, l *listener) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	to := l.all[1].Local
	s, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err == nil {
		err = errors.Join(unix.Sendto(s, []byte("hello"), 0, &unix.SockaddrInet4{Addr: to.Addr().As4(), Port: int(to.Port())}), unix.Close(s))
	}
	if err != nil {
		t.Fatal(err)
	}
}
