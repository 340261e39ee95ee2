// Package spelling finds the names that may be meant by one that nobody knows.
package spelling

import (
	"cmp"
	"slices"
	"strings"
)

// Like returns the names that may be meant by what was typed, the nearest first and four
// at most: those that it is mistyped from, that begin with it, or that hold it. There may
// be none.
func Like(typed string, names []string) []string {
	return Nearest(len(names), func(i int) (string, int) { return names[i], Distance(typed, names[i]) })
}

// mostLike is how many names may be meant.
const mostLike = 4

// Nearest returns, of n names with their distances, those that may be meant.
func Nearest(n int, at func(i int) (name string, far int)) []string {
	type candidate struct {
		name string
		far  int
	}
	var found []candidate
	for i := range n {
		if name, far := at(i); far < TooFar {
			found = append(found, candidate{name, far})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(a.far, b.far) })
	var names []string
	for _, c := range found[:min(len(found), mostLike)] {
		names = append(names, c.name)
	}
	return names
}

// TooFar is the distance of names that nobody confuses.
const TooFar = 10

// maxTyped is how long a name is at most that is compared with others.
const maxTyped = 60

// Distance returns how far a name is from what was typed: the letters that differ, if
// these are few; else a bit more for one that begins with it, or has it within.
func Distance(typed, name string) int {
	if len(typed) > maxTyped {
		return TooFar
	}
	switch d := edits(typed, name); {
	case d <= min(2, len(typed)/3):
		return d
	case len(typed) < 2:
		return TooFar
	case strings.HasPrefix(name, typed):
		return 3
	case strings.Contains(name, typed), len(name) > 3 && strings.Contains(typed, name):
		return 4
	}
	return TooFar
}

// edits returns how many letters must be changed, added or left out, or changed with their
// neighbours, to make b of a.
func edits(a, b string) int {
	from, to := []rune(a), []rune(b)
	rows := make([][]int, len(from)+1)
	for i := range rows {
		rows[i] = make([]int, len(to)+1)
		rows[i][0] = i
	}
	for j := range to {
		rows[0][j+1] = j + 1
	}
	for i := range from {
		for j := range to {
			changed := rows[i][j]
			if from[i] != to[j] {
				changed++
			}
			least := min(changed, rows[i+1][j]+1, rows[i][j+1]+1)
			if i > 0 && j > 0 && from[i] == to[j-1] && from[i-1] == to[j] {
				least = min(least, rows[i-1][j-1]+1)
			}
			rows[i+1][j+1] = least
		}
	}
	return rows[len(from)][len(to)]
}
