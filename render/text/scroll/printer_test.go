package scroll_test

import (
	"bytes"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
	"wireladder/capture/runtest"
	"wireladder/render"
	"wireladder/render/rendertest"
	"wireladder/render/sheet"
	"wireladder/render/text"
	"wireladder/render/text/scroll"
)

// moments returns what packets mean, as they come.
func moments(packets []*capture.Packet) []*run.Moment {
	b := builder.New(builder.Options{Sockets: true})
	var all []*run.Moment
	for i, p := range packets {
		p.Number = i + 1
		b.Add(capture.Entry{Packet: p})
		all = append(all, b.Take(0)...)
	}
	return all
}

// beside are connections that go on at the same time, each later than the one before, and a datagram
// that nobody takes.
func beside(n int) []*capture.Packet {
	var all []*capture.Packet
	for i := range n {
		client := netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), uint16(50001+i)).String() //nolint:gosec // a few
		for j, p := range runtest.Segments(client, "127.0.0.1:12000", "c:S s:SA c:A c:6 s:6 c:A c:FA s:FA c:A") {
			p.Time = runtest.Start.Add(time.Duration(5*i+10*j) * time.Millisecond)
			all = append(all, p)
		}
	}
	slices.SortStableFunc(all, func(a, b *capture.Packet) int { return a.Time.Compare(b.Time) })
	from, to := netip.MustParseAddrPort("127.0.0.1:40000"), netip.MustParseAddrPort("127.0.0.1:9")
	late := all[len(all)-1].Time.Add(3 * time.Second)
	return append(all,
		&capture.Packet{Proto: capture.UDP, Src: from, Dst: to, Time: late, Length: 44, PayloadLength: 2, Payload: []byte("hi")},
		&capture.Packet{
			Proto: capture.ICMP, Src: netip.AddrPortFrom(to.Addr(), 0), Dst: netip.AddrPortFrom(from.Addr(), 0), Time: late.Add(time.Millisecond), Length: 72,
			ICMP: capture.ICMPHeader{Type: 3, Code: 3, Quoted: capture.Quote{Proto: capture.UDP, Src: from, Dst: to}},
		},
		&capture.Packet{Time: late.Add(2 * time.Millisecond), Length: 60, Problem: "not IP"},
	)
}

// drawn draws moments, and then says something.
func drawn(t *testing.T, all []*run.Moment, o scroll.Options) string {
	t.Helper()
	var out bytes.Buffer
	p := scroll.NewPrinter(&out, o)
	for _, m := range all {
		if err := p.Moment(m); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(p.Skipped(1234), p.Say(sheet.Warning, 0, "! something is wrong"), p.Forgot("starting afresh"), p.Flush()); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// Lifelines open and close, names of programs come up, and all that is said stands in its place: in
// 80 cells, with sentences beside, and with ASCII alone.
func TestPrinter(t *testing.T) {
	for name, o := range map[string]scroll.Options{
		"80.txt":    {Detail: render.Brief},
		"130.txt":   {Detail: render.Full, Style: text.Style{Width: 130}},
		"ascii.txt": {Detail: render.None, Style: text.Style{Width: 60, ASCII: true, Rows: 24}},
		"color.txt": {Detail: render.None, Style: text.Style{Color: true}},
	} {
		all := moments(beside(3))
		for i, m := range all {
			if i >= 4 && m.From != nil && m.From.Local.Port() == 12000 {
				m.From.Process = "server.py"
			}
		}
		rendertest.Golden(t, name, []byte(drawn(t, all, o)))
	}
}

// However many sockets there are, whatever they are called, and however narrow it is, rows have no more
// cells than there are, and nothing that a terminal obeys; and each packet has its row.
func TestPrinterFits(t *testing.T) {
	for _, name := range rendertest.Hostile() {
		all := moments(beside(14))
		for _, m := range all {
			if m.From != nil {
				m.From.Process = name
			}
		}
		for i, width := range []int{1, 80, 112, 300} {
			ascii := i%2 == 0
			o := scroll.Options{Style: text.Style{Width: width, ASCII: ascii, Rows: 10}, Detail: render.Brief}
			got := drawn(t, all, o)
			medium := text.Medium(ascii)
			for row := range strings.Lines(got) {
				row = strings.TrimSuffix(row, "\n")
				if n := medium.Cells(row); n > max(60, min(width, 170)) {
					t.Fatalf("%q, width %d: %d cells: %q", name, width, n, row)
				}
				if strings.ContainsFunc(row, func(r rune) bool { return unicode.IsControl(r) || ascii && r > unicode.MaxASCII }) {
					t.Fatalf("%q: %q", name, row)
				}
			}
			if n := strings.Count(got, " SYN seq=0 "); n != 14 {
				t.Fatalf("%q, width %d: %d SYNs", name, width, n)
			}
		}
	}
}

// A packet that was captured twice has one row.
func TestPrinterLeavesCopiesOut(t *testing.T) {
	all := moments(runtest.Segments("10.0.0.1:50001", "10.0.0.2:80", "c:S copy s:SA c:A"))
	if got := drawn(t, all, scroll.Options{}); strings.Count(got, " SYN seq=0 ") != 1 {
		t.Errorf("rows:\n%s", got)
	}
}
