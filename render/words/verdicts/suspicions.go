package verdicts

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/render/quantity"
	"wireladder/render/words/verdicts/naming"
)

// suspicions are what is said of a rule where packets alone show it.
var suspicions = map[findings.Rule]func(*findings.Finding) Verdict{
	findings.WaitsForEOF: suspectUntilClosed, findings.NoNewline: suspectNoNewline, findings.BothWait: suspectBothWait, findings.NothingSent: suspectNothingSent,
	findings.ClosedBeforeAnswer: suspectClosed, findings.PartialRead: suspectPartialRead, findings.Boundaries: suspectBoundaries, findings.AnswerShort: suspectAnswerShort,
	findings.UnreadReset: suspectReset, findings.NeverClosed: suspectNeverClosed, findings.ServerEnded: suspectServerEnded, findings.SerialServer: suspectSerial,
	findings.BacklogFull: suspectBacklog, findings.DatagramCut: suspectCut, findings.ReplyWrongAddress: suspectWrongAddress,
}

// possibilities are what a rule comes to, where it is one of several that may be behind
// something.
var possibilities = map[findings.Rule]string{
	findings.Boundaries: "a part of a message is taken for all of it, or several messages for one",
	findings.NoNewline:  `one side waits for a \n that the other does not send`, findings.WaitsForEOF: "one side waits for the end of the stream, and the other does not shut down",
	findings.BothWait: "each waits for the other's message", findings.NothingSent: "what was to be sent never left its program",
	findings.Refused: "no program was there yet, or it has another port or address", findings.ClosedBeforeAnswer: "its program does not wait for the answer",
	findings.Crashed: "the program ended with an error, or a thread of it", findings.ServerEnded: "its program ended", findings.NotASCII: "the text, which is not ASCII, is counted or decoded wrongly",
	findings.UnreadReset: "something was unread at close()", findings.PartialRead: "one recv() is taken for the whole message", findings.WriteAfterClose: "one side does not heed that the other has closed",
	findings.SerialServer: "one client is served after the other", findings.NeverClosed: "its program does not close", findings.Spin: "its program does not heed that recv() returns nothing",
	findings.ReplyWrongAddress: "the answer went to another client",
	findings.DatagramCut:       "recvfrom() has a buffer that is too small", findings.AnswerShort: "not all of it is sent",
	findings.UDPUnreachable: "no program has the port", findings.SentBeforeBound: "its program was not there yet",
}

// possibility says what a rule comes to behind a finding.
func possibility(f *findings.Finding, r findings.Rule) string {
	said := f.Moments[0].Packet.Payload
	switch {
	case r == findings.NoNewline && opensHeader(f):
		return "the blank line is waited for that ends the header"
	case r == findings.NoNewline && f.GivesUp != nil && bytes.HasSuffix(said, []byte("\n")):
		return `one side waits for a \r\n, and the other sends a \n alone`
	case r == findings.NothingSent && len(said) > 0:
		return "the answer lay in a buffer of its program, and was not sent (flush)"
	case r == findings.ClosedBeforeAnswer && f.GivesUp != nil:
		return "its program does not wait as long as the answer takes"
	}
	return possibilities[r]
}

// maybe says what may be behind a finding that packets alone show; "" if that is plain.
func maybe(f *findings.Finding) string {
	if f.Calls || len(f.May) < 2 {
		return ""
	}
	var all []string
	for _, r := range f.May {
		all = append(all, fmt.Sprintf("%s (%s)", possibility(f, r), r))
	}
	return " What is behind it packets alone do not tell; it may be that " + strings.Join(all, ", or that ") + "."
}

// between writes the time from one moment to another.
func between(a, b *run.Moment) string { return quantity.Duration(b.Time.Sub(a.Time)) }

// packets names those of moments: " (packets 4, 6)".
func packets(all []*run.Moment) string {
	var numbers []string
	for _, m := range all {
		numbers = append(numbers, strconv.Itoa(m.Packet.Number))
	}
	return fmt.Sprintf(" (packets %s)", strings.Join(numbers, ", "))
}

// second returns the packet of the second moment, as packet does.
func second(f *findings.Finding) string {
	if len(f.Moments) < 2 {
		return ""
	}
	return naming.Packet(f.Moments[1])
}

func suspectClosed(f *findings.Finding) Verdict {
	if f.GivesUp != nil && len(f.Moments) > 3 {
		return suspectTooLate(f)
	}
	v := ofClosedBeforeAnswer(f)
	if len(f.May) > 0 && f.May[0] != findings.ClosedBeforeAnswer {
		v.Brief = fmt.Sprintf("%s closes without an answer", naming.Who(f.Who))
		v.Full = fmt.Sprintf("It has received %s%s, and ends the connection%s without having sent anything.", naming.Bytes(f.Got), naming.Packet(f.Moments[0]), second(f))
		v.Repair = "look at what the program prints, and at how it ends"
	}
	return v
}

