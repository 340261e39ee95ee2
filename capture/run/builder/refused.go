package builder

import (
	"net/netip"

	"wireladder/capture/facts"
	"wireladder/capture/run"
)

// refuses takes over what calls show of a RST that refuses a connection over IPv4: that a socket has the port on
// every address of IPv6, and on those alone (ipv6(7), IPV6_V6ONLY).
func (b *Builder) refuses(m *run.Moment) {
	r := m.Facts.Reset
	if r == nil || r.Why != facts.Refuses || !m.Packet.Src.Addr().Is4() {
		return
	}
	k := b.sockets.Listening(netip.AddrPortFrom(netip.IPv6Unspecified(), m.Packet.Src.Port()))
	r.Only6 = k != nil && k.Only6 && k.Side == m.Observation.From
}
