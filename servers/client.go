package servers

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/netip"

	"wireladder/capture"
)

// ClientOptions say which server a client asks and who is told of its calls.
type ClientOptions struct {
	Server   netip.AddrPort       // IPv4 or IPv6, without a zone. There is no default
	RecvSize int                  // octets that one recv(2) or recvfrom(2) takes at most; 0: DefaultRecvSize
	Process  capture.Process      // who makes the calls; PID 0: this process; Name "": "client"
	Observer capture.CallObserver // who is told of the calls; nil: nobody
	Host     Host                 // as in ProgramOptions

	Before func(context.Context, *capture.Call) error // as in ProgramOptions

	// Type is called when a TCP connection stands, before the line is sent: it
	// takes the time that a person takes to type it. nil: no time at all. Its
	// error ends the exchange.
	Type func(context.Context) error
}

// AskUDP sends line to a UDP server as one datagram, as it is, and returns the
// datagram that comes back: the first one, whoever sent it, cut to RecvSize. UDP
// promises no answer: without one AskUDP waits until ctx is done and returns an
// error that wraps the context's cause. Errors of socket calls keep the errno;
// a line that no datagram holds (MaxDatagram) is EMSGSIZE.
func AskUDP(ctx context.Context, opts ClientOptions, line []byte) ([]byte, error) {
	return ask(ctx, "udp", opts, line, askUDP)
}

// AskTCP connects to a TCP server, sends line and a newline, and returns the
// line that comes back, without its newline. The line must not have a newline
// and be no longer than MaxLine. If the server ends the stream before the line
// is complete, AskTCP returns what came and an error that wraps
// io.ErrUnexpectedEOF. Errors of socket calls keep the errno:
// errors.Is(err, syscall.ECONNREFUSED) works; if ctx is done first, the error
// wraps its cause.
func AskTCP(ctx context.Context, opts ClientOptions, line []byte) ([]byte, error) {
	return ask(ctx, "tcp", opts, line, func(ctx context.Context, o ClientOptions, line []byte) ([]byte, error) {
		if err := checkLine(line); err != nil {
			return nil, err
		}
		return askTCP(ctx, o, line)
	})
}

// ask checks the options and says in errors whom the client asked.
func ask(ctx context.Context, proto string, opts ClientOptions, line []byte,
	exchange func(context.Context, ClientOptions, []byte) ([]byte, error),
) ([]byte, error) {
	err := checkAddr(opts.Server, opts.RecvSize)
	var answer []byte
	if err == nil {
		answer, err = exchange(ctx, opts.withDefaults(), line)
	}
	if err != nil {
		return answer, fmt.Errorf("asking the %s server at %v: %w", proto, opts.Server, err)
	}
	return answer, nil
}

func (o ClientOptions) withDefaults() ClientOptions {
	o.RecvSize = cmp.Or(o.RecvSize, DefaultRecvSize)
	o.Process = fillProcess(o.Process, "client")
	o.Observer = fillObserver(o.Observer)
	return o
}

// checkLine refuses what a stream could not carry as one line.
func checkLine(line []byte) error {
	if bytes.IndexByte(line, '\n') >= 0 {
		return errors.New("the line has a newline in it: over tcp that would be two messages")
	}
	if len(line) > MaxLine {
		return fmt.Errorf("the line has %d octets, more than the limit of %d", len(line), MaxLine)
	}
	return nil
}
