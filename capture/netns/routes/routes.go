// Package routes leads to where many may be what programs send to several hosts at once.
package routes

import "net/netip"

// Many returns the destinations of IPv4 that stand for several hosts: groups (RFC 5771), and all of the link
// (RFC 919).
func Many() []netip.Prefix {
	return []netip.Prefix{netip.MustParsePrefix("224.0.0.0/4"), netip.MustParsePrefix("255.255.255.255/32")}
}
