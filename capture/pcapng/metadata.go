package pcapng

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strconv"

	"wireladder/capture"
)

// Limits on what is kept of a file for a copy.
const (
	maxMetadata   = 16 << 20 // octets of options, names and secrets
	maxInterfaces = 1 << 16  // interfaces that are described, and sections
	maxSection    = 1 << 20  // interfaces of a section, described or not
)

// metadata gathers what a file says beside its entries.
type metadata struct {
	capture.Metadata
	octets int               // kept
	places map[string]uint32 // of Interfaces, by what is said of them
	alike  map[string]int    // how many of the section's interfaces are described so; nil before the first section
	listed map[uint32]bool   // places that Described has for the newest of Sections
	said   []capture.Option  // by the newest section of itself
	known  *capture.Metadata // the Metadata as it was when it was last asked for; nil: more has come since
}

// soFar returns what the file has said until now, and nothing that it will say.
func (m *metadata) soFar() *capture.Metadata {
	if m.known == nil {
		known := m.Metadata
		m.known = &known
	}
	return m.known
}

// beginSection forgets which interfaces the section before has named, and keeps what the
// new one says of itself, and the origin does not have, unless it is the very same again.
func (m *metadata) beginSection(said, kept []capture.Option) {
	first := m.alike == nil
	m.alike = map[string]int{}
	again := slices.EqualFunc(m.said, said, func(a, b capture.Option) bool { return a.Code == b.Code && bytes.Equal(a.Value, b.Value) })
	m.said = said
	if first && len(kept) == 0 || !first && again {
		return
	}
	m.known = nil
	if len(m.Sections) >= maxInterfaces || !m.keep(octetsOf(kept)) {
		m.Left++
		return
	}
	m.Sections, m.listed = append(m.Sections, kept), nil
}

// keep counts octets that are to be kept, and reports whether there is room.
func (m *metadata) keep(n int) bool {
	if m.octets+n > maxMetadata {
		return false
	}
	m.octets += n
	return true
}

// place returns the place in Interfaces of an interface that is described by body,
// and adds it if it is new. One of a further section is the same as one before if
// the same is said of it; of several alike, the first is the first.
func (m *metadata) place(i *networkInterface, order endian, body []byte) uint32 {
	n := uint32(len(m.Interfaces))
	m.known = nil
	if n >= maxInterfaces || !m.keep(len(body)) {
		m.Left++
		return n
	}
	described := capture.Interface{Name: i.name, Link: i.link, SnapLength: i.snap, Options: copyable(order, blockInterface, body[8:])}
	like := likeness(&described)
	m.alike[like]++
	like += strconv.Itoa(m.alike[like])
	if known, ok := m.places[like]; ok {
		m.octets -= len(body)
		m.list(known)
		return known
	}
	if m.places == nil {
		m.places = map[string]uint32{}
	}
	m.places[like] = n
	m.Interfaces = append(m.Interfaces, described)
	m.list(n)
	return n
}

// list notes that the newest section has described the interface at a place.
func (m *metadata) list(place uint32) {
	const size = 16 // octets that are kept for it
	switch {
	case m.listed[place]:
		return
	case !m.keep(size):
		m.Left++
		return
	case m.listed == nil:
		m.listed = map[uint32]bool{}
	}
	m.listed[place] = true
	m.Described = append(m.Described, [2]int{len(m.Sections), int(place)})
}

// likeness returns what is said of an interface, in octets of no further meaning.
func likeness(i *capture.Interface) string {
	b := binary.LittleEndian.AppendUint16(nil, uint16(i.Link))
	b = binary.LittleEndian.AppendUint32(b, i.SnapLength)
	for _, o := range i.Options {
		b = binary.LittleEndian.AppendUint16(b, o.Code)
		b = append(binary.LittleEndian.AppendUint16(b, uint16(len(o.Value))), o.Value...)
	}
	return string(b)
}

// lost adds what an interface has lost since it was last said, and keeps what is said
// besides in place of what was said before.
func (m *metadata) lost(place uint32, before, now capture.Drops, said []capture.Option) {
	if uint64(place) >= uint64(len(m.Interfaces)) {
		return
	}
	of := &m.Interfaces[place]
	of.Drops.Received += now.Received - before.Received
	of.Drops.Kernel += now.Kernel - before.Kernel
	of.Drops.Interface += now.Interface - before.Interface
	m.octets -= octetsOf(of.Statistics)
	if of.Statistics = nil; len(said) > 0 && m.keep(octetsOf(said)) {
		of.Statistics = said
	}
}

