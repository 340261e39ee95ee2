package fullscreen

import (
	"wireladder/render/text/fullscreen/typing"
	"wireladder/render/walk"
)

// beginSearch has it typed what is looked for; nothing is the same again.
func (v *Display) beginSearch() {
	v.entry = &typing.Entry{Label: "/", Done: func(typed string) {
		if typed != "" {
			v.needle = typed
		}
		v.seek(true)
	}}
}

// seek goes to the next step that has what is looked for, or back to one; behind the last one it
// begins at the first, and says so.
func (v *Display) seek(forward bool) {
	if v.needle == "" {
		v.notice = "nothing was searched: / asks for what"
		return
	}
	has, here := walk.Has(v.needle, v.originals), v.walk.Here()
	if !v.walk.Move(forward, has) && !v.around(forward, has) {
		v.walk.Go(here)
		v.notice = "no step has " + quoted(v.needle)
	}
	v.arrived()
}

// around goes on from the other end.
func (v *Display) around(forward bool, has walk.Test) bool {
	n := v.walk.Steps()
	if n == 0 {
		return false
	}
	end, said := 0, "from the first step on again"
	if !forward {
		end, said = n-1, "from the last step back again"
	}
	v.walk.Go(end)
	if v.notice = said; has(v.walk, end) {
		return true
	}
	return v.walk.Move(forward, has)
}

// quoted returns what was typed in quotes.
func quoted(s string) string { return "“" + s + "”" }
