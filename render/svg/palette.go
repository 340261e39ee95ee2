package svg

import "strings"

// hue is a colour on a light page, and on a dark one. Letters have a contrast of 4.5 to 1 at
// least to all that they stand on (WCAG 2.2, 1.4.3); tones differ for the colour-blind too, and
// each is told by its label as well.
type hue struct{ light, dark string }

// Hues, by what they are for.
var (
	pageHue     = hue{"#ffffff", "#0d1117"}
	bandHue     = hue{"#f3f5f8", "#161b22"}
	inkHue      = hue{"#1f2328", "#e6edf3"}
	faintHue    = hue{"#57606a", "#9aa4af"}
	lineHue     = hue{"#6e7781", "#8b949e"}
	headHue     = hue{"#eaeef2", "#21262d"}
	waitHue     = hue{"#c3ccd6", "#3a4654"}
	findingHue  = hue{"#fff4e0", "#2d2308"}
	warningHue  = hue{"#8f2a00", "#ffb27a"}
	opensHue    = hue{"#0550ae", "#79b8ff"}
	carriesHue  = hue{"#0b5f47", "#7ee2b8"}
	closesHue   = hue{"#8a3c00", "#ffb366"}
	abortsHue   = hue{"#a0005a", "#ff8fc8"}
	fontMono    = `"DejaVu Sans Mono",Menlo,Consolas,monospace`
	fontSans    = `"DejaVu Sans",Verdana,sans-serif`
	plainStyles = `text{font:12px ` + fontSans + `}
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
.line{stroke-width:1.5px}
.after{stroke-dasharray:2 3}
.ahead{stroke-width:1px;stroke-dasharray:1 4}
.gap{stroke-dasharray:5 5}
.branch{stroke-width:1.2px;stroke-dasharray:3 3}
.inferred{stroke-dasharray:3 2}
.arrow{stroke-width:1.5px}
.copy{stroke-dasharray:7 3}
.loose{stroke-dasharray:2 4}
.cross{stroke-width:2.2px}
`
)

// coloring colours what selectors name.
type coloring struct {
	selectors, property string
	hue                 hue
}

// colorings are the colours of all marks.
var colorings = []coloring{
	{".page", "fill", pageHue}, {".band", "fill", bandHue},
	{"text", "fill", inkHue}, {".faint,.number,.phase", "fill", faintHue}, {".warning", "fill", warningHue},
	{".line", "stroke", lineHue}, {".part,.gap,.branch", "stroke", lineHue},
	{".head", "fill", headHue}, {".head,.wait,.state", "stroke", lineHue}, {".wait", "fill", waitHue}, {".state", "fill", pageHue},
	{".finding", "fill", findingHue}, {".finding", "stroke", warningHue},
	{".dot", "fill", inkHue}, {".key", "fill", warningHue},
	{".arrow,.cross", "stroke", inkHue}, {".tip", "fill", inkHue},
	{".arrow.opens,.cross.opens", "stroke", opensHue}, {".label.opens,.tip.opens", "fill", opensHue},
	{".arrow.carries,.cross.carries", "stroke", carriesHue}, {".label.carries,.tip.carries", "fill", carriesHue},
	{".arrow.confirms,.cross.confirms", "stroke", faintHue}, {".label.confirms,.tip.confirms", "fill", faintHue},
	{".arrow.closes,.cross.closes", "stroke", closesHue}, {".label.closes,.tip.closes", "fill", closesHue},
	{".arrow.aborts,.cross.aborts", "stroke", abortsHue}, {".label.aborts,.tip.aborts", "fill", abortsHue},
}

// stylesheet returns the style of all marks: light, and dark on a screen that asks for it.
func stylesheet() string {
	var b strings.Builder
	b.WriteString(plainStyles)
	for _, r := range colorings {
		b.WriteString(r.selectors + "{" + r.property + ":" + r.hue.light + "}\n")
	}
	b.WriteString("@media screen and (prefers-color-scheme:dark){\n")
	for _, r := range colorings {
		b.WriteString(r.selectors + "{" + r.property + ":" + r.hue.dark + "}\n")
	}
	b.WriteString("}\n")
	return b.String()
}
