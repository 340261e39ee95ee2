// Package closings says what went wrong with how connections end.
package closings

import (
	"fmt"
	"regexp"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/render/words/verdicts/naming"
)

// OfClosedBeforeAnswer is of a side that closes before the answer has come, or without one.
func OfClosedBeforeAnswer(f *findings.Finding) naming.Verdict {
	switch {
	case f.Near == findings.NotYet:
		return ofNotYet(f)
	case naming.CallOf(f.Moments[0]) != nil && naming.CallOf(f.Moments[0]).Args.How == capture.ShutRead:
		return naming.Verdict{
			Brief:  fmt.Sprintf("%s shuts down receiving before the answer has come", naming.Who(f.Who)),
			Full:   fmt.Sprintf("shutdown(SHUT_RD)%s ends the direction in which the answer comes: %s()%s returns nothing at once, and what %s sends comes too late for that.", naming.At(f.Moments[0]), naming.Written(f.Moments[1]), naming.At(f.Moments[1]), naming.Who(f.Other)),
			Repair: "s.shutdown(socket.SHUT_WR) says that all is sent, and ends only its own direction; then receive the answer, and close()",
		}
	case naming.CallOf(f.Moments[0]) != nil && naming.CallOf(f.Moments[0]).Does(capture.ShutsDown):
		return naming.Verdict{
			Brief:  fmt.Sprintf("%s shuts down both directions before the answer has come", naming.Who(f.Who)),
			Full:   fmt.Sprintf("shutdown(%s)%s ends the direction in which the answer comes, too: %s()%s returns nothing at once, and what %s sends is lost.", naming.CallOf(f.Moments[0]).Args.How, naming.At(f.Moments[0]), naming.Written(f.Moments[1]), naming.At(f.Moments[1]), naming.Who(f.Other)),
			Repair: "s.shutdown(socket.SHUT_WR) ends only its own direction; then receive the answer, and close()",
		}
	case shutIn(f.Moments[1]):
		return naming.Verdict{
			Brief:  fmt.Sprintf("%s shuts down receiving before the answer has come", naming.Who(f.Who)),
			Full:   fmt.Sprintf("It has shut down receiving, and its FIN is sent: from then on its kernel throws away what comes, here the answer%s, and says so with a RST%s, which ends the connection.", naming.Packet(f.Moments[0]), naming.Packet(f.Moments[1])),
			Repair: "s.shutdown(socket.SHUT_WR) ends only its own direction; then receive the answer, and close()",
		}
	case f.GivesUp != nil:
		return naming.Verdict{
			Brief:  fmt.Sprintf("%s gives up after %s, before the answer has come", naming.Who(f.Who), naming.Spell(f.Got)),
			Full:   fmt.Sprintf("Its timeout is over, and it closes. The answer%s finds no socket any more: the kernel throws it away and answers with a RST%s.", naming.Packet(f.Moments[0]), naming.Packet(f.Moments[1])),
			Repair: "a longer timeout, or a server that answers sooner",
		}
	case f.Who != nil && f.Who.Side == flow.Responder && f.Got > 0:
		return ofNoAnswer(f)
	}
	return naming.Verdict{
		Brief:  fmt.Sprintf("%s closes before the answer has come", naming.Who(f.Who)),
		Full:   fmt.Sprintf("The answer%s finds no socket any more: the kernel throws it away and answers with a RST%s.", naming.Packet(f.Moments[0]), naming.Packet(f.Moments[1])),
		Repair: "receive the answer before close()",
	}
}

// ofNotYet is of ClosedBeforeAnswer where a program takes it for the end that nothing has come yet.
func ofNotYet(f *findings.Finding) naming.Verdict {
	m, awaited := f.Moments[0], "answer"
	if f.Who.Side == flow.Responder {
		awaited = "request"
	}
	return naming.Verdict{
		Brief:  fmt.Sprintf("%s closes before the %s has come", naming.Who(f.Who), awaited),
		Full:   fmt.Sprintf("%s()%s fails with %s: nothing has come yet, and the socket does not wait. The program closes it%s all the same; what %s sends then finds nobody.", naming.Written(m), naming.At(m), naming.Errno(m), naming.At(f.Moments[1]), naming.Who(f.Other)),
		Repair: "let the socket wait (setblocking(True), a timeout), or wait in select() before the call: EAGAIN (BlockingIOError) is no end, recv() = 0 is",
	}
}

