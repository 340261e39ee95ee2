package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wireladder/capture"
	"wireladder/capture/netns"
	"wireladder/capture/savefile"
	"wireladder/servers/scenario"
)

// scenarioFlags are the flags that `demo` hands on to the process inside the
// private network.
func scenarioFlags(o *demoOptions) *pflag.FlagSet {
	d := &o.Choices
	f := pflag.NewFlagSet("scenario", pflag.ContinueOnError)
	f.Uint16VarP(&o.Choices.Port, "port", "p", d.Port, "`port` of the servers")
	f.IntVarP(&o.Choices.Clients, "clients", "n", d.Clients, "`number` of clients")
	f.IntVarP(&o.Choices.Messages, "messages", "m", d.Messages, "`number` of messages from each client")
	f.StringVarP(&o.Choices.Text, "text", "t", d.Text, "the `line` that the clients send")
	f.IntVar(&o.Choices.Backlog, "backlog", d.Backlog, "what listen() is given: a `number` of connections")
	f.StringVar(&o.Choices.OnInterrupt, "on-interrupt", d.OnInterrupt, "`what` a server does with its clients at ^C: drain or reset")
	f.DurationVar(&o.Wire.Delay, "delay", 0, "two hosts, and a wire that takes that `time`, one way: 20ms")
	f.Float64Var(&o.Wire.Loss, "loss", 0, "two hosts, and a wire that loses that many `percent` of the packets")
	f.Uint64Var(&o.Wire.Seed, "seed", 1, "of --loss: the same `number` loses the same packets")
	f.StringArrayVar(&o.Wire.Faults, "fault", nil, "two hosts, and a wire with that `fault`, as \"drop 1st SYN-ACK\"; may be given again")
	for _, name := range []string{"clients", "messages", "backlog"} {
		f.Lookup(name).DefValue = "0" // which the help leaves out: each scenario has its own
	}
	return f
}

// handOn returns the arguments that set the flags again as they are.
func handOn(f *pflag.FlagSet) []string {
	var args []string
	f.VisitAll(func(flag *pflag.Flag) {
		if !flag.Changed {
			return
		}
		values := []string{flag.Value.String()}
		if list, ok := flag.Value.(pflag.SliceValue); ok {
			values = list.GetSlice()
		}
		for _, value := range values {
			args = append(args, "--"+flag.Name+"="+value)
		}
	})
	return args
}

// newRecordCommand returns the command that runs inside the private network.
// It writes its recording to the pipe that netns.Setup gives it.
func newRecordCommand() *cobra.Command {
	o := newDemoOptions()
	stepped := false
	cmd := &cobra.Command{
		Use:    "__record SCENARIO",
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			defer outliveInterrupts()()
			o.Scenario = args[0]
			var g *gate
			if stepped {
				g = newGate(os.Stdin, os.Stdout)
			}
			return runRecord(cmd.Context(), o, g)
		},
	}
	cmd.Flags().AddFlagSet(o.flags)
	cmd.Flags().BoolVar(&stepped, "step", false, "hold clients up: see newGate")
	return cmd
}

// outliveInterrupts keeps this process alive when ^C reaches it a second time: it
// comes from the terminal and from the parent, and the first one ends the run in
// good order. The parent kills whoever does not end.
func outliveInterrupts() (stop func()) {
	heard := make(chan os.Signal, 1)
	signal.Notify(heard, os.Interrupt)
	return func() { signal.Stop(heard) }
}

func runRecord(ctx context.Context, o *demoOptions, g *gate) (err error) {
	pipe, err := netns.Setup()
	if err != nil {
		return insideFailure(err)
	}
	defer pipe.Close() //nolint:errcheck // every block is written at once
	s, err := o.scenario()
	if err != nil {
		return err
	}
	w, err := savefile.NewWriter(pipe, savefile.Pcapng, o.origin(s), capture.LinkEthernet)
	if err != nil {
		return failed(err, "")
	}
	drops, err := recordHere(ctx, s, o.choices(), scenario.Hooks{Private: true}, g, w.Write)
	return failed(errors.Join(err, w.Close(drops)), "")
}

// insideFailure turns an error of netns.Setup into one of this command: what
// the parent knows, the parent tells.
func insideFailure(err error) error {
	if errors.Is(err, netns.ErrReported) {
		return &failure{code: exitFailed}
	}
	return &failure{err: err, code: exitUsage}
}

