package waits

import (
	"fmt"

	"wireladder/capture/run/findings"
	"wireladder/render/words/verdicts/naming"
)

// OfUnheeded is of a program that asks which sockets are ready, again and again, and does nothing with
// the answer.
func OfUnheeded(f *findings.Finding) naming.Verdict {
	name, at, fd := naming.Written(f.Moments[0]), naming.At(f.Moments[0]), naming.FD(f.Who)
	v := naming.Verdict{Brief: fmt.Sprintf("%s asks %s() at least %d times in a row, and does nothing with the answer", naming.Who(f.Who), name, f.Got)}
	if f.Text == "writing" {
		v.Full = fmt.Sprintf("The call%s says at once that %s is ready for writing, as it is for as long as there is room; the program sends nothing there, and asks again. It takes a processor for itself.", at, fd)
		v.Repair = "ask whether a socket can be written only while something is left to be sent on it"
		return v
	}
	v.Full = fmt.Sprintf("The call%s says at once that %s is ready for reading; the program neither receives nor accepts there, and asks again. It takes a processor for itself.", at, fd)
	v.Repair = "receive from each socket that is reported, or accept() there; and take those off the list that are done"
	return v
}

// OfLooking is of a program that looks at the same octets again and again, and does not take them.
func OfLooking(f *findings.Finding) naming.Verdict {
	name, at := naming.Written(f.Moments[0]), naming.At(f.Moments[0])
	v := naming.Verdict{
		Brief:  fmt.Sprintf("%s looks at least %d times at the same bytes on %s, and does not take them", naming.Who(f.Who), f.Got, naming.FD(f.Who)),
		Full:   fmt.Sprintf("With MSG_PEEK %s()%s returns what is there, and leaves it there; it does not wait for more. The program calls it again at once, and takes a processor for itself.", name, at),
		Repair: "receive what has come, and keep it, until it is enough: buf += s.recv(…)",
	}
	if !f.Idle {
		v.Brief = fmt.Sprintf("%s answers the same bytes on %s again and again", naming.Who(f.Who), naming.FD(f.Who))
		v.Full = fmt.Sprintf("With MSG_PEEK %s()%s returns what is there, and leaves it there, %d times at least: what was answered comes again with the next call.", name, at, f.Got)
		v.Repair = "leave MSG_PEEK out; or receive what was looked at, when it is answered: s.recv(len(data))"
	}
	return v
}
