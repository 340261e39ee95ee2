package fullscreen

import (
	"wireladder/render"
	"wireladder/render/excerpt"
	"wireladder/render/focus"
	"wireladder/render/lanes"
	"wireladder/render/text/fullscreen/typing"
)

// Copy is what is to be written to a file, and how it is shown.
type Copy struct {
	File    string
	Replace bool // also where there is one
	Options
	Only []excerpt.LifelineRef // whose steps are shown; none: of all
}

// Shown returns a diagram as it is to be shown: with what is chosen of it, its rows folded and its lifelines
// in lanes.
func (c *Copy) Shown(d *render.Diagram) *render.Diagram {
	d = excerpt.Of(d, c.Only)
	if c.Focus {
		d = focus.Of(d)
	}
	return lanes.All(d, c.Lanes)
}

// beginSaving has the name of a file typed.
func (v *Display) beginSaving() {
	switch {
	case v.Save == nil && v.live:
		v.notice = "-o FILE keeps what goes on, and nothing else does; y copies what is shown"
		return
	case v.Save == nil:
		v.notice = "nothing can be saved here"
		return
	}
	v.entry = &typing.LineEntry{Label: "save as (.svg .pdf .html .mmd .pcapng …): ", Done: func(typed string) {
		if typed != "" {
			v.save(v.copyAs(typed))
		}
	}}
}

// copyAs is a copy of what is shown.
func (v *Display) copyAs(file string) Copy { return Copy{File: file, Options: v.Options, Only: v.only} }

// save hands over what is to be written, and asks before a file is replaced.
func (v *Display) save(c Copy) {
	said, exists := v.Save(c)
	if v.notice = said; !exists {
		return
	}
	v.entry = &typing.LineEntry{Short: true, Label: "Replace it? y: yes, any other key: no. There is " + quoted(c.File) + " ", Done: func(key string) {
		if v.notice = "nothing is written"; key == "y" || key == "Y" {
			c.Replace = true
			v.save(c)
		}
	}}
}

// copyOut hands over the picture as it is shown.
func (v *Display) copyOut() {
	if v.Clip == nil {
		v.notice = "nothing can be copied here"
		return
	}
	v.notice = v.Clip(v.drawn)
}

// typed takes a key while a line is typed.
func (v *Display) typed(name string) {
	if e := v.entry; e.Key(name) && v.entry == e { // else what was typed leads to a question
		v.entry = nil
	}
}

// Say says something in the last row, until a key is pressed.
func (v *Display) Say(s string) { v.notice = s }
