package savefile

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
	"wireladder/capture/pcapng"
	"wireladder/capture/savefile/packed"
)

// FuzzNewReader reads arbitrary files: no panic, and each fault either says that
// this is no capture or where it is. Scan reads what Next does. Packets that can
// be written as pcap are read from it again.
func FuzzNewReader(f *testing.F) {
	for _, file := range pcapFiles() {
		f.Add(file.data)
	}
	for _, data := range forms(f, written(f, Pcapng, sample()...)) {
		f.Add(data)
	}
	for _, data := range forms(f, written(f, Pcap, sample()...)) {
		f.Add(data)
		f.Add(append(data[:len(data):len(data)], data...))
		f.Add(data[:len(data)-3])
	}
	for _, magic := range []string{"iptrace ", "\xfd7zXZ\x00", "GMBU", "snoop\x00", "version https://git-lfs.github.com/spec/", "\r\n\r"} {
		f.Add([]byte(magic + "more"))
	}
	f.Add([]byte("tcpdump: listening on lo\r\n\xd4\xc3\xb2\xa1"))
	f.Add(append(written(f, Pcapng, sample()...), pcapFiles()["big ns"].data...))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := NewReader(bounded(data))
		if err != nil {
			isFault(t, err)
			return
		}
		recording, err := readAll(r)
		if err != nil {
			isFault(t, err)
		}
		sameScan(t, data, recording, err)
		sameFill(t, bounded(data), recording, err)
		if len(recording.Entries) > 0 {
			rewrite(t, recording.Packets())
		}
	})
}

// FuzzPacked reads arbitrary captures that are packed without fault: they read
// as they do when they are not.
func FuzzPacked(f *testing.F) {
	for _, file := range pcapFiles() {
		f.Add(file.data)
	}
	f.Add(written(f, Pcapng, sample()...))
	f.Fuzz(func(t *testing.T, data []byte) {
		if packed.With(data) != "" {
			return // a file is unpacked once
		}
		want, fault := read(data)
		for packer := range packers {
			got, err := read(pack(t, packer, data))
			if !sameFault(fault, err, packer) {
				t.Errorf("%s: came to %v, want %v", packer, err, fault)
			}
			if diff := cmp.Diff(want, got, equal); diff != "" {
				t.Errorf("%s: differs (-plain +packed):\n%s", packer, diff)
			}
		}
	})
}

// sameFault reports whether err is the fault of a file once it is packed.
func sameFault(fault, err error, packer string) bool {
	if fault == nil || err == nil {
		return fault == nil && err == nil
	}
	unpacked := strings.Replace(err.Error(), ", "+packer+" unpacked", "", 1)
	return unpacked == fault.Error()
}

// sameScan asserts that Scan reads what Next has read, however the octets come.
func sameScan(t *testing.T, data []byte, want *capture.Recording, fault error) {
	t.Helper()
	r, err := NewReader(iotest.HalfReader(bounded(data)))
	if err != nil {
		t.Fatal(err)
	}
	got, err := scanAll(r)
	if !sameFault(fault, err, "") {
		t.Errorf("Scan came to %v, Next to %v", err, fault)
	}
	if !slices.EqualFunc(want.Entries, got, sameEntry) {
		t.Errorf("Scan differs (-Next +Scan):\n%s", cmp.Diff(want.Entries, got, equal))
	}
}

// bounded returns a reader of the start of a file, so that a few octets that
// unpack to gigabytes do not hold up the fuzzing.
func bounded(data []byte) io.Reader { return bytes.NewReader(data[:min(len(data), 4096)]) }

func isFault(t *testing.T, err error) {
	t.Helper()
	var place *pcapng.PlaceError
	if !errors.As(err, &place) && !errors.Is(err, ErrFormat) {
		t.Errorf("error without a place: %v", err)
	}
}

// rewrite writes those packets as pcap that go into one file with the first.
func rewrite(t *testing.T, packets []*capture.Packet) {
	t.Helper()
	if len(packets) == 0 {
		return
	}
	var file bytes.Buffer
	w, err := NewWriter(&file, Pcap, capture.Origin{}, packets[0].Link)
	if err != nil {
		t.Fatal(err)
	}
	var want []*capture.Packet
	for _, p := range packets {
		if w.Write(capture.Entry{Packet: p}) == nil {
			want = append(want, p)
		}
	}
	again, err := read(file.Bytes())
	if err != nil || len(again.Entries) != len(want) {
		t.Fatalf("%d packets, read again %d: %v", len(want), len(again.Entries), err)
	}
	for i, p := range again.Packets() {
		if !p.Time.Equal(want[i].Time) || !bytes.Equal(p.Data, want[i].Data) || p.Length != want[i].Length {
			t.Errorf("wrote %+v, read %+v", want[i], p)
		}
	}
}
