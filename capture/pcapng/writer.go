package pcapng

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"time"

	"wireladder/capture"
	"wireladder/capture/message"
)

// scenarioPrefix begins the section's comment that names the scenario, commandPrefix that of
// the command, and jointPrefix that of what is known of two captures that were joined.
const (
	scenarioPrefix = "wireladder scenario: "
	commandPrefix  = "wireladder command: "
	jointPrefix    = "wireladder joint: "
)

// Writer writes a pcapng file, block by block as the evidence comes. Each block
// is one call of the io.Writer, so that a run that is killed leaves a file that
// opens. After an error every further call returns the same error: a block
// after half a block would make the rest of the file unreadable.
type Writer struct {
	w       io.Writer
	block   builder
	entry   []byte // the newest journal entry, whose room the next one takes
	room    []byte // of one value of it
	origin  capture.Origin
	section described         // what the section has described
	known   *capture.Metadata // what the file that is copied had said at the newest packet
	copied  carried           // what of that is written
	own     int               // how many of its sections the origin is of: 1, or 0 if the first says no more than that
	last    time.Time         // time of the newest entry
	err     error
}

// NewWriter writes the head of a file to w: where the recording comes from, and
// how its packets begin, unless the origin's Metadata describes interfaces. w should
// be unbuffered, or be flushed by its owner, who also closes it.
func NewWriter(w io.Writer, origin capture.Origin, link capture.LinkType) (*Writer, error) {
	pw := &Writer{w: w, origin: origin, known: new(capture.Metadata), last: time.Unix(0, 0)}
	if origin.Metadata != nil {
		pw.known, pw.own = origin.Metadata, len(origin.Metadata.Sections)
		pw.copied.sections = pw.own
	}
	if err := pw.writeSection(); err != nil {
		return nil, err
	}
	if err := pw.copyMetadata(origin.Metadata); err != nil {
		return nil, err
	}
	if len(pw.section.clocks) > 0 {
		return pw, nil
	}
	if _, err := pw.describe(interfaceKey{link: link}); err != nil {
		return nil, err
	}
	if !origin.TwoHosts() {
		return pw, nil
	}
	if _, err := pw.describe(interfaceKey{link: link, index: 1}); err != nil {
		return nil, err
	}
	return pw, pw.writeNames()
}

// writeNames writes a Name Resolution Block (the draft, §4.5) for two hosts, which have the
// names of their interfaces, if their addresses are known.
func (w *Writer) writeNames() error {
	const ipv4, ipv6 = 1, 2
	w.block.begin(blockNames)
	for i, name := range []string{w.origin.Interface, w.origin.Second} {
		kind, address := uint16(ipv4), w.origin.Addresses[i]
		if !address.IsValid() {
			return nil
		}
		if address.Is6() {
			kind = ipv6
		}
		w.block.buf = appendOption(w.block.buf, option{kind, append(append(address.AsSlice(), name...), 0)})
	}
	w.block.u32(optEnd)
	return w.flush()
}

// Write adds an entry to the file. A comment is cut to the 65535
// octets that an option holds. A packet is put under the interface that its Sighting
// names, or under one of ours, of which there is one for each link type. One without
// time is written without time, and then without comment. What a file cannot hold is
// an error: a packet of more than MaxPacket octets, and a time before 1970 or after
// 2262, unless the clock of a packet's interface can tell it.
func (w *Writer) Write(e capture.Entry) error {
	if w.err != nil {
		return w.err
	}
	switch {
	case e.Packet != nil:
		return w.writePacket(e.Packet)
	case e.Call != nil:
		return w.writeCall(e.Call)
	case e.Delivery != nil:
		return w.writeDelivery(e.Delivery)
	case e.Snapshot != nil:
		return w.writeSnapshot(e.Snapshot)
	case e.Counters != nil:
		return w.writeCounters(e.Counters)
	}
	return errors.New("an entry of nothing")
}

// Close ends the file with what the capture lost, stamped with the time of the
// last entry. It does not close the io.Writer.
func (w *Writer) Close(lost capture.Drops) error {
	if w.err != nil {
		return w.err
	}
	if err := w.copyMetadata(w.origin.Rest); err != nil {
		return err
	}
	if w.origin.Metadata == nil {
		return w.writeStatistics(0, lost, nil)
	}
	if w.origin.Rest != nil {
		w.known = w.origin.Rest
	}
	return w.copyStatistics()
}

