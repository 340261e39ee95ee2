// Package record takes the recording of a scenario: in this process's network, or in a
// private one, where this program runs again.
package record

import (
	"context"
	"errors"
	"io"
	"os/exec"
	"syscall"

	"wireladder/capture"
	"wireladder/capture/netns"
	"wireladder/capture/savefile"
	"wireladder/cmd/failure"
	"wireladder/cmd/step/holding"
	"wireladder/servers/lab"
	"wireladder/servers/scenario"
)

// Streams are what the process in a private network reads and writes; nil is nothing.
type Streams struct {
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer // its errors, which are told line by line
	Given  func()    // is called when it has them; nil: nothing is
}

// Inside runs this program with these arguments in a private network and takes its recording
// from it, entry by entry. With pipes the run is stepped: they are its stdin and stdout.
func Inside(ctx context.Context, s Streams, args []string, l *holding.Pipes, emit func(capture.Entry) error) (capture.Drops, error) {
	said := &crashFilter{w: s.Stderr}
	given := s.Given
	if l != nil {
		given = l.Given
	}
	drops, err := inside(ctx, netns.Options{Stdin: s.Stdin, Stdout: s.Stdout, Stderr: said, Args: args}, l, given, emit)
	said.flush()
	return drops, said.explain(err)
}

func inside(ctx context.Context, inside netns.Options, l *holding.Pipes, given func(), emit func(capture.Entry) error) (capture.Drops, error) {
	if l != nil {
		inside.Stdin, inside.Stdout, inside.Args = l.Goes, l.Notices, append(inside.Args, "--step")
	}
	child, err := netns.Start(ctx, inside)
	if given != nil {
		given()
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
	return dropsOf(r), failure.Of(err, "")
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
	return failure.Of(err, hint)
}

// EndedByInterrupt is the exit code of the process inside that ^C has ended. It leaves it
// to this one to say why.
const EndedByInterrupt = 130

// childFailure takes over the exit code of the process inside, which has told
// its error itself.
func childFailure(ctx context.Context, err error) error {
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit) && exit.ExitCode() == EndedByInterrupt:
		return failure.Interrupted()
	case errors.As(err, &exit) && exit.ExitCode() > 0:
		return &failure.Failure{Code: exit.ExitCode()}
	}
	return unless(ctx, failure.Of(err, ""))
}

// unless returns err, unless the user has interrupted the program: then that
// is why it failed.
func unless(ctx context.Context, err error) error {
	if ctx.Err() != nil || diedOfInterrupt(err) {
		return failure.Interrupted()
	}
	return err
}

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

// Here runs the scenario in this process's network, which is private if it is
// the run's alone. With a gate the run is stepped.
func Here(ctx context.Context, s scenario.Scenario, o scenario.Options, private bool, g *holding.Gate, emit func(capture.Entry) error) (capture.Drops, error) {
	place, err := o.Lab(s)
	if err != nil {
		return capture.Drops{}, err
	}
	place.Private = private
	in, err := lab.Open(ctx, place)
	if errors.Is(err, lab.ErrSettings) {
		return capture.Drops{}, failure.Of(err, "containers show /proc/sys read-only: run it outside of one, or in one that may write there (--privileged)")
	}
	if err != nil {
		return capture.Drops{}, unless(ctx, withoutIPv6(o, err))
	}
	defer in.Close()
	var hooks lab.Hooks
	if g != nil {
		var end context.CancelFunc
		ctx, end = g.Begin(ctx)
		defer end()
		o.Before = g.Before
		hooks, emit = lab.Hooks{Observe: g.Observe, Slack: g.Slack(), Eager: true}, g.Record(emit)
	}
	drops, err := s.Record(ctx, in, o, hooks, emit)
	if errors.Is(context.Cause(ctx), holding.ErrQuit) {
		return drops, nil
	}
	return drops, unless(ctx, withoutIPv6(o, err))
}

// withoutIPv6 adds the repair where the run is one of IPv6, and there is none.
func withoutIPv6(o scenario.Options, err error) error {
	if o.Host.Is6() && (errors.Is(err, syscall.EADDRNOTAVAIL) || errors.Is(err, syscall.EAFNOSUPPORT)) {
		return failure.Of(err, "this machine has no IPv6: leave out --ipv6")
	}
	return err
}

// Repair says how this program may capture on the machine's own loopback.
func Repair() string { return netns.CaptureRepair() + ", or leave out --host" }
