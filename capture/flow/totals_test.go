package flow

import (
	"runtime"
	"testing"
	"time"

	"wireladder/capture"
)

// observeAll observes packets and returns the observations.
func observeAll(packets ...*capture.Packet) []Observation {
	tracker := NewTracker()
	var all []Observation
	for _, p := range packets {
		all = append(all, tracker.Observe(p))
	}
	return all
}

// lastOf returns the last of some observations.
func lastOf(all []Observation) *Observation { return &all[len(all)-1] }

// TestSums checks what is added up of a conversation.
func TestSums(t *testing.T) {
	c := *lastOf(observeAll(after(opening(0, 0), c(1, 1, data(100), wire(154), ms(20)), c(1, 1, data(100), wire(154), ms(300)),
		s(1, 101, data(7), wire(61), ms(301)), c(1, 1, data(100), wire(154), ms(700)))...)).Conversation
	if c.Packets != [2]uint32{5, 2} || c.Payload != [2]int64{300, 7} || c.Bytes != [2]int64{462, 61} {
		t.Errorf("packets %v, payload %v, bytes %v", c.Packets, c.Payload, c.Bytes)
	}
	if c.readRare().retransmissions != [2]int{2, 0} || c.HandshakeRTT != 10*time.Millisecond {
		t.Errorf("retransmissions %v, round trip %v", c.readRare().retransmissions, c.HandshakeRTT)
	}
	if c.First() != clock(0) || c.Duration() != 700*time.Millisecond {
		t.Errorf("from %v, for %v", c.First(), c.Duration())
	}
}

// TestFarTimes checks that a conversation begins when its first packet says, also
// where ns since 1970 cannot tell, and that time goes on from there.
func TestFarTimes(t *testing.T) {
	for _, begin := range []time.Time{time.Unix(0, 1), time.Unix(-1, 999_999_999), time.Unix(1<<40, 7), time.Unix(-1<<50, 7)} {
		first, second := c(1, 1), c(1, 1)
		first.Time, second.Time = begin, begin.Add(5)
		c := lastOf(observeAll(first, second)).Conversation
		if !c.First().Equal(begin) || c.First().Location() != time.UTC || c.Duration() != 5 {
			t.Errorf("%v: from %v, for %v", begin, c.First(), c.Duration())
		}
	}
}

