package fullscreen

import (
	"slices"
	"strings"

	"wireladder/render"
	"wireladder/render/text/fullscreen/panes"
	"wireladder/render/timing"
	"wireladder/render/walk"
)

// binding is what a key does, or two that do it forward and back.
type binding struct {
	forward, back []string // as Display.Key has them
	shown, does   string   // as the help has it; "" where a line beside has it
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

// What is said behind the last step: where none comes, where one comes when it has happened, and when a line was
// typed for a program.
const (
	lastStep = "this is the last step"
	toCome   = "what comes next comes by itself"
	wasTyped = "the line is typed; what comes of it comes by itself"
)

// bindings are all there are, in the order of the help.
func bindings() []binding {
	return []binding{
		steps("down j space pagedown enter", "up k b pageup backspace", "Space PgDn / b PgUp", "the next step, or the one before; j Down, k Up too", walk.Any, lastStep, "this is the first step"),
		steps("right", "left", "Right / Left", "the next packet, or the one before", walk.IsPacket, "no packet follows", "no packet is before this"),
		steps("c", "C", "c / C", "the next call, or the one before", walk.IsCall, "no call follows", "no call is before this"),
		steps("] }", "[ {", "] / [", "where the next phase begins, or the one before", walk.BeginsPhase, "no phase begins below", "no phase begins above"),
		steps("tab .", "backtab ,", "Tab / Shift-Tab", "the next key row (what stands out), or the one before", walk.IsKey, "no key row follows", "no key row is before this"),
		steps("f", "F", "f / F", "what the next finding rests on, or the one before", walk.HasFinding, "no finding rests on a step below", "no finding rests on a step above"),
		{[]string{"end", "G"}, []string{"home", "g"}, "End G / Home g", "the last step, or the first; End follows what goes on", (*Display).toEnd},
		change("/", "", func(v *Display) { v.beginSearch() }),
		{[]string{"n"}, []string{"N"}, "/ n N", "search labels, sentences, source, octets; on, back", (*Display).seek},
		{[]string{"J", "ctrl-d"}, []string{"K", "ctrl-u"}, "", "", (*Display).scrollDetails},
		{[]string{"d"}, nil, "J K d", "scroll the details; d: more of them, none, or some", func(v *Display, _ bool) { v.shareOut() }},
		change("e", "sentences within the ladder: none, brief, full", (*Display).sayMore),
		change("t", "times: none, relative, delta, clock, scaled", func(v *Display) { v.Times = (v.Times + 1) % (timing.Scaled + 1); v.again() }),
		change("z", "fold what is not the point, or unfold it", (*Display).fold),
		change("s", "choose the sockets whose steps are shown", (*Display).choose),
		change("h", "hide what is not reached yet, or show it", func(v *Display) { v.veiled = !v.veiled; v.again() }),
		change("p", "predict: each packet is asked about before it is shown", (*Display).predict),
		change("m", "mark this step: times are told from there, too", (*Display).setMark),
		change("=", "compare this step with the marked one, or stop that", (*Display).compare),
		change("y", "copy the picture as Mermaid to the clipboard", (*Display).copyOut),
		change("w", "save as a file, of any format of -o", (*Display).beginSaving),
		change("i", "", (*Display).beginTyping),
		change("?", "", func(v *Display) { v.help = true }),
	}
}

// goesOn reports whether a key is one of those that go forward, goesBack, back.
func (b *binding) goesOn(name string) bool   { return slices.Contains(b.forward, spelled(name)) }
func (b *binding) goesBack(name string) bool { return slices.Contains(b.back, spelled(name)) }

// spelled returns a key as bindings have it.
func spelled(name string) string {
	if name == " " {
		return "space"
	}
	return name
}

// Key takes a key, and reports whether it ends the display. A key that is a character goes by that;
// others are "up", "down", "left", "right", "pageup", "pagedown", "home", "end", "tab", "backtab",
// "enter", "backspace", "escape", "f1" and "ctrl-c".
func (v *Display) Key(name string) (leaves bool) {
	v.notice = ""
	switch {
	case name == "ctrl-c":
		return true
	case v.entry != nil:
		v.typed(name)
		return false
	case v.help:
		v.help = false
		return false
	case v.chooser != nil:
		v.chose(name)
		return false
	case name == "q", name == "Q":
		return true
	case name == "escape": // a slow line may have cut another key in two, and a remote control may have the key
		v.notice = "q leaves"
		return false
	case v.game.Asks() && v.answered(name), v.calledUp(name):
		return false
	}
	v.obey(spelled(name))
	return false
}

// obey does what a key is bound to.
func (v *Display) obey(name string) {
	for _, b := range bindings() {
		if back := b.goesBack(name); back || b.goesOn(name) {
			b.do(v, !back)
			return
		}
	}
	v.notice = "no such key here: ? lists them"
}

// toEnd goes to the last step, or back to the first.
func (v *Display) toEnd(last bool) {
	i := 0
	if last {
		i = v.walk.Steps() - 1
	}
	v.walk.Go(i)
	if last {
		v.catchUp()
	}
	v.arrived()
}

// shareOut gives the details another share of the screen.
func (v *Display) shareOut() {
	v.share, v.below = (v.share+1)%panes.Shares, 0
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
		v.marked, v.compares, v.notice = nil, false, "no step is marked"
		return
	}
	v.marked, v.notice = &here, "times are told from this step on, too; = at another one compares both"
}

// Click takes a click on a cell of the screen.
func (v *Display) Click(x, y int) {
	if v.notice, v.help = "", false; v.chooser != nil || v.entry != nil {
		return
	}
	if a := v.parted().Ladder(); a.Has(x, y) {
		if _, heads := v.stuck(v.top); y >= heads {
			v.pick(x, v.top+y)
		}
	}
}

// Wheel takes a turn of the mouse wheel over a cell of the screen.
func (v *Display) Wheel(x, y int, down bool) {
	switch a := v.parted().Details(); {
	case a.Has(x, y) && down:
		v.scrollDetails(true)
	case a.Has(x, y):
		v.scrollDetails(false)
	case v.entry != nil:
	case down:
		v.Key("down")
	default:
		v.Key("up")
	}
}

// helpRows are the rows of the help.
func (v *Display) helpRows() []string {
	rows := []string{"Keys"}
	for _, b := range bindings() {
		if b.does == "" {
			continue // a line beside it has it
		}
		rows = append(rows, "  "+b.shown+strings.Repeat(" ", max(1, 23-len(b.shown)))+b.does)
	}
	if len(v.going.asks.Who) > 0 {
		rows = append(rows, "  1 2 … i                behind the last step: who goes on; i: type for one")
	}
	return append(rows,
		"  q ^C                   leave; ^Z stops it",
		"  mouse                  a click chooses a step, the wheel goes on and back")
}
