package pcapng

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"wireladder/capture"
	"wireladder/capture/joint"
)

// Reader reads a pcapng file of any writer: both byte orders, several sections
// and interfaces, all kinds of packet block. Journal entries that this package
// wrote are entries, too; other blocks are passed over. Memory is bounded by what the
// file really holds, block by block.
type Reader struct {
	blocks   blockReader
	section  section
	sections int // so far
	origin   capture.Origin
	metadata metadata
	lost     capture.Drops  // in the sections that have ended
	frames   int            // frames so far, as Wireshark counts them
	next     block          // a packet block that Scan has not read yet, if ahead
	other    *capture.Entry // what Scan has not returned yet, if ahead; nil if next is a packet
	ahead    bool           // next or other holds the next entry
	err      error          // the end, or the fault, that reading came to
}

var _ capture.Source = (*Reader)(nil)

// NewReader returns a Reader of the file in r, of which it reads up to the
// first packet or call. It fails if r does not begin as a pcapng file; any
// later fault is left to Scan.
func NewReader(r io.Reader) (*Reader, error) { return NewWindowReader(NewWindow(r)) }

// NewWindowReader is NewReader for an input that was looked into already.
func NewWindowReader(w *Window) (*Reader, error) {
	pr := &Reader{blocks: blockReader{window: w}}
	pr.origin.Rest = &pr.metadata.Metadata
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
	pr.origin.Metadata = pr.metadata.soFar()
	return pr, nil
}

// Scan reads the next packet into p, or returns the next entry that is none and
// leaves p as it is. Of the packet of a delivery only the number is set. It returns io.EOF after the last; any other error is a *PlaceError. After
// an error it returns the same again.
//
// It sets Number, Time (in UTC, zero for a Simple Packet Block), Link, Data, Length,
// Comment, LinkFlags, Options, Metadata and Sighting of p; the packet
// is not decoded. Data is a part of the read buffer and valid until the next
// call: nothing is allocated for a packet but its comment.
//
// Packets are numbered as Wireshark numbers them: custom blocks, events of
// sysdig, and journal entries of others take a number. Our own calls take none,
// so that a packet has the number that it had in the run.
func (r *Reader) Scan(p *capture.Packet) (*capture.Entry, error) {
	if !r.ahead {
		if body := r.blocks.enhanced(); body != nil {
			return nil, r.number(p, r.section.enhanced(blockEnhanced, body, p))
		}
		r.advance()
	}
	return r.scanAhead(p)
}

// ScanBuffered reads the next packet into p as Scan does, if it is in memory
// already, and reports whether it was. The Data of packets read before stays as
// it is.
func (r *Reader) ScanBuffered(p *capture.Packet) (bool, error) {
	if r.ahead {
		return false, nil
	}
	body := r.blocks.enhanced()
	if body == nil {
		return false, nil
	}
	err := r.number(p, r.section.enhanced(blockEnhanced, body, p))
	return err == nil, err
}

// scanAhead returns what was read ahead.
func (r *Reader) scanAhead(p *capture.Packet) (*capture.Entry, error) {
	if r.err != nil {
		return nil, r.err
	}
	r.ahead = false
	if e := r.other; e != nil {
		r.other = nil
		return e, nil
	}
	return nil, r.number(p, r.section.packet(r.next, p))
}

// number gives a packet its number, if there was no fault in it.
func (r *Reader) number(p *capture.Packet, fault error) error {
	if fault != nil {
		return r.fail(fault)
	}
	r.frames++
	p.Number, p.Metadata = r.frames, r.metadata.soFar()
	return nil
}

// fail stops reading at a fault or at the end, and returns what Scan says of it.
func (r *Reader) fail(err error) error {
	r.err, r.ahead = r.place(err), true
	return r.err
}

// Next returns what Scan reads, with a packet of its own, which owns its Data.
func (r *Reader) Next() (capture.Entry, error) {
	p := new(capture.Packet)
	e, err := r.Scan(p)
	switch {
	case err != nil:
		return capture.Entry{}, err
	case e != nil:
		return *e, nil
	}
	p.Data = bytes.Clone(p.Data)
	return capture.Entry{Packet: p}, nil
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
	for !r.ahead {
		b, err := r.blocks.next()
		if err == nil {
			err = r.take(b)
		}
		if err != nil {
			_ = r.fail(err) // for Scan to return
		}
	}
}

// place says where a fault is. The end of the file is none.
func (r *Reader) place(err error) error {
	if errors.Is(err, io.EOF) {
		return err
	}
	return &PlaceError{Packet: r.frames + 1, Offset: r.blocks.start, Err: err}
}

