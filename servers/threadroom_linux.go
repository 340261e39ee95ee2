package servers

import (
	"os"
	"path"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// rlimitProcesses bounds the threads of a user.
const rlimitProcesses = unix.RLIMIT_NPROC

// groupHasRoom reports whether the control groups that this process is in (cgroups(7))
// have room for n more threads, as far as can be seen.
func groupHasRoom(n int) bool {
	groups, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return true
	}
	for line := range strings.Lines(string(groups)) {
		if root, group, ok := pidsGroup(strings.TrimSpace(line)); ok && !hasRoomUpward(root, group, n) {
			return false
		}
	}
	return true
}

// pidsGroup returns where the controller of threads is mounted, and the group there, of
// a line of /proc/PID/cgroup: "4:pids:/group", or "0::/group" of version 2.
func pidsGroup(line string) (root, group string, ok bool) {
	fields := strings.SplitN(line, ":", 3)
	switch {
	case len(fields) < 3:
		return "", "", false
	case fields[1] == "pids":
		return "/sys/fs/cgroup/pids", fields[2], true
	}
	return "/sys/fs/cgroup", fields[2], fields[0] == "0"
}

// hasRoomUpward reports whether a group and all those above it have room.
func hasRoomUpward(root, group string, n int) bool {
	for {
		folder := path.Join(root, group)
		most, limited := readNumber(folder + "/pids.max") // "max": it is not
		now, known := readNumber(folder + "/pids.current")
		if limited && known && now+n > most {
			return false
		}
		if group == "/" || group == "." {
			return true
		}
		group = path.Dir(group)
	}
}

func readNumber(file string) (n int, ok bool) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, false
	}
	n, err = strconv.Atoi(strings.TrimSpace(string(text)))
	return n, err == nil
}
