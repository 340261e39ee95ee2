//go:build !linux && !darwin

package servers

import (
	"context"
	"net/netip"
	"time"

	"wireladder/capture"
)

// SelectLimit is FD_SETSIZE; there is no select here.
const SelectLimit = 0

// ErrSelectLimit is the error of a Select with a socket that no set can hold.
var ErrSelectLimit = ErrUnsupported

// RoomForThreads returns nil: no server or client runs here.
func RoomForThreads(int) error { return nil }

// RoomToBegin returns nil: no limit is known here.
func RoomToBegin(int) error { return nil }

// Program makes socket calls; there is none on this system.
type Program struct{}

// NewProgram returns ErrUnsupported.
func NewProgram(context.Context, ProgramOptions) (*Program, error) { return nil, ErrUnsupported }

// Close does nothing.
func (*Program) Close() {}

// Thread returns the program.
func (p *Program) Thread() *Program { return p }

// Process returns nobody.
func (*Program) Process() capture.Process { return capture.Process{} }

// Socket returns ErrUnsupported.
func (*Program) Socket(capture.Protocol, netip.Addr) (*Socket, error) { return nil, ErrUnsupported }

// Select returns ErrUnsupported.
func (*Program) Select(_, _ []*Socket, _ time.Duration) (readable, writable []*Socket, err error) {
	return nil, nil, ErrUnsupported
}

// Socket is an open socket; there is none on this system. Each of its methods
// that may fail returns ErrUnsupported.
type Socket struct{}

func (*Socket) HandTo(*Program)                            {}
func (*Socket) FD() int                                    { return -1 }
func (*Socket) Protocol() capture.Protocol                 { return 0 }
func (*Socket) LocalAddr() netip.AddrPort                  { return netip.AddrPort{} }
func (*Socket) RemoteAddr() netip.AddrPort                 { return netip.AddrPort{} }
func (*Socket) Truncated() bool                            { return false }
func (*Socket) Bind(netip.AddrPort) error                  { return ErrUnsupported }
func (*Socket) Listen(int) error                           { return ErrUnsupported }
func (*Socket) Accept() (*Socket, error)                   { return nil, ErrUnsupported }
func (*Socket) Connect(netip.AddrPort) error               { return ErrUnsupported }
func (*Socket) Send([]byte) (int, error)                   { return -1, ErrUnsupported }
func (*Socket) SendNow([]byte) (int, error)                { return -1, ErrUnsupported }
func (*Socket) SendMore([]byte) (int, error)               { return -1, ErrUnsupported }
func (*Socket) SendUrgent([]byte) (int, error)             { return -1, ErrUnsupported }
func (*Socket) SetFastOpen(int) error                      { return ErrUnsupported }
func (*Socket) RecvUrgent() ([]byte, error)                { return nil, ErrUnsupported }
func (*Socket) SendTo([]byte, netip.AddrPort) (int, error) { return -1, ErrUnsupported }
func (*Socket) Recv(int) ([]byte, error)                   { return nil, ErrUnsupported }
func (*Socket) RecvFrom(int) ([]byte, netip.AddrPort, error) {
	return nil, netip.AddrPort{}, ErrUnsupported
}
func (*Socket) SendFastOpen([]byte, netip.AddrPort) (int, error) {
	return -1, ErrUnsupported
}
func (*Socket) AwaitInput(context.Context, time.Duration) (bool, error) {
	return false, ErrUnsupported
}
func (*Socket) Shutdown(capture.Shut) error                  { return ErrUnsupported }
func (*Socket) Close() error                                 { return ErrUnsupported }
func (*Socket) SetReuseAddr() error                          { return ErrUnsupported }
func (*Socket) SetLinger(int) error                          { return ErrUnsupported }
func (*Socket) SetRecvBuffer(int) error                      { return ErrUnsupported }
func (*Socket) SetSendBuffer(int) error                      { return ErrUnsupported }
func (*Socket) SetNoDelay() error                            { return ErrUnsupported }
func (*Socket) SetIPv6Only(bool) error                       { return ErrUnsupported }
func (*Socket) SetKeepAlive(_, _ time.Duration, _ int) error { return ErrUnsupported }
func (*Socket) SetReceiveTimeout(time.Duration) error        { return ErrUnsupported }
func (*Socket) SetSendTimeout(time.Duration) error           { return ErrUnsupported }
func (*Socket) SetNonblocking() error                        { return ErrUnsupported }

// LocalAddress returns no address.
func LocalAddress(int) netip.AddrPort { return netip.AddrPort{} }

func listenUDP(ServerOptions) (Server, error) { return nil, ErrUnsupported }

func listenTCP(ServerOptions) (Server, error) { return nil, ErrUnsupported }
