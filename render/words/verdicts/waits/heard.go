package waits

import (
	"fmt"
	"strings"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/render/words/verdicts/naming"
)

// framing is the repair where it is not known what a side takes for the end of a message.
const framing = "agree on where a message ends (\\n, its length before it, shutdown(SHUT_WR)), and on whose turn it is then; and answer in every case"

// tell adds to what is said of two that wait for each other what one of them has received before.
func tell(v *naming.Verdict, f *findings.Finding) {
	h, from := f.Heard, f.Who
	if h.By == f.Who {
		from = f.Other
	}
	who, at := naming.Who(h.By), naming.At(h.Take)
	switch {
	case h.By.Proto == capture.UDP:
		v.Full += fmt.Sprintf(" %s has received the last datagram of %s (%s), and waits for the next one without an answer to it.", naming.Capital(who), naming.Who(from), naming.Bytes(h.Octets))
		v.Repair = "answer each datagram, if only to say no; and let who asks ask again, or give up: settimeout()"
		if f.GivesUp != nil {
			v.Repair = "answer each datagram, also one that comes again, or out of turn; look at what it must hold (numbers, from 0 or 1) to be answered"
		}
	case h.Whole > 1 && h.Said < h.Whole && makesReader(h.Take):
		v.Full += fmt.Sprintf(" What is made%s to read a line has taken at once %s, and %s since: the next one that is made does not have the rest.", at, together(h, from), answers(h.Said))
		v.Repair = "make it once for each connection, before the loop: f = conn.makefile(); and read from that"
	case h.Whole > 1 && h.Said < h.Whole:
		v.Full += fmt.Sprintf(" %s()%s of %s had returned at once %s, and %s since. It may have taken them for one message.", naming.Written(h.Take), at, who, together(h, from), answers(h.Said))
		v.Repair = "TCP keeps no messages apart: take one after the other out of what recv() has returned, and keep the rest (makefile(), readline()); or let who sends wait for each answer"
	case h.Split:
		v.Full += fmt.Sprintf(" What %s has received ends with \\r\\n, and these came in two pieces, \\r and \\n%s: who looks for both in one piece does not find them.", who, at)
		v.Repair = "look for the end of a line in all that has come so far, and not in the last piece"
	default:
		v.Full += fmt.Sprintf(" %s has received all that %s has sent last (%s%s), and goes on receiving: it waits for %s.", naming.Capital(who), naming.Who(from), naming.Bytes(h.Octets), ending(h), further(f))
		v.Repair = framing
		if readsFile(f.Moments[1]) {
			v.Repair += "; what is written to a file of makefile() goes out with flush()"
		}
	}
}

// makesReader reports whether a call is made for what the same line has made to read from.
func makesReader(take *run.Moment) bool {
	c := naming.CallOf(take)
	return c != nil && c.Code.MakesReader()
}

// further says for what a side waits that has received all.
func further(f *findings.Finding) string {
	wait := f.Moments[0]
	if f.Heard.By == f.Other {
		wait = f.Moments[1]
	}
	if readsFile(wait) && ending(f.Heard) != "" {
		return "another line"
	}
	return "more, or for something else"
}

// together says what several messages are.
func together(h *findings.Heard, from *run.Socket) string {
	if h.Lines {
		return fmt.Sprintf("%d lines of %s", h.Whole, naming.Who(from))
	}
	return fmt.Sprintf("what %s had sent with %d calls", naming.Who(from), h.Whole)
}

// answers says how many messages a side has sent.
func answers(n int64) string {
	switch n {
	case 0:
		return "it has sent nothing"
	case 1:
		return "it has sent one message"
	}
	return fmt.Sprintf("it has sent %d messages", n)
}

// ending says how what was received ends, where that is the end of a line, or looks like none.
func ending(h *findings.Heard) string {
	switch data := string(naming.Data(h.Take)); {
	case strings.HasSuffix(data, "\r\n"):
		return ", with \\r\\n at its end"
	case strings.HasSuffix(data, "\n"):
		return ", with \\n at its end"
	}
	return ""
}
