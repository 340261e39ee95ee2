package svg

import (
	"strconv"
	"strings"

	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/ink"
)

// lettering sets the fonts of texts, by class.
const (
	fontMono  = `"DejaVu Sans Mono",Menlo,Consolas,monospace`
	fontSans  = `"DejaVu Sans",Verdana,sans-serif`
	lettering = `text{font:12px ` + fontSans + `}
.title{font-weight:bold;font-size:19px}
.heading{font-weight:bold;font-size:15px}
.name{font-weight:bold;font-size:12.5px}
.phase{font-weight:bold;font-size:11px}
.warning{font-weight:bold}
.call,.kernel,.label{font:12px ` + fontMono + `}
.address{font:11px ` + fontMono + `}
.statename,.number{font:10.5px ` + fontMono + `}
.kernel{font-style:italic}
path{fill:none}
`
)

// strokes are the widths and dashes of lines, by class.
var strokes = []struct {
	class  string
	stroke ink.Stroke
}{
	{"line", ink.Uprights[figure.Open]}, {"after", ink.Uprights[figure.After]}, {"ahead", ink.Uprights[figure.Ahead]},
	{"gap", ink.Rules[figure.Gap]}, {"branch", ink.Rules[figure.Branch]},
	{"arrow", ink.Stroke{Width: ink.ArrowWidth}}, {"copy", ink.Stroke{Width: ink.ArrowWidth, Dash: ink.CopyDash}},
	{"loose", ink.Stroke{Width: ink.ArrowWidth, Dash: ink.LooseDash}}, {"cross", ink.Stroke{Width: ink.Cross}},
}

// coloring colours what selectors name.
type coloring struct {
	selectors, property string
	hue                 ink.Hue
}

// colorings are the colours of all marks.
var colorings = append([]coloring{
	{".page", "fill", ink.Page}, {".band", "fill", ink.Band},
	{"text", "fill", ink.Letters}, {".faint,.number,.phase", "fill", ink.Faint}, {".warning", "fill", ink.Warning},
	{".line", "stroke", ink.Lines}, {".part,.gap,.branch", "stroke", ink.Lines},
	{".head", "fill", ink.Head}, {".head,.wait,.state", "stroke", ink.Lines}, {".wait", "fill", ink.Wait}, {".state", "fill", ink.Page},
	{".finding", "fill", ink.Finding}, {".finding", "stroke", ink.Warning},
	{".dot", "fill", ink.Letters}, {".key", "fill", ink.Warning},
	{".arrow,.cross", "stroke", ink.Letters}, {".tip", "fill", ink.Letters},
}, tones()...)

// tones are the colours of arrows and their labels.
func tones() []coloring {
	var all []coloring
	for tone, hue := range ink.Tones {
		if class := toneClasses[tone]; render.Tone(tone) != render.Plain { //nolint:gosec // there are 6
			all = append(all, coloring{".arrow." + class + ",.cross." + class, "stroke", hue}, coloring{".label." + class + ",.tip." + class, "fill", hue})
		}
	}
	return all
}

// Stylesheet returns the style of all marks but curves: light, and dark on a screen that asks
// for it.
func Stylesheet() string {
	var b strings.Builder
	b.WriteString(lettering)
	for _, s := range strokes {
		writeStroke(&b, "."+s.class, s.stroke)
	}
	writeColorings(&b, colorings)
	return b.String()
}

// writeStroke writes how lines are drawn.
func writeStroke(b *strings.Builder, selector string, s ink.Stroke) {
	b.WriteString(selector + "{stroke-width:" + strconv.FormatFloat(s.Width, 'g', -1, 64) + "px")
	for i, d := range s.Dash {
		b.WriteString([...]string{";stroke-dasharray:", " "}[min(i, 1)] + strconv.FormatFloat(d, 'g', -1, 64))
	}
	b.WriteString("}\n")
}

// writeColorings writes colours, those of a dark screen behind the others.
func writeColorings(b *strings.Builder, all []coloring) {
	for _, r := range all {
		b.WriteString(r.selectors + "{" + r.property + ":" + r.hue.Light.Hex() + "}\n")
	}
	b.WriteString("@media screen and (prefers-color-scheme:dark){\n")
	for _, r := range all {
		b.WriteString(r.selectors + "{" + r.property + ":" + r.hue.Dark.Hex() + "}\n")
	}
	b.WriteString("}\n")
}
