package render

import (
	"slices"
	"sort"
	"strings"
	"time"

	"wireladder/capture"
)

// waitingCalls are the calls that may wait for the other side.
var waitingCalls = map[string]bool{
	"accept": true, "accept4": true, "connect": true, "recv": true, "recvfrom": true, "recvmsg": true, "read": true,
	"select": true, "pselect6": true, "poll": true, "ppoll": true, "epoll_wait": true, "epoll_pwait": true,
}

// longCall is how long a call of those took if it is worth seeing that it did
// not return at once, though nothing passed. Calls that send wait only where
// there is no room, and then for long.
const (
	longCall = 5 * time.Millisecond
	longSend = 50 * time.Millisecond
)

// passage is a packet that passes one end of the wire.
type passage struct {
	at     time.Time
	packet *capture.Packet
	comes  bool // it arrives, and did not leave here
}

// passages returns what passed, by time. Where one point saw all, a packet
// leaves and arrives at once.
func passages(rec *capture.Recording) []passage {
	var all []passage
	for _, e := range rec.Entries {
		switch {
		case e.Packet != nil:
			all = append(all, passage{at: e.Packet.Time, packet: e.Packet})
		case e.Delivery != nil && !e.Delivery.Lost:
			all = append(all, passage{e.Delivery.Time, e.Delivery.Packet, true})
		}
	}
	slices.SortStableFunc(all, func(a, b passage) int { return a.at.Compare(b.at) })
	return all
}

// waits reports whether c was seen to wait: a packet of its socket passed
// between its start and its return, or it took long, or it never returned.
func waits(c *capture.Call, passed []passage) bool {
	switch {
	case !c.Returned():
		return true
	case !waitingCalls[c.Name]:
		return (strings.HasPrefix(c.Name, "send") || c.Name == "write" || c.Name == "close") && c.Exit.Sub(c.Enter) >= longSend
	case c.Exit.Sub(c.Enter) >= longCall:
		return true
	}
	for i := firstAfter(passed, c.Enter); i < len(passed) && passed[i].at.Before(c.Exit); i++ {
		if touches(passed[i].packet, c) {
			return true
		}
	}
	return false
}

// firstAfter returns the index of the first passage that is not before t.
func firstAfter(passed []passage, t time.Time) int {
	return sort.Search(len(passed), func(i int) bool { return !passed[i].at.Before(t) })
}

// touches reports whether p comes from or goes to the socket that c was called on.
func touches(p *capture.Packet, c *capture.Call) bool {
	if p.Proto != c.Proto || !c.Local.IsValid() {
		return false
	}
	toOrFrom := p.Dst.Port() == c.Local.Port() || p.Src.Port() == c.Local.Port()
	if c.Proto == capture.TCP && c.Remote.IsValid() {
		return toOrFrom && (p.Src == c.Remote || p.Dst == c.Remote)
	}
	return toOrFrom
}

// sends reports whether a packet left the socket of c while c ran.
func sends(c *capture.Call, passed []passage) bool {
	for i := firstAfter(passed, c.Enter); i < len(passed); i++ {
		p := &passed[i]
		if c.Returned() && p.at.After(c.Exit) {
			return false
		}
		if !p.comes && touches(p.packet, c) && p.packet.Src.Port() == c.Local.Port() {
			return true
		}
	}
	return false
}
