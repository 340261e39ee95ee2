package verdicts

import (
	"fmt"
	"strings"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/render/quantity"
	"wireladder/render/words/verdicts/naming"
	"wireladder/render/words/verdicts/waits"
)

func ofBoundaries(f *findings.Finding) Verdict {
	if strings.HasPrefix(f.Text, "Unicode") {
		return ofCutCharacter(f)
	}
	if f.Of == 0 && f.Text != "" {
		return ofUnparsed(f)
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
	if f.Text != "" {
		return ofUnparsed(f)
	}
	v := Verdict{
		Brief:  fmt.Sprintf("%s receives %d of %s and closes", naming.Who(f.Who), f.Got, naming.Bytes(f.Of)),
		Full:   fmt.Sprintf("It has received with %s()%s, and takes no more of what %s sends. recv() returns what is there, at most as much as its buffer holds: the rest is lost with close().", naming.Written(f.Moments[0]), naming.At(f.Moments[0]), naming.Who(f.Other)),
		Repair: "receive in a loop, until the message is whole or recv() returns nothing",
	}
	if f.Parts > 0 {
		v.Full += fmt.Sprintf(" Of that the last %s are zeros.", naming.Bytes(int64(f.Parts)))
		v.Repair = "send as many bytes as there are in the buffer, and not all that it has room for; or receive in a loop, until the message is whole or recv() returns nothing"
	}
	if len(f.Moments) > 2 {
		v.Full += fmt.Sprintf(" %s%s.", ofReset(f.Moments[2]), naming.Packet(f.Moments[2]))
	}
	return v
}

// ofUnparsed is of PartialRead and Boundaries where a program ends by an exception, because what one
// call has returned was not one message.
func ofUnparsed(f *findings.Finding) Verdict {
	call, at := naming.Written(f.Moments[0]), naming.At(f.Moments[0])
	if f.Rule == findings.Boundaries {
		return Verdict{
			Brief:  fmt.Sprintf("%s takes %d messages for one: %s() returned them at once", naming.Who(f.Who), f.Got, call),
			Full:   fmt.Sprintf("One %s()%s returned what %s had sent with %d calls. As one message it is not understood: %s.", call, at, naming.Who(f.Other), f.Got, naming.Quoted(f.Text)),
			Repair: "TCP keeps no messages apart: end each with \\n (or tell its length first), and take one after the other out of what has come",
		}
	}
	return Verdict{
		Brief:  fmt.Sprintf("%s takes %d of %s for the whole message", naming.Who(f.Who), f.Got, naming.Bytes(f.Of)),
		Full:   fmt.Sprintf("%s()%s returns what is there, at most as much as its buffer holds; the rest comes with the next one. The program goes on with a part: %s.", call, at, naming.Quoted(f.Text)),
		Repair: "receive in a loop, until the message is whole",
	}
}

// ofReset says why a kernel sends a RST for what was not received.
func ofReset(rst *run.Moment) string {
	if rst.Facts.Reset != nil && rst.Facts.Reset.Why == facts.SocketGone {
		return "What comes then finds no socket, and the kernel answers it with a RST"
	}
	return "Because something is unread then, the kernel sends a RST"
}

func ofAnswerShort(f *findings.Finding) Verdict {
	c := naming.CallOf(f.Moments[0])
	if c != nil && c.Result < int64(c.Size) {
		return Verdict{
			Brief:  fmt.Sprintf("%s sends %d of %s", naming.Who(f.Who), f.Got, naming.Bytes(f.Of)),
			Full:   fmt.Sprintf("%s()%s has taken the beginning of what it was given, and the rest is never sent.", naming.Written(f.Moments[0]), naming.At(f.Moments[0])),
			Repair: "send all of the message: sendall(), or send() again with what it has not taken",
		}
	}
	v := Verdict{
		Brief:  fmt.Sprintf("%s announces %s and answers %d", naming.Who(f.Who), naming.Bytes(f.Of), f.Got),
		Full:   fmt.Sprintf("Content-Length says %d; behind the header come %s, and then the end%s.", f.Of, naming.Bytes(f.Got), naming.Packet(f.Moments[len(f.Moments)-1])),
		Repair: "Content-Length is the number of bytes of the body alone: body = text.encode(); len(body)",
	}
	if f.Idle {
		v.Full = fmt.Sprintf("Content-Length says %d; behind the header come %s, and nothing more: %s waits for the rest.", f.Of, naming.Bytes(f.Got), naming.Who(f.Other))
	}
	if c != nil {
		v.Full += fmt.Sprintf(" All that %s()%s was given was sent: either the number is wrong, or a part of the body was never given to it.", naming.Written(f.Moments[0]), naming.At(f.Moments[0]))
		if c.Result == f.Of {
			v.Full += fmt.Sprintf(" %d is the length of the answer with its header.", f.Of)
		}
	}
	return v
}

func ofNotReading(f *findings.Finding) Verdict {
	v := Verdict{
		Brief:  fmt.Sprintf("%s does not receive for %s: its buffer is full, and %s must wait", naming.Who(f.Who), naming.Spell(f.Got), naming.Who(f.Other)),
		Full:   fmt.Sprintf("Its kernel offers a window of zero%s: what has come is not taken by the program.", naming.Packet(f.Moments[0])),
		Repair: "receive as long as the other side sends, also while sending itself",
	}
	if len(f.Moments) > 1 {
		v.Full += fmt.Sprintf(" It waits in %s()%s all that time: for room at the other side.", naming.Written(f.Moments[1]), naming.At(f.Moments[1]))
	}
	return v
}

func ofSpin(f *findings.Finding) Verdict {
	switch f.Text {
	case "":
	case "writing", "reading":
		return waits.OfUnheeded(f)
	case "MSG_PEEK":
		return waits.OfLooking(f)
	default:
		return Verdict{
			Brief:  fmt.Sprintf("%s asks at least %d times in a row whether something has come on %s", naming.Who(f.Who), f.Got, naming.FD(f.Who)),
			Full:   fmt.Sprintf("Its socket does not wait: each call%s fails at once (%s), and the program makes the next one. It takes a processor for itself.", naming.At(f.Moments[0]), strings.Trim(naming.Quoted(f.Text), `"`)),
			Repair: "let the socket wait (setblocking(True), a timeout), or wait in select()",
		}
	}
	return Verdict{
		Brief:  fmt.Sprintf("%s does not heed the end: recv() = 0 on %s, %d times", naming.Who(f.Who), naming.FD(f.Who), f.Got),
		Full:   fmt.Sprintf("recv()%s returns nothing since the FIN of the other side has come, and will do so for ever. The program goes on receiving.", naming.At(f.Moments[0])),
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
		Brief:  fmt.Sprintf("%s must wait for another client, for %s", naming.Who(f.Other), naming.Spell(f.Got)),
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
