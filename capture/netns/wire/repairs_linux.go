package wire

import (
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/sockdiag"
)

// How long a drain waits for what was lost to be sent again, and how often it
// asks whether it was. TCP sends a SYN again after 1 s, and after 2 s more; other
// segments from 0.2 s on (RFC 6298).
const (
	repairPatience = 3500 * time.Millisecond
	repairInterval = 5 * time.Millisecond
)

// repairs are what TCP still has to do after the wire has lost something: a kernel
// sends it again, whether its program has ended or not. A recording that ends
// before would tell of the loss only.
type repairs struct {
	kernels sides[*sockdiag.Reader] // nil: cannot be asked
	ipv6    bool                    // sockets of IPv6 are asked for
	lost    bool                    // something was
	until   time.Time               // when a drain waits no more; zero: it does not yet
	ask     time.Time               // when to ask again; zero: not by itself
}

// due reports whether a kernel may still send something again, and that it is to be
// waited for.
func (r *repairs) due(now time.Time) bool {
	if !r.lost {
		return false
	}
	if r.until.IsZero() {
		r.until = now.Add(repairPatience)
	}
	if now.After(r.until) || !r.awaitsACK(Client) && !r.awaitsACK(Server) {
		return false
	}
	r.ask = now.Add(repairInterval)
	return true
}

// awaitsACK reports whether a host's kernel waits for an acknowledgment: no, if it
// does not tell.
func (r *repairs) awaitsACK(side Side) bool {
	if r.kernels[side] == nil {
		return false
	}
	sockets, err := r.kernels[side].Sockets(sockdiag.Kind{Proto: capture.TCP, IPv6: r.ipv6})
	return err == nil && slices.ContainsFunc(sockets, unacknowledged)
}

// unacknowledged reports whether the socket has sent something that the peer has not
// confirmed: a SYN, a FIN or data.
func unacknowledged(s capture.KernelSocket) bool {
	switch s.State {
	case "LISTEN", "TIME-WAIT": // the queue of the one is its backlog
		return false
	case "SYN-SENT", "SYN-RECEIVED", "FIN-WAIT-1", "CLOSING", "LAST-ACK":
		return true
	}
	return s.SendQueue > 0
}
