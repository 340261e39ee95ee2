package verdicts

import (
	"fmt"
	"strings"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/render/quantity"
	"wireladder/render/words/verdicts/naming"
)

func ofBoundaries(f *findings.Finding) Verdict {
	if strings.HasPrefix(f.Text, "Unicode") {
		return ofCutCharacter(f)
	}
	v := Verdict{Repair: "TCP keeps no messages apart: end each with \\n (or tell its length first), and receive until that has come"}
	if f.Of == 0 {
		v.Brief = fmt.Sprintf("%s takes %d messages for one: recv() returned them at once", naming.Who(f.Who), f.Got)
		v.Full = fmt.Sprintf("One recv()%s returned what %s had sent with %d calls. It is taken for one message, and what is waited for then never comes.", naming.At(f.Moments[0]), naming.Who(f.Other), f.Got)
		if len(f.Moments) > 1 {
			v.Full = fmt.Sprintf("One recv()%s returned what %s had sent with %d calls. It is answered once%s, as one message that is not understood: %s.", naming.At(f.Moments[0]), naming.Who(f.Other), f.Got, naming.At(f.Moments[1]), naming.Quoted(string(naming.Data(f.Moments[1]))))
		}
		return v
	}
	v.Brief = fmt.Sprintf("%s takes %d of %s for the whole message", naming.Who(f.Who), f.Got, naming.Bytes(f.Of))
	v.Full = fmt.Sprintf("recv()%s returned %s of the %d that %s sends with %s.", naming.At(f.Moments[0]), naming.Bytes(f.Got), f.Of, naming.Who(f.Other), calls(f.Parts))
	switch {
	case f.Parts > 1:
		v.Full += fmt.Sprintf(" They are answered at once%s, and then %s closes: the rest, which is sent without waiting for an answer, finds nobody.", naming.At(f.Moments[1]), naming.Who(f.Who))
	case len(f.Moments) > 1:
		v.Full += fmt.Sprintf(" They are answered at once%s: the rest is answered as a message of its own.", naming.At(f.Moments[1]))
	default:
		v.Full += " The program goes on with them before it has the rest."
	}
	return v
}

// calls says with how many calls something was sent.
func calls(n int) string {
	if n < 2 {
		return "one call"
	}
	return fmt.Sprintf("%d calls", n)
}

func ofPartialRead(f *findings.Finding) Verdict {
	v := Verdict{
		Brief:  fmt.Sprintf("%s receives %d of %s and closes", naming.Who(f.Who), f.Got, naming.Bytes(f.Of)),
		Full:   fmt.Sprintf("One recv()%s is taken for all that %s sends. recv() returns what is there, at most as much as its buffer holds: the rest is lost with close().", naming.At(f.Moments[0]), naming.Who(f.Other)),
		Repair: "receive in a loop, until the message is whole or recv() returns nothing",
	}
	if len(f.Moments) > 2 {
		v.Full += fmt.Sprintf(" Because something is unread then, the kernel sends a RST%s.", naming.Packet(f.Moments[2]))
	}
	return v
}

func ofAnswerShort(f *findings.Finding) Verdict {
	c := naming.CallOf(f.Moments[0])
	if c != nil && c.Result < int64(c.Size) {
		return Verdict{
			Brief:  fmt.Sprintf("%s answers %d of %s", naming.Who(f.Who), f.Got, naming.Bytes(f.Of)),
			Full:   fmt.Sprintf("%s()%s has taken the beginning of what it was given, and the rest is never sent.", naming.Written(f.Moments[0]), naming.At(f.Moments[0])),
			Repair: "send all of the answer: sendall(), or send() again with what it has not taken",
		}
	}
	v := Verdict{
		Brief:  fmt.Sprintf("%s announces %s and answers %d", naming.Who(f.Who), naming.Bytes(f.Of), f.Got),
		Full:   fmt.Sprintf("Content-Length says %d; behind the header come %s, and then the end%s.", f.Of, naming.Bytes(f.Got), naming.Packet(f.Moments[len(f.Moments)-1])),
		Repair: "Content-Length is the number of bytes of the body alone: body = text.encode(); len(body)",
	}
	if c != nil {
		v.Full += fmt.Sprintf(" All that %s()%s was given was sent: either the number is wrong, or a part of the body was never given to it.", naming.Written(f.Moments[0]), naming.At(f.Moments[0]))
		if c.Result == f.Of {
			v.Full += fmt.Sprintf(" %d is the length of the answer with its header.", f.Of)
		}
	}
	return v
}

