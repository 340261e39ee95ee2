package pcapng

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
)

// copyAtOnce returns a copy of a file, of which all packets are read before the first is
// written.
func copyAtOnce(t testing.TB, data []byte) []byte {
	t.Helper()
	r, err := NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	from := r.Origin()
	entries, err := readAll(t, r)
	if err != nil {
		t.Fatal(err)
	}
	return write(t, from, entries, r.Drops())
}

// blocks returns the kinds of a little-endian file's blocks, but for the statistics at
// its end.
func blocks(t testing.TB, data []byte) []uint32 {
	t.Helper()
	var all []uint32
	b := &blockReader{window: NewWindow(bytes.NewReader(data))}
	for {
		one, err := b.next()
		if err != nil {
			return slices.DeleteFunc(all, func(kind uint32) bool { return kind == blockStatistics })
		}
		all = append(all, one.kind)
	}
}

// interleaved returns a file whose packets have blocks of all kinds between them.
func interleaved(h *handmade) []byte {
	names, secret := []byte("\x0a\x00\x00\x01client\x00"), []any{uint32(0x544c534b), uint32(4), []byte("CLIE")}
	h.section().iface(1, 0, uint16(2), uint16(1), []byte("a"), uint32(0)).packet(0, 1, "one")
	h.block(blockSecrets, secret...).packet(0, 2, "two")
	h.block(blockCustom, uint32(32473), []byte("ours")).iface(101, 0, uint16(2), uint16(1), []byte("b"), uint32(0)).packet(1, 3, "three")
	h.block(blockJournal, []byte("MESSAGE=of another\n")).packet(0, 4, "four")
	h.block(blockSection, uint32(orderMagic), uint16(1), uint16(0), uint64(1<<64-1), uint16(1), uint16(3), []byte("2nd"), uint32(0))
	h.iface(1, 0, uint16(2), uint16(1), []byte("a"), uint32(0)).packet(0, 5, "five")
	return h.block(blockNames, uint16(1), uint16(len(names)), names, uint16(0), uint16(0)).data
}

// TestCopyKeepsPlaces copies blocks to where they stood, however far ahead the file was
// read: secrets before what they decrypt, a section with what it says before its packets.
func TestCopyKeepsPlaces(t *testing.T) {
	inBothOrders(t, func(t *testing.T, h *handmade) {
		again := copyAtOnce(t, interleaved(h))
		want := []uint32{
			blockSection, blockInterface, blockEnhanced, blockSecrets, blockEnhanced, blockInterface, blockCustom, blockEnhanced, blockJournal, blockEnhanced,
			blockSection, blockInterface, blockEnhanced, blockNames,
		}
		if h.order == byteOrder(binary.BigEndian) { // nobody knows what in a custom block is a number
			want = slices.DeleteFunc(want, func(kind uint32) bool { return kind == blockCustom })
		}
		if diff := cmp.Diff(want, blocks(t, again)); diff != "" {
			t.Errorf("(-want +copy):\n%s", diff)
		}
		if !bytes.Equal(copyFile(t, h.data), again) {
			t.Error("a copy that is written as the file is read differs")
		}
	})
}

// TestCopyCountsAlike copies what others have put between packets: each packet has the
// number that it had.
func TestCopyCountsAlike(t *testing.T) {
	data := interleaved(&handmade{order: binary.LittleEndian})
	_, want := contents(t, data)
	_, got := contents(t, copyAtOnce(t, data))
	if diff := cmp.Diff(want, got, equal); diff != "" {
		t.Errorf("(-file +copy):\n%s", diff)
	}
	if last := want[len(want)-1].Packet.Number; last != 7 {
		t.Errorf("the last packet has number %d", last)
	}
}

