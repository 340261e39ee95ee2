package flow

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
)

// The two ends of the conversations of the tests.
var (
	clientAddr = netip.MustParseAddrPort("10.0.0.1:50000")
	serverAddr = netip.MustParseAddrPort("10.0.0.2:12000")
)

// The initial sequence numbers where a test does not choose its own.
const (
	clientISN = 1000
	serverISN = 70000
)

// part changes one thing of a packet under construction.
type part func(*capture.Packet)

// seg makes a TCP segment of parts, later ones winning.
func seg(parts ...part) *capture.Packet {
	p := &capture.Packet{Proto: capture.TCP, Src: clientAddr, Dst: serverAddr}
	p.TCP.Window = 1000
	for _, apply := range parts {
		apply(p)
	}
	return p
}

// client sends the segment.
func client(p *capture.Packet) { p.Src, p.Dst = clientAddr, serverAddr }

// server sends the segment.
func server(p *capture.Packet) { p.Src, p.Dst = serverAddr, clientAddr }

func flags(f capture.Flags) part { return func(p *capture.Packet) { p.TCP.Flags |= f } }
func seq(n uint32) part          { return func(p *capture.Packet) { p.TCP.Seq = capture.Seq(n) } }
func window(n uint16) part       { return func(p *capture.Packet) { p.TCP.Window = n } }
func from(a netip.AddrPort) part { return func(p *capture.Packet) { p.Src = a } }
func to(a netip.AddrPort) part   { return func(p *capture.Packet) { p.Dst = a } }

// at sets when the packet was captured, after the beginning.
func at(after time.Duration) part { return func(p *capture.Packet) { p.Time = clock(after) } }

// wire sets how many octets the frame has.
func wire(n int) part { return func(p *capture.Packet) { p.Length = n } }

// scale gives the packet the window scale option.
func scale(shift uint8) part {
	return func(p *capture.Packet) { p.TCP.Options.HasWindowScale, p.TCP.Options.WindowScale = true, shift }
}

func ack(n uint32) part {
	return func(p *capture.Packet) {
		p.TCP.Ack = capture.Seq(n)
		p.TCP.Flags |= capture.ACK
	}
}

// data gives the packet n octets of payload, none of which were captured.
func data(n int) part { return func(p *capture.Packet) { p.PayloadLength = n } }

// The control bits, as parts.
var (
	syn = flags(capture.SYN)
	fin = flags(capture.FIN)
	rst = flags(capture.RST)
)

// c and s make the usual segment of either side, by relative numbers: those
// that the expected observation has, too.
func c(relSeq, relAck int64, parts ...part) *capture.Packet {
	return seg(append([]part{client, seq(uint32(clientISN + relSeq)), ack(uint32(serverISN + relAck))}, parts...)...)
}

func s(relSeq, relAck int64, parts ...part) *capture.Packet {
	return seg(append([]part{server, seq(uint32(serverISN + relSeq)), ack(uint32(clientISN + relAck))}, parts...)...)
}

// step is a segment and what a Tracker has to say of it.
type step struct {
	packet *capture.Packet
	events Events
	seq    int64
	ack    int64
	acked  Acknowledged
	after  [2]State // client (initiator), server
}

// octets is an acknowledgment of from..to-1.
func octets(from, to int64) Acknowledged { return Acknowledged{From: from, To: to} }

// What only a SYN, or only a FIN, is acknowledged by, and nothing.
var (
	ackedSYN = Acknowledged{SYN: true}
	ackedFIN = Acknowledged{FIN: true}
	none     = Acknowledged{}
)

// both is the same state on both sides.
func both(s State) [2]State { return [2]State{s, s} }

// handshake is the opening that most tests begin with.
func handshake() []step {
	return []step{
		{seg(client, syn, seq(clientISN)), SYN, 0, 0, none, [2]State{SynSent, Unknown}},
		{s(0, 1, syn), SYNACK, 0, 1, ackedSYN, [2]State{Established, SynReceived}},
		{c(1, 1), ACK, 1, 1, ackedSYN, both(Established)},
	}
}

// opened is a conversation that goes on after the handshake.
func opened(steps ...step) []step { return append(handshake(), steps...) }

// check runs the steps through a tracker and compares what it says.
func check(t *testing.T, tracker *Tracker, steps []step) {
	t.Helper()
	for i, want := range atTimes(steps) {
		o := tracker.Observe(want.packet)
		got := step{want.packet, o.Events, o.Seq, o.Ack, o.Acked, o.After}
		if diff := cmp.Diff(want.words(), got.words()); diff != "" {
			t.Errorf("segment %d (-want +got):\n%s", i+1, diff)
		}
		checkConsistent(t, &o)
	}
}

