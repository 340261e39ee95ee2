package savefile

import (
	"bytes"
	"errors"
	"testing"

	"wireladder/capture"
	"wireladder/capture/pcapng"
)

// FuzzNewReader reads arbitrary files: no panic, and each fault either says that
// this is no capture or where it is. Packets that can be written as pcap are
// read from it again.
func FuzzNewReader(f *testing.F) {
	for _, file := range pcapFiles() {
		f.Add(file.data)
		f.Add(packed(f, file.data))
	}
	f.Add(written(f, Pcapng, sample()...))
	f.Add(packed(f, written(f, Pcapng, sample()...)))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := NewReader(bytes.NewReader(data))
		if err != nil {
			isFault(t, err)
			return
		}
		recording, err := ReadAll(r)
		if err != nil {
			isFault(t, err)
		}
		if len(recording.Entries) > 0 {
			rewrite(t, recording.Packets())
		}
	})
}

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
