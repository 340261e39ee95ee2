package pcapng

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wireladder/capture"
)

// equal compares evidence: addresses by value, times by instant. What else a file says is
// compared on its own.
var equal = cmp.Options{
	cmpopts.IgnoreFields(capture.Packet{}, "Metadata"),
	cmpopts.EquateComparable(netip.AddrPort{}),
	cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) }),
}

func samePacket(t *testing.T, got, want *capture.Packet) {
	t.Helper()
	if diff := cmp.Diff(want, got, equal); diff != "" {
		t.Errorf("packet differs (-want +got):\n%s", diff)
	}
}

func swapped(order byteOrder) byteOrder {
	if order == byteOrder(binary.LittleEndian) {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// now is a time whose nanoseconds all count.
var now = time.Unix(1_700_000_000, 123_456_789).UTC()

func call(c capture.Call) capture.Entry { return capture.Entry{Call: &c} }

// sample are entries of every kind, with the values that are hard to keep.
func sample() []capture.Entry {
	server := capture.Process{PID: 4711, Name: "server"}
	return []capture.Entry{
		call(capture.Call{Process: server, Name: "socket", Proto: capture.TCP, FD: -1, Args: capture.ParseArguments("socket", "AF_INET, SOCK_STREAM, 0"), Enter: now, Exit: now.Add(1), Result: 3}),
		call(capture.Call{
			Process: server, Thread: 4712, Name: "accept", Proto: capture.TCP, FD: 3, Enter: now, Exit: now.Add(time.Hour), Result: 5,
			Local: netip.MustParseAddrPort("127.0.0.1:12000"), Remote: netip.MustParseAddrPort("127.0.0.1:50432"),
		}),
		{Packet: &capture.Packet{Number: 1, Time: now, Link: capture.LinkEthernet, Data: []byte("odd"), Length: 60, Comment: "SYN: „Hallo“\nsecond line"}},
		{Packet: &capture.Packet{Number: 2, Time: now.Add(1), Link: capture.LinkRaw, Length: 0, Sighting: capture.Sighting{Interface: 1}, LinkFlags: 1 << 2}},
		{Packet: &capture.Packet{Number: 3, Time: now.Add(2), Link: capture.LinkEthernet, Data: bytes.Repeat([]byte{0xff}, MaxPacket), Length: MaxPacket}},
		call(capture.Call{Name: "send", Proto: capture.TCP, FD: 0, Data: []byte("plain"), Size: 5, Enter: now, Result: 5}),
		call(capture.Call{Name: "send", Data: []byte("two\nlines=\x00\xff\n"), Size: math.MaxInt, Enter: now}),
		call(capture.Call{Name: "send", Data: []byte("\x1b[31m"), Enter: now, Exit: now}),
		call(capture.Call{Name: "sendto", Data: []byte{}, Proto: capture.UDP, Enter: now, Errno: "ECONNREFUSED", Result: -1, Remote: netip.MustParseAddrPort("[fe80::1%eth0]:7")}),
		call(capture.Call{Process: capture.Process{Name: "a\nb=c"}, Args: capture.Arguments{Other: "\n"}, Result: math.MinInt64, FD: math.MinInt}),
		call(capture.Call{}),
	}
}

var origin = capture.Origin{Scenario: "contrast", Command: "wireladder demo contrast", Application: "wireladder 1.0", Hardware: "x86_64", OS: "Linux 6.18", Interface: "lo"}

// write writes a file of the entries.
func write(t testing.TB, origin capture.Origin, entries []capture.Entry, lost capture.Drops) []byte {
	t.Helper()
	var file bytes.Buffer
	w, err := NewWriter(&file, origin, capture.LinkEthernet)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if err := w.Write(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(lost); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestWrittenThenReadIsEqual(t *testing.T) {
	lost := capture.Drops{Received: 12, Kernel: math.MaxUint64, Interface: 1}
	r, err := NewReader(bytes.NewReader(write(t, origin, sample(), lost)))
	if err != nil {
		t.Fatal(err)
	}
	entries, err := readAll(t, r)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sample(), entries, equal, emptyData); diff != "" {
		t.Errorf("entries differ (-want +got):\n%s", diff)
	}
	if bare(r.Origin()) != origin || r.Drops() != lost {
		t.Errorf("got %+v, %+v", r.Origin(), r.Drops())
	}
}

// bare returns an origin without metadata.
func bare(o capture.Origin) capture.Origin {
	o.Metadata, o.Rest = nil, nil
	return o
}

// emptyData takes a packet without octets for one whose octets are none. For a
// call the two differ, and are kept apart.
var emptyData = cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "Packet.Data" },
	cmp.Comparer(bytes.Equal))

func TestOriginIsLeftOut(t *testing.T) {
	file := write(t, capture.Origin{}, nil, capture.Drops{})
	if bytes.Contains(file, []byte("scenario")) {
		t.Error("a scenario was written though none was set")
	}
	r, err := NewReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if got := bare(r.Origin()); got != (capture.Origin{}) {
		t.Errorf("got %+v", got)
	}
}

// oneWrite asserts that each block comes in one piece.
type oneWrite struct {
	t    *testing.T
	left int // writes until it fails
}

var errFull = errors.New("no space left")

func (w *oneWrite) Write(p []byte) (int, error) {
	if w.left--; w.left < 0 {
		return 1, errFull
	}
	length := binary.LittleEndian.Uint32(p[4:])
	if int(length) != len(p) || binary.LittleEndian.Uint32(p[len(p)-4:]) != length {
		w.t.Errorf("a write of %d octets for a block of %d", len(p), length)
	}
	return len(p), nil
}

func TestWriterWritesWholeBlocks(t *testing.T) {
	w, err := NewWriter(&oneWrite{t, 1000}, origin, capture.LinkEthernet)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range sample() {
		if err := w.Write(e); err != nil {
			t.Error(err)
		}
	}
	if err := w.Close(capture.Drops{}); err != nil {
		t.Error(err)
	}
}

func TestWriterStopsAfterAnError(t *testing.T) {
	twoHosts := capture.Origin{Interface: "client", Second: "server"}
	for left, from := range []capture.Origin{origin, origin, twoHosts} {
		if _, err := NewWriter(&oneWrite{t, left}, from, capture.LinkEthernet); !errors.Is(err, errFull) {
			t.Errorf("NewWriter with room for %d blocks: %v", left, err)
		}
	}
	all := sample()
	for name, e := range map[string]capture.Entry{"call": all[0], "packet": all[2], "packet of an interface that is not described yet": all[3]} {
		out := &oneWrite{t, 2}
		w, err := NewWriter(out, origin, capture.LinkEthernet)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := w.Write(e); !errors.Is(err, errFull) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := w.Close(capture.Drops{}); !errors.Is(err, errFull) {
			t.Errorf("%s: %v", name, err)
		}
		if out.left != -1 {
			t.Errorf("%s: %d writes after the one that failed", name, -1-out.left)
		}
	}
}

// TestErrorsNameTheBlock says what was being written when the disk was full.
func TestErrorsNameTheBlock(t *testing.T) {
	copied := origin
	copied.Metadata = &capture.Metadata{Blocks: []capture.Block{{Type: blockNames}, {Type: blockSecrets}}}
	errorsNameTheBlock(t, origin, "section header", "interface", "packet", "packet", "journal", "statistics")
	errorsNameTheBlock(t, copied, "section header", "name resolution", "secrets", "interface", "packet", "packet", "journal")
}

// errorsNameTheBlock writes a file of these blocks, each time with room for one more.
func errorsNameTheBlock(t *testing.T, from capture.Origin, blocks ...string) {
	t.Helper()
	all := sample()
	for room, want := range blocks {
		w, err := NewWriter(&oneWrite{t, room}, from, capture.LinkEthernet)
		for _, e := range []capture.Entry{all[2], all[4], all[0]} {
			if err == nil {
				err = w.Write(e)
			}
		}
		if err == nil {
			err = w.Close(capture.Drops{})
		}
		if text := "write " + want + " block: no space left"; err == nil || err.Error() != text {
			t.Errorf("with room for %d blocks: %v, want %s", room, err, text)
		}
	}
}

func TestWriterRefuses(t *testing.T) {
	tests := map[string]struct {
		entry capture.Entry
		want  string
	}{
		"neither":         {capture.Entry{}, "an entry of nothing"},
		"no time or data": {capture.Entry{Packet: &capture.Packet{Number: 7, Length: 1}}, "packet 7: it has neither time nor data"},
		"before 1970":     {capture.Entry{Packet: &capture.Packet{Number: 7, Time: time.Unix(-1, 0)}}, "packet 7: time 1969-12-31T23:59:59Z does not fit into nanoseconds since 1970"},
		"after 2262":      {call(capture.Call{Name: "bind", Enter: time.Unix(1<<34, 0)}), "call bind: time 2514-05-30T01:53:04Z does not fit"},
		"counted before":  {capture.Entry{Counters: &capture.Counters{Time: now, Since: time.Unix(-1, 0)}}, "counters: time 1969-12-31T23:59:59Z does not fit"},
		"counted never":   {capture.Entry{Counters: &capture.Counters{}}, "counters: time 0001-01-01T00:00:00Z does not fit"},
		"asked before":    {capture.Entry{Snapshot: &capture.Snapshot{Time: time.Unix(-1, 0)}}, "snapshot: time 1969-12-31T23:59:59Z does not fit"},
		"too long":        {capture.Entry{Packet: &capture.Packet{Number: 7, Time: now, Data: make([]byte, MaxPacket+1)}}, "packet 7: 262145 octets: the limit is 262144"},
		"long length":     {capture.Entry{Packet: &capture.Packet{Number: 7, Time: now, Length: 1 << 32}}, "packet 7: a length of 4294967296 does not fit into 32 bits"},
		"huge call":       {call(capture.Call{Enter: now, Args: capture.Arguments{Other: strings.Repeat("x", MaxBlock)}}), "block of 33554664 octets: the limit is 16777216"},
	}
	for name, tt := range tests {
		var file bytes.Buffer
		w, err := NewWriter(&file, origin, capture.LinkEthernet)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Write(tt.entry); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q", name, err, tt.want)
		}
		if err := w.Write(sample()[0]); err != nil {
			t.Errorf("%s: the next entry was refused too: %v", name, err)
		}
	}
}