// pause is the time between two steps, long enough for one that repeats what
// was sent not to be taken for one that was overtaken.
const pause = 100 * time.Millisecond

// clock returns the time that is so much after the beginning.
func clock(after time.Duration) time.Time { return time.Unix(1_700_000_000, 0).UTC().Add(after) }

// atTimes returns the steps with packets captured one after the other, those
// that have no time.
func atTimes(steps []step) []step {
	all := slices.Clone(steps)
	for i := range all {
		p := *all[i].packet
		if p.Time.IsZero() {
			p.Time = clock(time.Duration(i) * pause)
		}
		all[i].packet = &p
	}
	return all
}

// words returns the step in words, for messages that can be read.
func (s step) words() map[string]any {
	return map[string]any{
		"events": s.events.String(), "seq": s.seq, "ack": s.ack, "acked": s.acked,
		"client": s.after[Initiator].String(), "server": s.after[Responder].String(),
	}
}

// checkConsistent checks what holds for every observation of a TCP segment,
// however strange the segment.
func checkConsistent(t *testing.T, o *Observation) {
	t.Helper()
	c, p := o.Conversation, o.Packet
	own, peer := &c.tcp.sides[o.From].sent, &c.tcp.sides[o.From.Peer()].sent
	if got := own.base + capture.Seq(uint32(o.Seq)); got != p.TCP.Seq {
		t.Errorf("relative seq %d is %d on the wire, not %d", o.Seq, got, p.TCP.Seq)
	}
	if got := peer.base + capture.Seq(uint32(o.Ack)); p.TCP.Flags.Has(capture.ACK) && got != p.TCP.Ack {
		t.Errorf("relative ack %d is %d on the wire, not %d", o.Ack, got, p.TCP.Ack)
	}
	if o.Next < o.Seq+int64(p.PayloadLength) {
		t.Errorf("next is %d after seq %d and %d octets", o.Next, o.Seq, p.PayloadLength)
	}
	if a := o.Acked; a.To < a.From || a.To > a.From && (a.From < 1 || a.To > o.Ack) {
		t.Errorf("ack %d covers %+v", o.Ack, a)
	}
	if c.States != o.After {
		t.Errorf("states %v after the packet, %v in the conversation", o.After, c.States)
	}
	checkForward(t, o)
	checkEvents(t, o)
}

// checkEvents checks that events do not contradict each other or the header.
func checkEvents(t *testing.T, o *Observation) {
	t.Helper()
	p, e := o.Packet, o.Events
	answers := e & (DupACK | WindowUpdate | KeepAliveACK | ZeroWindowProbeACK)
	if answers&(answers-1) != 0 || answers != 0 && (p.PayloadLength > 0 || p.TCP.Flags&(capture.SYN|capture.FIN|capture.RST) != 0) {
		t.Errorf("%v of %v with %d octets", e, p.TCP.Flags, p.PayloadLength)
	}
	if e&(FastRetransmission|SpuriousRetransmission) != 0 && !e.Has(Retransmission) || e.Has(Retransmission|OutOfOrder) {
		t.Errorf("%v", e)
	}
	if e.Has(PortReused) && !p.TCP.Flags.Has(capture.SYN) || e.Has(ACKLostSegment) && !p.TCP.Flags.Has(capture.ACK) {
		t.Errorf("%v of %v", e, p.TCP.Flags)
	}
	if o.Window < int(p.TCP.Window) || o.Window > maxWindow {
		t.Errorf("window %d of %d", o.Window, p.TCP.Window)
	}
	if o.RTT < 0 || o.RTT > 0 && !o.Acked.Any() {
		t.Errorf("round trip %v for %+v", o.RTT, o.Acked)
	}
}

// progress is how far a state is from the beginning; no packet leads back.
var progress = map[State]int{
	Unknown: 0, Listen: 0, SynSent: 1, SynReceived: 2, Established: 3,
	FinWait1: 4, CloseWait: 4, FinWait2: 5, Closing: 5, LastAck: 5, TimeWait: 6, Closed: 7,
}

// checkForward checks that no side goes back, but by a SYN or its answer.
func checkForward(t *testing.T, o *Observation) {
	t.Helper()
	for _, side := range []Side{Initiator, Responder} {
		before, known := progress[o.Before[side]]
		after, valid := progress[o.After[side]]
		if !known || !valid {
			t.Errorf("states %d before and %d after", o.Before[side], o.After[side])
		}
		if after < before && !o.Packet.TCP.Flags.Has(capture.SYN) {
			t.Errorf("%v goes back from %v to %v", side, o.Before[side], o.After[side])
		}
	}
}
