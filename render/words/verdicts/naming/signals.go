package naming

import (
	"fmt"
	"strings"
)

// signals are the numbers of those that end programs (signal(7)), and what they mean.
var signals = map[string]struct {
	number int
	means  string
}{
	"sigill": {4, "no instruction of the processor"}, "sigtrap": {5, "a breakpoint"}, "sigabrt": {6, "abort()"}, "sigbus": {7, "a bad memory access"},
	"sigalrm": {14, "its alarm clock, for which it has no handler"}, "sigvtalrm": {26, "its alarm clock, for which it has no handler"}, "sigprof": {27, "its alarm clock, for which it has no handler"},
	"sigfpe": {8, "a division by zero"}, "sigkill": {9, "it was killed"}, "sigsegv": {11, "a bad memory access"}, "sigpipe": {13, "it writes where nobody reads any more"},
	"sigxcpu": {24, "too much time"}, "sigxfsz": {25, "too large a file"}, "sigsys": {31, "a bad system call"},
}

// Signal names a signal by its number and meaning.
func Signal(name string) string {
	s := signals[strings.ToLower(name)]
	if s.number == 0 {
		return name
	}
	return fmt.Sprintf("signal %d (%s: %s)", s.number, name, s.means)
}
