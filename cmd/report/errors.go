package report

import (
	"fmt"

	"wireladder/cmd/report/output"
	"wireladder/cmd/report/selection"
)

// FaultError is that a file could not be read to its end, or was not: then it wraps
// source.ErrInterrupted.
type FaultError struct {
	Err    error
	Shown  bool          // what stands before the fault is shown on stdout
	Before []output.Kept // files that have it
}

// Error returns what is wrong with the file, and where.
func (e *FaultError) Error() string { return e.Err.Error() }

// Unwrap returns what is wrong with it.
func (e *FaultError) Unwrap() error { return e.Err }

// NoStreamError is that a file does not have the stream that was selected.
type NoStreamError struct {
	File     string
	Stream   selection.StreamName
	TCP, UDP int // how many streams it has
}

// Error names the file and the stream.
func (e *NoStreamError) Error() string {
	return fmt.Sprintf("%q has no stream %s", e.File, e.Stream)
}

// OutputError says that an output could not be made or written.
func OutputError(name, what string, err error) error { return output.Failure(name, what, err) }
