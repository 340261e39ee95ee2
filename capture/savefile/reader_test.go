package savefile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"wireladder/capture"
	"wireladder/capture/pcapng"
	"wireladder/capture/savefile/packed"
)

// read reads a file octet by octet.
func read(data []byte) (*capture.Recording, error) {
	r, err := NewReader(iotest.OneByteReader(bytes.NewReader(data)))
	if err != nil {
		return nil, err
	}
	return readAll(r)
}

// readAll reads the rest of a file into a recording. The recording is never nil:
// beside an error it holds what was good before the fault.
func readAll(r *Reader) (*capture.Recording, error) {
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

func TestReaderOfEveryPcap(t *testing.T) {
	for name, f := range pcapFiles() {
		for form, data := range forms(t, f.data) {
			t.Run(name+" "+form, func(t *testing.T) {
				recording, err := read(data)
				if err != nil || len(recording.Entries) != 2 {
					t.Fatalf("%+v, %v", recording, err)
				}
				p := recording.Entries[0].Packet
				at := time.Unix(1, 500_000_000)
				if f.magic == magicNano || f.magic == magicIxiaNano {
					at = time.Unix(1, 500_000)
				}
				if p.Number != 1 || !p.Time.Equal(at) || p.Link != 113 || string(p.Data) != "one." || p.Length != 60 {
					t.Errorf("got %+v", p)
				}
				if p = recording.Entries[1].Packet; p.Number != 2 || string(p.Data) != "two" || p.Problem == "" {
					t.Errorf("got %+v, want it undecodable", p)
				}
			})
		}
	}
}

// TestReaderOldVersions reads what was written before version 2.4, and versions
// that never were, which Wireshark takes.
func TestReaderOldVersions(t *testing.T) {
	tests := []struct {
		major, minor  uint16
		first, second uint32 // lengths in the header of a packet of 3 octets
		want          int    // length of the packet
	}{
		{2, 2, 60, 3, 60},
		{2, 0, 60, 3, 60},
		{2, 0, 2, 3, 3}, // captured more than there was
		{543, 0, 60, 3, 60},
		{2, 3, 60, 3, 60},
		{2, 3, 3, 60, 60},
		{2, 4, 3, 60, 60},
		{2, 5, 3, 60, 60},
		{3, 1, 3, 60, 60},
	}
	for _, tt := range tests {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			f := &pcapFile{order: order, magic: magicMicro, major: tt.major, minor: tt.minor}
			f.head().record(0, 0, tt.first, tt.second, "old").record(0, 0, tt.first, tt.second, "end")
			recording, err := read(f.data)
			if err != nil || len(recording.Entries) != 2 {
				t.Fatalf("%v: %+v, %v", tt, recording, err)
			}
			if p := recording.Packets()[1]; string(p.Data) != "end" || p.Length != tt.want {
				t.Errorf("%v: got %+v", tt, p)
			}
		}
	}
}

// TestReaderAIX reads files of AIX, which are of version 2.2 as those of others
// were, but for the link type and the nanoseconds.
func TestReaderAIX(t *testing.T) {
	for link, want := range map[uint32]capture.LinkType{6: capture.LinkEthernet, 24: capture.LinkNull, 1: capture.LinkEthernet, 101: capture.LinkRaw} {
		f := &pcapFile{order: binary.BigEndian, magic: magicMicro, minor: 2, link: link}
		recording, err := read(f.head().record(1, 500, 3, 3, "aix").data)
		if err != nil || len(recording.Entries) != 1 {
			t.Fatalf("%+v, %v", recording, err)
		}
		at := time.Unix(1, 500)
		if link == 1 || link == 101 {
			at = time.Unix(1, 500_000)
		}
		if p := recording.Packets()[0]; p.Link != want || !p.Time.Equal(at) {
			t.Errorf("link type %d: got %d, %v", link, p.Link, p.Time)
		}
	}
}

