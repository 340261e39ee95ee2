package pcapng

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// errNoSection is the fault of a file that does not begin as pcapng does.
var errNoSection = errors.New("no pcapng section header")

// block is one block of a file, without its head and trailer.
type block struct {
	kind uint32
	size int    // octets of it, all told
	body []byte // a part of the window, valid until the next block is read; nil if the kind is passed over
}

// blockReader cuts a file into blocks.
type blockReader struct {
	window *Window
	order  endian // of the section
	start  int64  // offset of the block that next has returned, or failed at
	left   int    // octets of that block that were not skipped yet
	begun  bool   // there was a section header
}

// next returns the next block, io.EOF after the last, and an error that wraps
// io.ErrUnexpectedEOF when the file ends within a block.
func (b *blockReader) next() (block, error) {
	b.window.Skip(b.left)
	b.left, b.start = 0, b.window.Offset()
	head, err := b.window.Peek(headLength + trailerLength) // no block is shorter
	if err != nil {
		return block{}, cutOff(err, len(head))
	}
	if err := b.checkOrder(head); err != nil {
		return block{}, err
	}
	kind, total := b.order.uint32(head), b.order.uint32(head[4:])
	if !isRead(kind) || total > MaxBlock && isKept(kind) {
		if isPcapHead(head) {
			return block{}, ErrSecondFile
		}
		return block{kind: kind, size: int(total)}, b.pass(total)
	}
	body, err := b.body(total)
	return block{kind, int(total), body}, err
}

// enhanced returns the body of the next block if that is an Enhanced Packet Block,
// without fault in its framing and in memory already: nearly always. Else it
// returns nil, and next tells what is there.
func (b *blockReader) enhanced() []byte {
	b.window.Skip(b.left)
	b.left, b.start = 0, b.window.Offset()
	rest := b.window.Buffered()
	if len(rest) < leastEnhanced || b.order.uint32(rest) != blockEnhanced {
		return nil
	}
	total := b.order.uint32(rest[4:])
	size := int(total)
	if size > len(rest) || size < leastEnhanced || size%4 != 0 || size > MaxBlock {
		return nil
	}
	if b.order.uint32(rest[size-trailerLength:]) != total {
		return nil
	}
	b.left = size
	return rest[headLength : size-trailerLength]
}

// isRead reports whether the body of a block of this kind is looked at.
func isRead(kind uint32) bool {
	switch kind {
	case blockEnhanced, blockSimple, blockPacket, blockSection, blockInterface, blockStatistics, blockJournal:
		return true
	}
	return isKept(kind)
}

// isKept reports whether blocks of this kind are kept for a copy, and nothing else is
// done with them.
func isKept(kind uint32) bool {
	return kind == blockNames || kind == blockSecrets || kind == blockCustom
}

// checkOrder learns the byte order of a section from the magic number behind
// the head of its first block.
func (b *blockReader) checkOrder(head []byte) error {
	if binary.LittleEndian.Uint32(head) != blockSection {
		if !b.begun {
			return errNoSection
		}
		return nil
	}
	switch magic := head[headLength:]; {
	case binary.LittleEndian.Uint32(magic) == orderMagic:
		b.order = endian{}
	case binary.BigEndian.Uint32(magic) == orderMagic:
		b.order = endian{big: true}
	default:
		return fmt.Errorf("section header with the byte-order magic % x", magic)
	}
	b.begun = true
	return nil
}

// checkLength refuses what cannot be the total length of a block, of which most
// octets at most may be there.
func checkLength(total, most uint32) error {
	switch {
	case total < headLength+trailerLength:
		return fmt.Errorf("block with an impossible length of %d octets", total)
	case total > most:
		return fmt.Errorf("block of %d octets: the limit is %d", total, most)
	}
	return nil
}

// body returns what stands between the head and the trailer of the next block.
// Some old writers do not count the padding; it is there all the same.
func (b *blockReader) body(total uint32) ([]byte, error) {
	if err := checkLength(total, MaxBlock); err != nil {
		return nil, err
	}
	size := aligned(int(total))
	whole, err := b.window.Peek(size)
	if err != nil {
		return nil, cutOff(err, len(whole))
	}
	b.left = size
	return whole[headLength : size-trailerLength], b.checkTrailer(whole, total)
}

// pass moves past the next block up to its trailer, of which only a part needs
// to be in memory at a time.
func (b *blockReader) pass(total uint32) error {
	if err := checkLength(total, maxPassed); err != nil {
		return err
	}
	for left := aligned(int(total)) - trailerLength; left > 0; {
		part, err := b.window.Peek(min(left, passSize))
		if err != nil {
			return cutOff(err, headLength)
		}
		b.window.Skip(len(part))
		left -= len(part)
	}
	trailer, err := b.window.Peek(trailerLength)
	if err != nil {
		return cutOff(err, headLength)
	}
	b.left = trailerLength
	return b.checkTrailer(trailer, total)
}

// checkTrailer holds the length behind a block, the last of the octets, against
// the one before it.
func (b *blockReader) checkTrailer(octets []byte, total uint32) error {
	if again := b.order.uint32(octets[len(octets)-trailerLength:]); again != total {
		return fmt.Errorf("block with two lengths: %d octets before it, %d after it", total, again)
	}
	return nil
}

// cutOff turns the end of the input within a block, of which have octets were
// there, into the fault that it is.
func cutOff(err error, have int) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) && have > 0 {
		return ErrCutOff
	}
	return err
}
