//go:build !linux

package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/live"
)

// Host is one end of a wire. There is none on this system.
type Host struct {
	Name string     // "client" or "server", as its interface is called in a recording
	Addr netip.Addr // 10.0.0.1 or 10.0.0.2
}

// Do returns ErrClosed.
func (*Host) Do(func() error) error { return ErrClosed }

// Wire joins two hosts. There is none on this system.
type Wire struct{}

var _ live.Wire = (*Wire)(nil)

// New returns an error that wraps errors.ErrUnsupported.
func New(context.Context, Options) (*Wire, error) {
	return nil, fmt.Errorf("two hosts on a wire need Linux: %w", errors.ErrUnsupported)
}

// Client returns nil.
func (*Wire) Client() *Host { return nil }

// Server returns nil.
func (*Wire) Server() *Host { return nil }

// Next returns io.EOF.
func (*Wire) Next() (capture.Entry, error) { return capture.Entry{}, io.EOF }

// Drain does nothing.
func (*Wire) Drain() {}

// Drops returns no drops.
func (*Wire) Drops() (capture.Drops, error) { return capture.Drops{}, nil }

// Close does nothing.
func (*Wire) Close() error { return nil }
