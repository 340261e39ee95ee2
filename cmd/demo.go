package cmd

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wireladder/capture"
	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/cmd/lectures"
	"wireladder/cmd/pager"
	"wireladder/cmd/record"
	"wireladder/cmd/report"
	"wireladder/cmd/step"
	"wireladder/cmd/step/holding"
	"wireladder/cmd/usage"
	"wireladder/cmd/view"
	"wireladder/cmd/viewer"
	"wireladder/render/spelling"
	"wireladder/render/text"
	"wireladder/servers/scenario"
)

// demoOptions are the options of `wireladder demo`.
type demoOptions struct {
	Scenario string
	List     bool
	Host     bool // on the machine's own loopback
	IPv6     bool // at ::1, or on a wire of IPv6
	Choices  scenario.Options
	Wire     scenario.WireOptions // what the flags say of it
	Step     bool                 // ask before each call of a client
	Shown    view.Choice
	Picture  flags.PictureOptions
	Output   flags.OutputOptions

	flags *pflag.FlagSet // those of the scenario
}

func newDemoCommand(c *console.Console) *cobra.Command {
	o := newDemoOptions()
	cmd := &cobra.Command{
		Use:   "demo [SCENARIO]",
		Short: "Run a lecture scenario and draw it",
		Long: `demo runs the programs of a scenario, captures what they put on the wire, and
draws what was observed. Without a name it runs "contrast": the same line over
UDP and over TCP. --list shows the scenarios, and "demo SCENARIO --help" what to
look for in one of them.

On Linux the run has a private network of its own and needs no rights and no
free port; --host uses the machine's loopback instead, which takes the right to
capture there. --delay, --loss and --fault put any scenario on a wire between two
hosts. --ipv6 runs it at ::1, or on a wire between fd00::1 and fd00::2.

With --open the first picture of -o is opened in $BROWSER or the desktop's program for
it; without one, a temporary page. --slide lays pictures out for a room.

With --step the run stops before each socket call of a client and says what
comes next. On a terminal it has the whole screen: space or PageDown goes on
step by step, and behind the last step lets the call be made; b or PageUp goes
back, p asks what the wire will show, ? lists the keys, q ends the run. Where
stdin is no terminal a line is a key, and at its end no more is asked. Servers
and the kernel's timers do not wait. --web serves the run to a room when it has
ended.
` + failure.ExitStatus,
		Example: `  wireladder demo
  wireladder demo tcp --clients 3
  wireladder demo tcp --ipv6 --fault "drop 1st SYN-ACK"
  wireladder demo backlog --help
  wireladder demo contrast -o contrast.html -o contrast.svg
  wireladder demo tcp --step --clients 1
  wireladder demo --explain full -o run.pcapng`,
		Args:              usage.Takes(0, 1, "one scenario"),
		ValidArgsFunction: completeScenario,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Scenario = scenario.Default
			if len(args) == 1 {
				o.Scenario = args[0]
			}
			return runDemo(cmd.Context(), c, o)
		},
	}
	f := cmd.Flags()
	f.BoolVarP(&o.List, "list", "l", false, "list the scenarios")
	f.BoolVarP(&o.Step, "step", "s", false, "stop before each socket call of a client, and go on at a key")
	o.Shown.AddFlags(f)
	f.BoolVar(&o.Host, "host", false, "use the machine's own loopback, not a private network")
	f.AddFlagSet(o.flags)
	o.Picture.AddFlags(f)
	o.Output.AddFlags(f)
	cmd.SetHelpFunc(helpOnScenario(cmd.HelpFunc()))
	return cmd
}

// newDemoOptions returns options whose flags are ready to be parsed.
func newDemoOptions() *demoOptions {
	o := &demoOptions{Choices: scenario.DefaultOptions()}
	o.flags = scenarioFlags(o)
	return o
}

