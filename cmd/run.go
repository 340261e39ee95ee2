package cmd

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wireladder/capture"
	"wireladder/capture/netns"
	"wireladder/capture/savefile"
	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/cmd/record"
	"wireladder/cmd/report"
	"wireladder/servers/lab"
	"wireladder/servers/scenario"
	"wireladder/servers/theirs"
)

// runOptions are the options of `wireladder run`.
type runOptions struct {
	Server     string
	Clients    []string
	Copies     int
	Inputs     []string
	Programs   []string // NAME=COMMAND
	Stagger    time.Duration
	Timeout    time.Duration
	Keep       bool
	ShortReads int
	CPUs       string
	Wire       scenario.WireOptions
	Host       bool
	Picture    flags.PictureOptions
	Output     flags.OutputOptions

	flags *pflag.FlagSet // those that the process inside the private network is given, too
}

func newRunOptions() *runOptions {
	o := &runOptions{}
	f := pflag.NewFlagSet("run", pflag.ContinueOnError)
	f.StringVar(&o.Server, "server", "", "the server's `command`, as it is typed at a shell")
	f.StringArrayVar(&o.Clients, "client", nil, "a client's `command`; may be given again")
	f.StringArrayVar(&o.Programs, "program", nil, "a further program, as `NAME=COMMAND`: a proxy, say")
	f.IntVarP(&o.Copies, "clients", "n", 1, "`number` of copies of each client")
	f.StringArrayVar(&o.Inputs, "input", nil, "what a client reads from its keyboard, `text` with \\n for Enter; given again it is the next client's")
	f.DurationVar(&o.Stagger, "stagger", 0, "the `time` between the starts of two clients; else they start together")
	f.DurationVar(&o.Timeout, "timeout", 30*time.Second, "how much `time` the clients may take; 0 is for ever")
	f.BoolVar(&o.Keep, "keep", false, "wait for the server's own end, and do not interrupt it")
	f.IntVar(&o.ShortReads, "short-reads", 0, "let recv() on TCP return a `number` of bytes at most, as POSIX allows")
	f.StringVar(&o.CPUs, "cpus", "one", "run all programs on one processor, or on `all`")
	f.DurationVar(&o.Wire.Delay, "delay", 0, "two hosts, and a wire that takes that `time`, one way: 20ms")
	f.Float64Var(&o.Wire.Loss, "loss", 0, "two hosts, and a wire that loses that many `percent` of the packets")
	f.Uint64Var(&o.Wire.Seed, "seed", 1, "of --loss: the same `number` loses the same packets")
	f.StringArrayVar(&o.Wire.Faults, "fault", nil, "two hosts, and a wire with that `fault`, as \"drop 1st SYN-ACK\"; may be given again")
	o.flags = f
	return o
}

func newRunCommand(c *console.Console) *cobra.Command {
	o := newRunOptions()
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
				_ = o.flags.Set("client", quoted(args)) // it takes any text
			}
			return runOwn(cmd.Context(), c, o)
		},
	}
	f := cmd.Flags()
	f.AddFlagSet(o.flags)
	o.Picture.AddFlags(f)
	o.Output.AddFlags(f)
	return cmd
}

// quoted returns arguments as a line for the shell that means just these.
func quoted(args []string) string {
	all := make([]string, len(args))
	for i, a := range args {
		all[i] = "'" + strings.ReplaceAll(a, "'", `'\''`) + "'"
	}
	return strings.Join(all, " ")
}

// check says what is wrong with the options.
func (o *runOptions) check() error {
	switch {
	case o.Server == "" && len(o.Clients) == 0 && len(o.Programs) == 0:
		return failure.Misused(`wireladder run --server 'python3 server.py' --client 'python3 client.py'`, "there is nothing to run")
	case o.Copies < 1:
		return failure.Misused("leave out --clients, or say 1 or more", "--clients is a number of copies from 1 on, not %q", fmt.Sprint(o.Copies))
	case o.ShortReads < 0:
		return failure.Misused("say 1 or more", "--short-reads is a number of bytes, not %q", fmt.Sprint(o.ShortReads))
	case o.CPUs != "one" && o.CPUs != "all":
		return failure.Misused("say one or all", "--cpus is one or all, not %q", o.CPUs)
	}
	return nil
}

