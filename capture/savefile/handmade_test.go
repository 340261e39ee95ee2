package savefile

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"testing"

	"wireladder/capture"
)

// pcapFile puts a pcap file together octet by octet.
type pcapFile struct {
	order binary.AppendByteOrder
	magic uint32
	minor uint16
	link  uint32
	data  []byte
}

// head appends the file header, with a snapshot length that every packet exceeds.
func (f *pcapFile) head() *pcapFile {
	f.data = f.order.AppendUint32(f.data, f.magic)
	f.data = f.order.AppendUint16(f.data, 2)
	f.data = f.order.AppendUint16(f.data, f.minor)
	for _, v := range []uint32{0, 0, 1, f.link} {
		f.data = f.order.AppendUint32(f.data, v)
	}
	return f
}

// record appends a packet that claims to have captured octets.
func (f *pcapFile) record(seconds, fraction, captured, length uint32, data string) *pcapFile {
	for _, v := range []uint32{seconds, fraction, captured, length} {
		f.data = f.order.AppendUint32(f.data, v)
	}
	if f.magic == magicModified {
		f.data = append(f.data, "modified"...)
	}
	f.data = append(f.data, data...)
	return f
}

// packets appends two good ones.
func (f *pcapFile) packets() *pcapFile {
	return f.record(1, 500_000, 4, 60, "one.").record(2, 0, 3, 3, "two")
}

// pcapFiles are the kinds of pcap file, with a header and two packets.
func pcapFiles() map[string]*pcapFile {
	files := map[string]*pcapFile{}
	for order, o := range map[string]binary.AppendByteOrder{"little": binary.LittleEndian, "big": binary.BigEndian} {
		for kind, magic := range map[string]uint32{"µs": magicMicro, "ns": magicNano, "modified": magicModified} {
			f := &pcapFile{order: o, magic: magic, minor: 4, link: 0x3400_0071}
			files[order+" "+kind] = f.head().packets()
		}
	}
	return files
}

// packed returns data as gzip packs it.
func packed(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// written returns a file in a format that holds the entries.
func written(t testing.TB, format Format, entries ...capture.Entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := NewWriter(&b, format, capture.Origin{Scenario: "udp"}, capture.LinkEthernet)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if err := w.Write(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(capture.Drops{Kernel: 3}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
