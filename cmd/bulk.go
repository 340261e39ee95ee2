package cmd

import (
	"wireladder/capture"
	"wireladder/capture/savefile"
)

// prefetch reads batches of packets in a goroutine of its own, so that reading one
// and looking at another go on at the same time.
type prefetch struct {
	full  chan *load // read, and not looked at yet
	empty chan *load // room to read into: closed by whoever wants no more
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
	c := &prefetch{make(chan *load, loads), make(chan *load, loads)}
	for range loads {
		c.empty <- new(load)
	}
	go c.run(r)
	return c
}

// run reads until the end, or a fault.
func (c *prefetch) run(r *savefile.Reader) {
	for l := range c.empty {
		l.other, l.err = r.Fill(&l.Batch)
		ended := l.err != nil
		c.full <- l // there is room: for all that there are
		if ended {
			return
		}
	}
}

// bulk reports whether nothing is wanted of the packets to come but what they mean
// for their conversations.
func (p *pass) bulk() bool {
	return p.opened && p.counts.whole && !p.outs.active() && p.reader.Origin().Second == ""
}

// readBulk is readAll for outlines of packets.
func (p *pass) readBulk() error {
	c := newPrefetch(p.reader)
	defer close(c.empty)
	for {
		l := <-c.full
		if err := p.outlines(&l.Batch); err != nil {
			return err
		}
		if done, err := p.behind(l.other, l.err); done {
			return err
		}
		c.empty <- l
	}
}

// outlines takes the packets of a batch.
func (p *pass) outlines(b *savefile.Batch) error {
	packets := b.Packets
	for from := 0; from < len(b.Outlines); {
		to := from
		for to < len(b.Outlines) && b.Outlines[to].Proto != capture.Undecoded {
			to++
		}
		p.tracker.ObserveOutlines(b.Outlines[from:to])
		p.counts.outlines(b.Outlines[from:to])
		if from = to; from < len(b.Outlines) {
			p.current, packets = &packets[0], packets[1:]
			if err := p.packet(); err != nil {
				return err
			}
			from++
		}
	}
	return nil
}
