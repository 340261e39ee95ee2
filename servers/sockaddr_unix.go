//go:build linux || darwin

package servers

import (
	"net/netip"

	"golang.org/x/sys/unix"
)

// familyNames and kindNames are the constants as a C program writes them.
var (
	familyNames = map[int]string{unix.AF_INET: "AF_INET", unix.AF_INET6: "AF_INET6"}
	kindNames   = map[int]string{unix.SOCK_DGRAM: "SOCK_DGRAM", unix.SOCK_STREAM: "SOCK_STREAM"}
)

// familyOf returns the address family of sockets for addr.
func familyOf(addr netip.Addr) int {
	if addr.Unmap().Is4() {
		return unix.AF_INET
	}
	return unix.AF_INET6
}

// sockaddr returns addr as a socket of the family takes it: an IPv6 socket
// knows IPv4 addresses only as mapped ones (RFC 4291 §2.5.5.2).
func sockaddr(addr netip.AddrPort, family int) unix.Sockaddr {
	if family == unix.AF_INET {
		return &unix.SockaddrInet4{Port: int(addr.Port()), Addr: addr.Addr().Unmap().As4()}
	}
	return &unix.SockaddrInet6{Port: int(addr.Port()), Addr: addr.Addr().As16()}
}

// addrPort returns the address as it stands in packets: IPv4 addresses are never
// mapped, and there are no zones.
func addrPort(sa unix.Sockaddr) netip.AddrPort {
	switch sa := sa.(type) {
	case *unix.SockaddrInet4:
		return netip.AddrPortFrom(netip.AddrFrom4(sa.Addr), uint16(sa.Port))
	case *unix.SockaddrInet6:
		return netip.AddrPortFrom(netip.AddrFrom16(sa.Addr).Unmap(), uint16(sa.Port))
	}
	return netip.AddrPort{}
}

// LocalAddress returns the address of the socket that has the descriptor fd, from
// whichever thread it is asked: invalid where there is no socket, or it has none.
func LocalAddress(fd int) netip.AddrPort {
	sa, err := unix.Getsockname(fd)
	if err != nil {
		return netip.AddrPort{}
	}
	if addr := addrPort(sa); addr.Port() != 0 {
		return addr
	}
	return netip.AddrPort{}
}
