package owners

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A program goes by its name; an interpreter by the file that it runs.
func TestProgramName(t *testing.T) {
	for _, tt := range []struct{ comm, line, want string }{
		{"curl", "curl\x00http://localhost\x00", "curl"},
		{"wireladder-and-", "/usr/bin/wireladder-and-more\x00read\x00", "wireladder-and-more"},
		{"python3", "python3\x00server.py\x0012000\x00", "server.py"},
		{"python3.11", "/usr/bin/python3.11\x00-u\x00/home/me/client.py\x00", "client.py"},
		{"python3", "python3\x00", "python3"},
		{"python3", "python3\x00-c\x00import socket\x00", "python3"},
		{"node", "node\x00--inspect\x00app.js\x00", "app.js"},
		{"pythonic", "pythonic\x00x\x00", "pythonic"},
		{"renamed", "nginx: worker process\x00", "renamed"},
		{"kworker/0:1", "", "kworker/0:1"},
		{"", "", ""},
		{"sh", "sh\x00\x00\x00", "sh"},
	} {
		if got := programName(tt.comm, []byte(tt.line)); got != tt.want {
			t.Errorf("%q, %q: %q, want %q", tt.comm, tt.line, got, tt.want)
		}
	}
}

// A name is kept as far as it names: the arguments of a process may be megabytes.
func TestNameIsShort(t *testing.T) {
	s := newSearch(t.TempDir())
	process(t, s.proc, 10, "python3\x00"+strings.Repeat("ä", 10_000), 100)
	if p, _ := s.owner(100); p.Name != strings.Repeat("ä", maxName/2) {
		t.Errorf("a name of %d octets: %q", len(p.Name), p.Name)
	}
}

// process makes a process in a folder like /proc, which has sockets of these inodes.
func process(t *testing.T, proc string, pid int, comm string, inodes ...int) {
	t.Helper()
	at := filepath.Join(proc, strconv.Itoa(pid))
	if err := os.MkdirAll(filepath.Join(at, "fd"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"comm": comm + "\n", "cmdline": comm + "\x00"} {
		if err := os.WriteFile(filepath.Join(at, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i, inode := range inodes {
		if err := os.Symlink("socket:["+strconv.Itoa(inode)+"]", filepath.Join(at, "fd", strconv.Itoa(3+i))); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("/dev/null", filepath.Join(at, "fd", "0")); err != nil {
		t.Fatal(err)
	}
}

// Two programs of one name are told apart by their numbers, the same one keeps its name, and a socket that
// somebody else has got is not the one's who had it.
func TestSearch(t *testing.T) {
	s := newSearch(t.TempDir())
	process(t, s.proc, 10, "client", 100, 101)
	process(t, s.proc, 20, "client", 200)
	process(t, s.proc, 30, "idle")
	find := func(inode uint32, want Program) {
		t.Helper()
		if got, ok := s.owner(inode); got != want || ok != (want.PID != 0) {
			t.Errorf("inode %d: %+v, %v, want %+v", inode, got, ok, want)
		}
	}
	find(100, Program{10, "client"})
	find(200, Program{20, "client[20]"})
	find(101, Program{10, "client"})
	find(999, Program{})
	if p, ok := s.told(200); !ok || p.Name != "client[20]" || !p.Is("client") || p.Is("other") {
		t.Errorf("told is %+v, %v", p, ok)
	}
	if err := os.RemoveAll(filepath.Join(s.proc, "20")); err != nil {
		t.Fatal(err)
	}
	process(t, s.proc, 40, "server", 200)
	find(200, Program{40, "server"})
	if err := os.RemoveAll(filepath.Join(s.proc, "10")); err != nil {
		t.Fatal(err)
	}
	process(t, s.proc, 50, "client", 500)
	if err := os.WriteFile(filepath.Join(s.proc, "loadavg"), []byte("0.00 0.01 0.05 1/300 51\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	find(500, Program{50, "client"})
	if got := s.newest(); len(got) != 51 || got[0] != 51 || got[50] != 1 {
		t.Errorf("the newest are %v", got)
	}
}

// A socket that a thread of its process was seen to have is the process's still.
func TestStillOfThreads(t *testing.T) {
	s := newSearch(t.TempDir())
	process(t, s.proc, 10, "server", 100)
	process(t, s.proc, 11, "server", 100) // a thread, which has what its process has
	process(t, s.proc, 20, "client", 200)
	if _, ok := s.owner(100); !ok {
		t.Fatal("nobody has it")
	}
	s.holds(11, 999)
	if !s.still(10, 100) {
		t.Error("it is the process's no more")
	}
	if s.still(20, 100) {
		t.Error("it is somebody else's, too")
	}
}
