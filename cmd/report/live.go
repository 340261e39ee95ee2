package report

import (
	"context"
	"math"
	"slices"

	"wireladder/capture"
	"wireladder/cmd/report/output"
	"wireladder/cmd/report/selection"
)

// LiveReport is the report on a run while it goes on: each entry goes to the files at
// once, so that they are good up to there whatever happens, and all are kept for the
// pictures.
type LiveReport struct {
	rec  capture.Recording
	late bool // an entry came out of its place: the files are out of order
	*pipeline
}

// NewLive opens the outputs for a run of that origin: all, or none. The error joins
// *output.Errors, or is source.ErrInterrupted.
func NewLive(ctx context.Context, origin capture.Origin, o *Options) (*LiveReport, error) {
	outs, err := output.Open(ctx, o.output())
	if err != nil {
		return nil, err
	}
	if err := outs.Failure(); err != nil {
		outs.Abort()
		return nil, err
	}
	r := newLive(origin, o, outs)
	return r, outs.Begin(r.content())
}

func newLive(origin capture.Origin, o *Options, outs *output.Outputs) *LiveReport {
	r := &LiveReport{rec: capture.Recording{Origin: origin}, pipeline: newPipeline(origin, o, &selection.Selection{}, 0)}
	r.outs, r.unfinished = outs, true
	outs.Once = true
	r.understand.Watched()
	return r
}

// Recording returns all that has come, which is the run's: it grows.
func (r *LiveReport) Recording() *capture.Recording { return &r.rec }

// Lost says what the capture has lost.
func (r *LiveReport) Lost(drops capture.Drops) { r.rec.Drops = drops }

// Add takes the next entry, which must stay as it is.
func (r *LiveReport) Add(e capture.Entry) error {
	r.keep(e)
	if !r.outs.Active() {
		return nil // pictures wait for all, and then it is understood anew
	}
	r.understand.Add(e)
	return r.settle()
}

// keep puts an entry in its place: at the end, but for a call that comes after what
// it has sent. One that waits for ever belongs at the end.
func (r *LiveReport) keep(e capture.Entry) {
	at := len(r.rec.Entries)
	for e.Call != nil && !e.Call.KeyedByExit() && at > 0 && r.rec.Entries[at-1].Key().After(e.Key()) {
		at--
		r.late = true
	}
	r.rec.Entries = slices.Insert(r.rec.Entries, at, e)
}

// Finish draws the pictures, and puts the files in place: where there is none, if the run
// was not whole. The error joins *output.Errors. The files are those that are there then.
func (r *LiveReport) Finish(whole bool) ([]output.Kept, error) {
	if again := r.outs.Again(); !again.IsEmpty() {
		if err := r.retell(again); err != nil {
			return nil, err
		}
	}
	kept := r.outs.Commit(r.rec.Drops, whole)
	return kept, r.outs.Failure()
}

// retell takes the whole run through a pipeline that ends in outs.
func (r *LiveReport) retell(outs *output.Outputs) error {
	p := newPipeline(r.rec.Origin, r.options, &selection.Selection{}, math.MaxInt)
	p.understand.ForPicture()
	p.subject.Judged = true
	p.outs = outs
	if err := outs.Begin(p.content()); err != nil {
		return err
	}
	for _, e := range r.rec.Entries {
		p.understand.Add(e)
	}
	return p.end()
}

// Abort removes the files that are not complete. It is without effect after Finish.
func (r *LiveReport) Abort() { r.outs.Abort() }
