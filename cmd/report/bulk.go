package report

import (
	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/pairing/merge"
	"wireladder/capture/savefile"
	"wireladder/cmd/report/source/ahead"
)

// inBulk reports whether nothing is wanted of the packets to come but what they mean
// for their conversations.
func (r *fileReading) inBulk() bool {
	if r.open != nil || !r.whole || r.outs.Active() {
		return false
	}
	return r.both != nil && r.both.HasOutlines() || r.bulk != nil && !r.subject.Origin.TwoHosts()
}

// readBulk is readAll for outlines of packets. They go to the tracker and are counted,
// past the other stages, in which nothing waits any more.
func (r *fileReading) readBulk() error {
	if err := r.end(); err != nil {
		return err
	}
	if r.both != nil {
		r.readBoth()
		return nil
	}
	p := ahead.New(r.bulk, nil)
	var l *ahead.Load
	defer func() { p.Stop(l) }()
	for {
		l = p.Next()
		r.outlines(&l.Batch)
		if e := l.Other; e != nil && e.Call != nil {
			r.understand.Tracker().Heed(e.Call)
			r.overview.Calls++
		}
		if l.Err != nil {
			r.ended(l.Err)
			return nil
		}
		p.Done(l)
	}
}

// readBoth is readBulk for two files, which were read already.
func (r *fileReading) readBoth() {
	tracker, b := r.understand.Tracker(), new(merge.Outlined)
	for r.both.Fill(b) {
		tracker.ObservePassages(b.Outlines, b.First, b.Fates)
		r.overview.Outlines(b.Outlines)
		if b.Odd != nil {
			r.odd(b.Odd)
		}
	}
	r.ended(r.both.Fault())
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