func completeScenario(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var names []string
	for _, s := range scenario.All() {
		names = append(names, s.Name+"\t"+s.Title)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

func runDemo(ctx context.Context, c *console.Console, o *demoOptions) error {
	if o.List {
		return lectures.List(c)
	}
	s, err := o.scenario()
	if err != nil {
		return err
	}
	if err := errors.Join(o.Picture.Check(), o.Output.CheckStep(c, o.Step), o.Shown.Check(c, &o.Output, o.Step), o.Output.Check(c), o.Output.CheckSlide(o.Picture.Width)); err != nil {
		return err
	}
	defer outlivePipe()()
	if err := checkThreads(s, o); err != nil {
		return err
	}
	shown, err := viewer.For(&o.Output, s.Name)
	if err != nil {
		return err
	}
	defer shown.Close()
	options := o.Picture.Options(c, &o.Output)
	options.OwnScreen = o.Step
	defer o.Shown.Close()
	if err := o.Shown.Take(ctx, &options, s.Name, 0); err != nil {
		return err
	}
	screen := pager.For(c, os.Environ(), o.Picture.NoPager || o.Step || o.Shown.On())
	options.Stdout = screen
	run, err := report.NewLive(ctx, o.origin(s), &options)
	if err != nil {
		return failure.Unshown(err)
	}
	defer run.Abort()
	if o.Step {
		err = o.step(ctx, c, s, run)
	} else {
		err = o.observe(ctx, c, s, run)
	}
	if err == nil || len(run.Recording().Entries) > 0 {
		kept, last := run.Finish(err == nil)
		err = errors.Join(failure.WithKept(err, kept), failure.Unshown(last), screen.Close())
		err = o.Shown.Show(ctx, c, o.Picture, run.Recording(), err)
	}
	if err == nil {
		lectures.HintAtFaults(c, o.Wire.Faults, run.Recording())
		shown.Show(c)
	}
	return err
}

// scenario finds the scenario and tells what is wrong with its options.
func (o *demoOptions) scenario() (scenario.Scenario, error) {
	s, ok := scenario.Find(o.Scenario)
	if !ok {
		return s, unknownScenario(o.Scenario)
	}
	return s, o.check(s)
}

// check says what is wrong with the options for s.
func (o *demoOptions) check(s scenario.Scenario) error {
	choices := o.choices()
	switch {
	case choices.Port == 0:
		return failure.Misused("the textbook's is 12000", "a server needs a port from 1 to 65535, not %q", "0")
	case o.Host && choices.WireOf(s) != nil:
		return failure.Misused("leave out --host", "--host is loopback alone: there is no wire on it")
	case o.flags.Changed("seed") && !o.flags.Changed("loss"):
		return failure.Misused("add --loss PERCENT", "--seed says which packets --loss loses, and there is none")
	}
	return lectures.Check(s, choices)
}

// choices returns what the scenario is to do: with a wire, if one was asked for.
func (o *demoOptions) choices() scenario.Options {
	choices := o.Choices
	choices.Shared = o.Host
	if o.IPv6 {
		choices.Host = netip.IPv6Loopback()
	}
	for _, name := range []string{"delay", "loss", "fault"} {
		if o.flags.Changed(name) {
			choices.Wire = &o.Wire
		}
	}
	return choices
}

// observe runs the scenario where the user wants it.
func (o *demoOptions) observe(ctx context.Context, c *console.Console, s scenario.Scenario, run *report.LiveReport) error {
	defer lectures.AnnounceWait(c, s, o.choices().WireOf(s))()
	var drops capture.Drops
	var err error
	if o.Host {
		drops, err = record.Here(ctx, s, o.choices(), false, nil, run.Add)
		err = o.explainHost(err)
	} else {
		drops, err = record.Inside(ctx, record.Streams{Stderr: c.Stderr}, o.inside(), nil, run.Add)
	}
	run.Lost(drops)
	return err
}

// What is said before the first question: each fits a terminal of 80 cells.
const (
	stepHint   = "space or Enter lets the next call be made, q ends the run"
	timersHint = "servers and the kernel's timers do not wait for you"
)

// step runs the scenario call by call, and draws it as it goes on.
func (o *demoOptions) step(ctx context.Context, c *console.Console, s scenario.Scenario, run *report.LiveReport) error {
	live, err := view.LiveViewFor(ctx, c, o.Picture, s.Name, run.Recording())
	if err != nil {
		return err
	}
	said := c.Stderr
	if live == nil {
		console.Say(c.Stderr, "hint", stepHint)
		console.Say(c.Stderr, "hint", timersHint)
	} else { // the screen is taken: what the run says is told behind it
		var later bytes.Buffer
		said = &later
		defer func() { _, _ = later.WriteTo(c.Stderr) }()
	}
	return failure.Of(step.Run(ctx, &step.Options{
		Record: func(ctx context.Context, l *holding.Pipes, emit func(capture.Entry) error) (capture.Drops, error) {
			if !o.Host {
				return record.Inside(ctx, record.Streams{Stderr: said}, o.inside(), l, emit)
			}
			defer l.Given()
			drops, err := record.Here(ctx, s, o.choices(), false, l.Gate(), emit)
			return drops, o.explainHost(err)
		},
		Report: run, Proto: s.Protocols[0], In: c.Stdin, Out: c.Stdout,
		Width: o.Picture.Width, Detail: flags.Details[o.Picture.Explain], Title: scenario.Contrast(s.Name),
		Times: flags.Times[o.Picture.Time], Focus: o.Picture.Focus, Lanes: flags.Lanes[o.Picture.Lanes], Untitled: o.Picture.NoTitle,
		Style: func() text.Style { return o.Picture.Style(c, c.Stdout) }, Screen: c.Screen, Live: live,
	}), "")
}

// helpOnScenario returns the help of `demo`, which with the name of a scenario
// says what to look for in that one.
func helpOnScenario(general func(*cobra.Command, []string)) func(*cobra.Command, []string) {
	return func(cmd *cobra.Command, args []string) {
		for _, arg := range cmd.Flags().Args() {
			if s, ok := scenario.Find(arg); ok {
				cmd.Print(lectures.Help(s))
				return
			}
		}
		general(cmd, args)
	}
}

// unknownScenario says which scenario may be meant, and where all are.
func unknownScenario(name string) error {
	hint := `all of them: wireladder demo --list`
	if like := spelling.Like(name, scenarioNames()); len(like) > 0 {
		hint = "did you mean " + strings.Join(like, " or ") + "? " + hint
	}
	return failure.Misused(hint, "no such scenario %q", name)
}

// scenarioNames returns the names of all scenarios.
func scenarioNames() []string {
	var names []string
	for _, s := range scenario.All() {
		names = append(names, s.Name)
	}
	return names
}

// explainHost adds the repair to what can go wrong on the machine's own loopback.
func (o *demoOptions) explainHost(err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return failure.Of(err, fmt.Sprintf("another program has port %d: choose one with --port, or leave out --host", o.Choices.Port))
	case errors.Is(err, os.ErrPermission) && o.Choices.Port < 1024:
		return failure.Of(err, "ports below 1024 are root's: choose one with --port, or leave out --host")
	case errors.Is(err, os.ErrPermission):
		return failure.Of(err, record.Repair())
	}
	return failure.Of(err, "")
}
