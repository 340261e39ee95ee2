package native

import (
	"encoding/binary"
	"errors"
	"slices"
)

// errFrame is the error of a table of frames that is not understood.
var errFrame = errors.New("call frame information that is not understood")

// Encodings of addresses (Linux Standard Base, DWARF extensions): how they are written in the low
// half, and what they are relative to in the high half.
const (
	encodingRelative = 0x10 // to where it stands
	encodingIndirect = 0x80
)

// frameTable is the section .eh_frame of a file: how to get from the registers of a function to
// those of its caller, for each address of its code.
type frameTable struct {
	entries []frameEntry // by address
}

// frameEntry is how it is done for one function.
type frameEntry struct {
	from, to uint64
	common   *frameCommon
	program  []byte
}

// frameCommon is what several functions have in common.
type frameCommon struct {
	codeAlign uint64
	dataAlign int64
	returns   uint64 // the register of the return address
	encoding  byte
	augmented bool
	program   []byte
}

// frameReader reads a table. What lies behind its end is 0, and an error.
type frameReader struct {
	data   []byte
	base   uint64 // the address of the first octet of all
	at     int
	failed bool
}

func (c *frameReader) take(n int) []byte {
	if n < 0 || len(c.data)-c.at < n {
		c.failed = true
		c.at = len(c.data)
		return make([]byte, max(min(n, 8), 0))
	}
	c.at += n
	return c.data[c.at-n : c.at]
}

func (c *frameReader) byte() byte     { return c.take(1)[0] }
func (c *frameReader) word() uint32   { return binary.LittleEndian.Uint32(c.take(4)) }
func (c *frameReader) more() bool     { return c.at < len(c.data) && !c.failed }
func (c *frameReader) signed() int64  { return c.leb(true) }
func (c *frameReader) number() uint64 { return uint64(c.leb(false)) } //nolint:gosec // the same bits

// leb reads a number in LEB128 (DWARF 5, 7.6).
func (c *frameReader) leb(signed bool) (n int64) {
	for shift := 0; ; shift += 7 {
		b := c.byte()
		if shift < 64 {
			n |= int64(b&0x7f) << shift
		}
		if b&0x80 == 0 {
			if signed && b&0x40 != 0 && shift+7 < 64 {
				n |= -1 << (shift + 7)
			}
			return n
		}
	}
}

// address reads an address as it is encoded.
func (c *frameReader) address(encoding byte) (n uint64) {
	here := c.base + uint64(c.at) //nolint:gosec // not negative
	order := binary.LittleEndian
	switch encoding & 0x0f {
	case 0x00, 0x04, 0x0c:
		n = order.Uint64(c.take(8))
	case 0x02:
		n = uint64(order.Uint16(c.take(2)))
	case 0x0a:
		n = uint64(int16(order.Uint16(c.take(2)))) //nolint:gosec // sign extension is meant
	case 0x03:
		n = uint64(c.word())
	case 0x0b:
		n = uint64(int32(c.word())) //nolint:gosec // sign extension is meant
	default:
		c.failed = true
	}
	if encoding&0x70 == encodingRelative {
		n += here
	} else if encoding&0x70 != 0 || encoding&encodingIndirect != 0 {
		c.failed = true
	}
	return n
}

// parseFrames reads a section .eh_frame that is at an address (Linux Standard Base, 10.6).
func parseFrames(section []byte, address uint64) (*frameTable, error) {
	t := &frameTable{}
	commons := map[int]*frameCommon{}
	for at := 0; len(section)-at >= 4; {
		length := int(binary.LittleEndian.Uint32(section[at:]))
		if length == 0 {
			break
		}
		if length < 4 || length > len(section)-at-4 { // or one of 64 bits, which nobody writes
			return nil, errFrame
		}
		c := &frameReader{data: section[:at+4+length], base: address, at: at + 4}
		if id := int(c.word()); id == 0 {
			commons[at] = parseCommon(c)
		} else if common := commons[at+4-id]; common != nil {
			t.add(c, common)
		}
		at += 4 + length
	}
	slices.SortFunc(t.entries, func(a, b frameEntry) int {
		if a.from < b.from {
			return -1
		}
		return 1
	})
	return t, nil
}

// parseCommon reads a common information entry; nil if it is not understood.
func parseCommon(c *frameReader) *frameCommon {
	f := &frameCommon{}
	version := c.byte()
	var augmentation []byte
	for b := c.byte(); b != 0 && !c.failed; b = c.byte() {
		augmentation = append(augmentation, b)
	}
	f.codeAlign, f.dataAlign = c.number(), c.signed()
	if version == 1 {
		f.returns = uint64(c.byte())
	} else {
		f.returns = c.number()
	}
	for i, letter := range augmentation {
		switch {
		case letter == 'z' && i == 0:
			f.augmented = true
			c.number()
		case letter == 'R':
			f.encoding = c.byte()
		case letter == 'P':
			c.address(c.byte() &^ (encodingIndirect | 0x70))
		case letter == 'L':
			c.byte()
		case letter == 'S', letter == 'B':
		default:
			return nil
		}
	}
	f.program = c.data[c.at:]
	if c.failed {
		return nil
	}
	return f
}

// add reads a frame description entry.
func (t *frameTable) add(c *frameReader, common *frameCommon) {
	e := frameEntry{common: common}
	e.from = c.address(common.encoding)
	e.to = e.from + c.address(common.encoding&0x0f)
	if common.augmented {
		c.take(int(c.number())) //nolint:gosec // too many are an error
	}
	e.program = c.data[c.at:]
	if !c.failed && e.to > e.from {
		t.entries = append(t.entries, e)
	}
}

// find returns the entry of an address; nil if there is none.
func (t *frameTable) find(pc uint64) *frameEntry {
	i, found := slices.BinarySearchFunc(t.entries, pc, func(e frameEntry, pc uint64) int {
		switch {
		case e.to <= pc:
			return -1
		case e.from > pc:
			return 1
		}
		return 0
	})
	if !found {
		return nil
	}
	return &t.entries[i]
}
