package fullscreen

import (
	"slices"
	"strings"

	"wireladder/render"
	"wireladder/render/timing"
	"wireladder/render/walk"
)

// binding is what a key does, or two that do it forward and back.
type binding struct {
	forward, back []string // as Display.Key has them
	shown, does   string   // as the help has it; "" where a line above has it
	do            func(v *Display, forward bool)
}

// steps returns a binding of keys that go to steps which pass a test; of what is said where there is
// none.
func steps(forward, back, shown, does string, passes walk.Test, noneBelow, noneAbove string) binding {
	return binding{strings.Fields(forward), strings.Fields(back), shown, does, func(v *Display, forward bool) {
		missing := noneAbove
		if forward {
			missing = noneBelow
		}
		v.move(forward, passes, missing)
	}}
}

// change returns a binding of one key.
func change(key, does string, do func(*Display)) binding {
	return binding{[]string{key}, nil, key, does, func(v *Display, _ bool) { do(v) }}
}

// bindings are all there are, in the order of the help.
func bindings() []binding {
	return []binding{
		steps("down j space pagedown enter", "", "Space j Down PageDown", "the next step", walk.Any, "this is the last step", ""),
		steps("", "up k b pageup backspace", "b k Up PageUp", "the step before", walk.Any, "", "this is the first step"),
		steps("right", "left", "Right / Left", "the next packet, or the one before", walk.IsPacket, "no packet follows", "no packet is before this"),
		steps("c", "C", "c / C", "the next call, or the one before", walk.IsCall, "no call follows", "no call is before this"),
		steps("] }", "[ {", "] / [", "where the next phase begins, or the one before", walk.BeginsPhase, "no phase begins below", "no phase begins above"),
		steps("tab .", "backtab ,", "Tab / Shift-Tab", "the next key row (what stands out), or the one before", walk.IsKey, "no key row follows", "no key row is before this"),
		steps("f", "F", "f / F", "what the next finding rests on, or the one before", walk.HasFinding, "no finding rests on a step below", "no finding rests on a step above"),
		{[]string{"end", "G"}, []string{"home", "g"}, "End G / Home g", "the last step, or the first", (*Display).toEnd},
		change("/", "search labels, sentences, lines of source, octets", func(v *Display) { v.search.begin() }),
		{[]string{"n"}, []string{"N"}, "n / N", "what was searched, further on or back", (*Display).seek},
		{[]string{"J", "ctrl-d"}, []string{"K", "ctrl-u"}, "J / K", "scroll the details", (*Display).scrollDetails},
		change("d", "more of the details, none, or some", (*Display).shareOut),
		change("e", "sentences within the ladder: none, brief, full", (*Display).sayMore),
		change("t", "times: none, relative, delta, clock, scaled", func(v *Display) { v.Times = (v.Times + 1) % (timing.Scaled + 1); v.again() }),
		change("z", "fold what is not the point, or unfold it", (*Display).fold),
		change("h", "hide what is not reached yet, or show it", func(v *Display) { v.veiled = !v.veiled }),
		change("m", "mark this step: times are told from there, too", (*Display).setMark),
		change("?", "this help", func(v *Display) { v.help = true }),
	}
}

// Key takes a key, and reports whether it ends the display. A key that is a character goes by that;
// others are "up", "down", "left", "right", "pageup", "pagedown", "home", "end", "tab", "backtab",
// "enter", "backspace", "escape", "f1" and "ctrl-c".
func (v *Display) Key(name string) (leaves bool) {
	v.notice = ""
	switch {
	case name == "ctrl-c":
		return true
	case v.search.open:
		v.typed(name)
		return false
	case v.help:
		v.help = false
		return false
	case name == "q", name == "Q", name == "escape":
		return true
	}
	if name == " " {
		name = "space"
	}
	for _, b := range bindings() {
		if back := slices.Contains(b.back, name); back || slices.Contains(b.forward, name) {
			b.do(v, !back)
			return false
		}
	}
	v.notice = "no such key here: ? lists them"
	return false
}

// toEnd goes to the last step, or back to the first.
func (v *Display) toEnd(last bool) {
	i := 0
	if last {
		i = v.walk.Steps() - 1
	}
	v.walk.Go(i)
	v.arrived()
}

// shareOut gives the details another share of the screen.
func (v *Display) shareOut() {
	v.share, v.below = (v.share+1)%shares, 0
	v.again()
}

// sayMore says more of each step within the ladder; behind all there is nothing again.
func (v *Display) sayMore() {
	switch v.Detail {
	case render.None:
		v.Detail = render.Brief
	case render.Brief:
		v.Detail = render.Full
	default:
		v.Detail = render.None
	}
	v.again()
}

// setMark marks the step in hand, or takes the mark from it.
func (v *Display) setMark() {
	if v.walk.Steps() == 0 {
		return
	}
	here := v.walk.Ref(v.walk.Here())
	if v.marked != nil && *v.marked == here {
		v.marked, v.notice = nil, "no step is marked"
		return
	}
	v.marked, v.notice = &here, "times are told from this step on, too"
}

// Click takes a click on a cell of the screen.
func (v *Display) Click(x, y int) {
	v.notice, v.help = "", false
	if a := v.ladderArea(); a.has(x, y) {
		if _, heads := v.stuck(v.top); y >= heads {
			v.pick(x, v.top+y)
		}
	}
}

// Wheel takes a turn of the mouse wheel over a cell of the screen.
func (v *Display) Wheel(x, y int, down bool) {
	switch a := v.detailArea(); {
	case a.has(x, y) && down:
		v.scrollDetails(true)
	case a.has(x, y):
		v.scrollDetails(false)
	case down:
		v.Key("down")
	default:
		v.Key("up")
	}
}

// helpRows are the rows of the help.
func helpRows() []string {
	rows := []string{"Keys"}
	for _, b := range bindings() {
		rows = append(rows, "  "+b.shown+strings.Repeat(" ", max(1, 23-len(b.shown)))+b.does)
	}
	return append(rows,
		"  q Esc ^C               leave; ^Z stops it",
		"  mouse                  a click chooses a step, the wheel goes on and back")
}
