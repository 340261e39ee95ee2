// Package tape writes captures while they are taken: a file is in its place from its first octets
// on, and good at any time, whatever becomes of this process.
//
//	packets ─► Tape ─► blocks, gathered ─► write(2) of whole ones ─► run.pcapng
//	                                                            └──► run-1.pcapng, run-2.pcapng, …
package tape

import (
	"io"

	"wireladder/capture"
	"wireladder/capture/savefile"
)

// Options say what is written, and where.
type Options struct {
	Name   string // of the file; of a ring, what the names of its files are made of
	Format savefile.Format
	Origin capture.Origin
	Link   capture.LinkType
	Ring   Rotation  // zero: one file
	Stdout io.Writer // of Name "-"
}

// Tape is a capture file that goes on, or a ring of them. Make one with Open.
type Tape struct {
	options Options
	files   files
	blocks  blocks
	writer  savefile.Writer
	err     error
}

// Open makes the file, with its head in it. The error is a *fs.PathError, or that of the first write.
func Open(o Options) (*Tape, error) {
	t := &Tape{options: o, files: files{name: o.Name, ring: o.Ring, stdout: o.Stdout}}
	if err := t.next(); err != nil {
		return nil, err
	}
	return t, nil
}

// next begins a file.
func (t *Tape) next() error {
	w, err := t.files.next()
	if err != nil {
		return err
	}
	t.blocks = blocks{to: w, gathered: t.blocks.gathered[:0], ends: t.blocks.ends[:0]}
	if t.writer, err = savefile.NewWriter(&t.blocks, t.options.Format, t.options.Origin, t.options.Link); err != nil {
		return err
	}
	if err := t.blocks.flush(); err != nil {
		return err
	}
	return t.files.appear()
}

// Packet adds a packet. It is in the file when Flush returns, at the latest.
func (t *Tape) Packet(p *capture.Packet) error {
	if t.err != nil {
		return t.err
	}
	if t.err = t.writer.Write(capture.Entry{Packet: p}); t.err == nil && t.files.ring.Size > 0 && t.blocks.octets >= t.files.ring.Size {
		t.err = t.turn()
	}
	return t.err
}

// turn ends a file of a ring, and begins the next one. It has no statistics: what the capture has lost is
// known at its end, and the last file tells it.
func (t *Tape) turn() error {
	if err := t.blocks.flush(); err != nil {
		return err
	}
	if err := t.files.close(); err != nil {
		return err
	}
	return t.next()
}

// Flush writes what was gathered.
func (t *Tape) Flush() error {
	if t.err == nil {
		t.err = t.blocks.flush()
	}
	return t.err
}

// Close ends the file, with what the capture lost. The error is the first one that there was.
func (t *Tape) Close(lost capture.Drops) error {
	if t.err == nil {
		t.err = t.writer.Close(lost)
	}
	if t.err == nil {
		t.err = t.blocks.flush()
	}
	if err := t.files.close(); t.err == nil {
		t.err = err
	}
	return t.err
}

// Name returns the file that is written, or was last; "-" is stdout.
func (t *Tape) Name() string {
	if n := len(t.files.names); n > 0 {
		return t.files.names[n-1]
	}
	return t.options.Name
}

// Names returns the files that are there, the oldest first.
func (t *Tape) Names() []string { return t.files.names }

// blocks gathers what is written in one piece, and passes on whole pieces alone.
type blocks struct {
	to       io.Writer
	gathered []byte
	ends     []int // of the pieces that were gathered
	octets   int64 // of all pieces
}

// together is how many octets are written at once, as a rule.
const together = 256 << 10

// Write takes a block or a record.
func (b *blocks) Write(p []byte) (int, error) {
	if len(b.gathered)+len(p) > together {
		if err := b.flush(); err != nil {
			return 0, err
		}
	}
	b.octets += int64(len(p))
	b.gathered = append(b.gathered, p...)
	b.ends = append(b.ends, len(b.gathered))
	return len(p), nil
}

// flush passes on what was gathered.
func (b *blocks) flush() error {
	if len(b.gathered) == 0 {
		return nil
	}
	n, err := b.to.Write(b.gathered)
	if err != nil {
		b.cut(n)
	}
	b.gathered, b.ends = b.gathered[:0], b.ends[:0]
	return err
}

// cut takes back the part of a piece that was written before the disk was full: the file ends with a whole
// one. What goes into a pipe can't be taken back.
func (b *blocks) cut(written int) {
	file, ok := b.to.(interface{ Truncate(size int64) error })
	if !ok {
		return
	}
	whole := 0
	for _, end := range b.ends {
		if end <= written {
			whole = end
		}
	}
	_ = file.Truncate(b.octets - int64(len(b.gathered)) + int64(whole)) // what kept it from being written is told
}
