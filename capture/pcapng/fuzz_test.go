package pcapng

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net/netip"
	"slices"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wireladder/capture"
)

// FuzzReader reads arbitrary files: no panic, no more entries than octets, each
// fault has its place, Scan reads what Next does, and what was read can be
// written and read again.
func FuzzReader(f *testing.F) {
	f.Add(write(f, origin, sample()[:4], capture.Drops{Kernel: 1}))
	for _, order := range []byteOrder{binary.LittleEndian, binary.BigEndian} {
		for _, b := range broken {
			h := &handmade{order: order}
			b.add(h.section().iface(1, 4, uint16(9), uint16(1), []byte{0x88}))
			f.Add(h.data)
		}
		h := (&handmade{order: order}).section().iface(1, 4).block(blockSimple, uint32(9), []byte("simp"))
		h.block(blockPacket, uint16(0), uint16(7), uint32(0), uint32(2_000_000), uint32(3), uint32(60), []byte("old"))
		h.block(blockCustom, uint32(32473)).block(blockSysdig, make([]byte, 24)).block(0x77, make([]byte, 9))
		f.Add(rich(&handmade{order: order}))
		f.Add(append(h.data, (&handmade{order: swapped(order)}).section().iface(0, 0).packet(0, 0, "x").data...))
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
		sameScan(t, data, entries, err)
		rewrite(t, r.Origin(), entries)
	})
}

// sameScan asserts that Scan reads what Next has read, however the octets come.
func sameScan(t *testing.T, data []byte, want []capture.Entry, fault error) {
	t.Helper()
	r, err := NewReader(iotest.HalfReader(bytes.NewReader(data)))
	if err != nil {
		t.Fatal(err)
	}
	got, err := scanAll(r)
	if (err == nil) != (fault == nil) || err != nil && err.Error() != fault.Error() {
		t.Errorf("Scan came to %v, Next to %v", err, fault)
	}
	if !slices.EqualFunc(want, got, sameEntry) {
		t.Errorf("Scan differs (-Next +Scan):\n%s", cmp.Diff(want, got, equal, emptyData))
	}
}

func isFault(t *testing.T, err error) {
	t.Helper()
	var place *PlaceError
	if !errors.As(err, &place) || errors.Is(err, io.EOF) {
		t.Errorf("error without a place: %v", err)
	}
}

// rewrite writes what can be written and asserts that it reads the same.
func rewrite(t *testing.T, from capture.Origin, entries []capture.Entry) {
	t.Helper()
	var file bytes.Buffer
	w, err := NewWriter(&file, from, capture.LinkEthernet)
	if err != nil {
		t.Fatal(err)
	}
	var want []capture.Entry
	for _, e := range entries {
		if e.Packet != nil {
			e.Packet.Number = 0 // foreign frames are not written
		}
		if w.Write(e) == nil {
			want = append(want, written(e))
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
			e.Packet.Number, e.Packet.Sighting.Interface = 0, 0
		}
	}
	if !slices.EqualFunc(want, got, sameEntry) {
		t.Errorf("written then read differs (-want +got):\n%s", cmp.Diff(want, got, equal, emptyData))
	}
}

// written returns what is read of an entry that was written, but for the number of
// its interface, which is that of the copy: what has no time has no comment and no
// flags either.
func written(e capture.Entry) capture.Entry {
	if e.Packet == nil {
		return e
	}
	e.Packet.Sighting.Interface = 0
	if e.Packet.Time.IsZero() {
		e.Packet.Comment, e.Packet.LinkFlags, e.Packet.Options, e.Packet.Sighting.Direction = "", 0, nil, capture.AnyBearing
	}
	return e
}

// FuzzCall writes arbitrary calls and reads them back.
func FuzzCall(f *testing.F) {
	f.Add("accept", "server", "", "", []byte("x"), int64(1), int64(2), int64(5), 3, "127.0.0.1:1")
	f.Add("send", "a\nb", "=\n", "E\x00", []byte("\n\x00"), int64(0), int64(-1), int64(-1), -1, "[::1%\n]:9")
	f.Fuzz(func(t *testing.T, name, process, args, errno string, data []byte, enter, exit, result int64, fd int, address string) {
		at, _ := netip.ParseAddrPort(address)
		c := capture.Call{
			Process: capture.Process{PID: fd, Name: process}, Thread: fd, Name: name, Proto: capture.Protocol(uint(fd) % 5),
			FD: fd, Args: capture.ParseArguments(name, args), Enter: time.Unix(0, enter), Exit: time.Unix(0, exit), Result: result, Errno: errno,
			Local: at, Remote: at, Data: data, Size: fd,
		}
		got, err := parseCall(appendEntry(nil, nil, &c, callFields, c.Message(), c.Key().UnixMicro()))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(&c, got, equal); diff != "" {
			t.Errorf("call differs (-want +got):\n%s", diff)
		}
	})
}

// FuzzJournal reads arbitrary journal entries; what is understood is written and
// read back.
func FuzzJournal(f *testing.F) {
	for _, e := range otherEntries() {
		f.Add(journalOf(e))
	}
	f.Add([]byte("WIRELADDER_SNAPSHOT=1\nWIRELADDER_SOCKETS=tcp LISTEN 0 5 - - 1; x\n"))
	f.Add([]byte("WIRELADDER_COUNTERS=1\nWIRELADDER_SINCE=-1\nWIRELADDER_ADDED=A 1, A, 2\n"))
	f.Add([]byte("WIRELADDER_PACKET=-7\nWIRELADDER_TIME=3\nWIRELADDER_LOST=no\n"))
	f.Fuzz(func(t *testing.T, entry []byte) {
		e, err := parseOwn(entry)
		if err != nil || e == (capture.Entry{}) {
			return
		}
		again, err := parseOwn(journalOf(e))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(e, again, equal, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("entry differs (-want +got):\n%s", diff)
		}
	})
}
