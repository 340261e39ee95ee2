package verdicts

import (
	"fmt"

	"wireladder/capture/run"
	"wireladder/capture/run/findings"
)

func ofBoundaries(f *findings.Finding) Verdict {
	v := Verdict{Repair: "TCP keeps no messages apart: end each with \\n (or tell its length first), and receive until that has come"}
	if f.Of == 0 {
		v.Brief = fmt.Sprintf("%s takes %d messages for one: recv() returned them at once", who(f.Who), f.Got)
		v.Full = fmt.Sprintf("One recv()%s returned what %s had sent with %d calls. It is taken for one message, and what is waited for then never comes.", at(f.Moments[0]), who(f.Other), f.Got)
		return v
	}
	v.Brief = fmt.Sprintf("%s takes %d of %s for the whole message", who(f.Who), f.Got, bytesOf(f.Of))
	v.Full = fmt.Sprintf("recv()%s returned %s of the %d that %s sends with one call, and they are answered at once: the rest is answered as a message of its own.", at(f.Moments[0]), bytesOf(f.Got), f.Of, who(f.Other))
	if len(f.Moments) > 1 {
		then := "then it closes" + at(f.Moments[1])
		if f.Moments[1].Kind == run.Packet {
			then = "the rest comes only then" + packet(f.Moments[1])
		}
		v.Full = fmt.Sprintf("recv()%s returned %s of a message of %d, and they are answered at once: %s.", at(f.Moments[0]), bytesOf(f.Got), f.Of, then)
	}
	return v
}

func ofPartialRead(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%s receives %d of %s and closes", who(f.Who), f.Got, bytesOf(f.Of)),
		Full:   fmt.Sprintf("One recv()%s is taken for all that %s sends. recv() returns what is there, at most as much as its buffer holds: the rest is lost with close().", at(f.Moments[0]), who(f.Other)),
		Repair: "receive in a loop, until the message is whole or recv() returns nothing",
	}
}

func ofAnswerShort(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%s answers %d of %s", who(f.Who), f.Got, bytesOf(f.Of)),
		Full:   fmt.Sprintf("The answer%s is the beginning of what it should be, and ends there.", at(f.Moments[0])),
		Repair: "send all of the answer: sendall(), or send() again with what it has not taken",
	}
}

func ofNoNewline(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%s waits for the end of a line that %s never sends", who(f.Other), who(f.Who)),
		Full:   fmt.Sprintf("%s receives%s until a \\n comes. What %s has sent holds none, and it waits for the answer itself%s: both wait for ever.", capital(who(f.Other)), at(f.Moments[1]), who(f.Who), at(f.Moments[0])),
		Repair: "send the \\n, too: s.sendall((line + \"\\n\").encode())",
	}
}

func ofWaitsForEOF(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%s waits for the end of the stream, which does not come", who(f.Other)),
		Full:   fmt.Sprintf("%s goes on receiving%s without an answer. %s sends nothing more, does not shut down its side, and waits for the answer itself%s.", capital(who(f.Other)), at(f.Moments[1]), capital(who(f.Who)), at(f.Moments[0])),
		Repair: "the client: s.shutdown(socket.SHUT_WR) after its last byte; or the server: stop receiving when the message is whole",
	}
}

func ofNothingSent(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%s connects and sends nothing", who(f.Who)),
		Full:   fmt.Sprintf("The connection is established, and not one byte goes over it in either direction%s.", at(f.Moments[len(f.Moments)-1])),
		Repair: "one side must begin: look at whose send() is missing, or is never reached",
	}
}

func ofBothWait(f *findings.Finding) Verdict {
	switch {
	case f.Of > 0 && f.Got == 0 && f.Moments[1].Socket == f.Other:
		return Verdict{
			Brief:  fmt.Sprintf("%s waits for %s that %s does not send", who(f.Other), bytesOf(f.Of), who(f.Who)),
			Full:   fmt.Sprintf("%s asks for them in recv()%s; %s sends nothing more, and waits for the answer itself%s.", capital(who(f.Other)), at(f.Moments[1]), who(f.Who), at(f.Moments[0])),
			Repair: "look at how the length is written and read: byte order (struct: \"!I\" on both sides), digits, units",
		}
	case f.Of > 0:
		return Verdict{
			Brief:  fmt.Sprintf("%s waits for an answer, and %s does not receive the request", who(f.Who), who(f.Other)),
			Full:   fmt.Sprintf("%s waits in recv()%s; %s lie unread at %s of %s, which waits for something else in %s()%s.", capital(who(f.Who)), at(f.Moments[0]), bytesOf(f.Of-f.Got), fd(f.Other), who(f.Other), called(f.Moments[1]), at(f.Moments[1])),
			Repair: "receive from each socket that accept() returns: at once, in a thread, or when select() says so",
		}
	}
	return Verdict{
		Brief:  fmt.Sprintf("%s and %s wait for each other", who(f.Who), who(f.Other)),
		Full:   fmt.Sprintf("Both are in a call that receives: %s%s, %s%s. Nothing is on its way, so that neither returns.", who(f.Who), at(f.Moments[0]), who(f.Other), at(f.Moments[1])),
		Repair: "agree on whose turn it is: after each message one side receives, and the other one sends",
	}
}

