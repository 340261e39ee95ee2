package kernel

import (
	"cmp"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run/sockets"
)

// snapshotIndex is what a snapshot has of TCP, by the addresses of a socket: there may be as many as there were
// connections, and each of them is asked for.
type snapshotIndex map[sockets.Endpoint]*capture.KernelSocket

// take takes a snapshot in place of what was there. Of several sockets with the same addresses the first
// one counts.
func (l snapshotIndex) take(s *capture.Snapshot) {
	clear(l)
	for i := range s.Sockets {
		q := &s.Sockets[i]
		at := sockets.Endpoint{Local: q.Local, Remote: q.Remote}
		if _, known := l[at]; !known && q.Proto == capture.TCP {
			l[at] = q
		}
	}
}

// at returns the kernel's socket of one end, a zero one if there is none.
func (l snapshotIndex) at(e sockets.Endpoint) capture.KernelSocket {
	if q := l[e]; q != nil {
		return *q
	}
	return capture.KernelSocket{}
}

// socketAt returns the kernel's socket of one end, a zero one if there is none.
func socketAt(s *capture.Snapshot, at sockets.Endpoint) capture.KernelSocket {
	for _, k := range s.Sockets {
		if k.Proto == capture.TCP && k.Local == at.Local && k.Remote == at.Remote {
			return k
		}
	}
	return capture.KernelSocket{}
}

// stateOf returns the state of one end by the kernel's word: one that is not there is closed.
func stateOf(k capture.KernelSocket) string { return cmp.Or(k.State, flow.Closed.String()) }

// unreadOf returns how many bytes a program that holds one end has not read. The kernel
// counts a FIN among them.
func unreadOf(k capture.KernelSocket) int {
	switch {
	case k.Inode == 0:
		return 0
	case k.State == flow.Established.String():
		return k.RecvQueue
	}
	return max(k.RecvQueue-1, 0)
}
