package calls

import (
	"fmt"
	"time"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/render/quantity"
	"wireladder/render/words/sentence"
)

// ofFailure says why a call failed.
func ofFailure(m *run.Moment) sentence.Sentence {
	switch m.Call.Errno {
	case "EAGAIN":
		return ofTimeout(m)
	case "EADDRINUSE":
		return ofInUse(m.Call, &m.Meets)
	case "EPIPE":
		return ofPipe(&m.Meets)
	case "ECONNREFUSED":
		return ofRefused(m.Call)
	case "EACCES":
		if m.Call.Proto == capture.UDP && m.Call.Does(capture.Sends) {
			return sentence.New("a broadcast, which the socket may not send", "The kernel takes the address for that of all hosts of a network. A socket may send to such only if SO_BROADCAST was set on it (socket(7)).")
		}
	case "ECONNRESET":
		return sentence.New("the peer's RST has come: the connection is gone", "A RST of the peer has ended the connection at once. What had come and was not read is lost, too.")
	}
	said := failures[m.Call.Errno]
	return sentence.New(said[0], said[1])
}

// failures are errors that mean the same whatever the call.
var failures = map[string][2]string{
	"ETIMEDOUT":     {"nobody answered: given up", "The kernel has sent it again and again, without an answer, and gives up."},
	"ENOTCONN":      {"it is not connected (any more)", "The socket has no connection: it never had one, or has lost it."},
	"EMSGSIZE":      {"too large for one datagram", "A datagram cannot be that large: nothing was sent."},
	"ENETUNREACH":   {"no way leads there", "This host knows no way to that address: nothing was sent."},
	"EHOSTUNREACH":  {"that host cannot be reached", "No way leads to that host, or it does not answer (ARP, ICMP)."},
	"EADDRNOTAVAIL": {"this host has no such address", "None of this host's interfaces has that address."},
	"ENOTSUP":       {"this kind of socket does not do that", "The socket is of a kind that has no such call: over UDP there is neither listen() nor accept()."},
	"EACCES":        {"not permitted", "The program lacks the right, as for a port below 1024."},
	"EINPROGRESS":   {"does not wait: the kernel connects meanwhile", "The socket is one that does not wait, or has a timeout: the kernel connects meanwhile, and poll() or select() tells how that ends."},
	"EINTR":         {"a signal came while it waited", "A signal has broken off the wait: a call fails so when one comes whose handler was set without SA_RESTART (signal(7))."},
	"ECONNABORTED":  {"the client was gone already", "The connection was aborted before accept() could hand it over."},
	"EISCONN":       {"it is connected already", "A socket can be connected once."},
	"EDESTADDRREQ":  {"nobody to send to", "The socket is not connected, and no address was given."},
}

func ofTimeout(m *run.Moment) sentence.Sentence {
	if m.Call.Does(capture.Sends) {
		return noRoom(m)
	}
	if m.Kind != run.Return {
		return sentence.New("nothing there, and it does not wait", "There is nothing to do at once, and the socket is one that does not wait.")
	}
	return nothingCame(m.Call)
}

// nothingCame speaks of a wait that its time limit has ended.
func nothingCame(c *capture.Call) sentence.Sentence {
	gone := quantity.Duration(c.Exit.Sub(c.Enter).Round(time.Millisecond))
	return sentence.New("timeout: nothing came for "+gone, fmt.Sprintf("Nothing has come for %s, the time that the program had set. That is all it learns: neither what was lost, nor whether anything was.", gone))
}

// noRoom speaks of a call that sends, and finds the send buffer full.
func noRoom(m *run.Moment) sentence.Sentence {
	if m.Kind != run.Return {
		return sentence.New("no room to send, and it does not wait",
			"The send buffer is full: the kernel has taken nothing. The socket is one that does not wait; select() or poll() tells when there is room again.")
	}
	gone := quantity.Duration(m.Call.Exit.Sub(m.Call.Enter).Round(time.Millisecond))
	return sentence.New("timeout: no room to send for "+gone, fmt.Sprintf("The send buffer was full for %s, the time that the program had set: the kernel has taken nothing.", gone))
}

func ofInUse(c *capture.Call, why *run.Meets) sentence.Sentence {
	if why.Taken || c.Proto == capture.UDP {
		return sentence.New("another socket is bound to it", "Another socket that is still open is bound to the same address.")
	}
	if !why.Waits {
		return sentence.New(
			"something else holds it: a program, or TIME-WAIT",
			"Something that this recording does not show holds the address: another program, or an earlier connection in TIME-WAIT. SO_REUSEADDR, on the old and on the new socket, helps against the second.",
		)
	}
	return sentence.New("an old connection still holds it (TIME-WAIT)",
		"No socket is bound to it any more, but a connection of before is still remembered: who closes first stays in TIME-WAIT. SO_REUSEADDR, on the old and on the new socket, lets bind() take it all the same.")
}

func ofPipe(why *run.Meets) sentence.Sentence {
	switch {
	case why.ShutWrite:
		return sentence.New("this end has shut down sending", "After its own shutdown() this end may send no more. No packet goes out.")
	case why.Reset:
		return sentence.New("the connection is gone: a RST had come", "The RST that came before has ended the connection. Nothing is sent any more: the program gets EPIPE, and SIGPIPE if it does not ignore it.")
	}
	return sentence.New("the connection is gone", "The connection has ended: nothing can be sent on it.")
}

func ofRefused(c *capture.Call) sentence.Sentence {
	if c.Proto == capture.UDP {
		return sentence.New("the ICMP error for the last datagram has come", "The datagram before was refused by ICMP: port unreachable. The kernel knows whose it was because the socket is connected, and tells it with the next call.")
	}
	return sentence.New("refused: a RST came for the SYN", "The host is there, but nobody listens on that port: its kernel answers the SYN with a RST.")
}
