package pdf

import (
	"fmt"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"wireladder/render/figure"
	"wireladder/render/ink"
	"wireladder/render/pages"
	"wireladder/render/typeface"
)

// document is a file that is being made.
type document struct {
	out     *fpdf.Fpdf
	figure  *figure.Figure
	metrics *typeface.Metrics

	// The page in hand: a point of the figure is scaled, and moved from top to origin.
	scale, top float64
	origin     figure.Point
}

// families are the names of the faces in the file.
var families = [...]string{typeface.Mono: "mono", typeface.Sans: "sans", typeface.Bold: "bold"}

// newDocument returns a document of a figure that is of what began at a time.
func newDocument(f *figure.Figure, m *typeface.Metrics, begun time.Time) *document {
	out := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: shortSide, Ht: longSide}})
	out.SetCatalogSort(true)
	out.SetCreationDate(begun)
	out.SetModificationDate(begun)
	out.SetTitle(plain(f.Title), true)
	out.SetSubject(plain(f.Summary), true)
	out.SetCreator("wireladder", false)
	out.SetLang("en")
	out.SetAutoPageBreak(false, 0)
	out.SetMargins(0, 0, 0)
	for face, family := range families {
		out.AddUTF8FontFromBytes(family, "", typeface.TTF(typeface.Face(face))) //nolint:gosec // there are 3
	}
	return &document{out: out, figure: f, metrics: m}
}

// beyond is the first character that fpdf can't write: it knows no surrogates.
const beyond = 0x10000

// plain returns a text with its characters beyond fpdf's escaped.
func plain(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r >= beyond }) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if r >= beyond {
			fmt.Fprintf(&b, `\U%08x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// page adds a page, number n of all, with a part of the figure.
func (d *document) page(s pageFormat, p *pages.Leaf, part *figure.Figure, n, all int) {
	d.out.AddPageFormat("P", fpdf.SizeType{Wd: s.width, Ht: s.height})
	d.scale = s.scale
	left := (s.width - d.figure.Width*s.scale) / 2
	if all > 1 {
		d.foot(s, n, all)
	}
	for i := range p.Heads {
		d.origin = figure.Point{X: left, Y: s.margin}
		d.head(&p.Heads[i], p.Strip)
	}
	d.top, d.origin = p.Top, figure.Point{X: left, Y: s.margin + p.Strip*s.scale}
	d.out.ClipRect(0, d.origin.Y, s.width, (p.Bottom-p.Top)*s.scale, false)
	d.marks(part)
	d.out.ClipEnd()
	if all > 1 {
		d.bookmarks(p)
	}
}

// foot says at the bottom of a page which one it is.
func (d *document) foot(s pageFormat, n, all int) {
	const size = 7.5
	said := fmt.Sprintf("page %d of %d", n, all)
	d.out.SetFont(families[typeface.Sans], "", size)
	d.textColor(ink.Faint)
	y := s.height - s.margin
	if d.figure.Title != "" {
		title := d.metrics.Shorten(typeface.Sans, size, plain(d.figure.Title), s.width-2*s.margin-80)
		d.out.Text(s.margin, y, title)
	}
	d.out.Text(s.width-s.margin-d.metrics.Width(typeface.Sans, size, said), y, said)
}

// head draws the head of a lifeline once more, at the bottom of a strip above the page.
func (d *document) head(s *figure.Stem, strip float64) {
	d.top = s.Head.Bottom() + belowHead - strip
	for i := range d.figure.Panels {
		if p := &d.figure.Panels[i]; p.Rect == s.Head {
			d.box(&ink.Panels[p.Kind], p.Rect)
		}
	}
	for i := range d.figure.Texts {
		if t := &d.figure.Texts[i]; s.Has(t) {
			d.text(t)
		}
	}
}

// belowHead is the space between a head that is repeated and what goes on below it, in points.
const belowHead = 6.0

// bookmarks lists the ladders and phases that begin on a page: those that stand side by side
// once.
func (d *document) bookmarks(p *pages.Leaf) {
	var last *figure.Text
	for i := range d.figure.Texts {
		t := &d.figure.Texts[i]
		if t.Style != figure.Heading && t.Style != figure.PhaseName || t.At.Y <= p.Top || t.At.Y > p.Bottom {
			continue
		}
		if last == nil || last.S != t.S || last.At.Y != t.At.Y {
			d.out.Bookmark(plain(t.S), 0, d.point(t.At).Y)
		}
		last = t
	}
}
