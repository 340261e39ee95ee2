package builder_test

import (
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
	"wireladder/capture/runtest"
)

// fates describes what a watched wire did with each packet: "1 came", "2 lost", "3 came
// twice", "4 on its way".
func fates(r *run.Run) map[int]string {
	all := map[int]string{}
	for _, m := range r.Moments {
		if m.Kind != run.Packet {
			continue
		}
		f := m.Facts.Fate
		switch {
		case f == nil:
			all[m.Packet.Number] = "unwatched"
		case f.Lost():
			all[m.Packet.Number] = "lost"
		case len(f.Arrivals) > 1:
			all[m.Packet.Number] = "came twice"
		case len(f.Arrivals) == 1:
			all[m.Packet.Number] = "came"
		default:
			all[m.Packet.Number] = "on its way"
		}
	}
	return all
}

// A wire that is watched at both ends tells what became of each packet, and when.
func TestWatchedWire(t *testing.T) {
	h := runtest.NewHosts("")
	h.Connect()
	r := builder.Of(h.Recording())
	if !r.Watched {
		t.Fatal("the wire is not taken to be watched")
	}
	same(t, lines(`
		server 3 socket() makes server 3
		server 3 bind() quiet
		server 3 listen() quiet
		enter server 3 accept()
		client 4 socket() makes client 4
		enter client 4 connect()
		1: client 4 > server 3
		1 arrives at server 3
		2: server 3 > client 4
		2 arrives at client 4
		3: client 4 > server 3
		back client 4 connect()
		3 arrives at server 3
		back server 3 accept() makes server 5`), story(r.Moments))
	for _, m := range r.Moments {
		if m.Kind == run.Arrival && (m.From != m.Coming.Sent.From || m.Coming.Sent != packet(t, r, m.Packet.Number) || m.Coming.Delay != m.Time.Sub(m.Coming.Sent.Time) || m.Coming.Delay <= 0) {
			t.Errorf("packet %d arrives as %+v", m.Packet.Number, m.Coming)
		}
	}
}

// Packets are lost, delayed, doubled and overtaken.
func TestFates(t *testing.T) {
	m := runtest.NewMail("")
	m.Lose(m.Post(false, "one"), "drop 1st client datagram")
	twice := m.Post(false, "two")
	m.Arrive(twice)
	m.ArriveBy(twice, "duplicate 2nd client datagram")
	slow, quick := m.Post(false, "three"), m.Post(false, "four")
	m.Arrive(quick)
	m.Arrive(slow)
	m.Post(false, "five")
	r := builder.Of(m.Recording())
	want := map[int]string{1: "lost", 2: "came twice", 3: "came", 4: "came", 5: "on its way"}
	for n, fate := range fates(r) {
		if want[n] != fate {
			t.Errorf("packet %d: %s, want %s", n, fate, want[n])
		}
	}
	type coming struct{ packet, copy, overtaken int }
	var got []coming
	for _, m := range r.Moments {
		if m.Kind == run.Arrival {
			got = append(got, coming{m.Packet.Number, m.Coming.Copy, m.Coming.Overtaken})
		}
	}
	for i, w := range []coming{{2, 0, 0}, {2, 1, 0}, {4, 0, 0}, {3, 0, 4}} {
		if i >= len(got) || got[i] != w {
			t.Errorf("arrivals %+v", got)
			break
		}
	}
	if f := packet(t, r, 1).Facts.Fate.Fault(); f != "drop 1st client datagram" {
		t.Errorf("the fault is %q", f)
	}
}

// Nothing of another direction, address or protocol overtakes a packet.
func TestOvertakenByItsOwnKindOnly(t *testing.T) {
	m := runtest.NewMail("")
	slow := m.Post(false, "one")
	m.Arrive(m.Post(true, "answer"))
	m.Arrive(m.Packet(capture.Packet{Proto: capture.TCP, Src: m.From(), Dst: m.To(), TCP: capture.TCPHeader{Flags: capture.SYN}}))
	m.Arrive(m.Packet(capture.Packet{Proto: capture.UDP, Src: otherAt, Dst: m.To()}))
	m.Post(false, "still on its way")
	m.Arrive(slow)
	for _, m := range builder.Of(m.Recording()).Moments {
		if m.Kind == run.Arrival && m.Coming.Overtaken != 0 {
			t.Errorf("packet %d is overtaken by %d", m.Packet.Number, m.Coming.Overtaken)
		}
	}
}

// A repetition of what was on its way, or had arrived, is told from one of what was lost:
// the facts of the first packet say what became of it.
func TestRepetitionsOfLostPackets(t *testing.T) {
	for name, rec := range map[string]*capture.Recording{"SYN,ACK": runtest.LostSYNACK(), "data": runtest.LostData()} {
		r, lost := builder.Of(rec), 0
		for _, m := range r.Moments {
			if m.Kind == run.Packet && m.Facts.Again != nil && m.Facts.Again.First.Facts.Fate.Lost() {
				lost++
			}
		}
		if lost != 1 {
			t.Errorf("%s: %d repetitions of lost packets", name, lost)
		}
	}
}

