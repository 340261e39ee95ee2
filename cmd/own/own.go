// Package own is what `wireladder run` does with programs that its user wrote: which they are,
// and where they run.
package own

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"wireladder/capture/calls/descriptors"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/servers/lab"
	"wireladder/servers/scenario"
	"wireladder/servers/theirs"
)

// Options say what is run, and how. Make them with NewOptions.
type Options struct {
	Server     string
	Clients    []string
	Copies     int
	Inputs     []string
	Programs   []string // NAME=COMMAND
	Stagger    time.Duration
	Timeout    time.Duration
	Keep       bool
	ShortReads int
	AllCalls   bool
	CPUs       string
	Host       bool     // on the machine's own loopback; no flag of Flags
	Env        []string // the environment of the programs; no flag
	Wire       scenario.WireOptions

	Flags  *pflag.FlagSet // that set all of these
	dashed []string       // the command behind --
}

// NewOptions returns options whose flags are ready to be parsed.
func NewOptions() *Options {
	o := &Options{}
	f := pflag.NewFlagSet("run", pflag.ContinueOnError)
	f.SortFlags = false
	f.StringVar(&o.Server, "server", "", "the server's `command`, as it is typed at a shell")
	f.StringArrayVar(&o.Clients, "client", nil, "a client's `command`; may be given again")
	f.StringArrayVar(&o.Programs, "program", nil, "a further program, as `NAME=COMMAND`: a proxy, say")
	f.IntVarP(&o.Copies, "clients", "n", 1, "`number` of copies of each client")
	f.StringArrayVar(&o.Inputs, "input", nil, "what clients read: `text` with \\n for Enter, or @FILE; given again it is the next client's")
	flags.AddDuration(f, &o.Stagger, "stagger", "", time.Millisecond, "the `time` between the starts of two clients; else they start together")
	f.DurationVar(&o.Timeout, "timeout", 30*time.Second, "how much `time` the clients may take, not counted while there is no processor for them, or --step holds one up; 0 is for ever")
	f.BoolVar(&o.Keep, "keep", false, "wait for the server's own end, and do not interrupt it")
	f.IntVar(&o.ShortReads, "short-reads", 0, "let recv() on TCP return a `number` of bytes at most, as POSIX allows")
	f.BoolVar(&o.AllCalls, "all-calls", false, "show what a language's runtime does by itself, too: name lookups, polls, probes")
	f.StringVar(&o.CPUs, "cpus", "one", "run all programs on one processor, or on `all`")
	flags.AddDuration(f, &o.Wire.Delay, "delay", "", time.Millisecond, "two hosts, and a wire that takes that `time`, one way: 20ms")
	f.Float64Var(&o.Wire.Loss, "loss", 0, "two hosts, and a wire that loses that many `percent` of the packets")
	f.Uint64Var(&o.Wire.Seed, "seed", 1, "of --loss: the same `number` loses the same packets")
	f.StringArrayVar(&o.Wire.Faults, "fault", nil, "two hosts, and a wire with that `fault`, as \"drop 1st SYN-ACK\"; may be given again")
	o.Flags = f
	return o
}

// Take takes arguments for the command of a client, if they stand behind --.
func (o *Options) Take(args []string, dashed bool) error {
	switch {
	case len(args) == 0:
		return nil
	case !dashed:
		return failure.Misused("--server 'python3 server.py' --client 'python3 client.py', or -- python3 both.py",
			"a command is given to a flag, or stands behind --: %q does neither", args[0])
	}
	o.dashed = args
	return o.Flags.Set("client", quoted(args)) // it takes any text
}

// CommandLine returns the command by which the programs are run, for a title: without what says
// how that is drawn, and where that goes.
func (o *Options) CommandLine(stepped bool) string {
	command := []string{"wireladder run"}
	if stepped {
		command = append(command, "--step") // behind -- it would be the program's
	}
	if o.Host {
		command = append(command, "--host")
	}
	if len(o.dashed) == 0 {
		return flags.CommandLine(command, o.Flags)
	}
	line := flags.CommandLine(command, o.Flags, "client") + " --"
	for _, word := range flags.Words(o.dashed) {
		line += " " + word
	}
	return line
}

