package netns

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// grace is how long an interrupted child may take to end by itself.
const grace = 2 * time.Second

// The files beside the running program that name it and its network. They work
// where its path does not: after a rebuild, or below a directory that a dropped
// privilege cannot enter.
const (
	selfProgram = "/proc/self/exe"
	selfNetwork = "/proc/self/ns/net"
)

// start tries each way that this process's rights allow. A later way is tried
// only where an earlier one could not begin: a root without the right to plain
// namespaces (a container's) may still have user namespaces.
func start(ctx context.Context, o Options) (*Child, error) {
	var first error
	for _, attributes := range ways() {
		child, err := startWay(ctx, o, attributes)
		if err == nil {
			return child, nil
		}
		if ctx.Err() != nil {
			return nil, fmt.Errorf("start in a private network: %w", ctx.Err())
		}
		if first == nil {
			first = err // the way with the fewest needs says best what is missing
		}
		if !refused(err) {
			break // the other way would run the program into the same failure
		}
	}
	return nil, first
}

// refused reports whether the system said no, rather than the program.
func refused(err error) bool {
	var errno syscall.Errno
	return errors.As(err, &errno)
}

// ways returns how to make the namespace, best first.
func ways() []*syscall.SysProcAttr {
	user := userNamespace(os.Geteuid(), os.Getegid())
	if !canPlain(effectiveCapabilities()) {
		return []*syscall.SysProcAttr{user}
	}
	plain := &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWNET, Pdeathsig: unix.SIGKILL}
	return []*syscall.SysProcAttr{plain, user}
}

// canPlain reports whether capabilities are enough without a user namespace:
// CAP_SYS_ADMIN to make the network, CAP_NET_ADMIN to bring lo up and
// CAP_NET_RAW to capture, in the user namespace that stays the same.
func canPlain(capabilities uint64) bool {
	const needed = 1<<unix.CAP_SYS_ADMIN | 1<<unix.CAP_NET_ADMIN | 1<<unix.CAP_NET_RAW
	return capabilities&needed == needed
}

// userNamespace returns the way of a normal user. Only its own user and group are
// mapped, each to itself: that is what a process without rights may map
// (user_namespaces(7)), and files keep their owner. The capabilities are
// ambient, since a program with another user than root loses all others at exec
// (capabilities(7)); CAP_SYS_ADMIN lets the child make further networks.
func userNamespace(uid, gid int) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{
		Cloneflags:  unix.CLONE_NEWUSER | unix.CLONE_NEWNET,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: uid, HostID: uid, Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: gid, HostID: gid, Size: 1}},
		AmbientCaps: []uintptr{unix.CAP_NET_ADMIN, unix.CAP_NET_RAW, unix.CAP_SYS_ADMIN},
		Pdeathsig:   unix.SIGKILL,
	}
}

// startWay starts the child one way and waits until its network is ready.
func startWay(ctx context.Context, o Options, attributes *syscall.SysProcAttr) (*Child, error) {
	child, err := launchInside(ctx, o, attributes)
	if err != nil {
		return nil, newError("start", err)
	}
	if err := readReport(child.pipe); err != nil {
		return nil, newError("set up", child.abandon(err))
	}
	return child, nil
}

// launchInside starts the program with its two descriptors more. The write end
// and the namespace are closed here at once, so that the child holds the only
// write end and its end is the pipe's end.
func launchInside(ctx context.Context, o Options, attributes *syscall.SysProcAttr) (*Child, error) {
	network, err := os.Open(selfNetwork)
	if err != nil {
		return nil, err
	}
	defer network.Close() //nolint:errcheck // only ever a handle
	pipe, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer write.Close() //nolint:errcheck // this process writes nothing to it
	cmd := command(ctx, o, attributes)
	cmd.ExtraFiles = []*os.File{write, network} // descriptors 3 and 4: see setup
	child, err := launch(cmd, pipe)
	if err != nil {
		_ = pipe.Close() // the error of the start is the one to tell
	}
	return child, err
}

// command returns the program itself with o's arguments and argv[0] as it was
// given, for a program may go by the name it was called by.
func command(ctx context.Context, o Options, attributes *syscall.SysProcAttr) *exec.Cmd {
	// The maps are written through /proc/PID, which belongs to root for as long as
	// a process is not dumpable, and one with file capabilities is not (proc(5)).
	_ = unix.Prctl(unix.PR_SET_DUMPABLE, 1, 0, 0, 0) // cannot fail with 1; if it did, so would the start
	cmd := exec.CommandContext(ctx, selfProgram)
	cmd.Args = append([]string{os.Args[0]}, o.Args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = o.Stdin, o.Stdout, o.Stderr
	cmd.SysProcAttr = attributes
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = grace
	return cmd
}

// abandon ends a child that did not become ready and returns why: what it
// reported, or how it ended when it had nothing to report.
func (c *Child) abandon(report error) error {
	if !errors.Is(report, errNoReport) {
		_ = c.cmd.Process.Kill() // it has told its failure and has nothing left to do
	}
	if end := c.Wait(); errors.Is(report, errNoReport) && end != nil {
		return fmt.Errorf("%w: %w", report, end)
	}
	return report
}

// effectiveCapabilities returns the set of this thread, one bit a capability, or
// none where the kernel does not tell: then the way without rights is taken.
func effectiveCapabilities() uint64 {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData // version 3 fills two of them, low word first (capget(2))
	if err := unix.Capget(&header, &data[0]); err != nil {
		return 0
	}
	return uint64(data[1].Effective)<<32 | uint64(data[0].Effective)
}
