package holding

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// Pipes are how a stepped run and the picture of it speak with each other: two pipes.
type Pipes struct {
	Goes, Notices      *os.File // the run's ends: see NewGate
	release, announced *os.File // the drawing end of each
}

// NewPipes returns the pipes of one run.
func NewPipes() (*Pipes, error) {
	goes, release, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	announced, notices, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(err, goes.Close(), release.Close())
	}
	return &Pipes{goes, notices, release, announced}, nil
}

// Gate returns the gate of a run in this process.
func (l *Pipes) Gate() *Gate { return NewGate(l.Goes, l.Notices) }

// Given closes the run's ends, which another process has by now, or nobody needs any
// more.
func (l *Pipes) Given() {
	_ = l.Goes.Close()
	_ = l.Notices.Close()
}

// Announced is where the notices of the run come from.
func (l *Pipes) Announced() io.Reader { return l.announced }

// Say says something to the run. One that has ended hears nothing any more, which is no error.
func (l *Pipes) Say(text string) error {
	_, err := l.release.WriteString(text)
	if errors.Is(err, syscall.EPIPE) {
		return nil
	}
	return err
}

// Close closes the drawing ends.
func (l *Pipes) Close() {
	_ = l.release.Close()
	_ = l.announced.Close()
}
