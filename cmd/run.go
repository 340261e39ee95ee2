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
	"wireladder/cmd/pager"
	"wireladder/cmd/record"
	"wireladder/cmd/report"
	"wireladder/cmd/usage"
	"wireladder/cmd/view"
	"wireladder/cmd/viewer"
)

// runOptions are the options of `wireladder run`.
type runOptions struct {
	*own.Options
	Step    bool // ask who goes on before each call
	Shown   view.Choice
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
which 127.0.0.1 and localhost are there and nothing else. They are not changed: they
keep user, directory and environment, and one client alone the keyboard or stdin.
--delay, --loss and --fault put server and clients on two hosts, with a wire between
them: the clients reach the server's at 10.0.0.2, by its address.

"run -- COMMAND" runs one program that does both.

With --step the programs are held up before each socket call. On a terminal it has
the whole screen, with the keys of demo --step: space or PageDown goes on step by
step, and behind the last step lets who has waited longest make its call, a number
another; who is held up is listed there, with call and line. i types a line for one
client alone, b or PageUp goes back, p asks what the wire will show, ? lists the keys,
q ends the run; what the programs print is told then. Where stdin is no terminal a
line is a key, and at its end nobody is held up any more. --web serves the run to a
room at its end.
` + failure.ExitStatus,
		Example: `  wireladder run --server 'python3 server.py 12000' --client 'python3 client.py localhost 12000'
  wireladder run --server ./server --client ./client --clients 3 --stagger 100ms -o run.pcapng
  wireladder run --server 'python3 server.py' --client 'python3 client.py' --input 'hello\n'
  wireladder run -- python3 both.py`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.Take(args, cmd.ArgsLenAtDash() >= 0); err != nil {
				return err
			}
			return runOwn(cmd.Context(), c, o)
		},
	}
	f := cmd.Flags()
	f.AddFlagSet(o.Flags)
	f.BoolVarP(&o.Step, "step", "s", false, "hold the programs up before each socket call, and choose who goes on")
	o.Shown.AddFlags(f)
	f.BoolVar(&o.Host, "host", false, "use the machine's own loopback, not a private network")
	o.Picture.AddFlags(f)
	o.Output.AddFlags(f)
	return cmd
}

func runOwn(ctx context.Context, c *console.Console, o *runOptions) error {
	place, err := o.Place()
	if err := errors.Join(o.Check(), err, o.Picture.Check(), o.Output.CheckStep(c, o.Step), o.Shown.Check(c, &o.Output, o.Step), o.Output.Check(c), o.Output.CheckSlide(o.Picture.Width)); err != nil {
		return err
	}
	defer outlivePipe()()
	shown, err := viewer.For(&o.Output, "run")
	if err != nil {
		return err
	}
	defer shown.Close()
	options := o.Picture.Options(c, &o.Output)
	options.OwnScreen = o.Step
	defer o.Shown.Close()
	if err := o.Shown.Take(ctx, &options, "run", 0); err != nil {
		return err
	}
	screen := pager.For(c, os.Environ(), o.Picture.NoPager || o.Step || o.Shown.On())
	options.Stdout = screen
	origin := place.Origin()
	origin.Application, origin.Scenario = "wireladder "+usage.Version(), "run" // by which a reader knows two hosts of ours
	origin.OS, origin.Command = record.System(), o.CommandLine(o.Step)
	run, err := report.NewLive(ctx, origin, &options)
	if err != nil {
		return failure.Unshown(err)
	}
	defer run.Abort()
	o.Env = os.Environ()
	if o.Step {
		err = o.step(ctx, c, run)
	} else {
		err = o.Observe(ctx, c, run)
	}
	if err == nil || len(run.Recording().Entries) > 0 {
		kept, last := run.Finish(err == nil)
		err = errors.Join(failure.WithKept(err, kept), failure.Unshown(last), screen.Close())
		err = o.Shown.Show(ctx, c, o.Picture, run.Recording(), err)
	}
	if err == nil {
		shown.Show(c)
	}
	return err
}

// step runs the programs call by call, and draws that as it goes on.
func (o *runOptions) step(ctx context.Context, c *console.Console, run *report.LiveReport) error {
	live, err := view.LiveViewFor(ctx, c, o.Picture, "run", run.Recording())
	if err != nil {
		return err
	}
	return o.StepThrough(ctx, c, &o.Picture, run, live)
}

// newInsideRunCommand returns the command that runs inside the private network. It writes
// its recording to the pipe that netns.Setup gives it.
func newInsideRunCommand() *cobra.Command {
	o, in := own.NewOptions(), own.Surroundings{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}
	cmd := &cobra.Command{
		Use: "__run", Hidden: true, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			defer outliveInterrupts()()
			pipe, err := netns.Setup()
			if err != nil {
				return insideFailure(err)
			}
			defer pipe.Close() //nolint:errcheck // what is written is flushed
			o.Env = os.Environ()
			return untold(o.Record(cmd.Context(), in, pipe))
		},
	}
	cmd.Flags().AddFlagSet(o.Flags)
	in.AddFlags(cmd.Flags())
	return cmd
}
