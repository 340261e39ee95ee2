package layout

import (
	"wireladder/render"
	"wireladder/render/layout/postponed"
	"wireladder/render/layout/slope"
	"wireladder/render/sheet"
)

// slopeRows are the rows that an arrow goes down at least.
const slopeRows = 2

// slopingArrows are the arrows of packets that arrive in later rows, and what waits for
// them until nothing is on its way any more.
type slopingArrows struct {
	open      int                 // packets that are still on their way
	top       int                 // the row from which on some are
	before    slope.Mark          // what was on the sheet then
	sloping   []slope.Sloping     // those that have arrived, and are to be routed
	level     []slope.Level       // the level arrows that pass them, still without labels
	calls     []slope.Movable     // the calls among them
	postponed postponed.Postponed // explanations that wait meanwhile
	crowded   bool                // the arrow in hand begins while others are on their way
	fault     string              // why the message in hand is lost, if that is not on its arrow
	mark      int                 // where its arrow ends
}

// begin notes that the step in hand may be the first whose packet is on its way for long.
func (w *slopingArrows) begin(s *sheet.Sheet, row int) { w.top, w.before = row, slope.MarkOf(s) }

// depart begins an arrow that slopes.
func (a *ladderLayout) depart(s *render.Step) {
	if len(s.Arrivals) == 0 {
		a.lose(s)
		return
	}
	a.crowded = a.open > 0
	a.open++
	a.postponed.Depart(s)
}

// arrival ends an arrow that slopes.
func (a *ladderLayout) arrival(s *render.Step) {
	sent := &a.ladder.Steps[s.Sent]
	a.page.Used.Slopes = true
	a.beneathNotes(s)
	a.y = max(a.y, a.rows[s.Sent]+slopeRows)
	a.stand()
	from, to := a.X[s.From], a.X[s.To]
	if to < from {
		a.number(s)
	}
	a.sloping = append(a.sloping, slope.Sloping{
		Packet: sent.Packet, Labels: sent.Labels, Delay: s.Time.Sub(sent.Time), Tone: sent.Tone,
		From: from, To: to, Sent: a.rows[s.Sent], Arrived: a.y,
		Copy: sent.Transit == render.AtOnce || sent.Arrivals[0] != a.index,
	})
	top := a.y
	a.y++
	a.states(s)
	a.tellArrival(s, top)
	a.closeArrow(s)
}

// tellArrival places the explanation of an arrival, or keeps it for later.
func (a *ladderLayout) tellArrival(s *render.Step, top int) {
	if said := a.said(s); said != "" && a.notes.X > 0 {
		a.notes.Put(a.page.Sheet, a.page.Medium, packetName(s)+said, top)
		return
	}
	a.postpone(s, packetName(s))
}

// postpone keeps an explanation for later: that of an arrival with that of its packet, if this comes once.
func (a *ladderLayout) postpone(s *render.Step, name string) {
	sent := s
	if s.Kind == render.Arrival {
		sent = &a.ladder.Steps[s.Sent]
	}
	if sent.Transit != render.Later || len(sent.Arrivals) > 1 {
		sent = s
	}
	a.postponed.Add(postponed.Explanation{Step: s, Name: name, Said: a.said(s)}, sent)
}

// closeArrow ends the arrow of a packet that has arrived, if it was the last of its packet.
func (a *ladderLayout) closeArrow(s *render.Step) {
	sent := &a.ladder.Steps[s.Sent]
	if sent.Arrivals[len(sent.Arrivals)-1] != a.index {
		return
	}
	a.postponed.Arrive(sent)
	if a.open--; a.open == 0 {
		a.routeSloping()
	}
	if a.postponed.Quiet(a.index, a.open) {
		a.tellPostponed(a.postponed.Take())
	}
}

// closeAll ends the ladder for what never was seen to arrive.
func (a *ladderLayout) closeAll() {
	a.open = 0
	a.routeSloping()
	a.tellPostponed(a.postponed.TakeAll())
}

// tellPostponed places explanations that waited. A single one of a packet is known by its lifeline, others by their names.
func (a *ladderLayout) tellPostponed(all []postponed.Explanation) {
	for _, e := range all {
		lo, hi := a.left+a.gutter, a.Right
		if k := e.Step.Kind; k == render.Message || k == render.Arrival {
			lo, hi = a.X[e.Step.From], a.X[e.Step.To]
			lo, hi = min(lo, hi), max(lo, hi)
			if a.open == 0 && len(all) == 1 {
				a.within(a.ofPacket(e.Step, e.Said, lo, hi))
				break
			}
		}
		a.within(a.named(e.Name+e.Said, lo, hi))
	}
	if len(all) > 0 {
		a.blank()
	}
}

// routeSloping draws the arrows that slope, between all that stands in the rows since the
// first of them began.
func (a *ladderLayout) routeSloping() {
	if len(a.sloping)+len(a.level) == 0 {
		a.calls = nil
		return
	}
	a.drawPieces(a.y)
	area := slope.Area{Top: a.top, Bottom: a.y, Width: a.page.Cells, Since: a.before}
	slope.Route(a.page.Sheet, a.page.Medium, area, a.sloping, a.level, a.calls)
	a.sloping, a.level, a.calls = nil, nil, nil
}

// shortCall is how wide the label of a call is that is in nobody's way, in cells.
const shortCall = 10

// passable returns how much of a room the label of a call may take: two fifths, while
// arrows on their way must pass it.
func (a *ladderLayout) passable(room int) int {
	if a.open > 0 {
		return max(room*2/5, min(room, shortCall))
	}
	return room
}
