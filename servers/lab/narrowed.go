package lab

import (
	"wireladder/capture"
	"wireladder/capture/live"
)

// narrowed is a feed of what belongs to the run alone. All else is forgotten as it is
// read: nobody is shown it, and it is not counted.
type narrowed struct {
	live.Feed
	own *ownership
}

var _ live.Feed = narrowed{}

// Next returns the next entry of the run.
func (n narrowed) Next() (capture.Entry, error) {
	for {
		e, err := n.Feed.Next()
		if err != nil || e.Packet == nil || n.own.has(e.Packet) {
			return e, err
		}
	}
}
