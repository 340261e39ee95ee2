package cmd

import (
	"errors"
	"fmt"
	"io"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/savefile"
)

// maxHeld is how many entries that are no packets are kept until the first packet is picked.
const maxHeld = 4096

// ahead is how many packets are read before the first of them is looked at: enough
// for the processor to wait for the memory of all of them at once.
const ahead = 32

// pass is one pass through a capture file: each packet is read, decoded and
// observed, and if it is picked, shown. Nothing is kept but what the views
// keep, and nothing is allocated for a packet.
type pass struct {
	c   *console
	o   *readOptions
	sel *selection
	in  *input

	reader  *savefile.Reader
	tracker *flow.Tracker
	outs    *outputs // empty until opened
	opened  bool
	held    []*capture.Entry // what came before it was known where it goes
	picked  recentNumbers    // packets that were picked, for their deliveries
	tally   tally

	batch    [ahead]capture.Packet // those that were read
	current  *capture.Packet       // the one that is looked at
	seen     seen                  // what it means
	foretold foretold              // what is known of the ones to come
	arrival  flow.Observation      // what the delivery that is looked at means
	fault    error                 // what ended the reading before the end of the file
}

func newPass(c *console, o *readOptions, sel *selection, in *input) *pass {
	p := &pass{c: c, o: o, sel: sel, in: in, tracker: flow.NewTracker(), outs: &outputs{}}
	p.tally.init(sel.all())
	return p
}

// run reads the file and shows it: all of it, or what is good before its fault.
// The error is one of the showing; verdict tells that of the reading.
func (p *pass) run() error {
	p.in.idle = p.outs.flush
	if p.reader, p.fault = savefile.NewReader(p.in); p.fault != nil {
		p.fault = fmt.Errorf("can't read %q: %w", p.o.File, p.fault)
		return nil
	}
	read := p.readAll
	if p.reader.Origin().Second != "" {
		p.tracker.AwaitDeliveries()
		read = p.readWhole
	}
	if err := read(); err != nil {
		return failed(err, "")
	}
	p.in.progress.erase()
	if !p.hasSomething() {
		return nil
	}
	if err := p.release(); err != nil {
		return failed(err, "")
	}
	p.tally.drops = p.reader.Drops()
	return failed(p.outs.commit(p.tally.drops), "")
}

// hasSomething reports whether there is anything to show: of a file with a
// fault some entries, and the stream that was asked for.
func (p *pass) hasSomething() bool {
	if p.sel.undecided() {
		return false
	}
	return p.fault == nil || p.tally.all > 0 || p.tally.calls > 0 || len(p.held) > 0
}

// readAll takes one entry after the other, until the end or a fault.
func (p *pass) readAll() error {
	for !p.lean() {
		n, other, err := p.reader.ScanMany(p.batch[:])
		if err := p.packets(p.batch[:n]); err != nil {
			return err
		}
		if done, err := p.behind(other, err); done {
			return err
		}
	}
	return p.readLean()
}

// behind takes what was read behind the packets: another entry, or what ends the
// reading. It reports whether that has ended, for which the error is one of showing.
func (p *pass) behind(other *capture.Entry, err error) (bool, error) {
	switch {
	case errors.Is(err, io.EOF):
		return true, nil
	case err != nil:
		p.fault = fmt.Errorf("%q: %w", p.o.File, err)
		return true, nil
	case other != nil:
		err := p.other(other)
		return err != nil, err
	}
	return false, nil
}

// packets takes the packets that were read.
func (p *pass) packets(batch []capture.Packet) error {
	p.tracker.Foresee(batch)
	for i := range batch {
		p.current = &batch[i]
		if err := p.packet(); err != nil {
			return err
		}
	}
	return nil
}

