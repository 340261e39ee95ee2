package cmd

import (
	"bytes"
	"context"
	"errors"
	"os"

	"github.com/spf13/cobra"

	"wireladder/capture"
	"wireladder/capture/netns"
	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/cmd/own"
	"wireladder/cmd/record"
	"wireladder/cmd/report"
	"wireladder/cmd/step"
	"wireladder/cmd/usage"
	"wireladder/render/text"
)

// runOptions are the options of `wireladder run`.
type runOptions struct {
	*own.Options
	Step    bool // ask who goes on before each call
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

With --step the programs are held up before each socket call. Who waits is listed
below the picture, with call and line; Enter lets go on who has waited longest, a
number another, and q ends the run. Where stdin is no terminal a line is a key, and
at its end nobody is held up any more.
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
	f.BoolVarP(&o.Step, "step", "s", false, "hold the programs up before each socket call, and choose who goes on")
	f.BoolVar(&o.Host, "host", false, "use the machine's own loopback, not a private network")
	o.Picture.AddFlags(f)
	o.Output.AddFlags(f)
	return cmd
}

func runOwn(ctx context.Context, c *console.Console, o *runOptions) error {
	place, err := o.Place()
	if err := errors.Join(o.Check(), err, o.Picture.Check(), checkStep(c, o.Step, &o.Output), o.Output.Check(c)); err != nil {
		return err
	}
	defer outlivePipe()()
	options := o.Picture.Options(c, &o.Output)
	options.OwnScreen = o.Step
	origin := place.Origin()
	origin.Application = "wireladder " + usage.Version()
	run, err := report.NewLive(ctx, origin, &options)
	if err != nil {
		return failure.Unshown(err)
	}
	defer run.Abort()
	if o.Step {
		err = o.step(ctx, c, run)
	} else {
		err = o.observe(ctx, c, run)
	}
	if err == nil || len(run.Recording().Entries) > 0 {
		kept, last := run.Finish(err == nil)
		err = errors.Join(failure.WithKept(err, kept), failure.Unshown(last))
	}
	if err == nil {
		hintAtWireshark(c, &o.Output)
	}
	return err
}

// inside returns the arguments of this program for a run in a private network.
func (o *runOptions) inside() []string {
	return append([]string{"__run"}, flags.HandOn(o.Flags)...)
}

// observe runs the programs. Who types at a terminal types at one of the only client's.
func (o *runOptions) observe(ctx context.Context, c *console.Console, run *report.LiveReport) error {
	ctx, interrupt := context.WithCancel(ctx)
	defer interrupt()
	in, err := o.Stdin(ctx, c, interrupt)
	if err != nil {
		return failure.Of(err, "")
	}
	defer in.End()
	var drops capture.Drops
	if o.Host {
		drops, err = o.here(ctx, c, own.Surroundings{Stdin: in.File(), Terminal: in.Size(), Out: c.Stderr}, run.Add)
	} else {
		streams := record.Streams{Stdin: in.Reader(), Stdout: c.Stderr, Stderr: c.Stderr, Given: in.Given}
		drops, err = record.Inside(ctx, streams, append(o.inside(), in.Args()...), nil, run.Add)
	}
	run.Lost(drops)
	return err
}

// here runs the programs on the machine's own loopback.
func (o *runOptions) here(ctx context.Context, c *console.Console, in own.Surroundings, emit func(capture.Entry) error) (capture.Drops, error) {
	in.Env = os.Environ()
	drops, err := o.Here(ctx, in, func(err error) {
		console.Say(c.Stderr, "hint", err.Error()+"; "+record.Repair())
	}, emit)
	if ctx.Err() != nil && err != nil {
		err = failure.Interrupted()
	}
	return drops, failure.Of(err, "")
}

// queueHint is said before the first question: it fits a terminal of 80 cells.
const queueHint = "Enter: the one at > goes on; a number: that one; q: it ends"

// step runs the programs call by call, and draws them as they go on. What they print comes
// behind that: it would stand in the picture.
func (o *runOptions) step(ctx context.Context, c *console.Console, run *report.LiveReport) error {
	console.Say(c.Stderr, "hint", queueHint)
	if console.IsTerminal(c.Stdin) {
		o.TakeTime()
	}
	var said bytes.Buffer
	defer func() { _, _ = said.WriteTo(c.Stderr) }() // nobody may be there any more
	return failure.Of(step.Run(ctx, &step.Options{
		Record: func(ctx context.Context, l *step.Pipes, emit func(capture.Entry) error) (capture.Drops, error) {
			if !o.Host {
				return record.Inside(ctx, record.Streams{Stderr: &said}, o.inside(), l, emit)
			}
			defer l.Given()
			return o.here(ctx, c, own.Surroundings{Out: &said, Queue: step.NewQueue(l.Goes, l.Notices)}, emit)
		},
		Report: run, Programs: true, In: c.Stdin, Out: c.Stdout, Width: o.Picture.Width, Detail: flags.Details[o.Picture.Explain],
		Style: func() text.Style { return o.Picture.Style(c, c.Stdout) }, Screen: c.Screen,
	}), "")
}

// newInsideRunCommand returns the command that runs inside the private network. It writes
// its recording to the pipe that netns.Setup gives it.
func newInsideRunCommand() *cobra.Command {
	o := own.NewOptions()
	stepped, terminal := false, ""
	cmd := &cobra.Command{
		Use: "__run", Hidden: true, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			defer outliveInterrupts()()
			pipe, err := netns.Setup()
			if err != nil {
				return insideFailure(err)
			}
			defer pipe.Close() //nolint:errcheck // every block is written at once
			in := own.Surroundings{To: pipe, Stdin: os.Stdin, Terminal: terminal, Out: os.Stdout, Env: os.Environ()}
			if stepped {
				in.Queue, in.Stdin, in.Out = step.NewQueue(os.Stdin, os.Stdout), nil, os.Stderr
			}
			return untold(o.Record(cmd.Context(), in))
		},
	}
	cmd.Flags().AddFlagSet(o.Flags)
	cmd.Flags().BoolVar(&stepped, "step", false, "hold the programs up: see step.NewQueue")
	cmd.Flags().StringVar(&terminal, "terminal", "", "what comes from stdin is typed at a terminal of that size: 24x80")
	return cmd
}
