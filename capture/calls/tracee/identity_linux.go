//go:build linux && (amd64 || arm64)

package tracee

import (
	"fmt"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// IdentityOf returns the process that a thread belongs to, and that one's parent, by
// proc_pid_status(5); 0 where the thread is gone.
func IdentityOf(tid int) (process, parent int) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", tid))
	if err != nil {
		return 0, 0
	}
	number := func(name string) int {
		text, _ := field(status, name)
		n, _ := strconv.Atoi(text)
		return n
	}
	return number("Tgid"), number("PPid")
}

// GainsRights reports whether a process executes a file that would have made it another user's
// or group's, or have given it capabilities (execve(2), capabilities(7)).
func GainsRights(pid int) bool {
	name := fmt.Sprintf("/proc/%d/exe", pid)
	var file unix.Stat_t
	if unix.Stat(name, &file) != nil {
		return false
	}
	const group = unix.S_ISGID | unix.S_IXGRP
	if file.Mode&unix.S_ISUID != 0 && int(file.Uid) != os.Geteuid() || file.Mode&group == group && int(file.Gid) != os.Getegid() {
		return true
	}
	n, err := unix.Getxattr(name, "security.capability", nil)
	return err == nil && n > 0
}
