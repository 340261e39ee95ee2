package netns

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// machine is what the reason and the repair of a failure are read off. Tests
// put another one in its place.
type machine struct {
	root             fs.FS  // "/": only its proc is read
	program          string // path of the running program
	group            string // that a program with capabilities is kept for
	capabilities     uint64 // effective ones of this process, one bit each
	fileCapabilities []byte // extended attribute security.capability of the program; nil: none
}

// thisMachine returns what can be seen from here. It is asked for after a
// failure only, so its cost does not matter.
func thisMachine() machine {
	program, err := os.Executable()
	if err != nil {
		program = os.Args[0]
	}
	attribute := make([]byte, 64) // vfs_ns_cap_data has 24 octets
	n, err := unix.Getxattr(selfProgram, "security.capability", attribute)
	if err != nil {
		n = 0 // none, or a file system without any
	}
	return machine{os.DirFS("/"), program, ownGroup(), effectiveCapabilities(), attribute[:n]}
}

// newError returns err, the failure of step, as an *Error with reason and repair.
// What the child reported has the better name of the step in it.
func newError(step string, err error) error { return thisMachine().newError(step, err) }

func (m machine) newError(step string, err error) error {
	e := &Error{Op: step, Err: err}
	var errno syscall.Errno
	if !errors.As(err, &errno) {
		return e
	}
	var reported *os.SyscallError
	inChild := errors.As(err, &reported)
	if inChild {
		e.Op = reported.Syscall
	}
	e.Err = errno // the rest of the text repeats the step
	e.Reason = m.reason(errno, inChild)
	e.Hint = m.hint(e.Reason, errno)
	return e
}

// reason finds what errno stands for (clone(2), ERRORS). inChild tells that the
// namespaces were made and the child could not use them.
func (m machine) reason(errno syscall.Errno, inChild bool) Reason {
	switch errno {
	case unix.EPERM, unix.EACCES:
		return m.prohibition(errno, inChild)
	case unix.ENOSPC, unix.EUSERS: // EUSERS before Linux 4.9
		return m.limit()
	case unix.EAGAIN:
		return ReasonProcesses
	case unix.EMFILE, unix.ENFILE:
		return ReasonFiles
	case unix.ENOMEM:
		return ReasonMemory
	case unix.EINVAL, unix.ENOSYS, unix.ENOENT: // ENOENT: no /proc/self/ns/net to open
		return m.absence()
	default:
		return ReasonUnknown
	}
}

// prohibition tells apart who forbids it, surest first. The two switches bind
// only processes without CAP_SYS_ADMIN.
func (m machine) prohibition(errno syscall.Errno, inChild bool) Reason {
	normalUser := m.capabilities&(1<<unix.CAP_SYS_ADMIN) == 0
	switch {
	case inChild && m.lacksFileCapability():
		return ReasonFileCapabilities
	case normalUser && m.value("sys/kernel/unprivileged_userns_clone") == "0":
		return ReasonUsernsClone
	case normalUser && m.appArmorRestricts():
		return ReasonAppArmor
	case m.filtered():
		return ReasonSeccomp
	case errno == unix.EACCES || inChild:
		return ReasonSecurityModule // clone(2) and ioctl(2) by the owner have no such error of their own
	default:
		return ReasonUnknown // a chroot, for one, or an unmapped user
	}
}

// appArmorRestricts reports whether the restriction is on and binds this
// process. It binds unconfined programs; one in a container has the container's
// profile, and there the filter is the likelier reason.
func (m machine) appArmorRestricts() bool {
	if m.value("sys/kernel/apparmor_restrict_unprivileged_userns") != "1" {
		return false
	}
	label := m.value("self/attr/apparmor/current")
	if label == "" {
		label = m.value("self/attr/current") // before Linux 5.8
	}
	return !m.filtered() || label == "unconfined"
}

// filtered reports whether a seccomp filter is on this process (proc(5), Seccomp).
func (m machine) filtered() bool {
	for line := range strings.Lines(m.value("self/status")) {
		if mode, found := strings.CutPrefix(line, "Seccomp:"); found {
			return strings.TrimSpace(mode) == "2"
		}
	}
	return false
}

// lacksFileCapability reports whether the program file has capabilities without
// CAP_NET_ADMIN. At exec they take the place of the ambient ones, so the child
// has no right over its own network (capabilities(7), P'(ambient)).
func (m machine) lacksFileCapability() bool {
	if len(m.fileCapabilities) < 8 {
		return false
	}
	permitted := binary.LittleEndian.Uint32(m.fileCapabilities[4:]) // vfs_cap_data.data[0].permitted
	return permitted&(1<<unix.CAP_NET_ADMIN) == 0
}

// limit tells apart the limits (namespaces(7), /proc/sys/user).
func (m machine) limit() Reason {
	switch {
	case m.value("sys/user/max_user_namespaces") == "0":
		return ReasonMaxUserns
	case m.value("sys/user/max_net_namespaces") == "0":
		return ReasonMaxNetns
	default:
		return ReasonLimit
	}
}

// absence reports whether the kernel has no such namespaces. Filters give the
// same errno at times, to pretend so.
func (m machine) absence() Reason {
	switch {
	case m.value("self/status") == "":
		return ReasonNoProc
	case !m.exists("self/ns/user") || !m.exists("self/ns/net"):
		return ReasonNoNamespaces
	case m.filtered():
		return ReasonSeccomp
	default:
		return ReasonUnknown
	}
}

// value returns the content of a file below /proc without surrounding space, or
// "" when it cannot be read.
func (m machine) value(path string) string {
	data, err := fs.ReadFile(m.root, "proc/"+path)
	if err != nil {
		return ""
	}
	return strings.Trim(string(data), " \n\x00")
}

// exists reports whether there is such a name below /proc. It does not
// follow the link: what a namespace file names is no path.
func (m machine) exists(path string) bool {
	_, err := fs.Lstat(m.root, "proc/"+path)
	return err == nil
}
