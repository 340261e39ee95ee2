package ends

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"wireladder/capture"
	"wireladder/capture/notation"
	"wireladder/capture/pairing"
	"wireladder/capture/pairing/merge"
	"wireladder/capture/pairing/outlines"
	"wireladder/capture/savefile"
	"wireladder/cmd/report/source"
	"wireladder/cmd/report/source/ahead"
)

// PairError is that two files can't be read as one recording.
type PairError struct {
	Names [2]string // the second is "" where it is about one of them
	Err   error     // pairing.ErrNoPair and its like, ErrJoined, ErrOnce, or why it is no capture
}

// Why files can't be read as one, besides those of package pairing.
var (
	ErrJoined = errors.New("it holds both ends of a run already")
	ErrOnce   = errors.New("it can't be read twice: it is no file on a disk")
)

// Error names the files, of one's fault that one.
func (e *PairError) Error() string {
	if e.Names[1] == "" {
		return fmt.Sprintf("can't read %q: %v", e.Names[0], e.Err)
	}
	return fmt.Sprintf("%q and %q are no pair: %v", e.Names[0], e.Names[1], e.Err)
}

// Unwrap returns the reason.
func (e *PairError) Unwrap() error { return e.Err }

// Both reads two files as one recording. Make one with Open.
type Both struct {
	*merge.Merge
	ctx      context.Context
	names    [2]string
	progress *source.Progress
	inputs   [2]*source.Input
	readers  [2]*savefile.Reader
	faults   [2]error                 // what ended the first reading of each, but for its end
	outlines [2]*outlines.OutlineList // of the packets of each; nil: nobody asks for them
	origin   capture.Origin
	drops    capture.Drops
}

// Open reads two files for the first time, finds out how they belong together, and returns
// what reads them for the second time. The error is an *PairError, one of a file, or
// source.ErrInterrupted. progress tells how far each is read; nil tells nobody. bulk says that the outlines of packets may
// be enough, and are kept for Fill.
func Open(ctx context.Context, names [2]string, progress *source.Progress, bulk bool) (*Both, error) {
	r := &Both{ctx: ctx, names: names, progress: progress}
	if bulk {
		r.outlines = [2]*outlines.OutlineList{{}, {}}
	}
	pairs := pairing.New()
	for i := range names {
		if err := r.glance(i, pairs); err != nil {
			return nil, err
		}
	}
	if err := pairs.Pair(); err != nil {
		return nil, errors.Join(&PairError{names, err}, r.faults[0], r.faults[1])
	}
	for i := range names {
		if err := r.open(i); err != nil {
			r.Close() //nolint:errcheck // only read
			return nil, err
		}
	}
	r.Merge = merge.New(pairs, [2]merge.Scanner{r.scanner(0), r.scanner(1)})
	if bulk && r.outlines[0].IsWhole() && r.outlines[1].IsWhole() {
		r.KeepOutlines(r.outlines)
	}
	r.outlines = [2]*outlines.OutlineList{}
	r.origin = r.joint(pairs)
	return r, nil
}

// open opens a file for reading.
func (r *Both) open(i int) error {
	in, err := source.Open(r.ctx, r.names[i], nil, r.progress)
	if err != nil {
		return err
	}
	r.inputs[i] = in
	if !in.IsRegular() {
		return &PairError{Names: [2]string{r.names[i]}, Err: ErrOnce}
	}
	if r.readers[i], err = savefile.NewReader(in); err != nil {
		return &PairError{Names: [2]string{r.names[i]}, Err: err}
	}
	return nil
}

