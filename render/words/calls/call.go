package calls

import (
	"fmt"
	"strings"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/render/quantity"
	"wireladder/render/words/sentence"
)

// Of says what a call did, and where it stands in its program if that is known.
func Of(m *run.Moment) sentence.Sentence {
	if m.Kind == run.Return {
		return of(m) // the line was told when it was entered
	}
	return withCode(m.Call.Code, of(m))
}

func of(m *run.Moment) sentence.Sentence {
	c, entered, back := m.Call, m.Kind == run.Enter, m.Kind == run.Return
	switch {
	case !entered && c.Errno != "":
		return ofFailure(m)
	case c.Does(capture.Binds) && m.Meets.Own && m.Socket != nil && m.Socket.Remote == m.Socket.Local && m.Socket.Local.IsValid():
		return sentence.New("takes the port that it will connect to", "The program chooses the port from which it connects, and it is the very one that it connects to: a socket that is connected to itself.")
	case c.Does(capture.Binds) && m.Meets.Retry:
		return sentence.New("succeeds now, with SO_REUSEADDR set", "The bind() before has found the address in use. SO_REUSEADDR was set in between, and this one succeeds.")
	case c.Does(capture.Binds) && m.Meets.Own:
		return sentence.New("a port of its own choice; without bind() the kernel picks one", "The program chooses the port from which it connects. Without bind() the kernel chooses one, another one each time.")
	case c.Does(capture.Listens):
		return sentence.New("", "From now on the kernel answers SYNs by itself.")
	case c.Does(capture.Configures) && !entered:
		return ofOption(c.Args.Option, m)
	case m.FINWaits():
		left := quantity.Count(m.Meets.Unsent, "byte")
		return sentence.New(quantity.Count(m.Meets.Unsent, "unsent byte")+" go before the FIN", "No packet goes out yet: of what the program has given before, "+left+" are not sent yet, and the FIN goes behind them.")
	case c.Does(capture.ShutsDown) && !back:
		return ofShutdown(c)
	case c.Does(capture.Accepts):
		return ofAccept(m, entered)
	case c.Does(capture.Polls):
		return ofPoll(m, entered)
	case strings.Contains(c.Args.Flags, "MSG_OOB"):
		return ofUrgent(c, entered, back)
	case run.OpensFast(c) && !back:
		return sentence.New("connects and sends in one call", "MSG_FASTOPEN connects and sends in one call. With a cookie of the server's the bytes go with the SYN, and the call returns at once; without one the SYN asks for it, and the bytes follow the handshake (Fast Open, RFC 7413).")
	case c.Does(capture.Receives) && !entered:
		return ofReceive(m)
	case c.Does(capture.Sends) && c.Proto == capture.TCP && !entered:
		return ofSend(c, &m.Meets)
	}
	return sentence.Sentence{}
}

// ofSend speaks of a call that gave the kernel octets of a stream to send.
func ofSend(c *capture.Call, why *run.Meets) sentence.Sentence {
	switch {
	case c.Result < int64(c.Size):
		return sentence.New(
			fmt.Sprintf("takes %d of %d bytes; the program must send the rest", c.Result, c.Size),
			fmt.Sprintf("The kernel has taken %d of %d bytes. What is left the program must send itself, with another send().", c.Result, c.Size),
		)
	case why.Rest:
		return sentence.New(fmt.Sprintf("takes all %d bytes", c.Size), "The kernel has taken all of what the send() before had left.")
	case why.SinceEnd && c.Result > 0:
		return sentence.New("its own kernel takes it: whether the peer will read it is not known yet", "The peer's FIN has come: it sends no more. Whether it still reads, a FIN does not tell: send() succeeds when the kernel of its own host has taken the bytes, and that says nothing of the other side.")
	}
	return sentence.Sentence{}
}

func ofAccept(m *run.Moment, entered bool) sentence.Sentence {
	c := m.Call
	switch {
	case entered:
		return sentence.New("", "The program waits for a connection; it sends nothing itself.")
	case m.Meets.Fast:
		return sentence.New("before the handshake has ended: its data is here", fmt.Sprintf("The SYN has brought a cookie and data, and so accept() need not wait for the end of the handshake (Fast Open, RFC 7413): a new socket, just for %s, on the same port, and the program may answer at once.", c.Remote))
	}
	s := sentence.New("a new socket for this connection", fmt.Sprintf("accept() hands over a connection that the kernel had already set up: a new socket, just for %s, on the same port.", c.Remote))
	if told := m.Socket.Told(c.Remote); told != c.Remote {
		s.Add("; the client comes over IPv4", fmt.Sprintf(" The client comes over IPv4. The socket is one of AF_INET6, whose addresses are IPv6 all: the program gets %v, a mapped address (RFC 4291 §2.5.5.2), which no packet has.", told.Addr()))
	}
	return s
}

