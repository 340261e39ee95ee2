package sockdiag

import (
	"cmp"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"wireladder/capture"
	"wireladder/capture/netstat"
)

// Limits of a Sampler.
const (
	maxLooks     = 6                      // in a row, for two that are alike
	maxSnapshots = 5000                   // of a run; the last one always comes
	maxCounters  = 5000                   // likewise; the last ones hold what further ones would have told
	rest         = 100 * time.Microsecond // between two samples: so long, a run has the processors for itself
	courtesy     = 50 * time.Millisecond  // the most that a call is held up for a sample, which takes half of one
)

// View is the kernel of one host.
type View struct {
	Host     string          // as capture.Snapshot has it
	Reader   *Reader         // nil: it is not asked for its sockets
	Counters *netstat.Reader // nil: it is not asked what it counts
}

// Options say what a Sampler looks at. Views must be set, and Emit and Count if a view
// has a reader for them; readers stay the caller's to close, after Stop.
type Options struct {
	Views []View
	// Ports are those of the run's servers. A socket belongs to the run if one of
	// its ports is among them, or among those that the run's calls have told.
	Ports []uint16
	// Emit takes snapshots, one at a time and in the order of their times, and
	// owns them. It is not called after Stop has returned.
	Emit func(*capture.Snapshot)
	// Count does so with what has been counted.
	Count func(*capture.Counters)
	// Courtesy is how long Look waits at most. 0: 50 ms; a look takes half of one
	// where nothing else keeps the processors busy.
	Courtesy time.Duration
}

// Sampler takes a snapshot of the run's sockets at each change, of a crowd of them more seldom, and reads before that
// what the kernel has counted. It is poked by calls and packets; what is emitted
// differs from what was emitted before.
// Methods are safe for concurrent use.
type Sampler struct {
	options Options
	wake    chan struct{} // holds one poke: further ones add nothing
	flow    chan struct{} // likewise, of what goes on as before
	stop    chan struct{}
	stopped sync.Once
	ended   chan struct{}

	moved     atomic.Int64 // when something moved last: Unix, ns
	allowance allowance

	mu    sync.Mutex
	ports map[uint16]bool
	kinds map[Kind]bool
	await []chan struct{} // closed when a sample has been taken that began later

	// Of the goroutine alone:
	last     [][]capture.KernelSocket // by view: what was emitted last
	budget   budget
	emitted  int
	counted  int   // how many counters were emitted
	err      error // of asking for sockets
	countErr error // of asking for counters
}

// Start returns a Sampler that runs until it is stopped.
func Start(o Options) *Sampler {
	s := &Sampler{
		options: o, last: make([][]capture.KernelSocket, len(o.Views)),
		wake: make(chan struct{}, 1), flow: make(chan struct{}, 1), stop: make(chan struct{}), ended: make(chan struct{}),
		ports: map[uint16]bool{}, kinds: map[Kind]bool{},
	}
	for _, p := range o.Ports {
		s.ports[p] = true
	}
	go s.run()
	return s
}

// Poke says that something may have changed. It never waits.
func (s *Sampler) Poke() {
	s.allowance.earn()
	poke(s.wake)
}

// breath is after how long a pause what goes on is news: a timer may have run out.
const breath = 5 * time.Millisecond

// PokeIfNew is Poke if there is news at a time, else it says that data goes on as before: of that
// samples are taken as long as they take little of the processors.
func (s *Sampler) PokeIfNew(news bool, at time.Time) {
	now := at.UnixNano()
	if paused := now-s.moved.Swap(now) > int64(breath); news || paused {
		s.Poke()
		return
	}
	s.allowance.earn()
	poke(s.flow)
}

func poke(waker chan struct{}) {
	select {
	case waker <- struct{}{}:
	default: // a look is due anyway, and will see it
	}
}

// Look is Poke for those who can wait a moment: until something was looked at,
// or courtesy has an end.
func (s *Sampler) Look() {
	done := make(chan struct{})
	s.mu.Lock()
	s.await = append(s.await, done)
	s.mu.Unlock()
	s.Poke()
	timer := time.NewTimer(cmp.Or(s.options.Courtesy, courtesy))
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
	case <-s.ended:
	}
}

// awaited returns those who wait for the next sample.
func (s *Sampler) awaited() []chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	awaited := s.await
	s.await = nil
	return awaited
}

// Stop takes a last snapshot, however many came before, and ends the sampler.
// It returns what made a view fail; it may be called again. That a kernel does
// not tell of its sockets is no failure.
func (s *Sampler) Stop() error {
	s.stopped.Do(func() { close(s.stop) })
	<-s.ended
	if errors.Is(s.err, ErrUnsupported) {
		return s.countErr
	}
	return errors.Join(s.err, s.countErr)
}

