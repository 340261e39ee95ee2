package battery

import (
	"slices"

	"wireladder/capture"
	"wireladder/capture/netns/wire"
)

// Probe is one thing that is asked of a server.
type Probe struct {
	Name   string
	Title  string             // what it tries, in a line
	Asks   string             // what the clients do
	Protos []capture.Protocol // of which servers it is asked
	faults []wire.Fault       // of the wire between two hosts; none: both are one
	ask    func(*trial)
}

// Wire returns what lies between client and server; nil if they are one host.
func (p *Probe) Wire() *wire.Options {
	if len(p.faults) == 0 {
		return nil
	}
	return &wire.Options{Faults: p.faults}
}

// First is the name of the probe by which a server's protocol and address are learnt.
const First = "one"

// Probes returns those that are asked of servers of a protocol, in their order; 0: all.
func Probes(proto capture.Protocol) []Probe {
	all := slices.Concat(streamProbes(), datagramProbes())
	return slices.DeleteFunc(all, func(p Probe) bool { return proto != 0 && !slices.Contains(p.Protos, proto) })
}

// Find returns the probe of that name for servers of a protocol.
func Find(name string, proto capture.Protocol) (Probe, bool) {
	for _, p := range Probes(proto) {
		if p.Name == name {
			return p, true
		}
	}
	return Probe{}, false
}

// Names returns the names of all probes, in their order.
func Names() []string {
	var all []string
	for _, p := range Probes(0) {
		if !slices.Contains(all, p.Name) {
			all = append(all, p.Name)
		}
	}
	return all
}