// copyStatistics writes what the file that is copied says in the statistics of its
// interfaces, all of which the last section must describe. What it does not say, the copy
// does not.
func (w *Writer) copyStatistics() error {
	numbers := map[int]uint32{}
	for i := range w.known.Interfaces {
		if of := &w.known.Interfaces[i]; of.Drops == (capture.Drops{}) && len(of.Statistics) == 0 {
			continue
		}
		n, err := w.describe(interfaceKey{place: i + 1})
		if err != nil {
			return err
		}
		numbers[i] = n
	}
	for _, i := range slices.Sorted(maps.Keys(numbers)) {
		of := &w.known.Interfaces[i]
		if err := w.writeStatistics(numbers[i], of.Drops, of.Statistics); err != nil {
			return err
		}
	}
	return nil
}

// writeStatistics writes an Interface Statistics Block (the draft, §4.6), with what is said
// besides.
func (w *Writer) writeStatistics(index uint32, lost capture.Drops, said []capture.Option) error {
	stamp, _ := w.section.clocks[index].stamp(w.last)
	w.block.begin(blockStatistics)
	w.block.u32(index)
	w.block.timestamp(stamp)
	opts := []option{
		number(isbReceived, lost.Received),
		number(isbInterfaceDropped, lost.Interface),
		number(isbKernelDropped, lost.Kernel),
	}
	for _, o := range said {
		opts = append(opts, option{o.Code, o.Value})
	}
	w.block.options(opts...)
	return w.flush()
}

// writeSection writes a Section Header Block (the draft, §4.1), after which no
// interface is described.
func (w *Writer) writeSection() error {
	w.section = described{}
	w.block.begin(blockSection)
	w.block.u32(orderMagic)
	w.block.u16(1) // version 1.0
	w.block.u16(0)
	w.block.u64(math.MaxUint64) // the section's length: unknown, it is being written
	w.block.options(w.sectionOptions()...)
	return w.flush()
}

// sectionOptions returns the options of the section that begins: what the origin says,
// unless it is a further section of the file that is copied, and what that says.
func (w *Writer) sectionOptions() []option {
	var all []option
	if origin := &w.origin; w.copied.sections <= w.own {
		if origin.Scenario != "" {
			all = append(all, text(optComment, scenarioPrefix+origin.Scenario))
		}
		if origin.Command != "" {
			all = append(all, text(optComment, commandPrefix+origin.Command))
		}
		if origin.Joint != nil {
			for _, t := range origin.Joint.Texts() {
				all = append(all, text(optComment, jointPrefix+t))
			}
		}
		all = append(all, text(shbHardware, origin.Hardware), text(shbOS, origin.OS), text(shbApplication, origin.Application))
	}
	if w.copied.sections > 0 {
		for _, o := range w.known.Sections[w.copied.sections-1] {
			all = append(all, option{o.Code, o.Value})
		}
	}
	return all
}

// writePacket writes an Enhanced Packet Block (the draft, §4.3), or a Simple one.
func (w *Writer) writePacket(p *capture.Packet) error {
	if err := checkPacket(p); err != nil {
		return fmt.Errorf("packet %d: %w", p.Number, err)
	}
	if err := w.copyMetadata(p.Metadata); err != nil {
		return err
	}
	if p.Time.IsZero() {
		return w.writeSimple(p)
	}
	index, stamp, err := w.stamped(p)
	if err != nil {
		return err
	}
	w.block.begin(blockEnhanced)
	w.block.u32(index)
	w.block.timestamp(stamp)
	w.block.u32(uint32(len(p.Data)))
	w.block.u32(uint32(max(p.Length, len(p.Data))))
	w.block.padded(p.Data)
	w.packetOptions(p)
	w.note(p.Time)
	return w.flush()
}

// packetOptions writes the options of a packet: those that its file has, and what these
// do not say.
func (w *Writer) packetOptions(p *capture.Packet) {
	comment, link := text(optComment, p.Comment), flags(p.LinkFlags)
	if len(p.Options) == 0 {
		w.block.options(comment, link)
		return
	}
	for opt, err := range options(endian{}, p.Options) {
		switch {
		case err != nil: // no reader has made it so
		case opt.code == optComment:
			comment = option{}
		case opt.code == packetFlags:
			link = option{}
		}
	}
	w.block.buf = append(w.block.buf, p.Options...)
	for _, o := range []option{comment, link} {
		if len(o.value) > 0 {
			w.block.buf = appendOption(w.block.buf, o)
		}
	}
	w.block.u32(optEnd)
}

// flags returns the option with the flags of a packet, without value if there are
// none.
func flags(v uint32) option {
	if v == 0 {
		return option{}
	}
	return option{packetFlags, binary.LittleEndian.AppendUint32(nil, v)}
}

// writeCall writes a Systemd Journal Export Block.
func (w *Writer) writeCall(c *capture.Call) error {
	if err := checkCall(c); err != nil {
		return fmt.Errorf("call %s: %w", c.Name, err)
	}
	return writeJournal(w, c, callFields, told(c), c.Key())
}

