package follow

import (
	"slices"
	"sort"
)

// Limits of what is kept of one direction for the gap before it to be filled.
const (
	maxHeld     = 1 << 20 // octets
	maxSegments = 4096
)

// direction puts the bytes that one side of a TCP connection sent in order.
// Bytes have the relative numbers of flow.Observation. The zero value is that
// of a side that has sent nothing.
type direction struct {
	known bool  // next is
	next  int64 // the number of the next byte to be printed
	held  []received
	size  int   // octets in held
	acked int64 // what the peer has acknowledged: it expects this number next
	fin   bool  // the side has ended its stream, at number end
	end   int64
}

// received is bytes of a stream as they came: those from number from up to, not
// including, to, of which data was captured from the beginning.
type received struct {
	from, to int64
	data     []byte
}

// piece is what is printed next: bytes, or how many there are not.
type piece struct {
	data    []byte
	missing int64
}

// begin tells with what number the direction starts, if it is not known yet.
func (d *direction) begin(number int64) {
	if !d.known {
		d.known, d.next = true, number
	}
}

// add takes a segment, whose data it does not keep beyond the call, and returns
// what can be printed now.
func (d *direction) add(s received) []piece {
	if s.to <= d.next {
		return nil // sent again
	}
	if s.from > d.next {
		d.hold(s)
		return d.fill()
	}
	return append(d.take(s), d.fill()...)
}

// take returns what is new in a segment that the direction has come to.
func (d *direction) take(s received) []piece {
	var pieces []piece
	captured := s.from + int64(len(s.data))
	if captured > d.next {
		pieces = append(pieces, piece{data: s.data[d.next-s.from:]})
	}
	if captured < s.to {
		pieces = append(pieces, piece{missing: s.to - max(captured, d.next)})
	}
	d.next = s.to
	return pieces
}

// hold keeps a segment for later, in the order of its numbers.
func (d *direction) hold(s received) {
	s.data = slices.Clone(s.data)
	at := sort.Search(len(d.held), func(i int) bool { return d.held[i].from > s.from })
	d.held = slices.Insert(d.held, at, s)
	d.size += len(s.data)
}

// fill returns what of the kept segments can be printed now.
func (d *direction) fill() []piece {
	var pieces []piece
	for len(d.held) > 0 {
		first := d.held[0]
		if first.from > d.next {
			if !d.hopeless() {
				break
			}
			pieces = append(pieces, d.skip(first.from))
		}
		d.held, d.size = d.held[1:], d.size-len(first.data)
		if first.to > d.next {
			pieces = append(pieces, d.take(first)...)
		}
	}
	return pieces
}

// hopeless reports whether the gap before what is kept will not be filled any
// more: the peer has got what is missing, or too much is kept already.
func (d *direction) hopeless() bool {
	return d.acked >= d.held[0].from || d.size > maxHeld || len(d.held) > maxSegments
}

// skip goes on at a number beyond the next one.
func (d *direction) skip(to int64) piece {
	missing := to - d.next
	d.next = to
	return piece{missing: missing}
}

// ack takes what the peer acknowledges, and returns what can be printed now.
func (d *direction) ack(number int64) []piece {
	d.acked = max(d.acked, number)
	return d.fill()
}

// finish returns what is left when no packet will come any more.
func (d *direction) finish() []piece {
	var pieces []piece
	for len(d.held) > 0 {
		if from := d.held[0].from; from > d.next {
			pieces = append(pieces, d.skip(from))
		}
		pieces = append(pieces, d.fill()...)
	}
	last := d.acked
	if d.fin {
		last = d.end
	}
	// One number more may be that of a FIN that was not captured.
	if d.known && last > d.next+1 || d.fin && last > d.next {
		pieces = append(pieces, d.skip(last))
	}
	return pieces
}
