package ink

import "fmt"

// Color is an opaque colour: 0xRRGGBB.
type Color uint32

// RGB returns its parts.
func (c Color) RGB() (r, g, b uint8) { return uint8(c >> 16), uint8(c >> 8), uint8(c) }

// Hex returns it as CSS writes it: "#rrggbb".
func (c Color) Hex() string { return fmt.Sprintf("#%06x", uint32(c)) }

// Hue is a colour on a light page, and on a dark one. Letters have a contrast of 4.5 to 1 at
// least to all that they stand on (WCAG 2.2, 1.4.3); tones differ for the colour-blind too, and
// each is told by its label as well.
type Hue struct{ Light, Dark Color }

// Hues, by what they are for.
var (
	Page     = Hue{0xffffff, 0x0d1117}
	Band     = Hue{0xf3f5f8, 0x161b22} // of every other phase
	Letters  = Hue{0x1f2328, 0xe6edf3}
	Faint    = Hue{0x57606a, 0x9aa4af}
	Lines    = Hue{0x6e7781, 0x8b949e}
	Head     = Hue{0xeaeef2, 0x21262d}
	Wait     = Hue{0xc3ccd6, 0x3a4654}
	Finding  = Hue{0xfff4e0, 0x2d2308}
	Warning  = Hue{0x8f2a00, 0xffb27a}
	Opens    = Hue{0x0550ae, 0x79b8ff}
	Carries  = Hue{0x0b5f47, 0x7ee2b8}
	Confirms = Faint
	Closes   = Hue{0x8a3c00, 0xffb366}
	Aborts   = Hue{0xa0005a, 0xff8fc8}
)