// ofNoAnswer is of ClosedBeforeAnswer where a server has received something, and sends nothing.
func ofNoAnswer(f *findings.Finding) naming.Verdict {
	v := naming.Verdict{
		Brief:  fmt.Sprintf("%s closes without an answer", naming.Who(f.Who)),
		Full:   fmt.Sprintf("It has received %s, sends nothing, and closes%s. recv() of %s%s returns nothing.", naming.Bytes(f.Got), naming.At(f.Moments[0]), naming.Who(f.Other), naming.At(f.Moments[1])),
		Repair: "answer in every case before close(), also to say no; where a thread answers, let the thread close",
	}
	if len(f.Moments) < 3 {
		return v
	}
	m := f.Moments[2]
	c := naming.CallOf(m)
	switch {
	case c != nil && c.Result == int64(c.Size) && remainder.MatchString(c.Code.Text):
		v.Full += fmt.Sprintf(" Its last %s()%s has returned all that it asked for. In a loop the next one asks for 0 bytes, and what it returns then is no end.", naming.Written(m), naming.At(m))
		v.Repair = "leave the loop when the message is whole: while len(data) < size"
	case c != nil && c.Code.Wrote:
		v.Repair += "; what is written to a file of makefile() goes out with flush()"
	}
	return v
}

// remainder finds a line that receives what is missing of a message.
var remainder = regexp.MustCompile(`\.recv\([\w.]+ *- *(len\(|\w)`)

// shutIn reports whether a RST was sent by a socket that is still open, and whose program had shut down
// receiving.
func shutIn(rst *run.Moment) bool {
	r := rst.Facts.Reset
	return r != nil && r.ShutIn && !r.Closed
}

// OfWriteAfterClose is of a side that sends though the other one, or it itself, has ended the connection.
func OfWriteAfterClose(f *findings.Finding) naming.Verdict {
	v := naming.Verdict{
		Brief:  fmt.Sprintf("%s sends, though %s has closed", naming.Who(f.Who), naming.Who(f.Other)),
		Full:   nobodyReads(f) + " After that a send() would fail (EPIPE).",
		Repair: heedTheEnd(f),
	}
	switch m := f.Moments[0]; {
	case m.Call == nil && m.Facts != nil && m.Facts.Crosses > 0:
		v.Brief = fmt.Sprintf("%s sends while the FIN of %s is on its way: the two cross", naming.Who(f.Who), naming.Who(f.Other))
		v.Full = fmt.Sprintf("The FIN (packet %d) had not come yet; what is sent%s finds no socket any more, and is answered with a RST.", m.Facts.Crosses, naming.Packet(m))
		v.Repair = "open a new connection and send it again there: whoever closes an idle connection can meet what the other side sends just then"
	case m.Call != nil && m.Meets.ShutWrite:
		v.Brief = fmt.Sprintf("%s sends, though it has itself shut down sending", naming.Who(f.Who))
		v.Full = fmt.Sprintf("send() fails with EPIPE%s: after shutdown(SHUT_WR) nothing more can be sent.", naming.At(m))
		v.Repair = "shutdown(SHUT_WR) only after the last byte"
	case m.Call != nil && m.Meets.Reset && m.Meets.Ended:
		v.Full = fmt.Sprintf("send() fails with EPIPE%s: first the other side's FIN had come, and then a RST, which has ended the connection.", naming.At(m))
	case m.Call != nil && m.Meets.Reset:
		v.Brief = fmt.Sprintf("%s sends, though a RST has ended the connection", naming.Who(f.Who))
		v.Full = fmt.Sprintf("send() fails with EPIPE%s: a RST had come, which has ended the connection.", naming.At(m))
		v.Repair = "open a new connection for the next message, and look at why the RST was sent"
	case m.Call != nil:
		v.Brief = fmt.Sprintf("%s sends, though its connection has ended", naming.Who(f.Who))
		v.Full = fmt.Sprintf("send() fails with EPIPE%s: the connection is gone.", naming.At(m))
	}
	return v
}

