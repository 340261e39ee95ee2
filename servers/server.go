package servers

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"os"

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

// Server is an uppercase server whose socket is open: clients may come.
type Server interface {
	// Addr returns the address that the server is bound to, with the port that
	// the kernel chose where none was asked for.
	Addr() netip.AddrPort
	// Serve serves until ctx is done, and then returns nil; it returns another
	// error only if the server's own socket fails. What goes wrong with one
	// client ends that client's turn, no more; its calls tell of it. Serve
	// closes the server's socket before it returns and works once.
	Serve(ctx context.Context) error
	// Close closes the socket of a server that is not, or no longer, serving.
	// Closing again does nothing.
	Close() error
}

// ServerOptions say where a server listens and who is told of its calls.
type ServerOptions struct {
	Addr     netip.AddrPort       // IPv4 or IPv6, without a zone; port 0: a free one. There is no default
	Backlog  int                  // TCP: what listen(2) is given; 0: DefaultBacklog
	RecvSize int                  // octets that one recv(2) or recvfrom(2) takes at most; 0: DefaultRecvSize
	Process  capture.Process      // who makes the calls; PID 0: this process; Name "": "server"
	Observer capture.CallObserver // who is told of the calls; nil: nobody
	Host     Host                 // as in ProgramOptions

	Before func(context.Context, *capture.Call) error // as in ProgramOptions
}

// ListenUDP returns a UDP server that is bound to its address. For each
// datagram it sends one back: the same octets, a-z in upper case. Errors keep
// the errno: errors.Is(err, syscall.EADDRINUSE) works.
func ListenUDP(opts ServerOptions) (Server, error) {
	return listen("udp", opts, listenUDP)
}

// ListenTCP returns a TCP server that listens at its address. It serves one
// client after the other, one message each: it receives up to the first
// newline, or to the end of the stream, sends those octets back with a-z in
// upper case, and closes the connection. A line longer than MaxLine is not
// answered. Errors keep the errno, as those of ListenUDP.
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
