// Package ahead reads batches of packets in a goroutine of its own, so that reading one and looking at another go on at
// the same time.
package ahead

import (
	"wireladder/capture"
	"wireladder/capture/pairing/keys"
	"wireladder/capture/savefile"
)

// Prefetch is a file that is read ahead. Make one with New.
type Prefetch struct {
	full  chan *Load // read, and not looked at yet
	empty chan *Load // room to read into; closed when no more is wanted
}

// Load is a batch, and what came behind it.
type Load struct {
	savefile.Batch
	Prints []keys.Print // of its packets, if they were asked for
	Other  *capture.Entry
	Err    error // what ended the reading; behind it there is no further Load
}

// loads is how many batches are under way: one that is read, one that is looked at,
// and two for when one of these takes longer.
const loads = 4

// New begins to read, with the prints of packets that m makes; nil: without. Nobody else may use r, nor m, until the Load
// with an error has come.
func New(r *savefile.Reader, m *keys.Maker) *Prefetch {
	p := &Prefetch{make(chan *Load, loads), make(chan *Load, loads)}
	for range loads {
		l := new(Load)
		if m != nil {
			l.Each = l.printer(m)
		}
		p.empty <- l
	}
	go p.run(r)
	return p
}

// printer returns what takes down the prints of packets.
func (l *Load) printer(m *keys.Maker) func(*capture.Outline, *capture.Packet, bool) {
	return func(o *capture.Outline, p *capture.Packet, decoded bool) {
		if decoded {
			l.Prints = append(l.Prints, m.Of(p))
		} else {
			l.Prints = append(l.Prints, m.Plain(o, p))
		}
	}
}

// run reads until the end, or a fault.
func (p *Prefetch) run(r *savefile.Reader) {
	defer close(p.full)
	for l := range p.empty {
		l.Prints = l.Prints[:0]
		l.Other, l.Err = r.Fill(&l.Batch)
		ended := l.Err != nil
		p.full <- l // there is room: for all that there are
		if ended {
			return
		}
	}
}

// Next returns the next load, which is the caller's until it is given back to Done.
func (p *Prefetch) Next() *Load { return <-p.full }

// Done gives a load back.
func (p *Prefetch) Done(l *Load) { p.empty <- l }

// Stop ends the reading, which may be at its end or not, and returns when nothing is read any more. last is what Next has
// returned and Done has not got back; nil: nothing.
func (p *Prefetch) Stop(last *Load) {
	close(p.empty)
	for last == nil || last.Err == nil {
		l, more := <-p.full
		if !more {
			return
		}
		last = l
	}
}
