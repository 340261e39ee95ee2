package verdicts

import (
	"bytes"
	"fmt"
	"regexp"

	"wireladder/capture/flow"
	"wireladder/capture/run/findings"
	"wireladder/render/words/verdicts/naming"
)

// The repairs of programs that wait for each other.
const (
	takeTurns   = "agree on whose turn it is, and on where a message ends: \\n, its length before it, or shutdown(SHUT_WR)"
	endMessages = "end each message with \\n, and receive until it comes; or shutdown(SHUT_WR) after the last byte; and flush() what goes through a file of makefile()"
)

// header finds the beginning of a header of HTTP.
var header = regexp.MustCompile(`^([A-Z]+ \S+ )?HTTP/1\.[01][ \r\n]`)

// opensHeader reports whether what was said last is a header of HTTP without the blank line that
// ends it, as far as the packet shows.
func opensHeader(f *findings.Finding) bool {
	said := f.Moments[0].Packet.Payload
	return header.Match(said) && !bytes.Contains(said, []byte("\r\n\r\n")) && !bytes.Contains(said, []byte("\n\n"))
}

// isLate reports whether data come last, though who a finding is about has closed.
func isLate(f *findings.Finding) bool {
	last := f.Moments[len(f.Moments)-1]
	return f.GivesUp != nil && last.From == f.Other && last.Packet.PayloadLength > 0
}

func suspectUntilClosed(f *findings.Finding) Verdict {
	fin, late := f.Moments[max(0, len(f.Moments)-2)], f.Moments[len(f.Moments)-1]
	v := Verdict{
		Brief:  fmt.Sprintf("%s answers only when %s has closed", naming.Who(f.Other), naming.Who(f.Who)),
		Full:   fmt.Sprintf("For %s after packet %d nothing is said; %s closes%s, and %s later the answer comes%s, too late.", naming.Spell(f.Got), f.Moments[0].Packet.Number, naming.Who(f.Who), naming.Packet(fin), between(fin, late), naming.Packet(late)),
		Repair: endMessages,
	}
	switch {
	case len(f.Moments) < 3:
		v.Brief = fmt.Sprintf("%s says its first word only when %s has closed", naming.Who(f.Other), naming.Who(f.Who))
		v.Full = fmt.Sprintf("The connection is established, and for %s not one byte goes over it; %s closes%s, and %s later %s sends%s, too late.", naming.Spell(f.Got), naming.Who(f.Who), naming.Packet(fin), between(fin, late), naming.Who(f.Other), naming.Packet(late))
	case f.Moments[0].From == f.Other:
		v.Brief = fmt.Sprintf("%s sends more only when %s has closed", naming.Who(f.Other), naming.Who(f.Who))
		v.Full = fmt.Sprintf("For %s after packet %d nothing is said; %s closes%s, and %s later more comes%s, too late.", naming.Spell(f.Got), f.Moments[0].Packet.Number, naming.Who(f.Who), naming.Packet(fin), between(fin, late), naming.Packet(late))
	}
	return v
}

func suspectNoNewline(f *findings.Finding) Verdict {
	if isLate(f) {
		v := suspectUntilClosed(f)
		if opensHeader(f) {
			v.Full += " The request begins as HTTP, and has no blank line at its end."
			v.Repair = "end the header with a blank line: \\r\\n\\r\\n"
			return v
		}
		v.Full += " The answer ends with \\n, and the request does not."
		return v
	}
	return Verdict{
		Brief:  fmt.Sprintf("%s answers a line without the \\n of its end, and then nothing is said", naming.Who(f.Who)),
		Full:   fmt.Sprintf("The request ends with \\n, the answer%s does not; for %s %s sends nothing more, and then closes%s.", naming.Packet(f.Moments[0]), naming.Spell(f.Got), naming.Who(f.Other), second(f)),
		Repair: "send the \\n, too: conn.sendall((line + \"\\n\").encode())",
	}
}

