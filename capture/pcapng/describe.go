package pcapng

import (
	"errors"
	"fmt"

	"wireladder/capture"
)

// interfaceKey tells apart the interfaces that a section describes.
type interfaceKey struct {
	place int  // in the origin's metadata, from 1; 0: one of ours
	own   bool // with our clock instead of the one of the metadata

	link  capture.LinkType // of ours: how packets begin
	index uint8            // of ours: which of the recording's it is

	snap uint32 // its snapshot length, for packets without time; 0: as it was, or no limit
}

// described are the interfaces of a section.
type described struct {
	numbers map[interfaceKey]uint32
	clocks  []clock // by number
	first   firstInterface
}

// firstInterface is what counts for packets without time, which all belong to it.
type firstInterface struct {
	key  interfaceKey
	snap uint32
}

// carried is how much of a file's metadata is written.
type carried struct{ sections, described, blocks int }

// isLess reports whether there is more to be written.
func (c carried) isLess(m *capture.Metadata) bool {
	return c.sections < len(m.Sections) || c.described < len(m.Described) || c.blocks < len(m.Blocks)
}

// copyMetadata writes what the file that is copied has said by now, and the copy does not
// say yet. A section that says something else of itself is one of the copy, too. Where the
// origin is no file, packets may come through one: what that says is not copied.
func (w *Writer) copyMetadata(m *capture.Metadata) error {
	if m == nil || w.origin.Metadata == nil {
		return nil
	}
	if m.Left > 0 {
		return errors.New("the descriptions, names and secrets of the file that is copied are too many")
	}
	if !w.copied.isLess(m) {
		return nil
	}
	w.known = m
	for ; w.copied.described < len(m.Described); w.copied.described++ {
		section, place := m.Described[w.copied.described][0], m.Described[w.copied.described][1]
		if err := w.reachSection(section); err != nil {
			return err
		}
		if _, err := w.describe(interfaceKey{place: place + 1}); err != nil {
			return err
		}
	}
	if err := w.reachSection(len(m.Sections)); err != nil {
		return err
	}
	for ; w.copied.blocks < len(m.Blocks); w.copied.blocks++ {
		b := &m.Blocks[w.copied.blocks]
		w.block.begin(b.Type)
		w.block.padded(b.Body)
		if err := w.flush(); err != nil {
			return err
		}
	}
	return nil
}

// reachSection begins sections until there are n.
func (w *Writer) reachSection(n int) error {
	for w.copied.sections < n {
		w.copied.sections++
		if err := w.writeSection(); err != nil {
			return err
		}
	}
	return nil
}

// keyOf returns the key of a packet's interface: the one that its sighting names; if
// it names one of the system, the only one that there is; else one of ours.
func (w *Writer) keyOf(p *capture.Packet) interfaceKey {
	all, i := w.known.Interfaces, int(p.Sighting.Interface)
	if len(all) == 1 {
		i = 0
	}
	if i < len(all) && all[i].Link == p.Link {
		return interfaceKey{place: i + 1}
	}
	return interfaceKey{link: p.Link, index: p.Interface}
}

// describe returns the number in the section of an interface, and writes its
// Interface Description Block (the draft, §4.2) if there is none yet.
func (w *Writer) describe(key interfaceKey) (uint32, error) {
	if n, ok := w.section.numbers[key]; ok {
		return n, nil
	}
	i, opts := w.interfaceOf(key)
	if key.snap != 0 {
		i.snap = key.snap
	}
	w.block.begin(blockInterface)
	w.block.u16(uint16(i.link))
	w.block.u16(0) // reserved
	w.block.u32(i.snap)
	w.block.options(opts...)
	return w.addInterface(key, &i), w.flush()
}

