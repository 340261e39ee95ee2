package cmd

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"wireladder/capture"
	"wireladder/servers/scenario"
)

// demoOptions are the options of `wireladder demo`.
type demoOptions struct {
	Scenario string
	List     bool
	Host     bool   // on the machine's own loopback
	Port     uint16 // of the servers
	Clients  int
	Text     string
	Step     bool // ask before each call of a client
	Picture  pictureOptions
	Output   outputOptions
}

func newDemoCommand(c *console) *cobra.Command {
	o := &demoOptions{}
	cmd := &cobra.Command{
		Use:   "demo [SCENARIO]",
		Short: "Run a lecture scenario and draw it",
		Long: `demo starts uppercase servers and their clients, captures what they put on the
wire, and draws what was observed. Without a name it runs "contrast": the same
line over UDP and over TCP.

On Linux the run has a private network of its own and needs no rights and no
free port; --host uses the machine's loopback instead, which takes the right to
capture there.
` + exitStatus,
		Example: `  wireladder demo
  wireladder demo tcp --clients 3
  wireladder demo --explain full -o run.pcapng`,
		Args:              cobra.MaximumNArgs(1),
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
	f.BoolVar(&o.Host, "host", false, "use the machine's own loopback, not a private network")
	addScenarioFlags(f, o)
	o.Picture.addFlags(f)
	o.Output.addFlags(f)
	return cmd
}

func completeScenario(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var names []string
	for _, s := range scenario.All() {
		names = append(names, s.Name+"\t"+s.Title)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

func runDemo(ctx context.Context, c *console, o *demoOptions) error {
	if o.List {
		return listScenarios(c)
	}
	s, err := o.scenario()
	if err != nil {
		return err
	}
	if err := errors.Join(o.Picture.check(), o.checkStep(c)); err != nil {
		return err
	}
	origin := demoOrigin(s)
	outs, err := o.Output.open(ctx, c, origin, capture.LinkEthernet, details[o.Picture.Explain])
	if err != nil {
		return err
	}
	defer outs.abort()
	v := newEvidence(origin, outs)
	if o.Step {
		err = o.step(ctx, c, s, v)
	} else {
		err = o.observe(ctx, c, s, v)
	}
	if err == nil || len(v.rec.Entries) > 0 {
		if failure := v.present(c, &o.Picture, !o.Step); err == nil {
			err = failure
		}
	}
	if err == nil {
		hintAtWireshark(c, o, outs)
	}
	return err
}

// scenario finds the scenario and tells what is wrong with its options.
func (o *demoOptions) scenario() (scenario.Scenario, error) {
	s, ok := scenario.Find(o.Scenario)
	if !ok {
		return s, misused("the scenarios are: "+scenarioNames()+` (see "wireladder demo --list")`, "no such scenario %q", o.Scenario)
	}
	if o.Port == 0 {
		return s, misused("the textbook's is 12000", "a server needs a port from 1 to 65535, not %q", "0")
	}
	if err := o.options().Check(s); err != nil {
		return s, misused("", "%w", err)
	}
	return s, nil
}

// options returns what the scenario is to do.
func (o *demoOptions) options() scenario.Options {
	return scenario.Options{Host: netip.AddrFrom4([4]byte{127, 0, 0, 1}), Port: o.Port, Clients: o.Clients, Text: o.Text}
}

// observe runs the scenario where the user wants it.
func (o *demoOptions) observe(ctx context.Context, c *console, s scenario.Scenario, v *evidence) error {
	var err error
	if o.Host {
		v.rec.Drops, err = recordHere(ctx, s, o.options(), nil, v.add)
		return o.explainHost(err)
	}
	v.rec.Drops, err = recordInside(ctx, c, o, nil, v.add)
	return err
}

func scenarioNames() string {
	var names []string
	for _, s := range scenario.All() {
		names = append(names, s.Name)
	}
	return strings.Join(names, ", ")
}

func listScenarios(c *console) error {
	w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	for _, s := range scenario.All() {
		fmt.Fprintf(w, "%s\t%s\n", s.Name, s.Title) //nolint:errcheck // Flush tells
	}
	return failed(w.Flush(), "")
}

// hintAtWireshark says what to do about the textbook's port, which Wireshark
// gives to another protocol when it is UDP's (packet-llc.c: 12000-12004).
func hintAtWireshark(c *console, o *demoOptions, outs *outputs) {
	if o.Port < 12000 || o.Port > 12004 || o.Scenario == "tcp" {
		return
	}
	for _, out := range outs.list {
		if savedFormats[out.format] != 0 && out.name != "-" {
			say(c.stderr, "hint", fmt.Sprintf("Wireshark takes UDP port %d for LLC; open the file with: wireshark -d udp.port==%d,data %s", o.Port, o.Port, out.name))
			return
		}
	}
}
