package capturetest

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcapgo"

	"wireladder/capture"
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
	if err := w.WriteFileHeader(262144, layers.LinkType(c.Link)); err != nil {
		tb.Fatal(err)
	}
	for _, f := range c.frames {
		data, info := f.captured()
		info.InterfaceIndex = 0
		if err := w.WritePacket(info, data); err != nil {
			tb.Fatal(err)
		}
	}
	return b.Bytes()
}

// Pcapng returns the capture as a pcapng file with the interfaces that Frame.On names.
func (c *Capture) Pcapng(tb testing.TB) []byte {
	tb.Helper()
	var b bytes.Buffer
	w, err := pcapgo.NewNgWriterInterface(&b, c.device(0), pcapgo.DefaultNgWriterOptions)
	if err != nil {
		tb.Fatal(err)
	}
	have := 0
	for _, f := range c.frames {
		data, info := f.captured()
		for ; have < info.InterfaceIndex; have++ {
			if _, err := w.AddInterface(c.device(have + 1)); err != nil {
				tb.Fatal(err)
			}
		}
		if err := w.WritePacket(info, data); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
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
	decoder := capture.NewDecoder()
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
