package follow

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/facts/book"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/text"
)

var (
	client = netip.MustParseAddrPort("10.0.0.1:5000")
	server = netip.MustParseAddrPort("10.0.0.2:80")
)

// sent is a packet of a stream.
type sent struct {
	from     flow.Side
	flags    capture.Flags
	seq, ack int64
	data     string
	snapped  int // octets of data that were not captured
	icmp     bool
}

// moment is the moment of a packet before which nothing was seen.
func moment(o *flow.Observation) *run.Moment {
	return &run.Moment{Kind: run.Packet, Observation: *o, Facts: book.New().Packet(o, facts.Facts{})}
}

// follow returns what is printed of a stream.
func follow(t testing.TB, proto capture.Protocol, o Options, packets ...sent) string {
	t.Helper()
	var b strings.Builder
	p := NewPrinter(&b, o)
	c := flow.NewTracker().Observe(&capture.Packet{Proto: proto, Src: client, Dst: server}).Conversation
	for _, s := range packets {
		packet := &capture.Packet{
			Proto: proto, TCP: capture.TCPHeader{Flags: s.flags}, Payload: []byte(s.data[:len(s.data)-s.snapped]), PayloadLength: len(s.data),
		}
		o := &flow.Observation{Packet: packet, Conversation: c, From: s.from, Seq: s.seq, Ack: s.ack}
		if s.flags.Has(capture.RST) {
			o.Events, o.After = flow.RST, [2]flow.State{flow.Closed, flow.Closed}
		}
		if s.icmp {
			packet.Proto, packet.ICMP = capture.ICMP, capture.ICMPHeader{Type: 3, Code: 3}
			packet.ICMP.Quoted = capture.Quote{Proto: capture.UDP, Src: client, Dst: server}
			o.Events = flow.Unreachable
		}
		if err := p.Packet(moment(o)); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const (
	syn, ack, fin, rst = capture.SYN, capture.ACK, capture.FIN, capture.RST
	head               = "-- > 10.0.0.1:5000, the client\n-- < 10.0.0.2:80, the server\n"
)

func TestTCP(t *testing.T) {
	const i, r = flow.Initiator, flow.Responder
	open := []sent{{from: i, flags: syn}, {from: r, flags: syn | ack, ack: 1}, {from: i, flags: ack, seq: 1, ack: 1}}
	for name, tt := range map[string]struct {
		o       Options
		packets []sent
		want    string
	}{
		"lines go on": {Options{}, append(open, sent{i, ack, 1, 1, "hel", 0, false}, sent{i, ack, 4, 1, "lo\r\nyou", 0, false}, sent{r, ack, 1, 10, "me\n\n", 0, false}),
			"> hello\n> you\n< me\n< \n-- > sent 10 bytes, and no FIN\n-- < sent 4 bytes, and no FIN\n"},
		"characters go on": {Options{}, append(open, sent{i, ack, 1, 1, "\xe2\x82", 0, false}, sent{i, ack, 3, 1, "\xac\xe2", 0, false}),
			"> €\\xe2\n-- > sent 4 bytes, and no FIN\n-- < sent 0 bytes, and no FIN\n"},
		"a lone CR": {Options{}, append(open, sent{i, ack, 1, 1, "a\rb\r", 0, false}),
			"> a\\rb\\r\n-- > sent 4 bytes, and no FIN\n-- < sent 0 bytes, and no FIN\n"},
		"hostile": {Options{}, append(open, sent{i, ack, 1, 1, "\x00\x1b[0m\\\t\u009b\u202e", 0, false}),
			"> \\x00\\x1b[0m\\\\\\t\\u009b\\u202e\n-- > sent 12 bytes, and no FIN\n-- < sent 0 bytes, and no FIN\n"},
		"data on a SYN": {Options{}, []sent{{i, syn, 0, 0, "fast", 0, false}, {r, syn | ack, 0, 5, "", 0, false}},
			"> fast\n-- > sent 4 bytes, and no FIN\n-- < sent 0 bytes, and no FIN\n"},
		"from the middle": {Options{}, []sent{{r, ack, 1, 1, "said\n", 0, false}, {i, ack | fin, 1, 6, "", 0, false}},
			"< said\n-- > sent 0 bytes, and its FIN\n-- < sent 5 bytes, and no FIN\n"},
		"reset": {Options{}, append(open, sent{i, ack, 1, 1, "a", 0, false}, sent{r, rst, 1, 0, "no data", 0, false}, sent{r, rst, 1, 0, "", 0, false}),
			"> a\n-- < RST: the server resets the connection; nothing of it was captured before; carries 7 bytes of text\n-- > sent 1 byte, and no FIN\n-- < sent 0 bytes, and no FIN\n"},
		"snapped": {Options{Hex: true}, append(open, sent{i, ack, 1, 1, "abcdef", 3, false}, sent{i, ack, 7, 1, "g", 0, false}),
			"> 00000000  61 62 63                                          abc\n-- > 3 bytes not captured\n" +
				"> 00000006  67                                                g\n-- > sent 7 bytes, 3 bytes not captured, and no FIN\n-- < sent 0 bytes, and no FIN\n"},
		"wrapped": {Options{Style: text.Style{Width: 20}}, append(open, sent{i, ack, 1, 1, strings.Repeat("x", 30) + "\n", 0, false}),
			"> " + strings.Repeat("x", 18) + "\n>+" + strings.Repeat("x", 12) + "\n-- > sent 31 bytes, and no FIN\n-- < sent 0 bytes, and no FIN\n"},
	} {
		got := follow(t, capture.TCP, tt.o, tt.packets...)
		if want := "tcp:0\n" + head + tt.want; got != want {
			t.Errorf("%s: got\n%swant\n%s", name, got, want)
		}
	}
}

func TestUDP(t *testing.T) {
	const i, r = flow.Initiator, flow.Responder
	got := follow(t, capture.UDP, Options{},
		sent{from: i, data: "one\ntwo"}, sent{from: i, data: "three\n"}, sent{from: r}, sent{from: r, data: "abcd", snapped: 2}, sent{from: r, icmp: true})
	want := "udp:0\n" + head + "> one\n>+two\n> three\n-- < an empty datagram\n< ab\n-- < 2 bytes not captured\n" +
		"-- < ICMP port unreachable: no UDP socket at 10.0.0.2:80; about a packet not captured\n-- > sent 13 bytes in 2 datagrams\n-- < sent 4 bytes in 2 datagrams, 2 bytes not captured\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestColor checks that each side has a colour, and its mark all the same.
func TestColor(t *testing.T) {
	got := follow(t, capture.UDP, Options{Style: text.Style{Color: true}}, sent{data: "a"}, sent{from: flow.Responder, data: "b"})
	if !strings.Contains(got, "36m> a\x1b") || !strings.Contains(got, "35m< b\x1b") {
		t.Errorf("got %q", got)
	}
}

// TestFlush checks that an open row is written when nothing may come for a
// while, and goes on.
func TestFlush(t *testing.T) {
	var b strings.Builder
	p := NewPrinter(&b, Options{})
	o := &flow.Observation{Packet: &capture.Packet{Proto: capture.TCP, Payload: []byte("ab"), PayloadLength: 2}, Conversation: &flow.Conversation{Proto: capture.TCP}, Seq: 1}
	if err := errors.Join(p.Packet(moment(o)), p.Flush()); err != nil || !strings.HasSuffix(b.String(), "\n> ab") {
		t.Errorf("%v, %q", err, b.String())
	}
	o.Seq = 3
	if err := errors.Join(p.Packet(moment(o)), p.Flush()); err != nil || !strings.HasSuffix(b.String(), "\n> abab") {
		t.Errorf("%v, %q", err, b.String())
	}
}

// full is an io.Writer without room.
type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriteFails(t *testing.T) {
	p := NewPrinter(full{}, Options{})
	o := &flow.Observation{Packet: &capture.Packet{Proto: capture.UDP, Payload: make([]byte, maxBuffer), PayloadLength: maxBuffer}, Conversation: &flow.Conversation{Proto: capture.UDP}}
	if err := p.Packet(moment(o)); !errors.Is(err, errFull) {
		t.Errorf("packet: %v", err)
	}
	if err := p.Close(); !errors.Is(err, errFull) {
		t.Errorf("close: %v", err)
	}
}

// FuzzPrinter prints hostile payloads: nothing reaches the terminal that it
// would obey, rows fit, and no byte gets lost.
func FuzzPrinter(f *testing.F) {
	for _, s := range []string{"", "hello\r\n", "\x1b[2J\xff", "\u202e日本", "\xe2\x82", strings.Repeat("long ", 50)} {
		f.Add(s, s, int64(len(s)), true, false)
	}
	f.Fuzz(func(t *testing.T, a, b string, gap int64, ascii, hex bool) {
		gap %= 1 << 20
		o := Options{Style: text.Style{Width: 80, ASCII: ascii, Terminal: true}, Hex: hex}
		for _, proto := range []capture.Protocol{capture.TCP, capture.UDP} {
			got := follow(t, proto, o,
				sent{flags: ack, seq: 1, data: a}, sent{from: flow.Responder, flags: ack, seq: 1, data: b, snapped: len(b) / 2},
				sent{flags: ack, seq: 1 + gap, data: b}, sent{flags: ack, seq: -gap, ack: gap, data: a})
			for row := range strings.Lines(got) {
				row = strings.TrimSuffix(row, "\n")
				if !utf8.ValidString(row) {
					t.Fatalf("not UTF-8: %q", row)
				}
				for _, r := range row {
					if !unicode.IsPrint(r) || ascii && r > '~' {
						t.Fatalf("%q in %q", r, row)
					}
				}
				if text.Medium(false).Cells(row) > 80 {
					t.Fatalf("too wide: %q", row)
				}
			}
		}
	})
}
