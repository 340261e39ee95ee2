package cmd

import (
	"context"
	"encoding/json"
	"io"
	"sync"
	"time"

	"wireladder/capture"
)

// How long a stepped run is given, so that the picture shows what a call has
// led to before the next one is asked about.
const (
	stepSlack    = 60 * time.Millisecond  // as live.RecordOptions has it: several read timeouts
	stepSettle   = 15 * time.Millisecond  // for the servers to take their turn
	stepPatience = 500 * time.Millisecond // for all of that to be recorded: a call that waits may hold it up
)

// notice is what a stepped run tells whoever draws it.
type notice struct {
	Call  capture.Call // as it was entered, as it returned, or as it is to be made
	Asks  bool         // it is held up until it may go on
	At    time.Time    // since when
	After int          // how many entries were recorded before the question
}

// gate holds up the clients of a stepped run before each of their calls, one
// client at a time, and tells of each call as it is entered. A nil gate does
// nothing.
type gate struct {
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

// newGate returns a gate that is opened by each octet of goes, for good by its
// end, and never again after quitNow. It writes its notices to out, a line of JSON each.
func newGate(goes io.Reader, out io.Writer) *gate {
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
	return &gate{
		goes: opened, turn: make(chan struct{}, 1), out: json.NewEncoder(out),
		marks: map[*capture.Call]chan struct{}{},
	}
}

// before holds up a client's call until it may go on.
func (g *gate) before(ctx context.Context, c *capture.Call) error {
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
			g.quit(errQuit)
			return errQuit
		}
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// tell writes a notice.
func (g *gate) tell(n notice) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	n.After = g.recorded
	return g.out.Encode(n)
}

// settle waits until what has happened so far, and what that leads to at once,
// is recorded. A mark goes the way of all calls: when it comes out, all before
// it has.
func (g *gate) settle(ctx context.Context) {
	at := time.Now().Round(0).Add(stepSettle)
	mark, passed := &capture.Call{FD: -1, Enter: at, Exit: at}, make(chan struct{})
	g.mu.Lock()
	g.marks[mark] = passed
	g.mu.Unlock()
	g.next.Enter(mark)
	g.next.Return(mark)
	timer := time.NewTimer(stepPatience)
	defer timer.Stop()
	select {
	case <-passed:
	case <-timer.C:
	case <-ctx.Done():
	}
}

// observe returns an observer that tells of each call as it is entered, and
// passes it on to next. It is called once, before the run begins.
func (g *gate) observe(next capture.CallObserver) capture.CallObserver {
	if g == nil {
		return next
	}
	g.next = next
	return gateObserver{next, g}
}

// gateObserver is between a run and its recorder.
type gateObserver struct {
	capture.CallObserver
	gate *gate
}

func (o gateObserver) Enter(c *capture.Call) {
	_ = o.gate.tell(notice{Call: *c}) // whoever draws has gone: the run is about to end
	o.CallObserver.Enter(c)
}

// Return tells what a call has returned, which its entry may be long in telling:
// a call that was made before and still waits holds the recording up.
func (o gateObserver) Return(c *capture.Call) {
	_ = o.gate.tell(notice{Call: *c})
	o.CallObserver.Return(c)
}

// record returns an emit that counts what emit takes, and keeps the marks.
func (g *gate) record(emit func(capture.Entry) error) func(capture.Entry) error {
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

// passes reports whether c is a mark: then whoever waits for it waits no more.
// One that comes when nobody waits any more is a mark all the same.
func (g *gate) passes(c *capture.Call) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	passed, isMark := g.marks[c]
	if isMark {
		close(passed)
		delete(g.marks, c)
	}
	return isMark
}

// slack returns how far the recording may lag behind; 0: as far as it does.
func (g *gate) slack() time.Duration {
	if g == nil {
		return 0
	}
	return stepSlack
}
