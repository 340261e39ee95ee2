package understand

import (
	"slices"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// packetWindow holds packets in their order until they are taken. They are its
// own: their slots, and the room for their octets, are used again and again, so that a
// window that has been as full as it gets allocates nothing for a packet. The zero value
// is an empty window.
type packetWindow struct {
	queue  []queued // those before head were taken
	head   int
	octets int // of the packets that wait

	last *slots   // where the next packets are read into; nil at first
	free []*slots // others in which nothing waits

	lastRoom *octetRoom   // where the octets of the next packet go; nil at first
	freeRoom []*octetRoom // others in which nothing waits
}

// queued is a packet that waits.
type queued struct {
	packet *capture.Packet
	slots  *slots     // where it is
	room   *octetRoom // where its octets are
}

// slots are packets one behind the other, as a reader fills them and as
// flow.Tracker.Foresee takes them.
type slots struct {
	packets [flow.Ahead]capture.Packet
	used    int // how many were read into
	waiting int // how many of these were not taken yet
}

// octetRoom is where octets of packets are kept, one packet behind the other.
type octetRoom struct {
	octets  []byte
	waiting int // how many packets have theirs here and were not taken yet
}

// Sizes of what a window keeps of packets, in octets.
const (
	roomSize  = 128 << 10 // of an octetRoom; one packet may take more
	maxOctets = 64 << 20  // from which on a window is full
)

// len returns how many packets wait.
func (w *packetWindow) len() int { return len(w.queue) - w.head }

// full reports whether too large packets wait.
func (w *packetWindow) full() bool { return w.octets >= maxOctets }

// room returns packets to read the next ones into, as savefile.Reader.ScanMany does.
func (w *packetWindow) room() []capture.Packet {
	if w.last != nil && w.last.waiting == 0 {
		w.last.used = 0
	}
	if w.last == nil || w.last.used == len(w.last.packets) {
		w.last = w.spare()
	}
	return w.last.packets[w.last.used:]
}

// spare returns slots in which nothing waits.
func (w *packetWindow) spare() *slots {
	n := len(w.free)
	if n == 0 {
		return new(slots)
	}
	s := w.free[n-1]
	w.free = w.free[:n-1]
	s.used = 0
	return s
}

// fill adds the first n packets of room, and returns them. They stay as they are until
// they are taken.
func (w *packetWindow) fill(n int) []capture.Packet {
	if n == 0 {
		return nil
	}
	s := w.last
	batch := s.packets[s.used : s.used+n]
	for i := range batch {
		w.push(queued{&batch[i], s, w.own(&batch[i])})
	}
	s.used, s.waiting = s.used+n, s.waiting+n
	return batch
}

// own copies what a packet refers to into the window's own room, and returns where
// that is. The payload is a part of the frame, or else of a datagram that was put
// together.
func (w *packetWindow) own(p *capture.Packet) *octetRoom {
	data, payload := p.Data, p.Payload
	from := cap(data) - cap(payload)
	within := from >= 0 && from+len(payload) <= len(data) && (len(payload) == 0 || &data[from] == &payload[0])
	size := len(data)
	if !within {
		size += len(payload)
	}
	r := w.roomFor(size)
	p.Data = r.keep(data)
	switch {
	case payload == nil:
	case within:
		p.Payload = p.Data[from : from+len(payload)]
	default:
		p.Payload = r.keep(payload)
	}
	r.waiting++
	w.octets += len(data)
	return r
}

// roomFor returns where there is room for so many octets.
func (w *packetWindow) roomFor(size int) *octetRoom {
	r := w.lastRoom
	if r != nil && r.waiting == 0 {
		r.octets = r.octets[:0]
	}
	if r != nil && cap(r.octets)-len(r.octets) >= size {
		return r
	}
	w.lastRoom = w.spareRoom(size)
	if r != nil && r.waiting == 0 {
		w.recycle(r)
	}
	return w.lastRoom
}

// spareRoom returns an empty room for so many octets.
func (w *packetWindow) spareRoom(size int) *octetRoom {
	n := len(w.freeRoom)
	if n == 0 || size > roomSize {
		return &octetRoom{octets: make([]byte, 0, max(size, roomSize))}
	}
	r := w.freeRoom[n-1]
	w.freeRoom = w.freeRoom[:n-1]
	r.octets = r.octets[:0]
	return r
}

// keep copies octets for which there is room, and returns the copy.
func (r *octetRoom) keep(octets []byte) []byte {
	from := len(r.octets)
	r.octets = append(r.octets, octets...)
	return r.octets[from:len(r.octets):len(r.octets)]
}

// push puts a packet behind the others. The room of those that were taken is used
// again when they are half of the queue.
func (w *packetWindow) push(q queued) {
	if n := len(w.queue); n == cap(w.queue) && w.head > n/2 {
		w.queue = slices.Delete(w.queue, 0, w.head)
		w.head = 0
	}
	w.queue = append(w.queue, q)
}

// release takes a packet, if it is the oldest one. It is valid until room is called.
func (w *packetWindow) release(p *capture.Packet) {
	if w.len() == 0 || w.queue[w.head].packet != p {
		return // it is somebody else's
	}
	q := w.queue[w.head]
	w.queue[w.head] = queued{}
	if w.head++; w.head == len(w.queue) {
		w.queue, w.head = w.queue[:0], 0
	}
	if q.slots.waiting--; q.slots.waiting == 0 && q.slots != w.last {
		w.free = append(w.free, q.slots)
	}
	w.leave(q.room, len(p.Data))
}

// leave takes notice that a packet with so many octets in the room waits no more.
func (w *packetWindow) leave(r *octetRoom, octets int) {
	w.octets -= octets
	if r.waiting--; r.waiting == 0 && r != w.lastRoom {
		w.recycle(r)
	}
}

// recycle keeps a room in which nothing waits, unless it was made for one large packet.
func (w *packetWindow) recycle(r *octetRoom) {
	if cap(r.octets) <= roomSize {
		w.freeRoom = append(w.freeRoom, r)
	}
}