func TestLongCommentIsCut(t *testing.T) {
	for _, comment := range []string{strings.Repeat("é", maxOption), strings.Repeat("\x80", 2*maxOption)} {
		p := &capture.Packet{Number: 1, Time: now, Link: capture.LinkEthernet, Comment: comment}
		r, err := NewReader(bytes.NewReader(write(t, origin, []capture.Entry{{Packet: p}}, capture.Drops{})))
		if err != nil {
			t.Fatal(err)
		}
		entries, err := readAll(t, r)
		if err != nil {
			t.Fatal(err)
		}
		got := entries[0].Packet.Comment
		if !strings.HasPrefix(comment, got) || len(got) < maxOption-4 || strings.HasPrefix(comment, "é") && len(got)%2 != 0 {
			t.Errorf("cut to %d octets", len(got))
		}
	}
}

// TestJournalEntry shows one entry as systemd and Wireshark see it.
func TestJournalEntry(t *testing.T) {
	c := capture.Call{
		Process: capture.Process{PID: 7, Name: "server"}, Name: "accept", Proto: capture.TCP, FD: 3,
		Enter: now, Exit: now.Add(1500), Result: 5, Remote: netip.MustParseAddrPort("127.0.0.1:50432"), Args: capture.Arguments{Other: "AF_INET"},
	}
	want := strings.Join([]string{
		"__REALTIME_TIMESTAMP=1700000000123458", // µs of the exit
		"MESSAGE=accept(3, AF_INET) = 5 from 127.0.0.1:50432",
		"WIRELADDER_NAME=accept",
		"WIRELADDER_THREAD=0",
		"WIRELADDER_PROTO=tcp",
		"WIRELADDER_FD=3",
		"WIRELADDER_ARGS=AF_INET",
		"WIRELADDER_ENTER=1700000000123456789",
		"WIRELADDER_EXIT=1700000000123458289",
		"WIRELADDER_RESULT=5",
		"WIRELADDER_REMOTE=127.0.0.1:50432",
		"WIRELADDER_SIZE=0",
		"SYSLOG_IDENTIFIER=server",
		"_PID=7",
		"",
	}, "\n")
	if diff := cmp.Diff(want, string(appendEntry(nil, nil, &c, callFields, c.Message(), c.Key().UnixMicro()))); diff != "" {
		t.Errorf("entry differs (-want +got):\n%s", diff)
	}
}

