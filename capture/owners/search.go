package owners

import (
	"bytes"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// search finds processes by their sockets.
type search struct {
	proc  string                  // where processes are told of
	has   map[uint32]socketHolder // by inode of its socket, as it was seen last
	names map[int]string          // of processes that have sockets
}

// socketHolder is a process, and by which descriptor it has a socket.
type socketHolder struct {
	pid    int
	number string
}

func newSearch(proc string) *search {
	return &search{proc: proc, has: map[uint32]socketHolder{}, names: map[int]string{}}
}

// maxInodes is how many are remembered.
const maxInodes = 1 << 14

// owner returns the process that has the socket of an inode.
func (s *search) owner(inode uint32) (Program, bool) {
	if d, ok := s.has[inode]; ok && s.holds(d.pid, inode) {
		return s.program(d.pid, inode), true
	}
	for _, some := range []func() []int{s.newest, s.processes} {
		for _, pid := range some() {
			if s.holds(pid, inode) {
				return s.program(pid, inode), true
			}
		}
	}
	return Program{}, false
}

// program returns the process of a thread that has the socket of an inode.
func (s *search) program(tid int, inode uint32) Program {
	pid := s.leader(tid)
	s.has[inode] = socketHolder{pid, s.has[inode].number}
	return Program{pid, s.name(pid)}
}

// leader returns the process that a thread is of, which may be looked at by its own number, too (proc(5)).
func (s *search) leader(tid int) int {
	status, _ := os.ReadFile(filepath.Join(s.proc, strconv.Itoa(tid), "status"))
	for line := range strings.Lines(string(status)) {
		if said, ok := strings.CutPrefix(line, "Tgid:"); ok {
			if pid, err := strconv.Atoi(strings.TrimSpace(said)); err == nil {
				return pid
			}
		}
	}
	return tid // it is gone, as good as it can be told
}

// few is how many processes are tried before all of them are listed, which takes much longer.
const few = 64

// newest returns the numbers that processes were given last, the newest first, whether they are there or
// not (proc(5), /proc/loadavg).
func (s *search) newest() (all []int) {
	said, _ := os.ReadFile(filepath.Join(s.proc, "loadavg")) // none is known then
	fields := strings.Fields(string(said))
	if len(fields) == 0 {
		return nil
	}
	last, _ := strconv.Atoi(fields[len(fields)-1])
	for pid := last; pid > max(0, last-few); pid-- {
		all = append(all, pid)
	}
	return all
}

// told returns the process that was seen to have the socket of an inode, without a look.
func (s *search) told(inode uint32) (Program, bool) {
	d, ok := s.has[inode]
	name := s.names[d.pid]
	return Program{d.pid, name}, ok && name != "" && inode != 0
}

// still reports whether a process has the socket of an inode where it, or a thread of it, was seen to
// have it last. No two sockets have the same, one after the other.
func (s *search) still(pid int, inode uint32) bool {
	d, ok := s.has[inode]
	if !ok || inode == 0 {
		return false
	}
	n, ok := socketOf(filepath.Join(s.proc, strconv.Itoa(pid), "fd", d.number))
	return ok && n == inode
}

// holds looks at the descriptors of a process, and reports whether a socket is among them.
func (s *search) holds(pid int, inode uint32) bool {
	folder := filepath.Join(s.proc, strconv.Itoa(pid), "fd")
	f, err := os.Open(folder)
	if err != nil {
		return false // it is gone, or somebody else's
	}
	defer f.Close()                //nolint:errcheck // only read
	names, _ := f.Readdirnames(-1) // those before an error are there
	found := false
	for _, name := range names {
		n, ok := socketOf(filepath.Join(folder, name))
		if !ok {
			continue
		}
		if len(s.has) >= maxInodes {
			clear(s.has)
		}
		s.has[n] = socketHolder{pid, name}
		found = found || n == inode
	}
	return found
}

// socketOf returns the inode of the socket that a descriptor leads to (proc(5), /proc/PID/fd).
func socketOf(link string) (uint32, bool) {
	to, err := os.Readlink(link)
	number, ok := strings.CutPrefix(to, "socket:[")
	if err != nil || !ok {
		return 0, false
	}
	n, err := strconv.ParseUint(strings.TrimSuffix(number, "]"), 10, 32)
	return uint32(n), err == nil
}

// processes returns all of them, the newest first: its sockets are the first to be gone.
func (s *search) processes() []int {
	f, err := os.Open(s.proc)
	if err != nil {
		return nil
	}
	defer f.Close() //nolint:errcheck // only read
	names, _ := f.Readdirnames(-1)
	var all []int
	for _, name := range names {
		if pid, err := strconv.Atoi(name); err == nil {
			all = append(all, pid)
		}
	}
	slices.SortFunc(all, func(a, b int) int { return b - a })
	return all
}

// maxNames is how many processes have names.
const maxNames = 1 << 10

// name returns what a process is called: by its program or, where that is an interpreter, by the file
// that it runs. A second process of that name has its number behind it, as long as the first one is there.
func (s *search) name(pid int) string {
	called := s.called(pid)
	if was, ok := s.names[pid]; ok && (was == called || strings.HasPrefix(was, called+"[")) {
		return was
	}
	if len(s.names) >= maxNames {
		clear(s.names)
	}
	name := called
	for other, taken := range s.names {
		if taken != called || other == pid {
			continue
		}
		if _, err := os.Stat(filepath.Join(s.proc, strconv.Itoa(other))); err != nil {
			delete(s.names, other) // it is gone: there is one of that name again
			continue
		}
		name = called + "[" + strconv.Itoa(pid) + "]"
	}
	s.names[pid] = name
	return name
}

// What is read of the arguments of a process, and kept of its name: both may be as long as its user likes.
const (
	maxLine = 4096
	maxName = 64
)

// called returns what a process is called.
func (s *search) called(pid int) string {
	at := filepath.Join(s.proc, strconv.Itoa(pid))
	comm, _ := os.ReadFile(filepath.Join(at, "comm"))
	name := programName(strings.TrimSpace(string(comm)), s.line(pid))
	for len(name) > maxName {
		_, last := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-last]
	}
	return name
}

// line returns the arguments of a process, as far as they matter.
func (s *search) line(pid int) []byte {
	f, err := os.Open(filepath.Join(s.proc, strconv.Itoa(pid), "cmdline"))
	if err != nil {
		return nil // it is gone
	}
	defer f.Close() //nolint:errcheck // only read
	line, _ := io.ReadAll(io.LimitReader(f, maxLine))
	return line
}

// programName returns what a process is called by its name and its arguments, each of which ends
// with a zero octet (proc(5)).
func programName(comm string, line []byte) string {
	arguments := bytes.Split(bytes.TrimRight(line, "\x00"), []byte{0})
	program := path.Base(string(arguments[0]))
	if len(line) == 0 {
		return comm
	}
	if !interprets(program) {
		if strings.HasPrefix(program, comm) {
			return program // of comm the kernel keeps 15 octets
		}
		return comm
	}
	for _, a := range arguments[1:] {
		if len(a) > 0 && a[0] != '-' {
			return path.Base(string(a))
		}
		if string(a) == "-c" || string(a) == "-e" || string(a) == "-m" {
			break // what follows is no file
		}
	}
	return program
}

// interprets reports whether a program runs others, by whose files users know them.
func interprets(program string) bool {
	for _, name := range []string{"python", "node", "ruby", "perl", "java", "bash", "sh", "php", "lua"} {
		if rest, ok := strings.CutPrefix(program, name); ok && strings.Trim(rest, "0123456789.") == "" {
			return true
		}
	}
	return false
}
