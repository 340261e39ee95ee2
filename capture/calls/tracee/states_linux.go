//go:build linux && (amd64 || arm64)

package tracee

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

// States returns the states of the threads of a process, a letter each, as
// proc_pid_stat(5) has them; nil where there is no such process.
func States(pid int) (all []byte) {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/[0-9]*/stat", pid))
	for _, name := range threads {
		stat, err := os.ReadFile(name)
		if err != nil {
			continue // it has ended
		}
		// The state follows the name of the program, which may hold anything.
		if rest := bytes.TrimLeft(stat[bytes.LastIndexByte(stat, ')')+1:], " "); len(rest) > 0 {
			all = append(all, rest[0])
		}
	}
	return all
}
