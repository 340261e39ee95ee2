package jsonl

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"wireladder/capture"
	"wireladder/capture/flow"
)

var (
	client = netip.MustParseAddrPort("127.0.0.1:5000")
	server = netip.MustParseAddrPort("[2001:db8::1]:12000")
	at     = time.Date(2026, 1, 2, 3, 4, 5, 6007, time.FixedZone("elsewhere", 3600))
)

// conversation is one between client and server.
func conversation() *flow.Conversation {
	c := flow.NewTracker().Observe(&capture.Packet{Proto: capture.TCP, Src: client, Dst: server}).Conversation
	c.Stream, c.States = 3, [2]flow.State{}
	return c
}

// sentTwice returns a conversation of which a segment was sent again.
func sentTwice() *flow.Conversation {
	p := capture.Packet{Proto: capture.TCP, Src: client, Dst: server, PayloadLength: 6, TCP: capture.TCPHeader{Flags: capture.ACK}}
	tracker := flow.NewTracker()
	tracker.Observe(&p)
	c := tracker.Observe(&p).Conversation
	c.Stream, c.States = 3, [2]flow.State{}
	return c
}

// segment is a TCP segment as the lines show it.
func segment() *flow.Observation {
	return &flow.Observation{
		Packet: &capture.Packet{
			Number: 7, Time: at, Proto: capture.TCP, Src: client, Dst: server, PayloadLength: 6,
			TCP: capture.TCPHeader{Flags: capture.PSH | capture.ACK},
		},
		Conversation: conversation(),
		Events:       flow.Data | flow.Retransmission,
		Seq:          -1, Ack: 1<<32 + 5, Window: 65536,
		After: [2]flow.State{flow.Established, flow.CloseWait},
	}
}

