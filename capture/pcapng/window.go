package pcapng

import (
	"bytes"
	"io"
)

// A Window begins small, since most captures are, and grows while the input
// fills it at once. Beyond readAhead it grows only for a record that does not
// fit.
const (
	firstRead = 16 << 10
	growth    = 4
	readAhead = 256 << 10 // what the processor's cache has room for beside the rest
)

// emptyReads is how often in a row an input may return neither octets nor an
// error before it is taken to be stuck.
const emptyReads = 100

// Window is a stretch of an input, in memory, that moves forward as it is read:
// what a record holds is looked at where it lies and not copied. It asks the
// input for as much as it has room for and takes what comes, so that a pipe is
// followed as it is written. It grows by the octets that came, not by those
// that a record promises.
//
// Once the input has failed, no more is asked of it. A Window must not be used
// from two goroutines at once.
type Window struct {
	r    io.Reader
	buf  []byte
	pos  int   // of the next octet in buf
	end  int   // of what was read into buf
	base int64 // offset of buf in the input
	err  error // of r

	filled bool // the last read filled buf
}

// NewWindow returns a Window at the start of r, of which it has read nothing.
func NewWindow(r io.Reader) *Window { return &Window{r: r} }

// Offset returns how many octets of the input were skipped.
func (w *Window) Offset() int64 { return w.base + int64(w.pos) }

// Peek returns the next n octets, or those that are left and the error of the
// input, io.EOF at its end. They belong to the Window and are valid until the
// next Peek.
func (w *Window) Peek(n int) ([]byte, error) {
	if n > w.end-w.pos {
		return w.peekMore(n)
	}
	return w.buf[w.pos : w.pos+n], nil
}

// Buffered returns the octets that Peek can return without reading, valid until
// the next Peek.
func (w *Window) Buffered() []byte { return w.buf[w.pos:w.end] }

// Skip moves past n octets that Peek has returned.
func (w *Window) Skip(n int) { w.pos += n }

// Rest returns what was not skipped, read or not. The Window must not be used
// beside it.
func (w *Window) Rest() io.Reader {
	left := bytes.NewReader(w.buf[w.pos:w.end])
	if w.err != nil {
		return io.MultiReader(left, failed{w.err})
	}
	return io.MultiReader(left, w.r)
}

// failed is what is left of an input that has failed.
type failed struct{ err error }

// Read returns the error.
func (f failed) Read([]byte) (int, error) { return 0, f.err }

// peekMore is Peek where there are less than n octets.
func (w *Window) peekMore(n int) ([]byte, error) {
	w.toFront()
	for w.end < n && w.err == nil {
		w.grow()
		w.read()
	}
	if w.end < n {
		return w.buf[:w.end], w.err
	}
	return w.buf[:n], nil
}

// toFront moves what is left to the front of buf: less than one record.
func (w *Window) toFront() {
	w.base += int64(w.pos)
	w.end = copy(w.buf, w.buf[w.pos:w.end])
	w.pos = 0
}

// grow makes more room: where the input is fast, until there is room for
// readAhead; beyond that, where a record has filled what there is.
func (w *Window) grow() {
	size := len(w.buf)
	switch {
	case size == 0:
		size = firstRead
	case w.filled && size < readAhead:
		size *= growth
	case w.end == size:
		size *= 2
	default:
		return
	}
	buf := make([]byte, size)
	copy(buf, w.buf[:w.end])
	w.buf = buf
}

// read reads once, unless the input has nothing to say.
func (w *Window) read() {
	for range emptyReads {
		n, err := w.r.Read(w.buf[w.end:])
		w.end += n
		w.filled = w.end == len(w.buf)
		w.err = err
		if n > 0 || err != nil {
			return
		}
	}
	w.err = io.ErrNoProgress
}
