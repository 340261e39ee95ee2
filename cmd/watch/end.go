package watch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"wireladder/capture"
	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/report"
	"wireladder/cmd/report/sink"
	"wireladder/render/quantity"
)

// end completes the files, and says what has come.
func (w *watching) end(lost capture.Drops) error {
	var all []error
	kept := "kept in"
	for _, t := range w.rec.tapes {
		if err := t.Close(lost); err != nil {
			all = append(all, report.OutputError(t.Name(), "write", err))
			kept = "kept in part in"
		}
	}
	out := w.console.Stderr
	if w.screen != nil {
		if w.onStdout() == report.Text {
			out = w.console.Stdout
			if _, tty := console.Terminal(out); tty && !w.TUI {
				fmt.Fprintln(out) //nolint:errcheck // behind ^C; what follows tells
			}
		}
		if err := w.screen.Close(capture.Drops{}); err != nil {
			return errors.Join(append(all, report.OutputError("-", "write", err))...)
		}
	}
	if w.leave != nil {
		all = append(all, w.leave())
	}
	if _, err := io.WriteString(out, w.totals(lost, kept)); err != nil {
		all = append(all, report.OutputError("-", "write", err))
	}
	return errors.Join(all...)
}

// totals says what has come, what was lost, and in which files it is kept.
func (w *watching) totals(lost capture.Drops, kept string) string {
	c := &w.rec.counts
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s", quantity.Count(c.packets, "packet"), quantity.Octets(c.octets))
	if c.packets > 1 {
		fmt.Fprintf(&b, " in %s", quantity.Duration(c.last.Sub(c.first)))
	}
	if n := lost.Lost(); n > 0 {
		fmt.Fprintf(&b, "; the capture lost up to %s", quantity.Count(n, "packet"))
	} else {
		b.WriteString("; the capture lost none")
	}
	if w.invited != nil {
		b.WriteString("; those of the page are left out")
	}
	var names []string
	for _, t := range w.rec.tapes {
		for _, name := range t.Names() {
			if w.scratch == "" || !strings.HasPrefix(name, w.scratch) {
				names = append(names, fmt.Sprintf("%q", name))
			}
		}
	}
	if len(names) > 0 {
		fmt.Fprintf(&b, "; %s %s", kept, strings.Join(names, ", "))
	}
	return console.Printable(b.String()) + ".\n"
}

// maxSteps is how many packets pictures show, as by read.
const maxSteps = 200

// draw makes the pictures, of what was captured.
func (w *watching) draw(ctx context.Context) error {
	_, others := w.outputs()
	if len(others) == 0 || w.drawn == "" {
		return nil
	}
	options := w.Picture.Options(w.console, &w.Output)
	options.Destinations, options.OwnScreen = others, true
	err := report.Read(context.WithoutCancel(ctx), &report.File{Name: w.drawn, View: sink.View{MaxSteps: maxSteps}, Options: options})
	named := w.drawn
	if w.scratch != "" {
		named = ""
	}
	return failure.OfCapture(err, w.drawn, named)
}