// quoted returns arguments as a line for the shell that means just these.
func quoted(args []string) string {
	all := make([]string, len(args))
	for i, a := range args {
		all[i] = "'" + strings.ReplaceAll(a, "'", `'\''`) + "'"
	}
	return strings.Join(all, " ")
}

// Check says what is wrong with the options.
func (o *Options) Check() error {
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
	return errors.Join(o.checkNames(), o.checkTimes(), o.checkPlace(), o.checkInputs())
}

// checkNames says what is wrong with the programs and their names.
func (o *Options) checkNames() error {
	taken := map[string]bool{"server": true, "client": true, "program": true}
	for _, p := range o.Programs {
		name, line, _ := strings.Cut(p, "=")
		switch {
		case name == "" || line == "":
			return failure.Misused("--program proxy='python3 proxy.py'", "--program is a name and a command, not %q", p)
		case taken[name] || strings.HasPrefix(name, "client "):
			return failure.Misused("choose another name", "another program is called %q", name)
		}
		taken[name] = true
	}
	if o.Flags.Changed("clients") && len(o.Clients) == 0 {
		return failure.Misused("say which with --client COMMAND", "--clients is a number of copies of each client, and there is none")
	}
	if slices.Contains(o.Clients, "") || o.Server == "" && o.Flags.Changed("server") {
		return failure.Misused("give it as you would type it", "a command is empty")
	}
	return nil
}

// checkTimes says what is wrong with times.
func (o *Options) checkTimes() error {
	if o.Timeout < 0 || o.Stagger < 0 {
		return failure.Misused("say 0 or more", "--timeout and --stagger are times that pass, not %v", min(o.Timeout, o.Stagger))
	}
	return nil
}

// checkPlace says what is wrong with where it is to be.
func (o *Options) checkPlace() error {
	switch {
	case o.Host && o.twoHosts():
		return failure.Misused("leave out --host", "--host is loopback alone: there is no wire on it")
	case o.Flags.Changed("seed") && !o.Flags.Changed("loss"):
		return failure.Misused("add --loss PERCENT", "--seed says which packets --loss loses, and there is none")
	}
	return nil
}

// checkInputs says what is wrong with what clients are to read.
func (o *Options) checkInputs() error {
	if n := len(o.Clients) * o.Copies; len(o.Inputs) > n {
		are := "are %d clients"
		if n == 1 {
			are = "is %d client"
		}
		return failure.Misused("leave out what nobody reads", "there "+are+", and %d inputs are given", n, len(o.Inputs))
	}
	_, err := o.inputs()
	return err
}

// twoHosts reports whether a wire was asked for.
func (o *Options) twoHosts() bool {
	return o.Flags.Changed("delay") || o.Flags.Changed("loss") || o.Flags.Changed("fault")
}

// Place returns what the place of the run is to be like.
func (o *Options) Place() (lab.Options, error) {
	if !o.twoHosts() {
		return lab.Options{Private: !o.Host, Address: descriptors.LocalAddress}, nil
	}
	w, err := o.Wire.Wire()
	return lab.Options{Wire: w}, err
}

// programs returns what is run.
func (o *Options) programs() (theirs.Options, error) {
	inputs, err := o.inputs()
	run := theirs.Options{Stagger: o.Stagger, Timeout: o.Timeout, Keep: o.Keep, MaxReceive: o.ShortReads, AllCalls: o.AllCalls, OneCPU: o.CPUs == "one"}
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
		if len(run.Clients) == 1 {
			c.Name = o.clientName()
		}
		if i < len(inputs) {
			c.Input = inputs[i]
		} else if len(inputs) == 1 {
			c.Input = inputs[0]
		}
	}
	return run, err
}

// clientName returns what the only client is called.
func (o *Options) clientName() string {
	if o.Server == "" {
		return "program"
	}
	return "client"
}
