package wire

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"

	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/decode"
	"wireladder/capture/live"
	"wireladder/capture/netns/host"
	"wireladder/capture/sockdiag"
)

// Wire joins two hosts. Its methods Next and Drops are for one goroutine at a
// time; all others may be called from any.
type Wire struct {
	options Options
	hosts   sides[*host.Host]
	links   sides[int] // the outer interfaces
	relay   *relay
	decoder *decode.Decoder // for Next
	ended   chan struct{}   // closed when the relay's thread is over
	unwatch func() bool     // of the context
	once    sync.Once
	err     error // of Close
}

var _ live.Feed = (*Wire)(nil)

// New makes two hosts and the wire between them. It must be called inside a
// private network that the process rules, as netns.Setup leaves it, and in which
// there is no other wire: the outer interfaces are called "client" and "server".
//
// When ctx is done the wire still carries frames, so that programs can take their
// leave, but a Drain waits no more for frames that are on their way. The caller
// closes the Wire.
//
// Errors are an *netns.Error where the system refuses the hosts.
func New(ctx context.Context, o Options) (*Wire, error) {
	if err := o.check(); err != nil {
		return nil, fmt.Errorf("make a wire: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("make a wire: %w", context.Cause(ctx))
	}
	w := &Wire{options: o.withDefaults(), decoder: decode.NewDecoder(), ended: make(chan struct{})}
	w.relay = &relay{decider: newDecider(o), out: newOutbox(), plugs: sides[int]{-1, -1, -1}, repairs: repairs{ipv6: o.IPv6}}
	if err := w.build(); err != nil {
		close(w.ended)
		return nil, fmt.Errorf("make a wire: %w", errors.Join(err, w.Close()))
	}
	go host.OnThread(func() {
		defer close(w.ended)
		w.relay.out.end(w.relay.run())
	})
	w.unwatch = context.AfterFunc(ctx, func() {
		w.relay.hurried.Store(true)
		w.relay.bell.ring()
	})
	return w, nil
}

// Client returns the host 10.0.0.1, or fd00::1.
func (w *Wire) Client() *host.Host { return w.hosts[Client] }

// Server returns the host 10.0.0.2, or fd00::2.
func (w *Wire) Server() *host.Host { return w.hosts[Server] }

// build makes all there is to a wire. What it made before a failure is Close's.
func (w *Wire) build() (err error) {
	if w.relay.bell, err = newBell(); err != nil {
		return err
	}
	runtime.LockOSThread() // the network is the thread's
	defer runtime.UnlockOSThread()
	network, err := os.Open("/proc/thread-self/ns/net")
	if err != nil {
		return err
	}
	defer network.Close() //nolint:errcheck // only ever a handle
	for _, side := range []Side{Client, Server} {
		if err := w.addHost(side, int(network.Fd())); err != nil {
			return fmt.Errorf("%s: %w", name(sideNames, side), err)
		}
	}
	return nil
}

// addHost makes the host of a side and joins it to the relay.
func (w *Wire) addHost(side Side, network int) error {
	h, err := host.New(name(sideNames, side), w.options.address(side))
	if err != nil {
		return err
	}
	w.hosts[side] = h
	err = h.Do(func() error { return errors.Join(prepareIPv6(w.options.IPv6), addLink(side, h.Name, network)) })
	if err != nil {
		return fmt.Errorf("make an interface: %w", err)
	}
	if err := w.plugIn(side); err != nil {
		return fmt.Errorf("outer interface: %w", err)
	}
	return h.Do(func() (err error) {
		w.relay.repairs.kernels[side], _ = sockdiag.Open() // one that does not tell is not asked
		w.relay.taps[side], err = setUpInner(side, w.options)
		return err
	})
}

// plugIn brings the outer interface of a side up and opens the plug to it.
func (w *Wire) plugIn(side Side) error {
	index, err := indexOf(w.hosts[side].Name)
	if err != nil {
		return err
	}
	w.links[side] = index
	if err := disableIPv6(w.hosts[side].Name); err != nil {
		return err
	}
	if err := bringUp(index); err != nil {
		return err
	}
	w.relay.plugs[side], err = openPlug(index)
	return err
}

// setUpInner makes a host's interface usable, and opens the tap on it before
// anybody can use it.
func setUpInner(side Side, o Options) (*tap, error) {
	index, err := indexOf(inner)
	if err != nil {
		return nil, err
	}
	if err := disableOffloads(inner); err != nil {
		return nil, err
	}
	if err := bringUp(index); err != nil {
		return nil, fmt.Errorf("bring %s up: %w", inner, err)
	}
	if err := addAddress(index, o.address(side)); err != nil {
		return nil, fmt.Errorf("give %s an address: %w", inner, err)
	}
	if err := addNeighbour(index, o.address(side.other()), macOf(side.other(), false)); err != nil {
		return nil, fmt.Errorf("tell %s its neighbour: %w", inner, err)
	}
	if err := routeMany(index, o.IPv6); err != nil {
		return nil, fmt.Errorf("have groups reached by %s: %w", inner, err)
	}
	t, err := openTap(index, o.IPv6)
	if err != nil {
		return nil, fmt.Errorf("capture on %s: %w", inner, err)
	}
	return t, nil
}

// Next returns the next packet that was sent, or the next delivery; see
// live.Feed. The packet of a delivery is one that was returned before.
// Interface is 0 for what the client has sent, and 1 for the server's.
func (w *Wire) Next() (capture.Entry, error) {
	e, err := w.relay.out.next(w.options.ReadTimeout)
	if e.Packet != nil {
		w.decoder.Decode(e.Packet)
	}
	return e, err
}

// Drain says that the programs on both hosts have done all they do. The wire then
// carries what they and their kernels have sent, and the answers to it, and waits
// for what is still on its way; then Next returns io.EOF. If the wire has lost
// something it also waits, for 3.5 s at most, until TCP has repaired it. What else a
// kernel sends only after a time it does not wait for.
func (w *Wire) Drain() {
	w.relay.draining.Store(true)
	w.relay.bell.ring()
}

// Drops returns how many packets were sent, and how many of them the relay missed
// because its ring was full: these are lost, and not in the recording. It must not
// be called after Close.
func (w *Wire) Drops() (capture.Drops, error) {
	total := capture.Drops{Received: w.relay.sent.Load()}
	for _, side := range []Side{Client, Server} {
		missed, err := w.relay.taps[side].drops()
		if err != nil {
			return capture.Drops{}, err
		}
		total.Received += missed
		total.Kernel += missed
	}
	return total, nil
}

// Close ends the relay and both hosts and frees all that the wire has; like New, it
// is called in the network around the hosts. Sockets that were made on the hosts are
// their owners', and reach nobody any more. What Next has not returned yet it
// still returns, and then io.EOF. It may be called again.
func (w *Wire) Close() error {
	w.once.Do(func() { w.err = w.close() })
	return w.err
}

func (w *Wire) close() error {
	if w.unwatch != nil {
		w.unwatch()
	}
	if w.relay.bell == nil {
		return nil // nothing else was made
	}
	w.relay.closed.Store(true)
	w.relay.bell.ring()
	<-w.ended
	var errs sides[error]
	var closing sync.WaitGroup // each takes the kernel some 50 ms
	for _, side := range []Side{Client, Server} {
		closing.Go(func() { errs[side] = w.closeSide(side) })
	}
	closing.Wait()
	return errors.Join(errs[Client], errs[Server], w.relay.bell.close())
}

// closeSide frees what there is of a side. The interfaces would go with the host's
// last socket, but only then, and their names would be taken until then.
func (w *Wire) closeSide(side Side) error {
	var errs []error
	if fd := w.relay.plugs[side]; fd >= 0 {
		errs = append(errs, unix.Close(fd))
	}
	if t := w.relay.taps[side]; t != nil {
		errs = append(errs, t.close())
	}
	if w.links[side] != 0 {
		errs = append(errs, removeLink(w.links[side]))
	}
	if kernel := w.relay.repairs.kernels[side]; kernel != nil {
		errs = append(errs, kernel.Close())
	}
	if h := w.hosts[side]; h != nil {
		h.Close()
	}
	return errors.Join(errs...)
}
