package render

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"wireladder/capture"
)

// explainCall says what a call did, in a line and in a paragraph.
func explainCall(kind StepKind, c *capture.Call, why circumstances) (brief, full string) {
	switch {
	case kind != Enter && c.Errno != "":
		return explainFailure(kind, c, why)
	case c.Name == "listen":
		return "", "From now on the kernel answers SYNs by itself."
	case c.Name == "setsockopt" && kind != Enter:
		return "", explainOption(c.Args.Option)
	case c.Name == "shutdown" && kind != Return:
		return explainShutdown(c)
	case strings.HasPrefix(c.Name, "accept"):
		return explainAccept(kind, c)
	case selects[c.Name]:
		return explainSelect(kind, c)
	case receives(c) && kind != Enter:
		return explainReceive(c, why)
	case strings.HasPrefix(c.Name, "send") && kind != Enter && c.Result < int64(c.Size):
		return fmt.Sprintf("takes %d of %d bytes: no more room to send", c.Result, c.Size),
			fmt.Sprintf("The kernel has taken %d of %d bytes: its send buffer is full. What is left the program must send itself.", c.Result, c.Size)
	}
	return "", ""
}

func explainAccept(kind StepKind, c *capture.Call) (brief, full string) {
	if kind == Enter {
		return "", "The program waits for a connection; it sends nothing itself."
	}
	return "a new socket, for this client alone", fmt.Sprintf("accept() hands over a connection that the kernel had already set up: a new socket, just for %s, on the same port.", c.Remote)
}

func explainSelect(kind StepKind, c *capture.Call) (brief, full string) {
	if kind == Enter {
		return "", "One thread waits for all of its sockets at once; it returns when any of them has something."
	}
	if c.Result == 0 {
		return "nothing in time", "The time that it was given is over, and none of the sockets has anything."
	}
	return "", "What is ready can be accepted or received at once: the next call on it will not wait."
}

// explainReceive speaks of calls that took something in, or the end.
func explainReceive(c *capture.Call, why circumstances) (brief, full string) {
	tcp := c.Proto == capture.TCP
	switch {
	case why.larger > 0:
		return fmt.Sprintf("%d of %d bytes; the rest is gone", c.Result, why.larger),
			fmt.Sprintf("The datagram has %d bytes, the buffer only %d: the kernel throws the rest of the datagram away.", why.larger, c.Size)
	case c.Result > 0 || c.Size == 0:
		return "", ""
	case !tcp:
		return "an empty datagram: a message, not an end", "0 bytes is a datagram without content: over UDP that is a message like any other, and no end of anything."
	case why.shutRead:
		return "0: this end takes no more (shutdown)", "recv() = 0, because this end has shut down receiving itself. It does not mean that the peer has ended."
	}
	return "end of the stream", "recv() = 0 is the end of the stream: the peer's FIN has come."
}

func explainShutdown(c *capture.Call) (brief, full string) {
	switch c.Args.How {
	case capture.ShutRead:
		return "tells only its own kernel", "Nothing goes on the wire: the peer does not learn of it and may go on sending."
	case capture.ShutWrite:
		return "ends this direction; it can still receive", "The kernel sends a FIN: this end will send no more, but still receives (half-close). The descriptor stays open."
	}
	return "ends both directions; the descriptor stays", "The kernel sends a FIN, and recv() returns 0 from now on. Data that the peer still sends is answered with a RST."
}

// options are what is said of setsockopt(2), by the option's name.
var options = map[string]string{
	"SO_REUSEADDR":  "bind() may take an address that old connections in TIME-WAIT still hold.",
	"SO_RCVBUF":     "It bounds what may wait here to be received, and with it the window that the peer is offered.",
	"SO_SNDBUF":     "It bounds what may wait here to be sent and acknowledged.",
	"SO_RCVTIMEO":   "A call that receives gives up with EAGAIN after that time.",
	"SO_SNDTIMEO":   "A call that sends gives up after that time.",
	"SO_KEEPALIVE":  "If nothing comes for long, the kernel asks whether the peer is still there.",
	"TCP_KEEPIDLE":  "So many seconds of silence, and the kernel asks for the first time.",
	"TCP_KEEPINTVL": "So many seconds between questions.",
	"TCP_KEEPCNT":   "After so many questions without an answer the connection is given up.",
	"TCP_NODELAY":   "Each piece is sent at once: the kernel does not wait for an ACK to put small ones together (Nagle).",
}

