// Package waits says what went wrong where programs wait for each other.
package waits

import (
	"fmt"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run/findings"
	"wireladder/render/words/verdicts/naming"
)

// OfNoNewline is of a side that waits for the end of a line that the other one does not send.
func OfNoNewline(f *findings.Finding) naming.Verdict {
	if c := naming.CallOf(f.Moments[0]); f.Text == "\r\n\r\n" && c != nil && c.Does(capture.Sends) {
		return naming.Verdict{
			Brief:  fmt.Sprintf("what %s sends begins as HTTP, and lacks the blank line that ends its header", naming.Who(f.Who)),
			Full:   fmt.Sprintf("It has sent all%s, and closes%s: who receives that takes what is meant for the body for a part of the header.", naming.At(f.Moments[0]), naming.At(f.Moments[1])),
			Repair: "end the header with a blank line: \\r\\n\\r\\n",
		}
	}
	if f.Text == "\r\n\r\n" {
		return naming.Verdict{
			Brief:  fmt.Sprintf("what %s sends begins as HTTP, and lacks the blank line that ends its header", naming.Who(f.Who)),
			Full:   fmt.Sprintf("%s goes on receiving%s. %s sends nothing more, and waits itself%s%s", naming.Capital(naming.Who(f.Other)), naming.At(f.Moments[1]), naming.Capital(naming.Who(f.Who)), naming.At(f.Moments[0]), until(f, ": both wait for ever.")),
			Repair: "end the header with a blank line: \\r\\n\\r\\n",
		}
	}
	if f.Text == "\r\n" {
		return naming.Verdict{
			Brief:  fmt.Sprintf("%s waits for \\r\\n, and the line of %s ends with \\n", naming.Who(f.Other), naming.Who(f.Who)),
			Full:   fmt.Sprintf("%s receives%s until \\r\\n comes. What %s has sent ends with \\n alone, and it waits itself%s%s", naming.Capital(naming.Who(f.Other)), naming.At(f.Moments[1]), naming.Who(f.Who), naming.At(f.Moments[0]), until(f, ": both wait for ever.")),
			Repair: "agree on one end of a line in both programs: \\r\\n, or \\n",
		}
	}
	return neverEnds(f)
}

// neverEnds is of NoNewline where what a side has sent has no end of a line at its end.
func neverEnds(f *findings.Finding) naming.Verdict {
	end := `\n`
	if c := naming.CallOf(f.Moments[1]); c != nil && c.Code.CRLF {
		end = `\r\n`
	}
	v := naming.Verdict{
		Brief:  fmt.Sprintf("%s waits for the end of a line that %s never sends", naming.Who(f.Other), naming.Who(f.Who)),
		Full:   fmt.Sprintf("%s receives%s until a %s comes. What %s has sent ends with none, and it waits itself%s%s", naming.Capital(naming.Who(f.Other)), naming.At(f.Moments[1]), end, naming.Who(f.Who), naming.At(f.Moments[0]), until(f, ": both wait for ever.")),
		Repair: `send the ` + end + `, too: s.sendall((line + "` + end + `").encode())`,
	}
	if len(f.Moments) > 2 && naming.CallOf(f.Moments[2]) != nil {
		m := f.Moments[2]
		v.Full += fmt.Sprintf(" It sends %s%s, as many as a pointer has: sizeof a char * is that, and not how long the text is.", naming.Bytes(naming.CallOf(m).Result), naming.At(m))
		v.Repair = "send strlen(line) bytes, and not sizeof line; and let the line end with \\n"
	}
	return v
}

// until says how a wait of two comes to an end: as it is given where it does not.
func until(f *findings.Finding, forever string) string {
	if f.GivesUp == nil {
		return forever
	}
	return fmt.Sprintf(", until %s gives up after %s.", naming.Who(f.GivesUp), naming.Spell(f.Got))
}

// OfWaitsForEOF is of a side that waits for the end of the stream, which does not come.
func OfWaitsForEOF(f *findings.Finding) naming.Verdict {
	v := naming.Verdict{
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

// OfNothingSent is of a side that waits for an answer to nothing.
func OfNothingSent(f *findings.Finding) naming.Verdict {
	if f.Who != nil && f.Who.Proto == capture.UDP {
		return naming.Verdict{
			Brief:  fmt.Sprintf("%s waits for a datagram and sends none", naming.Who(f.Who)),
			Full:   fmt.Sprintf("connect()%s sends nothing over UDP: the server does not know that it is there.", naming.At(f.Moments[0])),
			Repair: "send the request first: s.send(…)",
		}
	}
	v := naming.Verdict{
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
