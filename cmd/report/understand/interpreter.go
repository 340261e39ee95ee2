package understand

import (
	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
)

// Interpreter turns entries into settled moments, in their order. A moment is settled
// when nothing is waited for that could change what is known of it. Make one with New.
type Interpreter struct {
	builder *builder.Builder
	window  packetWindow
	keep    int // how many moments wait for what comes behind them
	settled []*run.Moment
	shown   *run.Moment // that was settled last; nil: it was given back
}

// Ahead is how many moments of a file wait for what comes behind them: more than a run
// has of which somebody wants to see each packet, and more than any packet is late.
const Ahead = 4096

// New returns the interpreter of a file or run of that origin, of which so many moments
// wait for what comes behind them; with 0 each is settled as it comes, with no more known
// of it than then.
func New(origin capture.Origin, keep int) *Interpreter {
	return &Interpreter{builder: builder.New(builder.Options{TwoHosts: origin.TwoHosts()}), keep: keep}
}

// ForPicture says that moments are to have their sockets. It is to be called before the
// first entry.
func (u *Interpreter) ForPicture() { u.builder.Sockets = true }

// Bare says that moments are to tell what packets mean, and no more. It is to be called
// before the first entry.
func (u *Interpreter) Bare() { u.builder.Bare = true }

// Live says that entries come from a run as it happens, and that none is to wait. It is to
// be called before the first entry.
func (u *Interpreter) Live() {
	if u.builder.TwoHosts {
		u.builder.Watched()
	}
}

// Room returns packets to read the next ones into. What was settled before is no
// longer valid.
func (u *Interpreter) Room() []capture.Packet {
	u.release()
	return u.window.room()
}

// Read takes the first n packets of room.
func (u *Interpreter) Read(n int) {
	batch := u.window.fill(n)
	u.builder.Tracker().Foresee(batch)
	for i := range batch {
		u.builder.Add(capture.Entry{Packet: &batch[i]})
	}
}

// Add takes the next entry, which stays as it is.
func (u *Interpreter) Add(e capture.Entry) { u.builder.Add(e) }

// Next returns the next settled moment, nil if there is none yet. It is valid until Room
// or Next is called.
func (u *Interpreter) Next() *run.Moment {
	u.release()
	if len(u.settled) == 0 {
		keep := u.keep
		if u.window.full() {
			keep = 0
		}
		u.settled = u.builder.Take(keep)
	}
	if len(u.settled) == 0 {
		return nil
	}
	m := u.settled[0]
	u.settled = u.settled[1:]
	u.shown = m
	return m
}

// release gives back the moment that was shown last, and the room of its packet.
func (u *Interpreter) release() {
	m := u.shown
	if u.shown = nil; m == nil || m.Entry.Packet == nil {
		return
	}
	u.window.release(m.Entry.Packet)
	u.builder.Reuse(m)
}

// Pause settles all that waits: nothing may come for a while.
func (u *Interpreter) Pause() { u.settled = append(u.settled, u.builder.Take(0)...) }

// End settles all that waits: nothing more will come.
func (u *Interpreter) End() {
	u.builder.Finish()
	u.Pause()
}

// Run returns the sockets that moments have, after End.
func (u *Interpreter) Run() *run.Run { return u.builder.Run() }

// Tracker returns the conversations, of all entries that were added. It is for what goes
// past the interpreter, when nothing waits in it.
func (u *Interpreter) Tracker() *flow.Tracker { return u.builder.Tracker() }
