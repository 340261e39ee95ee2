package view

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"wireladder/capture"
	"wireladder/cmd/console"
	"wireladder/cmd/flags"
	"wireladder/cmd/report"
	"wireladder/cmd/report/sink"
	"wireladder/cmd/step"
	"wireladder/cmd/step/keyboard"
	"wireladder/cmd/view/terminal"
	"wireladder/render"
	"wireladder/render/text/asking"
	"wireladder/render/text/fullscreen"
	"wireladder/render/walk"
)

// LiveView is a terminal on which a run is stepped through while it is made. Make one with NewLiveView.
type LiveView struct {
	taken
	answers chan keyboard.Answer
	typed   chan string
	ended   atomic.Bool // the run has

	mu       sync.Mutex
	asked    int // how many answers were waited for
	answered int // the last of them that has come
}

var _ step.Walkthrough = (*LiveView)(nil)

// taken is a terminal that is taken while something goes on, until the user leaves it. Make one with take.
type taken struct {
	scenes chan runSoFar // what is to be shown; the last one takes the place of one that was not
	left   chan struct{} // closed when the user has left
	err    error         // what has kept it from being shown; to be read when left is closed
	leave  func()
}

// runSoFar is what there is of a run.
type runSoFar struct {
	diagram   *render.Diagram
	originals *walk.Originals
	asks      asking.CallQuestion
	ended     string      // what is said when it has ended; "": it goes on
	isOpen    func() bool // whether what is asked is not answered yet; nil: nothing is asked
}

// mostTyped is how many lines may have been typed before a run takes the first, which it does at once.
const mostTyped = 256

// stepHint says what keys do first, and endHint what they do at the end.
const (
	stepHint = "Space or PageDown: the next step, and at the end the next call is made; b: back"
	endHint  = "the run has ended: b goes back, / searches, q leaves"
)

// NewLiveView takes the terminal, and shows what is called name there until the user leaves.
// It saves what rec has when the run has ended.
func NewLiveView(ctx context.Context, c *console.Console, o flags.PictureOptions, name string, rec *capture.Recording) (*LiveView, error) {
	s := &LiveView{answers: make(chan keyboard.Answer, 1), typed: make(chan string, mostTyped)}
	r := NewRoom(name, 0)
	r.retell = s.retell(rec)
	return s, s.take(ctx, c, o, r, func(v *fullscreen.Display) { v.GoesOn(s.goOn, s.handOn) }, stepHint)
}

// take takes the terminal, and shows a room there that fills while something goes on, as goesOn tells its display.
func (s *taken) take(ctx context.Context, c *console.Console, o flags.PictureOptions, r *Room, goesOn func(*fullscreen.Display), hint string) error {
	screen, err := terminal.Open(c.Stdin)
	if err != nil {
		return unusable(err)
	}
	s.scenes, s.left = make(chan runSoFar, 1), make(chan struct{})
	r.diagram = &render.Diagram{}
	style := o.Style(c, c.Stdout)
	if o.Explain == "brief" {
		o.Explain = "none"
	}
	v, said, end := r.display(ctx, c, &o, screen)
	over, cancel := context.WithCancel(ctx)
	s.leave = cancel
	goesOn(v)
	v.Say(hint)
	go func() {
		defer close(s.left)
		defer terminal.Leave(screen) // also after a panic
		defer end()
		if s.err = attend(over, screen, v, style.Color, besides{said: said, scenes: s.scenes}); ctx.Err() == nil && over.Err() != nil {
			s.err = nil
		}
	}()
	return nil
}

// errGoesOn is that a run can't be told yet.
var errGoesOn = errors.New("the run goes on: save it when it has ended")

// retell returns what shows the run again, when it has ended: until then it grows.
func (s *LiveView) retell(rec *capture.Recording) Retell {
	whole := RetellRun(rec)
	return func(ctx context.Context, to *report.Options, v sink.View) (viewed bool, err error) {
		if !s.ended.Load() {
			return false, errGoesOn
		}
		return whole(ctx, to, v)
	}
}

// goOn lets the next call be made, if it is asked about, or that of another.
func (s *LiveView) goOn(who int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.answered < s.asked {
		s.answered = s.asked
		s.answers <- keyboard.Answer{Wish: keyboard.GoOn, Who: who} // there is room: one is asked for at a time
	}
}

// Show implements step.Walkthrough. What was asked when it was called may be answered when it is shown.
func (s *LiveView) Show(d *render.Diagram, o *walk.Originals, q asking.CallQuestion) {
	s.mu.Lock()
	number := s.asked
	s.mu.Unlock()
	s.put(runSoFar{diagram: d, originals: o, asks: q, isOpen: func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.answered < number
	}})
}

// put hands over what is to be shown.
func (s *taken) put(now runSoFar) {
	for {
		select {
		case s.scenes <- now:
			return
		case <-s.scenes: // it was not shown yet
		}
	}
}

// Next implements step.Walkthrough.
func (s *LiveView) Next() <-chan keyboard.Answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	return s.answers
}

// handOn hands on a line that was typed, unless there is no room, for a run that has ended takes none.
func (s *LiveView) handOn(line string) {
	select {
	case s.typed <- line:
	default:
	}
}

// Typed implements step.Walkthrough.
func (s *LiveView) Typed() <-chan string { return s.typed }

// Left implements step.Walkthrough.
func (s *LiveView) Left() <-chan struct{} { return s.left }

// Wait implements step.Walkthrough.
func (s *LiveView) Wait(d *render.Diagram, o *walk.Originals) error {
	s.ended.Store(true)
	s.put(runSoFar{diagram: d, originals: o, ended: endHint})
	<-s.left
	return s.err
}

// Leave gives the terminal back, if the user has not left it. Again it does nothing.
func (s *taken) Leave() {
	s.leave()
	<-s.left
}

// besides is what comes to a display besides keys. The zero value is nothing.
type besides struct {
	said   <-chan string
	scenes <-chan runSoFar
}

// show shows more of a run.
func (n *runSoFar) show(v *fullscreen.Display) {
	if n.isOpen != nil && !n.isOpen() {
		n.asks.Asks = ""
	}
	v.Replace(n.diagram, n.originals, n.asks)
	if n.ended != "" {
		v.Ended(n.ended)
	}
}
