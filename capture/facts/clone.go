package facts

import "slices"

// CloneInto makes to a copy of f that no amendment of f reaches. Of the segments that f
// names it copies no more than what stands in a Segment itself: what the Facts of those
// point to is shared, and so is the Fate.
func (f *Facts) CloneInto(to *Facts) {
	*to = *f
	own(&to.Seen)
	own(&to.Late)
	own(&to.Before)
	own(&to.Unseen)
	own(&to.Old)
	own(&to.Reset)
	own(&to.Error)
	own(&to.Probe)
	own(&to.Window)
	own(&to.Wait)
	own(&to.Group)
	own(&to.Fragment)
	own(&to.Reneged)
	own(&to.Elsewhere)
	own(&to.Echo)
	if own(&to.Again); to.Again != nil {
		own(&to.Again.First)
		own(&to.Again.Answer)
	}
	if own(&to.Dup); to.Dup != nil {
		own(&to.Dup.Trigger)
	}
	to.Copies, to.Kernel, to.Unfinished = slices.Clone(f.Copies), slices.Clone(f.Kernel), slices.Clone(f.Unfinished)
}

// own makes what a pointer leads to a copy, unless it leads nowhere.
func own[T any](p **T) {
	if *p != nil {
		value := **p
		*p = &value
	}
}
