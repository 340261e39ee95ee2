package addresses

import (
	"net/netip"
	"slices"
	"sort"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// packets are what is asked of packets where calls tell nothing.
type packets struct {
	taking map[uint16][]time.Time    // when connections were taken, by port; nil: not read yet
	asked  map[[2]netip.AddrPort]int // the first datagram from one to the other; nil: not read yet
	looks  map[netip.Addr]int        // the first error that says that a hop limit was used up
	syns   map[[2]netip.Addr][]syn   // by who asks whom; nil: not read yet
}

// syn is when somebody has asked for a connection, and to which port.
type syn struct {
	at   time.Time
	port uint16
}

// patience is for how long a client tries one address after the other.
const patience = 3 * time.Second

// taken reports whether a port takes a connection soon after it has refused one: the client
// tries again, or the other addresses of a name.
func (x *search) taken(refusal *run.Moment) bool {
	if x.taking == nil {
		x.taking = map[uint16][]time.Time{}
		for _, m := range x.Moments {
			if m.Kind == run.Packet && m.Events.Has(flow.SYNACK) {
				x.taking[m.Packet.Src.Port()] = append(x.taking[m.Packet.Src.Port()], m.Time)
			}
		}
	}
	all := x.taking[refusal.Packet.Src.Port()]
	i := slices.IndexFunc(all, refusal.Time.Before)
	return i >= 0 && all[i].Sub(refusal.Time) < patience
}

// meant reports whether a datagram of which calls tell nothing finds nobody, and nothing is
// wrong with that: who has asked has got what it wanted and is gone, or asks again and is
// answered, or it looks for the way (traceroute(8) sends to ports that nobody has).
func (x *search) meant(m *run.Moment, e *facts.Error) bool {
	if x.asked == nil {
		x.readDatagrams()
	}
	from := m.Packet.ICMP.Quoted.Src
	asked, looked := x.asked[[2]netip.AddrPort{e.Target, from}], x.looks[from.Addr()]
	return asked > 0 || looked > 0 && looked < m.Packet.Number
}

// readDatagrams notes who sends datagrams to whom, and who looks for the way.
func (x *search) readDatagrams() {
	x.asked, x.looks = map[[2]netip.AddrPort]int{}, map[netip.Addr]int{}
	for _, m := range slices.Backward(x.Moments) {
		switch {
		case m.Kind != run.Packet:
		case m.Facts.Error != nil && m.Facts.Error.Kind == facts.TimeExceeded:
			x.looks[m.Packet.ICMP.Quoted.Src.Addr()] = m.Packet.Number
		case m.Packet.Proto == capture.UDP:
			x.asked[[2]netip.AddrPort{m.Packet.Src, m.Packet.Dst}] = m.Packet.Number
		}
	}
}

// Who asks for connections at so many ports within patience looks which are open; of so many
// SYNs before and after one that is looked at.
const (
	scannedPorts = 3
	scannedSYNs  = 100
)

// scans reports whether a client that is refused looks which ports of a host are open.
func (x *search) scans(refusal *run.Moment) bool {
	if x.syns == nil {
		x.readSYNs()
	}
	all := x.syns[[2]netip.Addr{refusal.Packet.Dst.Addr(), refusal.Packet.Src.Addr()}]
	i := sort.Search(len(all), func(i int) bool { return all[i].at.After(refusal.Time) })
	ports := map[uint16]bool{}
	for _, s := range all[max(0, i-scannedSYNs):min(len(all), i+scannedSYNs)] {
		if s.at.Sub(refusal.Time).Abs() < patience {
			ports[s.port] = true
		}
	}
	return len(ports) >= scannedPorts
}

// readSYNs notes who asks for connections.
func (x *search) readSYNs() {
	x.syns = map[[2]netip.Addr][]syn{}
	for _, m := range x.Moments {
		if m.Kind == run.Packet && m.Events.Has(flow.SYN) {
			key := [2]netip.Addr{m.Packet.Src.Addr(), m.Packet.Dst.Addr()}
			x.syns[key] = append(x.syns[key], syn{m.Time, m.Packet.Dst.Port()})
		}
	}
}
