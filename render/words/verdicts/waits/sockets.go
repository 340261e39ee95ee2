package waits

import (
	"fmt"

	"wireladder/capture/run/findings"
	"wireladder/render/words/verdicts/naming"
)

// ofUnaccepted is of a client whose connection no program has accepted.
func ofUnaccepted(f *findings.Finding) naming.Verdict {
	v := naming.Verdict{
		Brief:  fmt.Sprintf("%s waits for an answer, and %s does not accept its connection", naming.Who(f.Who), naming.Who(f.Other)),
		Full:   fmt.Sprintf("The connection is made by the kernel alone: it is in the queue of %s of %s, and no accept() takes it. %s waits%s", naming.FD(f.Other), naming.Who(f.Other), naming.Capital(naming.Who(f.Who)), naming.At(f.Moments[0])),
		Repair: "call accept() in a loop, and nothing before it that waits",
	}
	if f.GivesUp != nil {
		v.Full += fmt.Sprintf(", and gives up after %s", naming.Spell(f.Got))
	}
	v.Full += fmt.Sprintf("; the last call of %s on that socket is %s()%s.", naming.Who(f.Other), naming.Written(f.Moments[1]), naming.At(f.Moments[1]))
	return v
}

// ofOtherSocket is of a program that waits on one socket, while something lies unread at another
// one of it.
func ofOtherSocket(f *findings.Finding) naming.Verdict {
	v := naming.Verdict{
		Brief:  fmt.Sprintf("%s waits on %s, and does not receive what has come on its %s", naming.Who(f.Who), naming.FD(f.Who), naming.FD(f.Other)),
		Full:   fmt.Sprintf("It waits in %s() on %s%s, where nothing more comes. It has sent last on %s, and the answer to that lies there unread: %s.", naming.Written(f.Moments[0]), naming.FD(f.Who), naming.At(f.Moments[0]), naming.FD(f.Other), naming.Bytes(f.Of)),
		Repair: "receive the answer with the socket that has sent the request",
	}
	if f.GivesUp != nil {
		v.Full += fmt.Sprintf(" It gives up after %s.", naming.Spell(f.Got))
	}
	return v
}

// ofOtherThread is of a thread that waits for what another thread of its program has received.
func ofOtherThread(f *findings.Finding) naming.Verdict {
	return naming.Verdict{
		Brief:  fmt.Sprintf("a thread of %s waits for an answer that another thread of it has received", naming.Who(f.Who)),
		Full:   fmt.Sprintf("The thread that has asked waits in %s()%s. %s that came on %s since went to %s()%s of another thread: two receive on one socket, and each octet comes to one of them.", naming.Written(f.Moments[0]), naming.At(f.Moments[0]), naming.Capital(naming.Bytes(f.Got)), naming.FD(f.Who), naming.Written(f.Moments[1]), naming.At(f.Moments[1])),
		Repair: "let one thread alone receive on a socket, and hand over what it has received (queue.Queue())",
	}
}

// ofUrgentByte is of a side that waits for what has come as an urgent octet.
func ofUrgentByte(f *findings.Finding) naming.Verdict {
	sent := f.Moments[2]
	return naming.Verdict{
		Brief:  fmt.Sprintf("%s sends an urgent byte, and %s waits for others", naming.Who(f.Who), naming.Who(f.Other)),
		Full:   fmt.Sprintf("%s()%s has the flag MSG_OOB: its last byte is urgent, and stands beside the stream. %s receives%s without that flag, which passes it over; %s waits itself%s%s", naming.Written(sent), naming.At(sent), naming.Capital(naming.Who(f.Other)), naming.At(f.Moments[1]), naming.Who(f.Who), naming.At(f.Moments[0]), until(f, ".")),
		Repair: "leave MSG_OOB out; or receive with recv(1, socket.MSG_OOB) when select() reports an exception, or set SO_OOBINLINE",
	}
}

// ofReportedOnce is of a program that waits for what is ready, and was told of it before: it has
// taken a part.
func ofReportedOnce(f *findings.Finding) naming.Verdict {
	wait := naming.Written(f.Moments[1])
	return naming.Verdict{
		Brief:  fmt.Sprintf("%s waits for an answer, and %s has not received all of the request", naming.Who(f.Who), naming.Who(f.Other)),
		Full:   fmt.Sprintf("%s waits in recv()%s; %s lie unread at %s of %s, which waits in %s()%s. That call reports them only once, when they come, and not what is left of them (EPOLLET).", naming.Capital(naming.Who(f.Who)), naming.At(f.Moments[0]), naming.Bytes(f.Of), naming.FD(f.Other), naming.Who(f.Other), wait, naming.At(f.Moments[1])),
		Repair: "after each report receive until recv() fails with EAGAIN (BlockingIOError); or leave EPOLLET out",
	}
}
