package sockdiag

import "wireladder/capture"

// Observe returns an observer that passes calls on to next and pokes the
// sampler with each: first the one, so that the call's place is sure before
// anything is seen of it.
func (s *Sampler) Observe(next capture.CallObserver) capture.CallObserver {
	return observer{s, next}
}

// observer is between the run and whoever records its calls.
type observer struct {
	sampler *Sampler
	next    capture.CallObserver
}

func (o observer) Enter(c *capture.Call) {
	news := !c.Does(capture.Sends) && !c.Does(capture.Receives) && !c.Does(capture.Polls)
	if news { // else its socket becomes known at the latest when it returns
		o.sampler.learn(c)
	}
	o.next.Enter(c)
	o.sampler.PokeIfNew(news, c.Enter)
}

// Return learns first: after Return the call is no longer its maker's.
func (o observer) Return(c *capture.Call) {
	o.sampler.learn(c)
	queues, news, at := queueing(c), isNews(c), c.Exit
	o.next.Return(c)
	if queues {
		o.sampler.Look()
		return
	}
	o.sampler.PokeIfNew(news, at)
}

// isNews reports whether a call that has returned may have done more than to move data.
func isNews(c *capture.Call) bool {
	moved := c.Does(capture.Sends) || c.Does(capture.Receives) && c.Result > 0 || c.Does(capture.Polls)
	return !moved || c.Errno != ""
}

// PokeBy is PokeIfNew for a packet: more than data and its acknowledgments may change what the
// kernel says.
func (s *Sampler) PokeBy(p *capture.Packet) {
	const beginsOrEnds = capture.SYN | capture.FIN | capture.RST
	tcp := p.Proto == capture.TCP
	s.PokeIfNew(tcp && (p.TCP.Flags&beginsOrEnds != 0 || p.TCP.Window == 0) || !tcp && p.Proto != capture.UDP, p.Time)
}

// queueing reports whether the call changes an accept queue. A program that makes one
// after the other would be done before anybody could ask how long the queue is:
// that it waits for the kernel's answer, half a millisecond, shows what a slower
// program would have shown anyway.
func queueing(c *capture.Call) bool {
	return c.Does(capture.Listens) || c.Does(capture.Connects) || c.Does(capture.Accepts)
}

// learn takes from a call which sockets are the run's.
func (s *Sampler) learn(c *capture.Call) {
	if !c.Local.IsValid() || c.Proto != capture.TCP && c.Proto != capture.UDP {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kinds[KindOf(c.Proto, c.Local.Addr())] = true
	if c.Local.Port() != 0 {
		s.ports[c.Local.Port()] = true
	}
}
