package fullscreen

import (
	"unicode/utf8"

	"wireladder/render/walk"
)

// wanted is what is looked for.
type wanted struct {
	open   bool   // it is being typed
	typing string // as far as it is
	needle string // what was typed last
}

// begin has it typed.
func (s *wanted) begin() { s.open, s.typing = true, "" }

// typed takes a key while it is typed.
func (v *Display) typed(name string) {
	s := &v.search
	switch {
	case name == "escape":
		s.open = false
	case name == "enter":
		if s.open = false; s.typing != "" {
			s.needle = s.typing
		}
		v.seek(true)
	case name == "backspace":
		_, last := utf8.DecodeLastRuneInString(s.typing)
		s.open, s.typing = s.typing != "", s.typing[:len(s.typing)-last]
	case utf8.RuneCountInString(name) == 1:
		s.typing += name
	}
}

// seek goes to the next step that has what is looked for, or back to one; behind the last one it
// begins at the first, and says so.
func (v *Display) seek(forward bool) {
	s := &v.search
	if s.needle == "" {
		v.notice = "nothing was searched: / asks for what"
		return
	}
	has, here := walk.Has(s.needle, v.originals), v.walk.Here()
	if !v.walk.Move(forward, has) && !v.around(forward, has) {
		v.walk.Go(here)
		v.notice = "no step has " + quoted(s.needle)
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