// twoHosts reports whether a wire was asked for.
func (o *runOptions) twoHosts() bool {
	return o.flags.Changed("delay") || o.flags.Changed("loss") || o.flags.Changed("fault")
}

// place returns what the place of the run is to be like.
func (o *runOptions) place() (lab.Options, error) {
	if !o.twoHosts() {
		return lab.Options{Private: true}, nil
	}
	w, err := o.Wire.Wire()
	return lab.Options{Wire: w}, err
}

// programs returns what is run.
func (o *runOptions) programs() theirs.Options {
	run := theirs.Options{Stagger: o.Stagger, Timeout: o.Timeout, Keep: o.Keep, MaxReceive: o.ShortReads, OneCPU: o.CPUs == "one"}
	if o.Server != "" {
		run.Server = &theirs.Command{Name: "server", Line: o.Server}
	}
	for _, p := range o.Programs {
		name, line, _ := strings.Cut(p, "=")
		run.Others = append(run.Others, theirs.Command{Name: name, Line: line})
	}
	for _, line := range o.Clients {
		for range o.Copies {
			run.Clients = append(run.Clients, theirs.Command{Name: "client", Line: line})
		}
	}
	for i := range run.Clients {
		c := &run.Clients[i]
		if len(run.Clients) > 1 {
			c.Name = fmt.Sprintf("client %d", i+1)
		}
		if o.Server == "" && len(run.Clients) == 1 {
			c.Name = "program"
		}
		if i < len(o.Inputs) {
			c.Input = []byte(strings.ReplaceAll(o.Inputs[i], `\n`, "\n"))
		}
	}
	return run
}

func runOwn(ctx context.Context, c *console.Console, o *runOptions) error {
	place, err := o.place()
	if err := errors.Join(o.check(), err, o.Picture.Check(), o.Output.Check(c)); err != nil {
		return err
	}
	options := o.Picture.Options(c, &o.Output)
	origin := place.Origin()
	origin.Application = "wireladder " + version()
	run, err := report.NewLive(ctx, origin, &options)
	if err != nil {
		return failure.Unshown(err)
	}
	defer run.Abort()
	drops, err := record.Inside(ctx, c.Stderr, o.inside(), nil, run.Add)
	run.Lost(drops)
	if err == nil || len(run.Recording().Entries) > 0 {
		if last := run.Finish(); err == nil {
			err = failure.Unshown(last)
		}
	}
	return err
}

// inside returns the arguments of this program for a run in a private network.
func (o *runOptions) inside() []string { return append([]string{"__run"}, handOn(o.flags)...) }

// newInsideRunCommand returns the command that runs inside the private network. It writes
// its recording to the pipe that netns.Setup gives it.
func newInsideRunCommand() *cobra.Command {
	o := newRunOptions()
	cmd := &cobra.Command{
		Use: "__run", Hidden: true, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			defer outliveInterrupts()()
			return o.record(cmd.Context())
		},
	}
	cmd.Flags().AddFlagSet(o.flags)
	return cmd
}

func (o *runOptions) record(ctx context.Context) error {
	pipe, err := netns.Setup()
	if err != nil {
		return insideFailure(err)
	}
	defer pipe.Close() //nolint:errcheck // every block is written at once
	place, err := o.place()
	if err != nil {
		return err
	}
	w, err := savefile.NewWriter(pipe, savefile.Pcapng, place.Origin(), capture.LinkEthernet)
	if err != nil {
		return failure.Of(err, "")
	}
	in, err := lab.Open(ctx, place)
	if err != nil {
		return failure.Of(err, "")
	}
	defer in.Close()
	programs := o.programs()
	programs.Place, programs.Out = in, os.Stderr
	drops, err := in.Record(ctx, lab.Hooks{}, func(ctx context.Context, calls capture.CallObserver) error {
		return theirs.Run(ctx, programs, calls)
	}, w.Write)
	return failure.Of(errors.Join(err, w.Close(drops)), "")
}
