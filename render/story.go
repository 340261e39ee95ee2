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

// tell turns the entries of a recording into moments. Entries keep their
// order; the start of a waiting accept or recv, and the return of a waiting
// connect, are put in at their own times. What packets mean, observe tells; it
// and heed are called in the order of the entries.
func tell(rec *capture.Recording, heed func(*capture.Call), observe func(*capture.Packet) Observed) []moment {
	var story []moment
	packets := rec.Packets()
	for _, e := range rec.Entries {
		if e.Packet != nil {
			story = append(story, packetMoment(e.Packet.Time, observe(e.Packet)))
			continue
		}
		if e.Snapshot != nil {
			story = append(story, moment{at: e.Snapshot.Time, snapshot: e.Snapshot})
			continue
		}
		heed(e.Call)
		story = append(story, callMoments(e.Call, waits(e.Call, packets))...)
	}
	amend(story)
	return inOrder(story)
}

// amend takes back states that a later packet disproves. That a side has taken
// notice of a FIN is inferred when the FIN is seen; if its own next segment
// shows that it had not (the FINs cross), then it was not so.
func amend(story []moment) {
	last := map[*flow.Conversation]*flow.Observation{}
	for i := range story {
		o := &story[i].obs
		if o.Conversation == nil {
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

// waitingCalls are the calls that may wait for the other side.
var waitingCalls = map[string]bool{"accept": true, "accept4": true, "connect": true, "recv": true, "recvfrom": true, "recvmsg": true, "read": true}

// waits reports whether c was seen to wait: a packet of its socket passed
// between its start and its return, or it never returned.
func waits(c *capture.Call, packets []*capture.Packet) bool {
	if !waitingCalls[c.Name] {
		return false
	}
	if !c.Returned() {
		return true
	}
	for i := firstAfter(packets, c.Enter); i < len(packets) && packets[i].Time.Before(c.Exit); i++ {
		if touches(packets[i], c) {
			return true
		}
	}
	return false
}

// firstAfter returns the index of the first packet that is not before t.
func firstAfter(packets []*capture.Packet, t time.Time) int {
	return sort.Search(len(packets), func(i int) bool { return !packets[i].Time.Before(t) })
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

// sends reports whether a packet left the socket of c while c ran.
func sends(c *capture.Call, packets []*capture.Packet) bool {
	for i := firstAfter(packets, c.Enter); i < len(packets); i++ {
		p := packets[i]
		if c.Returned() && p.Time.After(c.Exit) {
			return false
		}
		if touches(p, c) && p.Src.Port() == c.Local.Port() {
			return true
		}
	}
	return false
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
