package table

import (
	"slices"

	"wireladder/capture/flow"
)

// block is how many rows are gathered before they are written.
const block = 2048

// rows writes the conversations.
func (p *printer) rows(rows []*flow.Conversation) {
	for part := range slices.Chunk(rows, block) {
		p.block(part)
		p.write(&p.sheet)
	}
}

// block writes rows on the sheet.
func (s *sheet) block(rows []*flow.Conversation) {
	for _, c := range rows {
		s.row(c)
	}
}
