package guess

import "fmt"

// Game is the game of telling which packet is next before it is shown. The zero value is not played.
type Game struct {
	On      bool
	About   int // the step that is asked about, by its index in the walk through the diagram
	Reached int // the last step that is known already

	asked   *PacketQuestion // nil: nothing is asked
	answers []string        // that it may have
	right   int             // answers that were
	all     int             // answers
}

// Asks reports whether something is asked.
func (g *Game) Asks() bool { return g.asked != nil }

// Restart takes a question back. Of other steps than one nothing is known any more.
func (g *Game) Restart(here int) { g.asked, g.Reached = nil, here }

// Ask asks the question before a step of an index, if there is one; else the step is known.
func (g *Game) Ask(a *Questioner, q *PacketQuestion, about int) {
	if g.asked = q; q == nil {
		g.Reached = about
		return
	}
	g.answers, g.About = a.Answers(), about
}

// Choices are the answers to choose from, the first of which is answer 1.
func (g *Game) Choices() (all []string) {
	for _, at := range g.asked.Answers {
		all = append(all, g.answers[at])
	}
	return all
}

// Answer takes an answer, from 1 on, and says whether it is right: the capture has told. 0 is none, and only
// told what is right. Other numbers are no answers.
func (g *Game) Answer(number int) (said string, ok bool) {
	q := g.asked
	if number < 0 || number > len(q.Answers) {
		return "", false
	}
	g.asked, g.Reached = nil, g.About
	right := g.answers[q.Answers[q.Right]]
	if number == 0 {
		return "it is " + right, true
	}
	g.all++
	if number-1 == q.Right {
		g.right++
		return "right: " + right, true
	}
	return "no, it is " + right, true
}

// TakeBack takes the question back.
func (g *Game) TakeBack() { g.asked = nil }

// Score says how many answers were right.
func (g *Game) Score() string { return fmt.Sprintf("%d of %d right", g.right, g.all) }
