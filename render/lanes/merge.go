package lanes

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"wireladder/capture/run"
	"wireladder/render"
)

// lifelines makes a lifeline of each lane.
func (m *laneMaker) lifelines() {
	m.merged.Lifelines = nil
	for _, n := range m.lanes {
		if len(n.of) == 1 {
			m.merged.Lifelines = append(m.merged.Lifelines, m.l.Lifelines[n.of[0]])
			continue
		}
		m.merged.Lifelines = append(m.merged.Lifelines, m.lifeline(n))
	}
	m.merged.Bars = slices.Clone(m.l.Bars)
	for i := range m.merged.Bars {
		m.merged.Bars[i].Lifeline = m.lane[m.merged.Bars[i].Lifeline].line
	}
}

// lifeline returns the lifeline of a lane of several: it lives as long as one of them.
func (m *laneMaker) lifeline(n *sharedLane) render.Lifeline {
	first := &m.l.Lifelines[n.of[0]]
	l := render.Lifeline{
		Process: m.name(n), Role: first.Role, Side: first.Side, FD: -1, Local: first.Local, Own: first.Own,
		Begin: first.Begin, Taken: -1, End: first.End, Last: first.Last, Sockets: len(m.sockets(n)),
		Gone: -1, Lingers: first.Lingers, NoSocket: len(m.sockets(n)) == 0,
	}
	for _, i := range n.of[1:] {
		one := &m.l.Lifelines[i]
		l.Begin, l.Last, l.Lingers = min(l.Begin, one.Begin), max(l.Last, one.Last), l.Lingers || one.Lingers
		if l.End >= 0 && one.End >= 0 {
			l.End = max(l.End, one.End)
		} else {
			l.End = -1
		}
		if one.Role != l.Role {
			l.Role = roleOfBoth(l.Role, one.Role)
		}
		if one.Local != l.Local {
			l.Local = addressOfBoth(l.Local, one.Local)
		}
		if one.Own != l.Own {
			l.Own = netip.AddrPort{}
		}
	}
	return l
}

// sockets returns the lifelines of a lane that are sockets: a port that nobody has is none.
func (m *laneMaker) sockets(n *sharedLane) []int {
	return slices.DeleteFunc(slices.Clone(n.of), func(i int) bool { return m.l.Lifelines[i].NoSocket })
}

// roleOfBoth returns what sockets of two roles have in common.
func roleOfBoth(a, b run.Role) run.Role {
	accepted := func(r run.Role) bool { return r == run.Accepted || r == run.Queued }
	if accepted(a) && accepted(b) {
		return run.Accepted
	}
	return run.Active
}

// addressOfBoth returns the address that two have in common, with port 0: they have none.
func addressOfBoth(a, b netip.AddrPort) netip.AddrPort {
	if a.Addr() == b.Addr() {
		return netip.AddrPortFrom(a.Addr(), 0)
	}
	return netip.AddrPort{}
}

// name names a lane: "clients 1-12" for those of one name, by the name of all else.
func (m *laneMaker) name(n *sharedLane) string {
	base, numbers, same, of := "", []int(nil), true, m.sockets(n)
	if len(of) == 0 {
		of = n.of
	}
	for j, i := range of {
		name, digits := numbered(m.l.Lifelines[i].Process)
		if j == 0 {
			base = name
		}
		same = same && name == base
		if number, err := strconv.Atoi(digits); err == nil {
			numbers = append(numbers, number)
		}
	}
	slices.Sort(numbers)
	switch numbers = slices.Compact(numbers); {
	case !same:
		return m.l.Lifelines[of[0]].Side.String() + "s"
	case len(numbers) > 1:
		return base + "s" + spans(numbers)
	}
	return m.l.Lifelines[of[0]].Process
}

// mostSpans is how many spans of numbers a name may have: of more it would have none.
const mostSpans = 3

// spans names numbers, which are sorted: " 1-4, 6".
func spans(numbers []int) string {
	var all []string
	for i := 0; i < len(numbers); {
		last := i
		for last+1 < len(numbers) && numbers[last+1] == numbers[last]+1 {
			last++
		}
		span := strconv.Itoa(numbers[i])
		if last > i {
			span += "-" + strconv.Itoa(numbers[last])
		}
		all, i = append(all, span), last+1
	}
	if len(all) > mostSpans {
		return ""
	}
	return " " + strings.Join(all, ", ")
}

// steps has steps stand at lanes, and say whose they are.
func (m *laneMaker) steps() {
	m.merged.Steps = slices.Clone(m.l.Steps)
	for i := range m.merged.Steps {
		s := &m.merged.Steps[i]
		switch s.Kind {
		case render.Message:
			prefix(s, m.ofMessage(s))
			s.From, s.To = m.lane[s.From].line, m.lane[s.To].line
		case render.Arrival:
			s.From, s.To = m.lane[s.From].line, m.lane[s.To].line
		case render.Call, render.Enter, render.Return, render.Kernel:
			m.call(s, i)
		case render.Remark, render.Pause:
		}
	}
}

// call has a call stand at a lane. A socket that it makes begins its lane, or is one more of it.
func (m *laneMaker) call(s *render.Step, i int) {
	if s.Folds == 0 {
		prefix(s, m.whose(s.Lifeline))
	}
	s.Lifeline = m.lane[s.Lifeline].line
	line := &m.merged.Lifelines[s.Lifeline]
	s.Closes = s.Closes && line.End == i
	if s.Born < 0 {
		return
	}
	born := m.lane[s.Born].line
	if one := &m.merged.Lifelines[born]; born == s.Lifeline && one.Begin != i {
		born = -1
	}
	s.Born = born
}

// prefix puts a name before the labels of a step.
func prefix(s *render.Step, whose string) {
	if whose == "" {
		return
	}
	s.Labels = slices.Clone(s.Labels)
	for i := range s.Labels {
		s.Labels[i] = whose + s.Labels[i]
	}
}
