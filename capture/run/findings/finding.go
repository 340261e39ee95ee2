package findings

import (
	"net/netip"
	"slices"

	"wireladder/capture/run"
)

// Rule is what a finding is called.
type Rule string

// The rules, in the order in which findings are told: what is likely to be the cause of
// others comes first.
const (
	AddressInUse       Rule = "address-in-use"
	NoReuseAddr        Rule = "no-reuseaddr"
	SentBeforeBound    Rule = "sent-before-bound"
	Refused            Rule = "refused"
	ReplyWrongAddress  Rule = "reply-wrong-address"
	UDPUnreachable     Rule = "udp-unreachable"
	NotASCII           Rule = "not-ascii"
	DatagramCut        Rule = "datagram-cut"
	ReplyLost          Rule = "reply-lost"
	BacklogFull        Rule = "backlog-full"
	ServerEnded        Rule = "server-ended"
	SerialServer       Rule = "serial-server"
	Spin               Rule = "spin"
	NotReading         Rule = "not-reading"
	Boundaries         Rule = "boundaries"
	PartialRead        Rule = "partial-read"
	AnswerShort        Rule = "answer-short"
	NoNewline          Rule = "no-newline"
	WaitsForEOF        Rule = "waits-for-eof"
	NothingSent        Rule = "nothing-sent"
	BothWait           Rule = "both-wait"
	ClosedBeforeAnswer Rule = "closed-before-answer"
	WriteAfterClose    Rule = "write-after-close"
	UnreadReset        Rule = "unread-reset"
	NeverClosed        Rule = "never-closed"
	RcvbufOverflow     Rule = "rcvbuf-overflow"
	NagleDelay         Rule = "nagle-delay"
	ThreadHoldsExit    Rule = "thread-holds-exit"
	Crashed            Rule = "crashed"
	CapturedTwice      Rule = "captured-twice"
	CaptureIncomplete  Rule = "capture-incomplete"
)

// Rules are all of them, in that order.
var Rules = []Rule{
	AddressInUse, NoReuseAddr, SentBeforeBound, Refused, ReplyWrongAddress, UDPUnreachable, NotASCII, DatagramCut, ReplyLost, BacklogFull, ServerEnded, SerialServer, Spin, NotReading, Boundaries, PartialRead, AnswerShort, NoNewline, WaitsForEOF, NothingSent, BothWait, ClosedBeforeAnswer, WriteAfterClose, UnreadReset, NeverClosed, RcvbufOverflow, NagleDelay, ThreadHoldsExit, Crashed, CapturedTwice, CaptureIncomplete,
}

// Finding is one thing that went wrong. Which fields are set hangs on the rule.
type Finding struct {
	Rule    Rule
	Moments []*run.Moment // that show it, in order; never empty
	Who     *run.Socket   // whose program is at fault, or suffers; nil: unknown
	Other   *run.Socket   // the other one that it is about; nil: none
	GivesUp *run.Socket   // of a wait: who gives up first, after Got ms; nil: nobody does
	Process string        // of a finding about a program: its name
	Address netip.AddrPort
	Parts   int    // of Boundaries: with how many calls a message was sent; 0: with one; of PartialRead: how many octets at the end are zero; of UDPUnreachable: 1 where Other is engaged, and was bound by a call; of UnreadReset: with how many zeros what Who has received begins, and as many other octets follow
	Near    Near   // of Refused and UDPUnreachable: what is there instead; else what the kind says
	Got     int64  // octets, or how often
	Of      int64  // octets of all
	Text    string // what a program printed, or a counter's name; of Refused and UDPUnreachable: the file in which Other was bound
	File    string // in which a call of Who's program stands, or else of Other's, or of Process; "": none is known
	Line    string // of Crashed: the line of the program at which the exception came, as it has printed that: "server.py:7"; "" if it has not
	Signal  string // that ended a program: "SIGSEGV"; "": none did
	Lives   bool   // of Crashed: the process goes on, a thread, a handler or a task of it has ended; of ThreadHoldsExit: its main thread does
	Idle    bool   // of BothWait and WaitsForEOF: Other, or Who, has got all, and does nothing for the connection any more; of ThreadHoldsExit: it has done nothing at all since the signal came; of AnswerShort: Other waits for the rest; of Spin: the program answers nothing
	Calls   bool   // socket calls show it: it is a verdict
	Heard   *Heard // of BothWait: what one side has received before it waits; nil: nothing to tell
	May     []Rule // of one that packets alone show: the faults that may be behind it, the likely one first
}

