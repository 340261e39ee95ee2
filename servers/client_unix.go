//go:build linux || darwin

package servers

import (
	"context"
	"errors"

	"wireladder/capture"
)

// withSocket lets a client do its exchange on a socket of its own.
func withSocket(ctx context.Context, opts ClientOptions, proto capture.Protocol,
	exchange func(*socket) ([]byte, error),
) ([]byte, error) {
	c := &caller{process: opts.Process, observer: opts.Observer}
	release, err := c.follow(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	s, err := c.socket(proto, opts.Server.Addr())
	if err != nil {
		return nil, err
	}
	answer, err := exchange(s)
	return answer, errors.Join(err, s.close())
}
