package render

import (
	"fmt"
	"net/netip"
	"slices"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/quantity"
)

// Distances, in cells.
const (
	minSpacing = 8  // between two lifelines of one side
	maxSpacing = 24 // no more is of use
	tightGap   = 24 // between the sides: an arrow with its flags and numbers
	goodGap    = 40 // between the sides: an arrow and its explanation
)

// columns says where the lifelines of a ladder stand.
type columns struct {
	x      []int      // by lifeline
	heads  [][]string // what stands above each lifeline; nil: its column began with another one
	shared []bool     // whether a lifeline came into a column after another one
	folded bool       // each side has one column for all its lifelines
	right  int        // the last cell of the ladder
}

// place finds a column for each lifeline between the cells left and right.
// Initiators stand on the left, responders on the right. Where there is no
// room, lifelines that end before others begin share their column; where there
// is none even so, all of a side do.
func place(l *Ladder, m Medium, left, right int) columns {
	heads, spacing := headings(l, m, wideHead, 2)
	slots := ownSlots(l)
	// Between the sides the heads of both must find room, hence twice the spacing.
	if gap(slots, spacing, left, right) < max(goodGap, 2*spacing) {
		heads, spacing = headings(l, m, narrowHead, 1)
	}
	if gap(slots, spacing, left, right) < max(tightGap, 2*spacing) {
		slots = sharedSlots(l)
	}
	if gap(slots, spacing, left, right) < max(tightGap, 2*spacing) {
		return folded(l, m, left, right)
	}
	return slots.columns(l, heads, widen(slots, spacing, left, right), left, right)
}

// folded gives each side one column.
func folded(l *Ladder, m Medium, left, right int) columns {
	s := ownSlots(l)
	sockets := s.count
	for i := range s.of {
		s.first[i], s.of[i] = s.of[i] == 0, 0
	}
	for side, n := range sockets {
		s.count[side] = min(n, 1)
	}
	heads, _ := headings(l, m, func(line *Lifeline) []string {
		return []string{line.Side.String(), quantity.Count(int64(sockets[line.Side]), "socket")}
	}, 0)
	c := s.columns(l, heads, 0, left, right)
	c.folded = true
	return c
}

// slots are the places for lifelines on each side.
type slots struct {
	of    []int // by lifeline: its place among those of its side
	first []bool
	count [2]int // by side
}

// ownSlots gives each lifeline a place of its own.
func ownSlots(l *Ladder) slots {
	s := slots{of: make([]int, len(l.Lifelines)), first: make([]bool, len(l.Lifelines))}
	for i := range l.Lifelines {
		side := l.Lifelines[i].Side
		s.of[i], s.first[i] = s.count[side], true
		s.count[side]++
	}
	return s
}

// sharedSlots gives a lifeline the place of one that ended before it began.
func sharedSlots(l *Ladder) slots {
	s := slots{of: make([]int, len(l.Lifelines)), first: make([]bool, len(l.Lifelines))}
	var busyUntil [2][]int // by side and place: the last step that it is taken in
	for i := range l.Lifelines {
		line := &l.Lifelines[i]
		busy := &busyUntil[line.Side]
		free := slices.IndexFunc(*busy, func(until int) bool { return until < line.Begin })
		if free < 0 {
			free, s.first[i] = len(*busy), true
			*busy = append(*busy, 0)
		}
		s.of[i], (*busy)[free] = free, lastStep(l, line)
	}
	s.count = [2]int{len(busyUntil[0]), len(busyUntil[1])}
	return s
}

// lastStep returns the last step that a lifeline reaches down to.
func lastStep(l *Ladder, line *Lifeline) int {
	switch {
	case line.End >= 0:
		return max(line.End, line.Last)
	case line.Role == run.Endpoint && line.FD < 0:
		return line.Last // known only by its packets
	}
	return len(l.Steps)
}

// gap returns what is left between the two sides.
func gap(s slots, spacing, left, right int) int {
	return right - left - spacing*max(0, s.count[0]-1) - spacing*max(0, s.count[1]-1)
}

// widen widens the spacing where there is room to spare, for the labels of
// calls.
func widen(s slots, spacing, left, right int) int {
	for spacing < maxSpacing && gap(s, spacing+1, left, right) >= goodGap {
		spacing++
	}
	return spacing
}

// columns turns places into cells.
func (s slots) columns(l *Ladder, heads [][]string, spacing, left, right int) columns {
	c := columns{x: make([]int, len(l.Lifelines)), heads: heads, shared: make([]bool, len(l.Lifelines)), right: right}
	for i := range l.Lifelines {
		if l.Lifelines[i].Side == flow.Responder {
			c.x[i] = right - spacing*(s.count[1]-1-s.of[i])
		} else {
			c.x[i] = left + spacing*s.of[i]
		}
		if !s.first[i] {
			c.heads[i], c.shared[i] = nil, true
		}
	}
	return c
}

// headings returns the lines above each lifeline, encoded, and the spacing
// that they ask for with apart cells between them.
func headings(l *Ladder, m Medium, head func(*Lifeline) []string, apart int) (heads [][]string, spacing int) {
	spacing = minSpacing
	for i := range l.Lifelines {
		lines := head(&l.Lifelines[i])
		for j := range lines {
			lines[j] = m.Encode(lines[j])
			spacing = max(spacing, m.Cells(lines[j])+apart)
		}
		heads = append(heads, lines)
	}
	return heads, spacing
}

// owner names who has the socket; of one that is known only by its packets,
// its side.
func (l *Lifeline) owner() string {
	switch {
	case l.Process != "":
		return l.Process
	case l.Role == run.Router:
		return "router"
	case l.Group == facts.Broadcast:
		return "broadcast"
	case l.Group == facts.Multicast:
		return "multicast"
	}
	return l.Side.String()
}

// wideHead heads a lifeline with whole addresses.
func wideHead(l *Lifeline) []string {
	lines := []string{l.owner()}
	switch role := l.Role.String(); {
	case l.FD >= 0 && role != "":
		lines = append(lines, fmt.Sprintf("fd %d %s", l.FD, role))
	case l.FD >= 0:
		lines = append(lines, fmt.Sprintf("fd %d", l.FD))
	}
	lines = append(lines, l.thread()...)
	return append(lines, addresses(l, netip.AddrPort.String)...)
}

// narrowHead heads a lifeline with its ports only.
func narrowHead(l *Lifeline) []string {
	lines := []string{l.owner()}
	if l.FD >= 0 {
		lines = append(lines, fmt.Sprintf("fd %d", l.FD))
	}
	if role := l.Role.String(); role != "" && l.Role != run.Router {
		lines = append(lines, role)
	}
	lines = append(lines, l.thread()...)
	return append(lines, addresses(l, func(a netip.AddrPort) string { return fmt.Sprintf(":%d", a.Port()) })...)
}

// thread names the thread that serves the socket, if it has one to itself.
func (l *Lifeline) thread() []string {
	if l.Thread == 0 {
		return nil
	}
	return []string{fmt.Sprintf("tid %d", l.Thread)}
}

// addresses returns the local address and, of a socket that serves one peer,
// the remote one.
func addresses(l *Lifeline, show func(netip.AddrPort) string) []string {
	var lines []string
	switch {
	case l.Role == run.Router:
		lines = append(lines, l.Local.Addr().String())
	case l.Local.IsValid():
		lines = append(lines, show(l.Local))
	}
	if l.Side == flow.Responder && l.Remote.IsValid() {
		lines = append(lines, "⇄ "+show(l.Remote))
	}
	return lines
}
