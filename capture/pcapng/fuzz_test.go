package pcapng

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
)

// FuzzReader reads arbitrary files: no panic, no more entries than octets, each
// fault has its place, and what was read can be written and read again.
func FuzzReader(f *testing.F) {
	f.Add(write(f, origin, sample()[:4], capture.Drops{Kernel: 1}))
	for _, order := range []byteOrder{binary.LittleEndian, binary.BigEndian} {
		for _, b := range broken {
			h := &handmade{order: order}
			b.add(h.section().iface(1, 4, uint16(9), uint16(1), []byte{0x88}))
			f.Add(h.data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := NewReader(bytes.NewReader(data))
		if err != nil {
			isFault(t, err)
			return
		}
		entries, err := readAll(t, r)
		if err != nil {
			isFault(t, err)
		}
		if len(entries) > len(data)/16 {
			t.Fatalf("%d entries in %d octets", len(entries), len(data))
		}
		rewrite(t, entries)
	})
}

func isFault(t *testing.T, err error) {
	t.Helper()
	var place *PlaceError
	if !errors.As(err, &place) || errors.Is(err, io.EOF) {
		t.Errorf("error without a place: %v", err)
	}
}

// rewrite writes what can be written and asserts that it reads the same.
func rewrite(t *testing.T, entries []capture.Entry) {
	t.Helper()
	var file bytes.Buffer
	w, err := NewWriter(&file, capture.Origin{}, capture.LinkEthernet)
	if err != nil {
		t.Fatal(err)
	}
	var want []capture.Entry
	for _, e := range entries {
		if e.Packet != nil {
			e.Packet.Number = 0 // foreign frames are not written
		}
		if w.Write(e) == nil {
			want = append(want, e)
		}
	}
	r, err := NewReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	got, err := readAll(t, r)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range got {
		if e.Packet != nil {
			e.Packet.Number = 0
		}
	}
	if diff := cmp.Diff(want, got, equal, emptyData); diff != "" {
		t.Errorf("written then read differs (-want +got):\n%s", diff)
	}
}

// FuzzCall writes arbitrary calls and reads them back.
func FuzzCall(f *testing.F) {
	f.Add("accept", "server", "", "", []byte("x"), int64(1), int64(2), int64(5), 3, "127.0.0.1:1")
	f.Add("send", "a\nb", "=\n", "E\x00", []byte("\n\x00"), int64(0), int64(-1), int64(-1), -1, "[::1%\n]:9")
	f.Fuzz(func(t *testing.T, name, process, args, errno string, data []byte, enter, exit, result int64, fd int, address string) {
		at, _ := netip.ParseAddrPort(address)
		c := capture.Call{
			Process: capture.Process{PID: fd, Name: process}, Thread: fd, Name: name, Proto: capture.Protocol(uint(fd) % 5),
			FD: fd, Args: args, Enter: time.Unix(0, enter), Exit: time.Unix(0, exit), Result: result, Errno: errno,
			Local: at, Remote: at, Data: data, Size: fd,
		}
		got, err := parseCall(appendCall(nil, &c, c.Key().UnixMicro()))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(&c, got, equal); diff != "" {
			t.Errorf("call differs (-want +got):\n%s", diff)
		}
	})
}
