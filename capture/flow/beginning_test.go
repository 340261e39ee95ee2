package flow

import (
	"math"
	"net/netip"
	"testing"
	"time"

	"wireladder/capture"
)

// TestBeginning checks what a conversation began with, and who is the client.
func TestBeginning(t *testing.T) {
	low := func(p *capture.Packet) { p.Src = netip.AddrPortFrom(p.Src.Addr(), 785) }
	for name, tt := range map[string]struct {
		packet *capture.Packet
		want   Beginning
		from   Side
	}{
		"SYN":             {seg(client, syn), BeganSYN, Initiator},
		"SYN of a server": {seg(server, syn), BeganSYN, Initiator},
		"SYN,ACK":         {s(0, 1, syn), BeganSYNACK, Responder},
		"ACK":             {c(1, 1), BeganACK, Initiator},
		"data":            {c(1, 1, data(1)), BeganData, Initiator},
		"data of server":  {s(1, 1, data(1)), BeganData, Responder},
		"FIN":             {c(1, 1, data(1), fin), BeganFIN, Initiator},
		"FIN without ACK": {seg(client, fin), BeganAlone, Initiator},
		"no flags":        {seg(client), BeganAlone, Initiator},
		"RST":             {s(1, 1, rst), BeganRST, Responder},
		"NFS":             {c(1, 1, low, to(netip.MustParseAddrPort("10.0.0.2:2049"))), BeganACK, Initiator},
		"old client":      {s(1, 1, from(netip.MustParseAddrPort("10.0.0.2:80")), to(netip.MustParseAddrPort("10.0.0.1:1234"))), BeganACK, Responder},
		"UDP":             {datagram(server), BeganUDP, Initiator},
	} {
		if o := lastOf(observeAll(tt.packet)); o.Conversation.Began != tt.want || o.From != tt.from {
			t.Errorf("%s: %v, %v", name, o.Conversation.Began, o.From)
		}
	}
	if c := observeAll(icmpError(datagram(client)))[0].Conversation; c != nil && c.Began != BeganUnseen {
		t.Errorf("%v", c.Began)
	}
}

// TestEnding checks what is known of how a connection ended.
func TestEnding(t *testing.T) {
	begin := opening(0, 0)
	for name, tt := range map[string]struct {
		packets    []*capture.Packet
		fin, acked [2]bool
		reset      int // the side that sent it, -1 if none did
		refused    bool
	}{
		"open":          {begin, [2]bool{}, [2]bool{}, -1, false},
		"one FIN":       {after(begin, c(1, 1, fin)), [2]bool{true}, [2]bool{}, -1, false},
		"acknowledged":  {after(begin, c(1, 1, fin), s(1, 2)), [2]bool{true}, [2]bool{true}, -1, false},
		"both":          {after(begin, c(1, 1, fin), s(1, 2, fin), c(2, 2)), [2]bool{true, true}, [2]bool{true, true}, -1, false},
		"the first":     {[]*capture.Packet{s(1, 1, fin)}, [2]bool{false, true}, [2]bool{}, -1, false},
		"reset":         {after(begin, s(1, 1, rst), c(1, 1, rst)), [2]bool{}, [2]bool{}, 1, false},
		"reset in turn": {after(begin, c(1, 1, rst), s(1, 1, rst)), [2]bool{}, [2]bool{}, 0, false},
		"refused":       {[]*capture.Packet{begin[0], seg(server, rst, ack(clientISN+1))}, [2]bool{}, [2]bool{}, 1, true},
	} {
		conv := lastOf(observeAll(tt.packets...)).Conversation
		by, ok := conv.Reset()
		if ok != (tt.reset >= 0) || ok && int(by) != tt.reset || conv.Refused() != tt.refused {
			t.Errorf("%s: reset %v by %v, refused %v", name, ok, by, conv.Refused())
		}
		for _, side := range []Side{Initiator, Responder} {
			if conv.SentFIN(side) != tt.fin[side] || conv.FINAcknowledged(side) != tt.acked[side] {
				t.Errorf("%s: FIN of the %v %v, acknowledged %v", name, side, conv.SentFIN(side), conv.FINAcknowledged(side))
			}
		}
	}
}

// TestTimes checks the span of conversations whose packets are in no order of time,
// have none, or far ones.
func TestTimes(t *testing.T) {
	far, long := time.Date(9000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(1700, 1, 1, 0, 0, 0, 0, time.UTC)
	on := func(times ...time.Time) *Conversation {
		tracker := NewTracker()
		for _, at := range times {
			p := c(1, 1)
			p.Time = at
			tracker.Observe(p)
		}
		return tracker.Conversations()[0]
	}
	none := time.Time{}
	for name, tt := range map[string]struct {
		c           *Conversation
		first, last time.Time
		untimed     int
	}{
		"backwards":       {on(clock(5), clock(1), clock(3)), clock(1), clock(5), 0},
		"none":            {on(none, none), none, none, 2},
		"none at first":   {on(none, clock(7), clock(9)), clock(7), clock(9), 1},
		"none at last":    {on(clock(7), none), clock(7), clock(7), 1},
		"far":             {on(clock(7), far, clock(3)), clock(3), far, 0},
		"far, then none":  {on(far, none, clock(3), clock(9)), clock(3), far, 1},
		"more than ns":    {on(time.Unix(-8e9, 0).UTC(), time.Unix(8e9, 0).UTC()), time.Unix(-8e9, 0).UTC(), time.Unix(8e9, 0).UTC(), 0},
		"long ago, later": {on(long, clock(0)), long, clock(0), 0},
	} {
		d := tt.c.Duration()
		if tt.c.First() != tt.first || tt.c.Last() != tt.last || tt.c.Untimed() != tt.untimed || d != tt.last.Sub(tt.first) || tt.c.Timed() == tt.first.IsZero() {
			t.Errorf("%s: from %v to %v, %v, %d without", name, tt.c.First(), tt.c.Last(), d, tt.c.Untimed())
		}
		if name == "more than ns" && d != math.MaxInt64 {
			t.Errorf("%s: %v", name, d)
		}
	}
}

// TestNoTimeNoRTT checks that no time is measured from or to a packet without one.
func TestNoTimeNoRTT(t *testing.T) {
	for _, untimed := range []int{0, 1, 2, 3, 4} {
		packets := after(opening(0, 0), c(1, 1, data(5), ms(20)), s(1, 6, ms(21)))
		packets[untimed].Time = time.Time{}
		for i, o := range observeAll(packets...) {
			if o.RTT > 5*time.Millisecond || o.Conversation.HandshakeRTT > 10*time.Millisecond {
				t.Errorf("without time %d: packet %d: round trip %v, handshake %v", untimed, i, o.RTT, o.Conversation.HandshakeRTT)
			}
		}
	}
}