func ofPoll(m *run.Moment, entered bool) sentence.Sentence {
	switch c := m.Call; {
	case c.Aside && entered:
		return sentence.New("", "The socket has a time limit: the interpreter waits for it by itself, and makes the call of its line when something is there.")
	case c.Aside && c.Result == 0:
		return nothingCame(c)
	case c.Args.HasTimeout && c.Args.Timeout == 0 && c.Result == 0 && !entered:
		return sentence.New("nothing yet: with a time limit of 0 it does not wait", "Its time limit is 0: it looks which of its sockets have something, waits for none, and none has.")
	case entered:
		return sentence.New("", "One thread waits for all of its sockets at once; it returns when any of them has something.")
	case c.Result == 0:
		return sentence.New("nothing in time", "The time that it was given is over, and none of the sockets has anything.")
	}
	return sentence.New(ready(m), "What is ready can be accepted, received or sent at once: the next call on it will not wait.")
}

// ready says what the sockets have that are ready.
func ready(m *run.Moment) string {
	var all []string
	found := m.Meets.Ready
	if found.Connection {
		all = append(all, "a connection for accept()")
	}
	if found.Octets {
		octets := "something to receive"
		if m.Protocol() != capture.UDP {
			octets += ", or the end of the stream"
		}
		all = append(all, octets)
	}
	if found.Room {
		all = append(all, "room to send")
	}
	return strings.Join(all, "; ")
}

// ofReceive speaks of calls that took something in, or the end.
func ofReceive(m *run.Moment) sentence.Sentence {
	c, why := m.Call, &m.Meets
	tcp := c.Proto == capture.TCP
	switch {
	case why.Larger > 0:
		return sentence.New(fmt.Sprintf("%d of %d bytes; the rest is gone", c.Result, why.Larger),
			fmt.Sprintf("The datagram has %d bytes, the buffer only %d: the kernel throws the rest of the datagram away.", why.Larger, c.Size))
	case why.AtMark:
		return sentence.New("ends before the urgent byte, though more came", "recv() returns what stands before the urgent byte, and ends there, though more has come and it had room for that.")
	case why.Outsider:
		return sentence.New("this socket has not joined; another one of its host has", "The socket has not joined the group, and receives what is sent there all the same: Linux gives it what any socket of its host has joined, unless IP_MULTICAST_ALL is 0 (ip(7)).")
	case why.Stale > 0 && !tcp:
		return sentence.New(
			fmt.Sprintf("not the answer to packet %d: it had come before packet %d was sent", why.Stale, why.Stale),
			fmt.Sprintf("This datagram had come before packet %d was sent: it answers something earlier. UDP does not tell a program which request a datagram answers; the program must (with a number, say).", why.Stale),
		)
	case why.More && !tcp:
		return sentence.New("one datagram, though another one had come", "Another datagram had come by then. One call returns one datagram, and nothing of the next: UDP keeps messages apart.")
	case why.Kept && !tcp:
		return sentence.New("it has waited in the receive buffer", "This datagram had come while the program served another one. It has waited in the receive buffer.")
	case tcp && c.Result > 0 && why.Pieces > 1:
		return sentence.New(fmt.Sprintf("the bytes of %d segments at once", why.Pieces), fmt.Sprintf("One call returns bytes that came in %d segments: TCP keeps no messages apart.", why.Pieces))
	case tcp && c.Result > 0 && c.Result == int64(c.Size) && why.Unread > 0 && !why.ShutRead:
		left := quantity.Count(why.Unread, "byte")
		return sentence.New("all that it had room for; left: "+left, "The buffer is full. What has come besides, "+left+", is left for the next call: TCP keeps no messages apart.")
	case c.Result > 0 && tcp && why.ShutRead:
		return sentence.New("what has come is handed over all the same", "This end has shut down receiving. What has come is handed over all the same: shutdown(SHUT_RD) throws nothing away, and from then on recv() returns 0 in place of waiting.")
	case c.Result > 0 || c.Size == 0:
		return sentence.New("", "")
	case !tcp:
		return sentence.New("an empty datagram: a message, not an end", "0 bytes is a datagram without content: over UDP that is a message like any other, and no end of anything.")
	case why.ShutRead:
		return sentence.New(fmt.Sprintf("0: %s itself has shut down reading", sentence.Owner(m)), "recv() = 0: nothing that has come is left, and recv() does not wait for more, because this end has shut down receiving itself. It does not mean that the peer has ended.")
	}
	return sentence.New("end of the stream", "recv() = 0 is the end of the stream: the peer's FIN has come.")
}

