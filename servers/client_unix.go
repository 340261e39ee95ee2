//go:build linux || darwin

package servers

import (
	"context"
	"errors"

	"wireladder/capture"
)

// withSocket lets a client do its exchange on a socket of its own.
func withSocket(ctx context.Context, opts ClientOptions, proto capture.Protocol,
	exchange func(*Socket) ([]byte, error),
) ([]byte, error) {
	p, err := NewProgram(ctx, ProgramOptions{Process: opts.Process, Observer: opts.Observer, Host: opts.Host, Before: opts.Before})
	if err != nil {
		return nil, err
	}
	defer p.Close()
	s, err := p.Socket(proto, opts.Server.Addr())
	if err != nil {
		return nil, err
	}
	answer, err := exchange(s)
	return answer, errors.Join(err, s.Close())
}
