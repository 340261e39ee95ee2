package cmd

import (
	"context"
	"errors"
	"os"

	"github.com/spf13/cobra"

	"wireladder/capture/netns"
	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/cmd/own"
	"wireladder/cmd/record"
	"wireladder/cmd/report"
	"wireladder/cmd/usage"
)

// runOptions are the options of `wireladder run`.
type runOptions struct {
	*own.Options
	Picture flags.PictureOptions
	Output  flags.OutputOptions
}

func newRunCommand(c *console.Console) *cobra.Command {
	o := &runOptions{Options: own.NewOptions()}
	cmd := &cobra.Command{
		Use:   "run --server COMMAND --client COMMAND… | run -- COMMAND",
		Short: "Run your own server and clients, and draw what they did",
		Long: `run starts a server, waits until it listens (or is bound to a UDP port), starts the
clients, and draws every socket call of all of them beside every packet. When the
clients have ended and the server has nothing left to do, it gets ^C.

It needs no root: on Linux the programs have a private network of their own, in
which 127.0.0.1 and localhost are there and nothing else. They are not changed:
they keep their user, directory and environment, and what they print is shown.
--delay, --loss and --fault put server and clients on two hosts, with a wire between
them: the clients reach the server's at 10.0.0.2, by its address.

"run -- COMMAND" runs one program that does both.
` + failure.ExitStatus,
		Example: `  wireladder run --server 'python3 server.py 12000' --client 'python3 client.py localhost 12000'
  wireladder run --server ./server --client ./client --clients 3 --stagger 100ms -o run.pcapng
  wireladder run --server 'python3 server.py' --client 'python3 client.py' --input 'hello\n'
  wireladder run -- python3 both.py`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				_ = o.Flags.Set("client", own.Quoted(args)) // it takes any text
			}
			return runOwn(cmd.Context(), c, o)
		},
	}
	f := cmd.Flags()
	f.AddFlagSet(o.Flags)
	o.Picture.AddFlags(f)
	o.Output.AddFlags(f)
	return cmd
}

func runOwn(ctx context.Context, c *console.Console, o *runOptions) error {
	place, err := o.Place()
	if err := errors.Join(o.Check(), err, o.Picture.Check(), o.Output.Check(c)); err != nil {
		return err
	}
	defer outlivePipe()()
	options := o.Picture.Options(c, &o.Output)
	origin := place.Origin()
	origin.Application = "wireladder " + usage.Version()
	run, err := report.NewLive(ctx, origin, &options)
	if err != nil {
		return failure.Unshown(err)
	}
	defer run.Abort()
	drops, err := record.Inside(ctx, c.Stderr, append([]string{"__run"}, flags.HandOn(o.Flags)...), nil, run.Add)
	run.Lost(drops)
	if err == nil || len(run.Recording().Entries) > 0 {
		kept, last := run.Finish(err == nil)
		err = errors.Join(failure.WithKept(err, kept), failure.Unshown(last))
	}
	if err == nil {
		hintAtWireshark(c, &o.Output)
	}
	return err
}

// newInsideRunCommand returns the command that runs inside the private network. It writes
// its recording to the pipe that netns.Setup gives it.
func newInsideRunCommand() *cobra.Command {
	o := own.NewOptions()
	cmd := &cobra.Command{
		Use: "__run", Hidden: true, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			defer outliveInterrupts()()
			pipe, err := netns.Setup()
			if err != nil {
				return insideFailure(err)
			}
			defer pipe.Close() //nolint:errcheck // every block is written at once
			return untold(o.Record(cmd.Context(), pipe, os.Stderr, os.Environ()))
		},
	}
	cmd.Flags().AddFlagSet(o.Flags)
	return cmd
}
