package verdicts

import (
	"fmt"
	"slices"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/render/quantity"
	"wireladder/render/words/sentence"
	"wireladder/render/words/verdicts/naming"
)

func ofDatagramCut(f *findings.Finding) Verdict {
	call := naming.Written(f.Moments[0])
	return Verdict{
		Brief:  fmt.Sprintf("%s takes %d of %s: the rest of the datagram is gone", naming.Who(f.Who), f.Got, naming.Bytes(f.Of)),
		Full:   fmt.Sprintf("%s() has a buffer of %s%s, and the datagram holds %s. The kernel throws away what does not fit.", call, naming.Bytes(f.Got), naming.At(f.Moments[0]), naming.Bytes(f.Of)),
		Repair: fmt.Sprintf("give %s() a buffer of %d bytes or more", call, f.Of),
	}
}

func ofReplyWrongAddress(f *findings.Finding) Verdict {
	if f.Who.Process == f.Other.Process && f.Address == f.Other.Local {
		return Verdict{
			Brief:  fmt.Sprintf("%s waits on %s, and the answer comes to its %s", naming.Who(f.Who), naming.FD(f.Who), naming.FD(f.Other)),
			Full:   fmt.Sprintf("The datagram%s reaches the socket that has sent the request, %v; recvfrom()%s waits on another one.", naming.Packet(f.Moments[1]), f.Address, naming.At(f.Moments[0])),
			Repair: "send and receive with one socket",
		}
	}
	switch {
	case f.Near == findings.SameAddress:
		return Verdict{
			Brief:  fmt.Sprintf("%s receives its own datagram", naming.Who(f.Who)),
			Full:   fmt.Sprintf("What %s()%s sends to %v comes back to it%s: its socket is bound to that port (%v), as that of %s is (%v), and the kernel gives a datagram to one of them.", naming.Written(f.Moments[0]), naming.At(f.Moments[0]), f.Address, naming.At(f.Moments[1]), f.Who.Local, naming.Who(f.Other), f.Other.Local),
			Repair: "who asks needs no bind(); and without SO_REUSEADDR a second bind() fails",
		}
	case f.Who.Proto == capture.TCP:
		return Verdict{
			Brief:  fmt.Sprintf("%s answers %s on the connection of another client", naming.Who(f.Who), naming.Who(f.Other)),
			Full:   fmt.Sprintf("It receives on %s%s, and then %s()%s of the same thread sends that, in other letters, on %s, to %v. Another request on %s is answered there.", naming.FD(f.Who), naming.At(f.Moments[0]), naming.Written(f.Moments[1]), naming.At(f.Moments[1]), naming.FD(f.Moments[1].Socket), f.Address, naming.FD(f.Moments[2].Socket)),
			Repair: "give each thread the socket of its own client (args=(conn,)), and not a variable that all of them share",
		}
	}
	outcome := " " + naming.Capital(naming.Who(f.Other)) + " waits for ever."
	if f.Got > 0 {
		outcome = fmt.Sprintf(" %s waits in vain, for %s.", naming.Capital(naming.Who(f.Other)), naming.Spell(f.Got))
	}
	switch {
	case f.Near == findings.OtherPort:
		return Verdict{
			Brief:  fmt.Sprintf("%s answers from %v, which was not asked", naming.Who(f.Who), f.Address),
			Full:   fmt.Sprintf("%s is connected to %v and takes datagrams from there alone; %s()%s is made on another socket.%s", naming.Capital(naming.Who(f.Other)), f.Other.Remote, naming.Written(f.Moments[0]), naming.At(f.Moments[0]), outcome),
			Repair: "answer with the socket that has received the request",
		}
	case f.Address == f.Who.Local:
		outcome = " That is the server's own address." + outcome
	}
	return Verdict{
		Brief:  fmt.Sprintf("%s answers to %v, and not to who has asked", naming.Who(f.Who), f.Address),
		Full:   fmt.Sprintf("The request came from %v; %s()%s goes to %v.%s", f.Other.Local, naming.Written(f.Moments[0]), naming.At(f.Moments[0]), f.Address, outcome),
		Repair: "send the answer to the address that recvfrom() returned",
	}
}

func ofReplyLost(f *findings.Finding) Verdict {
	who := naming.Who(f.Who)
	what := "the answer to " + who
	if f.Who == f.Other { // it has asked itself
		what = "the request of " + who
	}
	v := Verdict{
		Brief:  fmt.Sprintf("%s is lost%s, and %s waits for ever", what, naming.Packet(f.Moments[0]), who),
		Full:   "UDP does not repeat anything: a program must ask again itself when no answer comes.",
		Repair: fmt.Sprintf("give the wait of %s a time limit (settimeout()), and send again when it runs out", who),
	}
	if f.Got > 0 {
		v.Brief = fmt.Sprintf("%s is lost%s, and %s gives up after %s", what, naming.Packet(f.Moments[0]), who, naming.Spell(f.Got))
		v.Repair = "send again when the time is over, and not only once"
	}
	return v
}

func ofRcvbufOverflow(f *findings.Finding) Verdict {
	whose := "the receive buffer"
	if f.Who != nil {
		whose += " of " + naming.Who(f.Who)
	}
	counter := "RcvbufErrors"
	if !slices.ContainsFunc(f.Moments, func(m *run.Moment) bool { return m.Entry.Counters != nil && m.Entry.Counters.Of(counter) > 0 }) {
		counter = "Udp6RcvbufErrors"
	}
	return Verdict{
		Brief:  fmt.Sprintf("%s arrived and %s thrown away: %s was full", quantity.Count(f.Got, "datagram"), sentence.WasWere(int(f.Got)), whose),
		Full:   "The kernel counts them (" + counter + "): they came over the wire, and the program did not receive as fast as they came.",
		Repair: "receive faster, or give the socket a larger SO_RCVBUF; UDP does not slow down its sender",
	}
}
