package cmd

import (
	"slices"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/render"
)

// evidence gathers the entries of one run as they come: each entry goes to the
// files at once, so that they are good up to there whatever happens, and all
// are kept for the picture.
type evidence struct {
	rec     capture.Recording
	tracker *flow.Tracker
	outs    *outputs
	late    bool // an entry came out of its place: the files are out of order

	foretold foretold // what the packets to come mean, if that is known already
}

func newEvidence(origin capture.Origin, outs *outputs) *evidence {
	v := &evidence{rec: capture.Recording{Origin: origin}, tracker: flow.NewTracker(), outs: outs}
	if origin.Second != "" {
		v.tracker.AwaitDeliveries()
	}
	return v
}

// add takes the next entry.
func (v *evidence) add(e capture.Entry) error {
	v.keep(e)
	switch {
	case e.Call != nil:
		v.tracker.Heed(e.Call)
	case e.Delivery != nil:
		v.tracker.Deliver(e.Delivery)
	}
	if e.Packet == nil {
		return v.outs.other(&e)
	}
	return v.outs.packet(v.observe(e.Packet))
}

// observe returns what the next packet means.
func (v *evidence) observe(p *capture.Packet) *seen {
	s := new(seen)
	s.observe(v.tracker, p)
	v.foretold.next(s)
	return s
}

// keep puts an entry in its place: at the end, but for a call that comes after what
// it has sent. One that waits for ever belongs at the end.
func (v *evidence) keep(e capture.Entry) {
	at := len(v.rec.Entries)
	for e.Call != nil && !e.Call.KeyedByExit() && at > 0 && v.rec.Entries[at-1].Key().After(e.Key()) {
		at--
		v.late = true
	}
	v.rec.Entries = slices.Insert(v.rec.Entries, at, e)
}

// retell writes the files again of a run on two hosts, with what is said about each
// packet now that it is known what became of it; and of a run of which entries came
// late, now that these are in their place.
func (v *evidence) retell() error {
	if v.rec.Origin.Second == "" && !v.late {
		return nil
	}
	outs, err := v.outs.restart()
	if err != nil || len(outs.list) == 0 {
		return err
	}
	again := newEvidence(v.rec.Origin, outs)
	if v.rec.Origin.Second != "" {
		again.foretold.observed = render.Observe(&v.rec)
	}
	for _, e := range v.rec.Entries {
		if err := again.add(e); err != nil {
			return err
		}
	}
	return nil
}

// present draws what was gathered and puts the files in place: first of all
// those, for whoever reads stdout may close it at any time. It does so after a
// failed run as well, if there is anything to show. Stdout gets its picture if
// show is set.
func (v *evidence) present(c *console, p *pictureOptions, show bool) error {
	if err := v.retell(); err != nil {
		return failed(err, "")
	}
	diagram := render.Build(&v.rec)
	if err := v.outs.drawFiles(c, p, &diagram); err != nil {
		return failed(err, "")
	}
	if err := v.outs.commit(v.rec.Drops); err != nil {
		return failed(err, "")
	}
	if !show {
		return nil
	}
	return failed(v.outs.show(c, p, &diagram), "")
}
