package servers

import (
	"context"
	"errors"

	"wireladder/capture"
)

// askUDP sends one datagram and returns the one that comes back.
func askUDP(ctx context.Context, opts ClientOptions, line []byte) ([]byte, error) {
	return ask(ctx, capture.UDP, opts, line)
}

// askTCP connects, sends one line and returns the one that comes back.
func askTCP(ctx context.Context, opts ClientOptions, line []byte) ([]byte, error) {
	return ask(ctx, capture.TCP, opts, line)
}

func ask(ctx context.Context, proto capture.Protocol, opts ClientOptions, line []byte) (answer []byte, err error) {
	c, err := OpenClient(ctx, proto, opts)
	if err != nil {
		return nil, err
	}
	if err = c.Send(line); err == nil {
		answer, err = c.Receive()
	}
	return answer, errors.Join(err, c.Close())
}
