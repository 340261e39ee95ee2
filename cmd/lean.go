package cmd

import (
	"wireladder/capture"
	"wireladder/capture/savefile"
)

// lean reports whether nothing is wanted of the packets to come but what they mean
// for their conversations.
func (p *pass) lean() bool {
	return p.opened && p.tally.whole && !p.outs.active() && !p.reader.Origin().TwoHosts()
}

// readLean is readAll for outlines of packets.
func (p *pass) readLean() error {
	c := newConveyor(p.reader)
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
		p.tally.outlines(b.Outlines[from:to])
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
