package pcapng

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"wireladder/capture"
)

// scenarioPrefix begins the section's comment that names the scenario.
const scenarioPrefix = "wireladder scenario: "

// Writer writes a pcapng file, block by block as the evidence comes. Each block
// is one call of the io.Writer, so that a run that is killed leaves a file that
// opens. After an error every further call returns the same error: a block
// after half a block would make the rest of the file unreadable.
type Writer struct {
	w     io.Writer
	block builder
	names [2]string         // of the interfaces
	known []interfaceOfFile // those described so far
	last  time.Time         // time of the newest entry
	err   error
}

// NewWriter writes the head of a file to w: where the recording comes from, and
// how its packets begin. w should be unbuffered, or be flushed by its owner,
// who also closes it.
func NewWriter(w io.Writer, origin capture.Origin, link capture.LinkType) (*Writer, error) {
	pw := &Writer{w: w, names: [2]string{origin.Interface, origin.Second}, last: time.Unix(0, 0)}
	if err := pw.writeSection(origin); err != nil {
		return nil, err
	}
	if _, err := pw.interfaceFor(link, 0); err != nil {
		return nil, err
	}
	if origin.Second == "" {
		return pw, nil
	}
	if _, err := pw.interfaceFor(link, 1); err != nil {
		return nil, err
	}
	return pw, nil
}

// interfaceOfFile is an interface as far as it makes a difference for packets:
// which of the recording's it is, and how its packets begin.
type interfaceOfFile struct {
	link  capture.LinkType
	index uint8
}

// Write adds an entry to the file. A comment is cut to the 65535
// octets that an option holds. Packets of a further link type are put under an
// interface of their own. What a file cannot hold is an error: a time before
// 1970 or after 2262, and a packet of more than MaxPacket octets.
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
	w.block.begin(blockStatistics)
	w.block.u32(0) // of the first interface
	w.block.timestamp(uint64(w.last.UnixNano()))
	w.block.options(
		number(isbReceived, lost.Received),
		number(isbInterfaceDropped, lost.Interface),
		number(isbKernelDropped, lost.Kernel),
	)
	return w.flush()
}

// writeSection writes the Section Header Block (the draft, §4.1).
func (w *Writer) writeSection(origin capture.Origin) error {
	var comment string
	if origin.Scenario != "" {
		comment = scenarioPrefix + origin.Scenario
	}
	w.block.begin(blockSection)
	w.block.u32(orderMagic)
	w.block.u16(1) // version 1.0
	w.block.u16(0)
	w.block.u64(math.MaxUint64) // the section's length: unknown, it is being written
	w.block.options(
		text(optComment, comment),
		text(shbHardware, origin.Hardware),
		text(shbOS, origin.OS),
		text(shbApplication, origin.Application),
	)
	return w.flush()
}

// interfaceFor returns the number in the file of an interface of the recording
// whose packets begin as link says, and writes its Interface Description Block (the draft, §4.2) if there
// is none yet.
func (w *Writer) interfaceFor(link capture.LinkType, index uint8) (uint32, error) {
	this := interfaceOfFile{link, index}
	if i := slices.Index(w.known, this); i >= 0 {
		return uint32(i), nil
	}
	w.block.begin(blockInterface)
	w.block.u16(uint16(link))
	w.block.u16(0) // reserved
	w.block.u32(0) // snapshot length: no limit known
	w.block.options(text(ifName, w.names[min(int(index), 1)]), option{ifResolution, []byte{9}})
	w.known = append(w.known, this)
	return uint32(len(w.known) - 1), w.flush()
}

// writePacket writes an Enhanced Packet Block (the draft, §4.3).
func (w *Writer) writePacket(p *capture.Packet) error {
	if err := checkPacket(p); err != nil {
		return fmt.Errorf("packet %d: %w", p.Number, err)
	}
	index, err := w.interfaceFor(p.Link, p.Interface)
	if err != nil {
		return err
	}
	w.block.begin(blockEnhanced)
	w.block.u32(index)
	w.block.timestamp(uint64(p.Time.UnixNano()))
	w.block.u32(uint32(len(p.Data)))
	w.block.u32(uint32(max(p.Length, len(p.Data))))
	w.block.padded(p.Data)
	w.block.options(text(optComment, p.Comment))
	w.note(p.Time)
	return w.flush()
}

// writeCall writes a Systemd Journal Export Block.
func (w *Writer) writeCall(c *capture.Call) error {
	if err := checkCall(c); err != nil {
		return fmt.Errorf("call %s: %w", c.Name, err)
	}
	return w.writeJournal(appendEntry(nil, c, callFields, c.Message(), w.stamp(c.Key())), c.Key())
}

// writeDelivery writes a delivery as a Systemd Journal Export Block.
func (w *Writer) writeDelivery(d *capture.Delivery) error {
	if err := checkTime(d.Time); err != nil {
		return fmt.Errorf("delivery of packet %d: %w", d.Packet.Number, err)
	}
	return w.writeJournal(appendEntry(nil, d, deliveryFields, d.Message(), w.stamp(d.Time)), d.Time)
}

// writeSnapshot writes a snapshot as a Systemd Journal Export Block.
func (w *Writer) writeSnapshot(s *capture.Snapshot) error {
	if err := checkTime(s.Time); err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	return w.writeJournal(appendEntry(nil, s, snapshotFields, s.Message(), w.stamp(s.Time)), s.Time)
}

// writeCounters writes counters as a Systemd Journal Export Block. A zero Since is
// none.
func (w *Writer) writeCounters(c *capture.Counters) error {
	for _, t := range []time.Time{c.Time, c.Since} {
		if err := checkTime(t); err != nil && !(t.IsZero() && !c.Time.IsZero()) {
			return fmt.Errorf("counters: %w", err)
		}
	}
	return w.writeJournal(appendEntry(nil, c, countersFields, c.Message(), w.stamp(c.Time)), c.Time)
}

// writeJournal writes a Systemd Journal Export Block.
func (w *Writer) writeJournal(entry []byte, at time.Time) error {
	w.block.begin(blockJournal)
	w.block.padded(entry)
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

// note keeps the time of the newest entry.
func (w *Writer) note(t time.Time) {
	if t.After(w.last) {
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
	case blockEnhanced:
		return "packet"
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
	return checkTime(p.Time)
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
