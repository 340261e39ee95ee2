package servers

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"time"

	"wireladder/capture"
)

// DefaultBacklog and DefaultRecvSize stand for the zero values of options.
const (
	DefaultBacklog  = 5     // connections
	DefaultRecvSize = 65536 // octets: no datagram is longer
)

// ErrUnsupported is returned on systems whose socket calls this package does
// not know: it knows those of Linux and of Darwin.
var ErrUnsupported = errors.New("servers and clients are not supported on this system")

// ErrNoThreads is the error of those who need a thread where there can be no more.
var ErrNoThreads = errors.New("the system allows no more threads (ulimit -u, or pids.max of a container)")

// Server is an uppercase server whose socket is open: clients may come.
type Server interface {
	// Addr returns the address that the server is bound to, with the port that
	// the kernel chose where none was asked for.
	Addr() netip.AddrPort
	// Serve serves until ctx is done, and then returns nil; it returns another
	// error only if the server's own socket fails. What goes wrong with one
	// client ends that client's turn, no more; its calls tell of it. Serve
	// closes the server's sockets before it returns and works once.
	Serve(ctx context.Context) error
	// Close closes the socket of a server that is not, or no longer, serving.
	// Closing again does nothing.
	Close() error
}

// DefaultDrainTime stands for a DrainTime of 0.
const DefaultDrainTime = 2 * time.Second

// ServerOptions say where a server listens, how it serves, and who is told.
type ServerOptions struct {
	Addr     netip.AddrPort       // IPv4 or IPv6, without a zone; port 0: a free one. There is no default
	Model    Model                // TCP: how clients are served; 0: Once
	Backlog  int                  // TCP: what listen(2) is given; 0: DefaultBacklog
	RecvSize int                  // octets that one recv(2) or recvfrom(2) takes at most; 0: DefaultRecvSize
	Process  capture.Process      // who makes the calls; PID 0: this process; Name "": "server"
	Observer capture.CallObserver // who is told of the calls; nil: nobody
	Host     Host                 // as in ProgramOptions

	// NoReuseAddr leaves out SO_REUSEADDR, which lets a TCP server start again
	// while connections of the last run are in TIME-WAIT.
	NoReuseAddr bool

	// Interrupt is the server's ^C: when it is done the server says farewell to
	// its clients, as OnInterrupt says, in calls that are reported, and Serve
	// returns nil. What lasts longer than DrainTime is reset without a call.
	// nil: it is never interrupted.
	Interrupt   context.Context
	OnInterrupt Farewell      // 0: Drain
	DrainTime   time.Duration // 0: DefaultDrainTime

	Before func(context.Context, *capture.Call) error // as in ProgramOptions
	Event  func(Event)                                // is told what happens, one event after the other; nil: nobody
}

// ListenUDP returns a UDP server that is bound to its address. For each
// datagram it sends one back: the same octets, a-z in upper case. Errors keep
// the errno: errors.Is(err, syscall.EADDRINUSE) works.
func ListenUDP(opts ServerOptions) (Server, error) {
	return listen("udp", opts, listenUDP)
}

// ListenTCP returns a TCP server that listens at its address, and serves its
// clients as its model does. What a recv returns it sends back with a-z in
// upper case, whether that is a line or not: a stream has no messages, and to
// find its own again is each client's matter. Errors keep the errno, as those of
// ListenUDP.
func ListenTCP(opts ServerOptions) (Server, error) {
	return listen("tcp", opts, listenTCP)
}

// listen checks the options and says in errors which server it was.
func listen(proto string, opts ServerOptions, open func(ServerOptions) (Server, error)) (Server, error) {
	err := checkAddr(opts.Addr, opts.RecvSize)
	var s Server
	if err == nil {
		s, err = open(opts.withDefaults())
	}
	if err != nil {
		return nil, fmt.Errorf("%s server at %v: %w", proto, opts.Addr, err)
	}
	return s, nil
}

func (o ServerOptions) withDefaults() ServerOptions {
	o.Model = cmp.Or(o.Model, Once)
	o.DrainTime = cmp.Or(o.DrainTime, DefaultDrainTime)
	o.Backlog = cmp.Or(o.Backlog, DefaultBacklog)
	o.RecvSize = cmp.Or(o.RecvSize, DefaultRecvSize)
	o.Process = fillProcess(o.Process, "server")
	o.Observer = fillObserver(o.Observer)
	return o
}

// checkAddr refuses what no socket call could be made with.
func checkAddr(addr netip.AddrPort, recvSize int) error {
	switch {
	case !addr.IsValid():
		return errors.New("no address given")
	case addr.Addr().Zone() != "":
		return errors.New("addresses with a zone are not supported")
	case recvSize < 0:
		return fmt.Errorf("receive size %d is negative", recvSize)
	}
	return nil
}

// fillProcess returns p with its zero fields filled in.
func fillProcess(p capture.Process, name string) capture.Process {
	p.PID = cmp.Or(p.PID, os.Getpid())
	p.Name = cmp.Or(p.Name, name)
	return p
}

// fillObserver returns o, or an observer that does nothing.
func fillObserver(o capture.CallObserver) capture.CallObserver {
	if o == nil {
		return unobserved{}
	}
	return o
}

// unobserved is the observer of those whom nobody watches.
type unobserved struct{}

func (unobserved) Enter(*capture.Call)  {}
func (unobserved) Return(*capture.Call) {}
