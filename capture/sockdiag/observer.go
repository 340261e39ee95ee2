package sockdiag

import (
	"wireladder/capture"
)

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
	o.sampler.learn(c)
	o.next.Enter(c)
	o.sampler.Poke()
}

// Return learns first: after Return the call is no longer its maker's. It waits for
// the kernel's answer to a call that changes an accept queue. A program that makes
// one after the other would be done before anybody could ask how long the queue is:
// half a millisecond shows what a slower program would have shown anyway.
func (o observer) Return(c *capture.Call) {
	o.sampler.learn(c)
	queues := c.Does(capture.Queues)
	o.next.Return(c)
	if queues {
		o.sampler.Look()
		return
	}
	o.sampler.Poke()
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
