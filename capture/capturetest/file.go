package capturetest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcapgo"

	"wireladder/capture"
	"wireladder/capture/decode"
)

// File returns the name and the octets of the file that holds all that the script says:
// a pcapng if Frame.On names interfaces that no link-layer header holds, else a pcap.
func (c *Capture) File(tb testing.TB) (string, []byte) {
	tb.Helper()
	named := slices.ContainsFunc(c.frames, func(f *Frame) bool { return f.iface >= 0 })
	if named && c.Link != capture.LinkSLL2 {
		return "made.pcapng", c.Pcapng(tb)
	}
	return "made.pcap", c.Pcap(tb)
}

// Pcap returns the capture as a pcap file with times in nanoseconds.
func (c *Capture) Pcap(tb testing.TB) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := pcapgo.NewWriterNanos(&b)
	if err := w.WriteFileHeader(262144, 0); err != nil {
		tb.Fatal(err)
	}
	binary.LittleEndian.PutUint32(b.Bytes()[20:], uint32(c.Link)) // gopacket's have eight bits
	c.write(tb, w)
	return b.Bytes()
}

// Pcapng returns the capture as a pcapng file with the interfaces that Frame.On names.
func (c *Capture) Pcapng(tb testing.TB) []byte {
	tb.Helper()
	if c.Link > 255 {
		tb.Fatalf("link type %v is not for gopacket's pcapng", c.Link)
	}
	var b bytes.Buffer
	w, err := pcapgo.NewNgWriterInterface(&b, c.device(0), pcapgo.DefaultNgWriterOptions)
	if err != nil {
		tb.Fatal(err)
	}
	most := 0
	for _, f := range c.frames {
		most = max(most, f.iface)
	}
	for i := range most {
		if _, err := w.AddInterface(c.device(i + 1)); err != nil {
			tb.Fatal(err)
		}
	}
	c.write(tb, w)
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// write gives all frames to a writer of either format.
func (c *Capture) write(tb testing.TB, w interface {
	WritePacket(info gopacket.CaptureInfo, data []byte) error
},
) {
	tb.Helper()
	for _, f := range c.frames {
		data, info := f.captured()
		if err := w.WritePacket(info, data); err != nil {
			tb.Fatal(err)
		}
	}
}

// device describes an interface of a pcapng file: "if0", "if1".
func (c *Capture) device(n int) pcapgo.NgInterface {
	return pcapgo.NgInterface{Name: fmt.Sprintf("if%d", n), LinkType: layers.LinkType(c.Link)}
}

// captured returns what was captured of the frame, and when.
func (f *Frame) captured() ([]byte, gopacket.CaptureInfo) {
	data := f.octets()
	info := gopacket.CaptureInfo{Timestamp: Start.Add(f.offset), Length: len(data), InterfaceIndex: max(f.iface, 0)}
	if f.snap > 0 && f.snap < len(data) {
		data = data[:f.snap]
	}
	info.CaptureLength = len(data)
	return data, info
}

// Packets returns the frames as a reader of the file hands them over: decoded, with
// numbers from 1. Fragments are put together.
func (c *Capture) Packets() []*capture.Packet {
	decoder := decode.NewDecoder()
	var all []*capture.Packet
	for i, f := range c.frames {
		data, info := f.captured()
		p := &capture.Packet{Number: i + 1, Time: info.Timestamp, Link: c.Link, Data: data, Length: info.Length}
		decoder.Decode(p)
		if f.iface >= 0 {
			p.Sighting.Interface = uint32(f.iface)
		}
		all = append(all, p)
	}
	return all
}