// TestReaderGuesses tells the two kinds of modified file apart by few records.
func TestReaderGuesses(t *testing.T) {
	for _, beyond := range []string{"modified", "modified...."} {
		for records := range 5 {
			f := &pcapFile{order: binary.BigEndian, magic: magicModified, minor: 4, beyond: beyond}
			f.head()
			for range records {
				f.record(1, 0, 4, 60, "four")
			}
			recording, err := read(f.data)
			if err != nil || len(recording.Entries) != records {
				t.Errorf("%q, %d records: %v", beyond, records, err)
			}
		}
	}
}

func TestReaderDecodes(t *testing.T) {
	for _, format := range []Format{Pcap, Pcapng} {
		for _, data := range forms(t, written(t, format, sample()...)) {
			recording, err := read(data)
			if err != nil {
				t.Fatal(err)
			}
			p := recording.Packets()[0]
			if p.Proto != capture.UDP || p.Dst.Port() != 12000 || string(p.Payload) != "hi" {
				t.Errorf("%v: got %+v", format, p)
			}
		}
	}
}

func TestReadAllOfPcapng(t *testing.T) {
	recording, err := read(written(t, Pcapng, sample()...))
	if err != nil || len(recording.Entries) != len(sample()) {
		t.Fatalf("%+v, %v", recording, err)
	}
	if recording.Origin.Scenario != "udp" || recording.Drops.Kernel != 3 {
		t.Errorf("got %+v, %+v", recording.Origin, recording.Drops)
	}
	if c := recording.Entries[0].Call; c == nil || c.Name != "sendto" {
		t.Errorf("the call became %+v", recording.Entries[0])
	}
}

func TestReaderPcapFaults(t *testing.T) {
	for name, f := range pcapFiles() {
		good := len(f.data)
		faults := map[string]struct {
			data []byte
			want error
			text string
		}{
			"in header": {append(f.data[:good:good], 1, 2, 3), io.ErrUnexpectedEOF, "cut off"},
			"in data":   {f.record(0, 0, 9, 9, "12345").data, io.ErrUnexpectedEOF, "cut off"},
			"absurd":    {pcapFiles()[name].record(0, 0, 1<<31, 0, "12345").data, nil, "limit is 262144"},
		}
		for fault, tt := range faults {
			t.Run(name+" "+fault, func(t *testing.T) {
				recording, err := read(tt.data)
				if len(recording.Entries) != 2 || err == nil || tt.want != nil && !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.text) {
					t.Errorf("%d entries, %v", len(recording.Entries), err)
				}
				var place *pcapng.PlaceError
				if !errors.As(err, &place) || place.Packet != 3 || place.Offset != int64(good) {
					t.Errorf("got %v, want packet 3 (offset %d)", err, good)
				}
			})
		}
	}
}

// TestReaderLimitsWhatIsThere refuses a packet that is too long, though all of it
// lies in the read buffer.
func TestReaderLimitsWhatIsThere(t *testing.T) {
	f := &pcapFile{order: binary.LittleEndian, magic: magicMicro, minor: 4}
	f.head()
	for range 40 {
		f.record(0, 0, 60_000, 60_000, strings.Repeat("x", 60_000))
	}
	good := len(f.data)
	f.record(0, 0, pcapng.MaxPacket, 0, strings.Repeat("x", pcapng.MaxPacket))
	f.record(0, 0, pcapng.MaxPacket+1, 0, strings.Repeat("x", pcapng.MaxPacket+1))
	r, err := NewReader(bytes.NewReader(f.data))
	if err != nil {
		t.Fatal(err)
	}
	got, err := scanAll(r)
	var place *pcapng.PlaceError
	if len(got) != 41 || !errors.As(err, &place) || place.Offset != int64(good+16+pcapng.MaxPacket) {
		t.Errorf("%d packets, %v", len(got), err)
	}
}

