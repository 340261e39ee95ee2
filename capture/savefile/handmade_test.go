package savefile

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/binary"
	"io"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"

	"wireladder/capture"
	"wireladder/capture/savefile/packed"
)

// pcapFile puts a pcap file together octet by octet.
type pcapFile struct {
	order  binary.AppendByteOrder
	magic  uint32
	major  uint16 // 0: 2
	minor  uint16
	link   uint32
	beyond string // what record headers have beyond the usual
	data   []byte
}

// head appends the file header, with a snapshot length that every packet exceeds.
func (f *pcapFile) head() *pcapFile {
	f.data = f.order.AppendUint32(f.data, f.magic)
	f.data = f.order.AppendUint16(f.data, cmp.Or(f.major, 2))
	f.data = f.order.AppendUint16(f.data, f.minor)
	for _, v := range []uint32{0, 0, 1, f.link} {
		f.data = f.order.AppendUint32(f.data, v)
	}
	if f.magic == magicIxia || f.magic == magicIxiaNano {
		f.data = append(f.data, "size"...)
	}
	return f
}

// record appends a packet that claims to have captured octets.
func (f *pcapFile) record(seconds, fraction, captured, length uint32, data string) *pcapFile {
	for _, v := range []uint32{seconds, fraction, captured, length} {
		f.data = f.order.AppendUint32(f.data, v)
	}
	f.data = append(append(f.data, f.beyond...), data...)
	return f
}

// packets appends two good ones.
func (f *pcapFile) packets() *pcapFile {
	return f.record(1, 500_000, 4, 60, "one.").record(1_700_000_000, 0, 3, 3, "two")
}

// pcapKinds are the kinds of pcap file, in each byte order.
var pcapKinds = map[string]pcapFile{
	"µs":                {magic: magicMicro},
	"ns":                {magic: magicNano},
	"modified":          {magic: magicModified, beyond: "modified"},
	"modified at first": {magic: magicModified, beyond: "modified....."[:12]},
	"Ixia µs":           {magic: magicIxia},
	"Ixia ns":           {magic: magicIxiaNano},
}

// pcapFiles are a file of each kind, with a header and two packets.
func pcapFiles() map[string]*pcapFile {
	files := map[string]*pcapFile{}
	for order, o := range map[string]binary.AppendByteOrder{"little": binary.LittleEndian, "big": binary.BigEndian} {
		for kind, f := range pcapKinds {
			f.order, f.minor, f.link = o, 4, 0x3400_0071
			files[order+" "+kind] = f.head().packets()
		}
	}
	return files
}

// packers are the ways in which files are packed.
var packers = map[string]func(io.Writer) (io.WriteCloser, error){
	packed.Gzip: func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(w), nil },
	packed.Zstd: func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) },
	packed.LZ4:  func(w io.Writer) (io.WriteCloser, error) { return lz4.NewWriter(w), nil },
}

// pack returns data as gzip, zstd or lz4 packs it.
func pack(t testing.TB, packer string, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := packers[packer](&b)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// forms returns data as it is, and packed in each way.
func forms(t testing.TB, data []byte) map[string][]byte {
	t.Helper()
	forms := map[string][]byte{"": data}
	for packer := range packers {
		forms[packer] = pack(t, packer, data)
	}
	return forms
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
