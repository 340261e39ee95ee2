package sentence

import "strings"

// Sentence is what is said of one moment, in a line and in a paragraph. Neither holds
// bytes of a payload.
type Sentence struct {
	Brief, Full string
	Mark        string // what a picture needs of Brief no more: its arrow says it, or one before it did; "" of most
}

// Beside returns what is said in a line beside an arrow: Brief without its Mark.
func (s Sentence) Beside() string {
	rest := strings.Replace(s.Brief, s.Mark, "", 1)
	if strings.HasPrefix(s.Brief, s.Mark) {
		return strings.TrimPrefix(rest, "; ")
	}
	return rest
}

// Add adds to both.
func (s *Sentence) Add(brief, full string) {
	s.Brief += brief
	s.Full += full
}

// Capital returns a phrase as it begins a sentence.
func Capital(s string) string { return string(s[0]-'a'+'A') + s[1:] }

// New returns a sentence.
func New(brief, full string) Sentence { return Sentence{Brief: brief, Full: full} }
