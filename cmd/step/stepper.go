package step

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/cmd/report"
	"wireladder/cmd/step/holding"
	"wireladder/cmd/step/keyboard"
	"wireladder/render"
	"wireladder/render/lanes"
	"wireladder/render/rhythm"
	"wireladder/render/text"
	"wireladder/render/timing"
)

// quietTime is how long nothing must come before the picture is brought up to
// date without a question.
const quietTime = 100 * time.Millisecond

// Options say which run is stepped through, and where.
type Options struct {
	// Record runs it: each entry goes to emit, and each call of a client through the
	// gate at the other end of the pipes, of which Record calls Given when the run has it.
	Record func(ctx context.Context, l *holding.Pipes, emit func(capture.Entry) error) (capture.Drops, error)
	Report *report.LiveReport // what is told of it besides
	Proto  capture.Protocol   // whose ladder is drawn first; Undecoded: all are drawn
	// Programs says that many are held up at once, by a Queue; else it is a Gate that holds
	// up one after the other.
	Programs bool
	TypesTo  string // the one of many for whom lines are typed where it is Live; "": none is

	In       io.Reader // where the answers come from
	Out      io.Writer // where the picture goes
	Width    int       // cells that the picture is to have; 0: nobody has said
	Detail   render.Detail
	Title    string                     // of two ladders that are to be compared; "": they are not
	Times    timing.Mode                // what rows say of time
	Focus    bool                       // what is not the point is folded, as far as it is over
	Lanes    lanes.By                   // which sockets share a lane
	Untitled bool                       // it is not said what is run
	Live     Walkthrough                // in place of keys, and of a picture that grows; nil: there is none
	Style    func() text.Style          // of Out now
	Screen   func() (width, height int) // cells and rows of the terminal Out; zeros if rows can't be drawn on it again
}

// stepper runs a scenario call by call.
type stepper struct {
	*Options
	pipes   *holding.Pipes
	keys    *keyboard.Keys
	picture growth

	entries chan capture.Entry
	asks    questions
	quiet   *time.Timer    // nothing has come since it was set
	flying  []capture.Call // entered, and perhaps returned, but not among the entries yet
	idle    time.Time      // since when nothing has happened but that a question is open
	holds   []rhythm.Hold  // in which nothing happened but that
	proto   capture.Protocol
	asking  bool // an answer is awaited
	free    bool // no more questions are asked
	left    bool // the run was left before its end

	abandoned bool // the screen was left, since the run failed
}

// Run runs what is to be stepped through, and draws it as it goes on. What was seen is
// drawn whatever the error.
func Run(ctx context.Context, o *Options) error {
	l, err := holding.NewPipes()
	if err != nil {
		return err
	}
	defer l.Close()
	st := &stepper{
		Options: o, pipes: l, keys: keyboard.New(o.In), entries: make(chan capture.Entry), proto: o.Proto, asks: &single{},
	}
	if o.Programs {
		k := &crowd{patient: !st.keys.Raw(), shows: o.Live != nil}
		st.asks, st.keys.Most = k, k.most
	}
	st.picture = growth{w: o.Out, height: st.height}
	if o.Live == nil {
		defer st.keys.Heed()()
		defer st.keys.End()
	} else {
		defer o.Live.Leave()
	}
	err = st.run(ctx)
	st.keys.End()
	if err != nil && o.Live != nil {
		o.Live.Leave() // there is more to tell than it shows
		st.abandoned = true
	}
	return errors.Join(err, st.finish())
}

// ending is what a run comes back with.
type ending struct {
	drops capture.Drops
	err   error
}

// run runs the scenario and draws until it has ended.
func (st *stepper) run(parent context.Context) error {
	ctx, cancel := context.WithCancelCause(parent)
	defer cancel(nil)
	notices, ended := st.announcements(ctx), make(chan ending, 1)
	go func() {
		drops, err := st.record(ctx)
		ended <- ending{drops, err}
	}()
	var answers <-chan keyboard.Answer
	left, typed := st.besides()
	st.quiet = time.NewTimer(quietTime)
	defer st.quiet.Stop()
	for {
		var err error
		quiet := false
		select {
		case e := <-st.entries:
			err = st.take(e)
		case n := <-notices:
			st.heed(n)
		case <-st.quiet.C:
			quiet, err = true, st.draw()
		case <-st.keys.Resumed():
			st.picture.forget()
			err = st.draw()
		case a := <-answers:
			answers = nil
			err = st.obey(a)
		case line := <-typed:
			st.quiet.Reset(quietTime)
			err = st.pipes.Say(holding.Typed(line))
		case <-left:
			answers, left = nil, nil
			err = st.obey(keyboard.Answer{Wish: keyboard.Quit})
		case e := <-ended:
			st.Report.Lost(e.drops)
			return reasonOf(ctx, e.err)
		}
		if err == nil && answers == nil && ctx.Err() == nil && st.asks.due(len(st.Report.Recording().Entries), quiet) {
			answers, err = st.ask(ctx)
		}
		if err != nil {
			cancel(err)
		}
	}
}

