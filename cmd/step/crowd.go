package step

import (
	"fmt"
	"slices"
	"strings"

	"wireladder/capture"
	"wireladder/cmd/step/holding"
	"wireladder/cmd/step/keyboard"
	"wireladder/render/text/asking"
)

// crowd are the programs of a run, each of which waits for its own answer.
type crowd struct {
	patient bool    // answers are asked for only where one can be given: they are read from a file
	shows   bool    // what one has done is shown before another is asked about
	let     *member // goes on since the last answer, and what that leads to has not come; nil: nobody does
	all     []*member
	last    int // the highest number of a member
}

// member is a thread of a program.
type member struct {
	number   int // by which it is called up; 0: it was never listed
	process  capture.Process
	thread   int
	further  string          // "" of a program's first thread
	question *holding.Notice // it is held up; nil: it is not
	call     *capture.Call   // that it is in; nil: none
	called   bool            // it has come to a call
}

var _ questions = (*crowd)(nil)

func (k *crowd) heed(n holding.Notice) bool {
	c := &n.Call
	switch {
	case n.Begins:
		k.member(c)
	case n.Asks:
		m := k.member(c)
		m.question, m.call, m.called = &n, nil, true
	case n.Gone:
		k.member(c).question = nil
	case c.Does(capture.Ends):
		k.all = slices.DeleteFunc(k.all, func(m *member) bool { return m.process == c.Process })
	case c.Does(capture.Interrupts):
	default:
		k.makes(c)
		return false
	}
	return n.Begins || n.Asks || n.Gone
}

// makes takes a call that a member makes, or comes back from.
func (k *crowd) makes(c *capture.Call) {
	m := k.member(c)
	m.question, m.call, m.called = nil, nil, true
	if !c.Returned() {
		m.call = c
	}
}

// member returns who makes a call.
func (k *crowd) member(c *capture.Call) *member {
	for _, m := range k.all {
		if m.process == c.Process && m.thread == c.Thread {
			return m
		}
	}
	m := &member{process: c.Process, thread: c.Thread, further: k.further(c)}
	k.all = append(k.all, m)
	return m
}

// further says what one that is new is besides the first of its program.
func (k *crowd) further(c *capture.Call) string {
	switch {
	case c.Thread != c.Process.PID:
		return " (thread)"
	case slices.ContainsFunc(k.all, func(m *member) bool { return m.process.Name == c.Process.Name }):
		return " (child)"
	}
	return ""
}

// shown returns those that are listed, in the order of their numbers: all that wait, and of
// each program that does not one.
func (k *crowd) shown() []*member {
	var shown []*member
	for _, m := range k.all {
		if m.question != nil || m.call != nil || m.further == "" && (m.called || !k.others(m)) {
			shown = append(shown, m)
			if m.number == 0 {
				k.last++
				m.number = k.last
			}
		}
	}
	slices.SortFunc(shown, func(a, b *member) int { return a.number - b.number })
	return shown
}

// others reports whether its program has members besides.
func (k *crowd) others(m *member) bool {
	return slices.ContainsFunc(k.all, func(o *member) bool { return o != m && o.process.Name == m.process.Name })
}

// next returns who has waited longest; nil if nobody waits.
func (k *crowd) next() *member {
	var next *member
	for _, m := range k.all {
		if m.question != nil && (next == nil || m.question.Number < next.question.Number) {
			next = m
		}
	}
	return next
}

func (k *crowd) due(entries int, quiet bool) bool {
	next := k.next()
	asks := next != nil && entries >= next.question.After
	if k.shows {
		return asks && k.settled(entries, quiet)
	}
	if asks {
		return true
	}
	return len(k.all) > 0 && (!k.patient || next == nil && quiet && len(k.shown()) > 0 && k.stuck())
}

// settled reports whether all has come that the last answer has led to at once: who was let go on asks again, or
// nothing comes any more.
func (k *crowd) settled(entries int, quiet bool) bool {
	if m := k.let; m != nil && !quiet && (m.question == nil || entries < m.question.After) {
		return false
	}
	k.let = nil
	return true
}

// stuck reports whether all are in a call that waits for somebody else. Other calls come back
// by themselves, on a slow machine after a while.
func (k *crowd) stuck() bool {
	return !slices.ContainsFunc(k.shown(), func(m *member) bool { return m.call == nil || !m.call.Does(capture.Waits) })
}

func (k *crowd) open() (proto capture.Protocol, ok bool) { return proto, len(k.all) > 0 }

func (k *crowd) prompt() (asks, keys string) {
	shown, next := k.shown(), k.next()
	switch {
	case next != nil:
		return fmt.Sprintf("who goes on? Enter: %d, or a number above", next.number), "  [q: end]"
	case len(shown) > 0 && k.stuck():
		return "all wait in the kernel: nobody waits for you", "  [q: end]"
	case len(k.all) > 0:
		return "nobody waits for you yet", "  [q: end]"
	}
	return "", ""
}

// about asks about the call of who has waited longest.
func (k *crowd) about() string {
	next := k.next()
	if next == nil {
		return ""
	}
	c := &next.question.Call
	return fmt.Sprintf("%s, next: %s", next.name(), foresee(c, "the other side"))
}

func (k *crowd) answered(a keyboard.Answer) string {
	switch a.Wish {
	case keyboard.Quit:
		return holding.QuitRun + "\n"
	case keyboard.GoFree:
		return holding.AllGo + "\n"
	}
	m := k.chosen(a)
	if m == nil || m.question == nil {
		return ""
	}
	said := fmt.Sprintln(m.question.Number)
	m.question, k.let = nil, m
	return said
}

// chosen returns who an answer lets go on; nil: nobody.
func (k *crowd) chosen(a keyboard.Answer) *member {
	if a.Who == 0 {
		return k.next()
	}
	for _, m := range k.all {
		if m.number == a.Who {
			return m
		}
	}
	return nil
}

// most is the highest number of a member.
func (k *crowd) most() int { return k.last }

// members lists them: who waits, for what, and where.
func (k *crowd) members() (all []asking.ProgramRow) {
	shown, next := k.shown(), k.next()
	for _, m := range shown {
		all = append(all, asking.ProgramRow{
			Number: m.number, Name: m.name(), Does: m.state(), Place: m.place(),
			Held: m.question != nil, Waits: m.call != nil && m.call.Does(capture.Waits), Next: m == next,
		})
	}
	return all
}

func (m *member) name() string { return m.process.Name + m.further }

// state says what a member does.
func (m *member) state() string {
	switch {
	case m.question != nil:
		return "next: " + asked(&m.question.Call)
	case m.call != nil:
		return "waits in " + asked(m.call)
	}
	return "in no socket call"
}

// asked returns a call with what it asks.
func asked(c *capture.Call) string { return strings.TrimSuffix(c.Message(), " = ?") }

// place says where in the text of its program a member is; "" if that is not known.
func (m *member) place() string {
	c := m.call
	if m.question != nil {
		c = &m.question.Call
	}
	if c == nil || c.Code.Line == 0 {
		return ""
	}
	return c.Code.String() + "  " + c.Code.Text
}