func ofNoNewline(f *findings.Finding) Verdict {
	if f.Text == "\r\n" {
		return Verdict{
			Brief:  fmt.Sprintf("%s waits for \\r\\n, and the line of %s ends with \\n", naming.Who(f.Other), naming.Who(f.Who)),
			Full:   fmt.Sprintf("%s receives%s until \\r\\n comes. What %s has sent ends with \\n alone, and it waits itself%s%s", naming.Capital(naming.Who(f.Other)), naming.At(f.Moments[1]), naming.Who(f.Who), naming.At(f.Moments[0]), until(f, ": both wait for ever.")),
			Repair: "agree on one end of a line in both programs: \\r\\n, or \\n",
		}
	}
	return Verdict{
		Brief:  fmt.Sprintf("%s waits for the end of a line that %s never sends", naming.Who(f.Other), naming.Who(f.Who)),
		Full:   fmt.Sprintf("%s receives%s until a \\n comes. What %s has sent ends with none, and it waits itself%s%s", naming.Capital(naming.Who(f.Other)), naming.At(f.Moments[1]), naming.Who(f.Who), naming.At(f.Moments[0]), until(f, ": both wait for ever.")),
		Repair: "send the \\n, too: s.sendall((line + \"\\n\").encode())",
	}
}

// until says how a wait of two comes to an end: as it is given where it does not.
func until(f *findings.Finding, forever string) string {
	if f.GivesUp == nil {
		return forever
	}
	return fmt.Sprintf(", until %s gives up after %s.", naming.Who(f.GivesUp), spell(f.Got))
}

func ofWaitsForEOF(f *findings.Finding) Verdict {
	v := Verdict{
		Brief:  fmt.Sprintf("%s waits for the end of the stream, which does not come", naming.Who(f.Other)),
		Full:   fmt.Sprintf("%s goes on receiving%s without an answer. %s sends nothing more, does not shut down its side, and waits for the answer itself%s%s", naming.Capital(naming.Who(f.Other)), naming.At(f.Moments[1]), naming.Capital(naming.Who(f.Who)), naming.At(f.Moments[0]), until(f, ".")),
		Repair: "the client: s.shutdown(socket.SHUT_WR) after its last byte; or the server: stop receiving when the message is whole",
	}
	switch {
	case f.Process != "":
		v.Brief = fmt.Sprintf("%s does not pass on the end: %s waits for it", naming.Who(f.Who), naming.Who(f.Other))
		v.Full = fmt.Sprintf("%s has ended its direction by shutdown()%s, and %s has found that out: %s() = 0%s. What came before it was sent on, but on %s, on which that went, no shutdown() follows, and %s goes on receiving%s; so its answer does not come either.", naming.Capital(naming.Program(f.Process)), naming.At(f.Moments[2]), naming.Who(f.Who), naming.Written(f.Moments[0]), naming.At(f.Moments[0]), naming.FD(f.Who), naming.Who(f.Other), naming.At(f.Moments[1]))
		v.Repair = "when recv() returns nothing: other.shutdown(socket.SHUT_WR); and close() both sockets when both directions have ended"
	case f.Idle:
		v.Full = fmt.Sprintf("%s has an answer, and goes on receiving%s until the stream ends. %s does not end it: its last call on %s is %s()%s, and no close() follows. In Python close() waits for what makefile() has returned: it closes the socket only when that is closed, too.", naming.Capital(naming.Who(f.Other)), naming.At(f.Moments[1]), naming.Capital(naming.Who(f.Who)), naming.FD(f.Who), naming.Written(f.Moments[0]), naming.At(f.Moments[0]))
		v.Repair = "the server: close the socket after its answer, and what makefile() has returned: with conn, conn.makefile(…) as f:; or the client: stop receiving when the answer is whole"
	case f.Other != nil && f.Other.Side == flow.Initiator:
		v.Full = fmt.Sprintf("%s has an answer, and goes on receiving%s until the stream ends. %s keeps the connection open, and waits for more itself%s%s", naming.Capital(naming.Who(f.Other)), naming.At(f.Moments[1]), naming.Capital(naming.Who(f.Who)), naming.At(f.Moments[0]), until(f, "."))
		v.Repair = "the client: s.shutdown(socket.SHUT_WR) after its last request, or stop receiving when the answer is whole; or the server: close() after its answer"
	}
	return v
}

