package slope

import (
	"math"
	"slices"
	"time"

	"wireladder/render"
	"wireladder/render/sheet"
)

// Area is the part of a sheet that arrows are on their way in.
type Area struct {
	Top, Bottom int  // rows: from Top up to, not including, Bottom
	Width       int  // cells of the sheet
	Since       Mark // what stood on the sheet before: none of it is in these rows, as far as arrows reach
}

// Sloping is an arrow whose packet arrives in a later row than that in which it was sent.
type Sloping struct {
	Packet        int           // frame number
	Labels        []string      // the longest form first; at least one
	Delay         time.Duration // on the wire
	Tone          render.Tone
	From, To      int  // X of the lifelines of the sender and the receiver
	Sent, Arrived int  // rows
	Copy          bool // another arrow begins at the same place, and bears the label
}

// step is 1 for an arrow to the right, and -1 for one to the left.
func (a *Sloping) step() int {
	if a.To < a.From {
		return -1
	}
	return 1
}

// width returns how many cells lie between the lifelines.
func (a *Sloping) width() int { return (a.To-a.From)*a.step() - 1 }

// router draws the arrows of one area, one after the other.
type router struct {
	*occupancy
	sheet     *sheet.Sheet
	medium    sheet.Medium
	lifelines []int // columns of them, from the left
}

// Route adds arrows that slope to a sheet, with their texts, and the labels of the level
// arrows among them; at last the calls among them get better places. Everything else in the area must be on the
// sheet already, lifelines in pieces.
func Route(s *sheet.Sheet, m sheet.Medium, area Area, sloping []Sloping, level []Level, calls []Movable) {
	if len(sloping)+len(level) == 0 {
		return
	}
	r := &router{occupancy: newOccupancy(s, m, &area), sheet: s, medium: m}
	for _, l := range s.Verticals[area.Since.verticals:] {
		r.lifelines = append(r.lifelines, l.X)
	}
	slices.Sort(r.lifelines)
	r.lifelines = slices.Compact(r.lifelines)
	choices := make([][]placement, len(sloping)) // of texts: they depend on where lifelines are, and not on other arrows
	for i := range sloping {
		choices[i] = r.placements(&sloping[i])
		r.claim(&sloping[i], choices[i])
	}
	for i := range calls {
		r.wish(&calls[i])
	}
	for i := range sloping {
		r.route(&sloping[i], choices[i])
	}
	for i := range level {
		r.label(&level[i])
	}
	for i := range calls {
		r.improve(&calls[i])
	}
}

// claimed are the cells beside its texts that an arrow wants for itself, to turn.
const claimed = 4

// claim notes where an arrow wants its texts, and room to turn beside them, so that
// those that are routed before it keep away.
func (r *router) claim(a *Sloping, choices []placement) {
	for _, t := range shortestAtStart(a, choices).texts {
		r.row(t.X-claimed, t.X+r.medium.Cells(t.S)+claimed-1, t.Y, hasClaim)
	}
}

// shortestAtStart returns the placement with the shortest label at the start that fits, but for the last form of it: that
// leaves out what an arrow had better say.
func shortestAtStart(a *Sloping, all []placement) placement {
	best := all[0]
	for _, p := range all {
		if p.form < max(1, len(a.Labels)-1) && p.first > 0 && p.cost < labelCut && p.first < best.first && len(p.texts) >= len(best.texts) && p.texts[0].Y == a.Sent {
			best = p
		}
	}
	return best
}

// route finds the path of one arrow: with its label at its start or at its end, long or
// short, whichever lets it slope best.
func (r *router) route(a *Sloping, choices []placement) {
	if a.Arrived-a.Sent > longest {
		r.ends(a)
		return
	}
	best := path{cost: math.MaxInt}
	for _, with := range choices {
		if with.cost >= best.cost {
			continue // no path makes up for that
		}
		if p := r.path(a, with); p.cost < best.cost {
			best = p
		}
	}
	r.sheet.Slopes = append(r.sheet.Slopes, sheet.Slope{Points: best.points, Tone: a.Tone})
	r.occupy(best.points)
	for _, t := range best.with.texts {
		r.put(t)
	}
}

// put puts a text on the sheet.
func (r *router) put(t sheet.Text) {
	r.sheet.Texts = append(r.sheet.Texts, t)
	r.text(t.Y, t.X, r.medium.Cells(t.S))
}
