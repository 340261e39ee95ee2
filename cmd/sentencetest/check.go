package sentencetest

import (
	"fmt"
	"strings"
)

// Fault is a claim that the file disproves.
type Fault struct {
	Number   int    // the packet whose sentence it is
	Rule     string // the name of the rule
	Why      string // what in the file speaks against it
	Sentence string
}

// String returns the fault in a line.
func (f Fault) String() string {
	return fmt.Sprintf("packet %d: %s: %s\n\t%q", f.Number, f.Rule, f.Why, f.Sentence)
}

// claim is a sentence about to be checked.
type claim struct {
	*evidence
	line    *Line
	text    string   // the sentence without what it quotes
	clauses []string // of text
}

// says returns the first clause with the vocabulary of a claim that is not excused by
// other words in it, and whether there is one.
func (c *claim) says(what, excuse pattern) (string, bool) {
	for _, clause := range c.clauses {
		if what().MatchString(clause) && (excuse == nil || !excuse().MatchString(clause)) {
			return clause, true
		}
	}
	return "", false
}

// rule finds what is wrong with a claim; "" if nothing is.
type rule struct {
	name  string
	wrong func(*claim) string
}

// rules returns all of them.
func rules() []rule {
	return []rule{
		{"negative number", negativeNumber},
		{"packet mentioned", mentionedPackets},
		{"span of time", spanOfTime},
		{"no ACK", missingACK},
		{"wait too short", shortWait},
		{"timer too short", shortTimer},
		{"tail loss probe", tailLossProbe},
		{"duplicate ACKs", duplicateACKs},
		{"sent again", repetition},
		{"captured twice", capturedTwice},
		{"not captured", notCaptured},
		{"filled later", filledLater},
		{"aborts", abortion},
		{"refuses", refusal},
		{"nobody listens", nobodyListens},
		{"reopens", reopening},
		{"program has read", programHasRead},
		{"to many", toManyAnswers},
		{"bytes carried", carriedBytes},
		{"FIN is no byte", coveredFIN},
	}
}

// Check holds each sentence against the file that it is from. copies has the packets
// that the file holds a second time, with the number of the first, as far as they are
// known from elsewhere than the lines: see Copies. It may be nil.
func Check(lines []Line, copies map[int]int) []Fault {
	e := gather(lines, copies)
	all := rules()
	var faults []Fault
	for i := range lines {
		l := &lines[i]
		if l.Number == 0 {
			continue
		}
		faults = append(faults, e.check(l, all)...)
		e.advance(e.before, l)
	}
	return faults
}

// check applies the rules to a sentence.
func (e *evidence) check(l *Line, all []rule) (faults []Fault) {
	text := quotedText().ReplaceAllString(l.Explain, "…")
	if text == "" {
		return nil
	}
	c := &claim{evidence: e, line: l, text: text, clauses: clauseEnd().Split(text, -1)}
	for _, r := range all {
		if why := r.wrong(c); why != "" {
			faults = append(faults, Fault{l.Number, r.name, why, l.Explain})
		}
	}
	return faults
}

// segment reports whether the line is of a TCP segment whose two directions can be
// told apart.
func (c *claim) segment() bool { return c.line.Proto == "tcp" && c.line.twoSided() }

// negativeNumber: numbers count from 0 on, and time goes forward.
func negativeNumber(c *claim) string {
	if found := negative().FindString(c.text); found != "" {
		return fmt.Sprintf("%q is a negative number", strings.TrimSpace(found))
	}
	return ""
}
