package source

import (
	"fmt"
	"io"
	"strings"
	"time"

	"wireladder/render/quantity"
	"wireladder/render/sheet"
	"wireladder/render/text"
)

// How a progress line comes and goes.
const (
	progressDelay = time.Second            // shorter work shows none
	progressPause = 100 * time.Millisecond // between two of them
	progressWidth = 20                     // cells of the bar
)

// Progress shows on a terminal how far a file is read, in a line that is
// overwritten. A nil *Progress shows nothing.
type Progress struct {
	w     io.Writer
	name  string
	width int // of the terminal, in cells
	now   func() time.Time

	start, next time.Time // of the reading; of the next line
	shown       int       // cells of the line that stands there
}

// NewProgress returns the progress of the file called name ("-" is stdin), on a
// terminal w of so many cells (0: nobody knows) that is free for it. now is the clock.
func NewProgress(w io.Writer, name string, width int, now func() time.Time) *Progress {
	if width == 0 {
		width = 80
	}
	if name == "-" {
		name = "stdin"
	}
	return &Progress{w: w, name: name, width: width, now: now}
}

// update says that done octets are read, of size (0: nobody knows).
func (p *Progress) update(done, size int64) {
	if p == nil {
		return
	}
	now := p.now()
	if p.start.IsZero() {
		p.start, p.next = now, now.Add(progressDelay)
	}
	if now.Before(p.next) {
		return
	}
	p.next = now.Add(progressPause)
	p.draw(p.line(done, size))
}

// line returns the line, which fits the terminal.
func (p *Progress) line(done, size int64) string {
	how := quantity.Octets(done)
	if size > 0 {
		part := min(float64(done)/float64(size), 1)
		filled := int(part * progressWidth)
		bar := strings.Repeat("#", filled) + strings.Repeat(".", progressWidth-filled)
		how = fmt.Sprintf("[%s] %2.0f %% of %s", bar, part*100, quantity.Octets(size))
	}
	medium := text.Medium(true)
	room := max(p.width-1-len("reading  ")-len(how), 8)
	line := fmt.Sprintf("reading %s %s", sheet.Shorten(medium, medium.Encode(p.name), room), how)
	return line[:min(len(line), p.width-1)]
}

// draw puts line in the place of the one before.
func (p *Progress) draw(line string) {
	fmt.Fprintf(p.w, "\r%-*s", p.shown, line) //nolint:errcheck // nothing depends on it
	p.shown = len(line)
}

// Erase takes the line away.
func (p *Progress) Erase() {
	if p == nil || p.shown == 0 {
		return
	}
	fmt.Fprintf(p.w, "\r%*s\r", p.shown, "") //nolint:errcheck // nothing depends on it
	p.shown = 0
}
