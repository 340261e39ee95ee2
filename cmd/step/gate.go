package step

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"sync"
	"time"

	"wireladder/capture"
)

// How long a stepped run is given, so that the picture shows what a call has
// led to before the next one is asked about.
const (
	slackTime    = 60 * time.Millisecond  // as live.RecordOptions has it: several read timeouts
	settleTime   = 15 * time.Millisecond  // for the servers to take their turn
	patienceTime = 500 * time.Millisecond // for all of that to be recorded: a call that waits may hold it up
)

// ErrQuit takes the place of a call that a lecturer does not want to see made.
var ErrQuit = errors.New("ended by the user")

// notice is what a stepped run tells the process that draws it.
type notice struct {
	Call  capture.Call // as it was entered, as it returned, or as it is to be made
	Asks  bool         // it is held up until it may go on
	At    time.Time    // since when
	After int          // how many entries were recorded before the question
}

// Gate holds up the clients of a stepped run before each of their calls, one
// client at a time, and tells of each call as it is entered. A nil Gate does
// nothing.
type Gate struct {
	goes <-chan byte   // receives one for each call that may go on, or quitNow; closed: all may
	turn chan struct{} // full while a client asks
	next capture.CallObserver
	quit context.CancelCauseFunc // ends the run

	mu       sync.Mutex
	out      *json.Encoder
	recorded int
	marks    map[*capture.Call]chan struct{} // closed when all before has been recorded
}

// What is written to a gate.
const (
	goNow   = '\n' // the call may be made
	quitNow = 'q'  // the run ends here
)

// NewGate returns a gate that is opened by each octet of goes, for good by its
// end, and never again after quitNow. It writes its notices to out, a line of JSON each.
func NewGate(goes io.Reader, out io.Writer) *Gate {
	opened := make(chan byte)
	go func() {
		defer close(opened)
		for octet := make([]byte, 1); ; {
			if _, err := io.ReadFull(goes, octet); err != nil {
				return
			}
			opened <- octet[0]
		}
	}()
	return &Gate{
		goes: opened, turn: make(chan struct{}, 1), out: json.NewEncoder(out),
		marks: map[*capture.Call]chan struct{}{},
	}
}

// Begin returns the context of the run that the gate is for, and what ends that. It is
// called once, before the run begins.
func (g *Gate) Begin(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, g.quit = context.WithCancelCause(ctx)
	return ctx, func() { g.quit(nil) }
}

// Before holds up a client's call until it may go on.
func (g *Gate) Before(ctx context.Context, c *capture.Call) error {
	at := time.Now().Round(0)
	select {
	case g.turn <- struct{}{}:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	defer func() { <-g.turn }()
	g.settle(ctx)
	if err := g.tell(notice{Call: *c, Asks: true, At: at}); err != nil {
		return err
	}
	select {
	case said := <-g.goes:
		if said == quitNow {
			g.quit(ErrQuit)
			return ErrQuit
		}
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// tell writes a notice.
func (g *Gate) tell(n notice) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	n.After = g.recorded
	return g.out.Encode(n)
}

// settle waits until what has happened so far, and what that leads to at once,
// is recorded. A mark goes the way of all calls: when it comes out, all before
// it has.
func (g *Gate) settle(ctx context.Context) {
	at := time.Now().Round(0).Add(settleTime)
	mark, passed := &capture.Call{FD: -1, Enter: at, Exit: at}, make(chan struct{})
	g.mu.Lock()
	g.marks[mark] = passed
	g.mu.Unlock()
	g.next.Enter(mark)
	g.next.Return(mark)
	timer := time.NewTimer(patienceTime)
	defer timer.Stop()
	select {
	case <-passed:
	case <-timer.C:
	case <-ctx.Done():
	}
}

// Observe returns an observer that tells of each call as it is entered, and
// passes it on to next. It is called once, before the run begins.
func (g *Gate) Observe(next capture.CallObserver) capture.CallObserver {
	if g == nil {
		return next
	}
	g.next = next
	return gateObserver{next, g}
}

// gateObserver is between a run and its recorder.
type gateObserver struct {
	capture.CallObserver
	gate *Gate
}

func (o gateObserver) Enter(c *capture.Call) {
	_ = o.gate.tell(notice{Call: *c}) // the process that draws has gone: the run is about to end
	o.CallObserver.Enter(c)
}

// Return tells what a call has returned, which its entry may be long in telling:
// a call that was made before and still waits holds the recording up.
func (o gateObserver) Return(c *capture.Call) {
	_ = o.gate.tell(notice{Call: *c})
	o.CallObserver.Return(c)
}

// Record returns an emit that counts what emit takes, and keeps the marks.
func (g *Gate) Record(emit func(capture.Entry) error) func(capture.Entry) error {
	if g == nil {
		return emit
	}
	return func(e capture.Entry) error {
		if g.passes(e.Call) {
			return nil
		}
		err := emit(e)
		g.mu.Lock()
		defer g.mu.Unlock()
		g.recorded++
		return err
	}
}

// passes reports whether c is a mark: then the client that waits for it waits no more.
// One that comes when nobody waits any more is a mark all the same.
func (g *Gate) passes(c *capture.Call) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	passed, isMark := g.marks[c]
	if isMark {
		close(passed)
		delete(g.marks, c)
	}
	return isMark
}

// Slack returns how far the recording may lag behind; 0: as far as it does.
func (g *Gate) Slack() time.Duration {
	if g == nil {
		return 0
	}
	return slackTime
}
