// Package message tells evidence in a line, for whoever reads a file without a picture.
package message

import (
	"fmt"
	"strings"

	"wireladder/capture"
	"wireladder/capture/joint"
)

// Counters returns the counters in a line. Names, which a file may have made up,
// stand in it as they are.
func Counters(c *capture.Counters) string {
	var b strings.Builder
	b.WriteString("the kernel")
	if c.Host != "" {
		b.WriteString(" of the " + c.Host)
	}
	b.WriteString(" counts:")
	for i, k := range c.Added {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, " %s %d", k.Name, k.By)
	}
	return b.String()
}

// Snapshot returns the snapshot in a line. Host and states, which a file may have
// made up, stand in it as they are.
func Snapshot(s *capture.Snapshot) string {
	var b strings.Builder
	b.WriteString("the kernel")
	if s.Host != "" {
		b.WriteString(" of the " + s.Host)
	}
	b.WriteString(": ")
	if len(s.Sockets) == 0 {
		b.WriteString("no sockets")
	}
	for i, k := range s.Sockets {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(k.String())
	}
	return b.String()
}

// Delivery returns the delivery in a line. Its Fault, which a file may have made up,
// stands in it as it is.
func Delivery(d *capture.Delivery) string {
	var fault string
	if d.Fault != "" {
		fault = fmt.Sprintf(" (%s)", d.Fault)
	}
	switch {
	case d.Lost && d.Unseen == joint.Between:
		return fmt.Sprintf("packet %d is lost between the two captures", d.Packet.Number)
	case d.Lost:
		return fmt.Sprintf("the wire loses packet %d%s", d.Packet.Number, fault)
	case d.Unseen.HidesArrival():
		return fmt.Sprintf("whether packet %d arrives is not known: %s", d.Packet.Number, d.Unseen)
	case d.Unseen != joint.Nothing:
		fault = fmt.Sprintf(" (unseen: %s)", d.Unseen)
	}
	return fmt.Sprintf("packet %d arrives%s", d.Packet.Number, fault)
}
