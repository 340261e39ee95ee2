package capture

import "time"

// Counters is what the kernel of one host has counted since it was asked before: its own
// reasons for what it did, as /proc/net/netstat, snmp and snmp6 have them. A recording
// holds one at each change, and only of a network that the run has for itself.
type Counters struct {
	// What is counted happened after Since, when the kernel was asked before, and
	// before Time, when it had answered. CLOCK_REALTIME. Since may lie a little before the last Time.
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

// countingLag is by how much the kernel may count before or after it stamps the packet
// that a count goes with: it does one after the other, and can be asked in between.
const countingLag = time.Millisecond

// Spans reports whether what was counted may have happened at that time, such as that
// of a packet.
func (c *Counters) Spans(at time.Time) bool {
	return !at.Before(c.Since.Add(-countingLag)) && !at.After(c.Time.Add(countingLag))
}
