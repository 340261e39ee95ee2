package flow

// marks is what is known of a conversation that most are without: a set.
type marks uint8

// The marks.
const (
	timed      marks = 1 << iota // a packet had a time
	farTimes                     // one had a time that ns since 1970 cannot tell
	doubled                      // packets of it are captured twice at one place
	translated                   // it is one of two around a NAT
	succeeds                     // there was an incarnation before it
	shared                       // segments of that one come in between
	crossed                      // the initiator has sent a SYN,ACK: the SYNs have crossed
	refused                      // its first reset answered a SYN
)
