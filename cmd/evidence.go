package cmd

import (
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
	v.rec.Entries = append(v.rec.Entries, e)
	switch {
	case e.Call != nil:
		v.tracker.Heed(e.Call)
	case e.Delivery != nil:
		v.tracker.Deliver(e.Delivery)
	}
	if e.Packet == nil {
		return v.outs.other(&e)
	}
	var s seen
	s.observe(v.tracker, e.Packet)
	return v.outs.packet(&s)
}

// retell writes the files of a run on two hosts again, with what is said about each
// packet now that it is known what became of it.
func (v *evidence) retell() error {
	if v.rec.Origin.Second == "" {
		return nil
	}
	outs, err := v.outs.restart()
	if err != nil || len(outs.list) == 0 {
		return err
	}
	observed := render.Observe(&v.rec)
	for i := range v.rec.Entries {
		e := &v.rec.Entries[i]
		if e.Packet == nil {
			err = outs.other(e)
		} else {
			err = outs.packet(&seen{observed[0].Observation, observed[0].Explanation, true})
			observed = observed[1:]
		}
		if err != nil {
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
