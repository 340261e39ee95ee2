//go:build linux && (amd64 || arm64)

package memory

import (
	"fmt"
	"net/netip"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// levels and options are the names of what setsockopt(2) sets.
var (
	levels  = map[int]string{unix.SOL_SOCKET: "SOL_SOCKET", unix.IPPROTO_TCP: "IPPROTO_TCP", unix.IPPROTO_IP: "IPPROTO_IP", unix.IPPROTO_IPV6: "IPPROTO_IPV6"}
	options = map[[2]int]string{
		{unix.SOL_SOCKET, unix.SO_REUSEADDR}: "SO_REUSEADDR", {unix.SOL_SOCKET, unix.SO_REUSEPORT}: "SO_REUSEPORT",
		{unix.SOL_SOCKET, unix.SO_LINGER}: "SO_LINGER", {unix.SOL_SOCKET, unix.SO_KEEPALIVE}: "SO_KEEPALIVE",
		{unix.SOL_SOCKET, unix.SO_RCVBUF}: "SO_RCVBUF", {unix.SOL_SOCKET, unix.SO_SNDBUF}: "SO_SNDBUF",
		{unix.SOL_SOCKET, unix.SO_RCVTIMEO}: "SO_RCVTIMEO", {unix.SOL_SOCKET, unix.SO_SNDTIMEO}: "SO_SNDTIMEO",
		{unix.SOL_SOCKET, unix.SO_BROADCAST}: "SO_BROADCAST", {unix.SOL_SOCKET, unix.SO_OOBINLINE}: "SO_OOBINLINE",
		{unix.IPPROTO_TCP, unix.TCP_NODELAY}: "TCP_NODELAY", {unix.IPPROTO_TCP, unix.TCP_CORK}: "TCP_CORK",
		{unix.IPPROTO_TCP, unix.TCP_KEEPIDLE}: "TCP_KEEPIDLE", {unix.IPPROTO_TCP, unix.TCP_KEEPINTVL}: "TCP_KEEPINTVL",
		{unix.IPPROTO_TCP, unix.TCP_KEEPCNT}: "TCP_KEEPCNT", {unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT}: "TCP_USER_TIMEOUT",
		{unix.IPPROTO_TCP, unix.TCP_FASTOPEN}: "TCP_FASTOPEN", {unix.IPPROTO_TCP, unix.TCP_FASTOPEN_CONNECT}: "TCP_FASTOPEN_CONNECT",
		{unix.IPPROTO_IPV6, unix.IPV6_V6ONLY}:     "IPV6_V6ONLY",
		{unix.IPPROTO_IP, unix.IP_ADD_MEMBERSHIP}: "IP_ADD_MEMBERSHIP", {unix.IPPROTO_IP, unix.IP_DROP_MEMBERSHIP}: "IP_DROP_MEMBERSHIP",
		{unix.IPPROTO_IP, unix.IP_MULTICAST_IF}: "IP_MULTICAST_IF", {unix.IPPROTO_IP, unix.IP_MULTICAST_ALL}: "IP_MULTICAST_ALL",
		{unix.IPPROTO_IP, unix.IP_MULTICAST_TTL}: "IP_MULTICAST_TTL", {unix.IPPROTO_IP, unix.IP_MULTICAST_LOOP}: "IP_MULTICAST_LOOP",
	}
)

// Option returns the option that setsockopt(2) sets, with the value of so many octets at a
// place.
func (m Memory) Option(level, name int, at uint64, length int) capture.SocketOption {
	o := capture.SocketOption{Level: levels[level], Name: options[[2]int{level, name}]}
	if o.Level == "" {
		o.Level = fmt.Sprint(level)
	}
	if o.Name == "" {
		o.Name = fmt.Sprint(name)
	}
	if addresses := m.groupOf(o.Name, at, length); addresses != "" {
		o.Value = addresses
		return o
	}
	return m.value(o, at, length)
}

// groupOf returns the value of an option that is of addresses of IPv4: a struct ip_mreq, or a struct in_addr; "" of
// all others. Of a struct ip_mreqn the interface's number, which is behind these, is left out.
func (m Memory) groupOf(name string, at uint64, length int) string {
	b := m.Bytes(at, min(length, 8))
	switch {
	case name == "IP_MULTICAST_IF" && length == 4 && len(b) == 4:
		return netip.AddrFrom4([4]byte(b)).String()
	case (name == "IP_ADD_MEMBERSHIP" || name == "IP_DROP_MEMBERSHIP") && len(b) == 8:
		return fmt.Sprintf("{%v, %v}", netip.AddrFrom4([4]byte(b)), netip.AddrFrom4([4]byte(b[4:])))
	}
	return ""
}
