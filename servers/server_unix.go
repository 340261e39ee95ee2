//go:build linux || darwin

package servers

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"wireladder/capture"
)

// errDrainTime ends a server that has taken too long to say farewell.
var errDrainTime = errors.New("the time to drain is over")

// server is what all servers have in common: one socket that clients know.
type server struct {
	opts    ServerOptions
	program *Program
	cancel  context.CancelCauseFunc // ends the program
	socket  *Socket
	addr    netip.AddrPort
	run     func(*server) error // serves until it fails, or has been interrupted and is done

	mu      sync.Mutex
	clients map[*Socket]struct{} // those accepted and not closed
	telling sync.Mutex           // held while the owner is told of an event
	parting sync.Once            // the owner has been told of the interrupt
	parted  atomic.Bool          // farewells have begun: clients are left by the server
	full    atomic.Bool          // the owner has been told, and nobody was accepted since
	left    chan struct{}        // takes one word when a client has left; who waits for it may miss some
}

var _ Server = (*server)(nil)

// newServer returns a server with a socket that prepare has made ready for
// clients.
func newServer(opts ServerOptions, proto capture.Protocol, prepare func(*Socket) error, run func(*server) error) (Server, error) {
	ctx, cancel := context.WithCancelCause(context.Background())
	p, err := NewProgram(ctx, ProgramOptions{
		Process: opts.Process, Observer: opts.Observer, Host: opts.Host, Interrupt: opts.Interrupt, Before: opts.Before,
	})
	if err != nil {
		cancel(err)
		return nil, err
	}
	s, err := p.Socket(proto, opts.Addr.Addr())
	if err == nil {
		err = prepare(s)
	}
	if err != nil {
		err = errors.Join(err, closeAll(s, p))
		cancel(err)
		return nil, err
	}
	return &server{
		opts: opts, program: p, cancel: cancel, socket: s, addr: s.LocalAddr(), run: run,
		clients: map[*Socket]struct{}{}, left: make(chan struct{}, 1),
	}, nil
}

// closeAll closes a socket, which may be nil, and ends its program.
func closeAll(s *Socket, p *Program) error {
	defer p.Close()
	if s == nil {
		return nil
	}
	return s.Close()
}

func (s *server) Addr() netip.AddrPort { return s.addr }

func (s *server) Close() error { return closeAll(s.socket, s.program) }

func (s *server) Serve(ctx context.Context) error {
	runtime.LockOSThread() // the main thread makes all its calls under one id
	defer runtime.UnlockOSThread()
	defer s.follow(ctx)()
	defer s.boundFarewell()()
	err := s.run(s)
	if errors.Is(err, errDrainTime) {
		err = nil
		s.expire()
	}
	err = errors.Join(err, s.Close())
	if ctx.Err() != nil || err == nil {
		return nil
	}
	return fmt.Errorf("%v server at %v: %w", s.socket.proto, s.Addr(), err)
}

// follow ends the program when ctx is done, until release is called.
func (s *server) follow(ctx context.Context) (release func() bool) {
	end := func() { s.cancel(context.Cause(ctx)) }
	if ctx.Err() != nil {
		end()
	}
	return context.AfterFunc(ctx, end)
}

// boundFarewell ends the program when it has been interrupted and DrainTime has
// passed, until release is called.
func (s *server) boundFarewell() (release func()) {
	if s.opts.Interrupt == nil {
		return func() {}
	}
	done, over := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		select {
		case <-done:
			return
		case <-s.opts.Interrupt.Done():
		}
		select {
		case <-done:
		case <-time.After(s.opts.DrainTime):
			s.cancel(errDrainTime)
		}
	}()
	return func() { close(done); <-over }
}

// interrupted reports whether the server is to say farewell. The first time it
// tells its owner, and a TCP server closes the socket it listens on: whoever
// waits in its queue is reset by the kernel.
func (s *server) interrupted() bool {
	if s.opts.Interrupt == nil || s.opts.Interrupt.Err() == nil {
		return false
	}
	s.parting.Do(func() {
		s.parted.Store(true)
		s.tell(Event{Kind: Interrupted, Queued: s.queued()})
		if s.socket.proto == capture.TCP {
			_ = s.socket.Close() // there is nothing to be done about it
		}
	})
	return true
}

// queued returns how many connections nobody has accepted.
func (s *server) queued() int {
	if s.socket.proto != capture.TCP {
		return 0
	}
	return queueLength(s.socket.fd)
}

// tell tells the owner of an event. It fills in how many clients there are.
func (s *server) tell(e Event) {
	if s.opts.Event == nil {
		return
	}
	e.Clients = s.count()
	s.telling.Lock()
	defer s.telling.Unlock()
	s.opts.Event(e)
}

// count returns how many clients are connected.
func (s *server) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.clients)
}

// tellOf tells the owner of something on a socket.
func (s *server) tellOf(kind EventKind, conn *Socket, data []byte, err error) {
	s.tell(Event{Kind: kind, FD: conn.fd, Local: conn.local, Remote: conn.remote, Data: data, Err: err})
}