// glance reads a file for the first time. What stands before a fault is good.
func (r *Both) glance(i int, pairs *pairing.Pairing) error {
	defer func() {
		if r.inputs[i] != nil {
			r.inputs[i].Close() //nolint:errcheck // only read
			r.inputs[i] = nil
		}
	}()
	if err := r.open(i); err != nil {
		return err
	}
	reading := ahead.New(r.readers[i], pairs.Maker())
	var last *ahead.Load
	defer func() { reading.Stop(last) }()
	for {
		last = reading.Next()
		if err := r.add(i, pairs, last); err != nil {
			return &PairError{r.names, err}
		}
		switch err := last.Err; {
		case last.Other != nil && last.Other.Delivery != nil:
			return &PairError{Names: [2]string{r.names[i]}, Err: ErrJoined}
		case r.inputs[i].IsInterrupted():
			return source.ErrInterrupted
		case errors.Is(err, io.EOF):
			return r.count(i, pairs)
		case err != nil:
			r.faults[i] = fmt.Errorf("%q: %w", r.names[i], err)
			return r.count(i, pairs)
		}
		reading.Done(last)
	}
}

// add adds what was read of a file.
func (r *Both) add(i int, pairs *pairing.Pairing, l *ahead.Load) (err error) {
	odd, kept := l.Packets, r.outlines[i]
	for at := range l.Outlines {
		o := &l.Outlines[at]
		if o.Proto != capture.Undecoded {
			if err = pairs.AddOutline(i, o, &l.Prints[at]); kept != nil {
				kept.Add(o)
			}
		} else {
			if err = pairs.AddPrinted(i, &odd[0], l.Prints[at]); kept != nil {
				kept.AddOdd(&odd[0])
			}
			odd = odd[1:]
		}
		if err != nil {
			return err
		}
	}
	if l.Other != nil && kept != nil {
		kept.GiveUp()
	}
	return nil
}

// count takes down what a capture says that it has lost.
func (r *Both) count(i int, pairs *pairing.Pairing) error {
	drops := r.readers[i].Drops()
	pairs.Dropped(i, drops.Lost())
	r.drops.Received += drops.Received
	r.drops.Kernel += drops.Kernel
	r.drops.Interface += drops.Interface
	return nil
}

// Fault returns what has ended the first reading of the files: io.EOF, or what was wrong with one of them.
func (r *Both) Fault() error {
	for _, err := range r.faults {
		if err != nil {
			return err
		}
	}
	return io.EOF
}

// scanner returns what reads a file for the second time, and names it in its faults.
func (r *Both) scanner(i int) merge.Scanner { return namedScanner{r.readers[i], r.names[i]} }

// namedScanner is a reader of a file.
type namedScanner struct {
	*savefile.Reader
	name string
}

// Scan implements merge.Scanner.
func (n namedScanner) Scan(p *capture.Packet) (*capture.Entry, error) {
	other, err := n.Reader.Scan(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("%q: %w", n.name, err)
	}
	return other, err
}

// joint returns where the recording comes from.
func (r *Both) joint(pairs *pairing.Pairing) capture.Origin {
	names, origins := r.names, [2]capture.Origin{r.readers[0].Origin(), r.readers[1].Origin()}
	o := capture.Origin{Scenario: Scenario, Interface: "client", Second: "server", Joint: pairs.Captures()}
	o.Command = "wireladder read " + notation.ShellPath(filepath.Base(names[0])) + " " + notation.ShellPath(filepath.Base(names[1]))
	if origins[0].OS == origins[1].OS {
		o.OS = origins[0].OS
	}
	return o
}

// Scenario is what a recording says it was made by: two files were read as one.
const Scenario = "read"

// Origin returns where the recording comes from.
func (r *Both) Origin() capture.Origin { return r.origin }

// Drops returns what both captures lost.
func (r *Both) Drops() capture.Drops { return r.drops }

// IsRegular reports whether the files can be read again: they can.
func (r *Both) IsRegular() bool { return true }

// IsSmall reports whether both files together have at most so many octets.
func (r *Both) IsSmall(most int64) bool {
	return r.inputs[0].IsSmall(most/2) && r.inputs[1].IsSmall(most/2)
}

// IsInterrupted reports whether the context has ended the reading.
func (r *Both) IsInterrupted() bool {
	return r.inputs[0].IsInterrupted() || r.inputs[1].IsInterrupted()
}

// Close closes the files.
func (r *Both) Close() error {
	var err error
	for _, in := range r.inputs {
		if in != nil {
			err = errors.Join(err, in.Close())
		}
	}
	return err
}
