//go:build linux && (amd64 || arm64)

// Package runtimes tells of the calls of a program as the program knows them: the runtimes of Go, Java
// and Node.js make calls of their own on its sockets, and make one again that found nothing.
package runtimes

import (
	"maps"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/calls/descriptors"
	"wireladder/capture/calls/native"
)

// Sieve tells an observer of the calls of one program, but for what its runtime does by itself. It is used from
// one goroutine; make one with New.
type Sieve struct {
	observer capture.CallObserver
	dealings map[*descriptors.Socket]*dealings
}

// New returns one that has told nothing yet.
func New(observer capture.CallObserver) *Sieve {
	return &Sieve{observer: observer, dealings: map[*descriptors.Socket]*dealings{}}
}

// Author is who makes a call: a thread of a program, by what it executes. The zero value is a program
// without a runtime, that calls for none of its sockets.
type Author struct {
	Runtime native.Runtime      // the one that makes calls by itself; native.NoRuntime: none
	Socket  *descriptors.Socket // the socket of the call; nil: it has none
	Loop    bool                // an event loop makes the call by itself
}

// dealings are what a runtime does with a socket besides what its program asks for.
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

// Begins tells that a call begins, and returns it. It returns an earlier one, which has not been told to
// have returned, where a runtime makes that once more.
func (r *Sieve) Begins(c *capture.Call, m Author) *capture.Call {
	if m.Runtime != native.NoRuntime && m.Socket != nil && !c.Does(capture.Polls) {
		d := r.dealings[m.Socket]
		if d == nil {
			d = &dealings{waiting: map[string]attempt{}}
			r.dealings[m.Socket] = d
		}
		if was := r.again(c, d); was != nil {
			return was
		}
		r.release(c, d)
	}
	r.observer.Enter(c)
	return c
}

// again returns the waiting call that a call is once more; nil: it is none of these.
func (r *Sieve) again(c *capture.Call, d *dealings) *capture.Call {
	was, ok := d.waiting[c.Name]
	if !ok && !c.Does(capture.Closes) {
		return nil
	}
	if ok && was.Code == c.Code {
		delete(d.waiting, c.Name)
		was.Thread, was.Result, was.Errno = c.Thread, 0, ""
		return was.Call
	}
	for name, one := range d.waiting {
		if name == c.Name || c.Does(capture.Closes) {
			one.Exit = one.exit
			r.observer.Return(one.Call)
			delete(d.waiting, name)
		}
	}
	return nil
}

// release tells that the first calls on a socket have returned, when it is clear what they are for.
func (r *Sieve) release(c *capture.Call, d *dealings) {
	if isPreparation(c) {
		return
	}
	for _, one := range d.held {
		one.Aside = one.Aside || c.Does(capture.Closes)
		r.observer.Return(one)
	}
	c.Aside = c.Aside || c.Does(capture.Closes) && len(d.held) > 0
	d.held = nil
}

// isPreparation reports whether a call says nothing yet of what a socket is for.
func isPreparation(c *capture.Call) bool {
	return c.Does(capture.Opens) || c.Does(capture.Configures) || c.Does(capture.Binds) && c.Args.Address.Port() == 0
}

// Ends tells that a call has returned at a time, unless its runtime makes it again or it is not clear
// yet what it is for.
func (r *Sieve) Ends(c *capture.Call, m Author, now time.Time) {
	d := r.dealings[m.Socket]
	switch {
	case m.Loop || m.Runtime != native.NoRuntime && c.Does(capture.Polls):
		c.Aside = c.Aside || foundNothing(c)
	case m.Runtime == native.NoRuntime:
	case d == nil:
	case c.Does(capture.Closes):
		delete(r.dealings, m.Socket)
	case m.Runtime == native.Go && c.Errno == "EAGAIN" && (c.Does(capture.Receives) || c.Does(capture.Accepts)):
		d.waiting[c.Name] = attempt{c, now}
		return
	case isPreparation(c) && (c.Does(capture.Opens) || len(d.held) > 0) && c.Errno == "":
		d.held = append(d.held, c)
		c.Exit = now
		return
	}
	c.Exit = now
	r.observer.Return(c)
}

// foundNothing reports whether a call has looked whether something is there, without waiting for it,
// and nothing was: an event loop does so on its way.
func foundNothing(c *capture.Call) bool {
	return c.Does(capture.Polls) && c.Args.HasTimeout && c.Args.Timeout == 0 && c.Result == 0 || c.Errno == "EAGAIN"
}

// Release tells that calls have returned of which it has not become clear what they are for: the process
// that has these sockets, by descriptor, ends, or executes another program.
func (r *Sieve) Release(sockets map[int]*descriptors.Socket) {
	for _, fd := range slices.Sorted(maps.Keys(sockets)) {
		s := sockets[fd]
		if d := r.dealings[s]; d != nil {
			for _, one := range d.held {
				r.observer.Return(one)
			}
			delete(r.dealings, s)
		}
	}
}
