package lanes

import (
	"fmt"
	"net/netip"
	"strings"

	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render"
)

// By says which sockets share a lane.
type By uint8

// The ways. Sockets, the zero value, gives each its own.
const (
	Sockets   By = iota
	Groups       // clients, and sockets that accept() returned, or is to: the fewest lanes with a name each
	Processes    // a lane for each process
	Hosts        // a lane for each address
	Sides        // all that ask, and all that are asked
)

// sharedLane is the sockets that share one.
type sharedLane struct {
	of   []int // lifelines, in order of appearance
	line int   // its own
}

// laneMaker puts sockets into lanes.
type laneMaker struct {
	l      *render.Ladder
	lanes  []*sharedLane
	lane   []*sharedLane // by lifeline
	merged render.Ladder
	hosts  bool // clients have several addresses
}

// Of returns a ladder of l with a lifeline for each lane; l itself, which stays as it is, if no
// two sockets share one.
func Of(l *render.Ladder, by By) *render.Ladder {
	if by == Sockets {
		return l
	}
	m := &laneMaker{l: l, lane: make([]*sharedLane, len(l.Lifelines)), hosts: clientHosts(l) > 1}
	m.share(by)
	if len(m.lanes) == len(l.Lifelines) {
		return l
	}
	m.merged = *l
	m.lifelines()
	m.steps()
	return &m.merged
}

// All returns a diagram of d whose ladders have a lifeline for each lane.
func All(d *render.Diagram, by By) *render.Diagram {
	own := *d
	own.Ladders = nil
	for i := range d.Ladders {
		own.Ladders = append(own.Ladders, *Of(&d.Ladders[i], by))
	}
	return &own
}

// clientHosts counts the addresses of clients.
func clientHosts(l *render.Ladder) int {
	all := map[netip.Addr]bool{}
	for i := range l.Lifelines {
		if line := &l.Lifelines[i]; line.Side == flow.Initiator && line.Local.IsValid() {
			all[line.Local.Addr()] = true
		}
	}
	return len(all)
}

// share finds the lane of each lifeline.
func (m *laneMaker) share(by By) {
	named := map[string]*sharedLane{}
	for i := range m.l.Lifelines {
		line := &m.l.Lifelines[i]
		key := line.Side.String() + " " + keyOf(line, by)
		if named[key] == nil {
			named[key] = &sharedLane{line: len(m.lanes)}
			m.lanes = append(m.lanes, named[key])
		}
		named[key].of = append(named[key].of, i)
		m.lane[i] = named[key]
	}
}

// keyOf returns what the sockets of a lane have in common.
func keyOf(l *render.Lifeline, by By) string {
	switch {
	case by == Sides:
		return ""
	case by == Hosts:
		return l.Local.Addr().String()
	case by == Processes && l.Process != "":
		return l.Process
	case l.OnTheWay():
		return l.Local.String()
	case l.Side == flow.Initiator:
		name, _ := numbered(l.Process)
		return name + " " + l.Local.Addr().String()
	case l.Role == run.Accepted || l.Role == run.Queued:
		return l.Process + " " + l.Local.String() + " accepted"
	}
	return l.Process + " " + l.Role.String() + " " + l.Local.String()
}

// numbered parts the name of one of several programs: "client 3" is number 3 of "client".
func numbered(name string) (base, number string) {
	base = strings.TrimRight(name, "0123456789")
	if number = name[len(base):]; !strings.HasSuffix(base, " ") {
		return name, ""
	}
	return strings.TrimSuffix(base, " "), number
}

// whose says, before the label of a call, whose it is.
func (m *laneMaker) whose(line int) string {
	l := &m.l.Lifelines[line]
	switch {
	case len(m.lane[line].of) < 2 || l.Role == run.Listening || l.Role == run.Bound:
		return ""
	case l.Side == flow.Initiator && l.Process != "" && m.alone(line):
		return l.Process + ": "
	case l.Side == flow.Responder && l.Remote.IsValid():
		return m.client(l.Remote)
	}
	return m.client(l.Local)
}

// alone reports whether a program has no other socket in the lane of one.
func (m *laneMaker) alone(line int) bool {
	n := 0
	for _, i := range m.lane[line].of {
		if m.l.Lifelines[i].Process == m.l.Lifelines[line].Process {
			n++
		}
	}
	return n == 1
}

// client names a client by its port, and by its address where there are several.
func (m *laneMaker) client(a netip.AddrPort) string {
	switch {
	case !a.IsValid():
		return ""
	case m.hosts:
		return a.String() + " "
	}
	return fmt.Sprintf(":%d ", a.Port())
}

// ofMessage says, before the label of a message, which client's it is.
func (m *laneMaker) ofMessage(s *render.Step) string {
	if len(m.lane[s.From].of) < 2 && len(m.lane[s.To].of) < 2 {
		return ""
	}
	for _, i := range []int{s.From, s.To} {
		if l := &m.l.Lifelines[i]; l.Side == flow.Initiator {
			return m.client(l.Local)
		}
	}
	return ""
}
