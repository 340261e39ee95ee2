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