// lines returns what do writes.
func lines(t testing.TB, do func(*Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	w := NewWriter(&b)
	if err := errors.Join(do(w), w.Flush()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestLines(t *testing.T) {
	tests := map[string]struct {
		write func(*Writer) error
		want  string
	}{
		"segment": {
			func(w *Writer) error { return w.Packet(segment(), `says "hi"`) },
			`{"number":7,"time":"2026-01-02T02:04:05.000006007Z","proto":"tcp","stream":3,"src":"127.0.0.1:5000","dst":"[2001:db8::1]:12000","flags":"PA","seq":4294967295,"ack":5,"win":65536,"len":6,"events":["data","retransmission"],"state":{"client":"ESTABLISHED","server":"CLOSE-WAIT"},"explain":"says \"hi\""}`,
		},
		"copy": {
			func(w *Writer) error {
				o := segment()
				o.CopyOf, o.CopyBy = 6, flow.OtherHop
				return w.Packet(o, "")
			},
			`"state":{"client":"ESTABLISHED","server":"CLOSE-WAIT"},"copy_of":6,"copy_by":"hop-limit"}`,
		},
		"copy of an outline": {
			func(w *Writer) error {
				o := segment()
				o.CopyBy = flow.SameFrame
				return w.Packet(o, "")
			},
			`"state":{"client":"ESTABLISHED","server":"CLOSE-WAIT"},"copy_of":0,"copy_by":"frame"}`,
		},
		"without time": {
			func(w *Writer) error {
				o := segment()
				o.Packet.Time = time.Time{}
				return w.Packet(o, "")
			},
			`"state":{"client":"ESTABLISHED","server":"CLOSE-WAIT"}}`,
		},
		"conversation of UDP, without time": {
			func(w *Writer) error {
				tracker := flow.NewTracker()
				for _, from := range []netip.AddrPort{client, client, client} {
					p := &capture.Packet{Proto: capture.UDP, Src: from, Dst: netip.MustParseAddrPort("239.0.0.1:9")}
					tracker.Observe(p)
				}
				tracker.Observe(&capture.Packet{Proto: capture.UDP, Src: netip.MustParseAddrPort("127.0.0.2:9"), Dst: client})
				all := tracker.Conversations()
				return errors.Join(
					w.Conversation(&Summary{Conversation: all[0], Packets: all[0].Packets}),
					w.Conversation(&Summary{Conversation: all[1], Packets: all[1].Packets}))
			},
			`"packets":[3,0],"bytes":[0,0],"asked":3,"answered":1,"copies":[0,0]}` + "\n" +
				`{"conversation":"udp:1","proto":"udp","stream":1,"client":"127.0.0.1:5000","server":"127.0.0.2:9","packets":[0,1],"bytes":[0,0],"asked":0,"answered":0,"answers":"udp:0","copies":[0,0]}`,
		},
		"datagram": {
			func(w *Writer) error {
				o := segment()
				o.Packet.Proto, o.Conversation.Proto, o.Events = capture.UDP, capture.UDP, flow.Data
				return w.Packet(o, "")
			},
			`{"number":7,"time":"2026-01-02T02:04:05.000006007Z","proto":"udp","stream":3,"src":"127.0.0.1:5000","dst":"[2001:db8::1]:12000","len":6,"events":["data"]}`,
		},
		"icmp": {
			func(w *Writer) error {
				return w.Packet(&flow.Observation{Packet: &capture.Packet{
					Number: 1, Time: at, Proto: capture.ICMP, Src: netip.AddrPortFrom(server.Addr(), 0), Dst: netip.AddrPortFrom(client.Addr(), 0),
					ICMP: capture.ICMPHeader{Type: 3, Code: 3, Quoted: capture.Quote{Proto: capture.UDP, Src: client, Dst: server}},
				}}, "")
			},
			`{"number":1,"time":"2026-01-02T02:04:05.000006007Z","proto":"icmp","src":"2001:db8::1","dst":"127.0.0.1","type":3,"code":3,"quoted":{"proto":"udp","src":"127.0.0.1:5000","dst":"[2001:db8::1]:12000"},"len":0,"events":[]}`,
		},
		"undecoded": {
			func(w *Writer) error {
				return w.Packet(&flow.Observation{Packet: &capture.Packet{Number: 2, Time: at, Problem: "cut\x1b off"}}, "")
			},
			`{"number":2,"time":"2026-01-02T02:04:05.000006007Z","proto":"undecoded","problem":"cut\u001b off"}`,
		},
		"tunnel": {
			func(w *Writer) error {
				o := segment()
				o.Packet.Outer = []capture.Endpoints{{Proto: capture.UDP, Src: client, Dst: server}}
				o.Packet.Fragments = 2
				return w.Packet(o, "")
			},
			`"outer":[{"proto":"udp","src":"127.0.0.1:5000","dst":"[2001:db8::1]:12000"}],"fragments":2}`,
		},
		"call": {
			func(w *Writer) error {
				return w.Call(&capture.Call{
					Process: capture.Process{PID: 9, Name: "client"}, Name: "recv", Proto: capture.TCP, FD: 3, Enter: at, Exit: at.Add(time.Second),
					Result: 6, Local: client, Remote: server, Data: []byte("hello\n"), Size: 100,
				})
			},
			`{"call":"recv","time":"2026-01-02T02:04:06.000006007Z","proto":"tcp","process":"client","pid":9,"fd":3,"enter":"2026-01-02T02:04:05.000006007Z","exit":"2026-01-02T02:04:06.000006007Z","result":6,"local":"127.0.0.1:5000","remote":"[2001:db8::1]:12000","data":"hello\n","size":100}`,
		},
		"call of bytes, that waits": {
			func(w *Writer) error {
				return w.Call(&capture.Call{Name: "send", Proto: capture.UDP, FD: -1, Args: capture.ParseArguments("send", "0"), Enter: at, Errno: "EPIPE", Data: []byte{0xff}})
			},
			`{"call":"send","time":"2026-01-02T02:04:05.000006007Z","proto":"udp","pid":0,"fd":-1,"args":"0","enter":"2026-01-02T02:04:05.000006007Z","errno":"EPIPE","data_base64":"/w==","size":0}`,
		},
		"conversation": {
			func(w *Writer) error {
				c := sentTwice()
				c.Completeness, c.HandshakeRTT = 31, 1500*time.Microsecond
				return w.Conversation(&Summary{
					Conversation: c, Packets: [2]uint32{4, 3}, Bytes: [2]int64{400, 300}, First: at.Add(-time.Millisecond), Last: at.AddDate(300, 0, 0), Words: "complete",
				})
			},
			`{"conversation":"tcp:3","proto":"tcp","stream":3,"client":"[::ffff:127.0.0.1]:5000","server":"[2001:db8::1]:12000","packets":[4,3],"bytes":[400,300],"first":"2026-01-02T02:04:04.999006007Z","last":"2326-01-02T02:04:05.000006007Z","duration":9467020800.001000000,"state":{"client":"","server":""},"completeness":31,"retransmissions":[1,0],"again":[1,0],"rtt":0.001500000,"copies":[0,0],"words":"complete"}`,
		},
	}
	for name, tt := range tests {
		got := lines(t, tt.write)
		if !strings.HasSuffix(got, tt.want+"\n") {
			t.Errorf("%s:\ngot  %swant %s", name, got, tt.want)
		}
		checkLines(t, got)
	}
}

// checkLines checks that each line is a JSON object, and that nothing in it is
// for a terminal to obey.
func checkLines(t *testing.T, s string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Errorf("not UTF-8: %q", s)
	}
	for line := range strings.Lines(s) {
		var object map[string]any
		if err := json.Unmarshal([]byte(line), &object); err != nil {
			t.Errorf("%v: %s", err, line)
		}
	}
	for _, r := range s {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Errorf("%q in %q", r, s)
		}
	}
}

// TestFlags checks each letter by itself.
func TestFlags(t *testing.T) {
	for i, letter := range "FSRPAUECN" {
		o := segment()
		o.Packet.TCP.Flags = 1 << i
		got := lines(t, func(w *Writer) error { return w.Packet(o, "") })
		if want := `"flags":"` + string(letter) + `"`; !strings.Contains(got, want) {
			t.Errorf("bit %d: %s", i, got)
		}
	}
}

// TestStrings checks that strings come back as they were, but for what is not
// UTF-8.
func TestStrings(t *testing.T) {
	for _, s := range []string{
		"", "plain", "\"\\/", "a\x00\x1f\x7f\x1b[2J\r\n\t", "żółć 日本 🚀", "\u0080\u009b\u2028\u202e\ufeff\U000e0001", "\xff\xc3(\xed\xa0\x80", "end\xe2\x82",
	} {
		encoded := appendString(nil, s)
		var got string
		if err := json.Unmarshal(encoded, &got); err != nil {
			t.Errorf("%q: %v", encoded, err)
		}
		if want := strings.ToValidUTF8(s, ""); strings.ReplaceAll(got, "\ufffd", "") != want {
			t.Errorf("%q became %q", s, got)
		}
		checkLines(t, `{"s":`+string(encoded)+"}")
	}
}

// TestZone checks an address whose zone, which came out of a file, is hostile.
func TestZone(t *testing.T) {
	a := netip.AddrPortFrom(netip.MustParseAddr("fe80::1").WithZone("\"\x1b"), 80)
	checkLines(t, lines(t, func(w *Writer) error { return w.Call(&capture.Call{Name: "bind", Local: a}) }))
}

// TestClock checks that a new second is written as such, and an old one again.
func TestClock(t *testing.T) {
	var c timeWriter
	for _, d := range []time.Duration{0, 1, time.Second - 1, time.Second, 0, -time.Second, 1e9 * 3600 * 24 * 400} {
		when := time.Unix(1_700_000_000, 0).Add(d)
		want := when.UTC().Format(`"2006-01-02T15:04:05.000000000Z"`)
		if got := string(c.append(nil, when)); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	c = timeWriter{}
	if got := string(c.append(nil, time.Unix(0, 0))); got != `"1970-01-01T00:00:00.000000000Z"` {
		t.Errorf("got %s", got)
	}
}

// full is an io.Writer without room.
type full struct{ calls int }

var errFull = errors.New("no space left")

func (f *full) Write([]byte) (int, error) { f.calls++; return 0, errFull }

func TestWriteFails(t *testing.T) {
	f := &full{}
	w := NewWriter(f)
	if err := w.Packet(segment(), ""); err != nil {
		t.Fatalf("nothing was written yet: %v", err)
	}
	for range 2 {
		if err := w.Flush(); !errors.Is(err, errFull) {
			t.Errorf("got %v", err)
		}
	}
	if err := w.Packet(segment(), ""); !errors.Is(err, errFull) || f.calls != 1 {
		t.Errorf("%v after %d writes", err, f.calls)
	}
}

// TestWritesManyLinesAtOnce checks that lines are gathered, and written whole.
func TestWritesManyLinesAtOnce(t *testing.T) {
	var sizes []int
	w := NewWriter(writerFunc(func(p []byte) (int, error) {
		if p[len(p)-1] != '\n' {
			t.Error("not a whole line")
		}
		sizes = append(sizes, len(p))
		return len(p), nil
	}))
	for range 1000 {
		if err := w.Packet(segment(), ""); err != nil {
			t.Fatal(err)
		}
	}
	if len(sizes) == 0 || sizes[0] < bufferSize {
		t.Errorf("writes of %v octets", sizes)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// TestNoAllocation checks that a line costs no memory.
func TestNoAllocation(t *testing.T) {
	w := NewWriter(writerFunc(func(p []byte) (int, error) { return len(p), nil }))
	o := segment()
	n := testing.AllocsPerRun(1000, func() {
		if err := w.Packet(o, "carries bytes 1-6"); err != nil {
			t.Fatal(err)
		}
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzWriter(f *testing.F) {
	for _, s := range []string{"", "hello", "\x1b]0;\x07", "\xff\xfe", "\u202e\"\\", "🚀"} {
		f.Add(s, []byte(s), uint16(len(s)), uint32(1), int64(-5))
	}
	f.Fuzz(func(t *testing.T, s string, data []byte, flags uint16, events uint32, number int64) {
		o := segment()
		o.Packet.Problem, o.Packet.TCP.Flags, o.Seq, o.Ack = s, capture.Flags(flags), number, -number
		o.Packet.Time = time.Unix(number, int64(events))
		o.Events = flow.Events(events)
		got := lines(t, func(w *Writer) error {
			return errors.Join(w.Packet(o, s), w.Call(&capture.Call{Name: s, Args: capture.Arguments{Other: s}, Errno: s, Data: data, Process: capture.Process{Name: s}, Enter: at}))
		})
		checkLines(t, got)
		if strings.Count(got, "\n") != 2 {
			t.Errorf("not two lines: %q", got)
		}
	})
}

func BenchmarkPacket(b *testing.B) {
	w := NewWriter(writerFunc(func(p []byte) (int, error) { return len(p), nil }))
	o := segment()
	b.ReportAllocs()
	for b.Loop() {
		if err := w.Packet(o, "carries bytes 1-6"); err != nil {
			b.Fatal(err)
		}
	}
}
