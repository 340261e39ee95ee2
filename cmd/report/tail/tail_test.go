package tail_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
	"wireladder/capture/run/builder"
	"wireladder/capture/runtest"
	"wireladder/cmd/report/tail"
	"wireladder/render"
)

// exchange is what a client and a server say to each other.
const exchange = "c:S s:SA c:A c:6 s:A s:6 c:A c:F s:F c:A"

// packets returns so many exchanges of as many clients, one after the other, numbered from 1 on.
func packets(clients int) (all []*capture.Packet) {
	for i := range clients {
		for _, p := range runtest.Segments(fmt.Sprintf("127.0.0.1:%d", 20000+i), "127.0.0.1:12000", exchange) {
			p.Number, p.Time = len(all)+1, p.Time.Add(time.Duration(i)*time.Second)
			all = append(all, p)
		}
	}
	return all
}

// given returns a tail that was given packets.
func given(all []*capture.Packet) *tail.Tail {
	t := tail.New(capture.Origin{}, tail.MostPackets)
	for _, p := range all {
		t.Add(p)
	}
	return t
}

// numbers returns the numbers of the packets of a diagram.
func numbers(d *render.Diagram) (all []int) {
	for i := range d.Ladders {
		for _, s := range d.Ladders[i].Steps {
			if s.Packet > 0 {
				all = append(all, s.Packet)
			}
		}
	}
	return all
}

// While there is room, it is the picture that a file of the packets has.
func TestPictureOfAll(t *testing.T) {
	all := packets(3)
	rec := &capture.Recording{}
	for _, p := range all {
		rec.Entries = append(rec.Entries, capture.Entry{Packet: p})
	}
	want := render.Build(builder.Of(rec), render.Subject{})
	got, originals := given(all).Picture(true)
	if diff := cmp.Diff(want.Ladders, got.Ladders, cmp.Comparer(func(a, b netip.AddrPort) bool { return a == b })); diff != "" || len(got.Notes) > 0 {
		t.Errorf("(-file, +tail) %s, %q", diff, got.Notes)
	}
	for i := range got.Ladders[0].Steps {
		if s := &got.Ladders[0].Steps[i]; s.Packet > 0 && originals.Packet(s) == nil {
			t.Errorf("packet %d is not there", s.Packet)
		}
	}
}

// However much comes, the newest packets are there, with what is known by those before, and it is told which are not.
func TestOldOnesAreLetGo(t *testing.T) {
	all := packets(2 * tail.MostPackets / 10)
	kept := given(all[:len(all)-5])
	d, _ := kept.Picture(false)
	n := numbers(d)
	if len(n) != tail.MostPackets || n[0] != tail.MostPackets-4 || n[len(n)-1] != 2*tail.MostPackets-5 {
		t.Errorf("%d packets, from %d on", len(n), n[0])
	}
	if want := []string{"Packets before number 996 are not here: the newest 1000 packets are kept here."}; cmp.Diff(want, d.Notes) != "" {
		t.Errorf("notes: %q", d.Notes)
	}
	if first := &d.Ladders[0].Steps[0]; !strings.Contains(first.Labels[0], "seq=1 ack=7") {
		t.Errorf("what is known of packet %d is %q", first.Packet, first.Labels)
	}
	for _, p := range all[len(all)-5:] {
		kept.Add(p)
	}
	if now := numbers(d); cmp.Diff(n, now) != "" {
		t.Error("a picture changes when more comes")
	}
}

// Large packets are let go earlier, but for the newest.
func TestLargeOnesAreLetGo(t *testing.T) {
	all := packets(100)
	for _, p := range all {
		p.Data = make([]byte, 64<<10)
	}
	all[999].Data = make([]byte, 63<<20)
	if d, _ := given(all[:999]).Picture(false); len(numbers(d)) != 256 {
		t.Errorf("%d are kept", len(numbers(d)))
	}
	if d, _ := given(all).Picture(false); len(numbers(d)) != 1 {
		t.Errorf("%d are kept", len(numbers(d)))
	}
}

// What was there when packets were missed stays until another comes. Then it is not known any more.
func TestMissed(t *testing.T) {
	all := packets(2)
	kept := given(all[:10])
	kept.Missed(3)
	kept.Missed(4)
	d, _ := kept.Picture(false)
	if n := numbers(d); len(n) != 10 || cmp.Diff([]string{"Behind these came 7 packets that are not here: more came than could be drawn."}, d.Notes) != "" {
		t.Errorf("packets %d, notes %q", n, d.Notes)
	}
	kept.Add(all[17])
	d, _ = kept.Picture(false)
	if n := numbers(d); len(n) != 1 || cmp.Diff([]string{"Packets before number 18 are not here: more came than could be drawn."}, d.Notes) != "" {
		t.Errorf("packets %d, notes %q", n, d.Notes)
	}
}

// What is known of conversations is bounded, too.
func TestTooManyConversations(t *testing.T) {
	kept := tail.New(capture.Origin{}, tail.MostPackets)
	var d *render.Diagram
	for i := range 10_001 {
		kept.Add(&capture.Packet{
			Number: i + 1, Time: runtest.Start.Add(time.Duration(i)), Proto: capture.UDP,
			Src: netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), uint16(20000+i)), Dst: netip.MustParseAddrPort("127.0.0.1:12000"), //nolint:gosec // no more than that
		})
	}
	d, _ = kept.Picture(false)
	if n := numbers(d); len(n) != 1 || !strings.Contains(strings.Join(d.Notes, " "), "more conversations than are remembered") {
		t.Errorf("%d packets, %q", len(n), d.Notes)
	}
}

// What went wrong is told when it is sure, and once; what is sure at the end alone, then.
func TestFindings(t *testing.T) {
	kept := given(runtest.Segments("127.0.0.1:5000", "127.0.0.1:12000", "c:S s:RA"))
	for range 2 {
		d, _ := kept.Picture(false)
		if len(d.Findings) != 1 || d.Findings[0].Rule != "refused" || len(kept.Findings()) != 1 {
			t.Errorf("findings %+v, %d in all", d.Findings, len(kept.Findings()))
		}
	}
	early := given(runtest.Segments("127.0.0.1:5000", "127.0.0.1:12000", "c:S s:SA c:A c:6 s:A c:F s:A s:6 c:R"))
	if d, _ := early.Picture(false); len(d.Findings) > 0 {
		t.Errorf("while it goes on: %+v", d.Findings)
	}
	if d, _ := early.Picture(true); len(d.Findings) == 0 {
		t.Error("at the end nothing is found")
	}
}

// A socket has the name of its program, a connection that of the first for good; what nobody knows has none.
func TestNamer(t *testing.T) {
	who := "server.py"
	owner := tail.Namer(func(_ capture.Protocol, local, _ netip.AddrPort) string {
		if local.Port() == 12000 {
			return who
		}
		return ""
	})
	kept := tail.New(capture.Origin{}, tail.MostPackets)
	for i, p := range packets(1) {
		if i == 5 {
			who = "other.py"
		}
		m := kept.Add(p)
		owner.Name(m)
		tail.Namer(nil).Name(m)
	}
	d, _ := kept.Picture(false)
	names := map[string]bool{}
	for _, l := range d.Ladders[0].Lifelines {
		names[l.Process] = true
	}
	if cmp.Diff(map[string]bool{"server.py": true, "": true}, names) != "" {
		t.Errorf("names %v", names)
	}
}

// BenchmarkPicture draws up what is kept of clients one after the other.
func BenchmarkPicture(b *testing.B) {
	kept := given(packets(200))
	b.ReportAllocs()
	for b.Loop() {
		kept.Picture(false)
	}
}
