package verdicts

import (
	"cmp"
	"fmt"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/render/words/verdicts/closings"
	"wireladder/render/words/verdicts/naming"
	"wireladder/render/words/verdicts/repairs"
	"wireladder/render/words/verdicts/waits"
)

// why says why a call has failed on a socket, and what is to be done.
func why(m *run.Moment, on *run.Socket) (full, repair string) {
	if on == nil {
		return "", ""
	}
	return repairs.OfFailedCall(&findings.Finding{Moments: []*run.Moment{m}, Other: on})
}

func ofClosedBeforeAnswer(f *findings.Finding) Verdict {
	v := closings.OfClosedBeforeAnswer(f)
	if f.Near != findings.FailedSend || len(f.Moments) < 3 {
		return v
	}
	full, repair := why(f.Moments[2], f.Moments[2].Socket)
	v.Full = fmt.Sprintf("It has received %s. %sThen it closes%s, and recv() of %s%s returns nothing.", naming.Bytes(f.Got), full, naming.At(f.Moments[0]), naming.Who(f.Other), naming.At(f.Moments[1]))
	v.Repair = cmp.Or(repair, v.Repair)
	return v
}

func ofNothingSent(f *findings.Finding) Verdict {
	if f.Near != findings.FailedSend {
		return waits.OfNothingSent(f)
	}
	m := f.Moments[0]
	full, repair := why(m, f.Who)
	v := Verdict{
		Brief:  fmt.Sprintf("%s sends nothing: %s() fails with %s", naming.Who(f.Who), naming.Written(m), naming.Errno(m)),
		Full:   full + "The program goes on all the same",
		Repair: cmp.Or(repair, "look at what each call returns, and at its exception: none of them may be passed over in silence"),
	}
	if f.Other != nil {
		v.Full += fmt.Sprintf(", and %s waits in vain", naming.Who(f.Other))
	}
	if f.Got > 0 {
		v.Full += ", for " + naming.Spell(f.Got)
	}
	v.Full += "."
	if c := naming.CallOf(m); c != nil && c.Does(capture.Sends) && c.Errno == "EINVAL" && !c.Args.Address.IsValid() && !f.Who.Remote.IsValid() {
		v.Full += " The address that it is given is none."
		v.Repair = "look at where the address comes from: in C recvfrom() writes it only if addrlen was set to the room for it before: socklen_t len = sizeof peer"
	}
	return v
}
