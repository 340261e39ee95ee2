package book

import (
	"bytes"
	"net/netip"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/capturetest"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/savefile"
)

// maxFuzzed is how many packets of an input are looked at.
const maxFuzzed = 4000

// FuzzBook takes arbitrary captures, and arbitrary segments between two endpoints: no
// panic, no number below 0 that counts something, no evidence that is not there, and what
// is kept of a conversation is bounded.
func FuzzBook(f *testing.F) {
	for _, seed := range seeds(f) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		packets := fromFile(data)
		if packets == nil {
			packets = fromOctets(data)
		}
		tracker, book := flow.NewTracker(), New()
		var all []*facts.Facts
		conversations := map[*flow.Conversation]bool{}
		for _, p := range packets {
			o := tracker.Observe(p)
			if o.Conversation != nil {
				conversations[o.Conversation] = true
			}
			all = append(all, book.Packet(&o, facts.Facts{}))
		}
		for i, f := range all {
			sane(t, packets[i].Number, f, len(all))
		}
		bounded(t, book, conversations)
	})
}

// seeds are captures of each kind, and octets that stand for segments.
func seeds(tb testing.TB) [][]byte {
	tb.Helper()
	var all [][]byte
	for _, build := range []func(*capturetest.Capture, *capturetest.Conn){
		func(_ *capturetest.Capture, n *capturetest.Conn) { n.Open(); n.Client.Data("hello"); n.Close() },
		func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("hello")
			c.Wait(300 * time.Millisecond)
			f.Again()
			f.Copy().On(1)
			n.Server.ACK().With(capturetest.SACK(1, 6, 8, 9))
		},
		func(c *capturetest.Capture, n *capturetest.Conn) {
			f := c.Host("10.0.0.3").Port(5).Send(c.Group("224.0.0.1").Port(6), capturetest.Filler(3000))
			c.Host("10.0.0.4").ICMP(f, capturetest.FragmentationNeeded(600))
			c.Put(f.Fragment(1480)...)
			n.Server.RSTACK()
		},
	} {
		c := capturetest.New()
		build(c, c.TCP(c.Host("10.0.0.1").Port(50000), c.Host("10.0.0.2").Port(80)))
		_, file := c.File(tb)
		all = append(all, file)
	}
	return append(all, []byte("\x02\x00\x00\x00\x00\x01\x12\x00\x00\x00\x00\x01\x18\x01\x01\x05\x09\x01\x10\x01\x06\x00\x09\x00\x04\x01\x06\x00\x09\x00"),
		bytes.Repeat([]byte{0x10, 3, 1, 1, 9, 0}, 300), bytes.Repeat([]byte{0x10, 0, 1, 0, 0, 200, 0x10, 1, 1, 1, 0, 0}, 300))
}

// fromFile returns the packets of a file, nil if it is none.
func fromFile(data []byte) []*capture.Packet {
	r, err := savefile.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	packets := []*capture.Packet{}
	for len(packets) < maxFuzzed {
		e, err := r.Next()
		if err != nil {
			return packets
		}
		if p := e.Packet; p != nil {
			own := *p
			own.Data, own.Payload = bytes.Clone(p.Data), bytes.Clone(p.Payload)
			packets = append(packets, &own)
		}
	}
	return packets
}