// nobodyReads says why data is answered with a RST though the FIN of who sends that had come before: as its calls show,
// or else as the RST does.
func nobodyReads(f *findings.Finding) string {
	data, rst, other := f.Moments[0], f.Moments[len(f.Moments)-1], naming.Who(f.Other)
	r := rst.Facts.Reset
	if data.Packet == nil || r == nil {
		return fmt.Sprintf("The FIN of %s had come.", other)
	}
	n, fin := data.Packet.Number, ""
	if r.AfterFIN > 0 {
		fin = fmt.Sprintf(" (packet %d)", r.AfterFIN)
	}
	switch {
	case r.Closed:
		return fmt.Sprintf("%s had closed, and its FIN had come%s: nobody there can read packet %d, so %s's kernel answers with a RST.", naming.Capital(other), fin, n, other)
	case r.ShutIn:
		return fmt.Sprintf("%s had shut down both directions, and its FIN had come%s: nobody there can read packet %d, so %s's kernel answers with a RST.", naming.Capital(other), fin, n, other)
	}
	return fmt.Sprintf("The FIN of %s had come%s; packet %d finds no socket there any more, and is answered with a RST.", other, fin, n)
}

// heedTheEnd says what is to be done where one side sends to another one that takes nothing any more.
func heedTheEnd(f *findings.Finding) string {
	if f.Near == findings.SawEnd {
		return "when recv() returns nothing the other side sends no more, and may take no more: close too, and open a new connection for the next message"
	}
	repair := fmt.Sprintf("let %s close first: %s receives until recv() returns nothing, and closes then", naming.Who(f.Who), naming.Who(f.Other))
	if f.Who != nil && f.Who.Side == flow.Initiator {
		repair += "; or open a new connection for the next message"
	}
	return repair
}

// OfUnreadReset is of a side that closes with something unread.
func OfUnreadReset(f *findings.Finding) naming.Verdict {
	v := naming.Verdict{
		Brief:  fmt.Sprintf("%s closes with %s unread: a RST instead of a FIN", naming.Who(f.Who), naming.Bytes(f.Got)),
		Full:   fmt.Sprintf("close() of a socket in whose receive buffer something lies aborts the connection%s. What is on its way to %s can be lost by that.", naming.Packet(f.Moments[0]), naming.Who(f.Other)),
		Repair: "receive all that has come before close()",
	}
	if len(f.Moments) > 1 && f.Moments[1].Call != nil && f.Moments[1].Call.Does(capture.Ends) {
		v.Brief = fmt.Sprintf("%s ends with %s unread: a RST instead of a FIN", naming.Who(f.Who), naming.Bytes(f.Got))
		v.Full = fmt.Sprintf("The end of a program closes its sockets. Where something lies in the receive buffer, that aborts the connection%s; what is on its way to %s can be lost by that.", naming.Packet(f.Moments[0]), naming.Who(f.Other))
		v.Repair = "receive all that has come before the end"
	}
	if f.Parts > 0 {
		v.Full += fmt.Sprintf(" What it was sent begins with %d zeros, and %s follow: so do bytes(%d) of Python, which are not the number %d.", f.Parts, naming.Bytes(int64(f.Parts)), f.Parts, f.Parts)
		v.Repair = fmt.Sprintf("send a number as bytes([%d]), (%d).to_bytes(4, \"big\") or struct.pack(\"!I\", %d); and receive all that has come before close()", f.Parts, f.Parts, f.Parts)
	}
	return v
}

// OfNeverClosed is of a socket that its program never closes.
func OfNeverClosed(f *findings.Finding) naming.Verdict {
	if f.Of > 0 {
		return naming.Verdict{
			Brief:  fmt.Sprintf("%s closes %s in one process alone: the connection does not end", naming.Who(f.Who), naming.FD(f.Who)),
			Full:   fmt.Sprintf("close()%s sends no FIN, for another process has the socket, too (fork); %s waits for the end of the stream%s.", naming.At(f.Moments[0]), naming.Who(f.Other), naming.At(f.Moments[1])),
			Repair: "close the socket in both processes: in the parent at once when the child has begun (os.fork(), Process.start())",
		}
	}
	return naming.Verdict{
		Brief:  fmt.Sprintf("%s never closes %s: it stays in CLOSE-WAIT", naming.Who(f.Who), naming.FD(f.Who)),
		Full:   fmt.Sprintf("The FIN of %s has come%s, and no close() follows. As long as the program runs, the descriptor and the socket of the kernel are taken.", naming.Who(f.Other), naming.Packet(f.Moments[0])),
		Repair: "close the socket when recv() returns nothing, and what makefile() has returned; in Python: with conn:",
	}
}
