//go:build !linux

package servers

import "net/netip"

// JoinGroup returns ErrUnsupported.
func (*Socket) JoinGroup(_, _ netip.Addr) error { return ErrUnsupported }

// SetGroupInterface returns ErrUnsupported.
func (*Socket) SetGroupInterface(netip.Addr) error { return ErrUnsupported }

// SetGroupsOfOthers returns ErrUnsupported.
func (*Socket) SetGroupsOfOthers(bool) error { return ErrUnsupported }
