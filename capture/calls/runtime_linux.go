//go:build linux && (amd64 || arm64)

package calls

import (
	"maps"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/calls/native"
)

// dealings are what a runtime does with a socket besides what its program asks for: that of Go, of
// Java, of Node.js.
type dealings struct {
	// held are the first calls on the socket, told to have begun: it may be one by which the
	// runtime finds out what the kernel can do, and closes again.
	held []*capture.Call
	// waiting are calls that found nothing, by name: the runtime waits in epoll_wait(2), and makes
	// each again for the same line of its program, which knows of one.
	waiting map[string]attempt
}

// attempt is a call that has found nothing.
type attempt struct {
	*capture.Call
	exit time.Time
}

// runtimeOf returns the runtime that makes the calls of a thread by itself; Python's own lines tell
// what it does.
func (t *tracer) runtimeOf(th *thread) native.Runtime {
	if t.options.All || th.process.notes != 0 {
		return native.NoRuntime
	}
	return t.execution(th.process).Runtime()
}

// tells tells that a call begins, unless a runtime makes it once more: then it is the same.
func (t *tracer) tells(th *thread, c *capture.Call) {
	k := th.call.stop.Socket
	if r := t.runtimeOf(th); r != native.NoRuntime && k != nil && !c.Does(capture.Polls) {
		d := t.dealings[k]
		if d == nil {
			d = &dealings{waiting: map[string]attempt{}}
			t.dealings[k] = d
		}
		if t.again(th, c, d) {
			return
		}
		t.unhold(c, d)
	}
	t.options.Observer.Enter(c)
}

// again takes a call for the one that waits; false if it is none of these.
func (t *tracer) again(th *thread, c *capture.Call, d *dealings) bool {
	was, ok := d.waiting[c.Name]
	if !ok && !c.Does(capture.Closes) {
		return false
	}
	if ok && was.Code == c.Code {
		delete(d.waiting, c.Name)
		was.Thread, was.Result, was.Errno = c.Thread, 0, ""
		th.call.Call, th.process.last = was.Call, was.Call
		return true
	}
	for name, one := range d.waiting {
		if name == c.Name || c.Does(capture.Closes) {
			one.Exit = one.exit
			t.options.Observer.Return(one.Call)
			delete(d.waiting, name)
		}
	}
	return false
}

// unhold tells that the first calls on a socket have returned, when it is clear what they are for.
func (t *tracer) unhold(c *capture.Call, d *dealings) {
	if isPreparation(c) {
		return
	}
	for _, one := range d.held {
		one.Aside = one.Aside || c.Does(capture.Closes)
		t.options.Observer.Return(one)
	}
	c.Aside = c.Aside || c.Does(capture.Closes) && len(d.held) > 0
	d.held = nil
}

// isPreparation reports whether a call says nothing yet of what a socket is for.
func isPreparation(c *capture.Call) bool {
	return c.Does(capture.Opens) || c.Does(capture.Configures) || c.Does(capture.Binds) && c.Args.Address.Port() == 0
}

// toldEnd tells that a call has returned, unless its runtime makes it again or it is not clear yet
// what it is for.
func (t *tracer) toldEnd(th *thread, c *capture.Call, p *pending, now time.Time) {
	r := t.runtimeOf(th)
	d := t.dealings[p.stop.Socket]
	switch {
	case p.loop || r != native.NoRuntime && c.Does(capture.Polls):
		c.Aside = c.Aside || foundNothing(c)
	case r == native.NoRuntime:
	case d == nil:
	case c.Does(capture.Closes):
		delete(t.dealings, p.stop.Socket)
	case r == native.Go && c.Errno == "EAGAIN" && (c.Does(capture.Receives) || c.Does(capture.Accepts)):
		d.waiting[c.Name] = attempt{c, now}
		return
	case isPreparation(c) && (c.Does(capture.Opens) || len(d.held) > 0) && c.Errno == "":
		d.held = append(d.held, c)
		c.Exit = now
		return
	}
	c.Exit = now
	t.options.Observer.Return(c)
}

// foundNothing reports whether a call has looked whether something is there, without waiting for it,
// and nothing was: an event loop does so on its way.
func foundNothing(c *capture.Call) bool {
	return c.Does(capture.Polls) && c.Args.HasTimeout && c.Args.Timeout == 0 && c.Result == 0 || c.Errno == "EAGAIN"
}

// unholdAll tells that calls have returned of which it has not become clear what they are for: their
// process ends, or executes another program.
func (t *tracer) unholdAll(p *process) {
	all := p.files.Sockets()
	for _, fd := range slices.Sorted(maps.Keys(all)) {
		k := all[fd]
		if d := t.dealings[k]; d != nil {
			for _, one := range d.held {
				t.options.Observer.Return(one)
			}
			delete(t.dealings, k)
		}
	}
}
