package pairing

import "wireladder/capture"

// roads are the ways that packets go in both captures, and between which hosts.
type roads struct {
	ways   []way
	number map[way]uint32
	of     []uint32 // by way: its course
	last   [2]uint32

	courses []route
	course  map[hostPair]uint32
}

// route is a direction between two hosts.
type route struct {
	hosts  hostPair
	back   int32 // the other direction; none: no packet has gone there
	source int8  // at which end of the run its packets begin; unknown: nobody can tell
	pairs  int   // how many packets of it both captures hold, alone of their kind
}

// unknown is an end that is not known.
const unknown int8 = -1

func newRoads() *roads { return &roads{number: map[way]uint32{}, course: map[hostPair]uint32{}} }

// way returns the number of the way of a packet.
func (r *roads) way(p *capture.Packet) uint32 {
	w := way{p.Proto, p.Src, p.Dst}
	for _, n := range r.last {
		if int(n) < len(r.ways) && r.ways[n] == w {
			return n
		}
	}
	n := r.numberOf(w)
	r.last[0], r.last[1] = n, r.last[0]
	return n
}

// numberOf returns the number of a way, which gets one if it has none.
func (r *roads) numberOf(w way) uint32 {
	n, known := r.number[w]
	if !known {
		n = uint32(len(r.ways)) //nolint:gosec // there are no more than packets
		r.number[w] = n
		r.ways = append(r.ways, w)
		r.of = append(r.of, r.courseOf(w.hosts()))
	}
	return n
}

// courseOf returns the number of the course between two hosts.
func (r *roads) courseOf(h hostPair) uint32 {
	n, known := r.course[h]
	if known {
		return n
	}
	n = uint32(len(r.courses)) //nolint:gosec // there are no more than packets
	r.course[h] = n
	c := route{hosts: h, back: none, source: unknown}
	if back, known := r.course[h.back()]; known && back != n {
		c.back = int32(back)            //nolint:gosec // as above
		r.courses[back].back = int32(n) //nolint:gosec // as above
	}
	r.courses = append(r.courses, c)
	return n
}

// source returns at which end the packets of a way begin, unknown if that is not known.
func (r *roads) source(way uint32) int8 { return r.courses[r.of[way]].source }

// shows reports whether a capture has packets of one of the ports of a way.
func (p *Pairing) shows(end int, n uint32) bool {
	w := &p.roads.ways[n]
	return p.during[end].HasPorts(w.proto, w.src, w.dst)
}

// begin says at which end the packets of a course begin, and so where those of the other direction do.
func (r *roads) begin(n uint32, end int8) {
	c := &r.courses[n]
	c.source = end
	if c.back != none {
		r.courses[c.back].source = 1 - end
	}
}
