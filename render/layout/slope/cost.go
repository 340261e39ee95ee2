package slope

// What a path over a cell costs.
const (
	hopeless       = 1000000 // it does not fit
	overText       = 400
	overLine       = 900 // along or into a line of another arrow: it could be taken for that
	overClaim      = 25
	crossing       = 22 // straight over another arrow: two that do not overtake each other need none
	nearText       = 6
	nearLine       = 12 // beside an upright piece of another arrow
	nearTurn       = 60 // beside its corner: the two would seem to be one arrow
	atTurn         = 2  // each corner
	behindLifeline = 1  // straight behind a lifeline
	onLifeline     = 300
	alongLifeline  = 2 // straight down beside one, for each cell that it is too near: it would seem to be one, too
)

// look notes what row k holds, from the sender's lifeline to the receiver's: the costs of its cells are asked
// for next.
func (s *search) look(k int) {
	fit(&s.held, s.width+2)
	y := s.start + k - s.top
	if y < 0 || y >= len(s.cells) {
		for i := range s.held {
			s.held[i] = hasText
		}
		return
	}
	row, x := s.cells[y], s.from
	for i := range s.held {
		if s.held[i] = hasText; x >= 0 && x < len(row) {
			s.held[i] = row[x]
		}
		x += s.step
	}
}

// cell returns what cell u of the row holds that was looked at.
func (s *search) cell(u int) content { return s.held[u+1] }

// others reports whether labels that are to come into row k are those of other
// arrows: in the first and the last row only this one begins or ends.
func (s *search) others(k int) bool { return k > 0 && k < s.rows }

// labelled reports whether cell u of row k lies behind its own texts.
func (s *search) labelled(k, u int) bool {
	return k == 0 && u < s.with.first || k == s.rows && u >= s.width-s.with.last
}

// level is the cost of a level piece.
func (s *search) level(k, u int) int {
	t := s.cell(u)
	switch {
	case k == 0 && s.copies: // over the first copy, from which this one branches off
		return 0
	case t&hasText != 0, s.labelled(k, u) && t&hasUpright != 0: // its label would hide another arrow
		return overText
	case t&hasClaim != 0 && s.others(k):
		return overClaim
	case t&(hasLevel|hasTurn|hasRule) != 0:
		return overLine
	case t&hasUpright != 0:
		return crossing
	case t&hasLifeline != 0:
		return behindLifeline
	}
	return 0
}

// upright is the cost of going straight down through a cell.
func (s *search) upright(k, u int) int {
	switch t := s.cell(u); {
	case t&hasText != 0:
		return overText
	case t&hasClaim != 0 && s.others(k):
		return overClaim
	case t&hasLifeline != 0:
		return onLifeline
	case t&(hasUpright|hasTurn) != 0:
		return overLine
	case t&(hasLevel|hasRule) != 0:
		return crossing
	}
	return s.beside(u) + s.along(u)
}

// fromLifeline is how far an arrow that goes straight down is to be from one, in cells.
const fromLifeline = 4

// along is the cost of going straight down near a lifeline, but not next to it.
func (s *search) along(u int) (cost int) {
	for apart := 2; apart < fromLifeline; apart++ {
		for _, i := range [...]int{u + 1 - apart, u + 1 + apart} {
			if i >= 0 && i < len(s.held) && s.held[i]&hasLifeline != 0 {
				cost += alongLifeline * (fromLifeline - apart)
			}
		}
	}
	return cost
}

// corner is the cost of turning in a cell.
func (s *search) corner(k, u int) int {
	t := s.cell(u)
	if !s.others(k) {
		t &^= hasClaim
	}
	switch {
	case t&hasText != 0:
		return overText
	case t&hasLifeline != 0:
		return onLifeline
	case k == 0 && s.copies && t == hasLevel:
		return atTurn
	case t == hasClaim:
		return overClaim
	case t != 0:
		return overLine
	}
	return atTurn + s.beside(u)
}

// beside is the cost of standing next to a text, where a line could be read as
// part of it, or next to a lifeline.
func (s *search) beside(u int) int { return near(s.held[u]) + near(s.held[u+2]) }

// near is the cost of standing next to what a cell holds.
func near(t content) int {
	switch {
	case t&hasTurn != 0:
		return nearTurn
	case t&hasUpright != 0:
		return nearLine
	case t&(hasText|hasLifeline) != 0:
		return nearText
	}
	return 0
}