func suspectBothWait(f *findings.Finding) Verdict {
	switch {
	case isLate(f):
		v := suspectUntilClosed(f)
		v.Repair = takeTurns
		return v
	case f.Who != nil && f.Who.Side == flow.Responder:
		return Verdict{
			Brief:  fmt.Sprintf("the header that %s sends has no end, and then nothing is said", naming.Who(f.Who)),
			Full:   fmt.Sprintf("Its answer begins as HTTP, and up to packet %d no blank line comes, which ends a header; for %s nothing more is said, and %s closes%s.", f.Moments[0].Packet.Number, naming.Spell(f.Got), naming.Who(f.Other), second(f)),
			Repair: "end the header with a blank line: \\r\\n\\r\\n",
		}
	}
	v := Verdict{
		Brief:  fmt.Sprintf("%s has no answer for %s, and closes", naming.Who(f.Who), naming.Spell(f.Got)),
		Full:   fmt.Sprintf("What it has sent last%s is acknowledged by the kernel, and the program of %s sends nothing; %s closes%s.", naming.Packet(f.Moments[0]), naming.Who(f.Other), naming.Who(f.Who), second(f)),
		Repair: takeTurns,
	}
	if len(f.Moments) > 2 {
		v.Full = fmt.Sprintf("What it has sent last%s is acknowledged by the kernel, and the program of %s sends nothing; %s closes%s, and %s later %s does so%s.", naming.Packet(f.Moments[0]), naming.Who(f.Other), naming.Who(f.Who), second(f), between(f.Moments[1], f.Moments[2]), naming.Who(f.Other), naming.Packet(f.Moments[2]))
	}
	if opensHeader(f) {
		v.Full += " The request begins as HTTP, and has no blank line at its end."
	}
	return v
}

func suspectBoundaries(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("for %d lines of %s %s, and then nothing for %s", f.Parts, naming.Who(f.Who), comes(f.Of), naming.Spell(f.Got)),
		Full:   fmt.Sprintf("It has sent each of them by itself, the last one in packet %d; %s%s, and nothing more is said until %s closes%s.", f.Moments[0].Packet.Number, comes(f.Of), naming.Packet(f.Moments[len(f.Moments)-2]), naming.Who(f.Who), naming.Packet(f.Moments[len(f.Moments)-1])),
		Repair: "TCP keeps no messages apart: recv() may return several at once, or a part; take line by line (makefile(), readline())",
	}
}

// comes says how many lines come for an answer.
func comes(lines int64) string {
	if lines == 1 {
		return "one line comes"
	}
	return fmt.Sprintf("%d lines come", lines)
}

func suspectNothingSent(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%s connects, and nothing is sent for %s", naming.Who(f.Who), naming.Spell(f.Got)),
		Full:   fmt.Sprintf("The connection is established%s, and not one byte goes over it in either direction.", naming.Packet(f.Moments[0])),
		Repair: "one side must begin: look at whose send() is missing, or is never reached",
	}
}

func suspectPartialRead(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%s closes while the answer still comes", naming.Who(f.Who)),
		Full:   fmt.Sprintf("It has %s when it closes; more comes%s, and its kernel answers that with a RST%s.", naming.Bytes(f.Got), naming.Packet(f.Moments[0]), second(f)),
		Repair: "receive in a loop, until the message is whole or recv() returns nothing",
	}
}

// suspectTooLate is of an answer that comes when who has waited for it has closed.
func suspectTooLate(f *findings.Finding) Verdict {
	asked, fin, late, rst := f.Moments[0], f.Moments[1], f.Moments[2], f.Moments[3]
	return Verdict{
		Brief:  fmt.Sprintf("%s closes after %s, before the answer has come", naming.Who(f.Who), naming.Spell(f.Got)),
		Full:   fmt.Sprintf("It has waited for %s since packet %d, and closes%s; %s later data come%s that find no socket any more: the kernel throws them away and answers with a RST%s.", naming.Spell(f.Got), asked.Packet.Number, naming.Packet(fin), between(fin, late), naming.Packet(late), naming.Packet(rst)),
		Repair: "wait longer, or look at why the server takes so long: what it does meanwhile, and for whom",
	}
}