// TestCopyOptions copies what is said of sections and packets: each of several comments on
// its own, and what this package does not look at, but for what may not be copied.
func TestCopyOptions(t *testing.T) {
	inBothOrders(t, func(t *testing.T, h *handmade) {
		h.block(blockSection, uint32(orderMagic), uint16(1), uint16(0), uint64(1<<64-1),
			uint16(1), uint16(2), []byte("of"), uint16(3), uint16(5), []byte("Linux"), uint16(1), uint16(3), []byte("two\x00"),
			uint16(2989), uint16(7), uint32(32473), []byte("own"), uint16(19373), uint16(5), uint32(32473), []byte("!"), uint32(0))
		h.iface(1, 0, uint16(1), uint16(3), []byte("one"), uint16(1), uint16(3), []byte("two"), uint32(0))
		h.packet(0, 1, "comments", uint16(1), uint16(1), []byte("a"), uint16(1), uint16(2), []byte("b\n"), uint16(1), uint16(1), []byte("c"), uint32(0))
		h.packet(0, 2, "all", uint16(2), uint16(4), uint32(2), uint16(3), uint16(5), []byte("\x02abcd"), uint16(4), uint16(8), uint64(9),
			uint16(5), uint16(8), uint64(1<<40), uint16(6), uint16(4), uint32(3), uint16(7), uint16(2), []byte("\x00x"),
			uint16(2988), uint16(6), uint32(32473), []byte("hi"), uint16(19372), uint16(6), uint32(32473), []byte("no"), uint32(0))
		h.packet(0, 3, "no flag", uint16(2), uint16(4), uint32(0), uint32(0)).packet(0, 4, "nothing")
		want, wantEntries := contents(t, h.data)
		got, entries := contents(t, copyFile(t, h.data))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("metadata differs (-file +copy):\n%s", diff)
		}
		if diff := cmp.Diff(wantEntries, entries, equal, emptyData); diff != "" {
			t.Errorf("entries differ (-file +copy):\n%s", diff)
		}
		checkOptions(t, &got, entries)
	})
}

// checkOptions holds what was read of the file of TestCopyOptions to what is in it.
func checkOptions(t *testing.T, said *capture.Metadata, entries []capture.Entry) {
	t.Helper()
	section := []capture.Option{{Code: 1, Value: []byte("of")}, {Code: 1, Value: []byte("two")}, {Code: 2989, Value: []byte("\xd9\x7e\x00\x00own")}}
	if diff := cmp.Diff([][]capture.Option{section}, said.Sections); diff != "" {
		t.Errorf("section (-want +got):\n%s", diff)
	}
	var got []string
	for _, e := range entries {
		got = append(got, string(e.Packet.Options))
	}
	want := []string{
		"\x01\x00\x01\x00a\x00\x00\x00\x01\x00\x02\x00b\n\x00\x00\x01\x00\x01\x00c\x00\x00\x00",
		"\x02\x00\x04\x00\x02\x00\x00\x00\x03\x00\x05\x00\x02abcd\x00\x00\x00\x04\x00\x08\x00\x09\x00\x00\x00\x00\x00\x00\x00" +
			"\x05\x00\x08\x00\x00\x00\x00\x00\x00\x01\x00\x00\x06\x00\x04\x00\x03\x00\x00\x00\x07\x00\x02\x00\x00x\x00\x00\xac\x0b\x06\x00\xd9\x7e\x00\x00hi\x00\x00",
		"\x02\x00\x04\x00\x00\x00\x00\x00", "",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("packets (-want +got):\n%s", diff)
	}
}

// TestCommentBesideOptions writes the explanation of a packet that has options, but no
// comment.
func TestCommentBesideOptions(t *testing.T) {
	p := capture.Packet{Number: 1, Link: capture.LinkEthernet, Time: now, Data: []byte("x"), Length: 1, Comment: "why", LinkFlags: 1, Options: []byte("\x06\x00\x04\x00\x03\x00\x00\x00")}
	_, got := contents(t, write(t, capture.Origin{}, []capture.Entry{{Packet: &p}}, capture.Drops{}))
	want := p
	want.Options, want.Sighting.Direction = []byte("\x06\x00\x04\x00\x03\x00\x00\x00\x01\x00\x03\x00why\x00\x02\x00\x04\x00\x01\x00\x00\x00"), capture.Inbound
	samePacket(t, got[0].Packet, &want)
}

// TestSectionsAreCopied tells sections apart that say something else of themselves, and
// no others; the file's own words stay those of its first section.
func TestSectionsAreCopied(t *testing.T) {
	section := func(h *handmade, comment string) *handmade {
		opts := []any{uint32(orderMagic), uint16(1), uint16(0), uint64(1<<64 - 1), uint16(3), uint16(5), []byte("Linux")}
		if comment != "" {
			opts = append(opts, uint16(1), uint16(len(comment)), []byte(comment))
		}
		return h.block(blockSection, append(opts, uint32(0))...).iface(1, 0).packet(0, 1, "x")
	}
	for _, tt := range []struct {
		comments []string
		sections int
	}{
		{[]string{"", "", ""}, 1}, {[]string{"a", "a"}, 1}, {[]string{"", "a"}, 2}, {[]string{"a", ""}, 2}, {[]string{"a", "b", "a"}, 3},
		{[]string{scenarioPrefix + "udp", scenarioPrefix + "udp"}, 1}, {[]string{scenarioPrefix + "udp", "b"}, 2},
	} {
		h := &handmade{order: binary.LittleEndian}
		for _, c := range tt.comments {
			section(h, c)
		}
		again := copyAtOnce(t, h.data)
		n := 0
		for _, kind := range blocks(t, again) {
			if kind == blockSection {
				n++
			}
		}
		r, err := NewReader(bytes.NewReader(again))
		if n != tt.sections || err != nil || r.Origin().OS != "Linux" || !bytes.Equal(copyAtOnce(t, again), again) {
			t.Errorf("%q: %d sections, want %d", tt.comments, n, tt.sections)
		}
	}
}

