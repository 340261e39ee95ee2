package sentence

// Sentence is what is said of one moment, in a line and in a paragraph. Neither holds
// bytes of a payload.
type Sentence struct {
	Brief, Full string
}

// Add adds to both.
func (s *Sentence) Add(brief, full string) {
	s.Brief += brief
	s.Full += full
}

// Capital returns a phrase as it begins a sentence.
func Capital(s string) string { return string(s[0]-'a'+'A') + s[1:] }

// New returns a sentence.
func New(brief, full string) Sentence { return Sentence{brief, full} }
