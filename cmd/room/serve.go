package room

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// farewell is how long followers have to be told that it is over.
const farewell = 300 * time.Millisecond

// What connections may be at once: as many for each follower, for a page that is loaded takes a second one
// for a moment, and some for others. And which part of them may be from one address, behind which a whole
// room may be.
const (
	connectionsEach = 2
	connectionsMore = 64
	ofOneAddress    = 0.75
)

// Serve serves the page to who connects, until the context ends; that is no error. It closes the listener.
func (m *Meeting) Serve(ctx context.Context, l net.Listener) error {
	most := connectionsEach*m.options.Most + connectionsMore
	server := &http.Server{
		Handler: m, DisableGeneralOptionsHandler: true, MaxHeaderBytes: mostHeader,
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: time.Minute, IdleTimeout: 15 * time.Second,
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError), // what strangers do wrong is nobody's news here
	}
	over := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(over)
		m.end()
		soon, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
		defer cancel()
		if server.Shutdown(soon) != nil {
			_ = server.Close() // some have not listened
		}
	})
	err := server.Serve(newTurnstile(l, most, int(ofOneAddress*float64(most))))
	if !stop() {
		<-over
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return errors.Join(err, server.Close())
}

// Listen opens a listener on an address, whose connections hold little and are given up when nobody
// answers any more.
func Listen(ctx context.Context, network, address string) (net.Listener, error) {
	config := net.ListenConfig{Control: bound, KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: silence, Interval: silence / 2, Count: 2}}
	return config.Listen(ctx, network, address)
}

// silence is after which time without an answer a connection is given up; sendBuffer is how many octets
// the kernel takes for one.
const (
	silence    = 30 * time.Second
	sendBuffer = 64 << 10
)
