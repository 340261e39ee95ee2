package doctor

import (
	"errors"
	"fmt"
	"text/tabwriter"

	"wireladder/cmd/console"
	"wireladder/cmd/failure"
)

// Show tells what was found, and the repairs. The error is that no demo can run here, or
// that it can't be told.
func Show(c *console.Console, found []Finding) error {
	w := tabwriter.NewWriter(c.Stdout, 0, 0, 2, ' ', 0)
	for _, f := range found {
		fmt.Fprintf(w, "%s\t%s\n", f.Ability, console.Printable(f.State)) //nolint:errcheck // Flush tells
	}
	if err := w.Flush(); err != nil {
		return failure.Of(err, "")
	}
	for _, f := range found {
		if f.Repair != "" {
			console.Say(c.Stderr, "hint", f.Ability+": "+f.Repair)
		}
	}
	switch can, forbidden := CanRun(found); {
	case can:
		return nil
	case forbidden:
		return &failure.Failure{Err: errors.New("no demo can run here"), Code: failure.CodeForbidden}
	}
	return &failure.Failure{Err: errors.New("no demo can run here"), Code: failure.CodeFailed}
}
