package savefile

import (
	"math"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/decode"
)

// Batch is packets that were read together, by their outlines. The zero value is
// an empty one; what it has allocated is used again each time that it is filled.
type Batch struct {
	// Outlines has one for each packet, in order. One of nothing stands for the next
	// of Packets.
	Outlines []capture.Outline
	// Packets are those of which an outline does not say enough: all but those of
	// TCP and UDP, those in tunnels, and those of an absurd time. They are decoded,
	// but have no Data, and a Payload only of ICMP. All of it is valid until the
	// batch is filled again.
	Packets []capture.Packet
	// Each is called for each packet while it is read, with its outline. decoded tells whether the packet is: of one
	// that is not, the outline is what decode.Glance has made. What it points to is valid until Each returns. nil: nobody
	// is called.
	Each func(o *capture.Outline, p *capture.Packet, decoded bool)

	outer    []capture.Endpoints // of Packets
	payloads []byte              // of Packets
}

// maxBatch is how many packets a batch has at most: so many that handing it on
// costs nothing, and few enough for the cache of a processor.
const maxBatch = 1024

// maxSeconds is how many seconds before and after the start of 1970 an outline can
// tell: 292 years.
const maxSeconds = math.MaxInt64 / int64(time.Second)

// Fill reads packets into b, in place of what was there: as many as are in memory
// already, but for the first of them, for which it may wait. Another entry or an
// error comes behind them, as from Scan.
func (r *Reader) Fill(b *Batch) (*capture.Entry, error) {
	b.Outlines, b.Packets, b.outer, b.payloads = b.Outlines[:0], b.Packets[:0], b.outer[:0], b.payloads[:0]
	p := &r.scratch
	other, err := r.source.Scan(p)
	if other != nil || err != nil {
		return other, inPacked(err, r.packed)
	}
	b.add(p, r)
	for len(b.Outlines) < maxBatch {
		ok, err := r.source.ScanBuffered(p)
		if !ok || err != nil {
			return nil, inPacked(err, r.packed)
		}
		b.add(p, r)
	}
	return nil, nil
}

// add adds a packet that is not decoded yet.
func (b *Batch) add(p *capture.Packet, r *Reader) {
	n := len(b.Outlines)
	b.Outlines = slices.Grow(b.Outlines, 1)[:n+1]
	o := &b.Outlines[n]
	seconds := p.Time.Unix()
	inTime := -maxSeconds < seconds && seconds < maxSeconds || p.Time.IsZero()
	if inTime && decode.Glance(o, p) {
		b.tell(o, p, false)
		return
	}
	r.decode(p)
	if inTime && (p.Proto == capture.TCP || p.Proto == capture.UDP) && len(p.Outer) == 0 {
		o.Trace(p)
	} else {
		o.Proto = capture.Undecoded
		b.keep(p)
	}
	b.tell(o, p, true)
}

// tell calls Each.
func (b *Batch) tell(o *capture.Outline, p *capture.Packet, decoded bool) {
	if b.Each != nil {
		b.Each(o, p, decoded)
	}
}

// keep adds a packet of which an outline does not say enough.
func (b *Batch) keep(p *capture.Packet) {
	b.Packets = append(b.Packets, *p)
	own := &b.Packets[len(b.Packets)-1]
	own.Outer = keep(&b.outer, p.Outer)
	own.Data, own.Payload, own.Options = nil, nil, nil
	if p.Proto == capture.ICMP || p.Proto == capture.ICMPv6 {
		own.Payload = keep(&b.payloads, p.Payload)
	}
}

// keep appends part to all, and returns it there. It stays what it is also when all
// has to move to where there is more room.
func keep[T any](all *[]T, part []T) []T {
	n := len(*all)
	*all = append(*all, part...)
	return (*all)[n:]
}