// besides returns what is closed when the user leaves the screen, and where lines come that he types there; nil if
// there is none.
func (st *stepper) besides() (left <-chan struct{}, typed <-chan string) {
	if st.Live == nil {
		return nil, nil
	}
	return st.Live.Left(), st.Live.Typed()
}

// reasonOf returns why a run failed that ended with err: because drawing did, if
// so.
func reasonOf(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return cause
	}
	return err
}

// record runs the scenario.
func (st *stepper) record(ctx context.Context) (capture.Drops, error) {
	return st.Record(ctx, st.pipes, func(e capture.Entry) error {
		st.entries <- e // run takes entries for as long as this goes on
		return nil
	})
}

// announcements returns where the notices of the run come.
func (st *stepper) announcements(ctx context.Context) <-chan holding.Notice {
	notices := make(chan holding.Notice)
	go func() {
		for in := json.NewDecoder(st.pipes.Announced()); ; {
			var n holding.Notice
			if in.Decode(&n) != nil {
				return // the run has ended
			}
			select {
			case notices <- n:
			case <-ctx.Done():
				return
			}
		}
	}()
	return notices
}

// take adds an entry to what was seen.
func (st *stepper) take(e capture.Entry) error {
	st.quiet.Reset(quietTime)
	if c := e.Call; c != nil {
		st.flying = slices.DeleteFunc(st.flying, func(f capture.Call) bool {
			return sameCall(&f, c)
		})
	}
	if at := e.Key(); at.After(st.idle) {
		st.idle = at
	}
	return st.Report.Add(e)
}

// heed takes a notice.
func (st *stepper) heed(n holding.Notice) {
	st.quiet.Reset(quietTime)
	if n.Asks && (!st.Programs || st.idle.IsZero()) { // of many, others go on meanwhile
		st.idle = n.At
	}
	if st.asks.heed(n) {
		return
	}
	st.happened(&n.Call)
	if n.Call.Returned() {
		for i := range st.flying {
			if sameCall(&st.flying[i], &n.Call) {
				st.flying[i] = n.Call
			}
		}
		return // else its entry has come before
	}
	st.flying = append(st.flying, n.Call)
}

// happened notes when a call was made, or came back: nobody was held up until then, or others went on.
func (st *stepper) happened(c *capture.Call) {
	at := c.Enter
	if c.Returned() {
		at = c.Exit
	}
	if at.After(st.idle) {
		st.idle = at
	}
}

// sameCall reports whether two are the same call, whatever is known of it.
func sameCall(a, b *capture.Call) bool {
	return a.Enter.Equal(b.Enter) && a.FD == b.FD && a.Name == b.Name && a.Process == b.Process
}

// ask brings the picture up to date and puts the question, unless there are to
// be none. It returns where the answer will come.
func (st *stepper) ask(ctx context.Context) (<-chan keyboard.Answer, error) {
	if st.left {
		return nil, nil //nolint:nilnil // the run is about to end
	}
	if st.free {
		return nil, st.release(keyboard.Answer{})
	}
	if st.Live != nil {
		st.asking = true
		return st.Live.Next(), st.draw()
	}
	if err := st.turn(); err != nil {
		return nil, err
	}
	answers, err := st.keys.Next(ctx)
	if err != nil {
		return nil, err
	}
	st.asking = true
	return answers, st.draw()
}

// turn turns to the ladder of the protocol that is asked about, when that of the other
// shows all that there is.
func (st *stepper) turn() error {
	proto, _ := st.asks.open()
	if proto == st.proto || proto == capture.Undecoded {
		return nil
	}
	err := st.drawWith(nil, "")
	st.proto = proto
	return errors.Join(err, st.picture.restart())
}

// obey does what was answered.
func (st *stepper) obey(a keyboard.Answer) error {
	st.keys.Restore()
	st.asking = false
	st.free, st.left = a.Wish != keyboard.GoOn, a.Wish == keyboard.Quit
	return errors.Join(st.picture.answered(), st.release(a))
}

// release says what is to become of who was asked about.
func (st *stepper) release(a keyboard.Answer) error {
	st.quiet.Reset(quietTime)
	said := st.asks.answered(a)
	if said == "" {
		return nil
	}
	now := time.Now()
	st.holds, st.idle = append(st.holds, rhythm.Hold{From: st.idle, To: now}), now // what is held up no more begins anew
	return st.pipes.Say(said)
}