func ofNothingSent(f *findings.Finding) Verdict {
	if f.Who != nil && f.Who.Proto == capture.UDP {
		return Verdict{
			Brief:  fmt.Sprintf("%s waits for a datagram and sends none", naming.Who(f.Who)),
			Full:   fmt.Sprintf("connect()%s sends nothing over UDP: the server does not know that it is there.", naming.At(f.Moments[0])),
			Repair: "send the request first: s.send(…)",
		}
	}
	v := Verdict{
		Brief:  fmt.Sprintf("%s connects and sends nothing", naming.Who(f.Who)),
		Full:   fmt.Sprintf("The connection is established, and not one byte goes over it in either direction%s.", naming.At(f.Moments[len(f.Moments)-1])),
		Repair: "one side must begin: look at whose send() is missing, or is never reached",
	}
	if len(f.Moments) > 1 && f.Moments[0].Packet == nil {
		v.Brief = fmt.Sprintf("%s sends nothing, and waits for an answer", naming.Who(f.Who))
		v.Full = fmt.Sprintf("Not one byte goes over the connection in either direction: %s waits%s, and so does %s%s%s", naming.Who(f.Who), naming.At(f.Moments[0]), naming.Who(f.Other), naming.At(f.Moments[1]), until(f, "."))
		v.Repair = "send before you wait: look at whose send() is missing, or is never reached; what is written to a file of makefile() goes out with flush()"
	}
	return v
}

// ofIdle is of BothWait where one side has received all, and does nothing any more.
func ofIdle(f *findings.Finding) Verdict {
	last := f.Moments[1]
	v := Verdict{
		Brief:  fmt.Sprintf("%s waits for an answer, and %s does nothing for it any more", naming.Who(f.Who), naming.Who(f.Other)),
		Full:   fmt.Sprintf("%s waits in %s()%s. Nothing of it lies unread at %s, whose last call on %s is %s()%s.", naming.Capital(naming.Who(f.Who)), naming.Written(f.Moments[0]), naming.At(f.Moments[0]), naming.Who(f.Other), naming.FD(f.Other), naming.Written(last), naming.At(last)),
		Repair: "answer or close in every case: look at what comes behind that call",
	}
	then := "The thread that has made it makes no call on a socket since: it waits for something else (a lock, a sleep, another thread), or an exception has ended what it did, and nobody shows it."
	for _, m := range f.Moments[2:] {
		if c := naming.CallOf(m); c.Errno != "" && c.Errno != "EINTR" {
			v.Full += fmt.Sprintf(" Behind it %s() on %s%s fails%s: %s.", naming.Written(m), naming.FD(m.Socket), listens(m.Socket), naming.At(m), c.Errno)
			if listens(m.Socket) != "" {
				v.Repair = "send and receive with the socket that accept() returns"
			}
			continue
		}
		then = fmt.Sprintf("Then it waits in %s()%s.", naming.Written(m), naming.At(m))
	}
	v.Full += " " + then
	if f.GivesUp != nil {
		v.Full += fmt.Sprintf(" So %s gives up after %s.", naming.Who(f.GivesUp), spell(f.Got))
	}
	return v
}

// listens says of a socket that it listens, if it does.
func listens(k *run.Socket) string {
	if k == nil || k.Role != run.Listening {
		return ""
	}
	return ", which listens,"
}

