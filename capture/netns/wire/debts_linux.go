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
	debtPatience = 3500 * time.Millisecond
	debtInterval = 5 * time.Millisecond
)

// debts are what the wire makes TCP do over: after a loss, a kernel has something
// to send again, whether its program has ended or not. A recording that ends
// before would tell of the loss only.
type debts struct {
	kernels sides[*sockdiag.Reader] // nil: cannot be asked
	lost    bool                    // something was
	until   time.Time               // when a drain waits no more; zero: it does not yet
	ask     time.Time               // when to ask again; zero: not by itself
}

// due reports whether a kernel may still send something again, and that it is to be
// waited for.
func (d *debts) due(now time.Time) bool {
	if !d.lost {
		return false
	}
	if d.until.IsZero() {
		d.until = now.Add(debtPatience)
	}
	if now.After(d.until) || !d.owes(Client) && !d.owes(Server) {
		return false
	}
	d.ask = now.Add(debtInterval)
	return true
}

// owes reports whether a host's kernel waits for an acknowledgment. One that does
// not tell owes nothing.
func (d *debts) owes(side Side) bool {
	if d.kernels[side] == nil {
		return false
	}
	sockets, err := d.kernels[side].Sockets(sockdiag.Kind{Proto: capture.TCP})
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
