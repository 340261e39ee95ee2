package detail

import (
	"errors"
	"flag"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/facts/book"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render"
	"wireladder/render/text"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Frames by hand: an IPv4 header, an IPv6 header, and what stands before them.
const (
	ipv4Frame = "\x46\x0b\x00\x1e\x12\x34\x60\x10\x40\x11\xbe\xef\x0a\x00\x00\x01\x0a\x00\x00\x02\x01\x01\x01\x01"
	ipv6Frame = "\x6b\x91\x23\x45\x00\x08\x3a\x40" + "\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01" + "\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02"
	macs      = "\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01"
	vlans     = "\x88\xa8\x00\x07\x81\x00\xe0\x2a"
)

var at = time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)

// observations are packets of every kind.
func observations() []*flow.Observation {
	client, server := netip.MustParseAddrPort("10.0.0.1:5000"), netip.MustParseAddrPort("10.0.0.2:80")
	c := &flow.Conversation{Proto: capture.TCP, Stream: 3}
	packet := func(n int, p capture.Packet) *capture.Packet {
		p.Number, p.Time, p.Length = n, at.Add(time.Duration(n-1)*time.Millisecond), len(p.Data)+n
		p.Src, p.Dst = client, server
		return &p
	}
	header := capture.TCPHeader{Seq: 1001, Ack: 5001, Flags: capture.ACK | capture.URG, Window: 100, Urgent: 7, Options: capture.TCPOptions{
		MSS: 1460, HasWindowScale: true, WindowScale: 7, SACKPermitted: true, HasTimestamps: true, TSVal: 1, TSEcr: 2, FastOpen: true,
		SACK: [4]capture.SACKBlock{{From: 10, To: 20}}, SACKBlocks: 1,
	}}
	return []*flow.Observation{
		{
			Packet:       packet(1, capture.Packet{Link: capture.LinkEthernet, Data: []byte(macs + vlans + "\x08\x00" + ipv4Frame), Proto: capture.TCP, TCP: header, PayloadLength: 5, Comment: "seen \x1b[1m before"}),
			Conversation: c, Events: flow.Data | flow.DupACK, Seq: 1, Ack: 1, Next: 6, Window: 12800, After: [2]flow.State{flow.Established, flow.CloseWait},
		},
		{
			Packet:       packet(2, capture.Packet{Link: linkSLL2, Data: []byte("\x86\xdd" + strings.Repeat("\x00", 18) + ipv6Frame), Proto: capture.UDP, PayloadLength: 9, Problem: "a flaw", Fragments: 2, Outer: []capture.Endpoints{{Proto: capture.UDP, Src: client, Dst: server}}}),
			Conversation: &flow.Conversation{Proto: capture.UDP}, Events: flow.Data,
		},
		{Packet: packet(3, capture.Packet{Link: capture.LinkRaw, Data: []byte(ipv6Frame), Proto: capture.ICMPv6, ICMP: capture.ICMPHeader{Type: 1, Code: 4, Quoted: capture.Quote{Proto: capture.UDP, Src: client, Dst: server}}})},
		{Packet: packet(4, capture.Packet{Link: capture.LinkSLL, Data: []byte(strings.Repeat("\x00", 14) + "\x08\x06"), Problem: "not IP: \x1b[2J"})},
		{Packet: packet(5, capture.Packet{Link: 4711, Problem: "link type 4711"})},
		{Packet: packet(6, capture.Packet{Link: capture.LinkNull, Data: []byte("\x02\x00\x00\x00" + ipv4Frame[:19]), Problem: "cut off"})},
	}
}

// moment is the moment of a packet before which nothing was seen.
func moment(o *flow.Observation) *run.Moment {
	m := &run.Moment{Kind: run.Packet, Observation: *o, Facts: book.New().Packet(o, facts.Facts{})}
	if o.Conversation == nil {
		m.Kind = run.Stray
	}
	return m
}

func printed(t *testing.T, o Options) string {
	t.Helper()
	var b strings.Builder
	p := NewPrinter(&b, o)
	for _, o := range observations() {
		if err := p.Packet(moment(o)); err != nil {
			t.Fatal(err)
		}
	}
	call := &capture.Call{Process: capture.Process{Name: "client"}, Name: "send", FD: 3, Data: []byte("hi\x1b"), Enter: at, Exit: at, Result: 3}
	if err := errors.Join(p.Call(call), p.Flush()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for name, o := range map[string]Options{
		"file":     {Detail: render.None},
		"80":       {Style: text.Style{Width: 80}, Detail: render.Full},
		"60-ascii": {Style: text.Style{Width: 60, ASCII: true}},
		"color":    {Style: text.Style{Color: true}},
	} {
		got := printed(t, o)
		path := filepath.Join("testdata", name+".txt")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil || got != string(want) {
			t.Errorf("%s: %v, got\n%s", name, err, got)
		}
		if o.Color {
			continue
		}
		for row := range strings.Lines(got) {
			row = strings.TrimSuffix(row, "\n")
			if o.Width > 0 && utf8.RuneCountInString(row) > max(o.Width, 78) {
				t.Errorf("%s: too wide: %s", name, row)
			}
			for _, r := range row {
				if !unicode.IsPrint(r) || o.ASCII && r > '~' {
					t.Errorf("%s: %q in %q", name, r, row)
				}
			}
		}
	}
}

// full is an io.Writer without room.
type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriteFails(t *testing.T) {
	p := NewPrinter(full{}, Options{})
	o := &flow.Observation{Packet: &capture.Packet{Data: make([]byte, maxBuffer)}}
	for range 2 {
		if err := p.Packet(moment(o)); !errors.Is(err, errFull) {
			t.Errorf("got %v", err)
		}
	}
}

// FuzzHeaders reads any bytes as frames of every link type.
func FuzzHeaders(f *testing.F) {
	for _, o := range observations() {
		f.Add(uint16(o.Packet.Link), o.Packet.Data)
	}
	f.Add(uint16(capture.LinkEthernet), []byte(macs+strings.Repeat("\x81\x00\x00\x01", 20)))
	f.Fuzz(func(t *testing.T, link uint16, data []byte) {
		line, ip := linkHeader(capture.LinkType(link), data)
		for _, s := range []string{line, networkHeader(ip), networkHeader(data)} {
			for _, r := range s {
				if r < ' ' || r > '~' {
					t.Errorf("%q in %q", r, s)
				}
			}
		}
	})
}
