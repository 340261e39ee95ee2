package labels

import (
	"fmt"
	"net/netip"
	"slices"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/render/dns"
)

// name returns what the octets that a call has moved ask a name server, or answer, as the label of their packet
// has it; false if they are no such message, or not all of them are known.
func name(m *run.Moment, octets int) (said string, ok bool) {
	c := m.Call
	if c.Proto != capture.UDP || octets != len(c.Data) {
		return "", false
	}
	ends := []netip.AddrPort{c.Local, c.Remote, c.Args.Address}
	if m.Socket != nil {
		ends = append(ends, m.Socket.Local, m.Socket.Remote)
	}
	if !slices.ContainsFunc(ends, func(a netip.AddrPort) bool { return a.Port() == dns.Port }) {
		return "", false
	}
	message, ok := dns.Read(c.Data)
	return message.Short(), ok
}

// asks returns a call that sends a message to a name server or from one.
func asks(m *run.Moment, said string) []string {
	c := m.Call
	var all []string
	if to := m.Socket.Told(c.Args.Address); to.IsValid() {
		all = append(all, fmt.Sprintf("%s(DNS %s, %v)", c.Name, said, to), fmt.Sprintf("%s(DNS %s, :%d)", c.Name, said, to.Port()))
	}
	return append(all, fmt.Sprintf("%s(DNS %s)", c.Name, said), fmt.Sprintf("%s(%s)", c.Name, said))
}

// answers returns a call that has received such a message.
func answers(m *run.Moment, said string) []string {
	c := m.Call
	bare := c.Name + "() = "
	var all []string
	if c.Does(capture.TellsPeer) && c.Remote.IsValid() {
		all = append(all, fmt.Sprintf("%sDNS %s from %v", bare, said, m.Socket.Told(c.Remote)), fmt.Sprintf("%sDNS %s from %s", bare, said, port(c)))
	}
	return append(all, bare+"DNS "+said, bare+said)
}
