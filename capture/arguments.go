package capture

import (
	"net/netip"
	"time"
)

// Arguments are the further arguments of a socket call, without its descriptor and
// data. Which fields are valid hangs on the call; the zero value is none at all.
type Arguments struct {
	Domain, Type string         // socket(2): "AF_INET", "SOCK_STREAM"
	Address      netip.AddrPort // bind(2), connect(2), sendto(2): where to
	Backlog      int            // listen(2)
	How          Shut           // shutdown(2)
	Option       SocketOption   // setsockopt(2), getsockopt(2)

	// Of select(2), poll(2) and epoll_wait(2): the descriptors that are watched, those
	// that are ready when it returns, and how long it waits at most.
	Read, Write           []int
	ReadyRead, ReadyWrite []int
	Timeout               time.Duration
	HasTimeout            bool

	Flags string // "MSG_PEEK|MSG_DONTWAIT"; "" for 0
	Other string // arguments in a form that is not known, as C would write them
}

// Shut is which directions shutdown(2) ends: a set.
type Shut uint8

// The directions.
const (
	ShutRead  Shut = 1 << iota // no more is received
	ShutWrite                  // no more is sent
	ShutBoth  = ShutRead | ShutWrite
)

// SocketOption is an option of a socket and its value.
type SocketOption struct {
	Level, Name string // "SOL_SOCKET", "SO_LINGER"
	Value       string // as C would write it: "1", "{1, 0}"
	Number      int64  // the value, or of a structure its first member
	Second      int64  // its second one: of SO_LINGER the seconds, of SO_RCVTIMEO the microseconds
}
