// Package own is what `wireladder run` does with programs that its user wrote: which they are,
// and where they run.
package own

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"wireladder/capture"
	"wireladder/capture/savefile"
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
	Wire       scenario.WireOptions

	Flags *pflag.FlagSet // that set all of these
}

// NewOptions returns options whose flags are ready to be parsed.
func NewOptions() *Options {
	o := &Options{}
	f := pflag.NewFlagSet("run", pflag.ContinueOnError)
	f.StringVar(&o.Server, "server", "", "the server's `command`, as it is typed at a shell")
	f.StringArrayVar(&o.Clients, "client", nil, "a client's `command`; may be given again")
	f.StringArrayVar(&o.Programs, "program", nil, "a further program, as `NAME=COMMAND`: a proxy, say")
	f.IntVarP(&o.Copies, "clients", "n", 1, "`number` of copies of each client")
	f.StringArrayVar(&o.Inputs, "input", nil, "what a client reads from its keyboard, `text` with \\n for Enter; given again it is the next client's")
	flags.AddDuration(f, &o.Stagger, "stagger", "", time.Millisecond, "the `time` between the starts of two clients; else they start together")
	f.DurationVar(&o.Timeout, "timeout", 30*time.Second, "how much `time` the clients may take; 0 is for ever")
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

// Quoted returns arguments as a line for the shell that means just these.
func Quoted(args []string) string {
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
	return nil
}

// twoHosts reports whether a wire was asked for.
func (o *Options) twoHosts() bool {
	return o.Flags.Changed("delay") || o.Flags.Changed("loss") || o.Flags.Changed("fault")
}

// Place returns what the place of the run is to be like.
func (o *Options) Place() (lab.Options, error) {
	if !o.twoHosts() {
		return lab.Options{Private: true}, nil
	}
	w, err := o.Wire.Wire()
	return lab.Options{Wire: w}, err
}

// programs returns what is run.
func (o *Options) programs() theirs.Options {
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
		if o.Server == "" && len(run.Clients) == 1 {
			c.Name = "program"
		}
		if i < len(o.Inputs) {
			c.Input = []byte(strings.ReplaceAll(o.Inputs[i], `\n`, "\n"))
		}
	}
	return run
}

// Record runs the programs with an environment, in a private network that this process is in,
// and writes what is seen there. What they print goes to out.
func (o *Options) Record(ctx context.Context, to, out io.Writer, env []string) error {
	place, err := o.Place()
	if err != nil {
		return err
	}
	w, err := savefile.NewWriter(to, savefile.Pcapng, place.Origin(), capture.LinkEthernet)
	if err != nil {
		return failure.Of(err, "")
	}
	in, err := lab.Open(ctx, place)
	if err != nil {
		return failure.Of(err, "")
	}
	defer in.Close()
	programs := o.programs()
	programs.Place, programs.Out, programs.Env = in, out, env
	drops, err := in.Record(ctx, lab.Hooks{}, func(ctx context.Context, calls capture.CallObserver) error {
		return theirs.Run(ctx, programs, calls)
	}, w.Write)
	return failure.Of(errors.Join(err, w.Close(drops)), "")
}
