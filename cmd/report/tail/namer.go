package tail

import (
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/run"
)

// Namer names the program that has a socket which talks to another address; "": nobody knows.
type Namer func(proto capture.Protocol, local, remote netip.AddrPort) string

// Name finds out who has the sockets of a packet. nil knows nobody.
func (n Namer) Name(m *run.Moment) {
	if n != nil && m.From != nil && m.To != nil {
		n.name(m.From, m.To)
		n.name(m.To, m.From)
	}
}

// name finds out who has a socket that talks to another one. A connection has the same end for good; of UDP
// another program may have taken the port.
func (n Namer) name(k, peer *run.Socket) {
	if k.Proto == capture.TCP && k.Process != "" {
		return
	}
	if owner := n(k.Proto, k.Local, peer.Local); owner != "" {
		k.Process = owner
	}
}
