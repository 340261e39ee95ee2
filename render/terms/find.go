package terms

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
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

// mostLike is how many names Like returns.
const mostLike = 4

// Like returns the names of the terms that may be meant by a name that Find does not
// know, the nearest first: those that it is mistyped from, that begin with it, or that
// hold it. There may be none.
func Like(name string) []string {
	type candidate struct {
		name string
		far  int
	}
	var found []candidate
	wanted := key(name)
	for _, t := range All() {
		far := tooFar
		for _, n := range t.names() {
			far = min(far, distance(wanted, key(n)))
		}
		if far < tooFar {
			found = append(found, candidate{t.Name, far})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(a.far, b.far) })
	var names []string
	for _, c := range found[:min(len(found), mostLike)] {
		names = append(names, c.name)
	}
	return names
}

// tooFar is the distance of names that nobody confuses.
const tooFar = 10

// distance returns how far a name is from what was typed: the letters that differ, if
// these are few; else a bit more for one that begins with it, or has it within.
func distance(typed, name string) int {
	if len(typed) > maxTyped {
		return tooFar
	}
	switch d := edits(typed, name); {
	case d <= min(2, len(typed)/3):
		return d
	case len(typed) < 2:
		return tooFar
	case strings.HasPrefix(name, typed):
		return 3
	case strings.Contains(name, typed), len(name) > 3 && strings.Contains(typed, name):
		return 4
	}
	return tooFar
}

// maxTyped is how long a name is at most that is compared with others.
const maxTyped = 60

// edits returns how many letters must be changed, added or left out to make b of a.
func edits(a, b string) int {
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j := range to {
			changed := diagonal
			if from[i] != to[j] {
				changed++
			}
			diagonal = row[j+1]
			row[j+1] = min(changed, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(to)]
}
