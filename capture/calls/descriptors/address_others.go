//go:build !linux || !(amd64 || arm64)

package descriptors

import "net/netip"

// LocalAddress returns the invalid address.
func LocalAddress(int, int) netip.AddrPort { return netip.AddrPort{} }
