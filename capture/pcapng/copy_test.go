package pcapng

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
)

// copyFile returns a copy of a file, written as its packets are read.
func copyFile(t testing.TB, data []byte) []byte {
	t.Helper()
	r, err := NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	w, err := NewWriter(&file, r.Origin(), capture.LinkEthernet)
	for ; err == nil; err = nil {
		e, end := r.Next()
		if errors.Is(end, io.EOF) {
			break
		}
		if err := errors.Join(end, w.Write(e)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(err, w.Close(r.Drops())); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// contents returns all that a file says.
func contents(t testing.TB, data []byte) (capture.Metadata, []capture.Entry) {
	t.Helper()
	r, err := NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	entries, err := readAll(t, r)
	if err != nil {
		t.Fatal(err)
	}
	return *r.Origin().Rest, entries
}

// rich returns a file that says much beside its packets, in two sections of which the
// second describes the first interface again and a new one.
func rich(h *handmade) []byte {
	eth := []any{
		uint16(2), uint16(4), []byte("eth0"), uint16(3), uint16(6), []byte("uplink"), uint16(8), uint16(8), uint64(1e9),
		uint16(9), uint16(1), []byte{6}, uint16(11), uint16(4), []byte("\x00tcp"), uint16(2988), uint16(7), uint32(32473), []byte("own"), uint32(0),
	}
	names := []byte("\x0a\x00\x00\x01client\x00")
	h.block(blockSection, uint32(orderMagic), uint16(1), uint16(0), uint64(1<<64-1), uint16(1), uint16(4), []byte("file"), uint32(0))
	h.iface(1, 96, eth...).iface(101, 0, uint16(2), uint16(4), []byte("tun0"), uint16(9), uint16(1), []byte{0x80 | 10}, uint32(0))
	h.block(blockNames, uint16(1), uint16(len(names)), names, uint16(0), uint16(0), uint16(2), uint16(3), []byte("dns"), uint32(0))
	h.block(blockSecrets, uint32(0x544c534b), uint32(5), []byte("CLIEN"), uint16(1), uint16(2), []byte("ok"), uint32(0))
	h.packet(0, 1_700_000_000_000_001, "one", uint16(1), uint16(1), []byte("c"), uint16(2), uint16(4), uint32(1), uint32(0))
	h.packet(1, 1_700_000_000<<10|513, "two", uint16(2), uint16(4), uint32(0x0102_0002), uint32(0))
	h.block(blockStatistics, uint32(1), uint64(0), uint16(7), uint16(8), uint64(4), uint32(0))
	h.section().iface(1, 96, eth...).iface(1, 0, uint16(2), uint16(4), []byte("eth1"), uint32(0))
	h.packet(0, 1_700_000_001_000_000, "three").packet(1, 1_700_000_001_000_000, "four")
	h.block(blockStatistics, uint32(0), uint64(0), uint16(7), uint16(8), uint64(5), uint32(0))
	return h.data
}

// TestCopy copies a file: interfaces, each packet on its own, flags, names and secrets
// stay, and what each section says of itself.
func TestCopy(t *testing.T) {
	inBothOrders(t, func(t *testing.T, h *handmade) {
		data := rich(h)
		want, wantEntries := contents(t, data)
		var names []string
		var limits []uint32
		for _, i := range want.Interfaces {
			names, limits = append(names, i.Name), append(limits, i.SnapLength)
		}
		if !slices.Equal(limits, []uint32{96, 0, 0}) {
			t.Errorf("they keep %d octets of a packet", limits)
		}
		if !slices.Equal(names, []string{"eth0", "tun0", "eth1"}) || len(want.Blocks) != 2 || want.Left != 0 || len(want.Sections) != 2 || string(want.Sections[0][0].Value) != "file" {
			t.Fatalf("interfaces %q, %d blocks, %d left", names, len(want.Blocks), want.Left)
		}
		again := copyFile(t, data)
		got, entries := contents(t, again)
		want.Described = append(want.Described, [2]int{2, 1}) // statistics stand at the end, those of an earlier section, too
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("metadata differs (-file +copy):\n%s", diff)
		}
		if diff := cmp.Diff(wantEntries, entries, equal); diff != "" {
			t.Errorf("entries differ (-file +copy):\n%s", diff)
		}
		if n := bytes.Count(again, []byte("\x0a\x0d\x0d\x0a")); n != 2 {
			t.Errorf("%d sections", n)
		}
		if !bytes.Equal(copyFile(t, again), again) {
			t.Error("a copy of the copy differs from it")
		}
	})
}

// TestCopyFailsWhereverTheDiskIsFull lets each write of a copy fail: none is forgotten,
// whatever block it is for, and nothing is written behind half a block.
func TestCopyFailsWhereverTheDiskIsFull(t *testing.T) {
	data := (&handmade{order: binary.LittleEndian})
	data.section().iface(1, 4).block(blockSimple, uint32(9), []byte("simp"))
	data.section().iface(113, 0).block(blockSimple, uint32(3), []byte("sll")) // in a section of its own
	rich(data)
	for room := 0; ; room++ {
		r, err := NewReader(bytes.NewReader(data.data))
		if err != nil {
			t.Fatal(err)
		}
		out := &oneWrite{t, room}
		w, err := NewWriter(out, r.Origin(), capture.LinkEthernet)
		for e, end := r.Next(); err == nil && end == nil; e, end = r.Next() {
			err = w.Write(e)
		}
		if err == nil {
			err = w.Close(r.Drops())
		}
		if out.left >= 0 {
			return // there was room for all
		}
		if !errors.Is(err, errFull) || out.left != -1 {
			t.Errorf("write %d: %v, and %d writes after it", room, err, -1-out.left)
		}
	}
}

// TestReaderSighting tells where and in which direction packets were seen.
func TestReaderSighting(t *testing.T) {
	_, entries := contents(t, rich(&handmade{order: binary.LittleEndian}))
	var got []capture.Sighting
	for _, e := range entries {
		got = append(got, e.Packet.Sighting)
	}
	want := []capture.Sighting{{Direction: capture.Inbound}, {Interface: 1, Direction: capture.Outbound}, {}, {Interface: 2}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestBlocksAreLittleEndian shows what is kept of blocks in the other byte order.
func TestBlocksAreLittleEndian(t *testing.T) {
	little, _ := contents(t, rich(&handmade{order: binary.LittleEndian}))
	big, _ := contents(t, rich(&handmade{order: binary.BigEndian}))
	if diff := cmp.Diff(little, big); diff != "" {
		t.Errorf("(-little +big):\n%s", diff)
	}
}

// TestCopyWithoutTime copies packets that have no time: each stays a Simple Packet
// Block with as many octets as were captured, whatever interface it is of, and each
// interface is described as it was.
func TestCopyWithoutTime(t *testing.T) {
	inBothOrders(t, func(t *testing.T, h *handmade) {
		h.section().iface(1, 4).iface(101, 0)
		h.block(blockSimple, uint32(9), []byte("simp")).packet(1, 5, "timed").block(blockSimple, uint32(3), []byte("all"))
		h.section().iface(113, 8).block(blockSimple, uint32(3), []byte("sll")).block(blockSimple, uint32(9), []byte("eight of")).packet(0, 7, "timed too")
		h.section().iface(113, 8).block(blockSimple, uint32(9), []byte("eight of"))
		wantMetadata, want := contents(t, h.data)
		again := copyFile(t, h.data)
		if n := bytes.Count(again, []byte("\x0a\x0d\x0d\x0a")); n != 2 {
			t.Errorf("%d sections", n)
		}
		metadata, got := contents(t, again)
		if diff := cmp.Diff(want, got, equal); diff != "" {
			t.Errorf("(-file +copy):\n%s", diff)
		}
		if diff := cmp.Diff(wantMetadata, metadata); diff != "" {
			t.Errorf("metadata (-file +copy):\n%s", diff)
		}
		if len(got) != 7 || !got[0].Packet.Time.IsZero() {
			t.Errorf("%d entries", len(got))
		}
	})
}

// TestWriterWithoutTime writes packets of different snapshot lengths that no file has
// described.
func TestWriterWithoutTime(t *testing.T) {
	var want []capture.Entry
	for i, n := range []int{3, 9, 5, 9} {
		want = append(want, capture.Entry{Packet: &capture.Packet{Number: i + 1, Link: capture.LinkEthernet, Data: []byte("123456789")[:n], Length: 9}})
	}
	_, got := contents(t, write(t, capture.Origin{Interface: "lo"}, want, capture.Drops{}))
	for _, e := range got {
		e.Packet.Sighting.Interface = 0
	}
	if diff := cmp.Diff(want, got, equal); diff != "" {
		t.Errorf("(-written +read):\n%s", diff)
	}
}

// TestMoreThanItsInterfaceKeeps writes packets without time of which more was captured
// than their interface is said to keep. Whole ones of any length need one section more.
func TestMoreThanItsInterfaceKeeps(t *testing.T) {
	from := capture.Origin{Metadata: &capture.Metadata{Interfaces: []capture.Interface{{Name: "x", Link: capture.LinkEthernet, SnapLength: 4}}}}
	for _, all := range [][]string{{"whole"}, {"cut"}, {"one"}, {"whole", "and a whole one", "whole"}} {
		var entries []capture.Entry
		for i, data := range all {
			entries = append(entries, capture.Entry{Packet: &capture.Packet{Number: i + 1, Link: capture.LinkEthernet, Data: []byte(data), Length: max(5, len(data))}})
		}
		file := write(t, from, entries, capture.Drops{})
		if n := bytes.Count(file, []byte("\x0a\x0d\x0d\x0a")); n != 2 {
			t.Errorf("%q: %d sections", all, n)
		}
		_, got := contents(t, file)
		for i, e := range got {
			e.Packet.Sighting.Interface = 0
			if string(e.Packet.Data) != all[i] || e.Packet.Length != max(5, len(all[i])) {
				t.Errorf("%q came back as %q of %d", all[i], e.Packet.Data, e.Packet.Length)
			}
		}
		if len(got) != len(all) {
			t.Errorf("%q: %d packets", all, len(got))
		}
	}
}

// TestClockStamps gives each time back its timestamp.
func TestClockStamps(t *testing.T) {
	for _, resolution := range []byte{0, 3, 6, 9, 12, 0x80, 0x80 | 10, 0x80 | 20, 0x80 | 29, 0x80 | 32} {
		c := microseconds()
		c.setResolution(resolution)
		c.offset = 1_700_000_000
		for _, stamp := range []uint64{0, 1, 2, 3, 999, 1000, 1023, 1 << 30, c.ticks - 1, c.ticks, c.ticks*7 + c.ticks/3} {
			at := c.time(stamp)
			got, ok := c.stamp(at)
			if !ok || !c.time(got).Equal(at) || c.ticks <= 1e9 && got != stamp {
				t.Errorf("resolution %#x: stamp %d is %v, and that %d, %v", resolution, stamp, at, got, ok)
			}
		}
	}
	absurd := microseconds()
	absurd.setResolution(0x7f)
	if _, ok := absurd.stamp(now); ok {
		t.Error("a clock that counts nothing has stamped a time")
	}
	fine := microseconds()
	fine.setResolution(19) // 1.8 seconds are all that fits
	for at, want := range map[time.Duration]bool{0: true, 1_800 * time.Millisecond: true, 1_900 * time.Millisecond: false, 2 * time.Second: false} {
		if _, ok := fine.stamp(time.Unix(0, 0).Add(at)); ok != want {
			t.Errorf("%v, counted in 10^-19 s: %t", at, ok)
		}
	}
}

// TestCopyAbsurdClock copies packets whose clock can't say when they came, once that
// is in whole nanoseconds: by another clock.
func TestCopyAbsurdClock(t *testing.T) {
	h := &handmade{order: binary.LittleEndian}
	h.section().iface(1, 0, uint16(2), uint16(1), []byte("x"), uint16(9), uint16(1), []byte{0x7f}, uint16(14), uint16(8), uint64(7), uint32(0))
	_, want := contents(t, h.packet(0, 1<<63, "late").data)
	metadata, got := contents(t, copyFile(t, h.data))
	if len(metadata.Interfaces) != 2 || metadata.Interfaces[1].Name != "x" || !got[0].Packet.Time.Equal(want[0].Packet.Time) {
		t.Errorf("%+v: %+v", metadata, got[0].Packet)
	}
}

// TestCopyFarTimes copies times that our own clock can't tell.
func TestCopyFarTimes(t *testing.T) {
	h := &handmade{order: binary.LittleEndian}
	h.section().iface(1, 0, uint16(14), uint16(8), ^uint64(99), uint32(0)).packet(0, 1, "before 1970").packet(0, 1<<62, "far")
	_, want := contents(t, h.data)
	_, got := contents(t, copyFile(t, h.data))
	if diff := cmp.Diff(want, got, equal); diff != "" {
		t.Errorf("(-file +copy):\n%s", diff)
	}
}

// TestLossesOfInterfaces adds up what each interface has lost, of which the same numbers
// are told again and again, and once more in the next section.
func TestLossesOfInterfaces(t *testing.T) {
	inBothOrders(t, func(t *testing.T, h *handmade) {
		stats := func(iface uint32, received, dropped, kernel uint64) {
			h.block(blockStatistics, iface, uint64(0), uint16(4), uint16(8), received, uint16(5), uint16(8), dropped, uint16(7), uint16(8), kernel, uint32(0))
		}
		h.section().iface(1, 0).iface(101, 0)
		stats(0, 10, 3, 1)
		stats(0, 20, 5, 2)
		stats(1, 7, 0, 4)
		h.section().iface(1, 0)
		stats(0, 100, 50, 30)
		metadata, _ := contents(t, h.data)
		want := []capture.Drops{{Received: 120, Interface: 55, Kernel: 32}, {Received: 7, Kernel: 4}}
		for i, of := range metadata.Interfaces {
			if of.Drops != want[i] {
				t.Errorf("interface %d: %+v, want %+v", i, of.Drops, want[i])
			}
		}
	})
}

// TestBlocksEndWithTheirOptions keeps names and secrets whose options end before the block
// does: what follows is no option.
func TestBlocksEndWithTheirOptions(t *testing.T) {
	inBothOrders(t, func(t *testing.T, h *handmade) {
		h.section().iface(1, 0).block(blockSecrets, uint32(1), uint32(2), []byte("ab"), uint32(0), []byte("\xff\xff\xff\xff"))
		h.block(blockNames, uint16(1), uint16(4), []byte("name"), uint32(0), uint16(2), uint16(3), []byte("dns"), uint32(0), []byte("\xff\xff\xff\xff"))
		if metadata, _ := contents(t, h.packet(0, 1, "x").data); len(metadata.Blocks) != 2 {
			t.Errorf("%d blocks", len(metadata.Blocks))
		}
	})
}

// TestMetadataIsBounded keeps no more than it may, and says of a copy that it would
// not be whole.
func TestMetadataIsBounded(t *testing.T) {
	h := (&handmade{order: binary.LittleEndian}).section().iface(1, 0)
	for range 3 {
		h.block(blockSecrets, uint32(1), uint32(maxMetadata/2-8), make([]byte, maxMetadata/2-8))
	}
	metadata, _ := contents(t, h.packet(0, 1, "x").data)
	if metadata.Left != 2 || len(metadata.Blocks) != 1 {
		t.Errorf("%d left, %d kept", metadata.Left, len(metadata.Blocks))
	}
	_, err := NewWriter(io.Discard, capture.Origin{Metadata: &metadata}, capture.LinkEthernet)
	if err == nil || !strings.Contains(err.Error(), "too many") {
		t.Errorf("got %v", err)
	}
}

// TestMetadataFits copies a file whose secrets are as large as they may be together: 16 MiB
// with what describes its interface.
func TestMetadataFits(t *testing.T) {
	for more, want := range map[int]int{0: 0, 4: 1} {
		h := (&handmade{order: binary.LittleEndian}).section().iface(1, 0) // 24 octets: it, and in which section it is described
		for _, n := range []int{8 << 20, 8<<20 - 24 + more} {
			h.block(blockSecrets, uint32(1), uint32(n-8), make([]byte, n-8))
		}
		if metadata, _ := contents(t, h.packet(0, 1, "x").data); metadata.Left != want || len(metadata.Blocks) != 2-want {
			t.Errorf("%d octets more: %d left, %d kept", more, metadata.Left, len(metadata.Blocks))
		}
	}
}

// TestInterfacesOfMoreSections counts an interface that each section describes again once,
// however many there are.
func TestInterfacesOfMoreSections(t *testing.T) {
	h := &handmade{order: binary.LittleEndian}
	for range 300 {
		h.section().iface(1, 0, uint16(1), uint16(60_000), make([]byte, 60_000), uint32(0))
	}
	if metadata, _ := contents(t, h.packet(0, 1, "x").data); metadata.Left != 0 || len(metadata.Interfaces) != 1 {
		t.Errorf("%d left, %d interfaces", metadata.Left, len(metadata.Interfaces))
	}
}

// TestInterfacesThatDiffer takes an interface of a further section for one of before only
// where the same is said of it.
func TestInterfacesThatDiffer(t *testing.T) {
	name := []any{uint16(ifName), uint16(4), []byte("eth0")}
	for what, tt := range map[string]struct {
		link uint16
		snap uint32
		opts []any
		want int
	}{
		"the same":        {1, 96, name, 1},
		"a link type":     {113, 96, name, 2},
		"a limit":         {1, 64, name, 2},
		"no options":      {1, 96, nil, 2},
		"an option":       {1, 96, []any{uint16(3), uint16(4), []byte("eth0")}, 2},
		"a value":         {1, 96, []any{uint16(ifName), uint16(4), []byte("eth1")}, 2},
		"one more option": {1, 96, append(name[:3:3], uint16(3), uint16(4), []byte("eth0")), 2},
	} {
		h := (&handmade{order: binary.LittleEndian}).section().iface(1, 96, name...).packet(0, 1, "one")
		h.section().iface(tt.link, tt.snap, tt.opts...).packet(0, 1, "two")
		metadata, entries := contents(t, h.data)
		if got := entries[1].Packet.Sighting.Interface; len(metadata.Interfaces) != tt.want || got != uint32(tt.want-1) {
			t.Errorf("%s: %d interfaces, the second packet seen at %d", what, len(metadata.Interfaces), got)
		}
	}
}

// TestFaultyBlocksAreLeft reads on behind names and secrets that make no sense.
func TestFaultyBlocksAreLeft(t *testing.T) {
	inBothOrders(t, func(t *testing.T, h *handmade) {
		h.section().iface(1, 0)
		h.block(blockSecrets, uint32(1)).block(blockSecrets, uint32(1), uint32(99), []byte("short")).block(blockNames, uint16(1), uint16(99))
		if _, entries := contents(t, h.packet(0, 1, "x").data); len(entries) != 1 {
			t.Errorf("%d entries", len(entries))
		}
	})
}

// TestSectionIsBounded reads as many interfaces of a section as there may be, and says of
// one more that it is too many: a file of nothing else does not fill the memory.
func TestSectionIsBounded(t *testing.T) {
	h := (&handmade{order: binary.LittleEndian}).section().iface(1, 0).packet(0, 0, "x").iface(1, 0).packet(0, 0, "y").iface(1, 0)
	r := open(t, h.data)
	many := make([]networkInterface, 1<<20-1, 1<<20)
	many[0] = r.section.interfaces[0]
	r.section.interfaces = many
	if entries, err := readAll(t, r); len(entries) != 2 || err == nil || !strings.Contains(err.Error(), "more than 1048576 interfaces") {
		t.Errorf("%d entries, %v", len(entries), err)
	}
}

// TestManyInterfaces reads an interface that is too far to be described.
func TestManyInterfaces(t *testing.T) {
	h := (&handmade{order: binary.LittleEndian}).section()
	for range maxInterfaces + 3 {
		h.iface(1, 0)
	}
	metadata, entries := contents(t, h.packet(maxInterfaces+1, 1, "x").data)
	if len(metadata.Interfaces) != maxInterfaces || metadata.Left != 3 || entries[0].Packet.Sighting.Interface < maxInterfaces {
		t.Errorf("%d interfaces, %d left, seen at %d", len(metadata.Interfaces), metadata.Left, entries[0].Packet.Sighting.Interface)
	}
}
