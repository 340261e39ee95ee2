package pcapng

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// errNoSection is the fault of a file that does not begin as pcapng does.
var errNoSection = errors.New("no pcapng section header")

// block is one block of a file, without its head and trailer. The body belongs
// to the blockReader and is valid until the next block is read.
type block struct {
	kind uint32
	body []byte
}

// blockReader cuts a file into blocks.
type blockReader struct {
	r     *bufio.Reader
	order binary.ByteOrder // of the section; nil before the first
	start int64            // offset of the block that next returned, or failed at
	end   int64            // offset after it
	buf   bytes.Buffer     // body and trailer
}

// next returns the next block, io.EOF after the last, and an error that wraps
// io.ErrUnexpectedEOF when the file ends within a block.
func (b *blockReader) next() (block, error) {
	b.start = b.end
	head, err := b.r.Peek(headLength + trailerLength) // no block is shorter
	if err != nil {
		return block{}, cutOff(err, len(head))
	}
	if err := b.checkOrder(head); err != nil {
		return block{}, err
	}
	kind, total := b.order.Uint32(head), b.order.Uint32(head[4:])
	if err := checkLength(total); err != nil {
		return block{}, err
	}
	body, err := b.body(total)
	return block{kind, body}, err
}

// checkOrder learns the byte order of a section from the magic number behind
// the head of its first block.
func (b *blockReader) checkOrder(head []byte) error {
	if binary.BigEndian.Uint32(head) != blockSection {
		if b.order == nil {
			return errNoSection
		}
		return nil
	}
	switch magic := head[headLength:]; {
	case binary.LittleEndian.Uint32(magic) == orderMagic:
		b.order = binary.LittleEndian
	case binary.BigEndian.Uint32(magic) == orderMagic:
		b.order = binary.BigEndian
	default:
		return fmt.Errorf("section header with the byte-order magic % x", magic)
	}
	return nil
}

// checkLength refuses what cannot be the total length of a block.
func checkLength(total uint32) error {
	switch {
	case total < headLength+trailerLength:
		return fmt.Errorf("block with an impossible length of %d octets", total)
	case total > MaxBlock:
		return fmt.Errorf("block of %d octets: the limit is %d", total, MaxBlock)
	}
	return nil
}

// body reads the rest of a block whose head is next, and checks its trailer. It
// allocates as the octets come, not as the head promises. Some old writers do
// not count the padding; it is there all the same.
func (b *blockReader) body(total uint32) ([]byte, error) {
	if _, err := b.r.Discard(headLength); err != nil {
		return nil, err
	}
	b.buf.Reset()
	if n, err := io.CopyN(&b.buf, b.r, int64(aligned(int(total))-headLength)); err != nil {
		return nil, cutOff(err, headLength+int(n))
	}
	body := b.buf.Bytes()[:b.buf.Len()-trailerLength]
	if again := b.order.Uint32(b.buf.Bytes()[len(body):]); again != total {
		return nil, fmt.Errorf("block with two lengths: %d octets before it, %d after it", total, again)
	}
	b.end += int64(aligned(int(total)))
	return body, nil
}

// cutOff turns the end of the input within a block, of which have octets were
// there, into the fault that it is.
func cutOff(err error, have int) error {
	if errors.Is(err, io.EOF) && have > 0 {
		return fmt.Errorf("the file is cut off: %w", io.ErrUnexpectedEOF)
	}
	return err
}
