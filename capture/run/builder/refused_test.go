package builder_test

import (
	"net/netip"
	"testing"

	"wireladder/capture"
)

// A port that is refused over IPv4 is known to be open for IPv6 alone where a socket that listens at :: has set
// IPV6_V6ONLY, as long as it is open.
func TestPortOfIPv6Alone(t *testing.T) {
	any6, to := netip.MustParseAddrPort("[::]:12000"), netip.MustParseAddrPort("127.0.0.1:12000")
	for what, tt := range map[string]struct {
		option string
		at     netip.AddrPort
		closed bool
		want   bool
	}{
		"for IPv6 alone": {"1", any6, false, true},
		"for both":       {"0", any6, false, false},
		"closed":         {"1", any6, true, false},
		"another port":   {"1", netip.MustParseAddrPort("[::]:12001"), false, false},
	} {
		tp := newTape()
		tp.do(
			tcp("server", "socket", -1).args("AF_INET6, SOCK_STREAM, 0").returns(3),
			tcp("server", "setsockopt", 3).args("IPPROTO_IPV6, IPV6_V6ONLY, "+tt.option),
			tcp("server", "bind", 3).args(tt.at.String()).at(tt.at), tcp("server", "listen", 3).args("5").at(tt.at),
		)
		if tt.closed {
			tp.do(tcp("server", "close", 3))
		}
		l := tp.between(netip.MustParseAddrPort("127.0.0.1:40001"), to)
		l.c(capture.SYN, "")
		n := l.s(rstAck, "")
		if m := packet(t, tp.of(), n); m.Facts.Reset == nil || m.Facts.Reset.Only6 != tt.want {
			t.Errorf("%s: %+v", what, m.Facts.Reset)
		}
	}
}
