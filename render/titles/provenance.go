package titles

import (
	"path/filepath"
	"strings"
	"time"
)

// Provenance is what is known of where a recording comes from. Its strings may hold anything
// that a file says, or is called. Of the zero value nothing is said, not even a date.
type Provenance struct {
	Command string // that made it, as it was given; "" if that is not known
	File    string // where it was read, as it was given: said where there is no Command; "-" is no file
	System  string // on which it was captured: "Linux 6.18.5"
}

// How many characters are said of each at most.
const (
	mostWhat   = 240
	mostSystem = 60
)

// Between stands between what Of returns, where there is room for all in one line.
const Between = " · "

// Of says where a recording comes from: what made it, or in which file it is, without the
// folders; then on which system and when its first packet was captured, the zero time if it
// has none. What is not known is left out. The date is one of ISO 8601, in UTC.
func (p Provenance) Of(first time.Time) []string {
	if p == (Provenance{}) {
		return nil
	}
	what := p.Command
	if what == "" && p.File != "" && p.File != "-" {
		what = filepath.Base(p.File)
	}
	where := shorten(p.System, mostSystem)
	if !first.IsZero() {
		where = joined(where, first.UTC().Format(time.RFC3339))
	}
	var all []string
	for _, s := range []string{shorten(what, mostWhat), where} {
		if strings.TrimSpace(s) != "" {
			all = append(all, s)
		}
	}
	return all
}

// joined puts both in one line.
func joined(a, b string) string {
	if strings.TrimSpace(a) == "" {
		return b
	}
	return a + Between + b
}

// shorten cuts s to so many characters, and marks the cut.
func shorten(s string, most int) string {
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i] + "…"
		}
	}
	return s
}
