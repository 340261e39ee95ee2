package waits

import (
	"fmt"
	"strings"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/render/words/verdicts/naming"
)

// ofIdle is of BothWait where one side has received all, and does nothing any more.
func ofIdle(f *findings.Finding) naming.Verdict {
	last := f.Moments[1]
	v := naming.Verdict{
		Brief:  fmt.Sprintf("%s waits for %s, and %s does nothing for it any more", naming.Who(f.Who), wanted(last), naming.Who(f.Other)),
		Full:   fmt.Sprintf("%s waits in %s()%s. Nothing of it lies unread at %s, whose last call on %s is %s()%s.", naming.Capital(naming.Who(f.Who)), naming.Written(f.Moments[0]), naming.At(f.Moments[0]), naming.Who(f.Other), naming.FD(f.Other), naming.Written(last), naming.At(last)),
		Repair: "answer or close in every case: look at what comes behind that call",
	}
	if c := naming.CallOf(last); c != nil && c.Does(capture.Sends) {
		v.Repair = "close() behind the last answer, if nothing more is to be said; or have the client stop receiving when the answer is whole"
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
		v.Full += fmt.Sprintf(" So %s gives up after %s.", naming.Who(f.GivesUp), naming.Spell(f.Got))
	}
	return v
}

// wanted says what somebody waits for when the last call of the other side for it was this one.
func wanted(last *run.Moment) string {
	if c := naming.CallOf(last); c != nil && c.Does(capture.Sends) {
		return "more"
	}
	return "an answer"
}

// listens says of a socket that it listens, if it does.
func listens(k *run.Socket) string {
	if k == nil || k.Role != run.Listening {
		return ""
	}
	return ", which listens,"
}

// OfBothWait is of two that wait for each other.
func OfBothWait(f *findings.Finding) naming.Verdict {
	switch {
	case f.Idle && len(f.Moments) > 1:
		return ofIdle(f)
	case f.Near == findings.Unaccepted:
		return ofUnaccepted(f)
	case f.Near == findings.OtherThread:
		return ofOtherThread(f)
	case f.Near == findings.OtherSocket:
		return ofOtherSocket(f)
	case f.Near == findings.UrgentByte:
		return ofUrgentByte(f)
	case f.Near == findings.ReportedOnce:
		return ofReportedOnce(f)
	case f.Of > 0 && f.Moments[1].Socket == f.Other:
		return naming.Verdict{
			Brief:  fmt.Sprintf("%s waits for %s that %s does not send", naming.Who(f.Other), naming.Bytes(f.Of), naming.Who(f.Who)),
			Full:   fmt.Sprintf("%s goes on only with that%s; %s sends nothing more, and waits itself%s%s", naming.Capital(naming.Who(f.Other)), naming.At(f.Moments[1]), naming.Who(f.Who), naming.At(f.Moments[0]), until(f, ".")),
			Repair: whole(f.Moments[1]),
		}
	case f.Near == findings.ThreadAway:
		return naming.Verdict{
			Brief:  fmt.Sprintf("%s waits for an answer, and %s does not receive the request", naming.Who(f.Who), naming.Who(f.Other)),
			Full:   fmt.Sprintf("%s waits in recv()%s; %s lie unread at %s of %s. It receives from its clients by threads beside the one that accepts; that of this client does not: it waits for something else (a lock, a sleep, another thread), or has ended.", naming.Capital(naming.Who(f.Who)), naming.At(f.Moments[0]), naming.Bytes(f.Of-f.Got), naming.FD(f.Other), naming.Who(f.Other)),
			Repair: "have each thread receive from its client at once; give a lock back in every case: with lock:",
		}
	case f.Of > 0:
		v := naming.Verdict{
			Brief:  fmt.Sprintf("%s waits for an answer, and %s does not receive the request", naming.Who(f.Who), naming.Who(f.Other)),
			Full:   fmt.Sprintf("%s waits in recv()%s; %s lie unread at %s of %s, which waits for something else in %s()%s.", naming.Capital(naming.Who(f.Who)), naming.At(f.Moments[0]), naming.Bytes(f.Of-f.Got), naming.FD(f.Other), naming.Who(f.Other), naming.Written(f.Moments[1]), naming.At(f.Moments[1])),
			Repair: "receive from each socket that accept() returns: at once, in a thread, or when select() says so",
		}
		if name := naming.Written(f.Moments[1]); f.Got > 0 && strings.HasPrefix(name, "epoll_") {
			v.Full += fmt.Sprintf(" It has received from it before; %s() watches it no more.", name)
			v.Repair = "have each socket watched until it is closed; with EPOLLONESHOT put it back by modify() after each report"
		}
		return v
	}
	v := naming.Verdict{
		Brief:  fmt.Sprintf("%s and %s wait for each other", naming.Who(f.Who), naming.Who(f.Other)),
		Full:   fmt.Sprintf("Both wait for something to receive: %s%s, %s%s. Nothing is on its way%s", naming.Who(f.Who), naming.At(f.Moments[0]), naming.Who(f.Other), naming.At(f.Moments[1]), until(f, ", so that neither goes on.")),
		Repair: "agree on whose turn it is: after each message one side receives, and the other one sends",
	}
	if f.Heard != nil {
		tell(&v, f)
	} else if readsFile(f.Moments[1]) {
		v.Repair += "; what is written to a file of makefile() goes out with flush()"
	}
	if f.Text != "" {
		v.Full += fmt.Sprintf(" Python says that the coroutine %s was never awaited: its call alone does nothing.", naming.Quoted(f.Text))
		v.Repair = "await " + strings.Trim(naming.Quoted(f.Text), `"`) + "(…)"
	}
	return v
}

// whole says what is to be done where a call waits for more than comes.
func whole(m *run.Moment) string {
	if c := naming.CallOf(m); c != nil && strings.Contains(c.Args.Flags, "MSG_WAITALL") {
		return fmt.Sprintf("MSG_WAITALL has %s() wait until all %d bytes have come: leave it out, or ask for as many as a message has", naming.Written(m), c.Size)
	}
	return "look at how long a message is, and at how its length is written and read: byte order (struct: \"!I\" on both sides), digits, units"
}

// readsFile reports whether a call is made for a file object, which keeps what is written to it.
func readsFile(m *run.Moment) bool {
	c := naming.CallOf(m)
	return c != nil && c.Proto == capture.TCP && c.Does(capture.Receives) && c.Code.Line > 0 && c.Code.Newline && !strings.Contains(c.Code.Text, "recv")
}
