package render

import (
	"fmt"
	"strings"

	"wireladder/capture"
)

// selects are the calls that wait for several sockets at once.
var selects = map[string]bool{
	"select": true, "pselect6": true, "poll": true, "ppoll": true, "epoll_wait": true, "epoll_pwait": true,
}

// selectLabels names a call that waits for several sockets: when it begins, by
// those that it watches, and when it returns, by those that are ready.
func selectLabels(kind StepKind, c *capture.Call) []string {
	watched, ready := sets(c)
	bare := c.Name + "()"
	if kind == Enter {
		return []string{c.Name + "(" + watched + ") waits", bare + " waits"}
	}
	outcome := fmt.Sprintf(" = %d", c.Result)
	if c.Errno != "" {
		outcome = " = " + c.Errno
	}
	labels := []string{bare + outcome}
	if ready != "" {
		labels = append([]string{bare + outcome + ": " + ready + " ready", bare + ": " + ready}, labels...)
	}
	if kind == Call {
		labels = append([]string{c.Name + "(" + watched + ")" + strings.TrimPrefix(labels[0], bare)}, labels...)
	}
	return labels
}

// sets returns the descriptors that a call watches, and those that it found
// ready, out of its arguments: "6, {3, 4}, NULL, NULL, NULL; ready: {4}". Of
// arguments in another form the first is all of them.
func sets(c *capture.Call) (watched, ready string) {
	watched, ready, _ = strings.Cut(c.ArgsText(), "; ready: ")
	if c.Name != "select" && c.Name != "pselect6" {
		return watched, ready
	}
	_, after, _ := strings.Cut(watched, ", ")
	if read, _, found := strings.Cut(after, "}"); found && strings.HasPrefix(read, "{") {
		watched = read + "}"
	}
	return watched, ready
}
