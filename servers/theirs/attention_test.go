package theirs

import (
	"context"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/calls"
)

// unheard is an observer to whom nothing matters.
type unheard struct{}

func (unheard) Enter(*capture.Call)  {}
func (unheard) Return(*capture.Call) {}

// makes has a program make a call that returns, or does not.
func (a *attention) makes(c capture.Call, returns bool) {
	a.Enter(&c)
	if returns {
		c.Exit = time.Now()
		a.Return(&c)
	}
}

// A program is ready when it listens, or has a UDP port; nothing else makes it so.
func TestReady(t *testing.T) {
	for name, tt := range map[string]struct {
		call capture.Call
		want bool
	}{
		"listens":           {capture.Call{Name: "listen", Proto: capture.TCP}, true},
		"has a UDP port":    {capture.Call{Name: "bind", Proto: capture.UDP}, true},
		"is bound":          {capture.Call{Name: "bind", Proto: capture.TCP}, false},
		"fails to listen":   {capture.Call{Name: "listen", Proto: capture.TCP, Errno: "EADDRINUSE"}, false},
		"fails to be bound": {capture.Call{Name: "bind", Proto: capture.UDP, Errno: "EADDRINUSE"}, false},
		"is connected":      {capture.Call{Name: "connect", Proto: capture.UDP}, false},
	} {
		a := newAttention(unheard{}, nil)
		if a.makes(tt.call, true); a.isReady() != tt.want {
			t.Errorf("%s: %t", name, !tt.want)
		}
		a.makes(tt.call, true) // again
	}
}

// A program is idle that has waited for a while, and is not held up.
func TestIdle(t *testing.T) {
	waits := capture.Call{Name: "accept", Proto: capture.TCP}
	for name, tt := range map[string]struct {
		play func(*attention)
		want bool
	}{
		"makes no call":       {func(*attention) {}, false},
		"waits":               {func(a *attention) { a.makes(waits, false) }, true},
		"waited":              {func(a *attention) { a.makes(waits, true) }, false},
		"computes":            {func(a *attention) { a.makes(capture.Call{Name: "send"}, false) }, false},
		"a thread is held up": {func(a *attention) { a.makes(waits, false); a.held[&waits] = func() {} }, false},
	} {
		a := newAttention(unheard{}, nil)
		tt.play(a)
		if a.idle(time.Minute) {
			t.Errorf("%s: it is idle at once", name)
		}
		a.last = time.Now().Add(-time.Hour)
		if a.idle(time.Minute) != tt.want {
			t.Errorf("%s: %t", name, !tt.want)
		}
	}
}

// Time does not pass for a program that is held up.
func TestUntil(t *testing.T) {
	a := &actor{Program: &calls.Program{}, attention: newAttention(unheard{}, nil)}
	c, looks := &capture.Call{}, 0
	a.held[c] = func() {}
	came := a.until(t.Context(), 2*step, func() bool {
		if looks++; looks == 10 {
			a.forget(c)
		}
		return false
	})
	if came || looks < 10 {
		t.Errorf("%t after %d looks", came, looks)
	}
	if !a.until(t.Context(), time.Hour, func() bool { return true }) {
		t.Error("it has not come")
	}
	ctx, end := context.WithCancel(t.Context())
	end()
	if !a.until(ctx, time.Hour, func() bool { return false }) {
		t.Error("the run goes on")
	}
}

// The time of clients stands still while somebody is held up, whoever that is.
func TestTimeoutStandsStill(t *testing.T) {
	s := &stage{Options: Options{Timeout: step}}
	server := newAttention(unheard{}, &asked{})
	server.pauses = &s.pauses
	c := &capture.Call{Name: "accept"}
	server.Held(c, func() {})
	ctx, end := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.awaitClients(ctx, []*actor{{Program: &calls.Program{}, attention: newAttention(unheard{}, nil)}})
	}()
	tick := time.NewTicker(step)
	defer tick.Stop()
	for range 10 {
		select {
		case <-done:
			t.Fatal("its time is over")
		case <-tick.C:
		}
	}
	end()
	<-done
}

// asked is a holder that keeps what it is told.
type asked struct{ held, gone []string }

func (a *asked) Begins(string, int)             {}
func (a *asked) Held(c *capture.Call, _ func()) { a.held = append(a.held, c.Name) }
func (a *asked) Gone(c *capture.Call)           { a.gone = append(a.gone, c.Name) }

// A program that is released is held up no more, now and later; its questions are taken back.
func TestRelease(t *testing.T) {
	h := &asked{}
	a := newAttention(unheard{}, h)
	if a.holder() == nil || newAttention(unheard{}, nil).holder() != nil {
		t.Error("who holds up what?")
	}
	went := make(chan string, 1)
	c := &capture.Call{Name: "bind"}
	a.Held(c, func() { went <- "bind" })
	if !a.isHeld() || len(went) > 0 {
		t.Error("it is not held up")
	}
	a.release()
	if a.isHeld() || <-went != "bind" {
		t.Error("it is held up")
	}
	a.Held(&capture.Call{Name: "close"}, func() { went <- "close" })
	if <-went != "close" || len(h.held) != 1 || len(h.gone) != 1 {
		t.Errorf("held up before %q, and not any more before %q", h.held, h.gone)
	}
	a.Gone(c)
	if len(h.gone) != 1 {
		t.Errorf("gone %q", h.gone)
	}
}

// Who listens is ready at once, and who waits for something else when that has taken a while.
func TestUntilReady(t *testing.T) {
	listens := &actor{Program: &calls.Program{}, attention: newAttention(unheard{}, nil)}
	listens.makes(capture.Call{Name: "listen", Proto: capture.TCP}, true)
	waits := &actor{Program: &calls.Program{}, attention: newAttention(unheard{}, nil)}
	waits.makes(capture.Call{Name: "connect", Proto: capture.TCP}, false)
	waits.last = time.Now().Add(-time.Hour)
	for name, a := range map[string]*actor{"listens": listens, "waits": waits} {
		if !a.untilReady(t.Context()) {
			t.Errorf("%s: it is not ready", name)
		}
	}
	if waits.isReady() {
		t.Error("who waits takes clients")
	}
}
