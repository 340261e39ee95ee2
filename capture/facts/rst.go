package facts

import "time"

// Reset is why a RST was sent, as far as its numbers and what came before show it.
type Reset struct {
	Why        Reason
	Answers    int      // the packet that it answers; 0: none is known
	Bytes      int64    // octets that the other side had sent and that were acknowledged, all in all
	AfterFIN   int      // the FIN that its sender had sent before; 0: none
	Probes     []int    // the probes before it that had no answer
	Again      int      // the RST before it of the same side
	Inexact    bool     // its number lies in the window, and is not the one that is expected next (RFC 5961 §3.2)
	Hops       [2]uint8 // the hop limit of its sender's segment before it, and its own, if they differ: somebody on the way may have sent it
	Challenged int      // the packet by which its receiver asks for a proof (RFC 5961 §3.2); 0: none
	Asks       int      // of SocketGone: the SYN that its sender has sent before, for a new connection, which Answers does not acknowledge; 0: none
	WrongACK   bool     // of RefusesBack: the SYN,ACK acknowledges another number than that of the SYN
	Asked      int      // of RefusesBack: the SYN by which its sender had asked for the connection; 0: none was captured
	Bare       bool     // of SocketGone: what it answers has no ACK, so that the RST acknowledges that
	Took       int      // of SocketGone: the RST of the other side that had come before; 0: none
	Crosses    int      // of Aborts: a RST of the other side that stands shortly before it, though no TCP answers one; 0: none
	GoesOn     int      // a later packet of its sender that carries octets behind its number; 0: none

	Links [2][6]byte // the link-layer address of its sender's segments before it, and its own, if that differs: another machine may have sent it

	Elsewhere *Elsewhere    // of RefusesBack: the SYN,ACK does not come from whom its sender had asked
	Idle      time.Duration // of Aborts: for how long nothing of the connection had been captured before it, if for long

	Tries   []int // the repetitions before it that had no answer
	Ignored bool  // its number lies outside of what its receiver expects: the connection goes on
	Listens int   // of Refuses: a packet by which its sender has taken or takes a connection at the same address; 0: none
	Agrees  bool  // Listens takes the very SYN that this RST refuses
	Text    bool  // it carries bytes that explain it (RFC 9293 §3.5.3)
	Silent  bool  // its sender had sent no bytes
	First   bool  // nothing of its sender was captured before, and its connection began earlier

	// What calls show.
	Unread  int  // octets that its sender's program had not read when it closed
	Linger0 bool // its sender had set SO_LINGER to 0
	Closed  bool // its sender had closed the socket
	ShutIn  bool // its sender had shut down receiving
	Calls   bool // the calls of its sender are in the recording
	Only6   bool // of Refuses, for an address of IPv4: a socket at :: has this port, and has set IPV6_V6ONLY

	Unaccepted bool // its sender had closed the listening socket, which held the connection for accept(2)
}

// Foreign reports whether a RST differs from what its sender has sent before by the hop limit or the link-layer address.
func (r *Reset) Foreign() bool { return r.Hops[0] > 0 || r.Links[0] != r.Links[1] }

// Reason is why a RST was sent.
type Reason uint8

// The reasons. Aborts, the zero value, is a connection that one side gives up.
const (
	Aborts      Reason = iota
	Refuses            // it answers a SYN: nobody takes it there
	RefusesBack        // it answers a SYN,ACK: its sender does not want the connection, or knows nothing of it
	SocketGone         // it answers a segment for a socket that is gone (RFC 9293 §3.10.7.1)
	GivesUp            // probes had no answer
	NotAnswered        // the segments that it sent again and again had no answer
)
