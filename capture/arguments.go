package capture

import (
	"fmt"
	"net/netip"
	"strconv"
	"time"

	"wireladder/capture/notation"
)

// Arguments are the further arguments of a socket call, without its descriptor and
// data. Which fields are valid hangs on the call; the zero value is none at all.
// Slices are not changed once the arguments are in a Call.
type Arguments struct {
	Domain, Type, Protocol string         // socket(2): "AF_INET", "SOCK_STREAM" and "IPPROTO_TCP", or "" for 0
	Address                netip.AddrPort // bind(2), connect(2), sendto(2): where to
	Backlog                int            // listen(2), valid if HasBacklog
	HasBacklog             bool
	How                    Shut         // shutdown(2)
	Option                 SocketOption // setsockopt(2), getsockopt(2)
	Length                 int          // recv(2), read(2): octets of the buffer, as Call.Size; 0: not told

	// Of select(2), poll(2) and epoll_wait(2): the descriptors that are watched, those
	// that are ready when it returns, and how long it waits at most.
	Read, Write           []int
	ReadyRead, ReadyWrite []int
	Timeout               time.Duration // valid if HasTimeout; else it waits for ever
	HasTimeout            bool
	NFDs                  int // select(2): one more than the highest descriptor that it looks at

	By     string // of an exit(2): "wireladder" if that sent the signal, for it took too long; else ""
	Signal string // signal(7): the one that has come; exit(2): the signal that has ended the process, "SIGKILL"; "" if it has ended itself

	Flags string // "MSG_PEEK|MSG_DONTWAIT", of accept4(2) "SOCK_NONBLOCK"; "" for 0
	Other string // arguments in a form that is not known, as C would write them; then no other field is set
}

// ArgsText returns the further arguments as C would write them, and as strace(1)
// does the descriptors that select(2) leaves: "6, {3, 4}, NULL, NULL, NULL; ready:
// {4}". It is "" where there are none.
func (c *Call) ArgsText() string {
	write := syscalls[c.Name].args.write
	if write == nil || c.Args.Other != "" {
		return c.Args.Other
	}
	return write(&c.Args)
}

// maxArguments is how many octets of arguments are looked into. The four sets of a
// select(2) that watches all it can take less.
const maxArguments = 1 << 15

// ParseArguments reads arguments of the named call as ArgsText writes them. A text
// that ArgsText would not have written just so becomes Other.
func ParseArguments(call, text string) Arguments {
	args := syscalls[call].args
	if args.read == nil || text == "" || len(text) > maxArguments {
		return Arguments{Other: text}
	}
	var a Arguments
	args.read(&a, notation.Split(text))
	if args.write(&a) != text {
		return Arguments{Other: text}
	}
	return a
}

// Shut is which directions shutdown(2) ends: a set.
type Shut uint8

// The directions.
const (
	ShutRead  Shut = 1 << iota // no more is received
	ShutWrite                  // no more is sent
	ShutBoth  = ShutRead | ShutWrite
)

// String returns the directions as C writes them: "SHUT_WR"; "" for none.
func (s Shut) String() string {
	names := [...]string{"", "SHUT_RD", "SHUT_WR", "SHUT_RDWR"}
	if int(s) >= len(names) {
		return "?"
	}
	return names[s]
}

// SocketOption is an option of a socket and its value. Of fcntl(2) Name is the
// command and Level "".
type SocketOption struct {
	Level, Name string // "SOL_SOCKET", "SO_LINGER"
	Value       string // as C would write it: "1", "{1, 0}"
	Number      int64  // the value, or of a structure its first member
	Second      int64  // its second one: of SO_LINGER the seconds, of SO_RCVTIMEO the microseconds
}

// NumberOption returns an option whose value is a number.
func NumberOption(level, name string, n int64) SocketOption {
	return SocketOption{Level: level, Name: name, Value: strconv.FormatInt(n, 10), Number: n}
}

// PairOption returns an option whose value is a structure of two numbers.
func PairOption(level, name string, first, second int64) SocketOption {
	return SocketOption{Level: level, Name: name, Value: fmt.Sprintf("{%d, %d}", first, second), Number: first, Second: second}
}

// parseOption returns an option with the value that the text tells.
func parseOption(level, name, value string) SocketOption {
	first, second, _ := notation.Numbers(value)
	for _, o := range []SocketOption{NumberOption(level, name, first), PairOption(level, name, first, second)} {
		if o.Value == value {
			return o
		}
	}
	return SocketOption{Level: level, Name: name, Value: value}
}

// Aborts reports whether the option makes close(2) abort the connection: SO_LINGER
// of 0 seconds.
func (o SocketOption) Aborts() bool {
	return o.Number != 0 && o == PairOption(o.Level, "SO_LINGER", o.Number, 0)
}