// run takes samples until Stop is called or the kernel does not answer.
func (s *Sampler) run() {
	defer close(s.ended)
	s.budget = newBudget(time.Now())
	for {
		select {
		case <-s.wake:
			s.budget.allow()
			s.take()
		case <-s.flow:
			if s.pause(s.budget.wait(time.Now())) {
				s.take()
			}
		case <-s.stop:
			s.count(s.counted + len(s.options.Views))
			s.sampleAll()
			return
		}
	}
}

// take takes a sample, and leaves the processors to the run.
func (s *Sampler) take() {
	began := time.Now()
	awaited := s.awaited()
	s.count(maxCounters)
	s.sample(maxSnapshots)
	for _, done := range awaited {
		close(done)
	}
	s.budget.spend(time.Since(began))
	timer := time.NewTimer(rest)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-s.stop:
	}
}

// pause waits until the budget allows a sample, and reports whether it does; it does not if
// there is news first, or Stop is called.
func (s *Sampler) pause(wait time.Duration) bool {
	if wait <= 0 {
		return true
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-s.wake:
		poke(s.wake)
	case <-s.stop:
	}
	return false
}

// count asks every host what it has counted and emits what has grown, up to a number
// of counters in all. What is not emitted is told with the next ones that are.
func (s *Sampler) count(limit int) {
	for _, v := range s.options.Views {
		if s.countErr != nil || s.counted >= limit {
			return
		}
		if v.Counters == nil {
			continue
		}
		grown, err := v.Counters.Grown()
		if s.countErr = err; grown == nil {
			continue
		}
		grown.Host = v.Host
		s.counted++
		s.options.Count(grown)
	}
}

// sample looks at every host and emits what has changed, up to a number of
// snapshots in all, and as long as they may list so many sockets as there were last.
func (s *Sampler) sample(limit int) {
	for i := range s.options.Views {
		if s.err != nil || s.emitted >= limit {
			return
		}
		if s.allowance.covers(len(s.last[i])) {
			s.sampleOf(i)
		}
	}
}

// sampleAll looks at every host and emits what has changed, whatever the limits are.
func (s *Sampler) sampleAll() {
	for i := range s.options.Views {
		if s.err == nil {
			s.sampleOf(i)
		}
	}
}

// sampleOf looks at one host and emits what has changed.
func (s *Sampler) sampleOf(i int) {
	v := s.options.Views[i]
	if v.Reader == nil {
		return
	}
	now, err := settle(func() ([]capture.KernelSocket, error) {
		all, err := s.look(v.Reader)
		s.allowance.spend(len(all))
		return all, err
	}, s.last[i])
	if s.err = err; now == nil {
		return
	}
	now.Host = v.Host
	s.last[i] = slices.Clone(now.Sockets)
	s.emitted++
	s.options.Emit(now)
}

// settle looks until two looks are alike, and returns what they see: nil if none
// are, or if they see what was emitted last. The time is that between the two.
func settle(look func() ([]capture.KernelSocket, error), last []capture.KernelSocket) (*capture.Snapshot, error) {
	before, err := look()
	if err != nil || slices.Equal(before, last) {
		return nil, err
	}
	for range maxLooks {
		at := time.Now().Round(0) // CLOCK_REALTIME alone, as packets are stamped
		again, err := look()
		if err != nil {
			return nil, err
		}
		if !slices.Equal(before, again) {
			before = again
			continue
		}
		if slices.Equal(again, last) {
			break
		}
		return &capture.Snapshot{Time: at, Sockets: again}, nil
	}
	return nil, nil // it goes on changing, and there will be a poke for that
}

// look asks once, and returns the run's sockets in an order that stays.
func (s *Sampler) look(r *Reader) ([]capture.KernelSocket, error) {
	var run []capture.KernelSocket
	for _, k := range s.wanted() {
		all, err := r.Sockets(k)
		if err != nil {
			return nil, err
		}
		run = append(run, all...)
	}
	s.mu.Lock()
	run = slices.DeleteFunc(run, func(k capture.KernelSocket) bool {
		return !s.ports[k.Local.Port()] && !s.ports[k.Remote.Port()]
	})
	s.mu.Unlock()
	slices.SortFunc(run, inOrder)
	return run, nil
}

// wanted returns the kinds of the run's sockets.
func (s *Sampler) wanted() []Kind {
	s.mu.Lock()
	defer s.mu.Unlock()
	var kinds []Kind
	for k := range s.kinds {
		kinds = append(kinds, k)
	}
	return kinds
}

// inOrder puts UDP before TCP, listening sockets before others, and orders the
// rest by their addresses.
func inOrder(a, b capture.KernelSocket) int {
	return cmp.Or(
		cmp.Compare(b.Proto, a.Proto), a.Local.Compare(b.Local), a.Remote.Compare(b.Remote),
		cmp.Compare(a.Inode, b.Inode), cmp.Compare(a.State, b.State),
	)
}
