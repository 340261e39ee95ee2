package capture

import (
	"fmt"
	"net/netip"
	"time"
)

// Snapshot is what the kernel of one host said of its sockets at one moment
// (sock_diag(7)). A recording holds one at each change, but of a crowd of sockets fewer.
type Snapshot struct {
	// Time is when all of it held: the kernel had said so before, and said so
	// again after. So what caused it lies before, what ended it after.
	// CLOCK_REALTIME.
	Time    time.Time
	Host    string // whose kernel: "" for the one that all of the run share, else "client" or "server"
	Sockets []KernelSocket
}

// KernelSocket is one socket as the kernel sees it.
type KernelSocket struct {
	Proto         Protocol
	Local, Remote netip.AddrPort // Remote is invalid for a listening socket and an unconnected one
	State         string         // by its RFC 9293 name: "SYN-RECEIVED", "TIME-WAIT"; "" for UDP

	// RecvQueue and SendQueue are octets that wait to be read, and to be
	// acknowledged; a FIN counts as one in both. Of a listening socket they are
	// connections: those that wait for accept(2), and its backlog: one more
	// than that may wait (listen(2) of n admits n+1). Of a UDP socket they are memory,
	// more than the datagrams in it hold.
	RecvQueue, SendQueue int
	// Inode is 0 for a socket that no program holds (yet, or any more): a
	// connection that was not accepted, or one that lives on after close(2).
	Inode uint32
}

// String returns the socket as ss(8) has it, without its inode.
func (k KernelSocket) String() string {
	s := fmt.Sprintf("%v %v", k.Proto, k.Local)
	if k.Remote.IsValid() {
		s += fmt.Sprintf(" to %v", k.Remote)
	}
	if k.State != "" {
		s += " " + k.State
	}
	return fmt.Sprintf("%s (Recv-Q %d, Send-Q %d)", s, k.RecvQueue, k.SendQueue)
}
