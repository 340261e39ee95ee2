package savefile

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"

	"wireladder/capture/pcapng"
	"wireladder/capture/savefile/packed"
)

// halves packs a file in two pieces, one after the other.
func halves(t *testing.T, packer string, data []byte) []byte {
	t.Helper()
	half := len(data) / 2
	return append(pack(t, packer, data[:half]), pack(t, packer, data[half:])...)
}

// legacyLZ4 packs a file in the format that lz4 had before its frames.
func legacyLZ4(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := lz4.NewWriter(&b)
	if err := w.Apply(lz4.LegacyOption(true)); err != nil {
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

// changed returns data with the octet that is so far from the end changed.
func changed(data []byte, fromEnd int) []byte {
	data = slices.Clone(data)
	data[len(data)-fromEnd] ^= 0xff
	return data
}

// TestReaderPackedWhole reads what others would call broken, but is not.
func TestReaderPackedWhole(t *testing.T) {
	plain := pcapFiles()["little µs"].data
	for name, data := range map[string][]byte{
		"gzip members":     halves(t, packed.Gzip, plain),
		"gzip and zeros":   append(pack(t, packed.Gzip, plain), make([]byte, 700)...),
		"gzip, two, zeros": append(halves(t, packed.Gzip, plain), 0),
		"gzip, none, one":  append(pack(t, packed.Gzip, nil), pack(t, packed.Gzip, plain)...),
		"zstd frames":      halves(t, packed.Zstd, plain),
		"lz4 frames":       halves(t, packed.LZ4, plain),
		"lz4 legacy":       legacyLZ4(t, plain),
		"zstd skips first": append([]byte("\x5f\x2a\x4d\x18\x04\x00\x00\x00skip"), pack(t, packed.Zstd, plain)...),
	} {
		recording, err := read(data)
		if err != nil || len(recording.Entries) != 2 {
			t.Errorf("%s: %+v, %v", name, recording, err)
		}
	}
}

// TestReaderPackedFaults keeps what came before a fault of the packing, and says
// where in the unpacked file it is.
func TestReaderPackedFaults(t *testing.T) {
	plain := pcapFiles()["little µs"].data
	gz, zst, lz := pack(t, packed.Gzip, plain), pack(t, packed.Zstd, plain), pack(t, packed.LZ4, plain)
	tests := []struct {
		name, packer string
		data         []byte
		packets      int
		want         error
	}{
		{"checksum", packed.Gzip, changed(gz, 8), 2, gzip.ErrChecksum},
		{"length", packed.Gzip, changed(gz, 4), 2, gzip.ErrChecksum},
		{"cut in the trailer", packed.Gzip, gz[:len(gz)-3], 2, io.ErrUnexpectedEOF},
		{"cut second member", packed.Gzip, append(slices.Clone(gz), 0x1f, 0x8b, 8), 2, io.ErrUnexpectedEOF},
		{"faulty second member", packed.Gzip, append(slices.Clone(gz), changed(pack(t, packed.Gzip, nil), 8)...), 2, gzip.ErrChecksum},
		{"junk behind", packed.Gzip, append(slices.Clone(gz), "some more octets"...), 2, gzip.ErrHeader},
		{"junk behind", packed.Zstd, append(slices.Clone(zst), "some more octets"...), 2, zstd.ErrMagicMismatch},
		{"cut second frame", packed.Zstd, append(slices.Clone(zst), zst[:len(zst)-1]...), 2, io.ErrUnexpectedEOF},
		{"checksum of the second frame", packed.Zstd, append(slices.Clone(zst), changed(zst, 1)...), 2, zstd.ErrCRCMismatch},
		{"checksum", packed.LZ4, changed(lz, 1), 2, lz4.ErrInvalidFrameChecksum},
		{"junk behind", packed.LZ4, append(slices.Clone(lz), "some more octets"...), 2, lz4.ErrInvalidFrame},
		{"cut second frame", packed.LZ4, append(slices.Clone(lz), pack(t, packed.LZ4, nil)[:9]...), 2, io.ErrUnexpectedEOF},
	}
	for _, tt := range tests {
		recording, err := read(tt.data)
		if len(recording.Entries) != tt.packets || !errors.Is(err, tt.want) {
			t.Errorf("%s, %s: %d entries, %v", tt.packer, tt.name, len(recording.Entries), err)
		}
		var place *pcapng.PlaceError
		if !errors.As(err, &place) || place.Packed != tt.packer || place.Packet != 3 || place.Offset != int64(len(plain)) {
			t.Errorf("%s, %s: got %v, want packet 3 (offset %d)", tt.packer, tt.name, err, len(plain))
		}
	}
}

// TestReaderPackedCut cuts a packed file anywhere: a fault, never a packet of
// half its octets.
func TestReaderPackedCut(t *testing.T) {
	for _, format := range []Format{Pcap, Pcapng} {
		entries := slices.Repeat(sample(), 50)
		for packer := range packers {
			whole := pack(t, packer, written(t, format, entries...))
			for cut := 5; cut < len(whole); cut += strideAt(cut, len(whole)) {
				r, err := NewReader(bytes.NewReader(whole[:cut]))
				if err == nil {
					_, err = readAll(r)
				}
				want := packer + " unpacked): the file is cut off"
				if !errors.Is(err, io.ErrUnexpectedEOF) || !strings.Contains(err.Error(), want) {
					t.Fatalf("%s cut at %d: %v", packer, cut, err)
				}
			}
		}
	}
}

// strideAt returns how far behind a cut the next one is: near the ends, where the packers keep
// their headers and sums, each octet is one.
func strideAt(cut, size int) int {
	const edge, between = 64, 11
	if cut < edge || cut+between > size-edge {
		return 1
	}
	return between
}

// TestZstdMemory reads few octets that ask for a window of memory: little is
// used for one that is allowed, and none for one that is not.
func TestZstdMemory(t *testing.T) {
	header := func(window byte) io.Reader {
		return bytes.NewReader([]byte{0x28, 0xb5, 0x2f, 0xfd, 0, window, 1, 0, 0}) // and an empty block
	}
	for _, tt := range []struct {
		window byte // exponent, less 10, in the upper five bits (RFC 8878 §3.1.1.1.2)
		limit  uint64
		want   string
	}{
		{17 << 3, 160 << 20, "empty"}, // 128 MiB
		{18 << 3, 1 << 20, "larger than 128 MiB"},
		{31 << 3, 1 << 20, "larger than 128 MiB"},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := NewReader(header(tt.window))
		runtime.ReadMemStats(&after)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("window %d: %v", tt.window>>3, err)
		}
		used := after.TotalAlloc - before.TotalAlloc
		t.Logf("window of 2^%d: allocated %d", 10+tt.window>>3, used)
		if used > tt.limit {
			t.Errorf("window of 2^%d: allocated %d", 10+tt.window>>3, used)
		}
	}
}

// TestLZ4Memory reads a frame that claims exabytes of content: what is allocated is
// for its blocks.
func TestLZ4Memory(t *testing.T) {
	var b bytes.Buffer
	w := lz4.NewWriter(&b)
	if err := w.Apply(lz4.SizeOption(1<<62), lz4.BlockSizeOption(lz4.Block4Mb)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(pcapFiles()["little µs"].data); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	recording, err := read(b.Bytes())
	runtime.ReadMemStats(&after)
	if len(recording.Entries) != 2 || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%d entries, %v", len(recording.Entries), err)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 24<<20 {
		t.Errorf("allocated %d", used)
	}
}