// TestOptionsEnd marks the end of options, as the draft (§3.5) has it, where there are any.
func TestOptionsEnd(t *testing.T) {
	for want, opts := range map[string][]option{
		"": {text(optComment, "")},
		"\x01\x00\x02\x00hi\x00\x00\x00\x00\x00\x00":                       {text(optComment, "hi"), text(shbOS, "")},
		"\x04\x00\x08\x00\x07\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00": {number(isbReceived, 7)},
	} {
		var b builder
		if b.options(opts...); string(b.buf) != want {
			t.Errorf("%q, want %q", b.buf, want)
		}
	}
}

// TestBinaryField shows the form that a value takes which is not printable.
func TestBinaryField(t *testing.T) {
	for value, want := range map[string]string{
		"":         "F=\n",
		"a=b é":    "F=a=b é\n",
		"a\nb":     "F\n\x03\x00\x00\x00\x00\x00\x00\x00a\nb\n",
		"\x1b[31m": "F\n\x05\x00\x00\x00\x00\x00\x00\x00\x1b[31m\n",
		"\xff":     "F\n\x01\x00\x00\x00\x00\x00\x00\x00\xff\n",
		"\u202e":   "F\n\x03\x00\x00\x00\x00\x00\x00\x00\u202e\n",
	} {
		if got := string(appendField(nil, "F", []byte(value))); got != want {
			t.Errorf("%q became %q, want %q", value, got, want)
		}
	}
}