// fromOctets returns segments between two endpoints, six octets each: control bits and
// sender, numbers near those before, length, window and time.
func fromOctets(data []byte) []*capture.Packet {
	ends := [2]netip.AddrPort{netip.MustParseAddrPort("10.0.0.1:50000"), netip.MustParseAddrPort("10.0.0.2:80")}
	next, now := [2]capture.Seq{0xffffffe0, 7000}, capturetest.Start
	var packets []*capture.Packet
	for ; len(data) >= 6 && len(packets) < maxFuzzed; data = data[6:] {
		from := int(data[1] & 1)
		p := &capture.Packet{Number: len(packets) + 1, Proto: capture.TCP, Src: ends[from], Dst: ends[1-from], Length: 54}
		p.TCP.Flags = capture.Flags(data[0])
		p.TCP.Seq, p.TCP.Ack = next[from].Add(int(int8(data[2]))-1), next[1-from].Add(int(int8(data[3]))-1) //nolint:gosec // any
		p.PayloadLength = int(data[4] & 31)
		p.Payload = bytes.Repeat([]byte{data[4]}, p.PayloadLength)
		p.TCP.Window = uint16(data[5] & 7)
		p.IP.ID, p.IP.HasID = uint16(p.Number), true //nolint:gosec // wraps around
		if data[1]&2 != 0 && p.TCP.Flags.Has(capture.ACK) {
			p.TCP.Options.SACKBlocks = 1
			p.TCP.Options.SACK[0] = capture.SACKBlock{From: p.TCP.Ack.Add(int(int8(data[5]))), To: p.TCP.Ack.Add(int(data[4]))} //nolint:gosec // any
		}
		now = now.Add(time.Duration(int8(data[5])) * 3 * time.Millisecond) //nolint:gosec // also back
		p.Time = now
		next[from] = max(next[from], p.TCP.Seq.Add(p.PayloadLength))
		packets = append(packets, p)
	}
	return packets
}

// sane checks what is known of one packet, among so many.
func sane(t *testing.T, number int, f *facts.Facts, packets int) {
	t.Helper()
	named := func(what string, n int) {
		if n < 0 || n > packets {
			t.Errorf("packet %d: %s is packet %d of %d", number, what, n, packets)
		}
	}
	before := func(what string, all ...int) {
		for _, n := range all {
			if named(what, n); n >= number {
				t.Errorf("packet %d: %s is packet %d, which comes later", number, what, n)
			}
		}
	}
	ordered := func(what string, s facts.Span) {
		if s.From > s.To {
			t.Errorf("packet %d: %s is %+v", number, what, s)
		}
	}
	if a := f.Again; a != nil {
		before("Of", a.Of...)
		before("Evidence", a.Evidence...)
		before("Acked", a.Acked)
		named("Twice", a.Twice)
		ordered("New", a.New)
		ordered("Overlap", a.Overlap)
		ordered("Conflict", a.Conflict)
		if a.After < 0 || a.First == nil && a.Cause != facts.NoCause {
			t.Errorf("packet %d: %+v", number, a)
		}
	}
	if l := f.Late; l != nil {
		before("Behind", l.Behind)
		before("Acked", l.Acked)
		before("Asked", l.Asked...)
	}
	for _, g := range []*facts.Gap{f.Before, f.Unseen} {
		if g != nil {
			named("Filled", g.Filled)
			if g.Len() <= 0 {
				t.Errorf("packet %d: a gap of %+v", number, g.Span)
			}
		}
	}
	if r := f.Reset; r != nil {
		before("Answers", r.Answers)
		before("AfterFIN", r.AfterFIN)
		before("Again", r.Again)
		before("Probes", r.Probes...)
		if r.Bytes < 0 {
			t.Errorf("packet %d: %d bytes", number, r.Bytes)
		}
	}
	if w := f.Wait; w != nil && (w.For <= 0 || w.Since >= number) {
		t.Errorf("packet %d: %+v", number, w)
	}
	before("Challenge", f.Challenge)
	named("NotTaken", f.NotTaken)
}

// How much package ledger keeps of a conversation: segments, ranges of numbers.
const (
	mostSegments = 512
	mostRanges   = 64
)

// bounded checks how much is kept.
func bounded(t *testing.T, b *Book, all map[*flow.Conversation]bool) {
	t.Helper()
	if len(b.pieces) > maxPieces || len(b.groups) > maxGroups || len(b.listeners) > maxListeners {
		t.Errorf("%d datagrams, %d groups, %d listeners", len(b.pieces), len(b.groups), len(b.listeners))
	}
	for c := range all {
		l := b.ledgers.Of(c)
		if len(l.Segments) > mostSegments || len(l.Ends[0].Seen) > mostRanges || len(l.Ends[1].Seen) > mostRanges {
			t.Errorf("%d segments, %d and %d ranges", len(l.Segments), len(l.Ends[0].Seen), len(l.Ends[1].Seen))
		}
	}
}
