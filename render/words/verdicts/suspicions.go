package verdicts

import (
	"fmt"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/run/findings"
	"wireladder/render/quantity"
)

// suspicions are what is said of a rule where packets alone show it.
var suspicions = map[findings.Rule]func(*findings.Finding) Verdict{
	findings.WaitsForEOF: suspectUntilClosed, findings.NoNewline: suspectNoNewline, findings.BothWait: suspectBothWait, findings.NothingSent: suspectNothingSent,
	findings.ClosedBeforeAnswer: suspectClosed, findings.PartialRead: suspectPartialRead, findings.UnreadReset: suspectReset, findings.NeverClosed: suspectNeverClosed,
	findings.ServerEnded: suspectServerEnded, findings.SerialServer: suspectSerial, findings.BacklogFull: suspectBacklog, findings.DatagramCut: suspectCut,
	findings.ReplyWrongAddress: suspectWrongAddress,
}

// possibilities are what a rule comes to, where it is one of several that may be behind
// something.
var possibilities = map[findings.Rule]string{
	findings.Boundaries: "a part of a message is taken for all of it",
	findings.NoNewline:  `one side waits for a \n that the other does not send`, findings.WaitsForEOF: "one side waits for the end of the stream, and the other does not shut down",
	findings.BothWait: "each waits for the other's message", findings.NothingSent: "what was to be sent never left its program",
	findings.Refused: "no program was there yet, or it has another port or address", findings.ClosedBeforeAnswer: "its program does not wait for the answer",
	findings.Crashed: "the program ended with an error, or a thread of it", findings.ServerEnded: "its program ended", findings.NotASCII: "the text, which is not ASCII, is counted or decoded wrongly",
	findings.UnreadReset: "something was unread at close()", findings.PartialRead: "one recv() is taken for the whole message", findings.WriteAfterClose: "its end is not heeded by the other side",
	findings.SerialServer: "one client is served after the other", findings.NeverClosed: "its program does not close", findings.Spin: "its program does not heed that recv() returns nothing",
	findings.DatagramCut: "recvfrom() has a buffer that is too small", findings.AnswerShort: "not all of it is sent",
	findings.UDPUnreachable: "no program has the port", findings.SentBeforeBound: "its program was not there yet",
}

// maybe says what may be behind a finding that packets alone show; "" if that is plain.
func maybe(f *findings.Finding) string {
	if f.Calls || len(f.May) < 2 {
		return ""
	}
	var all []string
	for _, r := range f.May {
		all = append(all, fmt.Sprintf("%s (%s)", possibilities[r], r))
	}
	return " What is behind it packets alone do not tell; it may be that " + strings.Join(all, ", or that ") + "."
}

// spell writes a time in ms.
func spell(ms int64) string { return quantity.Duration(time.Duration(ms) * time.Millisecond) }

// second returns the packet of the second moment, as packet does.
func second(f *findings.Finding) string {
	if len(f.Moments) < 2 {
		return ""
	}
	return packet(f.Moments[1])
}

// closes reports whether a finding begins with the end of who it is about.
func closes(f *findings.Finding) bool {
	m := f.Moments[0]
	return m.From == f.Who && m.Packet.TCP.Flags.Has(capture.FIN) && m.Packet.PayloadLength == 0
}

func suspectUntilClosed(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%s answers only when %s has closed", who(f.Other), who(f.Who)),
		Full:   fmt.Sprintf("For %s nothing was said; %s gives up%s, and at once the answer comes%s, too late: what was received was not the end that is waited for.", spell(f.Got), who(f.Who), packet(f.Moments[0]), second(f)),
		Repair: "end each message with \\n, and receive until it comes; or shutdown(SHUT_WR) after the last byte",
	}
}

func suspectNoNewline(f *findings.Finding) Verdict {
	if closes(f) {
		v := suspectUntilClosed(f)
		v.Full = strings.TrimSuffix(v.Full, ".") + ". The answer ends with \\n, and the request does not."
		return v
	}
	return Verdict{
		Brief:  fmt.Sprintf("%s answers a line without the \\n of its end, and then nothing is said", who(f.Who)),
		Full:   fmt.Sprintf("The request ends with \\n, the answer%s does not; for %s %s sends nothing more, and then closes%s.", packet(f.Moments[0]), spell(f.Got), who(f.Other), second(f)),
		Repair: "send the \\n, too: conn.sendall((line + \"\\n\").encode())",
	}
}