func TestReaderFaultStays(t *testing.T) {
	r, err := NewReader(bytes.NewReader(append(pcapFiles()["big ns"].data, 1)))
	if err != nil {
		t.Fatal(err)
	}
	_, first := readAll(r)
	if _, again := r.Next(); first == nil || !errors.Is(again, first) {
		t.Errorf("first %v, then %v", first, again)
	}
}

func TestNewReaderRefuses(t *testing.T) {
	old := &pcapFile{order: binary.BigEndian, magic: magicMicro, major: 1, minor: 5}
	bits := &pcapFile{order: binary.BigEndian, magic: magicMicro, minor: 4, link: 0x00010001}
	plain := pcapFiles()["big µs"].data
	tests := []struct{ name, data, want string }{
		{"empty", "", "not a pcap or pcapng file: the file is empty"},
		{"empty gzip", string(pack(t, packed.Gzip, nil)), "not a pcap or pcapng file: the file is empty, gzip unpacked"},
		{"short", "\xa1\xb2", `not a pcap or pcapng file: it begins with "\xa1\xb2"`},
		{"document", "%PDF-1.4", `not a pcap or pcapng file: it begins with "%PDF"`},
		{"escapes", "\x1b[2J", `not a pcap or pcapng file: it begins with "\x1b[2J"`},
		{"gzip twice", string(pack(t, packed.Gzip, pack(t, packed.Gzip, plain))), `it begins with "\x1f\x8b`},
		{"zstd in gzip", string(pack(t, packed.Gzip, pack(t, packed.Zstd, plain))), `it begins with "(\xb5/`},
		{"gzip cut", "\x1f\x8b\x08", "packet 1 (offset 0, gzip unpacked): the file is cut off"},
		{"zstd cut", "\x28\xb5\x2f\xfd", "packet 1 (offset 0, zstd unpacked): the file is cut off"},
		{"pcap in gzip", string(pack(t, packed.Gzip, plain[:9])), "packet 1 (offset 0, gzip unpacked): the file is cut off"},
		{"pcap cut", "\xa1\xb2\xc3\xd4\x00", "packet 1 (offset 0): the file is cut off"},
		{"pcap version", string(old.head().data), "packet 1 (offset 0): pcap version 1.5 is unknown"},
		{"link type", string(bits.head().data), "packet 1 (offset 0): link type 0x00010001 with a bit that must be zero"},
		{"pcapng cut", "\n\r\r\n", "packet 1 (offset 0): the file is cut off"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := NewReader(strings.NewReader(tt.data))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, want %q", err, tt.want)
			}
			if strings.HasPrefix(tt.want, "not a") && !errors.Is(err, ErrFormat) {
				t.Error("does not wrap ErrFormat")
			}
		})
	}
}

func TestNewReaderKeepsTheInputsError(t *testing.T) {
	fault := errors.New("disk on fire")
	if _, err := NewReader(iotest.ErrReader(fault)); !errors.Is(err, fault) {
		t.Errorf("got %v", err)
	}
}

// TestReaderSighting tells packets of two interfaces apart, also where the link header
// names one of the system.
func TestReaderSighting(t *testing.T) {
	cooked := func(direction byte) []byte { // SLL2 of interface 7, with nothing behind it
		return []byte{0x08, 0, 0, 0, 0, 0, 0, 7, 0, 1, direction, 6, 2, 0, 0, 0, 0, 1, 0, 0}
	}
	entries := []capture.Entry{
		{Packet: &capture.Packet{Time: now, Link: capture.LinkEthernet, Data: []byte(datagram), LinkFlags: 2}},
		{Packet: &capture.Packet{Time: now, Link: capture.LinkSLL2, Data: cooked(0), LinkFlags: 2}},
	}
	recording, err := read(written(t, Pcapng, entries...))
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range recording.Packets() {
		if p.Sighting.Interface != uint32(i) || p.Sighting.Direction != capture.Outbound {
			t.Errorf("packet %d: seen at %+v", p.Number, p.Sighting)
		}
	}
}
