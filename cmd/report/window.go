package report

import (
	"slices"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// entryWindow holds entries in their order until they are taken. The packets that are
// read into it are its own: their slots, and the room for their octets, are used again
// and again, so that a window that has been as full as it gets allocates nothing for a
// packet. The zero value is an empty window.
type entryWindow struct {
	queue []queued // those before head were taken
	head  int
	last  *slots   // where the next packets are read into; nil at first
	free  []*slots // others in which nothing waits
}

// queued is an entry that waits, and where its packet lives: nil if that is not the
// window's.
type queued struct {
	capture.Entry
	slots *slots
}

// slots are packets one behind the other, as a reader fills them and as
// flow.Tracker.Foresee takes them, and room for the octets of each.
type slots struct {
	packets [flow.Ahead]capture.Packet
	octets  [flow.Ahead][]byte
	used    int // how many were read into
	waiting int // how many of these were not taken yet
}

// len returns how many entries wait.
func (w *entryWindow) len() int { return len(w.queue) - w.head }

// room returns packets to read the next ones into, as savefile.Reader.ScanMany does.
// What was taken before is no longer valid.
func (w *entryWindow) room() []capture.Packet {
	if w.last != nil && w.last.waiting == 0 {
		w.last.used = 0
	}
	if w.last == nil || w.last.used == len(w.last.packets) {
		w.last = w.spare()
	}
	return w.last.packets[w.last.used:]
}

// spare returns slots in which nothing waits.
func (w *entryWindow) spare() *slots {
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
// they are taken if own is set, else until the reader that filled them reads on.
func (w *entryWindow) fill(n int, own bool) []capture.Packet {
	if n == 0 {
		return nil
	}
	s := w.last
	from := s.used
	for i := from; i < from+n; i++ {
		if own {
			s.own(i)
		}
		w.push(queued{capture.Entry{Packet: &s.packets[i]}, s})
	}
	s.used, s.waiting = from+n, s.waiting+n
	return s.packets[from : from+n]
}

// own copies what a packet refers to into its own room. The payload is a part of the
// frame, or else of a datagram that was put together.
func (s *slots) own(i int) {
	p, room := &s.packets[i], s.octets[i][:0]
	room = append(room, p.Data...)
	from := cap(p.Data) - cap(p.Payload)
	if n := len(p.Payload); n > 0 && (from < 0 || from+n > len(p.Data) || &p.Data[from] != &p.Payload[0]) {
		from = len(room)
		room = append(room, p.Payload...)
	}
	if len(p.Payload) > 0 {
		p.Payload = room[from : from+len(p.Payload)]
	}
	p.Data, s.octets[i] = room[:len(p.Data):len(p.Data)], room
}

// add adds an entry that stays as it is.
func (w *entryWindow) add(e capture.Entry) { w.push(queued{e, nil}) }

// push puts an entry behind the others. The room of those that were taken is used
// again when they are half of the queue.
func (w *entryWindow) push(q queued) {
	if n := len(w.queue); n == cap(w.queue) && w.head > n/2 {
		w.queue = slices.Delete(w.queue, 0, w.head)
		w.head = 0
	}
	w.queue = append(w.queue, q)
}

// take takes the oldest entry, of which there must be one. It is valid until room is
// called.
func (w *entryWindow) take() capture.Entry {
	q := w.queue[w.head]
	w.queue[w.head] = queued{}
	if w.head++; w.head == len(w.queue) {
		w.queue, w.head = w.queue[:0], 0
	}
	if s := q.slots; s != nil {
		if s.waiting--; s.waiting == 0 && s != w.last {
			w.free = append(w.free, s)
		}
	}
	return q.Entry
}

// entries returns all that wait. A delivery has its packet, if that waits as well, in
// place of one with the number alone.
func (w *entryWindow) entries() []capture.Entry {
	all := make([]capture.Entry, 0, w.len())
	packets := map[int]*capture.Packet{}
	for _, q := range w.queue[w.head:] {
		e := q.Entry
		switch {
		case e.Packet != nil:
			packets[e.Packet.Number] = e.Packet
		case e.Delivery != nil && packets[e.Delivery.Packet.Number] != nil:
			tied := *e.Delivery
			tied.Packet = packets[tied.Packet.Number]
			e.Delivery = &tied
		}
		all = append(all, e)
	}
	return all
}
