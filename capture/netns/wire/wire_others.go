//go:build !linux

package wire

import (
	"context"
	"errors"
	"fmt"
	"io"

	"wireladder/capture"
	"wireladder/capture/live"
	"wireladder/capture/netns/host"
)

// Wire joins two hosts. There is none on this system.
type Wire struct{}

var _ live.Feed = (*Wire)(nil)

// New returns an error that wraps errors.ErrUnsupported.
func New(context.Context, Options) (*Wire, error) {
	return nil, fmt.Errorf("two hosts on a wire need Linux: %w", errors.ErrUnsupported)
}

// Client returns nil.
func (*Wire) Client() *host.Host { return nil }

// Server returns nil.
func (*Wire) Server() *host.Host { return nil }

// Next returns io.EOF.
func (*Wire) Next() (capture.Entry, error) { return capture.Entry{}, io.EOF }

// Drain does nothing.
func (*Wire) Drain() {}

// Drops returns no drops.
func (*Wire) Drops() (capture.Drops, error) { return capture.Drops{}, nil }

// Close does nothing.
func (*Wire) Close() error { return nil }
