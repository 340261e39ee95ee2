package servers

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"syscall"
	"time"

	"wireladder/capture"
)

// ClientOptions say which server a client asks and who is told of its calls.
type ClientOptions struct {
	Server   netip.AddrPort       // IPv4 or IPv6, without a zone. There is no default
	RecvSize int                  // octets that one recv(2) or recvfrom(2) takes at most; 0: DefaultRecvSize
	Process  capture.Process      // who makes the calls; PID 0: this process; Name "": "client"
	Observer capture.CallObserver // who is told of the calls; nil: nobody
	Host     Host                 // as in ProgramOptions

	// Timeout is how long a call waits at most for the server: SO_RCVTIMEO and
	// SO_SNDTIMEO. 0: for ever, or until the kernel gives up.
	Timeout time.Duration

	// Connect makes a UDP client connect its socket: then it is told, by its next
	// call, that nobody listens there, and hears its server alone.
	Connect bool

	Before func(context.Context, *capture.Call) error // as in ProgramOptions
}

func (o ClientOptions) withDefaults() ClientOptions {
	o.RecvSize = cmp.Or(o.RecvSize, DefaultRecvSize)
	o.Process = fillProcess(o.Process, "client")
	o.Observer = fillObserver(o.Observer)
	return o
}

// Client is a client that asks one server, as often as it likes. It is used by
// one goroutine at a time.
type Client struct {
	opts    ClientOptions
	program *Program
	socket  *Socket
	rest    []byte // TCP: what came behind the last line
}

// OpenClient returns a client with a socket of its own, which over TCP is
// connected. It makes calls until ctx is done. Close it.
func OpenClient(ctx context.Context, proto capture.Protocol, opts ClientOptions) (*Client, error) {
	if err := checkAddr(opts.Server, opts.RecvSize); err != nil {
		return nil, err
	}
	opts = opts.withDefaults()
	p, err := NewProgram(ctx, ProgramOptions{Process: opts.Process, Observer: opts.Observer, Host: opts.Host, Before: opts.Before})
	if err != nil {
		return nil, err
	}
	s, err := p.Socket(proto, opts.Server.Addr())
	if err != nil {
		p.Close()
		return nil, err
	}
	c := &Client{opts: opts, program: p, socket: s}
	if err := c.prepare(); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// prepare sets what was asked for and connects.
func (c *Client) prepare() error {
	if c.opts.Timeout > 0 {
		if err := errors.Join(c.socket.SetReceiveTimeout(c.opts.Timeout), c.socket.SetSendTimeout(c.opts.Timeout)); err != nil {
			return err
		}
	}
	if c.stream() || c.opts.Connect {
		return c.socket.Connect(c.opts.Server)
	}
	return nil
}

func (c *Client) stream() bool { return c.socket.Protocol() == capture.TCP }

// Socket returns the client's socket, for calls of another kind.
func (c *Client) Socket() *Socket { return c.socket }

// Close closes the socket. Closing again does nothing.
func (c *Client) Close() error {
	defer c.program.Close()
	return c.socket.Close()
}

// Send sends line: as a datagram, as it is, or over TCP with a newline behind
// it. A line that no datagram holds (MaxDatagram) is EMSGSIZE.
func (c *Client) Send(line []byte) error {
	if c.stream() {
		line = append(bytes.Clone(line), '\n')
	}
	n, err := c.send(line)
	if err == nil && n < len(line) {
		return fmt.Errorf("send: %w", syscall.EAGAIN) // the time was over on the way
	}
	if errors.Is(err, syscall.EMSGSIZE) {
		limit := MaxDatagram(c.opts.Server.Addr())
		return fmt.Errorf("%w: the line has %d octets, a datagram holds at most %d", err, len(line), limit)
	}
	return err
}

func (c *Client) send(p []byte) (int, error) {
	if c.stream() || c.opts.Connect {
		return c.socket.Send(p)
	}
	return c.socket.SendTo(p, c.opts.Server)
}

// ReceivePiece returns what one recv returns, whole line or not, and whom it is from.
// Nothing of a stream is its end. Do not mix it with Receive.
func (c *Client) ReceivePiece() ([]byte, netip.AddrPort, error) {
	if c.stream() || c.opts.Connect {
		piece, err := c.socket.Recv(c.opts.RecvSize)
		return piece, c.opts.Server, err
	}
	return c.socket.RecvFrom(c.opts.RecvSize)
}

// Receive returns the next datagram, or over TCP the next line without its
// newline. If the stream ends before that, it returns what came and an error
// that wraps io.ErrUnexpectedEOF. EAGAIN is that of a Timeout.
func (c *Client) Receive() ([]byte, error) {
	switch {
	case c.stream():
		return c.receiveLine()
	case c.opts.Connect:
		return c.socket.Recv(c.opts.RecvSize)
	}
	answer, _, err := c.socket.RecvFrom(c.opts.RecvSize)
	return answer, err
}

// closedEarly tells how much of an answer came before the end of the stream.
func closedEarly(n int) error {
	if n == 0 {
		return endError("the server closed the connection without an answer")
	}
	return endError(fmt.Sprintf("the server closed the connection after %d octets of its answer", n))
}

// endError is io.ErrUnexpectedEOF, in the words of users.
type endError string

func (e endError) Error() string { return string(e) }

// Unwrap returns io.ErrUnexpectedEOF.
func (endError) Unwrap() error { return io.ErrUnexpectedEOF }

// receiveLine receives up to a newline, in as many pieces as it comes.
func (c *Client) receiveLine() ([]byte, error) {
	line := c.rest
	c.rest = nil
	for searched := 0; ; {
		if end := bytes.IndexByte(line[searched:], '\n'); end >= 0 {
			c.rest = line[searched+end+1:]
			return line[: searched+end : searched+end], nil
		}
		if searched = len(line); searched > MaxLine {
			return nil, fmt.Errorf("no newline within %d octets", MaxLine)
		}
		piece, err := c.socket.Recv(c.opts.RecvSize)
		if err == nil && len(piece) == 0 {
			err = closedEarly(len(line))
		}
		if err != nil {
			return line, err
		}
		line = append(line, piece...)
	}
}
