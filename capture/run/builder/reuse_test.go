package builder_test

import (
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
)

// portUnreachable sends an ICMP error of the server's host.
func (t tape) portUnreachable(payload string) int {
	return t.Packet(capture.Packet{
		Proto: capture.ICMP, Src: netip.AddrPortFrom(serverAt.Addr(), 0), Dst: netip.AddrPortFrom(clientAt.Addr(), 0), Payload: []byte(payload),
		ICMP: capture.ICMPHeader{Type: 3, Code: 3, Quoted: capture.Quote{Proto: capture.UDP, Src: clientAt, Dst: serverAt}},
	})
}

// An ICMP error is captured twice if the same one comes within moments, by its
// identification and what it carries: an identification of 0 tells nothing.
func TestCopiesOfErrors(t *testing.T) {
	for name, tt := range map[string]struct {
		ids      [2]uint16
		payloads [2]string
		after    time.Duration
		copied   bool
	}{
		"captured twice":            {[2]uint16{7, 7}, [2]string{"a", "a"}, time.Millisecond, true},
		"just in time":              {[2]uint16{7, 7}, [2]string{"a", "a"}, 50 * time.Millisecond, true},
		"just too late":             {[2]uint16{7, 7}, [2]string{"a", "a"}, 50*time.Millisecond + 1, false},
		"out of order":              {[2]uint16{7, 7}, [2]string{"a", "a"}, -50 * time.Millisecond, true},
		"far out of order":          {[2]uint16{7, 7}, [2]string{"a", "a"}, -50*time.Millisecond - 1, false},
		"later":                     {[2]uint16{7, 7}, [2]string{"a", "a"}, 60 * time.Millisecond, false},
		"another":                   {[2]uint16{7, 8}, [2]string{"a", "a"}, time.Millisecond, false},
		"other octets":              {[2]uint16{7, 7}, [2]string{"a", "b"}, time.Millisecond, false},
		"without an identification": {[2]uint16{}, [2]string{"a", "a"}, time.Millisecond, false},
	} {
		t.Run(name, func(t *testing.T) {
			tp := newTape()
			tp.datagram(clientAt, serverAt, "x")
			tp.portUnreachable(tt.payloads[0])
			tp.portUnreachable(tt.payloads[1])
			rec := tp.Recording()
			rec.Packets()[2].Time = rec.Packets()[1].Time.Add(tt.after)
			rec.Packets()[1].IP.ID, rec.Packets()[2].IP.ID = tt.ids[0], tt.ids[1]
			r := builder.Of(rec)
			m, first := packet(t, r, 3), packet(t, r, 2)
			if copied := m.CopyOf == 2 && m.CopyBy == flow.SameFrame && len(first.Facts.Copies) == 1; copied != tt.copied {
				t.Errorf("a copy of %d (%v), and the first has the copies %v", m.CopyOf, m.CopyBy, first.Facts.Copies)
			}
			if first.CopyOf != 0 {
				t.Errorf("the first is a copy of %d", first.CopyOf)
			}
		})
	}
}

// Datagrams of two programs to one host may bear the same identification, and the same
// bytes: they are two.
func TestDatagramsAreNoCopiesOfEachOther(t *testing.T) {
	tp := newTape()
	tp.datagram(clientAt, serverAt, "hello")
	tp.datagram(otherAt, serverAt, "hello")
	rec := tp.Recording()
	rec.Packets()[1].IP.ID = rec.Packets()[0].IP.ID
	if m := packet(t, builder.Of(rec), 2); m.CopyOf != 0 {
		t.Errorf("it is taken for a copy of packet %d", m.CopyOf)
	}
}

// Moments that are given back leave nothing in those that are made of them, and where
// nothing is asked but what packets mean, they mean the same.
func TestMomentsAreUsedAgain(t *testing.T) {
	tp := newTape()
	for range 3 {
		l := tp.between(clientAt, serverAt)
		l.opens()
		l.c(pshAck, "hello")
		l.s(pshAck, "HELLO")
		l.c(finAck, "")
		l.s(finAck, "")
		l.c(capture.ACK, "")
		tp.datagram(otherAt, serverAt, "x")
		l.s(rstAck, "")
	}
	entries := tp.Recording().Entries
	for _, bare := range []bool{false, true} {
		fresh, used := builder.New(builder.Options{Bare: bare}), builder.New(builder.Options{Bare: bare})
		objects := map[*run.Moment]bool{}
		for _, e := range entries {
			fresh.Add(e)
			used.Add(e)
			want, got := fresh.Take(0), used.Take(0)
			if diff := cmp.Diff(meanings(want), meanings(got)); diff != "" {
				t.Fatalf("bare %t (-fresh +used again):\n%s", bare, diff)
			}
			for _, m := range got {
				objects[m] = true
				used.Reuse(m)
			}
		}
		if len(objects) != 1 {
			t.Errorf("bare %t: %d moments were made for %d packets", bare, len(objects), len(entries))
		}
	}
}

// meanings returns what moments say of their packets.
func meanings(moments []*run.Moment) (all []any) {
	for _, m := range moments {
		all = append(all, m.Kind, m.Packet.Number, m.Events, m.Counts, m.Octets, m.Before, m.After, m.From == nil, m.Facts.Again == nil, m.Facts.Reset == nil)
	}
	return all
}

// Where nothing else is asked, no facts are told and no sockets found.
func TestBare(t *testing.T) {
	_, l := traced()
	l.c(pshAck, "hello")
	l.repeats(time.Second)
	b := builder.New(builder.Options{Bare: true, Sockets: true})
	for _, p := range l.Recording().Packets() {
		b.Add(capture.Entry{Packet: p})
	}
	for _, m := range b.Run().Moments {
		if m.Facts != run.NoFacts() || m.From != nil || m.To != nil {
			t.Errorf("packet %d: %+v", m.Packet.Number, m.Facts)
		}
	}
	if len(b.Tracker().Conversations()) != 1 {
		t.Error("the tracker does not know the conversation")
	}
}

// Two calls that wait at the same time return each to its own socket.
func TestReturnsOfTwoCalls(t *testing.T) {
	tp := newTape()
	tp.do(tcp("one", "socket", -1).returns(4), tcp("two", "socket", -1).returns(5))
	one, two := tp.Enter(tcp("one", "connect", 4).args(serverAt.String()).Call), tp.Enter(tcp("two", "connect", 5).args(serverAt.String()).Call)
	tp.Wait(time.Second)
	tp.Return(one)
	tp.Return(two)
	tells(t, tp, `
		one 4 socket() makes one 4
		two 5 socket() makes two 5
		enter one 4 connect()
		enter two 5 connect()
		back one 4 connect()
		back two 5 connect()`)
}