// octetsOf counts the octets of options.
func octetsOf(opts []capture.Option) int {
	n := 0
	for _, o := range opts {
		n += len(o.Value)
	}
	return n
}

// block keeps a Name Resolution or Decryption Secrets Block, unless it is too large
// or faulty.
func (m *metadata) block(order endian, b block) {
	m.known = nil
	if b.body == nil || !m.keep(len(b.body)) {
		m.Left++
		return
	}
	if body, err := littleEndian(order, b); err == nil {
		m.Blocks = append(m.Blocks, capture.Block{Type: b.kind, Body: body})
	}
}

// foreign keeps a block of which nothing is known but that it may be copied: a Custom
// Block (the draft, §4.8) or a journal entry of others. One for which there is no room is
// left out of a copy. So is one whose numbers cannot be told from its text, where they
// have the other byte order.
func (m *metadata) foreign(order endian, b block) {
	if b.body == nil || b.kind == blockCustom && order.big || !m.keep(len(b.body)) {
		return
	}
	m.known = nil
	m.Blocks = append(m.Blocks, capture.Block{Type: b.kind, Body: bytes.Clone(b.body)})
}

// copyable returns the options of a block that may be copied, with numbers in
// little-endian order, up to the first fault.
func copyable(order endian, kind uint32, b []byte) []capture.Option {
	var all []capture.Option
	for opt, err := range options(order, b) {
		if err != nil {
			break
		}
		if !isCopyable(opt.code) {
			continue
		}
		value := bytes.Clone(opt.value)
		if order.big {
			turnNumber(kind, opt.code, value)
		}
		all = append(all, capture.Option{Code: opt.code, Value: value})
	}
	return all
}

// turnNumber turns the number that an option's value begins with into the other byte
// order, if it is one in the byte order of the section.
func turnNumber(kind uint32, code uint16, value []byte) {
	n := 0
	switch {
	case code == optCustom, code == optCustomBinary:
		n = 4
	case kind == blockStatistics && (code == isbStart || code == isbEnd) && len(value) == 8: // a time, the high half first
		reverse(value[4:])
		n = 4
	case kind == blockStatistics:
		n = statisticsNumbers[code]
	case kind == blockInterface:
		n = interfaceNumbers[code]
	case kind == blockEnhanced:
		n = packetNumbers[code]
	}
	if len(value) >= n {
		reverse(value[:n])
	}
}

// How many octets numbers have in the options of interfaces, packets and statistics.
var (
	interfaceNumbers  = map[uint16]int{ifSpeed: 8, ifTimeZone: 4, ifTimestampsOffset: 8, ifTransmitSpeed: 8, ifReceiveSpeed: 8}
	statisticsNumbers = map[uint16]int{isbAccepted: 8, isbDelivered: 8}
	packetNumbers     = map[uint16]int{packetFlags: 4, packetDrops: 8, packetID: 8, packetQueue: 4}
)

// reverse turns a number into the other byte order.
func reverse(b []byte) {
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
}

// littleEndian returns a copy of the body of a Name Resolution Block (the draft,
// §4.5) or of a Decryption Secrets Block (§4.7), with numbers in little-endian order.
func littleEndian(order endian, b block) ([]byte, error) {
	body := bytes.Clone(b.body)
	if !order.big {
		return body, nil
	}
	rest := body
	if b.kind == blockSecrets {
		if len(rest) < 8 {
			return nil, errShort
		}
		length := order.uint32(rest[4:])
		reverse(rest[:4])
		reverse(rest[4:8])
		if rest = rest[8:]; uint64(length) > uint64(len(rest)) {
			return nil, errShort
		}
		return body, turnRecords(order, rest[min(aligned(int(length)), len(rest)):], false)
	}
	return body, turnRecords(order, rest, true)
}

// turnRecords turns the codes and lengths of records, if there are some before the
// options, and of options, each of which begins with them.
func turnRecords(order endian, b []byte, records bool) error {
	for len(b) >= 4 {
		code, length := order.uint16(b), aligned(int(order.uint16(b[2:])))
		reverse(b[:2])
		reverse(b[2:4])
		switch b = b[4:]; {
		case code == optEnd && records:
			records = false
		case code == optEnd:
			return nil
		}
		if length > len(b) {
			return errOption
		}
		b = b[length:]
	}
	return nil
}
