package savefile

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"wireladder/capture"
	"wireladder/capture/decode"
	"wireladder/capture/pcapng"
	"wireladder/capture/views"
)

// source is a reader of one format. Its packets are not decoded.
type source interface {
	Scan(*capture.Packet) (*capture.Entry, error)
	// ScanBuffered reads the next entry as Scan does, if it is a packet that is in
	// memory already, and reports whether it was. The Data of the packets read
	// before stays as it is.
	ScanBuffered(*capture.Packet) (bool, error)
	Origin() capture.Origin
	Drops() capture.Drops
}

var (
	_ source         = (*pcapReader)(nil)
	_ source         = (*pcapng.Reader)(nil)
	_ capture.Source = (*Reader)(nil)
)

// Reader reads a capture file of any format that this package knows, and
// decodes its packets. It must not be used from two goroutines at once.
type Reader struct {
	source  source
	packed  string // what the file is packed with, "" if it is not
	decoder *decode.Decoder
	views   *views.Views // of two captures that were joined
	scratch capture.Packet
	recent  recent // packets that Next has returned, and that may have deliveries
}

// NewReader returns a Reader of the pcap or pcapng file in r, which may be
// packed with gzip, zstd or lz4. The error is a *FormatError if it is neither.
// NewReader reads ahead, and does not close r, which may be a pipe: packets are
// there as soon as they have come through it.
func NewReader(r io.Reader) (*Reader, error) {
	w, packed, err := unpack(pcapng.NewWindow(r))
	if err != nil {
		return nil, err
	}
	src, err := open(w)
	if err != nil {
		return nil, inPacked(err, packed)
	}
	return &Reader{source: src, packed: packed, decoder: decode.NewDecoder(), views: views.New(src.Origin().Joint)}, nil
}

// Next returns the next packet, decoded and with its Time in UTC, or the next
// other entry, and io.EOF after the last. A delivery has the packet that was
// returned before it, if that was not too long ago. Any other error is a
// *pcapng.PlaceError, which says where the fault is; it wraps io.ErrUnexpectedEOF if the file is
// cut off. Next returns it again when called again.
func (r *Reader) Next() (capture.Entry, error) {
	p := new(capture.Packet)
	other, err := r.source.Scan(p)
	switch {
	case err != nil:
		return capture.Entry{}, inPacked(err, r.packed)
	case other != nil:
		r.recent.tie(other.Delivery)
		return *other, nil
	}
	p.Data = bytes.Clone(p.Data)
	r.decode(p)
	r.recent.keep(p)
	return capture.Entry{Packet: p}, nil
}

// Scan reads the next entry as Next does, but a packet into p, which must be zero
// or as an earlier Scan has left it. Its Data, and what lies in there, is valid
// until the next call; nothing is allocated for it but its Comment and what
// Decode allocates. Another entry it returns, and leaves p undefined: that of
// a delivery has no packet but one with its Number.
func (r *Reader) Scan(p *capture.Packet) (*capture.Entry, error) {
	other, err := r.source.Scan(p)
	if other != nil || err != nil {
		return other, inPacked(err, r.packed)
	}
	r.decode(p)
	return nil, nil
}

// ScanMany reads packets into ps, from the first on, as many as are in memory
// already, but for the first of them, for which it may wait; and returns how many
// it has read. Their Data is valid until the next call. Another entry or an error
// comes behind them, as from Scan.
func (r *Reader) ScanMany(ps []capture.Packet) (int, *capture.Entry, error) {
	if len(ps) == 0 {
		return 0, nil, nil
	}
	if other, err := r.Scan(&ps[0]); other != nil || err != nil {
		return 0, other, err
	}
	for n := 1; n < len(ps); n++ {
		ok, err := r.source.ScanBuffered(&ps[n])
		if !ok || err != nil {
			return n, nil, inPacked(err, r.packed)
		}
		r.decode(&ps[n])
	}
	return len(ps), nil, nil
}

// decode decodes a packet. One of the second of two captures that were joined gets the addresses that
// the first has.
func (r *Reader) decode(p *capture.Packet) {
	if r.read(p); p.Interface == 1 {
		r.views.Client(p)
	}
}

// read reads the headers of a packet. Where its file and its link header tell different things
// of where it was seen, the file is right, but for the interface if it has only one:
// a link header has the number that the system gave.
func (r *Reader) read(p *capture.Packet) {
	if p.Metadata == nil {
		r.decoder.Decode(p)
		return
	}
	said := p.Sighting
	r.decoder.Decode(p)
	if said.Direction != capture.AnyBearing {
		p.Sighting.Direction = said.Direction
	}
	if len(p.Metadata.Interfaces) > 1 {
		p.Sighting.Interface = said.Interface
	}
}

// inPacked says of a fault that it is one of the unpacked file.
func inPacked(err error, packed string) error {
	var place *pcapng.PlaceError
	switch {
	case packed == "":
		return err
	case errors.As(err, &place):
		place.Packed = packed
	case errors.Is(err, ErrFormat):
		return fmt.Errorf("%w, %s unpacked", err, packed)
	}
	return err
}

// Origin returns where the recording comes from, as far as the file says: a
// pcap file does not.
func (r *Reader) Origin() capture.Origin { return r.source.Origin() }

// Drops returns what the capture lost, as far as the file has said so far: it is
// complete when Next has returned io.EOF. A pcap file does not say.
func (r *Reader) Drops() capture.Drops { return r.source.Drops() }
