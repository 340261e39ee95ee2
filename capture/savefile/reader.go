package savefile

import (
	"errors"
	"io"

	"wireladder/capture"
	"wireladder/capture/pcapng"
)

// source is a reader of one format.
type source interface {
	capture.Source
	Origin() capture.Origin
	Drops() capture.Drops
}

var (
	_ source = (*pcapReader)(nil)
	_ source = (*pcapng.Reader)(nil)
	_ source = (*Reader)(nil)
)

// Reader reads a capture file of any format that this package knows, and
// decodes its packets. It must not be used from two goroutines at once.
type Reader struct {
	source  source
	decoder *capture.Decoder
}

// NewReader returns a Reader of the pcap or pcapng file in r, which may be
// packed with gzip. The error wraps ErrFormat if it is neither. NewReader reads
// ahead, and does not close r.
func NewReader(r io.Reader) (*Reader, error) {
	b, err := buffered(r)
	if err != nil {
		return nil, err
	}
	format, kind, err := detect(b)
	if err != nil {
		return nil, err
	}
	var src source
	if format == Pcapng {
		src, err = pcapng.NewReader(b)
	} else {
		src, err = newPcapReader(b, kind)
	}
	if err != nil {
		return nil, err
	}
	return &Reader{src, capture.NewDecoder()}, nil
}

// Next returns the next packet, decoded and with its Time in UTC, or the next
// call, and io.EOF after the last. Any other error is a *pcapng.PlaceError,
// which says where the fault is; it wraps io.ErrUnexpectedEOF if the file is
// cut off. Next returns it again when called again.
func (r *Reader) Next() (capture.Entry, error) {
	e, err := r.source.Next()
	if e.Packet != nil {
		r.decoder.Decode(e.Packet)
	}
	return e, err
}

// Scan reads the next entry as Next does, but a packet into p, whatever p held
// before: nothing is allocated for it, and its Data is valid until the next
// call. For a call it returns the call and leaves p undefined.
func (r *Reader) Scan(p *capture.Packet) (*capture.Call, error) {
	e, err := r.Next()
	if e.Packet != nil {
		*p = *e.Packet
	}
	return e.Call, err
}

// Origin returns where the recording comes from, as far as the file says: a
// pcap file does not.
func (r *Reader) Origin() capture.Origin { return r.source.Origin() }

// Drops returns what the capture lost, as far as the file has said so far: it is
// complete when Next has returned io.EOF. A pcap file does not say.
func (r *Reader) Drops() capture.Drops { return r.source.Drops() }

// ReadAll reads the rest of a file into a recording. The recording is never nil:
// beside an error it holds what was good before the fault.
func ReadAll(r *Reader) (*capture.Recording, error) {
	var entries []capture.Entry
	e, err := r.Next()
	for ; err == nil; e, err = r.Next() {
		entries = append(entries, e)
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return &capture.Recording{Origin: r.Origin(), Entries: entries, Drops: r.Drops()}, err
}