func ofBothWait(f *findings.Finding) Verdict {
	switch {
	case f.Idle && len(f.Moments) > 1:
		return ofIdle(f)
	case f.Of > 0 && f.Moments[1].Socket == f.Other:
		return Verdict{
			Brief:  fmt.Sprintf("%s waits for %s that %s does not send", naming.Who(f.Other), naming.Bytes(f.Of), naming.Who(f.Who)),
			Full:   fmt.Sprintf("%s goes on only with that%s; %s sends nothing more, and waits for the answer itself%s%s", naming.Capital(naming.Who(f.Other)), naming.At(f.Moments[1]), naming.Who(f.Who), naming.At(f.Moments[0]), until(f, ".")),
			Repair: "look at how long a message is, and at how its length is written and read: byte order (struct: \"!I\" on both sides), digits, units",
		}
	case f.Of > 0:
		return Verdict{
			Brief:  fmt.Sprintf("%s waits for an answer, and %s does not receive the request", naming.Who(f.Who), naming.Who(f.Other)),
			Full:   fmt.Sprintf("%s waits in recv()%s; %s lie unread at %s of %s, which waits for something else in %s()%s.", naming.Capital(naming.Who(f.Who)), naming.At(f.Moments[0]), naming.Bytes(f.Of-f.Got), naming.FD(f.Other), naming.Who(f.Other), naming.Written(f.Moments[1]), naming.At(f.Moments[1])),
			Repair: "receive from each socket that accept() returns: at once, in a thread, or when select() says so",
		}
	}
	v := Verdict{
		Brief:  fmt.Sprintf("%s and %s wait for each other", naming.Who(f.Who), naming.Who(f.Other)),
		Full:   fmt.Sprintf("Both wait for something to receive: %s%s, %s%s. Nothing is on its way%s", naming.Who(f.Who), naming.At(f.Moments[0]), naming.Who(f.Other), naming.At(f.Moments[1]), until(f, ", so that neither goes on.")),
		Repair: "agree on whose turn it is: after each message one side receives, and the other one sends",
	}
	if readsFile(f.Moments[1]) {
		v.Repair += "; what is written to a file of makefile() goes out with flush()"
	}
	return v
}

// readsFile reports whether a call is made for a file object, which keeps what is written to it.
func readsFile(m *run.Moment) bool {
	c := naming.CallOf(m)
	return c != nil && c.Proto == capture.TCP && c.Does(capture.Receives) && c.Code.Line > 0 && c.Code.Newline && !strings.Contains(c.Code.Text, "recv")
}

func ofNotReading(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%s does not receive for %s: its buffer is full, and %s must wait", naming.Who(f.Who), spell(f.Got), naming.Who(f.Other)),
		Full:   fmt.Sprintf("Its kernel offers a window of zero%s: what has come is not taken by the program.", naming.Packet(f.Moments[0])),
		Repair: "receive as long as the other side sends, also while sending itself",
	}
}

func ofClosedBeforeAnswer(f *findings.Finding) Verdict {
	switch {
	case naming.CallOf(f.Moments[0]) != nil && naming.CallOf(f.Moments[0]).Does(capture.ShutsDown):
		return Verdict{
			Brief:  fmt.Sprintf("%s shuts down both directions before the answer has come", naming.Who(f.Who)),
			Full:   fmt.Sprintf("shutdown(%s)%s ends the direction in which the answer comes, too: %s()%s returns nothing at once, and what %s sends is lost.", naming.CallOf(f.Moments[0]).Args.How, naming.At(f.Moments[0]), naming.Written(f.Moments[1]), naming.At(f.Moments[1]), naming.Who(f.Other)),
			Repair: "s.shutdown(socket.SHUT_WR) ends the own direction alone; then receive the answer, and close()",
		}
	case f.GivesUp != nil:
		return Verdict{
			Brief:  fmt.Sprintf("%s gives up after %s, before the answer has come", naming.Who(f.Who), spell(f.Got)),
			Full:   fmt.Sprintf("Its timeout is over, and it closes. The answer%s finds no socket any more: the kernel throws it away and answers with a RST%s.", naming.Packet(f.Moments[0]), naming.Packet(f.Moments[1])),
			Repair: "a longer timeout, or a server that answers sooner",
		}
	case f.Who != nil && f.Who.Side == flow.Responder && f.Got > 0:
		return Verdict{
			Brief:  fmt.Sprintf("%s closes without an answer", naming.Who(f.Who)),
			Full:   fmt.Sprintf("It has received %s, sends nothing, and closes%s. recv() of %s%s returns nothing.", naming.Bytes(f.Got), naming.At(f.Moments[0]), naming.Who(f.Other), naming.At(f.Moments[1])),
			Repair: "answer in every case before close(), also to say no; where a thread answers, let the thread close",
		}
	}
	return Verdict{
		Brief:  fmt.Sprintf("%s closes before the answer has come", naming.Who(f.Who)),
		Full:   fmt.Sprintf("The answer%s finds no socket any more: the kernel throws it away and answers with a RST%s.", naming.Packet(f.Moments[0]), naming.Packet(f.Moments[1])),
		Repair: "receive the answer before close()",
	}
}

