package tail

import (
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/run"
)

// Owner names the program that has a socket which talks to another address; "": nobody knows.
type Owner func(proto capture.Protocol, local, remote netip.AddrPort) string

// Name finds out who has the sockets of a packet. nil knows nobody.
func (o Owner) Name(m *run.Moment) {
	if o != nil && m.From != nil && m.To != nil {
		o.name(m.From, m.To)
		o.name(m.To, m.From)
	}
}

// name finds out who has a socket that talks to another one. A connection has the same end for good; of UDP
// another program may have taken the port.
func (o Owner) name(k, peer *run.Socket) {
	if k.Proto == capture.TCP && k.Process != "" {
		return
	}
	if owner := o(k.Proto, k.Local, peer.Local); owner != "" {
		k.Process = owner
	}
}
