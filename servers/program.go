package servers

import (
	"context"

	"wireladder/capture"
)

// Host is where a program's sockets are made: one of the hosts of a private
// network.
type Host interface {
	// Do runs f on a thread that is inside the host's network namespace and
	// returns its error.
	Do(f func() error) error
}

// ProgramOptions say who makes socket calls, where, and who is told.
type ProgramOptions struct {
	Process  capture.Process      // who makes the calls; PID 0: this process; Name "": "program"
	Observer capture.CallObserver // who is told of the calls; nil: nobody
	Host     Host                 // where socket(2) is called; later calls go there by themselves. nil: here

	// Interrupt is the program's ^C. When it is done the call that waits, or
	// else the next one that would, returns EINTR: once, as after a signal whose
	// handler returns. nil: never.
	Interrupt context.Context

	// Before is called before each call is made, and before it is stamped, with
	// the context of the program. It may block: that holds this call up, and no
	// other. Its error takes the place of the call, which is then not made. It
	// must not change the call. nil: nothing holds a call up.
	Before func(context.Context, *capture.Call) error
}

func (o ProgramOptions) withDefaults() ProgramOptions {
	o.Process = fillProcess(o.Process, "program")
	o.Observer = fillObserver(o.Observer)
	return o
}
