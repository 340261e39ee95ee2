package savefile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"wireladder/capture/pcapng"
)

// TestNewReaderNamesFormats names what is taken for a capture, and says what helps.
func TestNewReaderNamesFormats(t *testing.T) {
	head := string(pcapFiles()["little µs"].data)
	ng := string(written(t, Pcapng))
	tests := []struct{ data, is, repair string }{
		{"\xfd7zXZ\x00\x00\x04", "it is packed with xz", "xz -dc FILE | wireladder read -"},
		{"BZh91AY&SY", "it is packed with bzip2", "bzip2 -dc FILE"},
		{"PK\x03\x04\x14\x00", "it is a zip archive", "unzip -p FILE"},
		{"snoop\x00\x00\x00\x00\x00\x00\x02", "it is a capture of Sun's snoop", "editcap FILE out.pcapng"},
		{"GMBU\x00\x02", "it is a capture of Microsoft's Network Monitor 2", "editcap"},
		{"RTSS\x01\x01", "it is a capture of Microsoft's Network Monitor 1", "editcap"},
		{"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "it is a pointer of Git LFS", "git lfs pull"},
		{"20:04:01.123456 IP 127.0.0.1.40000 > 127.0.0.1.12000: Flags [S], seq 1, length 0\n", "it looks like the text that tcpdump prints", "tcpdump -w"},
		{"2026-01-02 20:04:01.123456 IP6 ::1.1 > ::1.2: UDP\n", "it looks like the text that tcpdump prints", "tcpdump -w"},
		{"1700000000.123456 IP 10.0.0.1 > 10.0.0.2: ICMP\n", "it looks like the text that tcpdump prints", "tcpdump -w"},
		{"tcpdump: verbose output suppressed\nlistening on lo\n20:04:01.1 IP\n", "it looks like the text that tcpdump prints", "tcpdump -w"},
		{"tcpdump: listening on eth0, snapshot length 262144 bytes\r\n" + head, "messages of tcpdump stand before the capture", "docker run without -t"},
		{"tcpdump: listening on eth0\r\n" + strings.ReplaceAll(ng, "\n", "\r\n"), "messages of tcpdump stand before the capture", "docker run without -t"},
		{strings.ReplaceAll(ng, "\n", "\r\n"), "it is pcapng after a transfer as text", "as binary"},
		{strings.ReplaceAll(ng, "\r\n", "\n"), "it is pcapng after a transfer as text", "as binary"},
	}
	for _, tt := range tests {
		for packer, data := range forms(t, []byte(tt.data)) {
			_, err := NewReader(bytes.NewReader(data))
			var format *FormatError
			if !errors.As(err, &format) || !strings.HasPrefix(format.Is, tt.is) || !strings.Contains(format.Repair, tt.repair) {
				t.Errorf("%s %.20q: got %v (%+v)", packer, tt.data, err, format)
			}
			if packer != "" && !strings.HasSuffix(err.Error(), packer+" unpacked") {
				t.Errorf("%s %.20q: %v", packer, tt.data, err)
			}
		}
	}
}

// TestReaderSecondFile reads files behind files, as cat joins them: a fault where the
// second begins, but for pcapng behind pcapng, which is one file.
func TestReaderSecondFile(t *testing.T) {
	ng := written(t, Pcapng, sample()[:2]...)
	for first, a := range pcapFiles() {
		for second, b := range pcapFiles() {
			isSecond(t, first+" "+second, a.data, b.head().data, 2)
		}
		isSecond(t, first+" pcapng", a.data, ng, 2)
		isSecond(t, "pcapng "+first, ng, a.data, 2)
	}
	recording, err := read(append(bytes.Clone(ng), ng...))
	if err != nil || len(recording.Entries) != 4 {
		t.Errorf("pcapng pcapng: %d entries, %v", len(recording.Entries), err)
	}
}

// isSecond asserts that a file is read up to where the second one begins.
func isSecond(t *testing.T, name string, first, second []byte, entries int) {
	t.Helper()
	for packer, data := range forms(t, append(bytes.Clone(first), second...)) {
		recording, err := read(data)
		var place *pcapng.PlaceError
		if !errors.Is(err, pcapng.ErrSecondFile) || !errors.As(err, &place) || place.Offset != int64(len(first)) {
			t.Errorf("%s %s: %v, want the offset %d", packer, name, err, len(first))
		}
		if len(recording.Entries) != entries {
			t.Errorf("%s %s: %d entries, want %d", packer, name, len(recording.Entries), entries)
		}
	}
}

// TestReaderTextBehind names what tcpdump says at its end where it got into the file.
func TestReaderTextBehind(t *testing.T) {
	file := pcapFiles()["big ns"].data
	recording, err := read(append(file, "\r\n2 packets captured\r\n"...))
	if len(recording.Entries) != 2 || !errors.Is(err, ErrText) {
		t.Errorf("%d entries, %v", len(recording.Entries), err)
	}
}

// TestReaderEmptyPackets reads packets without an octet: they are none of the heads
// of files.
func TestReaderEmptyPackets(t *testing.T) {
	f := (&pcapFile{order: binary.LittleEndian, magic: magicMicro, minor: 4}).head()
	f.record(magicMicro, 7, 0, 60, "").record(magicMicro, 0x40002, 0, 60, "").record(0, 0, 0, 0, "")
	recording, err := read(f.data)
	if err != nil || len(recording.Entries) != 3 {
		t.Errorf("%d entries, %v", len(recording.Entries), err)
	}
}
