package render

import (
	"cmp"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// remark is something that only the kernel can tell: the length of an accept
// queue, or a TCP state that is not the one that the packets let infer.
type remark struct {
	listener netip.AddrPort // whose queue it is; invalid where it is a state
	length   int            // of the queue: connections that wait for accept(2)
	before   int            // its length as it was shown before
	backlog  int            // as listen(2) was given it

	at       seat   // whose state it is
	state    string // as the kernel says
	inferred string // as the packets let infer
	unsent   int    // numbers that wait to be acknowledged, that of a FIN among them

	unread int // bytes that a program leaves in its receive buffer; 0: it is not about them
}

// witness compares what the kernel said with what was inferred.
type witness struct {
	story  []moment
	seats  map[endpoint]*sighting // by the addresses of a side of a TCP conversation
	listen map[netip.AddrPort]*moment
	queues map[netip.AddrPort]int // lengths that were shown last
}

// sighting is what is known of one side of a conversation.
type sighting struct {
	seat
	state  flow.State
	by     *moment // of the packet that led to the state; nil: it was there before
	told   string  // the state of the kernel's that was remarked last
	unread int     // as it was remarked last
}

// heedKernel takes the snapshots out of a story. Where the kernel says what was
// inferred, the moment that it was inferred in learns of that; where it says
// something else, or of something else, a remark stands in the snapshot's place.
func heedKernel(story []moment) []moment {
	w := &witness{
		story: story, seats: map[endpoint]*sighting{},
		listen: map[netip.AddrPort]*moment{}, queues: map[netip.AddrPort]int{},
	}
	remarks := map[int][]remark{}
	for i := range story {
		if story[i].snapshot != nil {
			remarks[i] = w.look(i)
			continue
		}
		w.note(&story[i])
	}
	return insert(story, remarks)
}

// insert puts remarks in the place of their snapshots.
func insert(story []moment, remarks map[int][]remark) []moment {
	told := make([]moment, 0, len(story))
	for i := range story {
		if story[i].snapshot == nil {
			told = append(told, story[i])
			continue
		}
		for _, r := range remarks[i] {
			told = append(told, moment{kind: Kernel, at: story[i].at, remark: &r})
		}
	}
	return told
}

// note takes from a moment what the kernel can be asked about.
func (w *witness) note(m *moment) {
	if c := m.call; c != nil {
		if c.Name == "listen" && c.Errno == "" {
			w.listen[c.Local] = m
		}
		return
	}
	o := &m.obs
	if o.Conversation == nil || o.Conversation.Proto != capture.TCP {
		return
	}
	for _, side := range []flow.Side{flow.Initiator, flow.Responder} {
		at := endpoint{o.Conversation.Endpoint(side), o.Conversation.Endpoint(side.Peer())}
		s := w.seats[at]
		if s == nil || s.conversation != o.Conversation {
			s = &sighting{seat: seat{o.Conversation, side}}
			w.seats[at] = s
		}
		if o.Changed(side) {
			s.state, s.by = o.After[side], m
		}
	}
}

// look takes the snapshot that is the i-th moment.
func (w *witness) look(i int) []remark {
	var remarks []remark
	snapshot := w.story[i].snapshot
	for _, k := range snapshot.Sockets {
		if k.Proto == capture.TCP && k.State == flow.Listen.String() {
			remarks = append(remarks, w.queue(i, &k)...)
		}
	}
	for _, at := range w.places() {
		s := w.seats[at]
		if snapshot.Host == "" || snapshot.Host == s.side.String() {
			remarks = append(append(remarks, w.state(i, at, s)...), w.unread(i, at, s)...)
		}
	}
	return remarks
}

// places returns the keys of seats in an order that stays.
func (w *witness) places() []endpoint {
	return slices.SortedFunc(maps.Keys(w.seats), endpoint.compare)
}

// queue says how long an accept queue is, if that is new and stays so for a
// while.
func (w *witness) queue(i int, k *capture.KernelSocket) []remark {
	if m := w.listen[k.Local]; m != nil {
		m.confirmed[flow.Responder] = true
	}
	before := w.queues[k.Local]
	if k.RecvQueue == before || k.RecvQueue <= k.SendQueue && !w.lasts(i, queueChange(k)) {
		return nil
	}
	w.queues[k.Local] = k.RecvQueue
	return []remark{{listener: k.Local, length: k.RecvQueue, before: before, backlog: k.SendQueue}}
}

// queueChange returns what changes an accept queue: accept(2), and whatever the
// kernel tells next.
func queueChange(k *capture.KernelSocket) func(*moment) bool {
	return func(m *moment) bool {
		if c := m.call; c != nil {
			return m.kind != Enter && strings.HasPrefix(c.Name, "accept") && c.Errno == "" && c.Local.Port() == k.Local.Port()
		}
		return queueOf(m.snapshot, k.Local) != k.RecvQueue
	}
}

// queueOf returns the length of the accept queue of the socket at local, -1 if
// it is not there.
func queueOf(s *capture.Snapshot, local netip.AddrPort) int {
	for _, k := range s.Sockets {
		if k.Proto == capture.TCP && k.State == flow.Listen.String() && k.Local == local {
			return k.RecvQueue
		}
	}
	return -1
}

// state compares the state of one end, and says what the kernel's is if it is
// another one and stays so for a while.
func (w *witness) state(i int, at endpoint, s *sighting) []remark {
	kernel := stateOf(w.story[i].snapshot, at)
	switch {
	case s.state == flow.Unknown:
		return nil
	case kernel == s.state.String() || kernel == flow.Closed.String() && s.state == flow.Listen:
		if s.by != nil {
			s.by.confirmed[s.side] = true
		}
		return nil
	case kernel == s.told || !w.lasts(i, func(m *moment) bool { return m.snapshot != nil && stateOf(m.snapshot, at) != kernel }):
		return nil
	}
	s.told = kernel
	return []remark{{at: s.seat, state: kernel, inferred: s.state.String(), unsent: socketAt(w.story[i].snapshot, at).SendQueue}}
}

// stateOf returns the state of one end by the kernel's word: one that is not
// there is closed.
func stateOf(s *capture.Snapshot, at endpoint) string {
	return cmp.Or(socketAt(s, at).State, flow.Closed.String())
}

// unread says how many bytes a program leaves unread for a while, if it was not
// said before.
func (w *witness) unread(i int, at endpoint, s *sighting) []remark {
	n := unreadOf(w.story[i].snapshot, at)
	if n == s.unread || n > 0 && !w.leaves(i, at, n) {
		return nil
	}
	s.unread = n
	if n == 0 {
		return nil
	}
	return []remark{{at: s.seat, unread: n}}
}

// slowReader is how long a program must leave bytes unread to be called slow.
const slowReader = 100 * time.Millisecond

// leaves reports whether n bytes stay unread for long from snapshot i on.
func (w *witness) leaves(i int, at endpoint, n int) bool {
	host := w.story[i].snapshot.Host
	for j := i + 1; j < len(w.story); j++ {
		m := &w.story[j]
		if m.at.Sub(w.story[i].at) >= slowReader {
			return true
		}
		if m.snapshot != nil && m.snapshot.Host == host && unreadOf(m.snapshot, at) != n {
			return false
		}
	}
	return false
}

// unreadOf returns how many bytes a program that holds one end has not read. The
// kernel counts a FIN among them.
func unreadOf(s *capture.Snapshot, at endpoint) int {
	k := socketAt(s, at)
	switch {
	case k.Inode == 0:
		return 0
	case k.State == flow.Established.String():
		return k.RecvQueue
	}
	return max(k.RecvQueue-1, 0)
}

// socketAt returns the kernel's socket of one end, a zero one if there is none.
func socketAt(s *capture.Snapshot, at endpoint) capture.KernelSocket {
	for _, k := range s.Sockets {
		if k.Proto == capture.TCP && k.Local == at.local && k.Remote == at.remote {
			return k
		}
	}
	return capture.KernelSocket{}
}

// lasting is how long something must stay as it is to be more than how fast a
// program runs, if no packet passes meanwhile.
const lasting = 50 * time.Millisecond

// lasts reports whether what snapshot i says stays so for a while: until a
// further packet has been seen, or the end. What comes and goes between two
// packets is how fast a program runs, and no lesson. changed is asked about
// calls, and about snapshots of the same host.
func (w *witness) lasts(i int, changed func(*moment) bool) bool {
	since, host := w.story[i].at, w.story[i].snapshot.Host
	for j := i + 1; j < len(w.story); j++ {
		switch m := &w.story[j]; {
		case m.kind == Message, m.at.Sub(since) >= lasting:
			return true
		case m.call != nil && changed(m), m.snapshot != nil && m.snapshot.Host == host && changed(m):
			return false
		}
	}
	return true
}
