package cmd

import (
	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/render"
)

// evidence gathers the entries of one run as they come: each packet gets its
// explanation, each entry goes to the capture files at once, so that they are
// good up to there whatever happens, and all are kept for the picture.
type evidence struct {
	rec     capture.Recording
	tracker *flow.Tracker
	outs    *outputs
}

func newEvidence(origin capture.Origin, outs *outputs) *evidence {
	return &evidence{rec: capture.Recording{Origin: origin}, tracker: flow.NewTracker(), outs: outs}
}

// add takes the next entry.
func (v *evidence) add(e capture.Entry) error {
	if p := e.Packet; p != nil && p.Comment == "" {
		o := v.tracker.Observe(p)
		p.Comment = render.Explain(&o).Full
	}
	v.rec.Entries = append(v.rec.Entries, e)
	return v.outs.write(e)
}

// present draws what was gathered and puts the files in place. It does so
// after a failed run as well, if there is anything to show.
func (v *evidence) present(c *console, p *pictureOptions) error {
	diagram := render.Build(&v.rec)
	if err := show(c, p, v.outs, &diagram); err != nil {
		return failed(err, "")
	}
	return failed(v.outs.commit(v.rec.Drops), "")
}
