package cmd

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"wireladder/cmd/console"
	"wireladder/cmd/doctor"
	"wireladder/cmd/failure"
	"wireladder/cmd/usage"
)

func newDoctorCommand(c *console.Console) *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Say what this machine allows, and how to repair what it does not",
		Long: `doctor tries out what wireladder needs: a private network without root, the
right to capture on the machine's own loopback, and the right to trace programs.
It says which tcpdump and tshark are here, and warns of rights of the program's
file that everyone may use. It changes nothing.
` + failure.ExitStatus,
		Args: usage.Takes(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error { return runDoctor(cmd.Context(), c) },
	}
}

func runDoctor(ctx context.Context, c *console.Console) error {
	found := doctor.Examine(ctx, "__probe")
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
	switch can, forbidden := doctor.CanRun(found); {
	case can:
		return nil
	case forbidden:
		return &failure.Failure{Err: errors.New("no demo can run here"), Code: failure.CodeForbidden}
	}
	return &failure.Failure{Err: errors.New("no demo can run here"), Code: failure.CodeFailed}
}