// interfaceOf returns the interface of a key, and the options that describe it.
func (w *Writer) interfaceOf(key interfaceKey) (networkInterface, []option) {
	if key.place > 0 {
		return w.copyOf(key)
	}
	name := w.origin.Interface
	if key.index > 0 {
		name = w.origin.Second
	}
	i := networkInterface{link: key.link, clock: nanoseconds()}
	return i, []option{text(ifName, name), {ifResolution, []byte{i.clock.value}}}
}

// copyOf returns an interface of the metadata, and the options that describe it.
func (w *Writer) copyOf(key interfaceKey) (networkInterface, []option) {
	described := &w.known.Interfaces[key.place-1]
	i := networkInterface{link: described.Link, snap: described.SnapLength, clock: microseconds()}
	var opts []option
	for _, o := range described.Options {
		opt := option{o.Code, o.Value}
		i.set(endian{}, opt)
		if !key.own || opt.code != ifResolution && opt.code != ifTimestampsOffset {
			opts = append(opts, opt)
		}
	}
	if key.own {
		i.clock = nanoseconds()
		opts = append(opts, option{ifResolution, []byte{i.clock.value}})
	}
	return i, opts
}

// addInterface gives an interface the next number in the section.
func (w *Writer) addInterface(key interfaceKey, i *networkInterface) uint32 {
	s := &w.section
	n := uint32(len(s.clocks))
	if n == 0 {
		s.numbers = map[interfaceKey]uint32{}
		s.first = firstInterface{key, i.snap}
	}
	s.numbers[key] = n
	s.clocks = append(s.clocks, i.clock)
	return n
}

// stamped returns the number of a packet's interface, and the packet's timestamp by
// the clock of that. Where the clock does not reach, the interface is described again
// with ours.
func (w *Writer) stamped(p *capture.Packet) (index uint32, stamp uint64, err error) {
	key := w.keyOf(p)
	if key.place > 0 {
		if index, err = w.describe(key); err != nil {
			return 0, 0, err
		}
		if stamp, ok := w.section.clocks[index].stamp(p.Time); ok {
			return index, stamp, nil
		}
		key.own = true
	}
	if err = checkTime(p.Time); err != nil {
		return 0, 0, fmt.Errorf("packet %d: %w", p.Number, err)
	}
	index, err = w.describe(key)
	return index, uint64(p.Time.UnixNano()), err
}

// writeSimple writes a packet without time as a Simple Packet Block (the draft,
// §4.4). It is one of the first interface, whose snapshot length says how much of it
// was captured: where these are others, it stands in a section of its own.
func (w *Writer) writeSimple(p *capture.Packet) error {
	key, length := w.keyOf(p), uint32(max(p.Length, len(p.Data)))
	if length > 0 && len(p.Data) == 0 {
		return fmt.Errorf("packet %d: it has neither time nor data", p.Number)
	}
	if first := &w.section.first; !first.is(key) || first.captured(length) != uint32(len(p.Data)) {
		if err := w.beginSimple(key, length, uint32(len(p.Data))); err != nil {
			return err
		}
	}
	w.block.begin(blockSimple)
	w.block.u32(length)
	w.block.padded(p.Data)
	return w.flush()
}

// is reports whether the interface is the one of a key, whatever it keeps of packets.
func (f *firstInterface) is(key interfaceKey) bool {
	own := f.key
	own.snap = 0
	return own == key
}

// captured returns how much the interface keeps of a packet without time.
func (f *firstInterface) captured(length uint32) uint32 {
	if f.snap == 0 {
		return length
	}
	return min(length, f.snap)
}

// beginSimple begins a section with an interface that keeps so much of a packet of
// so many octets.
func (w *Writer) beginSimple(key interfaceKey, length, captured uint32) error {
	if err := w.writeSection(); err != nil {
		return err
	}
	switch i, _ := w.interfaceOf(key); {
	case i.snap != 0 && min(length, i.snap) == captured, i.snap == 0 && length == captured:
	case length == captured:
		key.snap = MaxPacket
	default:
		key.snap = captured
	}
	_, err := w.describe(key)
	return err
}
