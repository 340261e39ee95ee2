package builder

import (
	"slices"
	"sort"
	"time"

	"wireladder/capture"
)

// passage is a packet that passes one end of the wire.
type passage struct {
	at     time.Time
	packet *capture.Packet
	comes  bool // it arrives, and did not leave here
}

// passages are those that were seen last, by time. Where one point saw all, a packet
// leaves and arrives at once.
type passages struct{ all []passage }

// maxPassages is how many are kept at least: a call that waits is seldom passed by more.
const maxPassages = 4096

// add adds a passage at its place.
func (ps *passages) add(p passage) {
	i := len(ps.all)
	for i > 0 && ps.all[i-1].at.After(p.at) {
		i--
	}
	ps.all = slices.Insert(ps.all, i, p)
}

// trim lets old ones go.
func (ps *passages) trim() {
	if n := len(ps.all) - maxPassages; n > maxPassages {
		ps.all = append([]passage(nil), ps.all[n:]...)
	}
}

// between returns those from one time up to, not including, another.
func (ps *passages) between(from, to time.Time) []passage {
	first := sort.Search(len(ps.all), func(i int) bool { return !ps.all[i].at.Before(from) })
	end := sort.Search(len(ps.all), func(i int) bool { return !ps.all[i].at.Before(to) })
	return ps.all[first:max(first, end)]
}

// touches reports whether p comes from or goes to the socket that c was called on.
func touches(p *capture.Packet, c *capture.Call) bool {
	if p.Proto != c.Proto || !c.Local.IsValid() {
		return false
	}
	toOrFrom := p.Dst.Port() == c.Local.Port() || p.Src.Port() == c.Local.Port()
	if c.Proto == capture.TCP && c.Remote.IsValid() {
		return toOrFrom && (p.Src == c.Remote || p.Dst == c.Remote)
	}
	return toOrFrom
}