// TestHandshakeRTT checks when the round trip of the handshake is known.
func TestHandshakeRTT(t *testing.T) {
	first := seg(seg2(clientISN, 0)...)
	again := seg(seg2(clientISN, 1000)...)
	tests := map[string]struct {
		packets []*capture.Packet
		want    time.Duration
	}{
		"three segments":     {opening(0, 0), 10 * time.Millisecond},
		"a request as third": {[]*capture.Packet{first, s(0, 1, syn, ms(5)), c(1, 1, data(4), ms(12))}, 12 * time.Millisecond},
		"SYN sent again":     {[]*capture.Packet{first, again, s(0, 1, syn, ms(1005)), c(1, 1, ms(1010))}, 10 * time.Millisecond},
		"SYN,ACK sent again": {[]*capture.Packet{first, s(0, 1, syn, ms(5)), s(0, 1, syn, ms(1005)), c(1, 1, ms(1010))}, 0}, // of which is it the ACK?
		"both sent again":    {[]*capture.Packet{first, s(0, 1, syn, ms(5)), s(0, 1, syn, ms(900)), again, s(0, 1, syn, ms(1005)), c(1, 1, ms(1010))}, 10 * time.Millisecond},
		"SYN sent later":     {after(opening(0, 0), seg(seg2(clientISN, 300)...), c(1, 1, ms(317))), 10 * time.Millisecond},
		"0 at first":         {[]*capture.Packet{first, s(0, 1, syn, ms(0)), c(1, 1, ms(0)), c(1, 1, ms(5))}, 5 * time.Millisecond},
		"no SYN":             {[]*capture.Packet{s(0, 1, syn, ms(5)), c(1, 1, ms(10))}, 0},
		"no SYN,ACK":         {[]*capture.Packet{first, c(1, 1, ms(10))}, 0},
		"refused":            {[]*capture.Packet{first, seg(server, rst, ack(clientISN+1), ms(3))}, 0},
		"time goes back":     {[]*capture.Packet{first, s(0, 1, syn, ms(5)), c(1, 1, ms(-1))}, 0},
	}
	for name, test := range tests {
		if got := lastOf(observeAll(test.packets...)).Conversation.HandshakeRTT; got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

// TestRTT checks the time that is measured from a segment to its acknowledgment.
func TestRTT(t *testing.T) {
	sent := func(n int64, after float64) *capture.Packet { return c(1+100*n, 1, data(100), ms(after)) }
	tests := map[string]struct {
		packets []*capture.Packet
		want    time.Duration
	}{
		"the SYN":             {opening(0, 0)[:2], 5 * time.Millisecond},
		"the SYN,ACK":         {opening(0, 0), 5 * time.Millisecond},
		"a segment":           {after(opening(0, 0), sent(0, 20), s(1, 101, ms(27))), 7 * time.Millisecond},
		"two at once":         {after(opening(0, 0), sent(0, 20), sent(1, 24), s(1, 201, ms(27))), 3 * time.Millisecond},
		"one of two":          {after(opening(0, 0), sent(0, 20), sent(1, 24), s(1, 101, ms(27))), 7 * time.Millisecond},
		"one and a half":      {after(opening(0, 0), sent(0, 20), sent(1, 24), s(1, 150, ms(27))), 7 * time.Millisecond},
		"a half":              {after(opening(0, 0), sent(0, 20), s(1, 50, ms(27))), 0},
		"with data":           {after(opening(0, 0), sent(0, 20), s(1, 101, data(9), ms(27))), 7 * time.Millisecond},
		"a FIN":               {after(opening(0, 0), c(1, 1, fin, ms(20)), s(1, 2, ms(27))), 7 * time.Millisecond},
		"sent again":          {after(opening(0, 0), sent(0, 20), sent(0, 400), s(1, 101, ms(407))), 0},
		"acknowledged before": {after(opening(0, 0), sent(0, 20), s(1, 101, ms(27)), s(1, 101, ms(30))), 0},
		"before a gap":        {after(opening(0, 0), sent(0, 20), c(151, 1, ms(25)), s(1, 101, ms(27))), 7 * time.Millisecond},
		"before a SYN again":  {after(opening(0, 0), sent(2, 20), seg(seg2(clientISN, 22)...), s(0, 1, syn, ms(23)), s(1, 301, ms(27))), 7 * time.Millisecond},
		"before a FIN":        {[]*capture.Packet{c(1, 1, data(5), ms(20)), c(6, 1, fin, ms(24)), s(1, 6, ms(27))}, 7 * time.Millisecond},
		"a reset of number 0": {[]*capture.Packet{seg(client, rst, data(5), ms(20)), seg(server, ack(5), ms(27))}, 7 * time.Millisecond},
		"a keep-alive":        {after(opening(0, 0), sent(0, 20), s(1, 101, ms(27)), c(100, 1, data(1), ms(500)), s(1, 101, ms(507))), 0},
		"by a reset":          {after(opening(0, 0), sent(0, 20), s(1, 101, rst, ms(27))), 0},
		"not captured":        {after(opening(0, 0), s(1, 101, ms(27))), 0},
		"time goes back":      {after(opening(0, 0), sent(0, 20), s(1, 101, ms(19))), 0},
	}
	for name, test := range tests {
		if got := lastOf(observeAll(test.packets...)).RTT; got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

// TestWindow checks the window of each segment of a conversation, scaled or not.
func TestWindow(t *testing.T) {
	tests := map[string]struct {
		client, server uint8
		want           [4]int // SYN; SYN,ACK; ACK of the client; ACK of the server
	}{
		"scaled":         {1, 3, [4]int{1000, 1000, 2000, 8000}},
		"client alone":   {2, 0, [4]int{1000, 1000, 1000, 1000}},
		"server alone":   {0, 2, [4]int{1000, 1000, 1000, 1000}},
		"too large":      {200, 15, [4]int{1000, 1000, 1000 << 14, 1000 << 14}},
		"as by RFC 1323": {0, 0, [4]int{1000, 1000, 1000, 1000}},
	}
	for name, test := range tests {
		for i, o := range observeAll(after(opening(test.client, test.server), s(1, 1, ms(20)))...) {
			if o.Window != test.want[i] {
				t.Errorf("%s: window %d of segment %d, want %d", name, o.Window, i+1, test.want[i])
			}
		}
	}
	if o := lastOf(observeAll(c(1, 1))); o.Window != 1000 {
		t.Errorf("SYN not seen: window %d", o.Window)
	}
}

// TestCompleteness checks the parts of a connection's life that count as seen.
func TestCompleteness(t *testing.T) {
	tests := map[string]struct {
		packets []*capture.Packet
		want    Completeness
	}{
		"handshake":             {opening(0, 0), HasSYN | HasSYNACK | HasACK},
		"whole":                 {after(opening(0, 0), c(1, 1, data(5)), c(6, 1, fin)), HasSYN | HasSYNACK | HasACK | HasData | HasFIN},
		"aborted":               {after(opening(0, 0), s(1, 1, rst)), HasSYN | HasSYNACK | HasACK | HasRST},
		"refused":               {[]*capture.Packet{opening(0, 0)[0], seg(server, rst, ack(clientISN+1))}, HasSYN | HasACK | HasRST},
		"data in the SYN":       {[]*capture.Packet{seg(client, syn, data(3))}, HasSYN | HasData},
		"first one lost":        {[]*capture.Packet{c(1, 1, data(5)), c(6, 1, data(5))}, HasData},
		"first one not counted": {[]*capture.Packet{c(1, 1, fin)}, 0},
		"SYN came second":       {[]*capture.Packet{s(0, 1, syn), seg(client, syn, seq(clientISN))}, 0},
		"FIN without ACK":       {[]*capture.Packet{opening(0, 0)[0], seg(client, fin, seq(clientISN+1))}, HasSYN},
		"data without ACK":      {[]*capture.Packet{opening(0, 0)[0], seg(client, seq(clientISN+1), data(3))}, HasSYN},
	}
	for name, test := range tests {
		if got := lastOf(observeAll(test.packets...)).Conversation.Completeness; got != test.want {
			t.Errorf("%s: %06b, want %06b", name, got, test.want)
		}
	}
}

// TestMemory checks what a conversation costs: 100,000 of them are to fit in
// 60 MB.
func TestMemory(t *testing.T) {
	const n, most = 20_000, 600
	used := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before, tracker, source := used(), NewTracker(), &traffic{n: n}
	for k := range 6 {
		for i := range n {
			tracker.Observe(source.at(i, k))
		}
	}
	if each := (used() - before) / n; each > most {
		t.Errorf("%d octets each", each)
	}
	runtime.KeepAlive(tracker)
}
