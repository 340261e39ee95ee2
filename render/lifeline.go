package render

import (
	"net/netip"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// Lifeline is the life of one socket.
type Lifeline struct {
	Process string // who owns it: "server", "client 2"; "" if unknown
	Role    run.Role
	Group   facts.GroupKind // of an address that stands for many hosts, which no socket has
	Side    flow.Side       // initiators stand on the left, responders on the right
	FD      int             // file descriptor, -1 if unknown
	Thread  int             // the thread that alone serves this accepted socket (gettid(2)); 0 if that is not so, or unknown
	Local   netip.AddrPort
	Remote  netip.AddrPort // invalid for a listening socket and an unconnected one

	Own, OwnRemote netip.AddrPort // both as the capture at its own end has them, where another one has other names; else invalid

	Sockets int // of a lane of package lanes: how many sockets it is of; 0: it is one itself

	Begin int // index of the step that made it; -1: it was there before the first
	Taken int // index of the accept() that returned it as a socket; before, since Begin, it is a connection of the kernel's; -1: none did
	End   int // index of the close() that ended it; -1: it was never closed
	Last  int // index of the last step that touches it, -1 if none; may lie after End: the kernel goes on

	Gone     int  // index of the step with which it is CLOSED, so that its kernel knows nothing of it any more; -1: none was seen
	Lingers  bool // it is in TIME-WAIT when the recording ends
	NoSocket bool // there is none: the kernel of that host refuses by itself what comes for it
}

// is takes what is known of the socket in the end.
func (l *Lifeline) is(k *run.Socket) {
	l.Process, l.Role, l.Group, l.Side = k.Process, k.Role, k.Group, k.Side
	l.FD, l.Thread, l.Local, l.Remote = k.FD, k.Thread, k.Local, k.Remote
}

// Owner names who has the socket; of one that is known only by its packets, its side.
func (l *Lifeline) Owner() string {
	switch {
	case l.Process != "":
		return l.Process
	case l.OnTheWay():
		return "router"
	case l.Group == facts.Broadcast:
		return "broadcast"
	case l.Group == facts.Multicast:
		return "multicast"
	}
	return l.Side.String()
}

// Hatches reports whether the lifeline begins as a connection of the kernel's, of which accept()
// makes a socket in step Taken.
func (l *Lifeline) Hatches() bool { return l.Taken > max(l.Begin, 0) }

// Queued reports whether the lifeline is a connection that no accept() has returned.
func (l *Lifeline) Queued() bool { return l.Role == run.Queued }

// OnTheWay reports whether the lifeline is a host on the way: it has an address, and no socket.
func (l *Lifeline) OnTheWay() bool { return l.Role == run.Router }

// LastStep returns the index of the last step that lifeline i reaches down to; the number
// of steps where it outlives them all. Later steps may be about it nevertheless: packets come
// for a socket that there was.
func (l *Ladder) LastStep(i int) int {
	switch line := &l.Lifelines[i]; {
	case line.End >= 0 && line.Lingers:
	case line.End >= 0 && line.Gone >= 0:
		return max(line.End, line.Gone)
	case line.End >= 0:
		return max(line.End, line.Last)
	case line.Role == run.Endpoint && line.FD < 0:
		return line.Last // known only by its packets
	}
	return len(l.Steps)
}

// end says of all lifelines how they end.
func (b *stepBuilder) end() {
	for i := range b.ladder.Lifelines {
		e, l := b.endings.Of(i), &b.ladder.Lifelines[i]
		l.Begin, l.Gone, l.NoSocket = max(l.Begin, e.Begins()), e.Gone(), e.NoSocket()
		l.Lingers = l.Last >= 0 && e.Lingers(b.ladder.Steps[len(b.ladder.Steps)-1].Time.Sub(b.ladder.Steps[l.Last].Time))
		if e.Peerless() {
			l.Remote = netip.AddrPort{}
		}
	}
}
