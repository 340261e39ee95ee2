//go:build linux && (amd64 || arm64)

package memory

import (
	"fmt"

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
		{unix.SOL_SOCKET, unix.SO_BROADCAST}: "SO_BROADCAST",
		{unix.IPPROTO_TCP, unix.TCP_NODELAY}: "TCP_NODELAY", {unix.IPPROTO_TCP, unix.TCP_CORK}: "TCP_CORK",
		{unix.IPPROTO_TCP, unix.TCP_KEEPIDLE}: "TCP_KEEPIDLE", {unix.IPPROTO_TCP, unix.TCP_KEEPINTVL}: "TCP_KEEPINTVL",
		{unix.IPPROTO_TCP, unix.TCP_KEEPCNT}: "TCP_KEEPCNT", {unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT}: "TCP_USER_TIMEOUT",
		{unix.IPPROTO_TCP, unix.TCP_FASTOPEN}: "TCP_FASTOPEN", {unix.IPPROTO_TCP, unix.TCP_FASTOPEN_CONNECT}: "TCP_FASTOPEN_CONNECT", {unix.IPPROTO_IPV6, unix.IPV6_V6ONLY}: "IPV6_V6ONLY",
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
	return m.value(o, at, length)
}
