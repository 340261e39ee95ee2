package jsonl

import (
	"io"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// bufferSize is how many octets of lines are gathered before they are written.
const bufferSize = 64 << 10

// Writer writes lines. Make one with NewWriter. After an error of the io.Writer
// every further call returns that error.
type Writer struct {
	w      io.Writer
	buffer []byte
	clock  timeWriter
	events map[flow.Events]string // the lists that were written before
	err    error
}

// NewWriter returns a Writer to w, which gets whole lines, many at once.
func NewWriter(w io.Writer) *Writer {
	return &Writer{w: w, buffer: make([]byte, 0, bufferSize+4096), events: map[flow.Events]string{}}
}

// Packet writes the line of a packet. explain is the sentence about it; without
// one the field is left out.
func (w *Writer) Packet(o *flow.Observation, explain string) error {
	w.buffer = w.appendPacket(w.buffer, o, explain)
	return w.flushFull()
}

// Call writes the line of a socket call.
func (w *Writer) Call(c *capture.Call) error {
	w.buffer = w.appendCall(w.buffer, c)
	return w.flushFull()
}

func (w *Writer) flushFull() error {
	if w.err == nil && len(w.buffer) < bufferSize {
		return nil
	}
	return w.Flush()
}

// Flush writes the lines that were gathered.
func (w *Writer) Flush() error {
	if w.err == nil && len(w.buffer) > 0 {
		_, w.err = w.w.Write(w.buffer)
	}
	w.buffer = w.buffer[:0]
	return w.err
}
