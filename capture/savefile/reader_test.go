package savefile

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"wireladder/capture"
	"wireladder/capture/pcapng"
)

// read reads a file octet by octet.
func read(data []byte) (*capture.Recording, error) {
	r, err := NewReader(iotest.OneByteReader(bytes.NewReader(data)))
	if err != nil {
		return nil, err
	}
	return ReadAll(r)
}

func TestReaderOfEveryPcap(t *testing.T) {
	for name, f := range pcapFiles() {
		for form, data := range map[string][]byte{"plain": f.data, "gzip": packed(t, f.data)} {
			t.Run(name+" "+form, func(t *testing.T) {
				recording, err := read(data)
				if err != nil || len(recording.Entries) != 2 {
					t.Fatalf("%+v, %v", recording, err)
				}
				p := recording.Entries[0].Packet
				at := time.Unix(1, 500_000_000)
				if f.magic == magicNano {
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

// TestReaderOldLengths reads files of before version 2.4, in which some writers
// put the lengths the other way round.
func TestReaderOldLengths(t *testing.T) {
	f := pcapFiles()["little µs"]
	f.data, f.minor = nil, 3
	recording, err := read(f.head().record(0, 0, 60, 3, "old").record(0, 0, 3, 60, "new").data)
	if err != nil || len(recording.Entries) != 2 {
		t.Fatalf("%+v, %v", recording, err)
	}
	for i, want := range []string{"old", "new"} {
		if p := recording.Packets()[i]; string(p.Data) != want || p.Length != 60 {
			t.Errorf("got %+v", p)
		}
	}
}

func TestReaderDecodes(t *testing.T) {
	for _, format := range []Format{Pcap, Pcapng} {
		for _, data := range [][]byte{written(t, format, sample()...), packed(t, written(t, format, sample()...))} {
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

func TestReaderFaultStays(t *testing.T) {
	r, err := NewReader(bytes.NewReader(append(pcapFiles()["big ns"].data, 1)))
	if err != nil {
		t.Fatal(err)
	}
	_, first := ReadAll(r)
	if _, again := r.Next(); first == nil || !errors.Is(again, first) {
		t.Errorf("first %v, then %v", first, again)
	}
}

func TestNewReaderRefuses(t *testing.T) {
	old := &pcapFile{order: pcapFiles()["big µs"].order, magic: magicMicro, minor: 5}
	tests := []struct{ name, data, want string }{
		{"empty", "", "not a pcap or pcapng file: the file is empty"},
		{"empty gzip", string(packed(t, nil)), "not a pcap or pcapng file: the file is empty"},
		{"short", "\xa1\xb2", `not a pcap or pcapng file: it begins with "\xa1\xb2"`},
		{"document", "%PDF-1.4", `not a pcap or pcapng file: it begins with "%PDF"`},
		{"escapes", "\x1b[2J", `not a pcap or pcapng file: it begins with "\x1b[2J"`},
		{"gzip twice", string(packed(t, packed(t, old.head().data))), `it begins with "\x1f\x8b`},
		{"gzip cut", "\x1f\x8b\x08", "packet 1 (offset 0): unexpected EOF"},
		{"pcap cut", "\xa1\xb2\xc3\xd4\x00", "packet 1 (offset 0): the file is cut off: unexpected EOF"},
		{"pcap version", string(old.data), "packet 1 (offset 0): pcap version 2.5 is unknown"},
		{"pcapng cut", "\n\r\r\n", "packet 1 (offset 0): the file is cut off: unexpected EOF"},
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

// corpus returns captures of the wild, where this machine has them.
func corpus(t testing.TB) []string {
	t.Helper()
	dir := os.Getenv("CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "corpus")
	}
	var captures []string
	for _, pattern := range []string{"*.pcap", "*.pcapng", "*.cap", "*.gz", "*.ntar", "*.trace", "*FuzzTarget*"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		captures = append(captures, found...)
	}
	return captures
}

// TestCorpus reads captures of the wild. They may be broken, but then the fault
// has a place.
func TestCorpus(t *testing.T) {
	for _, path := range corpus(t) {
		if strings.HasSuffix(path, ".tsv") {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		recording, err := read(data)
		var place *pcapng.PlaceError
		if err != nil && !errors.As(err, &place) {
			t.Errorf("%s: %v", path, err)
		}
		if err == nil && recording == nil {
			t.Errorf("%s: neither recording nor error", path)
		}
	}
}