func ofWriteAfterClose(f *findings.Finding) Verdict {
	v := Verdict{
		Brief:  fmt.Sprintf("%s sends, though %s has closed", naming.Who(f.Who), naming.Who(f.Other)),
		Full:   fmt.Sprintf("The FIN had come; what is sent after it%s is answered with a RST, and the next send() fails (EPIPE).", naming.Packet(f.Moments[0])),
		Repair: "when recv() returns nothing the other side has closed: close too, and open a new connection for the next message",
	}
	switch m := f.Moments[0]; {
	case m.Call != nil && m.Meets.ShutWrite:
		v.Brief = fmt.Sprintf("%s sends, though it has shut down this direction itself", naming.Who(f.Who))
		v.Full = fmt.Sprintf("send() fails with EPIPE%s: after shutdown(SHUT_WR) nothing more can be sent.", naming.At(m))
		v.Repair = "shutdown(SHUT_WR) only after the last byte"
	case m.Call != nil:
		v.Full = fmt.Sprintf("send() fails with EPIPE%s: the connection is gone in this direction.", naming.At(m))
	}
	return v
}

func ofUnreadReset(f *findings.Finding) Verdict {
	v := Verdict{
		Brief:  fmt.Sprintf("%s closes with %s unread: a RST instead of a FIN", naming.Who(f.Who), naming.Bytes(f.Got)),
		Full:   fmt.Sprintf("close() of a socket in whose receive buffer something lies aborts the connection%s. What is on its way to %s can be lost by that.", naming.Packet(f.Moments[0]), naming.Who(f.Other)),
		Repair: "receive all that has come before close()",
	}
	if len(f.Moments) > 1 && f.Moments[1].Call != nil && f.Moments[1].Call.Does(capture.Ends) {
		v.Brief = fmt.Sprintf("%s ends with %s unread: a RST instead of a FIN", naming.Who(f.Who), naming.Bytes(f.Got))
		v.Full = fmt.Sprintf("The end of a program closes its sockets. Where something lies in the receive buffer, that aborts the connection%s; what is on its way to %s can be lost by that.", naming.Packet(f.Moments[0]), naming.Who(f.Other))
		v.Repair = "receive all that has come before the end"
	}
	return v
}

func ofNeverClosed(f *findings.Finding) Verdict {
	if f.Of > 0 {
		return Verdict{
			Brief:  fmt.Sprintf("%s closes %s in one process alone: the connection does not end", naming.Who(f.Who), naming.FD(f.Who)),
			Full:   fmt.Sprintf("close()%s sends no FIN, for another process has the socket, too (fork); %s waits for the end of the stream%s.", naming.At(f.Moments[0]), naming.Who(f.Other), naming.At(f.Moments[1])),
			Repair: "close the socket in both processes: in the parent at once after os.fork()",
		}
	}
	return Verdict{
		Brief:  fmt.Sprintf("%s never closes %s: it stays in CLOSE-WAIT", naming.Who(f.Who), naming.FD(f.Who)),
		Full:   fmt.Sprintf("The FIN of %s has come%s, and no close() follows. As long as the program runs, the descriptor and the socket of the kernel are taken.", naming.Who(f.Other), naming.Packet(f.Moments[0])),
		Repair: "close the socket when recv() returns nothing, and what makefile() has returned; in Python: with conn:",
	}
}

