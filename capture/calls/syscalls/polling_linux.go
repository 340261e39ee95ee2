//go:build linux && (amd64 || arm64)

package syscalls

import (
	"maps"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/calls/descriptors"
)

// polls returns a call that waits for the sockets among descriptors; nil if there are
// none.
func (s *Stop) polls(args capture.Arguments) *capture.Call {
	known := func(fd int) bool { return s.Files.Known(fd) == nil }
	args.Read, args.Write = slices.DeleteFunc(args.Read, known), slices.DeleteFunc(args.Write, known)
	all := slices.Concat(args.Read, args.Write)
	if len(all) == 0 {
		return nil
	}
	k := s.Files.Known(all[0])
	s.Socket = k
	return &capture.Call{Name: s.name, Proto: k.Proto, FD: all[0], Args: args, Local: k.Local, Remote: k.Remote, Inode: k.Inode}
}

// ready takes what a call found to be ready of what it waited for.
func ready(c *capture.Call, read, write []int) {
	among := func(all []int) func(int) bool {
		return func(fd int) bool { return !slices.Contains(all, fd) }
	}
	c.Args.ReadyRead = slices.DeleteFunc(read, among(c.Args.Read))
	c.Args.ReadyWrite = slices.DeleteFunc(write, among(c.Args.Write))
}

func beginSelect(s *Stop) *capture.Call {
	n := s.fd(0)
	args := capture.Arguments{NFDs: n, Read: s.memory().Descriptors(s.args[1], n), Write: s.memory().Descriptors(s.args[2], n)}
	args.Timeout, args.HasTimeout = s.timeout(s.args[4])
	return s.polls(args)
}

// timeout returns the time of a struct timeval, or of a struct timespec where the call has
// one.
func (s *Stop) timeout(at uint64) (time.Duration, bool) {
	if isSelect(s.number) {
		return s.memory().Time(at, time.Microsecond)
	}
	return s.memory().Time(at, time.Nanosecond)
}

func endSelect(s *Stop, c *capture.Call) {
	if c.Errno == "" {
		n := s.fd(0)
		ready(c, s.memory().Descriptors(s.args[1], n), s.memory().Descriptors(s.args[2], n))
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

func beginPoll(s *Stop) *capture.Call {
	var args capture.Arguments
	for _, p := range s.memory().Polled(s.args[0], s.args[1]) {
		args.Read, args.Write = sort(args.Read, args.Write, p.FD, p.Asked)
	}
	if s.name == "ppoll" {
		args.Timeout, args.HasTimeout = s.timeout(s.args[2])
	} else if ms := s.fd(2); ms >= 0 {
		args.Timeout, args.HasTimeout = time.Duration(ms)*time.Millisecond, true
	}
	return s.polls(args)
}

func endPoll(s *Stop, c *capture.Call) {
	if c.Errno != "" {
		return
	}
	var read, write []int
	for _, p := range s.memory().Polled(s.args[0], s.args[1]) {
		read, write = sort(read, write, p.FD, p.Got)
	}
	ready(c, read, write)
}

// beginWatch follows what an epoll(7) watches: epoll_ctl(2), which is not told.
func beginWatch(s *Stop) *capture.Call {
	watched := s.Files.Watched(s.fd(0))
	if s.fd(1) == unix.EPOLL_CTL_DEL {
		delete(watched, s.fd(2))
		return nil
	}
	for _, e := range s.memory().Events(s.args[3], 1) {
		watched[s.fd(2)] = descriptors.Watch{Events: e.Events, Mark: e.Mark}
	}
	return nil
}

func beginEpoll(s *Stop) *capture.Call {
	watched := s.Files.Watched(s.fd(0))
	var args capture.Arguments
	for _, fd := range slices.Sorted(maps.Keys(watched)) {
		args.Read, args.Write = sort(args.Read, args.Write, fd, watched[fd].Events)
	}
	if s.name == "epoll_pwait2" {
		args.Timeout, args.HasTimeout = s.timeout(s.args[3])
	} else if ms := s.fd(3); ms >= 0 {
		args.Timeout, args.HasTimeout = time.Duration(ms)*time.Millisecond, true
	}
	c := s.polls(args)
	if c != nil {
		c.Name = "epoll_wait"
	}
	return c
}

func endEpoll(s *Stop, c *capture.Call) {
	if c.Errno != "" {
		return
	}
	var read, write []int
	watched := s.Files.Watched(s.fd(0))
	for _, e := range s.memory().Events(s.args[1], c.Result) {
		if fd, ok := watched.Marked(e.Mark); ok {
			read, write = sort(read, write, fd, e.Events)
			if w := watched[fd]; w.Events&unix.EPOLLONESHOT != 0 { // it is not watched any more, until EPOLL_CTL_MOD
				watched[fd] = descriptors.Watch{Mark: w.Mark}
			}
		}
	}
	ready(c, read, write)
}