// TestStatisticsAreStampedWithTheLastEntry: Wireshark asks for a time, and the
// Writer reads no clock.
func TestStatisticsAreStampedWithTheLastEntry(t *testing.T) {
	packet := capture.Entry{Packet: &capture.Packet{Time: now, Link: capture.LinkEthernet}}
	later := call(capture.Call{Name: "recv", Enter: now, Exit: now.Add(5)})
	for _, tt := range []struct {
		entries []capture.Entry
		want    time.Time
	}{
		{nil, time.Unix(0, 0)},
		{[]capture.Entry{packet}, now},
		{[]capture.Entry{packet, later}, now.Add(5)},
		{[]capture.Entry{later, packet}, now.Add(5)},
	} {
		file := write(t, origin, tt.entries, capture.Drops{})
		last := file[len(file)-int(binary.LittleEndian.Uint32(file[len(file)-4:])):]
		high, low := binary.LittleEndian.Uint32(last[12:]), binary.LittleEndian.Uint32(last[16:])
		if got := time.Unix(0, int64(high)<<32|int64(low)); !got.Equal(tt.want) {
			t.Errorf("after %d entries stamped %v, want %v", len(tt.entries), got.UTC(), tt.want.UTC())
		}
	}
}

// Blocks never go back in time by a microsecond or more, though the journal's
// clock is coarser than the packets' and a call without return comes last.
func TestJournalTimesKeepTheOrderOfTheFile(t *testing.T) {
	at := func(ns int64) time.Time { return time.Unix(1_700_000_000, ns) }
	var b bytes.Buffer
	w, err := NewWriter(&b, capture.Origin{}, capture.LinkEthernet)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		entry capture.Entry
		stamp int64 // µs after the second, of a call
	}{
		{entry: capture.Entry{Packet: &capture.Packet{Time: at(1500)}}},
		{capture.Entry{Call: &capture.Call{Name: "send", Enter: at(1700), Exit: at(1800)}}, 2},
		{capture.Entry{Call: &capture.Call{Name: "send", Enter: at(9700), Exit: at(9800)}}, 9},
		{capture.Entry{Call: &capture.Call{Name: "accept", Enter: at(100)}}, 10},
		{entry: capture.Entry{Packet: &capture.Packet{Time: at(12_000)}}}, // a whole microsecond
		{capture.Entry{Call: &capture.Call{Name: "accept", Enter: at(100)}}, 12},
		{entry: capture.Entry{Packet: &capture.Packet{Time: at(14_001)}}},
		{capture.Entry{Call: &capture.Call{Name: "accept", Enter: at(100)}}, 15},
	} {
		b.Reset()
		if err := w.Write(c.entry); err != nil {
			t.Fatal(err)
		}
		want := fmt.Sprintf("__REALTIME_TIMESTAMP=%d\n", 1_700_000_000_000_000+c.stamp)
		if c.entry.Call != nil && !bytes.Contains(b.Bytes(), []byte(want)) {
			t.Errorf("%s is not stamped %q: %q", c.entry.Call.Message(), want, b.Bytes())
		}
	}
}

// What the arguments mean hangs on the call's name, wherever that stands; a file
// that was written before they were typed reads the same.
func TestArgumentsAreRead(t *testing.T) {
	want := capture.Arguments{How: capture.ShutWrite}
	for _, entry := range []string{
		"WIRELADDER_NAME=shutdown\nWIRELADDER_ARGS=SHUT_WR\n",
		"WIRELADDER_ARGS=SHUT_WR\nWIRELADDER_NAME=shutdown\n",
	} {
		e, err := parseOwn([]byte(entry))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, e.Call.Args, equal); diff != "" {
			t.Errorf("%q (-want +got):\n%s", entry, diff)
		}
	}
}
