// Package scenario holds the lectures: who starts, who says what, and in which
// order.
//
// A scenario is deterministic in what happens: servers wait before the first
// client starts, clients come one after the other, and each comes when the
// server has done with the one before and waits again. Nothing sleeps for that:
// the servers' own calls tell where they stand. How the two ends of a closing
// connection interleave is left to them and to the kernel.
package scenario

import (
	"context"
	"slices"

	"wireladder/capture"
)

// Default is the name of the scenario that runs where none is named.
const Default = "contrast"

// Scenario is one lecture. Those that exist are returned by All.
type Scenario struct {
	Name    string // as it is called on the command line: "udp"
	Title   string // one line
	Summary string // what there is to see: a few sentences

	// Protocols are those of the servers, UDP or TCP, in the order in which the
	// clients use them.
	Protocols []capture.Protocol
}

// All returns the scenarios, the default one first.
func All() []Scenario {
	return []Scenario{
		{
			Name:  "contrast",
			Title: "the same line of text over UDP and over TCP",
			Summary: "Two uppercase servers stand side by side. UDP needs two datagrams and one server socket; " +
				"TCP shakes hands first, acknowledges, gives the client a socket of its own, and closes both ways.",
			Protocols: []capture.Protocol{capture.UDP, capture.TCP},
		},
		{
			Name:  "udp",
			Title: "datagrams without a connection",
			Summary: "The client sends a datagram and the server sends one back. Nothing is set up before or torn down " +
				"after; the server has one socket for all its clients.",
			Protocols: []capture.Protocol{capture.UDP},
		},
		{
			Name:  "tcp",
			Title: "a connection: handshake, a socket per client, FINs",
			Summary: "The server listens on one socket and accept() hands it another for each client. The handshake comes " +
				"before the first octet, and both ends close.",
			Protocols: []capture.Protocol{capture.TCP},
		},
	}
}

// Find returns the scenario of that name, and whether there is one.
func Find(name string) (Scenario, bool) {
	all := All()
	i := slices.IndexFunc(all, func(s Scenario) bool { return s.Name == name })
	if i < 0 {
		return Scenario{}, false
	}
	return all[i], true
}

// Run runs the scenario and tells observer, which may be nil, of each socket
// call. It returns when all clients have their answers and have been served to
// the end: a TCP server has closed their sockets. The servers then still wait
// in accept or recvfrom, calls that have been entered and have not returned, so
// that a recording can be ended there.
//
// The servers wait until stop is called, or ctx is done; then they stop without
// a further call or packet. stop waits for them and returns what made a server
// fail. It is never nil and may be called again.
//
// On error, a wrong answer among them, the servers are stopped before Run
// returns. Errors of socket calls keep their errno; that of an address in use is
// syscall.EADDRINUSE. Options are checked as Options.Check does.
func (s Scenario) Run(ctx context.Context, opts Options, observer capture.CallObserver) (stop func() error, err error) {
	if err := opts.Check(s); err != nil {
		return func() error { return nil }, err
	}
	st := newStage(ctx, opts, observer)
	if err := st.play(s.Protocols); err != nil {
		err = st.reason(err)
		_ = st.stop() // a server that failed is the reason
		return st.stop, err
	}
	return st.stop, nil
}
