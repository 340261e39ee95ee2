package own

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"time"

	"github.com/spf13/pflag"

	"wireladder/capture"
	"wireladder/capture/savefile"
	"wireladder/cmd/failure"
	"wireladder/cmd/step/holding"
	"wireladder/servers/lab"
	"wireladder/servers/theirs"
)

// Surroundings are what programs are run with in a network that this process is in.
type Surroundings struct {
	Stdin    *os.File       // of the only client; nil: nothing
	Terminal string         // what comes from Stdin, or what Queue is told, is typed at a terminal of that size, "24x80"; "": it is not
	Stdout   io.Writer      // takes what they print, and what becomes of them
	Stderr   io.Writer      // takes that where Stdout takes notices
	Stepped  bool           // Stdin and Stdout are the pipes of a queue
	Queue    *holding.Queue // holds them up before their calls; nil: nothing does
}

// AddFlags adds the flags by which the process outside says what they are.
func (in *Surroundings) AddFlags(f *pflag.FlagSet) {
	f.BoolVar(&in.Stepped, "step", false, "hold the programs up: see holding.NewQueue")
	f.StringVar(&in.Terminal, "terminal", "", "what comes from stdin, or is told with --step, is typed at a terminal of that size: 24x80")
}

// Record runs the programs, and writes what is seen.
func (o *Options) Record(ctx context.Context, in Surroundings, to io.Writer) error {
	if in.Stepped {
		in.Queue, in.Stdin, in.Stdout = holding.NewQueue(in.Stdin, in.Stdout), nil, in.Stderr
	}
	place, err := o.Place()
	if err != nil {
		return err
	}
	debug.SetGCPercent(garbage)
	debug.SetMemoryLimit(plenty)
	out := bufio.NewWriterSize(to, 1<<16)
	w, err := savefile.NewWriter(out, savefile.Pcapng, place.Origin(), capture.LinkEthernet)
	if err != nil {
		return failure.Of(err, "")
	}
	drops, err := o.record(ctx, in, place, w.Write, out.Flush)
	return failure.Of(errors.Join(err, w.Close(drops), out.Flush()), "")
}

// Here runs the programs in the network of this machine, and hands over what is seen. Who may
// not capture there sees calls alone, which unseen is called to say.
func (o *Options) Here(ctx context.Context, in Surroundings, unseen func(error), emit func(capture.Entry) error) (capture.Drops, error) {
	place, err := o.Place()
	if err != nil {
		return capture.Drops{}, err
	}
	drops, err := o.record(ctx, in, place, emit, nil)
	if errors.Is(err, errUnseen) {
		unseen(err)
		place.Blind = true
		drops, err = o.record(ctx, in, place, emit, nil)
	}
	return drops, err
}

// errUnseen is that a place can't be captured at.
var errUnseen = errors.New("its packets are not seen")

// open opens a place.
func open(ctx context.Context, place lab.Options) (*lab.Lab, error) {
	l, err := lab.Open(ctx, place)
	if errors.Is(err, os.ErrPermission) && !place.Private && place.Wire == nil {
		err = fmt.Errorf("%w: %w", errUnseen, err)
	}
	return l, err
}

// While programs run little time is to be spent on memory: how much garbage may gather, in percent of
// what is in use, and how many octets there may be of both.
const (
	garbage = 800
	plenty  = 1 << 30
)

// lag is how long what busy programs do may be kept, before it is written or drawn.
const lag = 5 * time.Second

// record runs the programs at a place. flush is called when emit was given some entries; it may be nil.
func (o *Options) record(
	ctx context.Context, in Surroundings, place lab.Options, emit func(capture.Entry) error, flush func() error,
) (capture.Drops, error) {
	at, err := open(ctx, place)
	if err != nil {
		return capture.Drops{}, err
	}
	defer at.Close()
	programs, err := o.programs()
	if err == nil {
		err = in.give(&programs, o.Env)
	}
	if err != nil {
		return capture.Drops{}, err
	}
	programs.Place = at
	hooks := lab.Hooks{Lag: lag, Flush: flush}
	if q := in.Queue; q != nil {
		var end context.CancelFunc
		ctx, end = q.Begin(ctx)
		defer end()
		programs.Holder, programs.GivenUp = q, func() bool { return givenUp(ctx) }
		hooks, emit = lab.Hooks{Observe: q.Observe, Slack: q.Slack(), Eager: true, Flush: flush}, q.Record(emit)
	}
	drops, err := at.Record(ctx, hooks, func(ctx context.Context, calls capture.CallObserver) error {
		return theirs.Run(ctx, programs, calls)
	}, emit)
	if givenUp(ctx) {
		err = nil
	}
	return drops, err
}

// give gives programs what they are run with.
func (in *Surroundings) give(programs *theirs.Options, env []string) error {
	programs.Stdin, programs.Out = in.Stdin, in.Stdout
	var err error
	if programs.User, programs.Env, err = Caller(env); err != nil {
		return err
	}
	if in.Terminal == "" {
		return nil
	}
	programs.Keyboard = &theirs.Size{}
	if _, err := fmt.Sscanf(in.Terminal, "%dx%d", &programs.Keyboard.Rows, &programs.Keyboard.Cols); err != nil {
		return fmt.Errorf("size of a terminal %q: %w", in.Terminal, err)
	}
	if in.Queue != nil {
		var keys *os.File
		programs.Stdin, keys, err = os.Pipe()
		in.Queue.TypeAt(keys)
		return err
	}
	programs.Stdin, err = interruptible(in.Stdin)
	return err
}

// givenUp reports whether the user has ended a run before its time.
func givenUp(ctx context.Context) bool { return errors.Is(context.Cause(ctx), holding.ErrQuit) }
