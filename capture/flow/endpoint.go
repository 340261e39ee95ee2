package flow

import "wireladder/capture"

// endpoint is the machine of one side: RFC 9293 §3.3.2 as far as packets show
// it. They show no OPEN and no CLOSE call, only the segments that follow from
// them; and they show no arrival, so that a segment is taken to arrive when it
// is captured until its receiver shows the contrary.
type endpoint struct {
	state  State
	flying flying   // what of this side is under way
	window uint16   // the last window it offered, as on the wire
	first  uint32   // where it is or where it begins: see flying
	sent   sequence // what this side sends
	past   history  // what its events are judged by
}

// note keeps what later segments are compared with.
func (e *endpoint) note(seg *segment) {
	e.sent.occupy(seg)
	e.window = seg.header.Window
}

// correct changes what is known of both sides to what must have been true
// before this segment, where the segment proves it.
func correct(sender, receiver *endpoint, seg *segment) {
	switch {
	case opens(seg.flags):
		if sender.state == Unknown || sender.state == Listen {
			sender.state = Closed
		}
	case seg.has(capture.SYN):
		if !sender.sent.synSent && sender.mayListen(receiver) {
			sender.state = Listen
		}
		if receiver.state == Unknown {
			receiver.state = SynSent
		}
	case seg.has(capture.FIN) && sender.state == CloseWait && !receiver.sent.finCovered(seg):
		// The FINs cross: the peer's was still under way when this one was sent.
		sender.state = Established
	}
}

// send makes the transitions of the side that sends seg.
func (e *endpoint) send(peer *endpoint, seg *segment) {
	if seg.has(capture.SYN) {
		e.open(peer, seg)
	} else if provesConnection(e, peer, seg) {
		e.establish()
		peer.establish()
	}
	if peer.sent.finCovered(seg) {
		e.takeFIN()
	}
	if seg.has(capture.FIN) {
		e.close()
	}
	// The peer's FIN is there, acknowledged or not: it may cross with this one.
	if peer.sent.finArrived() {
		e.takeFIN()
	}
}

// open makes the transition of the side that sends a SYN or SYN,ACK.
func (e *endpoint) open(peer *endpoint, seg *segment) {
	switch {
	case seg.has(capture.ACK):
		if e.state == Listen || e.state == SynSent {
			e.state = SynReceived
		}
	case e.state != Closed:
	case peer.state == SynSent: // simultaneous open: both SYNs are under way
		e.state = SynReceived
	case !peer.sent.synSent: // at first, or again after it was refused
		e.state = SynSent
	}
}

// close makes the transition of the side that sends a FIN. One that was sent
// already is a retransmission and changes nothing.
func (e *endpoint) close() {
	switch e.state {
	case Established, SynReceived:
		e.state = FinWait1
	case CloseWait:
		e.state = LastAck
	}
}

// receive makes the transitions of the side that seg arrives at, in the order
// of RFC 9293 §3.10.7: SYN, then ACK, then FIN. finished says whether the peer's
// FIN has arrived, and everything before it.
func (e *endpoint) receive(seg *segment, finished bool) {
	switch {
	case e.sent.synCovered(seg) && (e.state == SynReceived || e.state == SynSent && seg.has(capture.SYN)):
		e.state = Established
	case opens(seg.flags) && e.state == SynSent:
		e.state = SynReceived
	}
	if e.sent.finCovered(seg) {
		e.closed()
	}
	if finished {
		e.takeFIN()
	}
}

// closed makes the transition of the side whose FIN is acknowledged.
func (e *endpoint) closed() {
	switch e.state {
	case FinWait1:
		e.state = FinWait2
	case Closing:
		e.state = TimeWait
	case LastAck:
		e.state = Closed
	}
}

// takeFIN makes the transition of the side at which the peer's FIN arrives.
// Doing it again changes nothing: none of the states it leads to is one that
// it leads from.
func (e *endpoint) takeFIN() {
	switch e.state {
	case Established, SynReceived:
		e.state = CloseWait
	case FinWait1:
		e.state = Closing
	case FinWait2:
		e.state = TimeWait
	}
}

// meetItself makes of what receive has done what it is for a socket that is connected to itself, all of
// whose segments are sender's: the SYN that arrives is the socket's own (RFC 9293 §3.5, simultaneous open),
// and so is the FIN, and the one that is acknowledged (§3.6, case 3).
func (e *endpoint) meetItself(o *Observation, sender *endpoint, seg *segment) {
	switch {
	case opens(seg.flags) && sender.state == SynSent:
		o.Before[o.From.Peer()], e.state = SynSent, SynReceived
	case seg.has(capture.SYN) && sender.state == SynReceived: // the SYN that came before has led there
		o.Before[o.From] = SynReceived
	case e.state == CloseWait:
		o.Before[o.From.Peer()], e.state = sender.state, Closing
	}
	if sender.sent.finCovered(seg) {
		e.closed()
	}
}

// establish infers a connection whose handshake was not seen (to its end).
func (e *endpoint) establish() {
	if !e.synchronized() {
		e.state = Established
	}
}

// revive infers what state a side is in that a reset was taken to have closed, if it was taken for it wrongly.
func (e *endpoint) revive(peer *endpoint) {
	if e.state != Closed {
		return
	}
	ended, acknowledged := e.sent.finSent, e.sent.finSent && e.sent.acked > e.sent.fin
	switch over := peer.sent.finArrived(); {
	case !ended && !over:
		e.state = Established
	case !ended:
		e.state = CloseWait
	case over && !acknowledged:
		e.state = LastAck
	case !over && acknowledged:
		e.state = FinWait2
	case !over:
		e.state = FinWait1
	}
}

// synchronized reports whether the state is past those in which a TCP knows
// nothing of its peer's numbers (RFC 9293 §3.5.2); CLOSED counts as past.
func (e *endpoint) synchronized() bool { return e.state >= SynReceived }

// mayListen reports whether this side can have been in LISTEN before it
// answered peer: nothing is known of it, or it refused an earlier SYN only.
func (e *endpoint) mayListen(peer *endpoint) bool {
	return !e.synchronized() || e.state == Closed && peer.state == SynSent
}

// provesConnection reports whether a segment without SYN shows that both sides
// have a connection though no handshake says so. An empty ACK in answer to a
// SYN does not: it is from an older connection (RFC 9293 §3.5.1).
func provesConnection(sender, receiver *endpoint, seg *segment) bool {
	if receiver.state == SynSent {
		return seg.length() > 0 && receiver.sent.synCovered(seg)
	}
	return !sender.synchronized() || !receiver.synchronized()
}

// acceptsReset reports whether a RST makes this side give up (RFC 9293
// §3.10.7.3 and §3.10.7.4). A TCP compares its number with the one it expects
// next, which a capture knows only roughly: the window has to do.
func (e *endpoint) acceptsReset(peer *endpoint, seg *segment) bool {
	if e.state == SynSent {
		return e.sent.synCovered(seg)
	}
	sent := &peer.sent
	if sent.finSent && seg.seq == sent.fin {
		return true // answers what was sent before the FIN arrived; Linux takes it: tcp_reset_check
	}
	last := sent.next
	if sent.acked >= 1 {
		last = max(last, sent.acked+e.offered())
	}
	return seg.seq >= sent.acked && seg.seq <= last
}

// offered returns how many octets at most this side is ready to receive. Where
// no SYN was seen its window scale is not known, and the largest counts.
func (e *endpoint) offered() int64 {
	if e.past.scale == scaleUnknown {
		return int64(e.window) << maxShift
	}
	return int64(e.window) << e.past.shift()
}
