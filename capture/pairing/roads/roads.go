// Package roads numbers the ways that packets go in two captures, and the courses between hosts that these are part of.
package roads

import (
	"encoding/binary"
	"net/netip"

	"wireladder/capture"
)

// Roads are the ways that packets go in both captures, and between which hosts. Make them with New.
type Roads struct {
	Ways    []Way
	Count   [2][]int // by capture and way: packets
	Courses []Route

	of     []uint32  // by way: its course
	ends   []wayEnds // by way
	number map[wayEnds]uint32
	recent [1 << 13]uint32 // ways plus one, by a hash of their ends: that of the newest packet
	course map[hostPair]uint32
}

// Way is from where to where packets go.
type Way struct {
	Proto    capture.Protocol
	Src, Dst netip.AddrPort
}

// Route is a direction between two hosts.
type Route struct {
	Back   int32 // the other direction; None: no packet has gone there
	Source int8  // at which end of the run its packets begin; Unknown: nobody can tell
	Pairs  int   // how many packets of it both captures hold, alone of their kind
}

// None is no course.
const None int32 = -1

// Unknown is an end that is not known.
const Unknown int8 = -1

// wayEnds are what a way is known by, as an outline has them.
type wayEnds struct {
	src, dst         [16]byte
	srcPort, dstPort uint16
	proto            capture.Protocol
	v6               bool
}

// hostPair is the two hosts of a way.
type hostPair struct{ src, dst netip.Addr }

// New returns Roads without any.
func New() *Roads { return &Roads{number: map[wayEnds]uint32{}, course: map[hostPair]uint32{}} }

// Turned returns the way back.
func (w Way) Turned() Way { return Way{w.Proto, w.Dst, w.Src} }

// Of returns the number of the way of a packet of a capture, and counts it.
func (r *Roads) Of(capture int, o *capture.Outline) uint32 {
	e := wayEnds{o.Src, o.Dst, o.SrcPort, o.DstPort, o.Proto, o.IPv6}
	n := r.find(&e)
	r.Count[capture][n]++
	return n
}

// find returns the number of a way, which gets one if it has none.
func (r *Roads) find(e *wayEnds) uint32 {
	place := &r.recent[e.hash()%uint64(len(r.recent))]
	if n := *place; n > 0 && r.ends[n-1] == *e {
		return n - 1
	}
	n := r.numberOf(e)
	*place = n + 1
	return n
}

// hash returns a number that other ends seldom have.
func (e *wayEnds) hash() uint64 {
	const odd = 0x9e3779b97f4a7c15
	ports := uint64(e.srcPort)<<16 | uint64(e.dstPort)
	h := (uint64(binary.LittleEndian.Uint32(e.src[:]))<<32 | uint64(binary.LittleEndian.Uint32(e.dst[:]))) ^ ports*odd
	if e.v6 {
		h ^= binary.LittleEndian.Uint64(e.src[8:])*3 ^ binary.LittleEndian.Uint64(e.dst[8:])
	}
	return h * odd >> 40
}

// Number returns the number of a way, which gets one if it has none.
func (r *Roads) Number(w Way) uint32 {
	e := endsOf(w)
	return r.numberOf(&e)
}

// Known returns the number of a way, and whether it has one.
func (r *Roads) Known(w Way) (uint32, bool) {
	n, known := r.number[endsOf(w)]
	return n, known
}

// endsOf returns the ends of a way.
func endsOf(w Way) wayEnds {
	o := capture.Outline{Proto: w.Proto}
	o.SetEnds(&w.Src, &w.Dst)
	return wayEnds{o.Src, o.Dst, o.SrcPort, o.DstPort, o.Proto, o.IPv6}
}

// way returns what way it is.
func (e *wayEnds) way() Way {
	if e.v6 {
		return Way{e.proto, netip.AddrPortFrom(netip.AddrFrom16(e.src), e.srcPort), netip.AddrPortFrom(netip.AddrFrom16(e.dst), e.dstPort)}
	}
	return Way{e.proto, netip.AddrPortFrom(netip.AddrFrom4([4]byte(e.src[:4])), e.srcPort), netip.AddrPortFrom(netip.AddrFrom4([4]byte(e.dst[:4])), e.dstPort)}
}

// numberOf is Number for the ends of a way.
func (r *Roads) numberOf(e *wayEnds) uint32 {
	n, known := r.number[*e]
	if !known {
		n = uint32(len(r.Ways)) //nolint:gosec // there are no more than packets
		r.number[*e] = n
		w := e.way()
		r.ends, r.Ways = append(r.ends, *e), append(r.Ways, w)
		r.Count[0], r.Count[1] = append(r.Count[0], 0), append(r.Count[1], 0)
		r.of = append(r.of, r.courseOf(hostPair{w.Src.Addr(), w.Dst.Addr()}))
	}
	return n
}

// courseOf returns the number of the course between two hosts.
func (r *Roads) courseOf(h hostPair) uint32 {
	n, known := r.course[h]
	if known {
		return n
	}
	n = uint32(len(r.Courses)) //nolint:gosec // there are no more than packets
	r.course[h] = n
	c := Route{Back: None, Source: Unknown}
	if back, known := r.course[hostPair{h.dst, h.src}]; known && back != n {
		c.Back = int32(back)            //nolint:gosec // as above
		r.Courses[back].Back = int32(n) //nolint:gosec // as above
	}
	r.Courses = append(r.Courses, c)
	return n
}

// Course returns the number of the course that a way is part of.
func (r *Roads) Course(way uint32) uint32 { return r.of[way] }

// Source returns at which end the packets of a way begin, Unknown if that is not known.
func (r *Roads) Source(way uint32) int8 { return r.Courses[r.of[way]].Source }

// Hosts returns a number that the ways between two hosts have in common, in both directions.
func (r *Roads) Hosts(way uint32) uint32 {
	n := r.of[way]
	return min(n, uint32(r.Courses[n].Back)) //nolint:gosec // none is larger than all
}

// Begin says at which end the packets of a course begin, and so where those of the other direction do.
func (r *Roads) Begin(n uint32, end int8) {
	c := &r.Courses[n]
	c.Source = end
	if c.Back != None {
		r.Courses[c.Back].Source = 1 - end
	}
}

// Main returns the course of which most packets are in both captures, both ways if there is
// such a one.
func (r *Roads) Main() uint32 {
	weight := func(c *Route) int {
		both := 0
		if c.Back != None {
			both = min(c.Pairs, r.Courses[c.Back].Pairs)
		}
		return both<<31 + c.Pairs
	}
	best := 0
	for i := range r.Courses {
		if weight(&r.Courses[i]) > weight(&r.Courses[best]) {
			best = i
		}
	}
	return uint32(best) //nolint:gosec // it is an index
}

// Swap makes the second capture the first.
func (r *Roads) Swap() {
	r.Count[0], r.Count[1] = r.Count[1], r.Count[0]
	for i := range r.Courses {
		if c := &r.Courses[i]; c.Source != Unknown {
			c.Source = 1 - c.Source
		}
	}
}

// SetEnds gives an outline the addresses and ports of a way.
func (r *Roads) SetEnds(o *capture.Outline, way uint32) {
	e := &r.ends[way]
	o.Src, o.Dst, o.SrcPort, o.DstPort, o.IPv6 = e.src, e.dst, e.srcPort, e.dstPort, e.v6
}