// packet takes the current packet.
func (p *pass) packet() error {
	if p.sel.start.IsZero() {
		p.sel.start = p.current.Time
	}
	p.tally.all++
	p.seen.observe(p.tracker, p.current)
	p.foretold.next(&p.seen)
	if !p.tally.whole {
		if ok, err := p.sel.packet(&p.seen.Observation); !ok {
			return err
		}
		p.picked.add(p.current.Number)
	}
	p.tally.add(&p.seen.Observation)
	if !p.opened {
		if err := p.release(); err != nil {
			return err
		}
		if err := p.outs.packet(&p.seen); err != nil {
			return err
		}
		return p.outs.flush() // the first row comes at once
	}
	if !p.outs.active() {
		return nil
	}
	return p.outs.packet(&p.seen)
}

// other takes an entry that is no packet.
func (p *pass) other(e *capture.Entry) error {
	if p.sel.start.IsZero() {
		p.sel.start = e.Key()
	}
	switch {
	case e.Call != nil:
		p.tracker.Heed(e.Call)
	case e.Delivery != nil:
		p.arrival = p.tracker.Deliver(e.Delivery)
	}
	if p.opened {
		return p.deliver(e)
	}
	if len(p.held) < maxHeld {
		p.held = append(p.held, e)
		return nil
	}
	if p.sel.undecided() {
		copy(p.held, p.held[1:])
		p.held[maxHeld-1] = e
		return nil
	}
	if err := p.release(); err != nil {
		return err
	}
	return p.deliver(e)
}

// deliver shows an entry that is no packet, if it is picked.
func (p *pass) deliver(e *capture.Entry) error {
	switch {
	case e.Call != nil && p.sel.call(e.Call):
		p.tally.calls++
	case e.Delivery != nil && (p.tally.whole || p.picked.has(e.Delivery.Packet.Number)):
	case (e.Snapshot != nil || e.Counters != nil) && p.sel.kernel(e.Key()):
	default:
		return nil
	}
	return p.outs.other(e)
}

// release opens the outputs, when the first packet that is picked tells how
// frames begin, and shows what was held back until then.
func (p *pass) release() error {
	if p.opened {
		return nil
	}
	p.opened = true
	link := capture.LinkEthernet
	if p.tally.picked > 0 {
		link = p.current.Link
	}
	outs, err := p.o.Output.open(p.in.ctx, p.c, p.reader.Origin(), link, details[p.o.Picture.Explain])
	*p.outs = *outs
	if err != nil {
		return err
	}
	p.addViews()
	for _, e := range p.held {
		if err := p.deliver(e); err != nil {
			return err
		}
	}
	p.held = nil
	return nil
}

// isOfUDP reports whether the stream asked for by a number alone is one of UDP,
// for TCP has none of that number, in a file that can be read again.
func (p *pass) isOfUDP() bool {
	if !p.sel.stream.either || !p.sel.undecided() || !p.in.regular || p.in.stopped {
		return false
	}
	_, udp := p.streams()
	return p.sel.stream.number < udp
}

// streams counts the streams of the file.
func (p *pass) streams() (tcp, udp int) {
	for _, c := range p.tracker.Conversations() {
		if c.Proto == capture.TCP {
			tcp++
		} else {
			udp++
		}
	}
	return tcp, udp
}

// verdict tells how the reading went.
func (p *pass) verdict() error {
	switch {
	case p.in.stopped:
		return interrupted()
	case p.fault != nil && !p.opened:
		return failed(p.fault, inputRepair(p.fault, p.o.File))
	case p.fault != nil:
		return failed(p.fault, faultRepair(p.fault))
	case p.sel.undecided():
		return p.noStream()
	}
	return nil
}

// noStream says that the stream asked for is not there, and which are.
func (p *pass) noStream() error {
	tcp, udp := p.streams()
	hint := fmt.Sprintf("it has %s and %s; see them with --summary", countStreams("tcp", tcp), countStreams("udp", udp))
	return failed(fmt.Errorf("%q has no stream %s", p.o.File, p.sel.stream), hint)
}

func countStreams(proto string, n int) string {
	switch n {
	case 0:
		return "no " + proto + " streams"
	case 1:
		return "the stream " + proto + ":0"
	}
	return fmt.Sprintf("the streams %s:0 to %s:%d", proto, proto, n-1)
}
