package png

import (
	"math"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"wireladder/render/figure"
	"wireladder/render/ink"
	"wireladder/render/typeface"
)

// slant is how far what the kernel says leans, as it does in the other formats.
const slant = 0.2

// textsPerCheck is how many texts are drawn until it is asked again whether to go on.
const textsPerCheck = 64

// texts draws texts.
func (c *raster) texts(all []figure.Text, check func() error) error {
	for i := range all {
		if i%textsPerCheck == 0 {
			if err := check(); err != nil {
				return err
			}
		}
		c.text(&all[i])
	}
	return nil
}

// placing places what belongs to a text: turned as it is around its beginning.
type placing struct {
	at       figure.Point
	sin, cos float64
	lean     float64
}

func (p *placing) point(x, y float64) figure.Point {
	x -= y * p.lean
	return figure.Point{X: p.at.X + x*p.cos - y*p.sin, Y: p.at.Y + x*p.sin + y*p.cos}
}

// text draws a text, with its veil.
func (c *raster) text(t *figure.Text) {
	p := placing{at: t.At}
	p.sin, p.cos = math.Sincos(t.Angle * math.Pi / 180)
	if t.Veil != figure.Bare {
		cover := t.Cover().Corners()
		for i := range cover {
			cover[i] = p.point(cover[i].X-t.At.X, cover[i].Y-t.At.Y)
		}
		c.area(ink.Veils[t.Veil], cover)
	}
	if t.Style == figure.KernelSay {
		p.lean = slant
	}
	font := t.Style.Font()
	line := c.metrics.Set(font.Face, font.Size, t.S)
	letters := c.shape()
	for i := range line.Glyphs {
		g := &line.Glyphs[i]
		letters.glyph(&p, g, c.metrics.Outline(g.Face, g.Rune))
	}
	letters.fill(ink.Text(t))
	for _, f := range line.Tofus {
		c.stroke(ink.Stroke{Hue: ink.Text(t), Width: 0.6}, p.point(f.X, f.Y), p.point(f.X+f.W, f.Y), p.point(f.X+f.W, f.Y+f.H), p.point(f.X, f.Y+f.H), p.point(f.X, f.Y))
	}
}

// moveKinds are the kinds of moves of outlines.
var moveKinds = map[sfnt.SegmentOp]moveKind{
	sfnt.SegmentOpMoveTo: begin, sfnt.SegmentOpLineTo: straight, sfnt.SegmentOpQuadTo: quadratic, sfnt.SegmentOpCubeTo: cubic,
}

// steps are how many points a move has.
var steps = [...]int{begin: 1, straight: 1, quadratic: 2, cubic: 3}

// glyph adds the outline of a character. One of another font is made as narrow as its place.
func (s *shape) glyph(p *placing, g *typeface.Glyph, outline sfnt.Segments) {
	high := g.Size / typeface.OutlineScale
	wide := high * min(1, g.Width/max(g.Own, 1e-9))
	place := func(a fixed.Point26_6) figure.Point { return p.point(g.X+float64(a.X)*wide, g.Y+float64(a.Y)*high) }
	for i := range outline {
		var at [3]figure.Point
		kind := moveKinds[outline[i].Op]
		for j := range steps[kind] {
			at[j] = place(outline[i].Args[j])
		}
		s.add(kind, at[:steps[kind]]...)
	}
}