// take takes over what a block says; packets are left to Scan.
func (r *Reader) take(b block) error {
	switch b.kind {
	case blockEnhanced, blockPacket, blockSimple:
		r.next, r.ahead = b, true
	case blockSection:
		return r.beginSection(b.body)
	case blockInterface:
		return r.addInterface(b.body)
	case blockStatistics:
		return r.addStatistics(b.body)
	case blockJournal:
		return r.addJournal(b)
	case blockNames, blockSecrets:
		r.metadata.block(r.section.order, b)
	case blockCustom, blockCustomNoCopy, blockSysdig, blockSysdigV2, blockSysdigLarge:
		return r.addForeign(b)
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
	major, minor := order.uint16(body[4:]), order.uint16(body[6:])
	if major != 1 {
		return fmt.Errorf("pcapng version %d.%d is unknown", major, minor)
	}
	r.lost = r.Drops()
	r.section = section{order: order}
	for _, err := range options(order, body[16:]) {
		if err != nil {
			return err
		}
	}
	said := copyable(order, blockSection, body[16:])
	kept := said
	if r.sections++; r.sections == 1 {
		kept = slices.DeleteFunc(slices.Clone(said), r.setOrigin)
	}
	r.metadata.beginSection(said, kept)
	return nil
}

// setOrigin takes over one option of the first section header, and reports whether it
// is one of the origin.
func (r *Reader) setOrigin(opt capture.Option) bool {
	switch opt.Code {
	case optComment:
		return cutPrefix(&r.origin.Scenario, opt.Value, scenarioPrefix) || cutPrefix(&r.origin.Command, opt.Value, commandPrefix) || r.setJoint(opt.Value)
	case shbHardware:
		r.origin.Hardware = string(opt.Value)
	case shbOS:
		r.origin.OS = string(opt.Value)
	case shbApplication:
		r.origin.Application = string(opt.Value)
	default:
		return false
	}
	return true
}

// setJoint takes over what a comment says of two captures that were joined, and reports whether
// it does.
func (r *Reader) setJoint(comment []byte) bool {
	var text string
	if !cutPrefix(&text, comment, jointPrefix) {
		return false
	}
	account, ok := joint.ParseAccount(r.origin.Joint, text)
	r.origin.Joint = account
	return ok
}

// cutPrefix sets what to the rest of a comment, and reports whether it begins with a prefix.
func cutPrefix(what *string, comment []byte, prefix string) bool {
	rest, ours := strings.CutPrefix(string(comment), prefix)
	if ours {
		*what = rest
	}
	return ours
}

func (r *Reader) addInterface(body []byte) error {
	i, err := parseInterface(r.section.order, body)
	if err != nil {
		return err
	}
	if len(r.section.interfaces) == maxSection {
		return fmt.Errorf("more than %d interfaces", maxSection)
	}
	r.nameInterface(&i)
	i.place = r.metadata.place(&i, r.section.order, body)
	r.section.interfaces = append(r.section.interfaces, i)
	return nil
}

// nameInterface finds out which of the recording's interfaces i is. Only a run of
// ours has a second one: in other files an interface is a place to look from, and
// not an end of the wire.
func (r *Reader) nameInterface(i *networkInterface) {
	o := &r.origin
	switch {
	case o.Interface == "":
		o.Interface = i.name
	case o.Scenario != "" && i.name != o.Interface && (!o.TwoHosts() || o.Second == i.name):
		o.Second, i.which = i.name, 1
	}
}

func (r *Reader) addStatistics(body []byte) error {
	if len(body) < 12 {
		return errShort
	}
	index := r.section.order.uint32(body)
	if uint64(index) >= uint64(len(r.section.interfaces)) {
		return nil // of no interface: nothing is lost with it
	}
	i := &r.section.interfaces[index]
	before := i.drops
	err := i.setDrops(r.section.order, body[12:])
	said := slices.DeleteFunc(copyable(r.section.order, blockStatistics, body[12:]), func(o capture.Option) bool {
		return o.Code == isbReceived || o.Code == isbInterfaceDropped || o.Code == isbKernelDropped
	})
	r.metadata.lost(i.place, before, i.drops, said)
	return err
}

// addForeign counts a frame of which nothing is known but that Wireshark lists
// it.
func (r *Reader) addForeign(b block) error {
	if b.size < leastSize(b.kind) {
		return errShort
	}
	if b.kind == blockCustom {
		r.metadata.foreign(r.section.order, b)
	}
	r.frames++
	return nil
}

// leastSize returns how many octets a block of a kind that takes a frame number
// must have, or Wireshark refuses it.
func leastSize(kind uint32) int {
	switch kind {
	case blockSysdig:
		return 36
	case blockSysdigV2, blockSysdigLarge:
		return 40
	}
	return 16 // with the number of the enterprise whose custom block it is
}

// addJournal takes a journal entry for the next entry, if it is one of ours.
func (r *Reader) addJournal(b block) error {
	e, err := parseOwn(b.body)
	switch {
	case err != nil:
		return err
	case e == capture.Entry{}:
		r.metadata.foreign(r.section.order, b)
		r.frames++
	default:
		r.other, r.ahead = &e, true
	}
	return nil
}
