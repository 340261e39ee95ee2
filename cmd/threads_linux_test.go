package cmd_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What a scenario shows of a server with threads that gets ^C is what the program in Python does: each
// socket has the same calls, and the listening one is closed before those of clients, or after them.
func TestThreadsAsInPython(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("the programs are in Python, and there is none")
	}
	const caught = "except KeyboardInterrupt:\n    listener.close()\n"
	for how, python := range map[string]func(string) string{
		"close": func(program string) string { return program },
		"leave": func(program string) string { return strings.Replace(program, caught, "", 1) },
	} {
		dir := t.TempDir()
		text, err := os.ReadFile("../docs/own-programs.md")
		must(t, err)
		for _, b := range block.FindAllStringSubmatch(string(text), -1) {
			if names := fileName.FindAllStringSubmatch(b[1], -1); names != nil && b[2] == "python" {
				must(t, os.WriteFile(filepath.Join(dir, names[len(names)-1][1]), []byte(python(b[3])), 0o600))
			}
		}
		execute(t, dir, "wireladder run --server 'python3 threads.py' --client 'python3 presses.py' -o python.jsonl >/dev/null")
		execute(t, dir, "wireladder demo interrupt-threads --on-interrupt "+how+" -o ours.jsonl >/dev/null")
		want, got := serverCalls(t, filepath.Join(dir, "python.jsonl")), serverCalls(t, filepath.Join(dir, "ours.jsonl"))
		if diff := cmp.Diff(want, got); diff != "" || len(want) != 4 {
			t.Errorf("%s (-Python, +ours):\n%s", how, diff)
		}
	}
}

// serverCalls returns what the server does with each of its sockets, which are called by what came first
// there, and under "closed" in which order it closes them.
func serverCalls(t *testing.T, file string) map[string][]string {
	t.Helper()
	text, err := os.ReadFile(file)
	must(t, err)
	calls, names := map[string][]string{}, map[string]string{}
	for line := range strings.Lines(string(text)) {
		var c struct{ Call, Process, Errno, Data, Remote string }
		must(t, json.Unmarshal([]byte(line), &c))
		if c.Process != "server" || !slices.Contains(socketCalls, c.Call) || c.Errno == "EINTR" { // the signal may come just before that call
			continue
		}
		socket := "listening"
		if c.Remote != "" && c.Call != "accept" {
			if names[c.Remote] == "" {
				names[c.Remote] = c.Data
			}
			socket = names[c.Remote]
		}
		calls[socket] = append(calls[socket], fmt.Sprintf("%s %q %s", c.Call, c.Data, c.Errno))
		if c.Call == "close" {
			calls["closed"] = append(calls["closed"], strings.TrimRight(socket, " 12\n")) // of two threads either may be first
		}
	}
	return calls
}

// socketCalls are those that are compared: what a program prints is its own.
var socketCalls = []string{"socket", "setsockopt", "bind", "listen", "accept", "recv", "send", "close"}
