package savefile

import (
	"encoding/binary"
	"math/bits"

	"wireladder/capture/pcapng"
)

// pcapRecord is the header of a packet.
type pcapRecord struct {
	seconds, fraction uint32 // its time
	captured, length  uint32 // octets in the file, and on the wire
}

// record reads the header of a packet.
func (k *pcapKind) record(header []byte) pcapRecord {
	_ = header[15]
	r := pcapRecord{
		seconds:  binary.LittleEndian.Uint32(header),
		fraction: binary.LittleEndian.Uint32(header[4:]),
		captured: binary.LittleEndian.Uint32(header[8:]),
		length:   binary.LittleEndian.Uint32(header[12:]),
	}
	if k.big {
		r = r.swapped()
	}
	if k.lengths == originalFirst || k.lengths == smallerFirst && r.captured > r.length {
		r.captured, r.length = r.length, r.captured
	}
	return r
}

// swapped returns the header in the other byte order.
func (r pcapRecord) swapped() pcapRecord {
	return pcapRecord{
		bits.ReverseBytes32(r.seconds), bits.ReverseBytes32(r.fraction),
		bits.ReverseBytes32(r.captured), bits.ReverseBytes32(r.length),
	}
}

// The record headers of Kuznetzov's patches: an interface, a protocol and a
// packet type follow the usual ones, and in the first patch, which SuSE Linux
// 6.3 had, four octets more.
const (
	modifiedHeader      = 24
	modifiedFirstHeader = 28
)

// guessedRecords is how many records must make sense.
const guessedRecords = 3

// guess tells which of the patches a modified file is of, which nothing but its
// first records shows. A pipe is waited for until it has them.
func (k *pcapKind) guess(w *pcapng.Window) {
	if !k.modified {
		return
	}
	first := *k
	first.header = modifiedFirstHeader
	if first.sane(w) > k.sane(w) {
		k.header = modifiedFirstHeader
	}
}

// sane counts how many of the first records make sense one after the other. So
// do those that are not there because the file ends.
func (k *pcapKind) sane(w *pcapng.Window) int {
	offset := 0
	for records := range guessedRecords {
		head, _ := w.Peek(offset + k.header) // an error will be there again
		if len(head) == offset {
			break
		}
		if len(head) < offset+k.header {
			return records
		}
		r := k.record(head[offset:])
		if !r.sane() {
			return records
		}
		offset += k.header + int(r.captured)
		if head, _ = w.Peek(offset); len(head) < offset {
			return records
		}
	}
	return guessedRecords
}

// sane reports whether a record header with microseconds makes sense.
func (r pcapRecord) sane() bool {
	return r.fraction < 1e6 && r.captured <= pcapng.MaxPacket && r.captured <= r.length
}
