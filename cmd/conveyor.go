package cmd

import (
	"wireladder/capture"
	"wireladder/capture/savefile"
)

// conveyor reads batches of packets in a goroutine of its own, so that reading one
// and looking at another go on at the same time.
type conveyor struct {
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

// newConveyor begins to read. Nobody else may use r until the load with an error has
// come, behind which there is none.
func newConveyor(r *savefile.Reader) *conveyor {
	c := &conveyor{make(chan *load, loads), make(chan *load, loads)}
	for range loads {
		c.empty <- new(load)
	}
	go c.run(r)
	return c
}

// run reads until the end, or a fault.
func (c *conveyor) run(r *savefile.Reader) {
	for l := range c.empty {
		l.other, l.err = r.Fill(&l.Batch)
		ended := l.err != nil
		c.full <- l // there is room: for all that there are
		if ended {
			return
		}
	}
}
