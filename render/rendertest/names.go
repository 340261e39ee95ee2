package rendertest

import (
	"fmt"
	"slices"
)

// names are what the values of an enumeration are called in the text of a diagram, from 0 on.
type names []string

// The enumerations of a diagram.
func protocolNames() names { return names{"undecoded", "udp", "tcp", "icmp", "icmpv6"} }
func roleNames() names {
	return names{"endpoint", "active", "listening", "accepted", "bound", "router", "queued"}
}
func groupNames() names { return names{"one-host", "broadcast", "multicast"} }
func sideNames() names  { return names{"initiator", "responder"} }
func kindNames() names {
	return names{"none", "message", "call", "enter", "return", "remark", "kernel", "arrival", "pause"}
}
func toneNames() names    { return names{"plain", "opens", "carries", "confirms", "closes", "aborts"} }
func transitNames() names { return names{"at-once", "later", "lost"} }

// of returns the name of a value.
func (n names) of(value uint8) string {
	if int(value) >= len(n) {
		return fmt.Sprintf("value-%d", value)
	}
	return n[value]
}

// value returns what a name stands for.
func (n names) value(name string) (uint8, error) {
	i := slices.Index(n, name)
	if i < 0 {
		return 0, fmt.Errorf("%q is none of %q", name, []string(n))
	}
	return uint8(i), nil
}