func ofNotReading(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%s does not receive: its buffer is full, and %s must wait", who(f.Who), who(f.Other)),
		Full:   fmt.Sprintf("Its kernel offers a window of zero%s: what has come is not taken by the program.", packet(f.Moments[0])),
		Repair: "receive as long as the other side sends, also while sending itself",
	}
}

func ofClosedBeforeAnswer(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%s closes before the answer has come", who(f.Who)),
		Full:   fmt.Sprintf("The answer%s finds no socket any more: the kernel throws it away and answers with a RST%s.", packet(f.Moments[0]), packet(f.Moments[1])),
		Repair: "receive the answer before close()",
	}
}

func ofWriteAfterClose(f *findings.Finding) Verdict {
	v := Verdict{
		Brief:  fmt.Sprintf("%s sends, though %s has closed", who(f.Who), who(f.Other)),
		Full:   fmt.Sprintf("The FIN had come; what is sent after it%s is answered with a RST, and the next send() fails (EPIPE).", packet(f.Moments[0])),
		Repair: "when recv() returns nothing the other side has closed: close too, and open a new connection for the next message",
	}
	if f.Moments[0].Call != nil {
		v.Full = fmt.Sprintf("send() fails with EPIPE%s: the connection is gone in this direction.", at(f.Moments[0]))
	}
	return v
}

func ofUnreadReset(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%s closes with %s unread: a RST instead of a FIN", who(f.Who), bytesOf(f.Got)),
		Full:   fmt.Sprintf("close() of a socket in whose receive buffer something lies aborts the connection%s. What is on its way to %s can be lost by that.", packet(f.Moments[0]), who(f.Other)),
		Repair: "receive all that has come before close()",
	}
}

func ofNeverClosed(f *findings.Finding) Verdict {
	if f.Of > 0 {
		return Verdict{
			Brief:  fmt.Sprintf("%s closes %s in one process alone: the connection does not end", who(f.Who), fd(f.Who)),
			Full:   fmt.Sprintf("close()%s sends no FIN, for another process has the socket, too (fork); %s waits for the end of the stream%s.", at(f.Moments[0]), who(f.Other), at(f.Moments[1])),
			Repair: "close the socket in both processes: in the parent at once after os.fork()",
		}
	}
	return Verdict{
		Brief:  fmt.Sprintf("%s never closes %s: it stays in CLOSE-WAIT", who(f.Who), fd(f.Who)),
		Full:   fmt.Sprintf("The FIN of %s has come%s, and no close() follows. Each client leaves such a socket behind.", who(f.Other), packet(f.Moments[0])),
		Repair: "close the socket when recv() returns nothing; in Python: with conn:",
	}
}

func ofSpin(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%s does not heed the end: recv() = 0 on %s, %d times", who(f.Who), fd(f.Who), f.Got),
		Full:   fmt.Sprintf("recv()%s returns nothing because the other side has closed, and will do so for ever. The program goes on receiving.", at(f.Moments[0])),
		Repair: "when recv() returns nothing: close the socket, leave the loop, and take it out of select()'s list",
	}
}

func ofBacklogFull(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("the accept queue of %s is full: a SYN is dropped", who(f.Who)),
		Full:   fmt.Sprintf("More clients wait than listen() has room for, and nobody is accepted%s. The kernel drops the SYN without a word; it comes again after a second.", packet(f.Moments[0])),
		Repair: "accept faster (a thread for each client, select()), or give listen() a larger backlog",
	}
}

func ofSerialServer(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%s must wait until another client has ended", who(f.Other)),
		Full:   fmt.Sprintf("Its connection is made%s by the kernel, but the server does not accept it: it is in a call for another client%s.", packet(f.Moments[0]), at(f.Moments[1])),
		Repair: "serve clients at the same time: a thread for each, or select()",
	}
}

func ofNagleDelay(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("a small segment waits %d ms for an ACK (Nagle)", f.Got),
		Full:   fmt.Sprintf("%s sends in small pieces: the second one%s waits until the first is acknowledged, and the other side delays that ACK.", capital(who(f.Who)), packet(f.Moments[0])),
		Repair: "send a message with one call, or set TCP_NODELAY",
	}
}
