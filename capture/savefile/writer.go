package savefile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcapgo"

	"wireladder/capture"
	"wireladder/capture/pcapng"
)

// Writer writes a capture file, entry by entry. After an error of the io.Writer
// every further call returns the same error.
type Writer interface {
	// Write adds a packet, or a call where the format has calls. An entry that
	// the format cannot hold is an error, and the next one may be written.
	Write(capture.Entry) error
	// Close ends the file with what the capture lost, where the format has room
	// for it. It does not close the io.Writer.
	Close(capture.Drops) error
}

// ErrNeedsPcapng is wrapped by the error for a packet that a pcap file can't hold, and
// a pcapng file can.
var ErrNeedsPcapng = errors.New("a pcap file can't hold it")

var (
	_ Writer = (*pcapng.Writer)(nil)
	_ Writer = (*pcapWriter)(nil)
)

// NewWriter writes the head of a capture file to w and returns a Writer for the
// rest. Each block or record is one call of w, so that a run that is killed
// leaves a file that opens.
func NewWriter(w io.Writer, format Format, origin capture.Origin, link capture.LinkType) (Writer, error) {
	var (
		fw  Writer
		err error
	)
	switch format {
	case Pcapng:
		fw, err = pcapng.NewWriter(w, origin, link)
	case Pcap:
		fw, err = newPcapWriter(w, link)
	default:
		err = fmt.Errorf("write %v: %w", format, errors.ErrUnsupported)
	}
	if err != nil {
		return nil, err // not an interface with a nil *Writer in it
	}
	return fw, nil
}

// pcapWriter writes pcap with nanoseconds. Calls are left out.
type pcapWriter struct {
	w      io.Writer
	record bytes.Buffer // gopacket writes in pieces, we in whole records
	pcap   *pcapgo.Writer
	link   capture.LinkType
	err    error // of w
}

func newPcapWriter(w io.Writer, link capture.LinkType) (*pcapWriter, error) {
	p := &pcapWriter{w: w, link: link}
	p.pcap = pcapgo.NewWriterNanos(&p.record)
	if err := p.pcap.WriteFileHeader(pcapng.MaxPacket, layers.LinkType(0)); err != nil {
		return nil, err
	}
	// gopacket's link types have 8 bits, those of files 16.
	binary.LittleEndian.PutUint32(p.record.Bytes()[20:], uint32(link))
	return p, p.flush()
}

// Write adds a packet. A call is left out.
func (p *pcapWriter) Write(e capture.Entry) error {
	if p.err != nil || e.Packet == nil {
		return p.err
	}
	if err := p.check(e.Packet); err != nil {
		return fmt.Errorf("packet %d: %w", e.Packet.Number, err)
	}
	info := gopacket.CaptureInfo{
		Timestamp:     e.Packet.Time,
		CaptureLength: len(e.Packet.Data),
		Length:        max(e.Packet.Length, len(e.Packet.Data)),
	}
	if err := p.pcap.WritePacket(info, e.Packet.Data); err != nil {
		return err
	}
	return p.flush()
}

// Close writes nothing: pcap has no place for drops.
func (p *pcapWriter) Close(capture.Drops) error { return p.err }

// check says what of a packet a pcap file cannot hold.
func (p *pcapWriter) check(packet *capture.Packet) error {
	switch seconds := packet.Time.Unix(); {
	case packet.Link != p.link:
		return fmt.Errorf("its link type is %d, after packets of link type %d: %w", packet.Link, p.link, ErrNeedsPcapng)
	case packet.Time.IsZero():
		return fmt.Errorf("it has no time: %w", ErrNeedsPcapng)
	case len(packet.Data) > pcapng.MaxPacket:
		return fmt.Errorf("%d octets: the limit is %d", len(packet.Data), pcapng.MaxPacket)
	case int64(packet.Length) > math.MaxUint32:
		return fmt.Errorf("a length of %d does not fit into 32 bits", packet.Length)
	case seconds < 0 || seconds > math.MaxUint32:
		return fmt.Errorf("time %s is not within 1970 to 2106", packet.Time.UTC().Format(time.RFC3339))
	}
	return nil
}

// flush writes the record.
func (p *pcapWriter) flush() error {
	if _, err := p.w.Write(p.record.Bytes()); err != nil {
		p.err = fmt.Errorf("write record: %w", err)
	}
	p.record.Reset()
	return p.err
}
