package cmd

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wireladder/capture"
	"wireladder/capture/netns"
	"wireladder/capture/savefile"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/cmd/record"
	"wireladder/cmd/report/source"
	"wireladder/cmd/step/holding"
	"wireladder/cmd/usage"
	"wireladder/servers/scenario"
)

// scenarioFlags are the flags that `demo` hands on to the process inside the
// private network.
func scenarioFlags(o *demoOptions) *pflag.FlagSet {
	d := &o.Choices
	f := pflag.NewFlagSet("scenario", pflag.ContinueOnError)
	f.SortFlags = false
	f.Uint16VarP(&o.Choices.Port, "port", "p", d.Port, "`port` of the servers")
	f.IntVarP(&o.Choices.Clients, "clients", "n", d.Clients, "`number` of clients")
	f.IntVarP(&o.Choices.Messages, "messages", "m", d.Messages, "`number` of messages from each client")
	f.BoolVarP(&o.IPv6, "ipv6", "6", false, "IPv6 in the place of IPv4")
	f.StringVarP(&o.Choices.Text, "text", "t", d.Text, "the `line` that the clients send")
	f.IntVar(&o.Choices.Backlog, "backlog", d.Backlog, "what listen() is given: a `number` of connections")
	f.StringVar(&o.Choices.OnInterrupt, "on-interrupt", d.OnInterrupt, "`what` a server does with its clients at ^C: drain or reset")
	flags.AddDuration(f, &o.Wire.Delay, "delay", "", time.Millisecond, "two hosts, and a wire that takes that `time`, one way: 20ms")
	f.Float64Var(&o.Wire.Loss, "loss", 0, "two hosts, and a wire that loses that many `percent` of the packets")
	f.Uint64Var(&o.Wire.Seed, "seed", 1, "of --loss: the same `number` loses the same packets")
	f.StringArrayVar(&o.Wire.Faults, "fault", nil, "two hosts, and a wire with that `fault`, as \"drop 1st SYN-ACK\"; may be given again")
	for _, name := range []string{"clients", "messages", "backlog"} {
		f.Lookup(name).DefValue = "0" // which the help leaves out: each scenario has its own
	}
	return f
}

// inside returns the arguments of this program for a run in a private network.
func (o *demoOptions) inside() []string {
	return append([]string{"__record", o.Scenario}, flags.HandOn(o.flags)...)
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
			var g *holding.Gate
			if stepped {
				g = holding.NewGate(os.Stdin, os.Stdout)
			}
			return untold(runRecord(cmd.Context(), o, g))
		},
	}
	cmd.Flags().AddFlagSet(o.flags)
	cmd.Flags().BoolVar(&stepped, "step", false, "hold clients up: see holding.NewGate")
	return cmd
}

// outliveInterrupts keeps this process alive when ^C reaches it a second time: it
// comes from the terminal and from the parent, and the first one ends the run in
// good order. The parent kills a child that does not end.
func outliveInterrupts() (stop func()) {
	heard := make(chan os.Signal, 1)
	signal.Notify(heard, os.Interrupt)
	return func() { signal.Stop(heard) }
}

// untold leaves it to the parent to tell of ^C, which knows whether that was the reason.
func untold(err error) error {
	if errors.Is(err, source.ErrInterrupted) {
		return &failure.Failure{Code: record.EndedByInterrupt}
	}
	return err
}

func runRecord(ctx context.Context, o *demoOptions, g *holding.Gate) (err error) {
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
		return failure.Of(err, "")
	}
	drops, err := record.Here(ctx, s, o.choices(), true, g, w.Write)
	return failure.Of(errors.Join(err, w.Close(drops)), "")
}

// insideFailure turns an error of netns.Setup into one of this command: what
// the parent knows, the parent tells.
func insideFailure(err error) error {
	if errors.Is(err, netns.ErrReported) {
		return &failure.Failure{Code: failure.CodeFailed}
	}
	return &failure.Failure{Err: err, Code: failure.CodeUsage}
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
	from.Application, from.OS, from.Command = "wireladder "+usage.Version(), record.System(), o.commandLine()
	return from
}

// commandLine returns the command by which the scenario is run, for a title: without what says how
// it is drawn and where that goes.
func (o *demoOptions) commandLine() string {
	line := flags.CommandLine([]string{"wireladder demo", o.Scenario}, o.flags)
	if o.Host {
		line += " --host"
	}
	if o.Step {
		line += " --step"
	}
	return line
}
