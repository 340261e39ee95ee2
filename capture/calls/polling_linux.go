//go:build linux && (amd64 || arm64)

package calls

import (
	"encoding/binary"
	"maps"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// polls returns a call that waits for the sockets among descriptors; nil if there are
// none.
func (s *stop) polls(args capture.Arguments) *capture.Call {
	p := s.thread.process
	known := func(fd int) bool { return p.files.sockets[fd] == nil }
	args.Read, args.Write = slices.DeleteFunc(args.Read, known), slices.DeleteFunc(args.Write, known)
	all := slices.Concat(args.Read, args.Write)
	if len(all) == 0 {
		return nil
	}
	k := p.files.sockets[all[0]]
	s.socket = k
	return &capture.Call{Name: s.name, Proto: k.proto, FD: all[0], Args: args, Local: k.local, Remote: k.remote, Inode: k.inode}
}

// ready takes what a call found to be ready of what it waited for.
func ready(c *capture.Call, read, write []int) {
	among := func(all []int) func(int) bool {
		return func(fd int) bool { return !slices.Contains(all, fd) }
	}
	c.Args.ReadyRead = slices.DeleteFunc(read, among(c.Args.Read))
	c.Args.ReadyWrite = slices.DeleteFunc(write, among(c.Args.Write))
}

// descriptors returns what is in a set of select(2), of descriptors below n.
func (s *stop) descriptors(at uint64, n int) (all []int) {
	for i, b := range s.bytes(at, (min(max(n, 0), unix.FD_SETSIZE)+7)/8) {
		for bit := range 8 {
			if fd := 8*i + bit; b&(1<<bit) != 0 && fd < n {
				all = append(all, fd)
			}
		}
	}
	return all
}

func beginSelect(s *stop) *capture.Call {
	n := s.fd(0)
	args := capture.Arguments{NFDs: n, Read: s.descriptors(s.args[1], n), Write: s.descriptors(s.args[2], n)}
	args.Timeout, args.HasTimeout = s.timeout(s.args[4])
	return s.polls(args)
}

// timeout returns the time of a struct timeval, or of a struct timespec where the call
// has one.
func (s *stop) timeout(at uint64) (time.Duration, bool) {
	b := s.bytes(at, 16)
	if len(b) < 16 {
		return 0, false
	}
	unit := time.Nanosecond
	if number, _ := information(s.thread.tid); s.name == "select" && isSelect(number.data[0]) {
		unit = time.Microsecond
	}
	seconds, rest := binary.NativeEndian.Uint64(b), binary.NativeEndian.Uint64(b[8:])
	const most = uint64(1 << 32)                                                                    // of seconds: more is for ever
	return time.Duration(min(seconds, most))*time.Second + time.Duration(min(rest, 1e9))*unit, true //nolint:gosec // cut off
}

func endSelect(s *stop, c *capture.Call) {
	if c.Errno == "" {
		n := s.fd(0)
		ready(c, s.descriptors(s.args[1], n), s.descriptors(s.args[2], n))
	}
}

// What poll(2) and epoll(7) wait for, and tell besides.
const (
	forReading = unix.POLLIN | unix.POLLRDHUP | unix.POLLPRI
	forWriting = unix.POLLOUT
	forBoth    = unix.POLLERR | unix.POLLHUP
)

// sort puts a descriptor into sets by its events.
func sort(read, write []int, fd int, events uint32) ([]int, []int) {
	if events&(forReading|forBoth) != 0 {
		read = append(read, fd)
	}
	if events&(forWriting|forBoth) != 0 {
		write = append(write, fd)
	}
	return read, write
}

// maxPolled is how many descriptors of one call are looked at.
const maxPolled = 1024

// polled calls do for each struct pollfd.
func (s *stop) polled(do func(fd int, asked, got uint32)) {
	b := s.bytes(s.args[0], 8*int(min(s.args[1], maxPolled))) //nolint:gosec // cut off
	for ; len(b) >= 8; b = b[8:] {
		order := binary.NativeEndian
		do(int(int32(order.Uint32(b))), uint32(order.Uint16(b[4:])), uint32(order.Uint16(b[6:]))) //nolint:gosec // an int of C
	}
}

func beginPoll(s *stop) *capture.Call {
	var args capture.Arguments
	s.polled(func(fd int, asked, _ uint32) { args.Read, args.Write = sort(args.Read, args.Write, fd, asked) })
	if s.name == "ppoll" {
		args.Timeout, args.HasTimeout = s.timeout(s.args[2])
	} else if ms := s.fd(2); ms >= 0 {
		args.Timeout, args.HasTimeout = time.Duration(ms)*time.Millisecond, true
	}
	return s.polls(args)
}

func endPoll(s *stop, c *capture.Call) {
	if c.Errno != "" {
		return
	}
	var read, write []int
	s.polled(func(fd int, _, got uint32) { read, write = sort(read, write, fd, got) })
	ready(c, read, write)
}

// beginWatch follows what an epoll(7) watches: epoll_ctl(2), which is not told.
func beginWatch(s *stop) *capture.Call {
	epolls := s.thread.process.files.epolls
	watched := epolls[s.fd(0)]
	if watched == nil {
		watched = map[int]uint32{}
		epolls[s.fd(0)] = watched
	}
	if s.fd(1) == unix.EPOLL_CTL_DEL {
		delete(watched, s.fd(2))
		return nil
	}
	watched[s.fd(2)], _ = s.word(s.args[3])
	return nil
}

func beginEpoll(s *stop) *capture.Call {
	watched := s.thread.process.files.epolls[s.fd(0)]
	var args capture.Arguments
	for _, fd := range slices.Sorted(maps.Keys(watched)) {
		args.Read, args.Write = sort(args.Read, args.Write, fd, watched[fd])
	}
	if ms := s.fd(3); ms >= 0 {
		args.Timeout, args.HasTimeout = time.Duration(ms)*time.Millisecond, true
	}
	return s.polls(args)
}

func endEpoll(s *stop, c *capture.Call) {
	if c.Errno != "" {
		return
	}
	var read, write []int
	b := s.bytes(s.args[1], sizeOfEvent*int(min(c.Result, maxPolled)))
	for ; len(b) >= sizeOfEvent; b = b[sizeOfEvent:] {
		order := binary.NativeEndian
		fd := int(int32(order.Uint32(b[offsetOfData:]))) //nolint:gosec // an int of C
		read, write = sort(read, write, fd, order.Uint32(b))
	}
	ready(c, read, write)
}
