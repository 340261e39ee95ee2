package cmd

import (
	"fmt"
	"io"

	"wireladder/render/text"
	"wireladder/servers/scenario"
)

// announceWait says what a run is going to wait for, while it does: on a terminal
// in a line that the returned function takes away, else in one that stays. A
// scenario that waits for nothing is not announced.
func announceWait(c *console, s scenario.Scenario) (erase func()) {
	if s.Waits == "" {
		return func() {}
	}
	width, tty := terminal(c.stderr)
	return announce(c.stderr, s.Waits, width, tty)
}

func announce(w io.Writer, what string, width int, tty bool) (erase func()) {
	if !tty {
		fmt.Fprintf(w, "wireladder: waiting for %s\n", what) //nolint:errcheck // there is nobody left to tell
		return func() {}
	}
	if width == 0 {
		width = 80
	}
	line := text.Shorten(text.Medium(true), "waiting for "+what+" ...", width-1)
	fmt.Fprint(w, line) //nolint:errcheck // nothing depends on it
	return func() {
		fmt.Fprintf(w, "\r%*s\r", len(line), "") //nolint:errcheck // nothing depends on it
	}
}
