package fullscreen

import (
	"wireladder/render/text/fullscreen/typing"
	"wireladder/render/walk"
)

// beginSearch has it typed what is looked for; nothing is the same again.
func (v *Display) beginSearch() {
	v.entry = &typing.LineEntry{Label: "/", Done: func(typed string) {
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
	switch found, around := v.walk.Seek(forward, walk.Has(v.needle, v.originals)); {
	case !found:
		v.notice = "no step has " + quoted(v.needle)
	case around && forward:
		v.notice = "from the first step on again"
	case around:
		v.notice = "from the last step back again"
	}
	v.arrived()
}

// quoted returns what was typed in quotes.
func quoted(s string) string { return "“" + s + "”" }
