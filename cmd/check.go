package cmd

import (
	"os"
	"time"

	"github.com/spf13/cobra"

	"wireladder/capture/netns"
	"wireladder/cmd/checks"
	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/usage"
)

func newCheckCommand(c *console.Console) *cobra.Command {
	o := checks.NewOptions()
	cmd := &cobra.Command{
		Use:   "check --server COMMAND",
		Short: "Ask a server that you wrote what its exercise asks, and say what it fails",
		Long:  checks.About + failure.ExitStatus,
		Example: `  wireladder check --server 'python3 server.py 12000'
  wireladder check --server ./server --proto udp --only one,empty -o report/
  wireladder check --server 'java Server 12000' --model thread -o report.xml
  wireladder check --list`,
		Args: usage.Takes(0, 0, "no arguments: a server's command is one word for the shell, --server 'python3 server.py 12000'"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.List {
				return checks.List(c)
			}
			if err := o.Check(); err != nil {
				return err
			}
			defer outlivePipe()()
			return checks.Run(cmd.Context(), c, o, usage.Version())
		},
	}
	o.AddFlags(cmd.Flags())
	for name, values := range checks.Completions() {
		_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)) // the flags are there
	}
	return cmd
}

// newInsideCheckCommand returns the command that asks one probe inside the private network.
func newInsideCheckCommand() *cobra.Command {
	o := checks.NewOptions()
	cmd := &cobra.Command{
		Use: checks.Command, Hidden: true, Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			defer outliveInterrupts()()
			pipe, err := netns.Setup()
			if err != nil {
				return insideFailure(err)
			}
			defer pipe.Close() //nolint:errcheck // every block is written at once
			usual, _ := time.ParseDuration(args[1])
			return untold(o.Record(cmd.Context(), args[0], usual, pipe, os.Stdout, os.Environ()))
		},
	}
	cmd.Flags().AddFlagSet(o.Flags)
	return cmd
}