// Heard is what a program has received before it waits for more.
type Heard struct {
	By     *run.Socket
	Take   *run.Moment // its last call that has received something
	Octets int64       // of that which is not answered: all that the other side has sent since it had an answer
	Whole  int64       // how many messages the call has returned at once; 0 or 1: one
	Lines  bool        // they are lines, that may have been sent with one call
	Said   int64       // how many messages the program has sent since
	Split  bool        // \r was the last that one call returned, and \n all that the next one did
}

// AsOne takes it for one message; nil stays nil.
func (h *Heard) AsOne() *Heard {
	if h != nil {
		h.Whole, h.Lines = 1, false
	}
	return h
}

// Near is what is nearly what was asked for, and there.
type Near uint8

// The kinds. Nothing, the zero value, is that nothing is.
const (
	Nothing      Near = iota
	OtherPort         // the same address, another port
	SwappedPort       // the port with its octets swapped: htons() is missing
	OtherAddress      // the same port, on another address alone
	OtherFamily       // the same port, of IPv4 for IPv6 or the other way round
	OtherProto        // the same port, of UDP for TCP or the other way round
	Later             // the very address, but later
	Ended             // the very address, but not any more
	Unlistened        // the very address: a TCP socket is bound to it, and listen(2) was not called
	Unbound           // a UDP socket that waits for datagrams, and is bound to nothing
	Left              // the very address: who had it has asked from there, and is gone without an answer
	Fallen            // the very address: its program had it, and an exception has ended that
	Engaged           // of UDPUnreachable: the very address: its socket is connected to somebody else
	Unaccepted        // of BothWait: the connection is in the queue of the other one, who does not accept it
	SameAddress       // of ReplyWrongAddress: both programs are bound to the very address
	OtherSocket       // of BothWait: what comes for the program comes on the other one
	ReportedOnce      // of BothWait: Of octets lie unread at the other one, which waits in a call that reports such, and does not
	OnlyIPv6          // an address of IPv4: the very port is that of an open socket at :: that has set IPV6_V6ONLY
	AnyPort           // the same address, another port, which the kernel has chosen: it was bound to port 0, or not bound
	FromThere         // the very address: a client has connected from there, and does not listen; of AddressInUse and NoReuseAddr: and has bound it, or the kernel has chosen it
	ThreadAway        // of BothWait: Other's program has a thread for each client, and that of this one does not receive
	OtherThread       // of BothWait: another thread of the program has received the answer, on the same socket
	UrgentByte        // of BothWait: what the other one waits for was sent as an urgent octet, which it does not ask for
	NotYet            // of ClosedBeforeAnswer: nothing had come yet when a call asked for it that does not wait
	FailedSend        // of NothingSent and ClosedBeforeAnswer: the call that would send it has failed, and the program goes on
	Lingers           // of Crashed: who was connected, Other, had set SO_LINGER to 0, so that its close() has reset the connection
	NoMember          // of UDPUnreachable: the address is a group's, which no socket of the port has joined
	SetLater          // of NoReuseAddr: a later bind(2) of the socket has succeeded, with SO_REUSEADDR
	SawEnd            // of WriteAfterClose: a call of Who had returned the end of the stream before
)

// Append adds a finding to others, unless there is one of that rule about the same socket.
func Append(all []Finding, f Finding) []Finding {
	if slices.ContainsFunc(all, func(g Finding) bool { return g.Rule == f.Rule && g.Who == f.Who && g.Process == f.Process }) {
		return all
	}
	f.Calls = f.Calls || f.Who != nil && f.Who.FD >= 0
	return append(all, f)
}
