package scenario

import (
	"context"
	"net/netip"
	"sync"

	"wireladder/capture"
	"wireladder/servers"
)

// stage is where a scenario is played: it holds what its servers share.
type stage struct {
	ctx      context.Context // done when the servers are to stop, or when one has failed: its cause
	cancel   context.CancelCauseFunc
	opts     Options
	observer capture.CallObserver
	stop     func() error // as Scenario.Run returns it

	serving sync.WaitGroup
	failure chan error // of the first server that failed
}

func newStage(parent context.Context, opts Options, observer capture.CallObserver) *stage {
	ctx, cancel := context.WithCancelCause(parent)
	st := &stage{ctx: ctx, cancel: cancel, opts: opts, observer: observer, failure: make(chan error, 1)}
	st.stop = sync.OnceValue(func() error {
		cancel(nil)
		st.serving.Wait()
		close(st.failure)
		return <-st.failure
	})
	return st
}

// play opens all servers and then lets the clients come, protocol by protocol.
func (st *stage) play(protocols []capture.Protocol) error {
	var acts []*act
	for _, proto := range protocols {
		a, err := st.open(proto)
		if err != nil {
			return err
		}
		acts = append(acts, a)
	}
	for _, a := range acts {
		for n := 1; n <= st.opts.Clients; n++ {
			if err := a.exchange(n); err != nil {
				return err
			}
		}
	}
	return nil
}

// reason returns why play failed. When the stage is done whoever still plays
// fails somehow, with a connection that breaks off, say: that is the cause, then.
func (st *stage) reason(err error) error {
	if cause := context.Cause(st.ctx); cause != nil {
		return cause
	}
	return err
}

// open starts a server and returns when it waits for its first client.
func (st *stage) open(proto capture.Protocol) (*act, error) {
	s := services[proto]
	standing := newAttendance(s.waitsIn, st.observer)
	server, err := s.listen(servers.ServerOptions{
		Addr:     netip.AddrPortFrom(st.opts.Host, st.opts.Port),
		Observer: standing,
	})
	if err != nil {
		return nil, err
	}
	st.serve(server)
	return &act{stage: st, service: s, server: server.Addr(), standing: standing}, standing.await(st.ctx, 1)
}

// serve lets the server serve until the stage is done. If it fails, all stop.
func (st *stage) serve(server servers.Server) {
	st.serving.Go(func() {
		err := server.Serve(st.ctx)
		if err == nil {
			return
		}
		select {
		case st.failure <- err:
		default: // another server has failed before
		}
		st.cancel(err)
	})
}
