package cmd

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"github.com/spf13/cobra"

	"wireladder/cmd/console"
	"wireladder/cmd/diff"
	"wireladder/cmd/doctor"
	"wireladder/cmd/explain"
	"wireladder/cmd/failure"
	"wireladder/cmd/quiz"
	"wireladder/cmd/shell"
	"wireladder/cmd/usage"
	"wireladder/cmd/view"
	"wireladder/cmd/watch"
)

// Run runs the program and returns its exit code. args are those after the
// program's name. SIGINT, SIGTERM, SIGHUP and SIGQUIT end what is running; what was seen so
// far is drawn and kept.
func Run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if err := checkRoom(); err != nil {
		return failure.Tell(err, stderr, "")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	defer stop()
	context.AfterFunc(ctx, stop) // a second ^C ends whatever the first did not
	if stdout == os.Stdout {
		stdout = console.Usable(os.Stdout)
	}
	c := &console.Console{Stdin: stdin, Stdout: stdout, Stderr: stderr, Getenv: os.Getenv}
	root := newRootCommand(c)
	help := &console.Faulty{Writer: c.Stdout}
	root.SetOut(help)
	root.SetArgs(args)
	used, err := root.ExecuteContextC(ctx)
	if err == nil {
		err = help.Err
	}
	return failure.Tell(err, stderr, used.CommandPath()+" --help")
}

func newRootCommand(c *console.Console) *cobra.Command {
	root := &cobra.Command{
		Use:   "wireladder",
		Short: "See what sockets do on the wire",
		Long: `wireladder runs UDP and TCP uppercase servers and clients, captures what they put
on the wire, and draws it as a ladder: a lifeline for each socket, each socket
call beside the packets it caused, and a sentence for each packet.

It needs no root: on Linux the run has a private network of its own.
` + failure.ExitStatus,
		Version:       usage.Version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          usage.KnownCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(c.Stdin)
	root.SetOut(c.Stdout)
	root.SetErr(c.Stderr)
	root.SetFlagErrorFunc(usage.ExplainFlags)
	root.SetHelpCommand(usage.NewHelpCommand())
	root.SetVersionTemplate("{{.Name}} {{.Version}}\n")
	root.AddCommand(newDemoCommand(c), newServeCommand(c), newClientCommand(c), newReadCommand(c), view.NewCommand(c), explain.NewCommand(c), newRunCommand(c), newInsideRunCommand(), newCheckCommand(c), newInsideCheckCommand(), watch.NewCommand(c, outlivePipe), quiz.NewCommand(c, outlivePipe, os.Environ), diff.NewCommand(c, outlivePipe, os.Environ), shell.NewCommand(shell.Terminal{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Env: os.Environ()}), shell.NewInsideCommand(os.Environ), newDoctorCommand(c), newVersionCommand(c), newRecordCommand(), newProbeCommand(), usage.NewManualCommand())
	usage.Refine(root)
	return root
}

// newVersionCommand returns the command that is asked for more often than the flag.
func newVersionCommand(c *console.Console) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Say which version this is, and what it was built with",
		Args:  usage.Takes(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(c.Stdout, "%s %s %s/%s, captures with: %s\n", cmd.Root().Name(), usage.Version(), runtime.GOOS, runtime.GOARCH, doctor.Backend())
			return failure.Of(err, "")
		},
	}
}