// TestNamesOfHosts writes the names of two hosts whose addresses are known: client and
// server, as Wireshark shows them.
func TestNamesOfHosts(t *testing.T) {
	ends := func(client, server string) (both [2]netip.Addr) {
		for i, s := range []string{client, server} {
			if s != "" {
				both[i] = netip.MustParseAddr(s)
			}
		}
		return both
	}
	v6 := strings.Repeat("\x00", 15)
	for name, tt := range map[string]struct {
		from capture.Origin
		want string
	}{
		"IPv4":       {capture.Origin{Interface: "client", Second: "server", Addresses: ends("10.0.0.1", "10.0.0.2")}, "\x01\x00\x0b\x00\x0a\x00\x00\x01client\x00\x00\x01\x00\x0b\x00\x0a\x00\x00\x02server\x00\x00\x00\x00\x00\x00"},
		"IPv6":       {capture.Origin{Interface: "a", Second: "b", Addresses: ends("::1", "::2")}, "\x02\x00\x12\x00" + v6 + "\x01a\x00\x00\x00\x02\x00\x12\x00" + v6 + "\x02b\x00\x00\x00\x00\x00\x00\x00"},
		"one host":   {capture.Origin{Interface: "lo", Addresses: ends("10.0.0.1", "10.0.0.2")}, ""},
		"one of two": {capture.Origin{Interface: "client", Second: "server", Addresses: ends("10.0.0.1", "")}, ""},
		"no address": {capture.Origin{Interface: "client", Second: "server"}, ""},
	} {
		said, _ := contents(t, write(t, tt.from, nil, capture.Drops{}))
		got := ""
		for _, b := range said.Blocks {
			got += string(b.Body)
		}
		if got != tt.want || len(said.Blocks) > 1 {
			t.Errorf("%s: %d blocks: %q, want %q", name, len(said.Blocks), got, tt.want)
		}
	}
}

// TestOtherFilesSayNothing writes packets that came through another file, such as that of
// a run that takes place in another process: what that says besides is not copied.
func TestOtherFilesSayNothing(t *testing.T) {
	_, entries := contents(t, interleaved(&handmade{order: binary.LittleEndian}))
	entries = entries[:2]
	got := blocks(t, write(t, capture.Origin{Interface: "lo"}, entries, capture.Drops{}))
	if want := []uint32{blockSection, blockInterface, blockEnhanced, blockEnhanced}; !slices.Equal(got, want) {
		t.Errorf("blocks %#x, want %#x", got, want)
	}
}

// TestCopyStatistics copies what the newest statistics of each interface say: of when the
// capture began and ended, and of what its user was given.
func TestCopyStatistics(t *testing.T) {
	inBothOrders(t, func(t *testing.T, h *handmade) {
		h.section().iface(1, 0).iface(101, 0).packet(0, 1, "x")
		h.block(blockStatistics, uint32(1), uint64(0), uint16(1), uint16(3), []byte("old"), uint16(6), uint16(8), uint64(1), uint32(0))
		h.block(blockStatistics, uint32(1), uint64(0), uint16(1), uint16(3), []byte("end"), uint16(2), uint16(8), uint32(1), uint32(0x01020304),
			uint16(3), uint16(8), uint32(2), uint32(5), uint16(6), uint16(8), uint64(7), uint16(8), uint16(8), uint64(9), uint32(0))
		want := []capture.Option{
			{Code: 1, Value: []byte("end")}, {Code: 2, Value: []byte("\x01\x00\x00\x00\x04\x03\x02\x01")}, {Code: 3, Value: []byte("\x02\x00\x00\x00\x05\x00\x00\x00")},
			{Code: 6, Value: []byte("\x07\x00\x00\x00\x00\x00\x00\x00")}, {Code: 8, Value: []byte("\x09\x00\x00\x00\x00\x00\x00\x00")},
		}
		for name, data := range map[string][]byte{"file": h.data, "copy": copyAtOnce(t, h.data)} {
			said, _ := contents(t, data)
			if diff := cmp.Diff(want, said.Interfaces[1].Statistics); diff != "" || len(said.Interfaces[0].Statistics) > 0 {
				t.Errorf("%s: (-want +got):\n%s", name, diff)
			}
		}
	})
}
