package flow

import (
	"testing"
	"time"

	"wireladder/capture"
)

// ms is a time after the beginning.
func ms(n float64) part { return at(time.Duration(n * float64(time.Millisecond))) }

// opening returns a handshake of 10 ms round trip, with windows scaled by the two
// shift counts if they are not 0.
func opening(client, server uint8, parts ...part) []*capture.Packet {
	first := seg(seg2(clientISN, 0)...)
	answer := s(0, 1, syn, ms(5))
	if client > 0 {
		scale(client)(first)
	}
	if server > 0 {
		scale(server)(answer)
	}
	return []*capture.Packet{first, answer, c(1, 1, append(parts, ms(10))...)}
}

// seg2 are the parts of a SYN.
func seg2(isn uint32, after float64) []part { return []part{syn, seq(isn), ms(after)} }

// judged is what Wireshark says of the last of some packets.
type judged struct {
	packets []*capture.Packet
	want    Events
}

// after puts packets after an opening.
func after(opening []*capture.Packet, packets ...*capture.Packet) []*capture.Packet {
	return append(opening, packets...)
}

// The rules of what the window and the acknowledgment say.
var windowRules = map[string]judged{
	"zero window":            {after(opening(0, 0), s(1, 1, window(0), ms(20))), ZeroWindow},
	"a FIN's is no matter":   {after(opening(0, 0), s(1, 1, fin, window(0), ms(20))), 0},
	"window update":          {after(opening(0, 0), c(1, 1, window(2000), ms(20))), WindowUpdate},
	"with data it is none":   {after(opening(0, 0), c(1, 1, window(2000), data(2), ms(20))), 0},
	"nor to nothing":         {after(opening(0, 0), c(1, 1, window(0), ms(20))), ZeroWindow},
	"window full":            {after(opening(0, 0), c(1, 1, data(1000), ms(20))), WindowFull},
	"nearly full":            {after(opening(0, 0), c(1, 1, data(999), ms(20))), 0},
	"full, scaled":           {after(opening(1, 2), s(1, 1, ms(15)), c(1, 1, data(4000), ms(20))), WindowFull},
	"a SYN,ACK's unscaled":   {after(opening(1, 2), c(1, 1, data(1000), ms(20))), WindowFull},
	"one side does not":      {after(opening(0, 2), s(1, 1, ms(15)), c(1, 1, data(1000), ms(20))), WindowFull},
	"the other does not":     {after(opening(2, 0), s(1, 1, ms(15)), c(1, 1, data(1000), ms(20))), WindowFull},
	"scale not known":        {after(nil, s(1, 1), c(1, 1, data(1000), ms(20))), 0},
	"full and sent again":    {after(opening(0, 0), c(1, 1, data(1000), ms(20)), c(1, 1, data(1000), ms(400))), WindowFull | Retransmission},
	"zero-window probe":      {after(opening(0, 0), s(1, 1, window(0), ms(20)), c(1, 1, data(1), ms(30))), ZeroWindowProbe},
	"two octets are none":    {after(opening(0, 0), s(1, 1, window(0), ms(20)), c(1, 1, data(2), ms(30))), 0},
	"no window seen":         {after(nil, c(1, 1, data(5)), c(6, 1, data(1), ms(30))), 0},
	"its answer":             {after(opening(0, 0), s(1, 1, window(0), ms(20)), c(1, 1, data(1), ms(30)), s(1, 1, window(0), ms(31))), ZeroWindow | ZeroWindowProbeACK},
	"an answer that opens":   {after(opening(0, 0), s(1, 1, window(0), ms(20)), c(1, 1, data(1), ms(30)), s(1, 2, ms(31))), ACKLostSegment},
	"and then its data":      {after(opening(0, 0), s(1, 1, window(0), ms(20)), c(1, 1, data(1), ms(30)), s(1, 2, ms(31)), c(2, 1, data(9), ms(40))), LostSegment},
	"the probe sent again":   {after(opening(0, 0), s(1, 1, window(0), ms(20)), c(1, 1, data(1), ms(30)), c(1, 1, data(1), ms(40))), ZeroWindowProbe},
	"keep-alive":             {after(opening(0, 0), c(0, 1, ms(50))), KeepAlive},
	"with an octet":          {after(opening(0, 0), c(0, 1, data(1), ms(50))), KeepAlive},
	"a FIN is none":          {after(opening(0, 0), c(0, 1, fin, ms(50))), Retransmission},
	"keep-alive, zero":       {after(opening(0, 0), c(0, 1, window(0), ms(50))), KeepAlive | ZeroWindow},
	"keep-alive ACK":         {after(opening(0, 0), s(1, 1, ms(20)), c(0, 1, ms(50)), s(1, 1, ms(51))), KeepAliveACK},
	"and another":            {after(opening(0, 0), s(1, 1, ms(20)), c(0, 1, ms(50)), s(1, 1, ms(51)), s(1, 1, ms(52))), KeepAliveACK},
	"duplicate ACK":          {after(opening(0, 0), c(1, 1, ms(20))), DupACK},
	"with data it is no dup": {after(opening(0, 0), c(1, 1, data(2), ms(20))), 0},
	"without ACK it is none": {after(nil, seg(client, syn, seq(clientISN)), seg(client, seq(clientISN+1), ms(20))), 0},
	"an older ACK":           {after(opening(0, 0), c(1, 1, data(5), ms(20)), s(1, 6, ms(21)), s(1, 1, ms(22))), 0},
}

