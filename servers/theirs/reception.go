package theirs

import (
	"net/netip"
	"slices"
	"sync"

	"wireladder/capture"
)

// Door is where a program takes clients: a listening TCP socket, or a bound UDP one.
type Door struct {
	Proto   capture.Protocol
	Address netip.AddrPort
}

// reception is where a program takes clients, and which of them it has accepted.
type reception struct {
	mu    sync.Mutex
	doors []Door
	at    []uint64        // the inodes of their sockets
	open  map[uint64]bool // the inodes of sockets that it has accepted, and not closed; nil: none
}

// note takes a call that has returned.
func (r *reception) note(c *capture.Call) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case c.Did(capture.Listens), c.Proto == capture.UDP && c.Did(capture.Binds):
		r.doors, r.at = append(r.doors, Door{c.Proto, c.Local}), append(r.at, c.Inode)
	case c.Did(capture.Accepts):
		if r.open == nil {
			r.open = map[uint64]bool{}
		}
		r.open[c.Born] = true
	case c.Shared:
	case c.Did(capture.Closes), c.Does(capture.Ends):
		delete(r.open, c.Inode)
		r.leave(c.Inode)
	}
}

// leave forgets a place whose socket is closed.
func (r *reception) leave(inode uint64) {
	if i := slices.Index(r.at, inode); i >= 0 && inode != 0 {
		r.doors, r.at = slices.Concat(r.doors[:i], r.doors[i+1:]), slices.Concat(r.at[:i], r.at[i+1:])
	}
}

// all returns where it takes clients now, in the order in which it began to.
func (r *reception) all() []Door {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.doors
}

// isEmpty reports whether it has closed all sockets that it has accepted.
func (r *reception) isEmpty() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.open) == 0
}
