package theirs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"time"

	"wireladder/capture"
	"wireladder/capture/calls"
	"wireladder/capture/calls/lines"
	"wireladder/capture/calls/syscalls"
)

// stage is one run.
type stage struct {
	Options
	observer capture.CallObserver
	screen   *screen
	started  []*actor
}

func newStage(o Options, observer capture.CallObserver) *stage {
	return &stage{Options: o, observer: observer, screen: &screen{out: o.Out}}
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
	for _, c := range o.Others {
		a, err := s.start(c, o.Place.Hosts().Server)
		if err != nil {
			return err
		}
		a.untilReady(ctx)
	}
	clients, err := s.startClients(ctx)
	if err != nil {
		return err
	}
	s.awaitClients(ctx, clients)
	if server != nil && ctx.Err() == nil {
		s.endServer(ctx, server)
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
	if !server.untilReady(ctx) {
		s.screen.say("%s: does not listen after %v; the clients start all the same", server.Name, readyTime)
	}
	return server, nil
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

// awaitClients waits until all clients have ended, for as long as they may take.
func (s *stage) awaitClients(ctx context.Context, clients []*actor) {
	var over <-chan time.Time
	if s.Timeout > 0 {
		timer := time.NewTimer(s.Timeout)
		defer timer.Stop()
		over = timer.C
	}
	for _, c := range clients {
		select {
		case <-c.Ended():
			s.tellEnd(c)
		case <-over:
			s.screen.say("%s: has not ended after %v (--timeout), and is killed", c.Name, s.Timeout)
			over = closed
			c.Kill()
		case <-ctx.Done():
			return
		}
	}
}

// closed is a time that is over.
var closed = func() <-chan time.Time {
	c := make(chan time.Time)
	close(c)
	return c
}()

// endServer leaves the server alone until it has nothing left to do, and interrupts it as
// ^C would.
func (s *stage) endServer(ctx context.Context, server *actor) {
	if s.Keep {
		select {
		case <-server.Ended():
		case <-ctx.Done():
		}
	} else if server.untilQuiet(ctx); ctx.Err() == nil {
		server.out.hold()
		server.release()
		s.interrupt(server)
	}
	timer := time.NewTimer(lastTime)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-server.Ended():
		s.tellEnd(server)
	case <-timer.C:
		s.screen.say("%s: does not end, and is killed", server.Name)
	}
}

// interrupt ends a server as its user would: by ^C, which reaches its process group, or if it has
// gone into the background by kill(1).
func (s *stage) interrupt(server *actor) {
	if errors.Is(server.SignalGroup(syscall.SIGINT), syscall.ESRCH) {
		s.screen.say("%s: has gone into the background, where ^C does not reach it; it gets SIGTERM", server.Name)
		server.SignalAll(syscall.SIGTERM)
	}
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
	if a.lines, err = lines.New(); err != nil {
		s.screen.say("%s: which of its lines makes a call is not known: %v", c.Name, err)
	}
	if err := s.giveTo(a, in); err != nil {
		return nil, err
	}
	a.Program, err = calls.Start(calls.Options{
		Name: c.Name, Path: "/bin/sh", Args: []string{"sh", "-c", direct(c.Line)}, Env: a.lines.Environment(s.Env), Lines: a.lines,
		Files: out.files(in), Group: in != s.Stdin, Terminal: out.keyboard() != nil,
		Observer: a.attention, MaxReceive: s.MaxReceive, OneCPU: s.OneCPU, Network: network,
		User: s.User, Holder: a.holder(), Started: s.begins(c.Name),
		Restricted: func(_ int, r syscalls.Restriction) { s.screen.say("%s: %s", c.Name, restrictions[r]) },
	})
	out.started()
	if in != s.Stdin {
		_ = in.Close()
	}
	if to := out.keyboard(); to != nil && err == nil {
		go s.types(a, to)
	}
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", c.Name, err)
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
	errs := []error{a.lines.GiveTo(uid, gid)}
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

// direct returns a line for the shell by which the program takes the shell's place, where
// it is one program.
func direct(line string) string {
	if strings.ContainsAny(line, ";&|<>(){}\n`") || strings.HasPrefix(line, "exec ") {
		return line
	}
	return "exec " + line
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

// killAll ends all that still runs.
func (s *stage) killAll() {
	for _, a := range s.started {
		select {
		case <-a.Ended():
		default:
			s.giveUp(a)
			a.Kill()
		}
	}
	for _, a := range s.started {
		_, _ = a.Wait()
		<-a.out.done
		_ = a.lines.Close()
	}
}

// giveUp records that a program is ended by the user, if that is so: what it would have done
// is not known.
func (s *stage) giveUp(a *actor) {
	if s.GivenUp == nil || !s.GivenUp() {
		return
	}
	now := time.Now()
	c := &capture.Call{Process: capture.Process{PID: a.PID(), Name: a.Name}, Thread: a.PID(), Name: "quit", FD: -1, Enter: now, Exit: now}
	s.observer.Enter(c)
	s.observer.Return(c)
}

// notFound is how a shell ends that does not find a program (sh(1)).
const notFound = 127

// tellEnd says how a program has ended, if that is not just so.
func (s *stage) tellEnd(a *actor) {
	exits, _ := a.Wait()
	<-a.out.done
	for _, e := range exits {
		if e.PID != a.PID() {
			continue
		}
		switch {
		case e.Signal == syscall.SIGINT && s.Server != nil && a.Name == s.Server.Name:
		case e.Signal != 0:
			s.screen.say("%s: ended by signal %d (%v)", a.Name, int(e.Signal), e.Signal)
		case e.Code == notFound:
			s.screen.say("%s: exit status %d, by which a shell says that it does not find a program", a.Name, e.Code)
		case e.Code != 0:
			s.screen.say("%s: exit status %d", a.Name, e.Code)
		}
	}
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