// told returns what a call is told as: who made it, and its line. A name is in printable
// ASCII there, as the line is, whoever gave it.
func told(c *capture.Call) string {
	if c.Process.Name == "" {
		return c.Message()
	}
	name := strconv.QuoteToASCII(c.Process.Name)
	return name[1:len(name)-1] + ": " + c.Message()
}

// writeDelivery writes a delivery as a Systemd Journal Export Block.
func (w *Writer) writeDelivery(d *capture.Delivery) error {
	if err := checkTime(d.Time); err != nil {
		return fmt.Errorf("delivery of packet %d: %w", d.Packet.Number, err)
	}
	return writeJournal(w, d, deliveryFields, message.Delivery(d), d.Time)
}

// writeSnapshot writes a snapshot as a Systemd Journal Export Block.
func (w *Writer) writeSnapshot(s *capture.Snapshot) error {
	if err := checkTime(s.Time); err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	return writeJournal(w, s, snapshotFields, message.Snapshot(s), s.Time)
}

// writeCounters writes counters as a Systemd Journal Export Block. A zero Since is
// none.
func (w *Writer) writeCounters(c *capture.Counters) error {
	for _, t := range []time.Time{c.Time, c.Since} {
		if err := checkTime(t); err != nil && !(t.IsZero() && !c.Time.IsZero()) {
			return fmt.Errorf("counters: %w", err)
		}
	}
	return writeJournal(w, c, countersFields, message.Counters(c), c.Time)
}

// roomOfValue is how long a value is that is written without allocating.
const roomOfValue = 512

// writeJournal writes a Systemd Journal Export Block that holds a thing of a time.
func writeJournal[T any](w *Writer, v *T, fields []journalField[T], message string, at time.Time) error {
	if w.room == nil {
		w.room = make([]byte, 0, roomOfValue)
	}
	w.entry = appendEntry(w.entry[:0], w.room, v, fields, message, w.stamp(at))
	w.block.begin(blockJournal)
	w.block.padded(w.entry)
	w.note(at)
	return w.flush()
}

// stamp returns the microsecond that a journal entry bears: that of its key, or
// the first that is not before the block that precedes it in the file. The
// journal's clock is coarser than the packets', and a call that never returned
// comes after all that it waited through: without this, programs that show the
// file would find its times out of order. The call's own times stand in fields
// of ours.
func (w *Writer) stamp(key time.Time) int64 {
	last := w.last.UnixMicro()
	if w.last.Nanosecond()%1000 != 0 {
		last++
	}
	return max(key.UnixMicro(), last)
}

// note keeps the time of the newest entry, unless it is one that only the clock of its
// interface can tell.
func (w *Writer) note(t time.Time) {
	if t.After(w.last) && checkTime(t) == nil {
		w.last = t
	}
}

// flush ends the block and writes it.
func (w *Writer) flush() error {
	block, err := w.block.end()
	if err != nil {
		return err // nothing was written: the file is still good
	}
	if _, err := w.w.Write(block); err != nil {
		w.err = fmt.Errorf("write %s block: %w", blockName(binary.LittleEndian.Uint32(block)), err)
	}
	return w.err
}

// blockName returns what a block of our own is called in errors.
func blockName(kind uint32) string {
	switch kind {
	case blockSection:
		return "section header"
	case blockInterface:
		return "interface"
	case blockEnhanced, blockSimple:
		return "packet"
	case blockNames:
		return "name resolution"
	case blockSecrets:
		return "secrets"
	case blockJournal:
		return "journal"
	}
	return "statistics"
}

// checkPacket says what of a packet a file cannot hold.
func checkPacket(p *capture.Packet) error {
	if len(p.Data) > MaxPacket {
		return fmt.Errorf("%d octets: the limit is %d", len(p.Data), MaxPacket)
	}
	if int64(p.Length) > math.MaxUint32 {
		return fmt.Errorf("a length of %d does not fit into 32 bits", p.Length)
	}
	return nil
}

// checkCall says what of a call a file cannot hold. A zero time is none.
func checkCall(c *capture.Call) error {
	for _, t := range []time.Time{c.Enter, c.Exit} {
		if err := checkTime(t); err != nil && !t.IsZero() {
			return err
		}
	}
	return nil
}

// checkTime reports a time that does not fit into signed 64-bit nanoseconds
// since 1970.
func checkTime(t time.Time) error {
	if t.Before(time.Unix(0, 0)) || t.After(time.Unix(0, math.MaxInt64)) {
		return fmt.Errorf("time %s does not fit into nanoseconds since 1970", t.UTC().Format(time.RFC3339))
	}
	return nil
}
