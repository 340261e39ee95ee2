package capture

import (
	"net/netip"
	"strconv"
	"strings"
	"time"

	"wireladder/capture/code"
)

// CallDataLimit is how many octets of what a call sent or received a Call
// keeps; the packets hold the rest.
const CallDataLimit = 1024

// Process names who makes calls: one participant of a run.
type Process struct {
	PID  int    // process id, in the namespace of the run
	Name string // role: "server", "client", "client 2"
}

// Call is one socket call of one process: what it asked, what it got, and
// when. Times are CLOCK_REALTIME, as those of packets.
type Call struct {
	Process Process
	Thread  int       // kernel thread id (gettid(2)), 0 if unknown
	Name    string    // as its man page is called: "accept", "recvfrom"
	Proto   Protocol  // of the socket: UDP or TCP
	FD      int       // the descriptor it was called on, for select(2) the first of its sets; -1 for socket(2)
	Args    Arguments // the further arguments, without data

	Enter time.Time // when the call was made
	Exit  time.Time // when it returned; zero while (or if for ever) it has not

	Result int64  // what it returned, -1 on error; for socket and accept the new descriptor
	Errno  string // symbolic name of the error, "ECONNREFUSED"; "" on success

	// Local and Remote are the socket's addresses after the call, invalid where
	// the socket has none. For accept they are those of the accepted socket; for
	// sendto Remote is the destination and for recvfrom the source of the
	// datagram.
	Local, Remote netip.AddrPort

	Data []byte // what it sent, or received: the first CallDataLimit octets
	Size int    // octets it was asked to send, or the size of the receive buffer

	// Inode is that of the socket that it was called on (proc_pid_fd(5)), and Born that
	// of the one that it returned: what a socket is known by where processes share it,
	// or where several descriptors lead to it. 0: it is not known.
	Inode, Born uint64
	Shared      bool      // of close(2): other descriptors lead to the same socket, which goes on
	Aside       bool      // an interpreter or a library makes it by itself: its program does not speak of it
	Code        code.Line // where it stands in the program's text; the zero value: that is not known
}

// Stderr is a descriptor that every process has (stdin(3)).
const Stderr = 2

// Prints reports whether the call is none on a socket, but shows something to its user.
func (c *Call) Prints() bool { return c.Proto == Undecoded && c.Does(Sends) }

// The port of name servers (RFC 1035 §4.2).
const namePort = 53

// ReachesOut reports whether the call looks for somebody whom no way leads to, or for a name
// server: a private network has neither.
func (c *Call) ReachesOut() bool {
	if !c.Args.Address.IsValid() || !c.Does(Connects) && !c.Does(Sends) {
		return false
	}
	return c.Errno == "ENETUNREACH" || c.Args.Address.Port() == namePort
}

// IsOfNames reports whether an address is that of a name server, by its port.
func IsOfNames(a netip.AddrPort) bool { return a.Port() == namePort }

// Returned reports whether the call has come back.
func (c *Call) Returned() bool { return !c.Exit.IsZero() }

// KeyedByExit reports whether the call's place in the causal order is its
// return (accept, recv, select, …) and not its start (send, connect, close, …).
func (c *Call) KeyedByExit() bool { return c.Does(KeyedByExit) }

// Key returns the time that places the call among packets and other calls: see
// KeyedByExit. A call that waits for ever is placed at its start.
func (c *Call) Key() time.Time {
	if c.KeyedByExit() && c.Returned() {
		return c.Exit
	}
	return c.Enter
}

// Message returns the call as strace(1) would write it, on one line and in
// printable ASCII: "accept(3) = 5 from 127.0.0.1:50432".
func (c *Call) Message() string {
	var b strings.Builder
	b.WriteString(c.Name + "(" + strings.Join(c.arguments(), ", ") + ")")
	switch {
	case !c.Returned():
		b.WriteString(" = ?")
	case c.Errno != "":
		b.WriteString(" = " + strconv.FormatInt(c.Result, 10) + " " + c.Errno)
	default:
		b.WriteString(" = " + strconv.FormatInt(c.Result, 10))
	}
	b.WriteString(c.peer())
	return b.String()
}

// arguments returns the arguments in the order of the man page.
func (c *Call) arguments() []string {
	var args []string
	if c.FD >= 0 && !c.Does(Polls) { // then its descriptors are in Args
		args = append(args, strconv.Itoa(c.FD))
	}
	if c.Data != nil {
		args = append(args, strconv.QuoteToASCII(string(c.Data)))
	}
	if text := c.ArgsText(); text != "" {
		args = append(args, text)
	}
	return args
}

// peer returns " from ADDRESS" where the call tells one that its arguments do
// not.
func (c *Call) peer() string {
	if !c.Remote.IsValid() || c.Errno != "" || !c.Does(TellsPeer) {
		return ""
	}
	return " from " + c.Remote.String()
}

// CallObserver is told of each socket call twice: before it is made and after
// it has returned. Both times it is given the same *Call; the caller fills in
// the result between the two and must not touch it after Return. Methods are
// safe for concurrent use.
type CallObserver interface {
	Enter(*Call)
	Return(*Call)
}
