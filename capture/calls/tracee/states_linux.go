//go:build linux && (amd64 || arm64)

package tracee

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// working are the states of a thread that is at work as far as its machine lets it: it runs,
// or would, waits for a disk, or has been stopped by its tracer.
var working = []string{"R", "D", "t"}

// tick is the unit of processor time in /proc: USER_HZ, which is 100 on amd64 and arm64.
const tick = time.Second / 100

// Work returns what the threads of a process do, by proc_pid_stat(5): whether one is at work,
// and how much time of processors they have had. Where there is no such process it is nothing.
func Work(pid int) (busy bool, spent time.Duration) {
	names, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/[0-9]*/stat", pid))
	for _, name := range names {
		stat, err := os.ReadFile(name)
		if err != nil {
			continue // it has ended
		}
		// The fields follow the name of the program, which may hold anything.
		fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		const state, utime, stime = 0, 11, 12
		if len(fields) <= stime {
			continue
		}
		user, _ := strconv.Atoi(fields[utime])
		system, _ := strconv.Atoi(fields[stime])
		busy = busy || slices.Contains(working, fields[state])
		spent += time.Duration(user+system) * tick
	}
	return busy, spent
}
