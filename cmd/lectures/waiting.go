package lectures

import (
	"fmt"
	"io"
	"slices"

	"wireladder/capture/netns/wire"
	"wireladder/cmd/console"
	"wireladder/render/sheet"
	"wireladder/render/text"
	"wireladder/servers/scenario"
)

// AnnounceWait says what a run is going to wait for, while it does: on a terminal
// in a line that the returned function takes away, else in one that stays. A
// scenario that waits for nothing is not announced, unless the wire w is going
// to lose something; nil is no wire.
func AnnounceWait(c *console.Console, s scenario.Scenario, w *scenario.WireOptions) (erase func()) {
	what := s.Waits
	if what == "" && loses(w) {
		what = "what the wire loses to be sent again"
	}
	if what == "" {
		return func() {}
	}
	width, tty := console.Terminal(c.Stderr)
	return announce(c.Stderr, what, width, tty)
}

// loses reports whether packets may be lost on w that are sent again. A RST never is.
func loses(w *scenario.WireOptions) bool {
	return w != nil && (w.Loss > 0 || slices.ContainsFunc(w.Faults, func(text string) bool {
		f, err := wire.ParseFault(text)
		return err == nil && f.Action == wire.Drop && f.Kind != wire.RST
	}))
}

func announce(w io.Writer, what string, width int, tty bool) (erase func()) {
	if !tty {
		fmt.Fprintf(w, "wireladder: waiting for %s\n", what) //nolint:errcheck // there is nobody left to tell
		return func() {}
	}
	if width == 0 {
		width = 80
	}
	line := sheet.Shorten(text.Medium(true), "waiting for "+what+" ...", width-1)
	fmt.Fprint(w, line) //nolint:errcheck // nothing depends on it
	return func() {
		fmt.Fprintf(w, "\r%*s\r", len(line), "") //nolint:errcheck // nothing depends on it
	}
}