// explainOption says what an option is for.
func explainOption(o capture.SocketOption) string {
	if o.Aborts() {
		return "close() will not end the connection but abort it: a RST instead of a FIN."
	}
	return options[o.Name]
}

// explainFailure says why a call failed.
func explainFailure(kind StepKind, c *capture.Call, why circumstances) (brief, full string) {
	switch c.Errno {
	case "EAGAIN":
		return explainTimeout(kind, c)
	case "EADDRINUSE":
		return explainInUse(c, why)
	case "EPIPE":
		return explainPipe(why)
	case "ECONNREFUSED":
		return explainRefused(c)
	case "ECONNRESET":
		return "the peer's RST has come: the connection is gone", "A RST of the peer has ended the connection at once. What had come and was not read is lost, too."
	}
	said := failures[c.Errno]
	return said[0], said[1]
}

// failures are errors that mean the same whatever the call.
var failures = map[string][2]string{
	"ETIMEDOUT":     {"nobody answered: given up", "The kernel has sent it again and again, without an answer, and gives up."},
	"ENOTCONN":      {"it is not connected (any more)", "The socket has no connection: it never had one, or has lost it."},
	"EMSGSIZE":      {"too large for one datagram", "A datagram cannot be that large: nothing was sent."},
	"ENETUNREACH":   {"no way leads there", "This host knows no way to that address: nothing was sent."},
	"EHOSTUNREACH":  {"that host cannot be reached", "No way leads to that host, or it does not answer (ARP, ICMP)."},
	"EADDRNOTAVAIL": {"this host has no such address", "None of this host's interfaces has that address."},
	"EACCES":        {"not permitted", "The program lacks the right, as for a port below 1024."},
	"EINPROGRESS":   {"goes on in the background", "The socket does not wait: the connection is set up in the background."},
	"EINTR":         {"interrupted by a signal", "A signal came while the call waited; it did nothing."},
	"ECONNABORTED":  {"the client was gone already", "The connection was aborted before accept() could hand it over."},
	"EISCONN":       {"it is connected already", "A socket can be connected once."},
	"EDESTADDRREQ":  {"nobody to send to", "The socket is not connected, and no address was given."},
}

func explainTimeout(kind StepKind, c *capture.Call) (brief, full string) {
	if kind != Return {
		return "nothing there, and it does not wait", "There is nothing to do at once, and the socket is one that does not wait."
	}
	gone := duration(c.Exit.Sub(c.Enter).Round(time.Millisecond))
	return "timeout: nothing came for " + gone, fmt.Sprintf("Nothing has come for %s, the time that the program had set. That is all it learns: neither what was lost, nor whether anything was.", gone)
}

func explainInUse(c *capture.Call, why circumstances) (brief, full string) {
	if why.taken || c.Proto == capture.UDP {
		return "another socket is bound to it", "Another socket that is still open is bound to the same address."
	}
	return "an old connection still holds it (TIME-WAIT)",
		"No socket is bound to it any more, but a connection of before is still remembered: who closes first stays in TIME-WAIT. SO_REUSEADDR, on the old and on the new socket, lets bind() take it all the same."
}

func explainPipe(why circumstances) (brief, full string) {
	switch {
	case why.shutWrite:
		return "this end has shut down sending", "After its own shutdown() this end may send no more. No packet goes out."
	case why.reset:
		return "the connection is gone: a RST had come", "The RST that came before has ended the connection. Nothing is sent any more: the program gets EPIPE, and SIGPIPE if it does not ignore it."
	}
	return "the connection is gone", "The connection has ended: nothing can be sent on it."
}

func explainRefused(c *capture.Call) (brief, full string) {
	if c.Proto == capture.UDP {
		return "the ICMP error for the last datagram has come", "The datagram before was refused by ICMP: port unreachable. The kernel knows whose it was because the socket is connected, and tells it with the next call."
	}
	return "refused: a RST came for the SYN", "The host is there, but nobody listens on that port: its kernel answers the SYN with a RST."
}

// portOf returns the port of an address as it is written.
func portOf(a netip.AddrPort) string { return strconv.Itoa(int(a.Port())) }
