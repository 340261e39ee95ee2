package report

import (
	"cmp"

	"wireladder/capture/run"
)

// background shows packets in a goroutine of its own, so that finding out what the next
// ones mean and writing what is said of these go on at the same time. All of its methods
// are its owner's, who may use the sinks himself only behind wait. Make one with
// newBackground.
type background struct {
	pipeline *pipeline

	busy    bool          // something was taken that may not be shown yet
	filling *portion      // what is handed over next
	full    chan *portion // to be shown; closed at the end
	empty   chan *portion // done with
}

// portion is moments one behind the other.
type portion struct {
	taken []*run.Moment // in their order, to be released when those among them that are shown were
	shown []*run.Moment
	err   error // of showing them
}

// portionSize is how many moments a portion shows.
const portionSize = 256

// portions is how many there are: one that is filled, one that is shown, and one for when
// one of these takes longer.
const portions = 3

// newBackground returns one that shows moments at the outputs of a pipeline.
func newBackground(p *pipeline) *background {
	b := &background{pipeline: p, filling: new(portion), full: make(chan *portion, portions), empty: make(chan *portion, portions)}
	for range portions - 1 {
		b.empty <- new(portion)
	}
	go b.run()
	return b
}

// run shows what is handed over, until a sink fails: what comes then is passed on.
func (b *background) run() {
	var failed error
	for p := range b.full {
		for _, m := range p.shown {
			if failed == nil {
				failed = b.pipeline.outs.Moment(m)
			}
		}
		p.err = failed
		b.empty <- p // there is room: for all that there are
	}
}

// show takes a moment of a packet, to be shown some time. The error is that of an earlier
// one.
func (b *background) show(m *run.Moment) error {
	p := b.filling
	b.busy = true
	m.Fix()
	if p.shown = append(p.shown, m); len(p.shown) == portionSize {
		return b.handOver()
	}
	return nil
}

// done takes moments that nothing but showing needs any more, shown or not.
func (b *background) done(taken []*run.Moment) error {
	if b.filling.taken = append(b.filling.taken, taken...); len(b.filling.taken) >= portionSize {
		return b.handOver()
	}
	return nil
}

// handOver has the goroutine show what was taken so far.
func (b *background) handOver() error {
	b.full <- b.filling // there is room: for all that there are
	b.filling = <-b.empty
	return b.reclaim(b.filling)
}

// reclaim empties a portion that was shown.
func (b *background) reclaim(p *portion) error {
	b.pipeline.understand.Release(p.taken)
	p.taken, p.shown = p.taken[:0], p.shown[:0]
	return p.err
}

// wait returns when all that was taken has been shown, with the error of a sink.
func (b *background) wait() error {
	if !b.busy {
		return nil
	}
	b.busy = false
	err := b.handOver()
	var idle [portions - 1]*portion
	for i := range idle {
		idle[i] = <-b.empty
		err = cmp.Or(err, b.reclaim(idle[i]))
	}
	for _, p := range idle {
		b.empty <- p
	}
	return err
}

// end ends the goroutine. What was taken and not shown yet may be left out.
func (b *background) end() {
	close(b.full)
	for range portions - 1 {
		<-b.empty
	}
}
