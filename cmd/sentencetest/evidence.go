package sentencetest

import (
	"net/netip"
	"time"
)

// direction is what one side of a TCP conversation has sent, as far as it has been
// gone through.
type direction struct {
	base     uint32 // the number that is 0 in seen
	started  bool
	seen     spans   // numbers that were captured
	sent     []*Line // the segments, in order
	acks     uint32  // the highest number that it has acknowledged
	acked    bool    // acks is valid
	closed   bool    // its FIN was captured
	fin      uint32  // the number of that FIN
	window   int64   // the window of its last segment
	windowed bool    // window is valid
}

// place returns where a number stands in the spans of the direction. Numbers wrap
// around (RFC 9293 §3.4).
func (d *direction) place(seq uint32) int64 { return int64(int32(seq - d.base)) } //nolint:gosec // wraps around

// span returns the numbers that a segment uses up.
func (d *direction) span(l *Line) span {
	lo := d.place(l.Seq)
	return span{lo, lo + l.numbers()}
}

// add goes on by a segment.
func (d *direction) add(l *Line) {
	if !d.started {
		d.base, d.started = l.Seq, true
	}
	d.seen.add(d.span(l))
	d.sent = append(d.sent, l)
	if l.has("F") && !l.has("R") {
		d.closed, d.fin = true, l.Seq+uint32(l.Len) //nolint:gosec // at most 65,535
	}
	if !l.has("R") {
		d.window, d.windowed = l.Win, true
	}
	if l.has("A") && (!d.acked || int32(l.Ack-d.acks) > 0) { //nolint:gosec // wraps around
		d.acks, d.acked = l.Ack, true
	}
}

// last returns the last segment that was sent, or nil.
func (d *direction) last() *Line {
	if len(d.sent) == 0 {
		return nil
	}
	return d.sent[len(d.sent)-1]
}

// evidence is what the file holds: whole, and up to the line that is checked.
type evidence struct {
	lines   []Line
	packets map[int]*Line
	copies  map[int]int           // see Check
	speaks  map[string]bool       // "tcp 10.0.0.1:80": an endpoint that answered other than by a RST
	whole   map[string]*direction // of the whole file
	// When packets arrived, of a wire that was captured at both ends: then a packet in
	// the file need not have reached anybody. Elsewhere watched is false.
	arrived map[int]time.Time
	watched bool
	before  map[string]*direction // of the lines before
}

// gather goes through the whole file once.
func gather(lines []Line, copies map[int]int) *evidence {
	e := &evidence{
		lines: lines, packets: map[int]*Line{}, copies: copies, speaks: map[string]bool{},
		whole: map[string]*direction{}, before: map[string]*direction{}, arrived: map[int]time.Time{},
	}
	for i := range lines {
		l := &lines[i]
		e.deliver(l)
		if l.Number == 0 {
			continue
		}
		e.packets[l.Number] = l
		if !l.has("R") && (l.Proto == "tcp" || l.Proto == "udp") {
			e.speaks[l.Proto+" "+l.Src] = true
		}
		e.advance(e.whole, l)
	}
	return e
}

// advance adds a packet to the directions.
func (e *evidence) advance(all map[string]*direction, l *Line) {
	if l.Proto == "tcp" && l.Stream != nil {
		e.of(all, l.flow()).add(l)
	}
}

// of returns a direction, which may have sent nothing.
func (e *evidence) of(all map[string]*direction, flow string) *direction {
	d := all[flow]
	if d == nil {
		d = &direction{}
		all[flow] = d
	}
	return d
}

// copyOf returns the packet that l holds once more, 0 if l is no copy.
func (e *evidence) copyOf(l *Line) int {
	if l.CopyOf != 0 {
		return l.CopyOf
	}
	return e.copies[l.Number]
}

// deliver takes note of what became of a packet.
func (e *evidence) deliver(l *Line) {
	if l.Delivery == 0 {
		return
	}
	e.watched = true
	if at, known := e.arrived[l.Delivery]; !l.Lost && (!known || l.Time.Before(at)) {
		e.arrived[l.Delivery] = l.Time
	}
}

// reached reports whether a packet had arrived by a time, as far as the file tells.
func (e *evidence) reached(l *Line, by time.Time) bool {
	at, known := e.arrived[l.Number]
	return !e.watched || known && !at.After(by)
}

// answered reports whether the peer has acknowledged all that a segment uses up, or
// for one that uses up nothing, whether the peer has sent something since its sender
// last did. What had not arrived is no answer.
func (e *evidence) answered(l *Line) (by int, yes bool) {
	own, peer := e.of(e.before, l.flow()), e.of(e.before, l.back())
	if l.numbers() == 0 || l.has("S") && !l.has("A") {
		// A RST is an answer to a SYN, too.
		if by, yes := e.between(own.last(), peer, l.Time); yes || l.numbers() == 0 {
			return by, yes
		}
	}
	end := l.Seq + uint32(l.numbers()) //nolint:gosec // wraps around
	for _, a := range peer.sent {
		if a.has("A") && int32(a.Ack-end) >= 0 && e.reached(a, l.Time) { //nolint:gosec // wraps around
			return a.Number, true
		}
	}
	return 0, false
}

// between reports whether something of the peer's has come after a segment.
func (e *evidence) between(since *Line, peer *direction, by time.Time) (number int, yes bool) {
	for i := len(peer.sent) - 1; since != nil && i >= 0 && peer.sent[i].Number > since.Number; i-- {
		if e.reached(peer.sent[i], by) {
			return peer.sent[i].Number, true
		}
	}
	return 0, false
}

// sentBefore returns the last segment before l that holds its first number, or nil.
func (e *evidence) sentBefore(l *Line) *Line {
	d := e.of(e.before, l.flow())
	for i := len(d.sent) - 1; i >= 0; i-- {
		if s := d.span(d.sent[i]); s.lo <= d.place(l.Seq) && d.place(l.Seq) < s.hi {
			return d.sent[i]
		}
	}
	return nil
}

// toMany reports whether a packet goes to a group or to all: nobody in particular is
// asked, and answers come from other addresses.
func toMany(l *Line) bool {
	a, err := netip.ParseAddrPort(l.Dst)
	if err != nil {
		return false
	}
	ip := a.Addr().Unmap()
	if ip.Is4() {
		four := ip.As4()
		return ip.IsMulticast() || four[3] == 255
	}
	return ip.IsMulticast()
}
