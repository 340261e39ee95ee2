package table

import (
	"runtime"
	"slices"

	"wireladder/capture/flow"
)

// block is how many rows are formatted in one go, and written in one.
const block = 1024

// lane is a line writer for one block of rows after the other.
type lane struct {
	*lineWriter
	idle chan struct{} // tells that nobody writes with it
}

// rows writes the conversations. Those of a long table are formatted in blocks,
// as many at once as there are processors; and for each of these one more waits,
// so that none waits for the writing.
func (p *printer) rows(rows []*flow.Conversation) {
	if len(rows) <= block {
		p.block(rows)
		return
	}
	p.write(&p.lineWriter) // the heading
	lanes, next := p.lanes(2*runtime.GOMAXPROCS(0)), 0
	for part := range slices.Chunk(rows, block) {
		if p.err != nil {
			break
		}
		l := lanes[next]
		p.collect(l)
		go l.format(part)
		next = (next + 1) % len(lanes)
	}
	for i := range lanes {
		p.collect(lanes[(next+i)%len(lanes)])
	}
}

// lanes returns n lanes, which are idle.
func (p *printer) lanes(n int) []lane {
	lanes := make([]lane, n)
	for i := range lanes {
		lanes[i] = lane{p.another(), make(chan struct{}, 1)}
		lanes[i].idle <- struct{}{}
	}
	return lanes
}

// collect writes the block of a lane when it is whole.
func (p *printer) collect(l lane) {
	<-l.idle
	p.write(l.lineWriter)
}

// format formats a block.
func (l lane) format(rows []*flow.Conversation) {
	l.block(rows)
	l.idle <- struct{}{}
}

// block writes rows.
func (s *lineWriter) block(rows []*flow.Conversation) {
	for _, c := range rows {
		s.row(c)
	}
}
