package table

import (
	"runtime"
	"slices"
	"sync"

	"wireladder/capture/flow"
)

// block is how many rows are gathered before they are written.
const block = 2048

// rows writes the conversations. Those of a long table are formatted in blocks,
// as many at once as there are processors.
func (p *printer) rows(rows []*flow.Conversation) {
	if len(rows) <= block {
		p.block(rows)
		return
	}
	sheets := []*sheet{&p.sheet}
	for range runtime.GOMAXPROCS(0) - 1 {
		sheets = append(sheets, p.another())
	}
	for wave := range slices.Chunk(rows, block*len(sheets)) {
		if p.wave(sheets, wave); p.err != nil {
			return
		}
	}
}

// wave writes a block of rows from each sheet. A sheet without rows is empty.
func (p *printer) wave(sheets []*sheet, rows []*flow.Conversation) {
	var formatting sync.WaitGroup
	for i, s := range sheets {
		part := rows[min(i*block, len(rows)):min((i+1)*block, len(rows))]
		formatting.Go(func() { s.block(part) })
	}
	formatting.Wait()
	for _, s := range sheets {
		p.write(s)
	}
}

// block writes rows on the sheet.
func (s *sheet) block(rows []*flow.Conversation) {
	for _, c := range rows {
		s.row(c)
	}
}
