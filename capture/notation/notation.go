// Package notation writes values as C and strace do, and reads them again: arguments,
// sets of descriptors, timeouts, and what a call that polls has found. It also quotes words
// for a shell.
package notation

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// Join joins those that are there.
func Join(args ...string) string {
	var b strings.Builder
	for _, arg := range args {
		if arg != "" && b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(arg)
	}
	return b.String()
}

// Split returns the arguments of a text, at least one. What stands in
// braces, a set or a structure, is one.
func Split(text string) []string {
	var args []string
	depth, start := 0, 0
	for i := range len(text) {
		switch {
		case text[i] == '{':
			depth++
		case text[i] == '}':
			depth--
		case depth == 0 && strings.HasPrefix(text[i:], ", "):
			args = append(args, text[start:i])
			start = i + len(", ")
		}
	}
	return append(args, text[start:])
}

// Address writes an address; "" for none.
func Address(a netip.AddrPort) string {
	if !a.IsValid() {
		return ""
	}
	return a.String()
}

// ready stands between the arguments of a call that polls and what it found.
const ready = "; ready: "

// Ready returns what a call that polls found, as select(2) leaves its sets; "" for nothing.
func Ready(read, write []int) string {
	switch {
	case len(write) > 0:
		return ready + Set(read) + ", " + Set(write)
	case len(read) > 0:
		return ready + Set(read)
	}
	return ""
}

// CutReady returns the arguments without what was found, and that.
func CutReady(args []string) (rest []string, read, write []int) {
	for i, arg := range args {
		before, found, polled := strings.Cut(arg, ready)
		if !polled {
			continue
		}
		if i+1 < len(args) {
			write = ParseSet(args[i+1])
		}
		return append(args[:i:i], before), ParseSet(found), write
	}
	return args, nil, nil
}

// Set writes a set of descriptors.
func Set(fds []int) string {
	if len(fds) == 0 {
		return "NULL"
	}
	b := []byte{'{'}
	for i, fd := range fds {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = strconv.AppendInt(b, int64(fd), 10)
	}
	return string(append(b, '}'))
}

// ParseSet returns the descriptors of a set; nil if it is none.
func ParseSet(text string) []int {
	var fds []int
	for fd := range strings.SplitSeq(strings.Trim(text, "{}"), ", ") {
		n, err := strconv.Atoi(fd)
		if err != nil {
			return nil
		}
		fds = append(fds, n)
	}
	return fds
}

// Timeout writes how long a call that polls waits, which may be for ever: a structure of
// seconds and units or, as poll(2) has it, milliseconds.
func Timeout(d time.Duration, limited bool, unit time.Duration) string {
	inMilliseconds := unit == time.Millisecond
	switch {
	case inMilliseconds && !limited:
		return "-1"
	case inMilliseconds:
		return strconv.FormatInt(d.Milliseconds(), 10)
	case !limited:
		return "NULL"
	}
	return fmt.Sprintf("{%d, %d}", d/time.Second, d%time.Second/unit)
}

// ParseTimeout reads what Timeout writes.
func ParseTimeout(text string, unit time.Duration) (d time.Duration, limited bool) {
	first, second, _ := Numbers(text)
	switch {
	case text == "NULL" || text == "-1":
		return 0, false
	case unit == time.Millisecond:
		return time.Duration(first) * unit, true
	}
	return time.Duration(first)*time.Second + time.Duration(second)*unit, true
}

// Numbers returns the number that a text is, or the two of a structure, and how many there
// are: 0 if it is something else.
func Numbers(text string) (first, second int64, n int) {
	one, two, pair := strings.Cut(strings.Trim(text, "{}"), ", ")
	a, errA := strconv.ParseInt(one, 10, 64)
	b, errB := strconv.ParseInt(two, 10, 64)
	switch {
	case errA == nil && !pair:
		return a, 0, 1
	case errA == nil && errB == nil:
		return a, b, 2
	}
	return 0, 0, 0
}
