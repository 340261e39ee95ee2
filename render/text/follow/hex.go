package follow

import (
	"wireladder/capture/flow"
	"wireladder/render/text"
)

// hex writes bytes in rows of 16; offset is that of the first.
func (w *writer) hex(side flow.Side, data []byte, offset int64) {
	w.endRow()
	w.side = side
	for len(data) > 0 {
		w.piece = append(append(w.piece, marks[side]...), ' ')
		before := len(data)
		w.piece, data = text.AppendHexRow(w.piece, offset, data)
		offset += int64(before - len(data))
		w.emit()
		w.buffer = append(w.buffer, '\n')
		w.flushFull()
	}
}
