package capture

import (
	"net/netip"
	"time"

	"wireladder/capture/joint"
)

// Entry is one piece of evidence: exactly one of its fields is set.
type Entry struct {
	Packet   *Packet
	Call     *Call
	Delivery *Delivery // of a packet among the entries before it
	Snapshot *Snapshot
	Counters *Counters
}

// Key returns the time that places the entry among others.
func (e Entry) Key() time.Time {
	switch {
	case e.Packet != nil:
		return e.Packet.Time
	case e.Delivery != nil:
		return e.Delivery.Time
	case e.Snapshot != nil:
		return e.Snapshot.Time
	case e.Counters != nil:
		return e.Counters.Time
	}
	return e.Call.Key()
}

// Source yields entries in causal order.
type Source interface {
	// Next returns the next entry, or io.EOF after the last. Other errors say
	// which part of the input is at fault; entries returned before it are good.
	Next() (Entry, error)
}

// Drops counts the packets that a capture lost. The zero value is none.
type Drops struct {
	Received  uint64 // packets that passed the filter
	Kernel    uint64 // lost because the capture's buffer was full
	Interface uint64 // lost by the interface or its driver
}

// Lost returns how many packets are missing from the capture.
func (d Drops) Lost() uint64 { return d.Kernel + d.Interface }

// Origin says where a recording comes from. It travels in the file's section
// header, so that a recording read back is drawn as it was first drawn.
type Origin struct {
	Scenario    string        // scenario of `demo` that made it, or "check" or "run"; "" for any other capture
	Command     string        // by which Application was told to make it; "" if unknown
	Application string        // program that wrote it, with its version
	Hardware    string        // shb_hardware, "" if unknown
	OS          string        // shb_os, "" if unknown: "Linux 6.18.5"
	Interface   string        // name of the interface: "lo"; of a run on two hosts "client"
	Second      string        // name of the other host's interface: "server"; "" where there is one only
	Addresses   [2]netip.Addr // of the hosts that have the names of their interfaces; the invalid ones where nobody has named them yet

	Joint *joint.Captures // of two captures that were joined; nil of one

	Metadata *Metadata // what else its file says before the first entry; nil where there is none
	Rest     *Metadata // the same, and what it says later: it grows until all entries are read
}

// TwoHosts reports whether the recording was made at both ends of a wire: then it
// tells what became of each packet.
func (o Origin) TwoHosts() bool { return o.Second != "" }

// Recording is what one run showed: packets and calls in causal order. The
// zero value is an empty recording, ready to use.
type Recording struct {
	Origin  Origin
	Entries []Entry
	Drops   Drops
}

// Packets returns the recording's packets, in order.
func (r *Recording) Packets() []*Packet {
	var ps []*Packet
	for _, e := range r.Entries {
		if e.Packet != nil {
			ps = append(ps, e.Packet)
		}
	}
	return ps
}
