package fullscreen

import (
	"fmt"
	"strings"

	"wireladder/capture"
	"wireladder/render/quantity"
	"wireladder/render/sheet"
	"wireladder/render/text"
	"wireladder/render/text/detail"
	"wireladder/render/text/fullscreen/chooser"
	"wireladder/render/text/fullscreen/panes"
)

// Each hands every cell of the screen to put, row by row; 0 is the second cell of a wide character.
func (v *Display) Each(put func(x, y int, char rune, a text.Appearance)) {
	if v.picture == nil || v.width < 1 || v.height < 1 {
		return
	}
	below := v.parted().Details()
	switch {
	case v.help:
		v.sayHelp(put)
	case v.chooser != nil:
		v.sayChoice(put)
	default:
		v.ladder(put)
		if v.share != panes.None && below.Height > 0 {
			v.say(below, v.details(), v.below, put)
		}
	}
	for y := range v.height {
		if v.parted().IsBeside() && !v.isCovered() && y < below.Height {
			put(below.Left-1, y, v.letter('│'), text.Appearance{Faint: true})
		}
	}
	v.line(v.parted().Ladder().Height, v.bar(), text.Appearance{Reverse: true}, put)
	if v.height > 1 {
		v.line(v.height-1, v.hint(), v.hintLooks(), put)
	}
}

// letter returns a character as the medium shows it.
func (v *Display) letter(r rune) rune {
	if v.ASCII {
		return '|'
	}
	return r
}

// ladder puts the ladder on the screen: heads that have scrolled away stay at its top.
func (v *Display) ladder(put func(x, y int, char rune, a text.Appearance)) {
	a, from := v.parted().Ladder(), v.unveiled()
	heads, stuck := v.stuck(v.top)
	here := sheet.StepPlace{Y: -1}
	if v.walk.Steps() > 0 {
		here = v.picture.Row(v.walk.Ref(v.walk.Here()))
	}
	for y := range a.Height {
		row := v.top + y
		if y < stuck {
			row = heads + y
		}
		for x := range a.Width {
			char, looks := v.picture.At(x, row)
			if y >= stuck && v.isVeiled(from, x, row) {
				char, looks = ' ', text.Appearance{}
			}
			if y >= stuck && row == here.Y && x >= here.Lo && x <= here.Hi+1 {
				looks = text.Appearance{Bold: looks.Bold, Reverse: true, Color: looks.Color}
			}
			put(x, y, char, looks)
		}
	}
}

// say puts rows into an area, from the n-th on.
func (v *Display) say(a panes.Pane, rows []detail.PrintedRow, n int, put func(x, y int, char rune, looks text.Appearance)) {
	s := &sheet.Sheet{Width: a.Width, Height: a.Height}
	for y, row := range rows[min(n, len(rows)):] {
		if y < a.Height {
			s.Texts = append(s.Texts, sheet.Text{X: 0, Y: y, S: row.S, Kind: row.Kind})
		}
	}
	if left := len(rows) - n - a.Height; left > 0 {
		more := v.medium.Encode(fmt.Sprintf(" … J: %d more ", left))
		s.Texts = append(s.Texts, sheet.Text{X: max(0, a.Width-v.medium.Cells(more)), Y: a.Height - 1, S: more, Kind: sheet.KeyMark})
	}
	g := text.NewGrid(s, v.ASCII)
	for y := range a.Height {
		for x := range a.Width {
			char, looks := g.At(x, y)
			put(a.Left+x, a.Top+y, char, looks)
		}
	}
}

// sayHelp puts the help on the screen.
func (v *Display) sayHelp(put func(x, y int, char rune, a text.Appearance)) {
	var rows []detail.PrintedRow
	for i, row := range v.helpRows() {
		kind := sheet.Body
		if i == 0 {
			kind = sheet.Heading
		}
		rows = append(rows, detail.PrintedRow{Kind: kind, S: v.medium.Encode(row)})
	}
	v.say(panes.Pane{Width: v.width, Height: v.height - 1}, rows, 0, put)
}

// isCovered reports whether something else is shown in place of ladder and details.
func (v *Display) isCovered() bool { return v.help || v.chooser != nil }

// line puts a text into a whole row.
func (v *Display) line(y int, s string, looks text.Appearance, put func(x, y int, char rune, a text.Appearance)) {
	if v.isCovered() && y < v.height-1 {
		return
	}
	s = sheet.Shorten(v.medium, s, v.width)
	g := text.NewGrid(&sheet.Sheet{Width: v.width, Height: 1, Texts: []sheet.Text{{S: s}}}, v.ASCII)
	for x := range v.width {
		char, _ := g.At(x, 0)
		put(x, y, char, looks)
	}
}

// bar says where one is.
func (v *Display) bar() string {
	var said []string
	if n := v.walk.Steps(); n > 0 {
		i := v.walk.Here()
		said = append(said, fmt.Sprintf("step %d of %d", i+1, n))
		if s, l := v.walk.Step(i), v.walk.Ladder(i); l.Proto != capture.Undecoded {
			said = append(said, l.Title)
			if s.Phase != "" {
				said = append(said, s.Phase)
			}
		}
	}
	said = append(said, v.modes()...)
	if n := len(v.drawn.Findings); n > 0 && !v.hides() {
		said = append(said, quantity.Count(n, "finding"))
	}
	return v.medium.Encode(" " + strings.Join(append(said, v.Name), " · "))
}

// modes are what is shown otherwise than at first.
func (v *Display) modes() (all []string) {
	if v.Focus {
		all = append(all, "folded")
	}
	switch {
	case v.game.On:
		all = append(all, v.game.Score())
	case v.veiled:
		all = append(all, "the rest is hidden")
	}
	switch n := v.going.came; {
	case v.going.follows:
		all = append(all, "follows")
	case n > 0:
		all = append(all, quantity.Count(n, "packet")+" came since")
	}
	if n := len(v.only); n > 0 {
		all = append(all, quantity.Count(n, "socket"))
	}
	if v.marked != nil {
		all = append(all, fmt.Sprintf("mark at %d", v.walk.Index(*v.marked)+1))
	}
	return all
}

// hint is the last row: what was asked or said last, or keys.
func (v *Display) hint() string {
	switch {
	case v.entry != nil:
		return v.entry.Row(v.medium, v.width)
	case v.notice != "":
		return v.medium.Encode(v.notice)
	case v.help:
		return "any key: back"
	case v.chooser != nil:
		return chooser.Hint
	case v.game.Asks():
		return fmt.Sprintf("1-%d: your answer  Space: show it  b: not now  p: no more questions", len(v.game.Choices()))
	}
	if asks := v.going.asks.Asks; asks != "" && v.isAtEnd() {
		return sheet.Shorten(v.medium, v.medium.Encode("> "+asks), v.width)
	}
	if v.byItself() && !v.going.follows {
		return v.medium.Encode("End: follow again  Space: next  b: back  /: search  ?: help  q: leave")
	}
	return v.medium.Encode("Space: next  b: back  [ ]: phase  f: finding  /: search  ?: help  q: leave")
}

// hintLooks is what the last row looks like.
func (v *Display) hintLooks() text.Appearance {
	if v.entry != nil || v.going.asks.Asks != "" || v.notice != "" {
		return text.Appears(sheet.Name)
	}
	return text.Appears(sheet.Faint)
}
