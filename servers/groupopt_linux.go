package servers

import (
	"fmt"
	"net/netip"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// JoinGroup has the socket's host take what is sent to a group, on the interface that has an address, and
// the socket receive it: IP_ADD_MEMBERSHIP, ip(7). Both addresses are of IPv4.
func (s *Socket) JoinGroup(group, at netip.Addr) error {
	request := unix.IPMreq{Multiaddr: group.As4(), Interface: at.As4()}
	o := capture.SocketOption{Level: "IPPROTO_IP", Name: "IP_ADD_MEMBERSHIP", Value: fmt.Sprintf("{%v, %v}", group, at)}
	return s.set(o, func() error { return unix.SetsockoptIPMreq(s.fd, unix.IPPROTO_IP, unix.IP_ADD_MEMBERSHIP, &request) })
}

// SetGroupInterface says by which interface the socket sends to groups, by an address of that: IP_MULTICAST_IF,
// ip(7). The address is of IPv4.
func (s *Socket) SetGroupInterface(at netip.Addr) error {
	o := capture.SocketOption{Level: "IPPROTO_IP", Name: "IP_MULTICAST_IF", Value: at.String()}
	return s.set(o, func() error { return unix.SetsockoptInet4Addr(s.fd, unix.IPPROTO_IP, unix.IP_MULTICAST_IF, at.As4()) })
}

// SetGroupsOfOthers says whether the socket receives what is sent to groups that other sockets of the host
// have joined and it has not, as it does unless it is told otherwise: IP_MULTICAST_ALL, ip(7).
func (s *Socket) SetGroupsOfOthers(receives bool) error {
	value := 0
	if receives {
		value = 1
	}
	return s.setInt(unix.IPPROTO_IP, "IP_MULTICAST_ALL", unix.IP_MULTICAST_ALL, value)
}
