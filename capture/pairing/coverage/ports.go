package coverage

import (
	"net/netip"

	"wireladder/capture"
)

// socketName is a port of a host.
type socketName struct {
	proto capture.Protocol
	at    netip.AddrPort
}

// ShowsPorts takes down that the capture has packets between two ports.
func (c *Coverage) ShowsPorts(proto capture.Protocol, a, b netip.AddrPort) {
	c.ports[socketName{proto, a}], c.ports[socketName{proto, b}] = struct{}{}, struct{}{}
}

// HasPorts reports whether the capture has packets of one of two ports. Of others it may have been told to leave
// everything out, as by a filter: that it does not have their packets says nothing.
func (c *Coverage) HasPorts(proto capture.Protocol, a, b netip.AddrPort) bool {
	_, one := c.ports[socketName{proto, a}]
	_, other := c.ports[socketName{proto, b}]
	return one || other
}
