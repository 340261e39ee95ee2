//go:build !linux

package host

import (
	"errors"
	"fmt"
	"net/netip"
)

// Host is a network namespace. There is none on this system.
type Host struct {
	Name string     // as its interface is called in a recording
	Addr netip.Addr // its address
}

// New returns an error that wraps errors.ErrUnsupported.
func New(string, netip.Addr) (*Host, error) {
	return nil, fmt.Errorf("a further network needs Linux: %w", errors.ErrUnsupported)
}

// Do returns ErrClosed.
func (*Host) Do(func() error) error { return ErrClosed }

// Close does nothing.
func (*Host) Close() {}
