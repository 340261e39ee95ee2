package sockdiag

import (
	"wireladder/capture"
	"wireladder/capture/live"
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

// Return learns first: after Return the call is no longer its maker's.
func (o observer) Return(c *capture.Call) {
	o.sampler.learn(c)
	queues := queueing[c.Name]
	o.next.Return(c)
	if queues {
		o.sampler.Look()
		return
	}
	o.sampler.Poke()
}

// queueing are the calls that change an accept queue. A program that makes one
// after the other would be done before anybody could ask how long the queue is:
// that it waits for the kernel's answer, half a millisecond, shows what a slower
// program would have shown anyway.
var queueing = map[string]bool{"listen": true, "connect": true, "accept": true, "accept4": true}

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

// Tap returns a capture that reads from c and pokes the sampler with each
// packet.
func (s *Sampler) Tap(c live.Capture) live.Capture { return tap{c, s} }

// tap is between a capture and whoever reads it.
type tap struct {
	live.Capture
	sampler *Sampler
}

func (t tap) Next() (*capture.Packet, error) {
	p, err := t.Capture.Next()
	if err == nil {
		t.sampler.Poke()
	}
	return p, err
}
