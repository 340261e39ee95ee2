package sentence

import (
	"fmt"
	"strconv"
	"strings"

	"wireladder/capture"
	"wireladder/capture/run"
)

// Interfaces names the interface at which a copy was captured, and the one at which the
// packet was captured before, as a sentence goes on behind "at": "eth0" and "bond0" where
// the file names both, else "interface 2" and "interface 5", by the numbers that Wireshark shows. Of
// a packet that is no copy, or whose first sighting is not known, both are "".
func Interfaces(m *run.Moment) (now, before string) {
	if m.Facts.Seen == nil {
		return "", ""
	}
	a, b := m.Packet.Sighting.Interface, m.Facts.Seen.Interface
	if now, before = interfaceName(m.Packet, a), interfaceName(m.Packet, b); now != "" && before != "" && now != before {
		return now, before
	}
	return fmt.Sprintf("interface %d", a), fmt.Sprintf("interface %d", b)
}

// interfaceName returns the name that a file gives an interface, quoted where it holds
// what is not to be printed; "" where it has none.
func interfaceName(p *capture.Packet, i uint32) string {
	if p.Metadata == nil || int(i) >= len(p.Metadata.Interfaces) {
		return ""
	}
	name := p.Metadata.Interfaces[i].Name
	if strings.Trim(name, plain) != "" {
		return strconv.Quote(name)
	}
	return name
}

// plain are the signs of an interface name that need no quotes.
const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:@"
