package pcapng

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"

	"wireladder/capture"
)

// Packets without a time, cut to any length, are read as they were written: how much of
// one was captured its section says. A new section begins only where the one before says
// something else.
func TestSimplePacketsOfAllLengths(t *testing.T) {
	type size struct{ captured, length int }
	for name, tt := range map[string]struct {
		sizes    []size
		sections int
	}{
		"whole":                {[]size{{10, 10}, {100, 100}, {1, 1}}, 1},
		"cut, then whole":      {[]size{{40, 100}, {60, 60}, {30, 30}, {200, 200}}, 3},
		"cut in several ways":  {[]size{{40, 100}, {40, 60}, {41, 60}, {40, 41}, {40, 40}}, 4},
		"whole, cut and whole": {[]size{{10, 10}, {40, 100}, {100, 100}}, 3},
		"without anything":     {[]size{{0, 0}, {10, 10}, {0, 0}}, 1},
	} {
		var file bytes.Buffer
		w, err := NewWriter(&file, capture.Origin{}, capture.LinkEthernet)
		for i, s := range tt.sizes {
			p := &capture.Packet{Number: i + 1, Link: capture.LinkEthernet, Length: s.length, Data: bytes.Repeat([]byte{byte(i)}, s.captured)}
			err = errors.Join(err, w.Write(capture.Entry{Packet: p}))
		}
		if err := errors.Join(err, w.Close(capture.Drops{})); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if n := bytes.Count(file.Bytes(), []byte("\x0a\x0d\x0d\x0a")); n != tt.sections {
			t.Errorf("%s: %d sections, want %d", name, n, tt.sections)
		}
		_, entries := contents(t, file.Bytes())
		if len(entries) != len(tt.sizes) {
			t.Errorf("%s: %d packets", name, len(entries))
			continue
		}
		for i, s := range tt.sizes {
			if p := entries[i].Packet; p == nil || len(p.Data) != s.captured || p.Length != s.length || !p.Time.IsZero() {
				t.Errorf("%s: packet %d is read as %+v", name, i+1, p)
			}
		}
	}
}

// The beginning of a file is known in both byte orders.
func TestIsFileHead(t *testing.T) {
	for name, tt := range map[string]struct {
		order binary.AppendByteOrder
		block uint32
		magic uint32
		want  bool
	}{
		"little endian": {binary.LittleEndian, 0x0a0d0d0a, 0x1a2b3c4d, true},
		"big endian":    {binary.BigEndian, 0x0a0d0d0a, 0x1a2b3c4d, true},
		"another block": {binary.LittleEndian, 6, 0x1a2b3c4d, false},
		"another magic": {binary.LittleEndian, 0x0a0d0d0a, 0x1a2b3c4e, false},
	} {
		b := tt.order.AppendUint32(tt.order.AppendUint32(tt.order.AppendUint32(nil, tt.block), 28), tt.magic)
		if got := IsFileHead(b); got != tt.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// TestIsPcapHead knows pcap files of either byte order, of version 2.4 alone.
func TestIsPcapHead(t *testing.T) {
	for _, tt := range []struct {
		head string
		want bool
	}{
		{"\xd4\xc3\xb2\xa1\x02\x00\x04\x00", true}, {"\xa1\xb2\xc3\xd4\x00\x02\x00\x04", true},
		{"\x4d\x3c\xb2\xa1\x02\x00\x04\x00", true}, {"\x34\xcd\xb2\xa1\x02\x00\x04\x00", true}, {"\xab\x01\x00\x1c\x02\x00\x04\x00", true}, {"\x1c\x00\x01\xac\x00\x02\x00\x04", true},
		{"\xd4\xc3\xb2\xa1\x02\x00\x03\x00", false}, {"\xd4\xc3\xb2\xa1\x03\x00\x04\x00", false}, {"\xa1\xb2\xc3\xd4\x00\x02\x00\x03", false}, {"\xa1\xb2\xc3\xd4\x02\x00\x04\x00", false},
		{"\xd5\xc3\xb2\xa1\x02\x00\x04\x00", false}, {"\xd4\xc3\xb2\xa1\x00\x02\x00\x04", false},
	} {
		if got := isPcapHead([]byte(tt.head)); got != tt.want {
			t.Errorf("%x: %t", tt.head, got)
		}
	}
}
