package text

import (
	"bufio"
	"io"

	"wireladder/render/sheet"
)

// Sheets writes sheets one below the other as they come, for who lays rows out that have no
// diagram. Make one with NewSheets.
type Sheets struct {
	canvas  canvas
	palette palette
	out     *bufio.Writer
	row     []byte
}

// NewSheets returns one that writes to w in a style, of which Color and ASCII count.
func NewSheets(w io.Writer, style Style) *Sheets {
	return &Sheets{canvas: canvas{medium: newMedium(style.ASCII)}, palette: palette{on: style.Color}, out: bufio.NewWriterSize(w, bufferSize)}
}

// Put adds a sheet, a line a row, without blanks at the ends of lines. The error is that of
// the io.Writer, now or earlier.
func (s *Sheets) Put(one *sheet.Sheet) error {
	s.canvas.draw(one)
	for y := range s.canvas.rows {
		s.row = append(s.canvas.appendRow(s.row[:0], y, s.palette), '\n')
		if _, err := s.out.Write(s.row); err != nil {
			return err
		}
	}
	return nil
}

// Flush writes what was gathered.
func (s *Sheets) Flush() error { return s.out.Flush() }
