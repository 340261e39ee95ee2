package render

import (
	"sort"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// moment is one thing that happened: a packet, a call, or the start or return
// of a call that waits.
type moment struct {
	kind StepKind
	at   time.Time
	obs  flow.Observation // of a Message or Remark
	said Explanation      // of obs; made at once, for the conversation goes on changing
	call *capture.Call    // of a Call, Enter or Return

	snapshot  *capture.Snapshot // of a moment that heedKernel turns into remarks
	remark    *remark           // of a Kernel
	confirmed [2]bool           // by side: the kernel said that it is in the state that it entered here

	fate     *fate             // of a Message: what the wire did with it; nil: it was not watched
	delivery *capture.Delivery // of an Arrival
}

// proto returns the protocol whose ladder the moment belongs to.
func (m *moment) proto() capture.Protocol {
	switch {
	case m.remark != nil:
		return capture.TCP
	case m.call != nil:
		return m.call.Proto
	case m.obs.Conversation != nil:
		return m.obs.Conversation.Proto
	}
	return capture.Undecoded
}

// meaning tells what the entries of a recording mean. Its functions are called
// in the order of the entries.
type meaning struct {
	heed    func(*capture.Call)
	observe func(*capture.Packet) Observed
	deliver func(*capture.Delivery) flow.Observation
}

// understand returns the meaning of a whole recording.
func understand(rec *capture.Recording) meaning {
	tracker := flow.NewTracker()
	if isWatched(rec) {
		tracker.AwaitDeliveries()
	}
	observe := func(p *capture.Packet) Observed {
		o := Observed{Observation: tracker.Observe(p)}
		o.Explanation = Explain(&o.Observation)
		return o
	}
	return meaning{heed: tracker.Heed, observe: observe, deliver: tracker.Deliver}
}

// Observe returns what the packets of a whole recording mean, and what the picture
// says about them: by what became of them as well, which nobody can know of a
// packet that was just sent.
func Observe(rec *capture.Recording) []Observed {
	var all []Observed
	for _, m := range tell(rec, understand(rec)) {
		if m.kind == Message || m.kind == Remark {
			all = append(all, Observed{m.obs, m.said})
		}
	}
	return all
}

// tell turns the entries of a recording into moments. Entries keep their
// order; the start of a waiting accept or recv, and the return of a waiting
// connect, are put in at their own times.
func tell(rec *capture.Recording, means meaning) []moment {
	var story []moment
	all := newFates(rec)
	passed, said := passages(rec), newTales(all)
	for _, e := range rec.Entries {
		switch {
		case e.Packet != nil:
			m := packetMoment(e.Packet.Time, means.observe(e.Packet))
			m.fate = all.of(e.Packet)
			m.said = said.sent(&m.obs, m.said)
			story = append(story, m)
		case e.Delivery != nil:
			m := moment{kind: Arrival, at: e.Delivery.Time, obs: means.deliver(e.Delivery), delivery: e.Delivery}
			if !e.Delivery.Lost {
				m.said = said.arrived(e.Delivery)
				story = append(story, m)
			}
		case e.Call != nil:
			means.heed(e.Call)
			story = append(story, callMoments(e.Call, waits(e.Call, passed))...)
		case e.Snapshot != nil:
			said.queues.heed(e.Snapshot)
			story = append(story, moment{at: e.Snapshot.Time, snapshot: e.Snapshot})
		}
	}
	if !all.watched {
		amend(story)
	}
	return inOrder(story)
}

// amend takes back states that a later packet disproves. That a side has taken
// notice of a FIN is inferred when the FIN is seen; if its own next segment
// shows that it had not (the FINs cross), then it was not so. Where arrivals are
// seen, nothing is inferred that could be disproved.
func amend(story []moment) {
	last := map[*flow.Conversation]*flow.Observation{}
	for i := range story {
		o := &story[i].obs
		if o.Conversation == nil || story[i].kind != Message {
			continue
		}
		if before := last[o.Conversation]; before != nil {
			for _, side := range []flow.Side{flow.Initiator, flow.Responder} {
				if before.Changed(side) && before.After[side] != o.Before[side] {
					before.After[side] = o.Before[side]
				}
			}
		}
		last[o.Conversation] = o
	}
}

func packetMoment(at time.Time, o Observed) moment {
	m := moment{kind: Message, at: at, obs: o.Observation, said: o.Explanation}
	if m.obs.Conversation == nil {
		m.kind = Remark
	}
	return m
}

// callMoments returns the one or two steps of a call. The one that stands at
// the call's key (capture.Call.Key) is the first returned.
func callMoments(c *capture.Call, waits bool) []moment {
	switch {
	case !c.Returned():
		return []moment{{kind: Enter, at: c.Enter, call: c}}
	case !waits:
		return []moment{{kind: Call, at: c.Key(), call: c}}
	case c.KeyedByExit():
		return []moment{{kind: Return, at: c.Exit, call: c}, {kind: Enter, at: c.Enter, call: c}}
	}
	return []moment{{kind: Enter, at: c.Enter, call: c}, {kind: Return, at: c.Exit, call: c}}
}

// inOrder moves the moments that callMoments put beside the key of their call
// to their own times. The keys among themselves keep the order of the file,
// which is causal: where a clock stands still or an older stamp follows a newer
// one, the file is right.
func inOrder(story []moment) []moment {
	var keys, others []moment
	for i := range story {
		if story[i].isSecond() {
			others = append(others, story[i])
		} else {
			keys = append(keys, story[i])
		}
	}
	sort.SliceStable(others, func(i, j int) bool { return others[i].at.Before(others[j].at) })
	return merge(keys, others)
}

// isSecond reports whether the moment is not the one at its call's key.
func (m *moment) isSecond() bool {
	if m.call == nil {
		return false
	}
	byExit := m.call.KeyedByExit()
	return m.kind == Enter && byExit || m.kind == Return && !byExit
}

// merge puts each of others before the first of keys that is later: a return
// belongs after a packet of the same time, a start before it.
func merge(keys, others []moment) []moment {
	merged := make([]moment, 0, len(keys)+len(others))
	for _, k := range keys {
		for len(others) > 0 && others[0].goesBefore(k) {
			merged, others = append(merged, others[0]), others[1:]
		}
		merged = append(merged, k)
	}
	return append(merged, others...)
}

func (m *moment) goesBefore(k moment) bool {
	if m.kind == Enter {
		return !m.at.After(k.at)
	}
	return m.at.Before(k.at)
}
