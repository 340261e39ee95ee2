package frame

// Texts remembers what was said of frames, so that a file full of the same odd
// frames costs no more memory than one of them. The zero value remembers nothing.
type Texts struct {
	joined map[[2]string]string
	kinds  map[Kind]string
}

// maxTexts bounds what is remembered.
const maxTexts = 256

// Join returns a+b.
func (t *Texts) Join(a, b string) string {
	if s, ok := t.joined[[2]string{a, b}]; ok {
		return s
	}
	if t.joined == nil || len(t.joined) >= maxTexts {
		t.joined = map[[2]string]string{}
	}
	s := a + b
	t.joined[[2]string{a, b}] = s
	return s
}

// unread says that what a header announces is not read here.
func (t *Texts) unread(k Kind) string {
	if s, ok := t.kinds[k]; ok {
		return s
	}
	if t.kinds == nil || len(t.kinds) >= maxTexts {
		t.kinds = map[Kind]string{}
	}
	s := k.unread()
	t.kinds[k] = s
	return s
}