// Data that arrives before accept() has returned is early.
func TestEarlyData(t *testing.T) {
	for _, accepted := range []bool{false, true} {
		h := runtest.NewHosts("")
		connect := h.Dial()
		h.Through(h.Forth(capture.SYN, ""))
		h.Through(h.Back(synAck, ""))
		n := h.Forth(capture.ACK, "")
		h.Return(connect)
		h.Through(n)
		if accepted {
			h.Accepted()
		}
		n = h.Says(false, "hello")
		h.Through(n)
		if !accepted {
			h.Accepted()
		}
		if got := packet(t, builder.Of(h.Recording()), n).Facts.Early; got == accepted {
			t.Errorf("accepted before: %t, early: %t", accepted, got)
		}
	}
}

// Whether a wire was watched is known by the first entry that is no packet; packets alone
// are of a wire that was not, though there were two hosts.
func TestWatchedOrNot(t *testing.T) {
	h := runtest.NewHosts("")
	h.Connect()
	whole := h.Recording()
	for _, tt := range []struct {
		name    string
		packets bool
		many    int
		watched bool
	}{{"all of it", false, 0, true}, {"packets alone", true, 0, false}, {"many packets alone", true, 20, false}} {
		b := builder.New(builder.Options{TwoHosts: true})
		for _, e := range whole.Entries {
			if !tt.packets || e.Packet != nil {
				b.Add(e)
			}
		}
		if tt.packets && len(b.Take(0)) != 0 {
			t.Errorf("%s: moments before it is known whether the wire was watched", tt.name)
		}
		for i := range tt.many {
			b.Add(capture.Entry{Packet: &capture.Packet{Number: 100 + i, Time: time.Unix(1e9, int64(i)), Proto: capture.UDP, Src: otherAt, Dst: clientAt}})
		}
		if got := len(b.Take(0)); tt.many > 0 && got != tt.many+3 {
			t.Errorf("%s: %d moments", tt.name, got)
		}
		r := b.Run()
		if r.Watched != tt.watched {
			t.Errorf("%s: watched %t", tt.name, r.Watched)
		}
		for n, fate := range fates(r) {
			if (fate == "unwatched") == tt.watched {
				t.Errorf("%s: packet %d: %s", tt.name, n, fate)
			}
		}
	}
}

// The delivery of a file that is scanned knows no more of its packet than the number.
func TestDeliveriesOfAScannedFile(t *testing.T) {
	h := runtest.NewHosts("")
	h.Connect()
	rec := h.Recording()
	want := story(builder.Of(rec).Moments)
	for _, e := range rec.Entries {
		if e.Delivery != nil {
			e.Delivery.Packet = &capture.Packet{Number: e.Delivery.Packet.Number}
		}
	}
	r := builder.Of(rec)
	same(t, want, story(r.Moments))
	for _, m := range r.Moments {
		if m.Kind == run.Arrival && (m.Coming.Delay <= 0 || m.Coming.Delay > time.Second) {
			t.Errorf("packet %d was on the wire for %v", m.Packet.Number, m.Coming.Delay)
		}
	}
}

// A delivery of a packet that is not in the recording is nothing to tell.
func TestDeliveryOfNothing(t *testing.T) {
	rec := &capture.Recording{Entries: []capture.Entry{{Delivery: &capture.Delivery{Packet: &capture.Packet{Number: 7}, Time: time.Unix(1, 0)}}}}
	if got := story(builder.Of(rec).Moments); len(got) != 0 {
		t.Errorf("%q", got)
	}
}

// Frames of no conversation arrive, and reach no socket.
func TestStrayFrames(t *testing.T) {
	s := runtest.NewScript("")
	n := s.Packet(capture.Packet{Problem: "ARP is not drawn"})
	s.Arrive(n)
	r := builder.Of(s.Recording())
	same(t, lines(`
		1: stray
		1 arrives at ?`), story(r.Moments))
	if len(r.Sockets) != 0 || r.Moments[0].Protocol() != capture.Undecoded {
		t.Error("it has a socket or a protocol")
	}
}

// Protocol is that of what happened, whatever kind of moment it is.
func TestProtocol(t *testing.T) {
	for name, tt := range map[string]struct {
		rec  *capture.Recording
		want capture.Protocol
	}{
		"TCP": {runtest.Backlog(), capture.TCP}, "UDP": {runtest.CrossingDatagrams(), capture.UDP},
		"ICMP is of what it is about": {runtest.RefusedDatagram(), capture.UDP},
	} {
		for _, m := range builder.Of(tt.rec).Moments {
			if m.Kind != run.Silent && m.Protocol() != tt.want {
				t.Errorf("%s: %q is of %v", name, told(m), m.Protocol())
			}
		}
	}
}

