package pcapng

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"wireladder/capture"
)

// readAhead is how many octets are asked of the input at once.
const readAhead = 64 << 10

// Reader reads a pcapng file of any writer: both byte orders, several sections
// and interfaces, all kinds of packet block. Journal entries that this package
// wrote are calls; other blocks are passed over. Memory is bounded by what the
// file really holds, block by block.
type Reader struct {
	blocks  blockReader
	section section
	origin  capture.Origin
	lost    capture.Drops // in the sections that have ended
	frames  int           // frames so far, as Wireshark counts them
	ahead   *capture.Entry
	err     error // the end, or the fault, that reading came to
}

var _ capture.Source = (*Reader)(nil)

// NewReader returns a Reader of the file in r, of which it reads up to the
// first packet or call. It fails if r does not begin as a pcapng file; any
// later fault is left to Next.
func NewReader(r io.Reader) (*Reader, error) {
	pr := &Reader{blocks: blockReader{r: bufio.NewReaderSize(r, readAhead)}}
	first, err := pr.blocks.next()
	switch {
	case errors.Is(err, io.EOF):
		err = errNoSection
	case err == nil:
		err = pr.beginSection(first.body)
	}
	if err != nil {
		return nil, pr.place(err)
	}
	pr.advance()
	return pr, nil
}

// Next returns the next packet or call, and io.EOF after the last. A packet is
// not decoded, owns its Data, and has its Time in UTC. Any other error is a
// *PlaceError; Next returns it again when called again.
//
// Packets are numbered as Wireshark numbers them: custom blocks and journal
// entries of others take a number. Our own calls take none, so that a packet
// has the number that it had in the run.
func (r *Reader) Next() (capture.Entry, error) {
	if r.ahead == nil {
		r.advance()
	}
	if r.err != nil {
		return capture.Entry{}, r.err
	}
	e := *r.ahead
	r.ahead = nil
	return e, nil
}

// Origin returns where the recording comes from, as the first section and its
// first interface say.
func (r *Reader) Origin() capture.Origin { return r.origin }

// Drops returns what the capture lost, by the statistics that have been read so
// far: it is complete when Next has returned io.EOF.
func (r *Reader) Drops() capture.Drops {
	sum := r.lost
	for _, i := range r.section.interfaces {
		sum.Received += i.drops.Received
		sum.Kernel += i.drops.Kernel
		sum.Interface += i.drops.Interface
	}
	return sum
}

// advance reads blocks until one holds an entry, or until the end.
func (r *Reader) advance() {
	for r.ahead == nil && r.err == nil {
		b, err := r.blocks.next()
		if err == nil {
			err = r.take(b)
		}
		r.err = r.place(err)
	}
}

// place says where a fault is. The end of the file is none.
func (r *Reader) place(err error) error {
	if err == nil || errors.Is(err, io.EOF) {
		return err
	}
	return &PlaceError{Packet: r.frames + 1, Offset: r.blocks.start, Err: err}
}

// take takes over what a block says.
func (r *Reader) take(b block) error {
	switch b.kind {
	case blockSection:
		return r.beginSection(b.body)
	case blockInterface:
		return r.addInterface(b.body)
	case blockStatistics:
		return r.addStatistics(b.body)
	case blockEnhanced, blockPacket:
		return r.addPacket(r.section.enhanced(b.kind, b.body))
	case blockSimple:
		return r.addPacket(r.section.simple(b.body))
	case blockJournal:
		return r.addCall(b.body)
	case blockCustom, blockCustomNoCopy:
		r.frames++
	}
	return nil
}

// beginSection reads a Section Header Block (the draft, §4.1), after which
// interfaces are counted from 0 again.
func (r *Reader) beginSection(body []byte) error {
	if len(body) < 16 {
		return errShort
	}
	order := r.blocks.order
	major, minor := order.Uint16(body[4:]), order.Uint16(body[6:])
	if major != 1 {
		return fmt.Errorf("pcapng version %d.%d is unknown", major, minor)
	}
	first := r.section.order == nil
	r.lost = r.Drops()
	r.section = section{order: order}
	for opt, err := range options(order, body[16:]) {
		if err != nil {
			return err
		}
		if first {
			r.setOrigin(opt)
		}
	}
	return nil
}

// setOrigin takes over one option of the first section header.
func (r *Reader) setOrigin(opt option) {
	switch opt.code {
	case optComment:
		if scenario, ours := strings.CutPrefix(string(opt.value), scenarioPrefix); ours {
			r.origin.Scenario = scenario
		}
	case shbHardware:
		r.origin.Hardware = string(opt.value)
	case shbOS:
		r.origin.OS = string(opt.value)
	case shbApplication:
		r.origin.Application = string(opt.value)
	}
}

func (r *Reader) addInterface(body []byte) error {
	i, err := parseInterface(r.section.order, body)
	if err != nil {
		return err
	}
	if r.origin.Interface == "" {
		r.origin.Interface = i.name
	}
	r.section.interfaces = append(r.section.interfaces, i)
	return nil
}

func (r *Reader) addStatistics(body []byte) error {
	if len(body) < 12 {
		return errShort
	}
	i, err := r.section.at(r.section.order.Uint32(body))
	if err != nil {
		return err
	}
	return i.setDrops(r.section.order, body[12:])
}

func (r *Reader) addPacket(p *capture.Packet, err error) error {
	if err != nil {
		return err
	}
	r.frames++
	p.Number = r.frames
	r.ahead = &capture.Entry{Packet: p}
	return nil
}

func (r *Reader) addCall(body []byte) error {
	c, err := parseCall(body)
	switch {
	case err != nil:
		return err
	case c == nil:
		r.frames++
	default:
		r.ahead = &capture.Entry{Call: c}
	}
	return nil
}
