package sentencetest

import (
	"regexp"
	"sync"
)

// pattern returns a regular expression, which it compiles when it is first needed: the programs
// that tests start hold the patterns, too, and need none.
type pattern func() *regexp.Regexp

// words returns the pattern of a regular expression, which must be one.
func words(expression string) pattern {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
