package calls

import (
	"fmt"

	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/quantity"
	"wireladder/render/words/sentence"
)

// Kernel says what it means that the kernel says something.
func Kernel(m *run.Moment) sentence.Sentence {
	k := m.Says
	switch {
	case k.Listener.IsValid():
		return ofQueue(k)
	case k.Unread > 0:
		return sentence.New(
			"in the receive buffer; no recv() has asked for them",
			fmt.Sprintf("The kernel says that %s wait in the receive buffer: they were acknowledged, and no recv() has asked for them. The window shrinks by as much.", quantity.Count(k.Unread, "byte")),
		)
	}
	return ofState(m)
}

// ofQueue says what the length of an accept queue means, and when it is told first how much room the queue has.
func ofQueue(k *run.Says) sentence.Sentence {
	s := ofLength(k)
	if k.First {
		s.Add(fmt.Sprintf("; listen(%d) has room for %d", k.Backlog, k.Backlog+1), " Linux holds one more than the backlog that listen() is given.")
	}
	return s
}

func ofLength(k *run.Says) sentence.Sentence {
	admits := fmt.Sprintf(" listen(%d) admits %d.", k.Backlog, k.Backlog+1)
	switch handed := k.Before - k.Length; {
	case k.Length > k.Backlog:
		return sentence.New(
			"full: the kernel drops further SYNs without a word",
			"The kernel says that the accept queue is full: "+waitForAccept(k.Length)+"."+admits+
				" Further SYNs are dropped without an answer, and their clients send them again.",
		)
	case k.Length == 0:
		return sentence.New(
			"empty: accept() has taken all",
			"The kernel says that the accept queue is empty: accept() has handed over every connection.",
		)
	case handed > 0:
		return sentence.New(
			fmt.Sprintf("accept() has taken from it; %s", stillWait(k.Length)),
			fmt.Sprintf("The kernel says that the accept queue is shorter by %d: accept() has taken from it; %s.", handed, stillWait(k.Length)),
		)
	}
	if k.Opening {
		return sentence.New(
			"data came with the SYN (Fast Open): "+waitForAccept(k.Length),
			"The kernel holds a connection for accept() whose handshake has not ended, for its SYN has brought a cookie and data (Fast Open, RFC 7413): "+waitForAccept(k.Length)+"."+admits,
		)
	}
	return sentence.New(
		"ESTABLISHED by the kernel alone: "+waitForAccept(k.Length),
		"The kernel has finished the handshake by itself, and no program holds the connection yet: "+waitForAccept(k.Length)+"."+admits,
	)
}

// stillWait says of connections that they are left in a queue.
func stillWait(n int) string {
	if n == 1 {
		return "1 still waits"
	}
	return fmt.Sprintf("%d still wait", n)
}

func waitForAccept(n int) string {
	if n == 1 {
		return "1 waits for accept()"
	}
	return fmt.Sprintf("%d wait for accept()", n)
}

// ofState says why the kernel's state may be another one than that which the packets let
// infer.
func ofState(m *run.Moment) sentence.Sentence {
	k, who := m.Says, sentence.Owner(m)
	infer := fmt.Sprintf(" The packets alone let infer %s.", k.Inferred)
	switch {
	case k.Unsent > 0 && (k.State == flow.FinWait1.String() || k.State == flow.LastAck.String()):
		return sentence.New(
			"its FIN is not sent yet: it waits behind data; by the packets, "+k.Inferred,
			fmt.Sprintf("The program has closed its socket, and %s's kernel says %s. But the FIN has not left: it is the last of %s that wait for room in the window.", who, k.State, quantity.Count(k.Unsent, "byte"))+infer, // the FIN counts as one
		)
	case k.State == flow.SynReceived.String():
		return sentence.New(
			"the handshake is not over for it; by the packets, "+k.Inferred,
			fmt.Sprintf("For %s's kernel the handshake is not over: it has not taken the ACK that would end it.", who)+infer,
		)
	case k.State == flow.Closed.String():
		return sentence.New(
			"the kernel has no such socket; by the packets, "+k.Inferred,
			fmt.Sprintf("%s's kernel has no socket for this connection (any more).", sentence.Capital(who))+infer,
		)
	}
	return sentence.New(
		"by the packets, "+k.Inferred,
		fmt.Sprintf("%s's kernel says that this end is in %s.", sentence.Capital(who), k.State)+infer,
	)
}
