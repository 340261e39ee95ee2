package servers

import "net/netip"

// EventKind is what has happened to a server. The zero value is nothing.
type EventKind int

// The kinds of events, and what else their Event tells.
const (
	Connected   EventKind = iota + 1 // accept has returned a client's socket
	Received                         // Data and Truncated: what one recv or recvfrom returned
	Sent                             // Data: what was sent back, perhaps in part
	Left                             // the client's socket is about to be closed; By: by whom; Err: what has gone wrong
	Full                             // no more clients are accepted until one leaves; Err: why
	Interrupted                      // the server says farewell to Clients clients; Queued: those that nobody has accepted
	Expired                          // the time to drain is over: the last Clients clients are reset
)

// Event is something that a server's owner may want to know, in words that are
// nearer to the lecture than calls are.
type Event struct {
	Kind          EventKind
	FD            int            // the client's socket; for UDP the server's
	Local, Remote netip.AddrPort // its addresses; of UDP the client's is Remote
	Data          []byte         // valid until the hook returns
	Truncated     bool           // the rest of the datagram is gone
	Clients       int            // how many are connected now
	Queued        int            // how many wait for accept; 0 also where the system does not tell
	By            Leaver
	Err           error
}

// Leaver is who has ended the conversation with a client.
type Leaver int

// Those who end it.
const (
	ByClient    Leaver = iota + 1 // its stream has ended
	ByServer                      // the server was done with it
	ByInterrupt                   // the server was interrupted: Err is nil where it has drained the client
	ByFailure                     // Err: a reset, or another error
)
