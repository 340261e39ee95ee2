//go:build linux && (amd64 || arm64)

package calls

import (
	"encoding/binary"
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
		{unix.IPPROTO_TCP, unix.TCP_FASTOPEN}: "TCP_FASTOPEN", {unix.IPPROTO_IPV6, unix.IPV6_V6ONLY}: "IPV6_V6ONLY",
	}
)

func beginOption(s *stop) *capture.Call {
	level, name := s.fd(1), s.fd(2)
	o := capture.SocketOption{Level: levels[level], Name: options[[2]int{level, name}]}
	if o.Level == "" {
		o.Level = fmt.Sprint(level)
	}
	if o.Name == "" {
		o.Name = fmt.Sprint(name)
	}
	return s.call(capture.Arguments{Option: s.value(o)})
}

// value returns an option with the value that it is set to: a number, or of SO_LINGER and
// of timeouts two.
func (s *stop) value(o capture.SocketOption) capture.SocketOption {
	b := s.bytes(s.args[3], min(s.fd(4), 16))
	order := binary.NativeEndian
	switch {
	case o.Name == "SO_LINGER" && len(b) >= 8:
		return capture.PairOption(o.Level, o.Name, int64(order.Uint32(b)), int64(order.Uint32(b[4:])))
	case len(b) == 16:
		return capture.PairOption(o.Level, o.Name, int64(order.Uint64(b)), int64(order.Uint64(b[8:]))) //nolint:gosec // as C means it
	case len(b) >= 4:
		return capture.NumberOption(o.Level, o.Name, int64(int32(order.Uint32(b)))) //nolint:gosec // as C means it
	}
	return o
}
