package output

import "errors"

// ErrHopeless is that every output has failed: nothing is left to be done for anybody. Why
// each has is kept with it.
var ErrHopeless = errors.New("every output has failed")

// Error is that an output could not be made or written.
type Error struct {
	Name string // "-" is stdout
	Err  error  // what could not be done, and why
	Kept string // the file that has what was written; "": none has
}

// Error returns what could not be made, and why.
func (e *Error) Error() string { return e.Err.Error() }

// Unwrap returns why not.
func (e *Error) Unwrap() error { return e.Err }

// Kept is a file that has what an output was given, though not all that was wanted.
type Kept struct {
	Name string // of the output
	As   string // what the file is called: Name, unless a file was there
}
