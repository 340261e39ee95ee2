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
	"wireladder/render"
	"wireladder/render/text/fullscreen"
	"wireladder/render/walk"
)

// LiveView is a terminal on which a run is stepped through while it is made. Make one with NewLiveView.
type LiveView struct {
	scenes  chan runSoFar // what is to be shown; the last one takes the place of one that was not
	answers chan keyboard.Answer
	left    chan struct{} // closed when the user has left
	ended   atomic.Bool   // the run has
	err     error         // what has kept it from being shown; to be read when left is closed
	leave   func()

	mu    sync.Mutex
	asked bool // an answer is waited for
}

var _ step.Walkthrough = (*LiveView)(nil)

// runSoFar is what there is of a run.
type runSoFar struct {
	diagram   *render.Diagram
	originals *walk.Originals
	asks      string
	ended     bool
}

// stepHint says what keys do first.
const stepHint = "Space or PageDown: the next step, and at the end the next call is made; b: back"

// NewLiveView takes the terminal, and shows what is called name there until the user leaves.
// It saves what rec has when the run has ended.
func NewLiveView(ctx context.Context, c *console.Console, o flags.PictureOptions, name string, rec *capture.Recording) (*LiveView, error) {
	screen, err := open(c.Stdin)
	if err != nil {
		return nil, unusable(err)
	}
	s := &LiveView{scenes: make(chan runSoFar, 1), answers: make(chan keyboard.Answer, 1), left: make(chan struct{})}
	r := NewRoom(name, 0)
	r.diagram, r.retell = &render.Diagram{}, s.retell(rec)
	style := o.Style(c, c.Stdout)
	if o.Explain == "brief" {
		o.Explain = "none"
	}
	v, said, end := r.display(ctx, c, &o, screen)
	over, cancel := context.WithCancel(ctx)
	s.leave = cancel
	v.GoesOn(s.goOn)
	v.Say(stepHint)
	go func() {
		defer close(s.left)
		defer leave(screen) // also after a panic
		defer end()
		if s.err = attend(over, screen, v, style.Color, besides{said: said, scenes: s.scenes}); ctx.Err() == nil && over.Err() != nil {
			s.err = nil
		}
	}()
	return s, nil
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

// goOn lets the next call be made, if it is asked about.
func (s *LiveView) goOn() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.asked {
		s.asked = false
		s.answers <- keyboard.Answer{Wish: keyboard.GoOn} // there is room: one is asked for at a time
	}
}

// Show implements step.Walkthrough.
func (s *LiveView) Show(d *render.Diagram, o *walk.Originals, asks string) {
	s.put(runSoFar{diagram: d, originals: o, asks: asks})
}

// put hands over what is to be shown.
func (s *LiveView) put(now runSoFar) {
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
	s.asked = true
	answer := make(chan keyboard.Answer, 1)
	go func() {
		select {
		case a := <-s.answers:
			answer <- a
		case <-s.left:
			answer <- keyboard.Answer{Wish: keyboard.Quit}
		}
	}()
	return answer
}

// Wait implements step.Walkthrough.
func (s *LiveView) Wait(d *render.Diagram, o *walk.Originals) error {
	s.ended.Store(true)
	s.put(runSoFar{diagram: d, originals: o, ended: true})
	<-s.left
	return s.err
}

// Leave implements step.Walkthrough.
func (s *LiveView) Leave() {
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
	v.Replace(n.diagram, n.originals, n.asks)
	if n.ended {
		v.Ended("the run has ended: b goes back, / searches, q leaves")
	}
}
