package savefile

import (
	"errors"
	"fmt"
	"io"
	"time"

	"wireladder/capture"
	"wireladder/capture/pcapng"
)

// pcapReader reads a pcap file (pcap-savefile(5)). It is our own because
// gopacket's refuses packets that exceed the snapshot length, which tcpdump and
// Wireshark take, knows fewer kinds, copies each packet, and allocates what a
// record claims.
type pcapReader struct {
	kind   pcapKind
	window *pcapng.Window
	link   capture.LinkType
	number int   // packets so far
	err    error // the end, or the fault, that reading came to
}

// newPcapReader reads the file header.
func newPcapReader(w *pcapng.Window, kind pcapKind) (*pcapReader, error) {
	p := &pcapReader{kind: kind, window: w}
	header, err := w.Peek(kind.fileHeader)
	if err != nil {
		return nil, p.place(cutOff(err))
	}
	if p.link, err = p.kind.complete(header); err != nil {
		return nil, p.place(err)
	}
	w.Skip(kind.fileHeader)
	p.kind.guess(w)
	return p, nil
}

// Scan reads the next packet into p, not decoded. Its Data is a part of the
// window. It never returns another entry: a pcap file has none.
func (p *pcapReader) Scan(packet *capture.Packet) (*capture.Entry, error) {
	rest, r := p.next()
	if rest == nil {
		var err error
		if rest, err = p.await(); err != nil {
			return nil, err
		}
		r = p.kind.record(rest)
	}
	p.take(packet, rest, &r)
	return nil, nil
}

// ScanBuffered reads the next packet into p if it is in memory already.
func (p *pcapReader) ScanBuffered(packet *capture.Packet) (bool, error) {
	rest, r := p.next()
	if rest != nil {
		p.take(packet, rest, &r)
	}
	return rest != nil, nil
}

// next returns the next record and what follows it, or nothing if it is not in
// memory, whole and of a length that is allowed.
func (p *pcapReader) next() ([]byte, pcapRecord) {
	rest, header := p.window.Buffered(), p.kind.header
	if len(rest) < header {
		return nil, pcapRecord{}
	}
	r := p.kind.record(rest)
	if r.captured > pcapng.MaxPacket || header+int(r.captured) > len(rest) || r.captured == 0 && isFileHead(rest) {
		return nil, pcapRecord{}
	}
	return rest, r
}

// take takes the record that rest begins with.
func (p *pcapReader) take(packet *capture.Packet, rest []byte, r *pcapRecord) {
	header := p.kind.header
	end := header + int(r.captured)
	p.window.Skip(end)
	p.number++
	packet.Number = p.number
	packet.Time = time.Unix(int64(r.seconds), int64(r.fraction)*p.kind.unit).UTC()
	packet.Link, packet.Interface = p.link, 0
	packet.Sighting, packet.LinkFlags = capture.Sighting{}, 0
	packet.Data = rest[header:end:end]
	packet.Length = int(max(r.length, r.captured))
	packet.Comment = ""
}

// await reads until the next record is whole, and returns it, or the end or the
// fault that comes instead.
func (p *pcapReader) await() ([]byte, error) {
	if p.err != nil {
		return nil, p.err
	}
	header, err := p.window.Peek(p.kind.header)
	if err != nil {
		return nil, p.end(len(header), err)
	}
	if isFileHead(header) {
		return nil, p.fail(pcapng.ErrSecondFile)
	}
	captured := p.kind.record(header).captured
	if captured > pcapng.MaxPacket {
		if isText(header) {
			return nil, p.fail(ErrText)
		}
		return nil, p.fail(fmt.Errorf("%d captured octets: the limit is %d", captured, pcapng.MaxPacket))
	}
	whole, err := p.window.Peek(p.kind.header + int(captured))
	if err != nil {
		return nil, p.fail(cutOff(err))
	}
	return whole, nil
}

// isFileHead reports whether a record header is none, but the beginning of another
// file: its time would be in 2055, or 1975 for pcapng, and its data impossible.
func isFileHead(header []byte) bool {
	kind, ok := pcapKindOf(header)
	if !ok {
		return pcapng.IsFileHead(header)
	}
	return kind.uint16(header[4:]) == 2 && kind.uint32(header[8:]) == 0 && kind.uint32(header[12:]) == 0
}

// Origin returns nothing: a pcap file does not say.
func (p *pcapReader) Origin() capture.Origin { return capture.Origin{} }

// Drops returns nothing: a pcap file does not say.
func (p *pcapReader) Drops() capture.Drops { return capture.Drops{} }

// end stops reading where no further record begins, of whose header have octets
// were there.
func (p *pcapReader) end(have int, err error) error {
	if have == 0 && errors.Is(err, io.EOF) {
		p.err = io.EOF // where it may be
		return p.err
	}
	return p.fail(cutOff(err))
}

// fail stops reading at the fault of a record.
func (p *pcapReader) fail(err error) error {
	p.err = p.place(err)
	return p.err
}

// place says where a fault is.
func (p *pcapReader) place(err error) error {
	return &pcapng.PlaceError{Packet: p.number + 1, Offset: p.window.Offset(), Err: err}
}

// cutOff turns the end of the input where more was promised into the fault that
// it is.
func cutOff(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return pcapng.ErrCutOff
	}
	return err
}
