package watch

import (
	"bytes"
	"context"
	"errors"
	"time"

	"wireladder/capture"
	"wireladder/capture/decode"
	"wireladder/capture/live"
	"wireladder/cmd/report/tape"
)

// recorder reads a capture, writes what it has to files, and passes it on to who shows it, as fast as
// that takes it: nobody holds it up.
type recorder struct {
	capture live.Capture
	tapes   []*tape.Tape
	belongs func(*capture.Packet) bool // nil: all does
	most    int                        // packets after which it ends; 0: it has no end
	out     chan burst                 // nil: nobody looks

	decoder *decode.Decoder
	packet  capture.Packet // the last one, whose octets are the capture's
	waiting burst
	handed  time.Time // the packet with which the last burst went
	window  time.Time // since when packets are counted that are passed on
	passed  int       // in that time
	flushed time.Time // the packet up to which all is in the files
	counts  total
}

// total is the counts of what was kept.
type total struct {
	packets     int
	octets      int64
	first, last time.Time
}

// burst is packets one behind the other, and how many before them nobody is shown.
type burst struct {
	missed  int
	packets []*capture.Packet
	octets  int
}

// What is passed on to be shown: so many packets in a time, for whoever looks at more takes the processors
// from who captures; and so many that wait. More are passed over.
const (
	windowTime  = 100 * time.Millisecond
	mostPassed  = 4000
	mostWaiting = 1 << 13
	mostOctets  = 16 << 20
)

// How long a burst is gathered, how much it has at most where there is room for it, and how long what is
// written to files is gathered.
const (
	burstTime = 5 * time.Millisecond
	burstSize = 512
	flushTime = 50 * time.Millisecond
)

// run reads until the context ends, then what was captured until then; until there is enough; or until
// something fails. A file that can't be written any more tells why when it is closed.
func (t *recorder) run(ctx context.Context) error {
	if t.out != nil {
		defer close(t.out)
		defer t.passAll()
	}
	if err := t.read(ctx); !errors.Is(err, errTape) {
		return err
	}
	return nil
}

// errTape is that a file can't be written any more.
var errTape = errors.New("a file can't be written")

// read is run but for its end.
func (t *recorder) read(ctx context.Context) error {
	stop := time.Time{}
	for {
		if stop.IsZero() && ctx.Err() != nil {
			stop = time.Now()
		}
		p := &t.packet
		*p = capture.Packet{}
		err := t.capture.Scan(p)
		switch {
		case errors.Is(err, live.ErrTimeout):
			if err := t.quiet(); err != nil || !stop.IsZero() {
				return err
			}
		case err != nil:
			return err
		case !stop.IsZero() && p.Time.After(stop):
			return nil
		default:
			if err := t.take(p); err != nil {
				return err
			}
		}
		if t.most > 0 && t.counts.packets >= t.most {
			return nil
		}
	}
}

// quiet has files and screens get what they have not: nothing comes for a while.
func (t *recorder) quiet() error {
	if t.waiting.missed > 0 || len(t.waiting.packets) > 0 {
		t.pass()
	}
	return t.flush()
}

func (t *recorder) flush() error {
	for _, one := range t.tapes {
		if one.Flush() != nil {
			return errTape
		}
	}
	return nil
}

// take takes the next packet.
func (t *recorder) take(p *capture.Packet) error {
	if t.belongs != nil {
		if t.decoder.Decode(p); !t.belongs(p) {
			return t.passOld(p.Time)
		}
	}
	t.count(p)
	for _, one := range t.tapes {
		if one.Packet(p) != nil {
			return errTape
		}
	}
	if t.out != nil {
		t.show(p)
	}
	return t.passOld(p.Time)
}

// passOld has files and screens get what has waited for long enough, at the time of a packet.
func (t *recorder) passOld(now time.Time) error {
	if isOver(now, t.handed, burstTime) && len(t.waiting.packets) > 0 {
		t.handed = now
		t.pass()
	}
	if isOver(now, t.flushed, flushTime) {
		t.flushed = now
		return t.flush()
	}
	return nil
}

// isOver reports whether a time has gone since another one; or the clock was set back meanwhile.
func isOver(now, since time.Time, most time.Duration) bool {
	gone := now.Sub(since)
	return gone >= most || gone < 0
}

// show has a packet shown, if there is time for it.
func (t *recorder) show(p *capture.Packet) {
	if isOver(p.Time, t.window, windowTime) {
		t.window, t.passed = p.Time, 0
	}
	if t.passed++; t.passed > mostPassed {
		if len(t.waiting.packets) > 0 {
			t.pass()
		}
		t.passOver(1)
		return
	}
	own := &capture.Packet{Number: p.Number, Time: p.Time, Link: p.Link, Data: bytes.Clone(p.Data), Length: p.Length}
	t.decoder.Decode(own)
	t.waiting.packets = append(t.waiting.packets, own)
	t.waiting.octets += len(p.Data)
	if len(t.waiting.packets) >= burstSize {
		t.pass()
	}
}

// passOver passes over what waits, and more packets.
func (t *recorder) passOver(more int) {
	t.waiting = burst{missed: t.waiting.missed + len(t.waiting.packets) + more}
}

// count numbers a packet.
func (t *recorder) count(p *capture.Packet) {
	c := &t.counts
	c.packets++
	p.Number = c.packets
	c.octets += int64(p.Length)
	if c.first.IsZero() {
		c.first = p.Time
	}
	c.last = p.Time
}

// pass hands on what waits, if there is room. If there is none for long, what waits is passed over.
func (t *recorder) pass() {
	if t.out == nil {
		return
	}
	select {
	case t.out <- t.waiting:
		t.waiting = burst{}
	default:
		if len(t.waiting.packets) >= mostWaiting || t.waiting.octets >= mostOctets {
			t.passOver(0)
		}
	}
}

// passAll hands on what waits: nothing more comes.
func (t *recorder) passAll() {
	if t.waiting.missed > 0 || len(t.waiting.packets) > 0 {
		t.out <- t.waiting
	}
}