// lost returns what precedes a retransmission: five segments of 100 octets, the
// first of which was lost after it was captured, from 100 ms on; and 1+n
// duplicate ACKs, the last at 105 or 110 ms.
func lost(n int) []*capture.Packet {
	all := opening(0, 0)
	all = append(all, s(1, 1, data(1), ms(50)), c(1, 2, ms(51)))
	for i := range 5 {
		all = append(all, c(int64(1+100*i), 2, data(100), ms(100+float64(i)/10)))
	}
	all = append(all, s(2, 1, ms(105)))
	for i := range n {
		all = append(all, s(2, 1, ms(110+float64(i-n+1)/10)))
	}
	return all
}

// The rules of what repeats and what is missing.
var sequenceRules = map[string]judged{
	"lost segment":                {after(opening(0, 0), c(2, 1, data(5), ms(20))), LostSegment},
	"a reset is none":             {after(opening(0, 0), c(2, 1, rst, ms(20))), 0},
	"an ACK tells it, too":        {after(opening(0, 0), c(2, 1, ms(20))), LostSegment},
	"ACK of a lost segment":       {after(opening(0, 0), s(1, 2, ms(20))), ACKLostSegment},
	"said once for a gap":         {after(opening(0, 0), c(1, 1, data(5), ms(20)), c(11, 1, data(5), ms(21)), s(1, 11, ms(22)), s(1, 12, ms(23))), 0},
	"said once":                   {after(opening(0, 0), s(1, 2, ms(20)), s(1, 3, ms(21))), 0},
	"and again after an ACK":      {after(opening(0, 0), s(1, 2, ms(20)), c(1, 1, ms(21)), s(1, 3, ms(22))), 0},
	"and of the next gap":         {after(opening(0, 0), s(1, 2, ms(20)), c(1, 1, data(9), ms(21)), s(1, 30, ms(22))), 0},
	"fast retransmission":         {after(lost(2), c(1, 2, data(100), ms(129.9))), Retransmission | FastRetransmission},
	"20 ms later":                 {after(lost(2), c(1, 2, data(100), ms(130))), Retransmission},
	"of another segment":          {after(lost(2), c(101, 2, data(100), ms(111))), Retransmission},
	"by two duplicate ACKs":       {after(lost(1), c(1, 2, data(100), ms(111))), Retransmission | FastRetransmission},
	"by ACKs not captured":        {after(opening(0, 0), s(1, 1, ms(20)), c(1, 5, fin, ms(25)), c(1, 5, fin, ms(36))), Retransmission | FastRetransmission},
	"by ACKs of what was before":  {after(lost(1), s(2, 101, ms(111)), c(101, 2, data(100), ms(112))), Retransmission},
	"by one duplicate ACK":        {after(lost(0), c(1, 2, data(100), ms(111))), Retransmission},
	"before the ACK, by its time": {after(lost(2), c(1, 2, data(100), ms(109))), OutOfOrder},
	"spurious":                    {after(lost(0), s(2, 101, ms(111)), c(1, 2, data(100), ms(112))), Retransmission | SpuriousRetransmission},
	"partly spurious":             {after(lost(0), s(2, 100, ms(111)), c(1, 2, data(100), ms(120))), Retransmission},
	"spurious, a FIN alone":       {after(opening(0, 0), c(1, 1, fin, ms(20)), s(1, 2, ms(21)), c(1, 1, fin, ms(400))), Retransmission},
	"out of order":                {after(lost(0), c(1, 2, data(99), ms(110.3))), OutOfOrder},
	"within a round trip":         {after(lost(0), c(1, 2, data(99), ms(110.4))), Retransmission},
	"the last is sent again":      {after(lost(0), c(401, 2, data(100), ms(101))), Retransmission},
	"its end is":                  {after(lost(0), c(450, 2, data(51), ms(101))), Retransmission},
	"no round trip known":         {after(nil, c(1, 1, data(9)), c(20, 1, data(9), ms(1)), c(10, 1, data(9), ms(3.9))), OutOfOrder},
	"a round trip, no SYN,ACK":    {[]*capture.Packet{seg(seg2(clientISN, 0)...), s(1, 1, ms(30)), c(1, 1, data(9), ms(40)), c(20, 1, data(9), ms(41)), c(10, 1, data(9), ms(66))}, OutOfOrder},
	"3 ms without":                {after(nil, c(1, 1, data(9)), c(20, 1, data(9), ms(1)), c(10, 1, data(9), ms(4))), Retransmission},
	"time goes back":              {after(nil, c(1, 1, data(9)), c(20, 1, data(9), ms(1)), c(10, 1, data(9), ms(0.5))), Retransmission},
	"a SYN":                       {after(opening(0, 0), seg(seg2(clientISN, 300)...)), Retransmission},
	"after a refusal":             {[]*capture.Packet{seg(seg2(clientISN, 0)...), seg(server, rst, ack(clientISN+1), ms(1)), seg(seg2(clientISN, 300)...)}, Retransmission},
	"what a reset has moved":      {[]*capture.Packet{seg(seg2(clientISN, 0)...), seg(client, rst, seq(clientISN+700), ms(1)), seg(seg2(clientISN, 300)...), s(0, 1, syn, ms(301)), c(1, 1, data(5), ms(302))}, 0},
	"a SYN,ACK":                   {after(opening(0, 0), s(0, 1, syn, ms(300))), Retransmission},
	"another SYN":                 {after(opening(0, 0), seg(seg2(clientISN+1e6, 300)...)), PortReused},
	"another SYN,ACK":             {after(opening(0, 0), s(1e6, 1, syn, ms(300))), LostSegment | PortReused},
	"more, from before the end":   {after(opening(0, 0), c(1, 1, data(9), ms(20)), c(9, 1, data(9), ms(21))), 0},
	"one octet, from there":       {after(opening(0, 0), c(1, 1, data(9), ms(20)), c(9, 1, data(1), ms(21))), KeepAlive},
}

