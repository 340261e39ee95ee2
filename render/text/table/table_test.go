package table

import (
	"bytes"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/runtest"
	"wireladder/render/rendertest"
	"wireladder/render/text"
)

var start = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// What connections do: see runtest.Segments.
const (
	handshake = "c:S s:SA c:A"
	run       = handshake + " c:6 s:6 c:F s:F c:A"
)

// conversation returns a TCP connection that does what the script says, with some
// more traffic.
func conversation(stream int, client, server, script string) *flow.Conversation {
	packets := runtest.Segments(client, server, script)
	packets[len(packets)-1].Time = start.Add(time.Duration(stream) * 400 * time.Millisecond)
	c := runtest.Observed(packets...)
	c.Stream, c.HandshakeRTT = stream, 0
	c.Packets, c.Bytes = [2]uint32{5 + uint32(stream), 4}, [2]int64{500, 1_234_567}
	return c
}

// observed returns a conversation of two packets of the client.
func observed(proto capture.Protocol, client, server string, duration time.Duration) *flow.Conversation {
	tracker := flow.NewTracker()
	p := capture.Packet{Proto: proto, Src: netip.MustParseAddrPort(client), Dst: netip.MustParseAddrPort(server), Time: start, Length: 40}
	tracker.Observe(&p)
	p.Time = start.Add(duration)
	return tracker.Observe(&p).Conversation
}

// sample is a table with a bit of everything.
func sample() *Table {
	done := conversation(0, "10.0.0.1:40000", "192.168.100.200:65535", handshake+" c:6 again again copy s:6 c:F again s:F c:A")
	done.HandshakeRTT = 20500 * time.Microsecond
	silent := conversation(1, "10.0.0.1:40001", "10.0.0.2:81", "c:S")
	silent.Packets, silent.Bytes = [2]uint32{3, 0}, [2]int64{222, 0}
	middle := conversation(2, "[2001:db8::1]:40002", "[2001:db8::2]:443", "c:7 s:9 c:A")
	query := observed(capture.UDP, "10.0.0.1:5353", "10.0.0.2:53", 0)
	query.Packets, query.Bytes = [2]uint32{1, 0}, [2]int64{80, 0}
	return &Table{
		Conversations: []*flow.Conversation{done, silent, middle, query},
		Unreachable:   map[*flow.Conversation]int{query: 1},
		File:          "big.pcap", Packets: 1234567, Bytes: 123_456_789_012, First: start, Last: start.Add(90 * time.Minute),
		Calls: 3, Stray: 1, Undecoded: map[string]int{"not IP: EtherType 0x0806 (ARP)": 2, "\x1b[2Jhostile": 7}, Other: 1, Lost: 9,
	}
}

