package html

import (
	"io"
	"math"

	"wireladder/render/figure"
	"wireladder/render/pages"
	"wireladder/render/svg"
)

// pageView is where things are in one of the layouts, in its points from the top.
type pageView struct {
	Width float64      `json:"w"`
	Most  float64      `json:"m"` // pixels a point, at most
	Rows  [][2]float64 `json:"r"` // by step: from where to where it reaches
	Areas [][4]float64 `json:"a"` // by ladder: what its rows take: X, Y, width, height
	Stems [][3]float64 `json:"h"` // by head: its socket, where the head ends, where the lifeline ends
	Lanes [][3]float64 `json:"x"` // by head: from where to where it reaches across, and how high it is
	Below float64      `json:"b"` // what stands below all ladders begins here
	Found [][4]float64 `json:"f"` // by finding: what its panel takes: X, Y, width, height
}

// viewOf returns where the things of a figure are.
func (w *pageMaker) viewOf(f *figure.Figure) pageView {
	v := pageView{Width: tenth(f.Width), Rows: make([][2]float64, len(w.order)), Areas: make([][4]float64, len(w.diagram.Ladders)), Stems: [][3]float64{}, Lanes: [][3]float64{}, Found: [][4]float64{}}
	for _, r := range f.Rows {
		v.Rows[w.at[r.Ladder][r.Step]] = [2]float64{tenth(r.Top), tenth(r.Bottom)}
	}
	for _, a := range f.Areas {
		v.Areas[a.Ladder] = [4]float64{tenth(a.X), tenth(a.Y), tenth(a.W), tenth(a.H)}
		v.Below = max(v.Below, tenth(a.Bottom()))
	}
	for _, s := range f.Stems {
		v.Stems = append(v.Stems, [3]float64{float64(w.first[s.Ladder] + s.Lifeline), tenth(s.Head.Bottom()), tenth(s.Bottom)})
		v.Lanes = append(v.Lanes, [3]float64{tenth(s.Head.X), tenth(s.Head.Right()), tenth(s.Head.H)})
	}
	for i := range f.Panels {
		if p := &f.Panels[i]; p.Kind == figure.FindingPanel {
			v.Found = append(v.Found, [4]float64{tenth(p.X), tenth(p.Y), tenth(p.W), tenth(p.H)})
		}
	}
	return v
}

// tenth rounds to what can be told apart.
func tenth(v float64) float64 { return math.Round(v*10) / 10 }

// partHeight is how high the parts are that a picture is cut into: a browser lays out and paints
// those alone that are in sight.
const partHeight = 1200.0

// parts is the picture as elements of the page, one below the other.
func parts(f *figure.Figure) place {
	return func(w io.Writer) error {
		return eachPart(f, w, func(write func() error) error {
			if _, err := io.WriteString(w, "<div>"); err != nil {
				return err
			}
			if err := write(); err != nil {
				return err
			}
			_, err := io.WriteString(w, "</div>")
			return err
		})
	}
}

// eachPart calls a function for each part of a picture, from the top on, which is given what writes that part to w.
func eachPart(f *figure.Figure, w io.Writer, each func(write func() error) error) error {
	leaves, to := plain(pages.Of(f, partHeight)), svg.NewParts(w)
	for i, part := range pages.Split(f, leaves) {
		if err := each(func() error { return to.Write(part, leaves[i].Top, leaves[i].Bottom) }); err != nil {
			return err
		}
	}
	return nil
}

// heads is the strip with the heads of lifelines that are out of sight.
func heads(f *figure.Figure) place {
	return func(w io.Writer) error {
		_, err := svg.WriteHeads(w, f)
		return err
	}
}

// plain returns pages without the heads above them: the page has them always.
func plain(leaves []pages.Leaf) []pages.Leaf {
	for i := range leaves {
		leaves[i].Heads, leaves[i].Strip = nil, 0
	}
	return leaves
}