// ofUrgent speaks of a call about the byte that is urgent (RFC 9293 §3.8.5, tcp(7)).
func ofUrgent(c *capture.Call, entered, back bool) sentence.Sentence {
	switch {
	case c.Does(capture.Sends) && !back:
		return sentence.New("its last byte is urgent", "MSG_OOB: the urgent pointer will name the last of these bytes, whatever still waits to be received before it.")
	case c.Does(capture.Receives) && !entered:
		return sentence.New("the urgent byte alone", "With MSG_OOB recv() returns the urgent byte and nothing else. Without it recv() leaves that byte out, and what it returns ends before it, though more has come.")
	}
	return sentence.Sentence{}
}

func ofShutdown(c *capture.Call) sentence.Sentence {
	switch c.Args.How {
	case capture.ShutRead:
		return sentence.New("only its own kernel learns of it", "Nothing goes on the wire: the peer does not learn of it and may go on sending.")
	case capture.ShutWrite:
		return sentence.New("ends this direction; it can still receive", "The kernel sends a FIN: this end will send no more, but still receives (half-close). The descriptor stays open.")
	}
	return sentence.New("ends both directions; the descriptor stays", "The kernel sends a FIN, and recv() returns 0 from now on. Data that the peer still sends is answered with a RST.")
}

// socketOptions are what is said of setsockopt(2), by the option's name.
var socketOptions = map[string]string{
	"TCP_FASTOPEN_CONNECT": "connect() returns at once where there is a cookie, and the SYN goes with what is sent first (Fast Open, RFC 7413).",
	"SO_REUSEADDR":         "bind() may take an address that old connections in TIME-WAIT still hold.",
	"SO_RCVBUF":            "It bounds what may wait here to be received, and with it the window that the peer is offered.",
	"SO_SNDBUF":            "It bounds what may wait here to be sent and acknowledged.",
	"SO_RCVTIMEO":          "A call that receives gives up with EAGAIN after that time.",
	"SO_SNDTIMEO":          "A call that sends gives up after that time.",
	"SO_KEEPALIVE":         "If nothing comes for long, the kernel asks whether the peer is still there.",
	"TCP_KEEPIDLE":         "So many seconds of silence, and the kernel asks for the first time.",
	"TCP_KEEPINTVL":        "So many seconds between questions.",
	"TCP_KEEPCNT":          "After so many questions without an answer the connection is given up.",
	"TCP_FASTOPEN":         "A SYN may bring data, if it brings a cookie of this host's, too: the program gets it before the handshake has ended (Fast Open, RFC 7413).",
	"TCP_NODELAY":          "Each piece is sent at once: the kernel does not wait for an ACK to put small ones together (Nagle).",
	"IP_ADD_MEMBERSHIP":    "Its host takes what is sent to that group from now on, and the socket receives it.",
	"IP_MULTICAST_IF":      "What the socket sends to groups goes by the interface that has this address.",
}

// switched are what is said of options that are on or off, when they are off and on.
var switched = map[string][2]sentence.Sentence{
	"IPV6_V6ONLY": {
		sentence.New("IPv4 clients, too", "Bound to ::, the socket takes what comes over IPv4 as well: a dual-stack socket."),
		sentence.New("only IPv6 clients", "Bound to ::, the socket takes what comes over IPv6 and nothing else."),
	},
	"IP_MULTICAST_ALL": {
		sentence.New("only groups that it has joined itself", "The socket receives what is sent to groups that it has joined itself, and to no others."),
		sentence.New("groups of the whole host", "The socket receives what is sent to groups that any socket of its host has joined."),
	},
}

// ofOption says what an option is for. Of groups it is said if the socket has joined none; that a buffer is larger than
// was asked for in brief of UDP alone: there it bounds how many datagrams wait.
func ofOption(o capture.SocketOption, m *run.Moment) sentence.Sentence {
	if o.Name == "IP_MULTICAST_ALL" && o.Value == "0" && m.Meets.Outsider {
		return sentence.New("only groups that it has joined itself: none", "The socket receives what is sent to groups that it has joined itself, and to no others. It has joined none.")
	}
	if s, ok := switched[o.Name]; ok && (o.Value == "0" || o.Value == "1") {
		return s[o.Number]
	}
	if o.Name == "SO_RCVBUF" || o.Name == "SO_SNDBUF" {
		s := sentence.New("", socketOptions[o.Name]+" Linux doubles what it is given, for its own bookkeeping takes room, too (socket(7)).")
		if m.Protocol() == capture.UDP {
			s.Brief = "Linux doubles it (socket(7))"
		}
		return s
	}
	if o.Aborts() {
		return sentence.New("on, 0 seconds: close() will send a RST, no FIN", "close() will not end the connection but abort it: a RST instead of a FIN.")
	}
	return sentence.New("", socketOptions[o.Name])
}
