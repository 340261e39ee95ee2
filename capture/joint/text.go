package joint

import (
	"encoding/json"
	"slices"
)

// translatedAtOnce is how many translations a text has: an option of pcapng has 65,535 octets at most,
// and one of these hardly more than 250.
const translatedAtOnce = 200

// Texts returns the account as lines of JSON, as files hold it: the first has all but translations
// for which there is no room, which the others have.
func (a *Captures) Texts() (all []string) {
	first, rest := *a, a.Translated
	first.Translated = rest[:min(len(rest), translatedAtOnce)]
	all = append(all, text(first))
	for chunk := range slices.Chunk(rest[len(first.Translated):], translatedAtOnce) {
		all = append(all, text(struct{ Translated []Translation }{chunk}))
	}
	return all
}

// text returns a value as JSON.
func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return "" // of a number that is none
	}
	return string(b)
}

// ParseAccount returns the account that Texts has written, by its next text and the account of those
// before, nil if it is the first; and whether it is one.
func ParseAccount(before *Captures, text string) (*Captures, bool) {
	a := new(Captures)
	if json.Unmarshal([]byte(text), a) != nil {
		return before, false
	}
	if before == nil {
		return a, true
	}
	before.Translated = append(before.Translated, a.Translated...)
	return before, true
}
