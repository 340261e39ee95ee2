package keys

import (
	"wireladder/capture"
	"wireladder/capture/run"
)

// Ranking is how much the steps of a ladder matter, and where the evidence stands that a
// finding may rest on. Make one with NewRanking.
type Ranking struct {
	of      map[int]Rank // by step; of most there is none
	unread  map[int]bool // steps at which the kernel says that something is not received yet
	lost    map[int]bool // datagrams that were lost, by number
	calls   map[*capture.Call]int
	packets map[int]int // by number
	set     settings
}

// NewRanking returns the ranking of a ladder without steps.
func NewRanking() *Ranking {
	return &Ranking{of: map[int]Rank{}, unread: map[int]bool{}, lost: map[int]bool{}, calls: map[*capture.Call]int{}, packets: map[int]int{}}
}

// judged is of how many steps findings may speak: of a recording with more there are none.
const judged = 1 << 17

// Note takes the moment of a step.
func (r *Ranking) Note(m *run.Moment, step int) {
	if rank := max(Of(m), r.repeats(m)); rank > r.of[step] {
		r.of[step] = rank
		r.unread[step] = m.Kind == run.Kernel && m.Says.Unread > 0
	}
	r.set.note(m, step)
	switch {
	case step >= judged:
	case m.Call != nil:
		r.calls[m.Call] = step // the return, of one that waits
	case m.Packet != nil && m.Kind == run.Packet:
		r.packets[m.Packet.Number] = step
	}
}

// repeats ranks a datagram that its program sends again, for the one before was lost.
func (r *Ranking) repeats(m *run.Moment) Rank {
	if m.Kind != run.Packet || m.Packet.Proto != capture.UDP {
		return Usual
	}
	if m.Facts.Fate.Lost() {
		r.lost[m.Packet.Number] = true
	}
	if r.lost[m.Facts.SameAs] {
		return Surprise
	}
	return Usual
}

// StepOf returns the step of a piece of evidence.
func (r *Ranking) StepOf(e *capture.Entry) (step int, ok bool) {
	switch {
	case e.Call != nil:
		step, ok = r.calls[e.Call]
	case e.Packet != nil:
		return r.StepOfPacket(e.Packet.Number)
	}
	return step, ok
}

// StepOfPacket returns the step in which a packet was sent, by its number.
func (r *Ranking) StepOfPacket(number int) (step int, ok bool) {
	step, ok = r.packets[number]
	return step, ok
}

// Found notes that a finding rests on a step.
func (r *Ranking) Found(step int) { r.of[step], r.unread[step] = Surprise, false }

// Keys returns the steps that are key in a ladder with so many clients, in no order. That something
// is not received yet surprises nobody where the program asks which sockets are ready. An option is key where what
// it is about has happened.
func (r *Ranking) Keys(clients int) (all []int) {
	for _, step := range r.set.telling() {
		r.of[step] = Surprise
	}
	var count [Surprise + 1]int
	for _, rank := range r.of {
		count[rank]++
	}
	for step, unread := range r.unread {
		if unread && r.of[step] == Surprise && count[Ready] > 0 {
			r.of[step] = Ready
			count[Surprise]--
			count[Ready]++
		}
	}
	key := Key(count, clients)
	for step, rank := range r.of {
		if key != Usual && rank == key {
			all = append(all, step)
		}
	}
	return all
}