// The numbers of a segment of an earlier connection are shown as they were there.
func TestShownNumbers(t *testing.T) {
	m := &run.Moment{Facts: &facts.Facts{}}
	m.Seq, m.Ack = 3, 4
	if seq, ack := m.Shown(); seq != 3 || ack != 4 {
		t.Errorf("%d, %d", seq, ack)
	}
	m.Facts.Old = &facts.Old{Seq: 7, Ack: 8}
	if seq, ack := m.Shown(); seq != 7 || ack != 8 {
		t.Errorf("%d, %d", seq, ack)
	}
}

// A connection that is accepted and closed before anything else of it comes has its FIN at
// the accepted socket.
func TestClosedAtOnce(t *testing.T) {
	h := runtest.NewHosts("")
	h.Connect()
	n := h.Closes(true)
	h.Through(n)
	if got := told(packet(t, builder.Of(h.Recording()), n)); got != "4: server 5 > client 4" {
		t.Errorf("%q", got)
	}
	tp := newTape()
	tp.listens()
	l := tp.between(clientAt, serverAt)
	l.opens()
	tp.do(tcp("server", "accept", 3).at(serverAt).with(clientAt).returns(5), tcp("server", "close", 5).at(serverAt).with(clientAt))
	if n := l.s(finAck, ""); told(packet(t, tp.of(), n)) != "4: server 5 > 127.0.0.1:40001" {
		t.Error(told(packet(t, tp.of(), n)))
	}
}

// Where it is said that the wire was watched, no packet waits until that shows.
func TestKnownToBeWatched(t *testing.T) {
	b := builder.New(builder.Options{TwoHosts: true})
	b.Watched()
	b.Add(capture.Entry{Packet: &capture.Packet{Number: 1, Time: time.Unix(1, 0), Proto: capture.UDP, Src: otherAt, Dst: clientAt}})
	if n := len(b.Take(0)); n != 1 || !b.Run().Watched {
		t.Errorf("%d moments", n)
	}
}

// The first sixteen entries of two hosts are held back while they are packets alone.
func TestHeldBackWhileUndecided(t *testing.T) {
	b := builder.New(builder.Options{TwoHosts: true})
	for i := range 16 {
		if n := len(b.Take(0)); n != 0 {
			t.Fatalf("%d moments after %d entries", n, i)
		}
		b.Add(capture.Entry{Packet: &capture.Packet{Number: 1 + i, Time: time.Unix(1, int64(i)), Proto: capture.UDP, Src: otherAt, Dst: clientAt}})
	}
	if n := len(b.Take(0)); n != 16 {
		t.Errorf("%d moments after 16 entries", n)
	}
}

// A call waits for what arrives while it runs, though that was sent before.
func TestWaitsForAnArrival(t *testing.T) {
	h := runtest.NewHosts("")
	h.Connect()
	n := h.Says(false, "hello")
	recv := h.Asks(true, "recv")
	h.Arrive(n)
	h.Gets(recv, "hello")
	r := builder.Of(h.Recording())
	if m := theCall(t, r, "recv"); m.Kind != run.Return {
		t.Errorf("%q", told(m))
	}
	if m := theCall(t, r, "send"); m.Kind != run.Call || m.Quiet {
		t.Errorf("%q", told(m))
	}
}

// An ACK that was still on its way when the SYN,ACK was sent again is not disproved by
// that.
func TestACKOnItsWayIsTaken(t *testing.T) {
	for _, arrived := range []bool{false, true} {
		h := runtest.NewHosts("")
		connect := h.Dial()
		h.Through(h.Forth(capture.SYN, ""))
		h.Through(h.Back(synAck, ""))
		ack := h.Forth(capture.ACK, "")
		h.Return(connect)
		if arrived {
			h.Through(ack)
		}
		h.BackAgain(1)
		again := h.Back(synAck, "")
		if !arrived {
			h.Through(ack)
		}
		want := 0
		if arrived {
			want = again
		}
		if got := packet(t, builder.Of(h.Recording()), ack).Facts.NotTaken; got != want {
			t.Errorf("arrived before: %t, not taken by packet %d, want %d", arrived, got, want)
		}
	}
}

// Of two captures that were joined many packets come before the first is known to have arrived: they take longer than
// that.
func TestManyBeforeTheFirstArrival(t *testing.T) {
	b := builder.New(builder.Options{TwoHosts: true, Joint: true})
	for i := range 40 {
		b.Add(capture.Entry{Packet: &capture.Packet{Number: 1 + i, Time: time.Unix(1, int64(i)), Proto: capture.UDP, Src: clientAt, Dst: serverAt}})
	}
	b.Add(capture.Entry{Delivery: &capture.Delivery{Packet: &capture.Packet{Number: 3}, Time: time.Unix(1, 50), Lost: true}})
	r := b.Run()
	if got := fates(r)[3]; !r.Watched || got != "lost" {
		t.Errorf("watched is %v, and packet 3 %s", r.Watched, got)
	}
}
