package netns

import (
	"os"
	"os/user"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"wireladder/capture/notation"
)

// captureRepair returns the commands that let this program capture here.
func captureRepair() string { return "run " + thisMachine().setcap() }

// hint returns the repair of r: each command as it can be pasted into a shell, and
// what works without the repair.
func (m machine) hint(r Reason, errno syscall.Errno) string {
	switch r {
	case ReasonAppArmor:
		return `run "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"` + m.profileWay() + m.orHost()
	case ReasonUsernsClone:
		return `run "sudo sysctl -w kernel.unprivileged_userns_clone=1"` + m.orHost()
	case ReasonMaxUserns:
		return `run "sudo sysctl -w user.max_user_namespaces=15000"` + m.orHost()
	case ReasonMaxNetns:
		return `run "sudo sysctl -w user.max_net_namespaces=15000"` + m.orHost()
	case ReasonLimit:
		return "raise user.max_user_namespaces and user.max_net_namespaces on the host" + m.orHost()
	case ReasonSeccomp:
		return m.containerHint()
	case ReasonSecurityModule:
		return `find the denial with "sudo dmesg | grep -i denied" and allow it in that policy` + m.orHost()
	case ReasonFileCapabilities:
		return "run " + m.setcap()
	case ReasonProcesses:
		return `end some, or raise the limit: "ulimit -u", of a container --pids-limit, of systemd TasksMax=`
	case ReasonFiles:
		return `raise the limit: "ulimit -n 1024"`
	case ReasonNoProc:
		return `mount it: "sudo mount -t proc proc /proc"`
	case ReasonNoNamespaces:
		return "use a kernel with CONFIG_USER_NS and CONFIG_NET_NS" + m.orHost()
	default:
		return m.lastHint(errno)
	}
}

// profileWay is the repair for this program alone, that outlasts a reboot: a
// profile as Ubuntu ships for browsers, bound to the program's path. It is left
// out for a path that AppArmor would read as a pattern.
func (m machine) profileWay() string {
	if !notation.IsPlain(m.program) {
		return ""
	}
	const file = "/etc/apparmor.d/wireladder"
	profile := `abi <abi/4.0>,\nprofile wireladder ` + m.program + ` flags=(unconfined) {\n  userns,\n}\n`
	return `, or for this program alone "printf '` + profile + `' | sudo tee ` + file +
		` && sudo apparmor_parser -r ` + file + `"`
}

// containerHint names docker's and podman's option. Without the filter a
// user namespace needs no capability of the container. For --host setcap would
// not do: a container's bounding set makes the exec of such a file fail.
func (m machine) containerHint() string {
	repair := `start the container with "--security-opt seccomp=unconfined"`
	if m.canCapture() {
		return repair + ", or use --host"
	}
	return repair + `, or as root and with "--cap-add NET_RAW" and use --host`
}

// lastHint is for a refusal nobody can explain: the host's loopback is still there.
func (m machine) lastHint(errno syscall.Errno) string {
	if errno != unix.EPERM {
		return ""
	}
	return strings.TrimPrefix(m.orHost(), ", or ")
}

// orHost names the way that needs no namespace, and what it needs here.
func (m machine) orHost() string {
	if m.canCapture() {
		return ", or use --host"
	}
	return ", or use --host with " + m.setcap()
}

// canCapture reports whether this process may open a packet socket (packet(7)).
func (m machine) canCapture() bool { return m.capabilities&(1<<unix.CAP_NET_RAW) != 0 }

// setcap returns the commands, in quotes. Who may run the file may then capture, so it
// is first kept for a group, as Debian keeps Wireshark's dumpcap; that must come first,
// for a change of the group takes capabilities away (chown(2)). Capturing needs
// CAP_NET_RAW; CAP_NET_ADMIN stands beside it because in its private network a program
// file with capabilities has only these, and must bring lo up there.
func (m machine) setcap() string {
	program := notation.ShellPath(m.program)
	return `"sudo chgrp ` + notation.ShellWord(m.group) + " " + program + " && sudo chmod 750 " + program +
		" && sudo setcap cap_net_raw,cap_net_admin+ep " + program + `"`
}

// captureGroup is the group that Debian lets capture.
const captureGroup = "wireshark"

// ownGroup returns the group that a program with capabilities is kept for: that of
// Debian if this process is in it, else its own.
func ownGroup() string {
	if groups, err := os.Getgroups(); err == nil {
		for _, id := range groups {
			if g, err := user.LookupGroupId(strconv.Itoa(id)); err == nil && g.Name == captureGroup {
				return g.Name
			}
		}
	}
	id := strconv.Itoa(os.Getgid())
	if g, err := user.LookupGroupId(id); err == nil {
		return g.Name
	}
	return id
}
