package sentence

import "strings"

// Sentence is what is said of one moment, in a line and in a paragraph. Neither holds
// bytes of a payload.
type Sentence struct {
	Brief, Full string
	Mark        string // the clause of Brief that stands in a picture at the arrow as well; "" of most
}

// Beside returns what is said in a line beside an arrow at whose end its mark stands.
func (s Sentence) Beside() string { return strings.Replace(s.Brief, s.Mark, "", 1) }

// Add adds to both. A clause that would follow another one begins Brief where there is none.
func (s *Sentence) Add(brief, full string) {
	if s.Brief == "" {
		brief = strings.TrimPrefix(brief, "; ")
	}
	s.Brief += brief
	s.Full += full
}

// Capital returns a phrase as it begins a sentence.
func Capital(s string) string { return string(s[0]-'a'+'A') + s[1:] }

// New returns a sentence.
func New(brief, full string) Sentence { return Sentence{Brief: brief, Full: full} }
