package render

import (
	"fmt"
	"strings"

	"wireladder/capture/flow"
)

// kernelStep adds what the kernel said to the ladder, and reports whether there
// is a lifeline for it.
func (b *ladderBuilder) kernelStep(s *Step, r *remark) bool {
	if !r.listener.IsValid() {
		s.Lifeline = b.ofPacket(r.at.conversation, r.at.side, len(b.ladder.Steps))
		s.Labels = []string{"kernel: [" + r.state + "]", "[" + r.state + "]"}
		s.Brief, s.Full = explainState(r)
		if r.unread > 0 {
			bytes := count(int64(r.unread), "byte")
			s.Labels = []string{"kernel: " + bytes + " unread", bytes + " unread"}
			s.Brief = "in the receive buffer; no recv() has asked for them"
			s.Full = fmt.Sprintf("The kernel says that %s wait in the receive buffer: they were acknowledged, and no recv() has asked for them. The window shrinks by as much.", bytes)
		}
	} else {
		i, ok := b.match(func(l *Lifeline) bool { return l.End < 0 && l.Role == Listening && l.Local == r.listener })
		if !ok {
			return false
		}
		s.Lifeline = i
		s.Labels = queueLabels(r)
		s.Brief, s.Full = explainQueue(r)
	}
	b.touch(len(b.ladder.Steps), s.Lifeline)
	return true
}

// maxPlaces is how many places of a queue are drawn; of a longer one only the
// numbers are told.
const maxPlaces = 12

// queueLabels shows an accept queue, the longest form first.
func queueLabels(r *remark) []string {
	places := r.backlog + 1
	numbers := fmt.Sprintf("%d of %d", r.length, places)
	if places > maxPlaces || places < r.length {
		return []string{"accept queue: " + numbers, "queue " + numbers}
	}
	strip := strings.Repeat("▮", r.length) + strings.Repeat("▯", places-r.length)
	return []string{"accept queue " + strip + " " + numbers, "queue " + strip + " " + numbers, "queue " + numbers}
}

// explainQueue says what the length of an accept queue means.
func explainQueue(r *remark) (brief, full string) {
	admits := fmt.Sprintf(" listen(%d) admits %d.", r.backlog, r.backlog+1)
	switch handed := r.before - r.length; {
	case r.length > r.backlog:
		return "full: the kernel drops further SYNs without a word",
			"The kernel says that the accept queue is full: " + waitForAccept(r.length) + "." + admits +
				" Further SYNs are dropped without an answer, and their clients send them again."
	case r.length == 0:
		return "empty: accept() has taken all",
			"The kernel says that the accept queue is empty: accept() has handed over every connection."
	case handed > 0:
		return fmt.Sprintf("accept() has taken %d; %s", handed, waitForAccept(r.length)),
			fmt.Sprintf("The kernel says that the accept queue is shorter: accept() has handed over %s; %s.", count(int64(handed), "connection"), waitForAccept(r.length))
	}
	return "ESTABLISHED by the kernel alone: " + waitForAccept(r.length),
		"The kernel has finished the handshake by itself, and no program holds the connection yet: " + waitForAccept(r.length) + "." + admits
}

func waitForAccept(n int) string {
	if n == 1 {
		return "1 waits for accept()"
	}
	return fmt.Sprintf("%d wait for accept()", n)
}

// explainState says why the kernel's state may be another one than that which
// the packets let infer.
func explainState(r *remark) (brief, full string) {
	who, infer := r.at.side, fmt.Sprintf(" The packets alone let infer %s.", r.inferred)
	switch {
	case r.unsent > 0 && (r.state == flow.FinWait1.String() || r.state == flow.LastAck.String()):
		behind := count(int64(r.unsent), "byte") // the FIN counts as one
		return "its FIN is not sent yet: it waits behind data; by the packets, " + r.inferred,
			fmt.Sprintf("The program has closed its socket, and the %s's kernel says %s. But the FIN has not left: it is the last of %s that wait for room in the window.", who, r.state, behind) + infer
	case r.state == flow.SynReceived.String():
		return "the handshake is not over for it; by the packets, " + r.inferred,
			fmt.Sprintf("For the %s's kernel the handshake is not over: it has not taken the ACK that would end it.", who) + infer
	case r.state == flow.Closed.String():
		return "the kernel has no such socket; by the packets, " + r.inferred,
			fmt.Sprintf("The %s's kernel has no socket for this connection (any more).", who) + infer
	}
	return "by the packets, " + r.inferred, fmt.Sprintf("The %s's kernel says that this end is in %s.", who, r.state) + infer
}