func printed(t testing.TB, tab *Table, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Print(&b, tab, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	long := sample()
	long.Conversations = append(long.Conversations, conversation(3, "[2001:db8:1111:2222:3333:4444:5555:6666]:40002", "[2001:db8:1111:2222:3333:4444:5555:7777]:65535", run))
	for name, tt := range map[string]struct {
		table *Table
		o     Options
	}{
		"file":     {sample(), Options{}},
		"wide":     {sample(), Options{Style: text.Style{Width: 160}}},
		"80":       {sample(), Options{Style: text.Style{Width: 80}}},
		"80-ascii": {sample(), Options{Style: text.Style{Width: 80, ASCII: true}}},
		"80-long":  {long, Options{Style: text.Style{Width: 80}}},
		"60-color": {sample(), Options{Style: text.Style{Width: 60, Color: true}, Order: "packets"}},
		"empty":    {&Table{File: "none.pcap"}, Options{}},
	} {
		t.Run(name, func(t *testing.T) {
			got := printed(t, tt.table, tt.o)
			rendertest.Golden(t, name+".txt", []byte(got))
		})
	}
}

// TestFits checks at many widths that rows fit and hold no control character.
func TestFits(t *testing.T) {
	tab := sample()
	tab.File = strings.Repeat("long/", 30)
	tab.Conversations = append(tab.Conversations, conversation(3, "[2001:db8:1111:2222:3333:4444:5555:6666]:40002", "10.0.0.1:1", run))
	for width := 60; width < 200; width++ {
		for _, ascii := range []bool{false, true} {
			for row := range strings.Lines(printed(t, tab, Options{Style: text.Style{Width: width, ASCII: ascii}})) {
				row = strings.TrimSuffix(row, "\n")
				if utf8.RuneCountInString(row) > width {
					t.Errorf("width %d: %q", width, row)
				}
				for _, r := range row {
					if !unicode.IsPrint(r) || ascii && r > '~' {
						t.Errorf("width %d: %q in %q", width, r, row)
					}
				}
			}
		}
	}
}

// TestTerminalGetsTheLargest checks which conversations a terminal gets.
func TestTerminalGetsTheLargest(t *testing.T) {
	tab := &Table{}
	for i := range 100 {
		c := conversation(i, "10.0.0.1:1", "10.0.0.2:80", run)
		c.Bytes[0] = int64(i)
		tab.Conversations = append(tab.Conversations, c)
	}
	screen := text.Style{Width: 160, Terminal: true}
	for _, tt := range []struct {
		o           Options
		first, last string
		rows        int
	}{
		{Options{Style: screen}, "tcp:99", "tcp:80", 20},
		{Options{Style: screen, Order: "stream"}, "tcp:0", "tcp:19", 20},
		{Options{Style: screen, Order: "duration"}, "tcp:99", "tcp:80", 20},
		{Options{Style: screen, All: true}, "tcp:0", "tcp:99", 100},
		{Options{}, "tcp:0", "tcp:99", 100},
		{Options{Order: "bytes"}, "tcp:99", "tcp:0", 100},
		{Options{Order: "packets"}, "tcp:99", "tcp:0", 100},
	} {
		var rows []string
		got := printed(t, tab, tt.o)
		for row := range strings.Lines(got) {
			if strings.HasPrefix(row, "tcp:") {
				rows = append(rows, strings.Fields(row)[0])
			}
		}
		if len(rows) != tt.rows || rows[0] != tt.first || rows[len(rows)-1] != tt.last {
			t.Errorf("%+v: %v", tt.o, rows)
		}
		if more := strings.Contains(got, "and 80 more conversations; these are the first by "); more != (tt.rows == 20) {
			t.Errorf("%+v: says that there are more: %v", tt.o, more)
		}
	}
}

// TestPart checks that a table of a part counts the part.
func TestPart(t *testing.T) {
	tab := sample()
	tab.Left = 5
	tab.Counts = map[*flow.Conversation]*Counts{}
	for _, c := range tab.Conversations {
		tab.Counts[c] = &Counts{Packets: [2]uint32{77, 88}, Bytes: [2]int64{7700, 8800}, First: start, Last: start.Add(time.Second)}
	}
	got := printed(t, tab, Options{})
	if strings.Count(got, " 77        88    7700    8800  1.00 s") != 4 || !strings.Contains(got, "5 packets left out: not picked") {
		t.Errorf("got %s", got)
	}
}

func TestBreakLine(t *testing.T) {
	for _, tt := range []struct {
		words      string
		room       int
		head, rest string
	}{
		{"one two", 0, "one two", ""},
		{"one two", 7, "one two", ""},
		{"one two", 6, "one", "two"},
		{"one two", 3, "one", "two"},
		{"RTT 20 ms", 7, "RTT", "20 ms"},
		{"unbreakable", 4, "unbr", "eakable"},
		{"    unbreakable", 8, "    unbr", "eakable"},
		{"µµµµ", 2, "µµ", "µµ"},
	} {
		head, rest := breakLine([]byte(tt.words), tt.room)
		if string(head) != tt.head || string(rest) != tt.rest {
			t.Errorf("%q: %q, %q", tt.words, head, rest)
		}
	}
}

// full is an io.Writer without room.
type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriteFails(t *testing.T) {
	tab := &Table{}
	for i := range 3000 {
		tab.Conversations = append(tab.Conversations, conversation(i, "10.0.0.1:1", "10.0.0.2:80", run))
	}
	if err := Print(full{}, tab, Options{}); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
	if err := Announce(full{}, 200, "packet", text.Style{}); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
	if err := tab.Each("", func(*flow.Conversation, Counts, []byte) error { return errFull }); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
}

func TestAnnounce(t *testing.T) {
	var b bytes.Buffer
	if err := Announce(&b, 200, "packet", text.Style{}); err != nil || b.String() != "More than 200 packets: a table in place of a picture\n\n" {
		t.Errorf("%v, %q", err, b.String())
	}
}

func BenchmarkPrint(b *testing.B) {
	tab := &Table{}
	for i := range 1000 {
		tab.Conversations = append(tab.Conversations, conversation(i, "10.0.0.1:1", fmt.Sprintf("10.0.0.2:%d", i+1), run))
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := Print(&bytes.Buffer{}, tab, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
