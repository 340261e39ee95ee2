package cmd

import (
	"context"
	"errors"
	"fmt"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"wireladder/capture/live"
	"wireladder/capture/netns"
	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/record"
	"wireladder/cmd/usage"
	"wireladder/servers/lab"
)

func newDoctorCommand(c *console.Console) *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Say what this machine allows, and how to repair what it does not",
		Long: `doctor tries out what wireladder needs: a private network without root, and the
right to capture on the machine's own loopback. It changes nothing.
` + failure.ExitStatus,
		Args: usage.Takes(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error { return runDoctor(cmd.Context(), c) },
	}
}

// captureBackend names what captures in this build.
func captureBackend() string {
	if b := live.Backend(); b != "" {
		return b
	}
	return "none on this system: files can be read"
}

// finding is what doctor found of one ability.
type finding struct {
	ability, state, repair string
	works, forbidden       bool
}

func runDoctor(ctx context.Context, c *console.Console) error {
	findings := []finding{privateNetwork(ctx), captureOnHost()}
	w := tabwriter.NewWriter(c.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "capture\t%s\n", captureBackend()) //nolint:errcheck // Flush tells
	for _, f := range findings {
		fmt.Fprintf(w, "%s\t%s\n", f.ability, f.state) //nolint:errcheck // Flush tells
	}
	if err := w.Flush(); err != nil {
		return failure.Of(err, "")
	}
	for _, f := range findings {
		if f.repair != "" {
			console.Say(c.Stderr, "hint", f.ability+": "+f.repair)
		}
	}
	if findings[0].works || findings[1].works {
		return nil
	}
	f := &failure.Failure{Err: errors.New("no demo can run here"), Code: failure.CodeFailed}
	if findings[0].forbidden || findings[1].forbidden {
		f.Code = failure.CodeForbidden
	}
	return f
}

// privateNetwork makes one and throws it away.
func privateNetwork(ctx context.Context) finding {
	f := finding{ability: "private network (demo)", state: "yes", works: true}
	if err := netns.Probe(ctx, "__probe"); err != nil {
		reason, hint := netns.Explain(err)
		f.state, f.repair, f.works = "no: "+console.Printable(reason), hint, false
		f.forbidden = errors.Is(err, os.ErrPermission)
	}
	return f
}

// captureOnHost opens a capture on the machine's loopback and closes it.
func captureOnHost() finding {
	f := finding{ability: "the machine's own loopback (demo --host)", state: "yes", works: true}
	opened, err := live.Open(live.Options{Interface: lab.Loopback})
	if err == nil {
		err = opened.Close()
	}
	if err != nil {
		f.state, f.works = "no: "+console.Printable(err.Error()), false
	}
	if errors.Is(err, os.ErrPermission) {
		f.repair, f.forbidden = record.Repair(), true
	}
	return f
}
