// Package packed unpacks files that were packed with gzip, zstd or lz4, as they are read.
package packed

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

// What files are packed with, as the programs are called.
const (
	Gzip = "gzip"
	Zstd = "zstd"
	LZ4  = "lz4"
)

// magicGzip is what each member of a gzip file begins with: its mark, and the
// one method of compression there is (RFC 1952 §2.3.1).
var magicGzip = []byte{0x1f, 0x8b, 0x08}

// maxZstdWindow is how far back zstd may refer, and so what unpacking takes of
// memory: what zstd(1) takes by default too, "--long" included.
const maxZstdWindow = 128 << 20

// readAhead is how many octets of a packed file are asked for at once.
const readAhead = 256 << 10

// With tells what a file is packed with by its first four octets; "" if it is not.
func With(head []byte) string {
	switch {
	case bytes.HasPrefix(head, magicGzip):
		return Gzip
	case isZstd(head):
		return Zstd
	case bytes.HasPrefix(head, magicLZ4), bytes.HasPrefix(head, magicLZ4Legacy):
		return LZ4
	}
	return ""
}

// What an lz4 file begins with: a frame (lz4_Frame_format.md), or a frame of the
// format before it.
var (
	magicLZ4       = []byte{0x04, 0x22, 0x4d, 0x18}
	magicLZ4Legacy = []byte{0x02, 0x21, 0x4c, 0x18}
)

// isZstd reports whether head is the magic number of a zstd frame, or of one
// that is to be skipped, which some programs put first (RFC 8878 §3.1).
func isZstd(head []byte) bool {
	return bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}) ||
		len(head) >= 4 && head[0]&0xf0 == 0x50 && bytes.Equal(head[1:4], []byte{0x2a, 0x4d, 0x18})
}

// NewReader returns a reader of what r, a file that is packed with kind, is unpacked. The
// error tells that the beginning of r is not as kind demands. It is a *DamageError, as are
// those of reading, or that of r.
func NewReader(kind string, r io.Reader) (io.Reader, error) {
	in := &packedFile{Reader: r}
	unpacked, err := newReader(kind, in)
	if err != nil {
		return nil, in.told(kind, err)
	}
	return &unpackedFile{unpacked, kind, in}, nil
}

func newReader(kind string, r io.Reader) (io.Reader, error) {
	switch kind {
	case Gzip:
		return newMembers(r)
	case Zstd:
		return newZstd(r)
	case LZ4:
		return newLZ4(r), nil
	}
	return r, nil
}

// newZstd returns a reader of all frames of a zstd file. It unpacks in the
// goroutine that reads, so that nothing needs to be closed.
func newZstd(r io.Reader) (io.Reader, error) {
	return zstd.NewReader(r,
		zstd.WithDecoderConcurrency(1),
		zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxMemory(maxZstdWindow))
}

// newLZ4 returns a reader of all frames of an lz4 file. A block has at most 4 MiB,
// or 8 MiB in the legacy format, whatever a frame says of its content; two of them
// are in memory. It unpacks in the goroutine that reads.
func newLZ4(r io.Reader) io.Reader {
	return lz4.NewReader(bufio.NewReaderSize(r, readAhead))
}

// members reads the members of a gzip file one after the other. Zeros after the
// last are passed over, as gzip(1) does: tapes and copies of blocks have them.
type members struct {
	packed *bufio.Reader
	member *gzip.Reader
}

// newMembers returns a reader of a gzip file, of which it reads the first header.
func newMembers(r io.Reader) (*members, error) {
	packed := bufio.NewReaderSize(r, readAhead)
	member, err := gzip.NewReader(packed)
	if err != nil {
		return nil, err
	}
	member.Multistream(false)
	return &members{packed, member}, nil
}

// Read reads unpacked octets.
func (m *members) Read(b []byte) (int, error) {
	n, err := m.member.Read(b)
	if errors.Is(err, io.EOF) {
		err = m.next()
	}
	return n, err
}

// next begins the next member, or returns io.EOF if there is none.
func (m *members) next() error {
	if err := m.passZeros(); err != nil {
		return err
	}
	if err := m.member.Reset(m.packed); err != nil {
		return fmt.Errorf("after the last member: %w", err)
	}
	m.member.Multistream(false)
	return nil
}

// passZeros moves to the next octet that is none.
func (m *members) passZeros() error {
	for {
		b, err := m.packed.ReadByte()
		if err != nil {
			return err
		}
		if b != 0 {
			return m.packed.UnreadByte()
		}
	}
}
