package report

import (
	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/savefile"
)

// inBulk reports whether nothing is wanted of the packets to come but what they mean
// for their conversations.
func (r *fileReading) inBulk() bool {
	return r.open == nil && r.whole && r.bulk != nil && !r.outs.Active() && !r.subject.Origin.TwoHosts()
}

// readBulk is readAll for outlines of packets. They go to the tracker and are counted,
// past the other stages, in which nothing waits any more.
func (r *fileReading) readBulk() error {
	if err := r.end(); err != nil {
		return err
	}
	p := newPrefetch(r.bulk)
	defer close(p.empty)
	for {
		l := <-p.full
		r.outlines(&l.Batch)
		if e := l.other; e != nil && e.Call != nil {
			r.understand.Tracker().Heed(e.Call)
			r.overview.Calls++
		}
		if l.err != nil {
			r.ended(l.err)
			return nil
		}
		p.empty <- l
	}
}

// outlines takes the packets of a batch.
func (r *fileReading) outlines(b *savefile.Batch) {
	packets := b.Packets
	for from := 0; from < len(b.Outlines); {
		to := from
		for to < len(b.Outlines) && b.Outlines[to].Proto != capture.Undecoded {
			to++
		}
		r.understand.Tracker().ObserveOutlines(b.Outlines[from:to])
		r.overview.Outlines(b.Outlines[from:to])
		if from = to; from < len(b.Outlines) {
			r.odd(&packets[0])
			packets = packets[1:]
			from++
		}
	}
}

// odd takes a packet of which an outline does not say enough.
func (r *fileReading) odd(p *capture.Packet) {
	var meaning flow.Observation
	r.understand.Tracker().ObserveInto(&meaning, p)
	r.overview.All++
	r.overview.Packet(&meaning)
}

// prefetch reads batches of packets in a goroutine of its own, so that reading one
// and looking at another go on at the same time.
type prefetch struct {
	full  chan *load // read, and not looked at yet
	empty chan *load // room to read into; closed when no more is wanted
}

// load is a batch, and what came behind it.
type load struct {
	savefile.Batch
	other *capture.Entry
	err   error // what ended the reading
}

// loads is how many batches are under way: one that is read, one that is looked at,
// and two for when one of these takes longer.
const loads = 4

// newPrefetch begins to read. Nobody else may use r until the load with an error has
// come, behind which there is none.
func newPrefetch(r *savefile.Reader) *prefetch {
	p := &prefetch{make(chan *load, loads), make(chan *load, loads)}
	for range loads {
		p.empty <- new(load)
	}
	go p.run(r)
	return p
}

// run reads until the end, or a fault.
func (p *prefetch) run(r *savefile.Reader) {
	for l := range p.empty {
		l.other, l.err = r.Fill(&l.Batch)
		ended := l.err != nil
		p.full <- l // there is room: for all that there are
		if ended {
			return
		}
	}
}
