package words

// Sentence is what is said of one moment, in a line and in a paragraph. Neither holds
// bytes of a payload.
type Sentence struct {
	Brief, Full string
}

// add adds to both.
func (s *Sentence) add(brief, full string) {
	s.Brief += brief
	s.Full += full
}

// capital returns a phrase as it begins a sentence.
func capital(s string) string { return string(s[0]-'a'+'A') + s[1:] }
