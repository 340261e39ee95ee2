package report

import (
	"wireladder/capture"
)

// maxHeld is how many entries that are no packets are kept until the first packet is picked.
const maxHeld = 4096

// pipeline is what entries go through behind their source. Nothing is kept of them but
// what the stages keep, and nothing is allocated for a packet.
type pipeline struct {
	understand *understanding // stage 2
	pick       picker         // stage 3
	outs       *outputs       // stage 4
	counts     packetCounts   // of what is picked

	// What sinks are made by.
	origin      capture.Origin
	link        capture.LinkType // of the first packet, as far as it is known
	file        string           // what the table tells to read
	view        View
	picture     *Picture
	packetsOnly bool
	unfinished  bool // more will be known when all has come: pictures wait for it

	open func() (*outputs, error) // opens the outputs
	held []settled                // what came before these were open; nil: they are
}

func newPipeline(origin capture.Origin, o *Options, sel *Selection, ahead int) *pipeline {
	p := &pipeline{
		understand: newUnderstanding(origin, ahead), pick: newPicker(sel), outs: &outputs{},
		origin: origin, link: capture.LinkEthernet, picture: &o.Picture, packetsOnly: o.PacketsOnly,
	}
	p.counts = newCounts(p.pick.whole)
	return p
}

// settle takes what is settled through the stages behind.
func (p *pipeline) settle() error {
	for m := p.understand.next(); m != nil; m = p.understand.next() {
		if err := p.take(m); err != nil {
			return err
		}
	}
	return nil
}

// end takes all that is left through the stages behind.
func (p *pipeline) end() error {
	p.understand.end()
	return p.settle()
}

// idle shows all that has come: nothing more may come for a while.
func (p *pipeline) idle() error {
	if err := p.settle(); err != nil {
		return err
	}
	return p.outs.flush()
}

// take picks a settled entry, counts it and hands it to the sinks.
func (p *pipeline) take(m *settled) error {
	p.pick.begin(&m.entry)
	if m.entry.Packet == nil {
		return p.takeOther(m)
	}
	p.counts.all++
	ok, err := p.pick.picks(m)
	if !ok {
		return err
	}
	p.counts.add(m)
	if p.open == nil {
		return p.outs.moment(m)
	}
	p.link = m.entry.Packet.Link
	if err := p.begin(); err != nil {
		return err
	}
	if err := p.outs.moment(m); err != nil {
		return err
	}
	return p.outs.flush() // the first row comes at once
}

// takeOther is take for an entry that is no packet.
func (p *pipeline) takeOther(m *settled) error {
	if p.open != nil {
		if p.hold(m) {
			return nil
		}
		if err := p.begin(); err != nil {
			return err
		}
	}
	return p.deliver(m)
}

// hold keeps an entry until the outputs are open, and reports whether it does: there
// is room for it, or it is too early to say which entries are picked.
func (p *pipeline) hold(m *settled) bool {
	switch {
	case len(p.held) < maxHeld:
		p.held = append(p.held, *m)
	case p.pick.undecided():
		copy(p.held, p.held[1:])
		p.held[maxHeld-1] = *m
	default:
		return false
	}
	return true
}

// deliver hands an entry that is no packet to the sinks, if it is picked.
func (p *pipeline) deliver(m *settled) error {
	ok, err := p.pick.picks(m)
	if !ok {
		return err
	}
	p.counts.add(m)
	return p.outs.moment(m)
}

// begin opens the outputs, when the first packet that is picked tells how frames
// begin, and shows what was held back until then.
func (p *pipeline) begin() error {
	if p.open == nil {
		return nil
	}
	outs, err := p.open()
	p.open = nil
	if err != nil {
		return err
	}
	p.outs = outs
	if err := outs.begin(p); err != nil {
		return err
	}
	for i := range p.held {
		if err := p.deliver(&p.held[i]); err != nil {
			return err
		}
	}
	p.held = nil
	return nil
}
