package scroll

import (
	"net/netip"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render"
)

// socketKey is what a socket is known by, also where what was known of it is found out anew.
type socketKey struct {
	proto         capture.Protocol
	local, remote netip.AddrPort
	role          run.Role
}

func keyOf(k *run.Socket) socketKey { return socketKey{k.Proto, k.Local, k.Remote, k.Role} }

// post is where a lifeline stands: one socket's, or those of all that found no other.
type post struct {
	side   flow.Side
	x      int
	name   string    // of the socket that has it; "": nobody has
	used   time.Time // when its last packet was sent
	shared bool      // by those for which there is none
	key    socketKey
}

// lanes are all places for lifelines: those of initiators from the left margin inwards, those of
// responders from the right one.
type lanes struct {
	sides [2][]*post // by flow.Side
	of    map[socketKey]*post
}

// between is how many cells lie between two lanes of a side.
const between = 3

// newLanes returns n lanes a side, between two columns.
func newLanes(n, left, right int) *lanes {
	l := &lanes{of: map[socketKey]*post{}}
	for i := range n {
		l.sides[flow.Initiator] = append(l.sides[flow.Initiator], &post{side: flow.Initiator, x: left + between*i})
		l.sides[flow.Responder] = append(l.sides[flow.Responder], &post{side: flow.Responder, x: right - between*i})
	}
	return l
}

// When a socket that is silent loses its lane to another one: of a connection its end may have
// been missed, of a socket of UDP nobody sees the end.
const (
	silentStream   = time.Minute
	silentDatagram = 5 * time.Second
)

// maxShared is how many sockets are remembered that share a lane.
const maxShared = 4096

// take returns the lane of a socket, and whether the lifeline begins there.
func (l *lanes) take(k *run.Socket, now time.Time) (*post, bool) {
	key := keyOf(k)
	if one := l.of[key]; one != nil {
		one.used = now
		return one, false
	}
	one := l.free(k.Side, now)
	if one == nil {
		side := l.sides[k.Side]
		one = side[len(side)-1]
		begins := !one.shared
		l.share(one)
		l.of[key], one.used = one, now
		return one, begins
	}
	one.name, one.used, one.key = nameOf(k), now, key
	l.of[key] = one
	return one, true
}

// free returns a lane that nobody has, or whose socket has been silent for long; nil if there is none.
func (l *lanes) free(side flow.Side, now time.Time) *post {
	for _, one := range l.sides[side] {
		if one.name == "" {
			return one
		}
	}
	for _, one := range l.sides[side] {
		silent := silentStream
		if one.key.proto != capture.TCP {
			silent = silentDatagram
		}
		if now.Sub(one.used) > silent {
			l.leave(one)
			return one
		}
	}
	return nil
}

// share has a lane stand for several sockets.
func (l *lanes) share(one *post) {
	if len(l.of) > maxShared {
		for key, at := range l.of {
			if at.shared {
				delete(l.of, key)
			}
		}
	}
	one.shared, one.name = true, "others"
}

// close ends the lifeline of a socket.
func (l *lanes) close(k *run.Socket) {
	key := keyOf(k)
	one := l.of[key]
	delete(l.of, key)
	if one != nil && !one.shared {
		one.name = ""
	}
}

// leave takes a lane from those who have it.
func (l *lanes) leave(one *post) {
	for key, at := range l.of {
		if at == one {
			delete(l.of, key)
		}
	}
	one.name, one.shared = "", false
}

// open returns the lanes with a lifeline.
func (l *lanes) open() (all []*post) {
	for _, side := range l.sides {
		for _, one := range side {
			if one.name != "" {
				all = append(all, one)
			}
		}
	}
	return all
}

// nameOf names a socket: who has it, and its address.
func nameOf(k *run.Socket) string {
	line := render.Lifeline{Process: k.Process, Role: k.Role, Group: k.Group, Side: k.Side}
	at := k.Local.String()
	if line.OnTheWay() {
		at = k.Local.Addr().String()
	}
	return line.Owner() + " " + at
}
