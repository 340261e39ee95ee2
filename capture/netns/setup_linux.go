package netns

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"

	"wireladder/capture/netns/routes"
)

// The descriptors that Start hands to the child.
const (
	pipeFD    = 3 // write end of the pipe to the parent
	networkFD = 4 // the parent's network namespace
)

// setup proves where it is, prepares the network and tells the parent.
func setup() (*os.File, error) {
	if !inside() {
		return nil, ErrNotInside
	}
	pipe := takeDescriptors()
	failure := prepare()
	if _, err := pipe.WriteString(formatReport(failure)); err != nil {
		_ = pipe.Close() // the parent is gone: nobody will read a recording
		return nil, fmt.Errorf("report to the parent process: %w", err)
	}
	if failure != nil {
		_ = pipe.Close() // the parent has all it needs
		return nil, fmt.Errorf("set up the private network: %w (%w)", failure, ErrReported)
	}
	return pipe, nil
}

// inside reports whether Start put this process into a network of its own. The
// parent hands its network over as a descriptor: that cannot be given by
// accident, unlike an argument or a variable, and a child of another user
// namespace could not look it up (ptrace(2), access mode checking). The
// descriptors are only looked at: in a process that was started by hand they
// belong to somebody else. No other kind of file answers NS_GET_NSTYPE
// (ioctl_nsfs(2)).
func inside() bool {
	var pipe, parents, own unix.Stat_t
	if unix.Fstat(pipeFD, &pipe) != nil || pipe.Mode&unix.S_IFMT != unix.S_IFIFO {
		return false
	}
	kind, err := unix.IoctlRetInt(networkFD, unix.NS_GET_NSTYPE)
	if err != nil || kind != unix.CLONE_NEWNET {
		return false
	}
	if unix.Fstat(networkFD, &parents) != nil || unix.Stat(selfNetwork, &own) != nil {
		return false
	}
	return parents.Dev != own.Dev || parents.Ino != own.Ino
}

// takeDescriptors returns the pipe as a file. Programs started from here inherit
// neither descriptor: they could not leave this network through the one, nor
// keep the recording from ending through the other.
func takeDescriptors() *os.File {
	_ = unix.Close(networkFD) // has served
	unix.CloseOnExec(pipeFD)
	return os.NewFile(pipeFD, "pipe to the parent")
}

// prepare makes the network usable and alike on every machine.
func prepare() error {
	// Start asked for this already, but the kernel forgets it for a program file
	// with capabilities (prctl(2)). A parent that died before is noticed by the
	// write to its pipe.
	if err := unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(unix.SIGKILL), 0, 0, 0); err != nil {
		return os.NewSyscallError("follow the parent process", err)
	}
	if err := bringUp("lo"); err != nil {
		return err
	}
	if err := routes.ToLoopback(); err != nil && !isKept(err) {
		return err
	}
	return writeSettings(os.WriteFile)
}

// errUp refuses a network that somebody has used before: a new one's lo is down.
var errUp = errors.New("lo is up already: the network is not a new one")

// bringUp sets the interface's flag IFF_UP (netdevice(7)); the kernel then gives
// lo its addresses 127.0.0.1 and ::1. Two ioctls do it in a quarter of the time
// that a netlink connection takes.
func bringUp(name string) error {
	socket, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return os.NewSyscallError("open a socket to bring "+name+" up", err)
	}
	defer unix.Close(socket) //nolint:errcheck // only a handle for the ioctls
	request, err := unix.NewIfreq(name)
	if err != nil {
		return fmt.Errorf("interface name %q: %w", name, err)
	}
	if err := unix.IoctlIfreq(socket, unix.SIOCGIFFLAGS, request); err != nil {
		return os.NewSyscallError("find "+name, err)
	}
	if request.Uint16()&unix.IFF_UP != 0 {
		return errUp
	}
	request.SetUint16(request.Uint16() | unix.IFF_UP)
	return os.NewSyscallError("bring "+name+" up", unix.IoctlIfreq(socket, unix.SIOCSIFFLAGS, request))
}
