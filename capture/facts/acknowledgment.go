package facts

import (
	"time"

	"wireladder/capture"
)

// Dup is that an ACK says again what its sender expects, because something came that
// was not that.
type Dup struct {
	Trigger *Segment // what came since its sender spoke last; nil: that was not captured
	Behind  int      // if Trigger is not known: the first segment behind the number that is expected, of which it may be any; 0: none was captured
	Asks    bool     // numbers before Trigger are missing: it asks for the first of them
	Old     bool     // Trigger holds nothing but numbers that were acknowledged before
	Stale   bool     // the timestamp of Trigger is older than the last one that was taken, so that it is thrown away (PAWS, RFC 7323 §5)
	Twice   bool     // a second copy of Trigger came
	DSACK   Span     // numbers that it reports to have come twice (RFC 2883)
	Waits   bool     // its sender is in TIME-WAIT
	Holds   []Span   // what it names by SACK
}

// Reneged is that an ACK shows that its sender holds no more what it had named by SACK: it may throw away what it
// has not acknowledged (RFC 2018 §8).
type Reneged struct {
	Span
	Named int // the packet that had named it
}

// Window is that a segment changes the window and does nothing else.
type Window struct {
	Before   int
	Now      int
	Unscaled bool          // the handshake was not captured, so that nobody can tell how many octets that is
	Read     *capture.Call // the call that took bytes in since; nil: none was seen
}

// Probe is that a segment is sent only to be answered: a keep-alive (RFC 9293 §3.8.4) or
// a window probe (§3.8.6.1).
type Probe struct {
	Window  bool // the other side's window was zero: it asks whether there is room again
	Carries bool // it holds an octet that was not sent before
	Without int  // how many before it had no answer
}

// Wait is that a packet comes later than the rhythm of its conversation lets expect, and
// what for it has waited.
type Wait struct {
	For   time.Duration
	Since int // the packet after which it waited
	Rule  Rule
	ACK   int  // of Nagle: the packet that let it go
	Given bool // of Nagle: calls show that its octets had been handed over before
}

// Rule is what makes a TCP wait.
type Rule uint8

// The rules. NoRule, the zero value, is a wait that nothing explains.
const (
	NoRule     Rule = iota
	DelayedACK      // an ACK waits for data to go with (RFC 9293 §3.8.6.3)
	Nagle           // a small segment waits for the ACK of the one before (RFC 9293 §3.7.4)
)
