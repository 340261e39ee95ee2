package live

import (
	"cmp"
	"errors"
	"io"
	"time"

	"wireladder/capture"
	"wireladder/capture/causal"
)

// slack is RecordOptions.Slack where nothing is said of it.
const slack = 200 * time.Millisecond

// portions is how often in that time the merger is told at most how far packets have come: what can
// go then goes together.
const portions = 32

// intake moves what a feed returns into a merger, and tells it how far the capture
// has been read.
type intake struct {
	feed   Feed
	merger *causal.Merger
	slack  time.Duration
	watch  func(capture.Entry) // nil: nobody watches
	told   time.Time           // the packet by which the merger was told last how far that is
}

func newIntake(o RecordOptions, m *causal.Merger) *intake {
	return &intake{feed: o.Feed, merger: m, slack: cmp.Or(o.Slack, slack), watch: o.Watch}
}

// run reads the feed to its end.
func (i *intake) run() error {
	for {
		asked := time.Now()
		e, err := i.feed.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, ErrTimeout):
			// The capture had nothing when it was asked: later is not vouched for.
			i.merger.Seen(asked.Add(-i.slack))
		case err != nil:
			return err
		default:
			i.take(e)
		}
	}
}

// take shows an entry to whoever watches, and gives it to the merger.
func (i *intake) take(e capture.Entry) {
	if i.watch != nil {
		i.watch(e)
	}
	if e.Packet == nil {
		i.merger.Delivery(e.Delivery)
		return
	}
	i.merger.Packet(e.Packet)
	if e.Packet.Time.Sub(i.told) >= i.slack/portions {
		i.told = e.Packet.Time
		i.merger.Seen(i.told.Add(-i.slack))
	}
}
