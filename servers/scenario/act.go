package scenario

import (
	"bytes"
	"context"
	"fmt"
	"net/netip"

	"wireladder/capture"
	"wireladder/servers"
)

// service is what the stage needs to know of a protocol.
type service struct {
	listen  func(servers.ServerOptions) (servers.Server, error)
	ask     func(context.Context, servers.ClientOptions, []byte) ([]byte, error)
	waitsIn string // the call in which the server waits for its next client
}

// services are the protocols that a scenario may have.
var services = map[capture.Protocol]service{
	capture.UDP: {listen: servers.ListenUDP, ask: servers.AskUDP, waitsIn: "recvfrom"},
	capture.TCP: {listen: servers.ListenTCP, ask: servers.AskTCP, waitsIn: "accept"},
}

// act is the part of a scenario that is about one server.
type act struct {
	stage    *stage
	service  service
	server   netip.AddrPort
	standing *attendance
}

// exchange lets the n-th client ask, counted from 1, checks its answer, and
// returns when the server has done with it and waits for the next one. Over TCP
// the client says its line when the server stands in recv for it, as it would
// with a person at the keyboard: a program's line might come before accept has
// returned, or after, as it happens.
func (a *act) exchange(n int) error {
	opts := a.stage.opts
	name, line := opts.client(n), []byte(opts.line(n))
	answer, err := a.service.ask(a.stage.ctx, servers.ClientOptions{
		Server:   a.server,
		Process:  capture.Process{Name: name},
		Observer: a.stage.observer,
		Before:   opts.Before,
		Type:     func(ctx context.Context) error { return a.standing.awaitReader(ctx, n) },
	}, line)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if want := servers.Upper(line); !bytes.Equal(answer, want) {
		return fmt.Errorf("%s: the server at %v answered %s, not %s", name, a.server, shorten(answer), shorten(want))
	}
	return a.standing.await(a.stage.ctx, n+1)
}

// shorten quotes what an error message can show of a line.
func shorten(line []byte) string {
	const limit = 64
	if len(line) <= limit {
		return fmt.Sprintf("%q", line)
	}
	return fmt.Sprintf("%q… (%d bytes)", line[:limit], len(line))
}
