package png

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"

	"wireladder/render/figure"
	"wireladder/render/slides"
)

// Mark is in the first chunks of each slide, by which wireladder knows its own ones again: the text
// of a chunk tEXt (PNG §11.3.3.2).
const Mark = "Software\x00wireladder"

// headEnd is where a file's first chunk ends, IHDR (PNG §5.2, §11.2.1).
const headEnd = 8 + 12 + 13

// slide writes a slide to w.
func (p *Painter) slide(w io.Writer, f *figure.Figure) error {
	scale := p.Scale
	if scale == 0 {
		scale = UsualScale
	}
	if large := (&figure.Figure{Width: slides.Width, Height: slides.Height}); scale > p.most(large) {
		return &OversizeError{large.Width, large.Height, scale}
	}
	var b bytes.Buffer
	if err := p.write(&b, f, size(slides.Width, slides.Height, scale), scale*slides.Width/f.Width); err != nil {
		return err
	}
	for _, part := range [][]byte{b.Bytes()[:headEnd], text(Mark), b.Bytes()[headEnd:]} {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// text returns a chunk tEXt.
func text(s string) []byte {
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(s))) //nolint:gosec // it is short
	chunk = append(append(chunk, "tEXt"...), s...)
	return binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
}