// newProbeCommand returns the command by which doctor tries out a private
// network.
func newProbeCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "__probe",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			pipe, err := netns.Setup()
			if err != nil {
				return insideFailure(err)
			}
			return pipe.Close()
		},
	}
}

// origin says where the recordings of s come from.
func (o *demoOptions) origin(s scenario.Scenario) capture.Origin {
	from := o.choices().Origin(s)
	from.Application, from.OS = "wireladder "+version(), runtime.GOOS
	return from
}

// recordInside runs this program in a private network and takes its recording
// from it, entry by entry. With a link the run is stepped.
func recordInside(ctx context.Context, c *console, o *demoOptions, l *link, emit func(capture.Entry) error) (capture.Drops, error) {
	args := append([]string{"__record", o.Scenario}, handOn(o.flags)...)
	inside := netns.Options{Stderr: c.stderr, Args: args}
	if l != nil {
		inside.Stdin, inside.Stdout, inside.Args = l.goes, l.notices, append(inside.Args, "--step")
	}
	child, err := netns.Start(ctx, inside)
	if l != nil {
		l.given()
	}
	if err != nil {
		return capture.Drops{}, unless(ctx, privateFailure(err))
	}
	r, err := savefile.NewReader(child)
	if err == nil {
		err = copyEntries(r, emit)
	}
	if ended := child.Wait(); ended != nil {
		return dropsOf(r), childFailure(ctx, ended)
	}
	return dropsOf(r), failed(err, "")
}

func dropsOf(r *savefile.Reader) capture.Drops {
	if r == nil {
		return capture.Drops{}
	}
	return r.Drops()
}

// copyEntries hands the entries of src to emit until they end.
func copyEntries(src capture.Source, emit func(capture.Entry) error) error {
	for {
		e, err := src.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := emit(e); err != nil {
			return err
		}
	}
}

// privateFailure says why there is no private network, and the repair.
func privateFailure(err error) error {
	_, hint := netns.Explain(err)
	return &failure{err: err, hint: hint, code: exitForbidden}
}

// childFailure takes over the exit code of the process inside, which has told
// its error itself.
func childFailure(ctx context.Context, err error) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() > 0 {
		return &failure{code: exit.ExitCode()}
	}
	return unless(ctx, failed(err, ""))
}

// unless returns err, unless the user has interrupted the program: then that
// is why it failed.
func unless(ctx context.Context, err error) error {
	if ctx.Err() != nil || diedOfInterrupt(err) {
		return interrupted()
	}
	return err
}

func interrupted() error { return &failure{err: errors.New("interrupted"), code: exitFailed} }

// diedOfInterrupt reports whether err is the end of a child that ^C reached
// before this process.
func diedOfInterrupt(err error) bool {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return false
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGINT
}

// recordHere runs the scenario in this process's network. With a gate the run is
// stepped.
func recordHere(ctx context.Context, s scenario.Scenario, o scenario.Options, hooks scenario.Hooks, g *gate, emit func(capture.Entry) error) (capture.Drops, error) {
	if g != nil {
		o.Before = g.before
		ctx, g.quit = context.WithCancelCause(ctx)
		defer g.quit(nil)
	}
	hooks.Observe, hooks.Slack, hooks.Eager = g.observe, g.slack(), g != nil
	drops, err := s.Record(ctx, o, hooks, g.record(emit))
	if errors.Is(context.Cause(ctx), errQuit) {
		return drops, nil
	}
	return drops, unless(ctx, err)
}

// explainHost adds the repair to what can go wrong on the machine's own loopback.
func (o *demoOptions) explainHost(err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return failed(err, fmt.Sprintf("another program has port %d: choose one with --port, or leave out --host", o.Choices.Port))
	case errors.Is(err, os.ErrPermission) && o.Choices.Port < 1024:
		return failed(err, "ports below 1024 are root's: choose one with --port, or leave out --host")
	case errors.Is(err, os.ErrPermission):
		return failed(err, captureRepair())
	}
	return failed(err, "")
}

// captureRepair names the command that lets this program capture.
func captureRepair() string {
	exe, err := os.Executable()
	if err != nil {
		exe = "wireladder"
	}
	return fmt.Sprintf("sudo setcap cap_net_raw+ep %q, or leave out --host", exe)
}