// TestRules checks each rule where it begins and ends to apply.
func TestRules(t *testing.T) {
	for _, rules := range []map[string]judged{windowRules, sequenceRules} {
		for name, rule := range rules {
			t.Run(name, func(t *testing.T) {
				tracker := NewTracker()
				var o Observation
				for _, p := range rule.packets {
					if p.Time.IsZero() {
						p.Time = clock(0)
					}
					o = tracker.Observe(p)
				}
				if got := o.Events & judgedEvents; got != rule.want {
					t.Errorf("%v, want %v", got, rule.want)
				}
			})
		}
	}
}

// TestNumberZero checks that a segment with number 0 has a number, which Wireshark
// takes for one that was not seen: see the list of differences in the package's doc.
func TestNumberZero(t *testing.T) {
	all := observeAll(seg(server, seq(0), ack(clientISN+1)), seg(server, syn, seq(9), ack(clientISN+1), ms(300)))
	if e := lastOf(all).Events; !e.Has(LostSegment | PortReused) {
		t.Errorf("another SYN,ACK: %v", e)
	}
}

// TestManyDuplicateACKs checks that a segment is asked for, too, by more duplicate
// ACKs than are counted.
func TestManyDuplicateACKs(t *testing.T) {
	tracker := NewTracker()
	for _, p := range lost(0) {
		tracker.Observe(p)
	}
	for n := range 1 << 15 {
		if o := tracker.Observe(s(2, 1, ms(110))); !o.Events.Has(DupACK) {
			t.Fatalf("number %d: %v", n, o.Events)
		}
	}
	if o := tracker.Observe(c(1, 2, data(100), ms(111))); !o.Events.Has(FastRetransmission) {
		t.Errorf("%v", o.Events)
	}
}

// TestOwnEvents checks that what the header says is said besides, and that the
// octet of a keep-alive is data only as long as it was not acknowledged.
func TestOwnEvents(t *testing.T) {
	for name, test := range map[string]judged{
		"retransmission": {after(lost(0), c(1, 2, data(100), ms(600))), Data | Retransmission},
		"probe":          {after(opening(0, 0), s(1, 1, window(0), ms(20)), c(1, 1, data(1), ms(30))), Data | ZeroWindowProbe},
		"keep-alive":     {after(opening(0, 0), c(0, 1, ms(50))), ACK | KeepAlive},
		"with garbage":   {after(opening(0, 0), c(1, 1, data(2), ms(20)), s(1, 3, ms(30)), c(2, 1, data(1), ms(50))), ACK | KeepAlive},
		"with data":      {after(opening(0, 0), c(1, 1, data(2), ms(20)), c(2, 1, data(1), ms(50))), Data | KeepAlive},
		"window update":  {after(opening(0, 0), c(1, 1, window(9), ms(20))), ACK | WindowUpdate},
		"no flags":       {after(opening(0, 0), seg(client, seq(clientISN+2), ms(20))), LostSegment},
	} {
		tracker := NewTracker()
		var o Observation
		for _, p := range test.packets {
			o = tracker.Observe(p)
		}
		if o.Events != test.want {
			t.Errorf("%s: %v, want %v", name, o.Events, test.want)
		}
	}
}
