//go:build linux && (amd64 || arm64)

package syscalls

import (
	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/calls/descriptors"
	"wireladder/capture/calls/memory"
)

// Stop is a thread at the beginning or at the end of a system call.
type Stop struct {
	*Policy
	Thread int                 // its id
	Files  *descriptors.Table  // of its process
	Socket *descriptors.Socket // that the call is made on, as Begin finds it; nil: none
	// More are calls that End finds to have been made by the same system call, as if each had been
	// made by itself.
	More []*capture.Call
	// Beside is what is read of the thread's memory when Begin reads there.
	Beside memory.Beside
	// Most is how many octets the call may receive, less than it asks for; 0: as many.
	Most uint64

	traced
	number uint64
	args   [6]uint64
	from   int64 // of sendfile(2): from where on
}

// Policy is what else it depends on what is told of a call.
type Policy struct {
	// MaxReceive is how many octets a call may receive on TCP; 0: as many as it asks for.
	MaxReceive int
	// Shows reports whether it is to be told that so many octets are written to a
	// descriptor: it leads to the program's user.
	Shows func(fd, size int) bool
	// Restrict is told of a restriction of the process.
	Restrict func(Restriction)
}

// At returns a thread at the beginning of a call.
func At(policy *Policy, thread int, files *descriptors.Table, number uint64, args [6]uint64) *Stop {
	return &Stop{Policy: policy, Thread: thread, Files: files, traced: table[uint32(number)], number: number, args: args} //nolint:gosec // a small number
}

// Is reports whether a call is the same once more: the kernel makes one again after a signal.
func (s *Stop) Is(number uint64, args [6]uint64) bool { return s.number == number && s.args == args }

// Length returns how many octets a call asks for that has Most.
func (s *Stop) Length() uint64 { return s.args[LengthArgument] }

// LengthArgument is which argument of read(2) and recv(2) that is.
const LengthArgument = 2

// Begin returns the call that begins, as far as it is known then; nil if it is none that is
// followed. One that is followed, and not told, has no name.
func (s *Stop) Begin() *capture.Call {
	if s.begin == nil {
		return nil
	}
	return s.begin(s)
}

// End completes a call that has returned: with a result, which is negative if it failed.
func (s *Stop) End(c *capture.Call, result int64) {
	c.Result = result
	if result < 0 {
		c.Result, c.Errno = -1, unix.ErrnoName(unix.Errno(-result)) //nolint:gosec // an errno
	}
	if s.end != nil {
		s.end(s, c)
	}
}

// memory is that of the thread.
func (s *Stop) memory() memory.Memory { return memory.Memory(s.Thread) }

// Peek reads the thread's memory, or takes what was read there by the way.
func (s *Stop) Peek(b []byte, at uint64) int {
	if s.Beside.Held(b, at) {
		return len(b)
	}
	return s.memory().Read(b, at)
}

// fd returns an argument that is a descriptor.
func (s *Stop) fd(i int) int { return int(int32(s.args[i])) } //nolint:gosec // an int of C