func ofSpin(f *findings.Finding) Verdict {
	if f.Text != "" {
		return Verdict{
			Brief:  fmt.Sprintf("%s asks %d times in a row whether something has come on %s", naming.Who(f.Who), f.Got, naming.FD(f.Who)),
			Full:   fmt.Sprintf("Its socket does not wait: each call%s fails at once (%s), and the program makes the next one. It takes a processor for itself.", naming.At(f.Moments[0]), strings.Trim(naming.Quoted(f.Text), `"`)),
			Repair: "let the socket wait (setblocking(True), a timeout), or wait in select()",
		}
	}
	return Verdict{
		Brief:  fmt.Sprintf("%s does not heed the end: recv() = 0 on %s, %d times", naming.Who(f.Who), naming.FD(f.Who), f.Got),
		Full:   fmt.Sprintf("recv()%s returns nothing because the other side has closed, and will do so for ever. The program goes on receiving.", naming.At(f.Moments[0])),
		Repair: "when recv() returns nothing: close the socket, leave the loop, and take it out of select()'s list",
	}
}

func ofBacklogFull(f *findings.Finding) Verdict {
	if f.Got > 0 {
		return Verdict{
			Brief:  fmt.Sprintf("the accept queue of %s was full, %s", naming.Who(f.Who), quantity.Count(f.Got, "time")),
			Full:   "The kernel counts that (ListenOverflows): more clients wait than listen() has room for, and nobody accepts them. What came then, a SYN or the last ACK of a handshake, was dropped without a word; it comes again after a second.",
			Repair: "accept faster (a thread for each client, select()), or give listen() a larger backlog",
		}
	}
	return Verdict{
		Brief:  fmt.Sprintf("the accept queue of %s is full: a SYN is dropped", naming.Who(f.Who)),
		Full:   fmt.Sprintf("More clients wait than listen() has room for, and nobody is accepted%s. The kernel drops the SYN without a word; it comes again after a second.", naming.Packet(f.Moments[0])),
		Repair: "accept faster (a thread for each client, select()), or give listen() a larger backlog",
	}
}

func ofSerialServer(f *findings.Finding) Verdict {
	v := Verdict{
		Brief:  fmt.Sprintf("%s must wait for another client, for %s", naming.Who(f.Other), spell(f.Got)),
		Full:   fmt.Sprintf("Its connection is made%s by the kernel, but %s does not accept it meanwhile:", naming.Packet(f.Moments[0]), naming.Who(f.Who)),
		Repair: "serve clients at the same time: a thread for each, or select(), and no call that waits between (join(), sleep(), a lock)",
	}
	switch m := f.Moments[0]; {
	case m.Call != nil:
		v.Full = fmt.Sprintf("Its request is received%s, but %s does nothing for it meanwhile:", naming.At(m), naming.Who(f.Who))
	case m.Packet != nil && m.Packet.PayloadLength > 0:
		v.Full = fmt.Sprintf("Its request has come%s, but %s does not receive it meanwhile:", naming.Packet(m), naming.Who(f.Who))
	}
	if c := f.Moments[1].Call; c != nil && c.Does(capture.Waits) {
		v.Full += fmt.Sprintf(" it is in a call for another client%s.", naming.At(f.Moments[1]))
	} else {
		v.Full += fmt.Sprintf(" it goes on only when it is done with another client%s.", naming.At(f.Moments[1]))
	}
	return v
}

func ofNagleDelay(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("a small segment waits %d ms for an ACK (Nagle)", f.Got),
		Full:   fmt.Sprintf("%s sends in small pieces: the second one%s waits until the first is acknowledged, and the other side delays that ACK.", naming.Capital(naming.Who(f.Who)), naming.Packet(f.Moments[0])),
		Repair: "send a message with one call, or set TCP_NODELAY",
	}
}
