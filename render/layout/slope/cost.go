package slope

// What a path over a cell costs.
const (
	hopeless       = 1000000 // it does not fit
	overText       = 400
	overLine       = 900 // along or into a line of another arrow: it could be taken for that
	overClaim      = 25
	crossing       = 4 // straight over another arrow
	nearText       = 2
	nearLine       = 5 // beside an upright piece of another arrow
	atTurn         = 2 // each corner
	behindLifeline = 1 // straight behind a lifeline
	onLifeline     = 300
)

// cell returns what cell u of row k holds.
func (s *search) cell(k, u int) content {
	p := s.point(k, u)
	return s.at(p.X, p.Y)
}

// others reports whether labels that are to come into row k are those of other
// arrows: in the first and the last row only this one begins or ends.
func (s *search) others(k int) bool { return k > 0 && k < s.rows }

// labelled reports whether cell u of row k lies behind its own texts.
func (s *search) labelled(k, u int) bool {
	return k == 0 && u < s.with.first || k == s.rows && u >= s.width-s.with.last
}

// level is the cost of a level piece.
func (s *search) level(k, u int) int {
	t := s.cell(k, u)
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
	switch t := s.cell(k, u); {
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
	return s.beside(k, u)
}

// corner is the cost of turning in a cell.
func (s *search) corner(k, u int) int {
	t := s.cell(k, u)
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
	return atTurn + s.beside(k, u)
}

// beside is the cost of standing next to a text, where a line could be read as
// part of it, or next to a lifeline.
func (s *search) beside(k, u int) int {
	p := s.point(k, u)
	cost := 0
	for _, x := range []int{p.X - 1, p.X + 1} {
		switch t := s.at(x, p.Y); {
		case t&hasUpright != 0:
			cost += nearLine
		case t&(hasText|hasLifeline) != 0:
			cost += nearText
		}
	}
	return cost
}