func suspectReset(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%s breaks the connection off with a RST instead of a FIN", naming.Who(f.Who)),
		Full:   fmt.Sprintf("Data had come last%s; a socket that is closed while something is unread sends a RST%s, and so does one with SO_LINGER 0.", naming.Packet(f.Moments[0]), second(f)),
		Repair: "receive all that has come before close()",
	}
}

func suspectNeverClosed(f *findings.Finding) Verdict {
	v := Verdict{
		Brief:  fmt.Sprintf("%s does not close for %s, though %s has", naming.Who(f.Who), naming.Spell(f.Got), naming.Who(f.Other)),
		Full:   fmt.Sprintf("The FIN of %s has come%s; the server's side stays in CLOSE-WAIT, and sends nothing.", naming.Who(f.Other), naming.Packet(f.Moments[0])),
		Repair: "close the socket when recv() returns nothing; in Python: with conn:",
	}
	if len(f.Moments) > 1 {
		v.Full = fmt.Sprintf("The FIN of %s has come%s; its own follows only then%s, and nothing is sent in between.", naming.Who(f.Other), naming.Packet(f.Moments[0]), second(f))
	}
	return v
}

func suspectAnswerShort(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("the header of the answer announces %s, and %d come", naming.Bytes(f.Of), f.Got),
		Full:   fmt.Sprintf("Content-Length is %d; the body has %s%s when %s closes%s. Either not all of it was sent, or something else was counted than the bytes of the body.", f.Of, naming.Bytes(f.Got), naming.Packet(f.Moments[0]), naming.Who(f.Who), second(f)),
		Repair: "send all of the answer (sendall()), and take the length of the bytes: len(body.encode())",
	}
}

func suspectServerEnded(f *findings.Finding) Verdict {
	v := Verdict{
		Brief:  "the server ends its connections at one instant, while a client still waits for it",
		Full:   fmt.Sprintf("The connections end together%s, as those of a program do that ends; what a client has sent has no answer.", packets(f.Moments)),
		Repair: "serve in a loop: while True: … accept()",
	}
	if len(f.Moments) > 2 {
		v.Brief = fmt.Sprintf("the connection of %s ends without an answer when another client's does", naming.Who(f.Other))
		v.Full = fmt.Sprintf("Its request%s has no answer for %s; another client closes%s, and its own connection is ended by the server %s later%s.", naming.Packet(f.Moments[0]), naming.Spell(f.Got), second(f), between(f.Moments[1], f.Moments[2]), naming.Packet(f.Moments[2]))
	}
	return v
}

func suspectSerial(f *findings.Finding) Verdict {
	v := Verdict{
		Brief:  fmt.Sprintf("nothing comes for %s until another client has ended", naming.Who(f.Other)),
		Full:   fmt.Sprintf("Its request%s waits for %s; another client closes%s, and %s later data come%s. So it is where one client is served after the other; if what comes is no answer, it may be news of that end.", naming.Packet(f.Moments[0]), naming.Spell(f.Got), second(f), between(f.Moments[1], f.Moments[2]), naming.Packet(f.Moments[2])),
		Repair: "serve clients at the same time: a thread for each, or select()",
	}
	if f.GivesUp != nil && len(f.Moments) > 3 {
		own, other := f.Moments[1], f.Moments[2]
		if own.From != f.GivesUp {
			own, other = other, own
		}
		v.Full = fmt.Sprintf("For %s after packet %d nothing comes for %s. It closes%s, and so does another client that had connected before%s; %s later data come%s, too late.", naming.Spell(f.Got), f.Moments[0].Packet.Number, naming.Who(f.Other), naming.Packet(own), naming.Packet(other), between(f.Moments[2], f.Moments[3]), naming.Packet(f.Moments[3]))
	}
	return v
}

func suspectBacklog(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("a SYN has no answer while %d other clients wait for theirs", f.Got),
		Full:   fmt.Sprintf("It comes again%s. So it is where the accept queue is full: the kernel drops the SYN without a word. A SYN that is lost looks the same.", second(f)),
		Repair: "accept faster (a thread for each client, select()), or give listen() a larger backlog",
	}
}

func suspectCut(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("the answer repeats %d of %s, and ends there", f.Got, naming.Bytes(f.Of)),
		Full:   fmt.Sprintf("The datagram%s holds more than its answer%s.", naming.Packet(f.Moments[0]), second(f)),
		Repair: fmt.Sprintf("give recvfrom() a buffer of %d bytes or more", f.Of),
	}
}

func suspectWrongAddress(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("an answer goes from %v to %v, which has not asked it", f.Moments[1].Packet.Src, f.Address),
		Full:   fmt.Sprintf("The request goes from %v to %v%s; what comes back%s does not reach it.", f.Moments[0].Packet.Src, f.Moments[0].Packet.Dst, naming.Packet(f.Moments[0]), second(f)),
		Repair: "send the answer to the address that recvfrom() returned, with the socket that has received",
	}
}
