package capture

import (
	"fmt"
	"strings"
	"time"
)

// Counters is what the kernel of one host has counted since it was asked before:
// its own reasons for what it did, as /proc/net/netstat, /proc/net/snmp and
// /proc/net/snmp6 have them. A recording holds one at each change, and only of a
// network that the run has for itself.
type Counters struct {
	// What is counted happened after Since, when the kernel was asked before, and
	// before Time, when it had answered. CLOCK_REALTIME. Since may lie a little before
	// the Time of the counters before.
	Since time.Time
	Time  time.Time
	Host  string  // whose kernel: "" for the one that all of the run share, else "client" or "server"
	Added []Count // those that have grown, by name
}

// Count is by how much one counter has grown.
type Count struct {
	Name string // as the kernel calls it: "TCPLossProbes"
	By   uint64
}

// Of returns by how much a counter has grown, 0 if it has not.
func (c *Counters) Of(name string) uint64 {
	for _, k := range c.Added {
		if k.Name == name {
			return k.By
		}
	}
	return 0
}

// Message returns the counters in a line. Names, which a file may have made up,
// stand in it as they are.
func (c *Counters) Message() string {
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
