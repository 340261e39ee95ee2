// Package holding holds a run up before its calls: a scenario by a [Gate], one client at a
// time; programs that others wrote by a [Queue], all at once. Pipes lead to the process that
// asks: notices go one way, what lets a call be made the other.
package holding

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

// Notice is what a stepped run tells the process that draws it.
type Notice struct {
	Call   capture.Call // as it was entered, as it returned, or as it is to be made
	Asks   bool         // it is held up until it may go on
	At     time.Time    // since when
	After  int          // how many entries were recorded before the question
	Number int          // of several questions, by which it is answered
	Gone   bool         // the question with that number is answered by itself: the program has ended
	Begins bool         // a process begins, and has made no call
}

// telling is how a stepped run tells of itself: of each call at once, and of what is recorded.
type telling struct {
	next capture.CallObserver

	mu       sync.Mutex
	quit     context.CancelCauseFunc // ends the run; nil: it has not begun
	gaveUp   bool                    // the user has ended it
	out      *json.Encoder
	recorded int
	marks    map[*capture.Call]chan struct{} // closed when all before has been recorded
}

func newTelling(out io.Writer) *telling {
	return &telling{out: json.NewEncoder(out), marks: map[*capture.Call]chan struct{}{}}
}

// Begin returns the context of the run that is told of, and what ends that. It is
// called once, before the run begins.
func (g *telling) Begin(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, quit := context.WithCancelCause(ctx)
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.quit = quit; g.gaveUp {
		quit(ErrQuit)
	}
	return ctx, func() { quit(nil) }
}

// giveUp ends the run as its user wants it.
func (g *telling) giveUp() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.gaveUp = true; g.quit != nil {
		g.quit(ErrQuit)
	}
}

// tell writes a notice.
func (g *telling) tell(n Notice) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	n.After = g.recorded
	return g.out.Encode(n)
}

// settle waits until what has happened so far, and what that leads to at once,
// is recorded. A mark goes the way of all calls: when it comes out, all before
// it has.
func (g *telling) settle(ctx context.Context) {
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
func (g *telling) Observe(next capture.CallObserver) capture.CallObserver {
	g.next = next
	return teller{next, g}
}

// teller is between a run and its recorder.
type teller struct {
	capture.CallObserver
	telling *telling
}

func (o teller) Enter(c *capture.Call) {
	_ = o.telling.tell(Notice{Call: *c}) // the process that draws has gone: the run is about to end
	o.CallObserver.Enter(c)
}

// Return tells what a call has returned, which its entry may be long in telling:
// a call that was made before and still waits holds the recording up.
func (o teller) Return(c *capture.Call) {
	_ = o.telling.tell(Notice{Call: *c})
	o.CallObserver.Return(c)
}

// Record returns an emit that counts what emit takes, and keeps the marks.
func (g *telling) Record(emit func(capture.Entry) error) func(capture.Entry) error {
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
func (g *telling) passes(c *capture.Call) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	passed, isMark := g.marks[c]
	if isMark {
		close(passed)
		delete(g.marks, c)
	}
	return isMark
}

// Slack returns how far the recording may lag behind.
func (g *telling) Slack() time.Duration { return slackTime }
