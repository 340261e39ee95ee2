package terms

import (
	"slices"
	"strings"
	"unicode"

	"wireladder/render/spelling"
)

// Find returns the term that is called name, whatever its case. Blanks, hyphens,
// commas, brackets, an article before it and the s of a plural do not count: "the
// Time Wait" is TIME-WAIT.
func Find(name string) (Term, bool) {
	called, all := key(name), All()
	for _, wanted := range []string{called, strings.TrimSuffix(called, "s"), strings.TrimSuffix(called, "es")} {
		for i := range all {
			if wanted != "" && slices.ContainsFunc(all[i].names(), func(n string) bool { return key(n) == wanted }) {
				return all[i], true
			}
		}
	}
	return Term{}, false
}

// key returns a name without what does not count.
func key(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, article := range []string{"the ", "a ", "an "} {
		name = strings.TrimPrefix(name, article)
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '=' {
			return r
		}
		return -1
	}, name)
}

// Like returns the names of the terms that may be meant by a name that Find does not
// know, the nearest first: those that it is mistyped from, that begin with it, or that
// hold it. There may be none.
func Like(name string) []string {
	wanted, all := key(name), All()
	return spelling.Nearest(len(all), func(i int) (string, int) {
		far := spelling.TooFar
		for _, n := range all[i].names() {
			far = min(far, spelling.Distance(wanted, key(n)))
		}
		return all[i].Name, far
	})
}
