package accounts

import "strings"

// threw begins what Python prints of a thread that ends by an exception.
const threw = "Exception in thread "

// Thrown returns the exception by which a thread has ended, of what its program has printed; ""
// if that is not there.
func Thrown(text string) string {
	_, trace, found := strings.Cut(text, threw)
	if !found {
		return ""
	}
	for i, line := range strings.Split(trace, "\n") {
		if i > 0 && line != "" && !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "Traceback") {
			return line
		}
	}
	return ""
}
