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
	keep    int           // how many moments wait for what comes behind them
	settled []*run.Moment // that were not taken yet
}

// Ahead is how many moments of a file wait for what comes behind them: more than a run
// has of which somebody wants to see each packet, and more than any packet is late.
const Ahead = 4096

// New returns the interpreter of a file or run of that origin, of which so many moments
// wait for what comes behind them; with 0 each is settled as it comes, with no more known
// of it than then.
func New(origin capture.Origin, keep int) *Interpreter {
	return &Interpreter{builder: builder.New(builder.Options{TwoHosts: origin.TwoHosts(), Joint: origin.Joint != nil}), keep: keep}
}

// ForPicture says that moments are to have their sockets. It is to be called before the
// first entry.
func (u *Interpreter) ForPicture() { u.builder.Sockets = true }

// AtOnce says that moments are not to wait for what comes behind them.
func (u *Interpreter) AtOnce() { u.keep = 0 }

// OnlyPackets reports whether all that has come was packets, and nothing follows their
// sockets: a settled moment is then no concern of the Interpreter's any more but for its
// facts, which later packets may amend.
func (u *Interpreter) OnlyPackets() bool { return u.builder.OnlyPackets() }

// Bare says that moments are to tell what packets mean, and no more. It is to be called
// before the first entry.
func (u *Interpreter) Bare() { u.builder.Bare = true }

// Watched says that of what comes from two hosts it will be told what became of each packet, as of a run that happens
// just now and of two captures that are joined just now: no entry is to wait until that shows. It is to be called before
// the first entry.
func (u *Interpreter) Watched() {
	if u.builder.TwoHosts {
		u.builder.Watched()
	}
}

// Room returns packets to read the next ones into.
func (u *Interpreter) Room() []capture.Packet { return u.window.room() }

// Read takes the first n packets of room.
func (u *Interpreter) Read(n int) {
	batch := u.window.fill(n)
	u.builder.Foresee(batch)
	for i := range batch {
		u.builder.Add(capture.Entry{Packet: &batch[i]})
	}
}

// Add takes the next entry, which stays as it is.
func (u *Interpreter) Add(e capture.Entry) { u.builder.Add(e) }

// Take returns the settled moments that were not taken yet, in their order. They are valid
// until they are given back to Release.
func (u *Interpreter) Take() []*run.Moment {
	if settled := u.settled; len(settled) > 0 {
		u.settled = nil
		return settled
	}
	if u.window.full() {
		return u.builder.Take(0)
	}
	return u.builder.Take(u.keep)
}

// Release gives moments back, and the room of their packets, in the order in which they
// were taken. They are valid no longer.
func (u *Interpreter) Release(taken []*run.Moment) {
	for _, m := range taken {
		switch {
		case m.Entry.Packet != nil:
			u.window.release(m.Entry.Packet)
			u.builder.Reuse(m)
		case m.Entry.Delivery != nil:
			u.builder.Reuse(m)
		}
	}
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
