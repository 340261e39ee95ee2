package theirs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	"wireladder/capture"
	"wireladder/capture/calls"
	"wireladder/capture/calls/lines"
	"wireladder/capture/calls/syscalls"
	"wireladder/servers/theirs/pauses"
	"wireladder/servers/theirs/screen"
)

// stage is one run.
type stage struct {
	Options
	observer capture.CallObserver
	screen   *screen.Screen
	started  []*actor
	pauses   pauses.Pauses
}

func newStage(o Options, observer capture.CallObserver) *stage {
	spread(len(o.Clients) + len(o.Others) + 1)
	return &stage{Options: o, observer: observer, screen: screen.New(o.Out)}
}

// Of a run with very many programs not each tracer can have what spread gives.
const maxTracers = 30

// spread lets each tracer of a run keep what Go takes for a processor (a P, runtime.GOMAXPROCS)
// while it waits in the kernel, and three more for the rest, the capture among them, which waits
// there, too. Else Go takes it away after 20 µs, for others, and looks for that all the time: a call
// then costs twice as much.
func spread(tracers int) {
	wanted := min(tracers, maxTracers) + 3
	if runtime.GOMAXPROCS(0) < wanted {
		runtime.GOMAXPROCS(wanted)
	}
}

// actor is a program that runs.
type actor struct {
	Command
	*calls.Program
	*attention
	lines *lines.Lines
	out   *printer
}

// Run runs the programs, and returns when they have ended. The error is what kept one of
// them from being started, or that a server was not ready; how they end is told to Out.
func Run(ctx context.Context, o Options, observer capture.CallObserver) error {
	s := newStage(o, observer)
	defer s.killAll()
	server, err := s.startServer(ctx)
	if err != nil {
		return err
	}
	others, err := s.startOthers(ctx)
	if err != nil {
		return err
	}
	clients, err := s.startClients(ctx)
	if err != nil {
		return err
	}
	s.awaitClients(ctx, clients)
	for _, a := range others {
		s.end(ctx, a, false)
	}
	if server != nil {
		s.end(ctx, server, s.Keep)
	}
	return nil
}

// startServer starts the server, and waits until it is ready.
func (s *stage) startServer(ctx context.Context) (*actor, error) {
	if s.Server == nil {
		return nil, nil
	}
	server, err := s.start(*s.Server, s.Place.Hosts().Server)
	if err != nil {
		return nil, err
	}
	began := time.Now()
	switch {
	case !server.untilReady(ctx):
		s.screen.Say("%s: does not listen after %v; the clients start all the same", server.Name, time.Since(began).Round(time.Second))
	case server.hasEnded() && !server.isReady():
		s.screen.Say("%s: has ended, and never listened; the clients start all the same", server.Name)
	}
	return server, nil
}

// startOthers starts the other programs, each when the one before it is ready.
func (s *stage) startOthers(ctx context.Context) (others []*actor, err error) {
	for _, c := range s.Others {
		a, err := s.start(c, s.Place.Hosts().Server)
		if err != nil {
			return nil, err
		}
		a.untilReady(ctx)
		others = append(others, a)
	}
	return others, nil
}

// startClients starts the clients, one after the other or together.
func (s *stage) startClients(ctx context.Context) (clients []*actor, err error) {
	for i, c := range s.Clients {
		if i > 0 && s.Stagger > 0 {
			sleep(ctx, s.Stagger)
		}
		a, err := s.start(c, s.Place.Hosts().Client)
		if err != nil {
			return nil, err
		}
		clients = append(clients, a)
	}
	return clients, nil
}

// restrictions are what is said of what tracing does to a program.
var restrictions = map[syscalls.Restriction]string{
	syscalls.OtherArchitecture: "runs a program for 32 bits, whose socket calls are not seen; its packets are",
	syscalls.Ring:              "uses io_uring; what it does by that is not seen as a call, its packets are",
	syscalls.NoTracer:          "wants to trace a program (ptrace), which fails: it is traced already",
	syscalls.NoRights:          "runs a program that has more rights than its user, and does not get them while it is traced",
}

// start starts a program on a host.
func (s *stage) start(c Command, host interface{ Do(func() error) error }) (*actor, error) {
	network, err := networkOf(host)
	if err != nil {
		return nil, err
	}
	if network != nil {
		defer network.Close() //nolint:errcheck // only ever a handle
	}
	out, err := newPrinter(c.Name, s.screen, s.keyboard(c))
	if err != nil {
		return nil, err
	}
	in, err := s.stdin(c)
	if err != nil {
		return nil, err
	}
	a := &actor{Command: c, attention: newAttention(s.observer, s.Holder), out: out}
	a.pauses = &s.pauses
	if a.lines, err = lines.New(); err != nil {
		s.screen.Say("%s: which of its lines makes a call is not known: %v", c.Name, err)
	}
	if err := s.giveTo(a, in); err != nil {
		return nil, errors.Join(err, a.lines.Close())
	}
	a.Program, err = calls.Start(calls.Options{
		Name: c.Name, Path: "/bin/sh", Args: []string{"sh", "-c", direct(c.Line)}, Env: a.lines.Environment(s.Env),
		Files: out.files(in), Group: in != s.Stdin, Terminal: out.keyboard() != nil,
		Observer: a.attention, MaxReceive: s.MaxReceive, All: s.AllCalls, OneCPU: s.OneCPU, Network: network,
		User: s.User, Holder: a.holder(), Started: s.begins(c.Name),
		Restricted: func(_ int, r syscalls.Restriction) { s.screen.Say("%s: %s", c.Name, restrictions[r]) },
	})
	out.started()
	if in != s.Stdin {
		_ = in.Close()
	}
	if to := out.keyboard(); to != nil && err == nil {
		go s.types(a, to)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start %s: %w", c.Name, err), a.lines.Close())
	}
	s.started = append(s.started, a)
	return a, nil
}

// giveTo gives the user of a program what it may want to open again.
func (s *stage) giveTo(a *actor, in *os.File) error {
	if s.User == nil {
		return nil
	}
	uid, gid := int(s.User.UID), int(s.User.GID)
	var errs []error
	for i, f := range a.out.files(in) {
		if i > 0 || f != s.Stdin {
			errs = append(errs, f.Chown(uid, gid))
		}
	}
	return errors.Join(errs...)
}

// begins returns what is told of each process of a program.
func (s *stage) begins(name string) func(pid int) {
	if s.Holder == nil {
		return nil
	}
	return func(pid int) { s.Holder.Begins(name, pid) }
}

// stdin returns what a program reads: its input, or the stdin of the only client.
func (s *stage) stdin(c Command) (*os.File, error) {
	switch {
	case c.Input != nil:
		return fileOf(c.Input)
	case s.reads(c) && s.Keyboard == nil:
		return s.Stdin, nil
	}
	return os.Open(os.DevNull)
}

// reads reports whether a program reads our stdin.
func (s *stage) reads(c Command) bool {
	return s.Stdin != nil && len(s.Clients) == 1 && c.Name == s.Clients[0].Name && c.Input == nil
}

// keyboard returns how large the terminal of a program is; nil if it has none.
func (s *stage) keyboard(c Command) *Size {
	if !s.reads(c) {
		return nil
	}
	return s.Keyboard
}

// types types at the terminal of a program what comes from our stdin, until it has ended:
// then nobody takes that any more.
func (s *stage) types(a *actor, at io.Writer) {
	go func() {
		<-a.Ended()
		_ = s.Stdin.Close()
	}()
	_, _ = io.Copy(at, s.Stdin) // at its end nobody types any more
}

// sleep waits, unless the run ends.
func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
