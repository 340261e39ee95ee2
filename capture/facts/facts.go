package facts

import (
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// Facts are what is known of one packet besides its own headers, each with the
// evidence for it: numbers of packets, a call, a counter of the kernel. The zero
// value knows nothing. Later evidence may amend facts: they are settled when nothing
// that could do so is to come.
type Facts struct {
	Fate   *Fate             // what a watched wire did with it; nil: the wire was not watched
	Copies []int             // frames that hold the same packet once more
	Seen   *capture.Sighting // of a copy: where the packet was captured before; nil: it is not known

	Again  *Again // numbers that were captured before
	Late   *Late  // numbers that are below others, and were not captured before
	Before *Gap   // numbers before it that were not captured
	Unseen *Gap   // numbers that it acknowledges and that were not captured
	Old    *Old   // it belongs to an earlier connection of the same ports

	Open   Open    // what a SYN or its answer is besides
	Reset  *Reset  // of a RST
	Error  *Error  // of an ICMP error
	Dup    *Dup    // of an ACK that says again what its sender expects
	Probe  *Probe  // of a segment that is sent only to be answered
	Window *Window // of a segment whose sender changes its window, and does nothing else
	Wait   *Wait   // what it has waited for
	Group  *Group  // of a datagram to many, or an answer to one

	Fragment *Fragment // of a piece of a datagram

	Reneged   *Reneged   // of an ACK whose sender holds no more what it had named by SACK
	Elsewhere *Elsewhere // of an answer that does not come from whom was asked
	Echo      *Echo      // of a ping
	Rival     int        // of a SYN,ACK: one with another number that answers the same SYN; of an ACK below the last SYN,ACK: the one that it acknowledges; 0: none
	Older     int        // of a bare ACK: a packet before it that acknowledges more; 0: none
	Above     int        // of data: how much its receiver takes in a segment at most (MSS), if it holds more; 0: it does not
	Lone      bool       // a segment with none of SYN, ACK and RST, which no connection takes
	Crosses   int        // of data: the FIN of the other side that was captured before, and that it does not acknowledge; 0: none

	AnswersProbe int   // the probe that it answers; 0: none
	Shrinks      int64 // by how many octets it takes back the window that was offered before
	SameAs       int   // of a datagram: an earlier one, which nothing has answered, that holds the same octets; 0: none
	Twin         bool  // it comes so soon behind SameAs, with no identification to tell them apart, that it may be the same datagram, captured twice
	ToCopy       bool  // and it is the answer to a second copy: its program has received a datagram twice, and sent an answer each time
	Doubled      bool  // it has the identification of SameAs, too: by that it is the same datagram, doubled on its way or captured twice
	SYN          int   // of a SYN,ACK: the SYN that it answers, captured after it; 0: none
	Opened       int   // of a SYN: its answer, captured before it; 0: none
	AfterReset   int   // the RST of the other side that had come before it; 0: none

	Challenge int  // it answers a SYN or RST (this packet) that it does not believe (RFC 5961); 0: none
	NotTaken  int  // a later packet that shows that its receiver did not take it; 0: none
	Reopens   bool // of an ACK of something new: the window was zero before, and is not any more
	Full      bool // of a SYN: the kernel has said that the accept queue is full
	Early     bool // of data: accept() has not returned yet
	Kept      bool // of a datagram: it waits in the receive buffer, for its receiver serves another one meanwhile
	Cookie    bool // of a SYN: a SYN cookie has answered it, and its receiver's kernel keeps nothing of it
	Alike     bool // of a datagram that goes by itself: so did others before it
	AlsoGone  bool // of one that its receiver's kernel has thrown away for want of room: so it has others before it
	BelowSYN  bool // it acknowledges a number below that of the other side's SYN, which was captured

	Unfinished []int // of a SYN cookie: the SYN,ACKs whose handshakes had not ended, where the kernel counts that its list of such is full

	Kernel []string // counters of the kernel that grew for it: "TCPLossProbes"
}

// Overflowed reports whether the kernel that a SYN came to has dropped it, for its accept queue was
// full: it has counted that (ListenOverflows).
func (f *Facts) Overflowed() bool { return slices.Contains(f.Kernel, "ListenOverflows") }

// What counts the datagrams that found no room in their socket's receive buffer, over IPv4 and over IPv6
// (/proc/net/snmp and snmp6).
const (
	RcvbufErrors  = "RcvbufErrors"
	RcvbufErrors6 = "Udp6RcvbufErrors"
)

// Discarded reports whether the kernel that a datagram came to has thrown it away, for its socket's
// receive buffer was full: it has counted that (RcvbufErrors, Udp6RcvbufErrors).
func (f *Facts) Discarded() bool {
	return slices.Contains(f.Kernel, RcvbufErrors) || slices.Contains(f.Kernel, RcvbufErrors6)
}

// Span is the relative numbers From up to, not including, To. The zero value is none.
type Span struct{ From, To int64 }

// Len returns how many numbers there are.
func (s Span) Len() int64 { return max(s.To-s.From, 0) }

// Gap is numbers that were not captured when a packet spoke of them.
type Gap struct {
	Span
	Filled int // the packet that brought the last of them after all; 0: none did
	Partly int // the first packet that brought some of them after all; 0: none did
}

// Segment is a packet of a conversation as it is remembered.
type Segment struct {
	Number  int
	Time    time.Time
	From    flow.Side
	Events  flow.Events
	Flags   capture.Flags
	Seq     int64 // relative, as in flow.Observation
	Next    int64
	Ack     int64
	Window  int
	Length  int  // octets of payload
	Damaged bool // its checksum is wrong
	Facts   Facts
}
