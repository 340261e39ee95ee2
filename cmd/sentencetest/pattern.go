package sentencetest

import (
	"regexp"
	"sync"
)

// pattern is a regular expression that is compiled when it is first needed: the programs
// that tests start hold these, too, and need none.
type pattern struct {
	compiled func() *regexp.Regexp
}

// words returns the pattern of a regular expression, which must be one.
func words(expression string) pattern {
	return pattern{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })}
}

func (p pattern) MatchString(s string) bool  { return p.compiled().MatchString(s) }
func (p pattern) FindString(s string) string { return p.compiled().FindString(s) }
func (p pattern) FindStringSubmatch(s string) []string {
	return p.compiled().FindStringSubmatch(s)
}
func (p pattern) FindAllString(s string, n int) []string {
	return p.compiled().FindAllString(s, n)
}
func (p pattern) FindAllStringSubmatch(s string, n int) [][]string {
	return p.compiled().FindAllStringSubmatch(s, n)
}
func (p pattern) ReplaceAllString(s, by string) string { return p.compiled().ReplaceAllString(s, by) }
func (p pattern) Split(s string, n int) []string       { return p.compiled().Split(s, n) }
