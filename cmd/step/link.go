package step

import (
	"errors"
	"os"
)

// Link is how a stepped run and the picture of it speak with each other: two pipes.
type Link struct {
	Goes, Notices      *os.File // the run's ends: see NewGate
	release, announced *os.File // the drawing end of each
}

func newLink() (*Link, error) {
	goes, release, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	announced, notices, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(err, goes.Close(), release.Close())
	}
	return &Link{goes, notices, release, announced}, nil
}

// Gate returns the gate of a run in this process.
func (l *Link) Gate() *Gate { return NewGate(l.Goes, l.Notices) }

// Given closes the run's ends, which another process has by now, or nobody needs any
// more.
func (l *Link) Given() {
	_ = l.Goes.Close()
	_ = l.Notices.Close()
}

// close closes the drawing ends.
func (l *Link) close() {
	_ = l.release.Close()
	_ = l.announced.Close()
}