func suspectBothWait(f *findings.Finding) Verdict {
	v := Verdict{
		Brief:  fmt.Sprintf("%s has no answer for %s, and nothing more is said", who(f.Who), spell(f.Got)),
		Full:   fmt.Sprintf("What it has sent%s is acknowledged by the kernel alone: the program of %s does not react, nor does it when %s closes%s.", packet(f.Moments[0]), who(f.Other), who(f.Who), second(f)),
		Repair: "agree on whose turn it is, and on where a message ends: \\n, its length before it, or shutdown(SHUT_WR)",
	}
	if closes(f) {
		v.Brief = fmt.Sprintf("%s says its first word only when %s has closed", who(f.Other), who(f.Who))
		v.Full = fmt.Sprintf("The connection is established, and for %s not one byte goes over it; %s gives up%s, and at once %s sends%s.", spell(f.Got), who(f.Who), packet(f.Moments[0]), who(f.Other), second(f))
	}
	return v
}

func suspectNothingSent(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%s connects, and nothing is sent for %s", who(f.Who), spell(f.Got)),
		Full:   fmt.Sprintf("The connection is established%s, and not one byte goes over it in either direction.", packet(f.Moments[0])),
		Repair: "one side must begin: look at whose send() is missing, or is never reached",
	}
}

func suspectClosed(f *findings.Finding) Verdict {
	v := ofClosedBeforeAnswer(f)
	if len(f.May) > 0 && f.May[0] != findings.ClosedBeforeAnswer {
		v.Brief = fmt.Sprintf("%s closes without an answer", who(f.Who))
		v.Full = fmt.Sprintf("It has received %s%s, and ends the connection%s without having sent anything.", bytesOf(f.Got), packet(f.Moments[0]), second(f))
		v.Repair = "look at what the program prints, and at how it ends"
	}
	return v
}

func suspectPartialRead(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%s closes while the answer still comes", who(f.Who)),
		Full:   fmt.Sprintf("It has %s when it closes; more comes%s, and its kernel answers that with a RST%s.", bytesOf(f.Got), packet(f.Moments[0]), second(f)),
		Repair: "receive in a loop, until the message is whole or recv() returns nothing",
	}
}

func suspectReset(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%s breaks the connection off with a RST instead of a FIN", who(f.Who)),
		Full:   fmt.Sprintf("Data had come last%s; a socket that is closed while something is unread sends a RST%s, and so does one with SO_LINGER 0.", packet(f.Moments[0]), second(f)),
		Repair: "receive all that has come before close()",
	}
}

func suspectNeverClosed(f *findings.Finding) Verdict {
	v := Verdict{
		Brief:  fmt.Sprintf("%s does not close for %s, though %s has", who(f.Who), spell(f.Got), who(f.Other)),
		Full:   fmt.Sprintf("The FIN of %s has come%s; the server's side stays in CLOSE-WAIT, and sends nothing.", who(f.Other), packet(f.Moments[0])),
		Repair: "close the socket when recv() returns nothing; in Python: with conn:",
	}
	if len(f.Moments) > 1 {
		v.Full = fmt.Sprintf("The FIN of %s has come%s; its own follows only then%s, and nothing is sent in between.", who(f.Other), packet(f.Moments[0]), second(f))
	}
	return v
}

func suspectServerEnded(f *findings.Finding) Verdict {
	v := Verdict{
		Brief:  "the server ends its connections at one instant, while a client still waits for it",
		Full:   fmt.Sprintf("The connections end together%s%s, as those of a program do that ends; what a client has sent has no answer.", packet(f.Moments[0]), second(f)),
		Repair: "serve in a loop: while True: … accept()",
	}
	if f.Moments[len(f.Moments)-1].Packet.TCP.Flags.Has(capture.RST) {
		v.Full = fmt.Sprintf("Its request%s is never answered: when another client's connection ends%s, its own is broken off%s.", packet(f.Moments[0]), second(f), packet(f.Moments[len(f.Moments)-1]))
		v.Brief = "the server ends while a client still waits for it"
	}
	return v
}

func suspectSerial(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%s is answered only when another client has ended", who(f.Other)),
		Full:   fmt.Sprintf("Its request%s waits for %s; another client closes%s, and at once the answer comes%s.", packet(f.Moments[0]), spell(f.Got), second(f), packet(f.Moments[2])),
		Repair: "serve clients at the same time: a thread for each, or select()",
	}
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
		Brief:  fmt.Sprintf("the answer repeats %d of %s, and ends there", f.Got, bytesOf(f.Of)),
		Full:   fmt.Sprintf("The datagram%s holds more than its answer%s.", packet(f.Moments[0]), second(f)),
		Repair: fmt.Sprintf("give recvfrom() a buffer of %d bytes or more", f.Of),
	}
}

func suspectWrongAddress(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("an answer goes from %v to %v, which has not asked it", f.Moments[1].Packet.Src, f.Address),
		Full:   fmt.Sprintf("The request goes from %v to %v%s; what comes back%s does not reach it.", f.Moments[0].Packet.Src, f.Moments[0].Packet.Dst, packet(f.Moments[0]), second(f)),
		Repair: "send the answer to the address that recvfrom() returned, with the socket that has received",
	}
}
