package flow

import (
	"net/netip"
	"testing"
	"time"

	"wireladder/capture"
)

// TestAnswersFromElsewhere checks which datagrams are taken for answers to a question that went to another port or
// address: their receiver is the client then.
func TestAnswersFromElsewhere(t *testing.T) {
	const patient, late = 9 * time.Second, 11 * time.Second
	end := netip.MustParseAddrPort
	other := from(end("10.0.0.3:12000"))
	for name, tt := range map[string]struct {
		asked   []*capture.Packet
		answer  *capture.Packet
		answers bool
	}{
		"another port":         {[]*capture.Packet{datagram(client, at(0))}, datagram(server, from(end("10.0.0.2:33333")), at(patient)), true},
		"another address":      {[]*capture.Packet{datagram(client, at(0))}, datagram(server, other, at(patient)), true},
		"over IPv6":            {[]*capture.Packet{datagram(from(end("[fd00::1]:50000")), to(end("[fd00::2]:53")), at(0))}, datagram(from(end("[fd00::2]:50053")), to(end("[fd00::1]:50000")), at(0)), true},
		"too late":             {[]*capture.Packet{datagram(client, at(0))}, datagram(server, other, at(late)), false},
		"at no time":           {[]*capture.Packet{datagram(client)}, datagram(server, other), false},
		"neither":              {[]*capture.Packet{datagram(client, at(0))}, datagram(server, from(end("10.0.0.3:12001")), at(0)), false},
		"for another":          {[]*capture.Packet{datagram(client, at(0))}, datagram(server, other, to(end("10.0.0.1:50001")), at(0)), false},
		"it had an answer":     {[]*capture.Packet{datagram(client, at(0)), datagram(server, at(0))}, datagram(server, other, at(0)), false},
		"a server has asked":   {[]*capture.Packet{datagram(client, from(end("10.0.0.1:5000")), at(0))}, datagram(server, other, to(end("10.0.0.1:5000")), at(0)), false},
		"no server was asked":  {[]*capture.Packet{datagram(client, to(end("10.0.0.2:40000")), at(0))}, datagram(server, from(end("10.0.0.2:40001")), at(0)), false},
		"nobody has asked yet": {nil, datagram(server, other, at(0)), false},
	} {
		tracker := NewTracker()
		for _, p := range tt.asked {
			tracker.Observe(p)
		}
		o := tracker.Observe(tt.answer)
		stream, answers := o.Conversation.Answers()
		if answers != tt.answers || answers && (stream != 0 || o.From != Responder) {
			t.Errorf("%s: it answers stream %d: %v; from the %v", name, stream, answers, o.From)
		}
		if answers && tracker.Conversations()[0].Answered != 1 {
			t.Errorf("%s: the question is not answered", name)
		}
	}
}

// TestResetTakenBack checks in which states both sides are when the sender of a reset goes on.
func TestResetTakenBack(t *testing.T) {
	begin := opening(0, 0)
	for name, tt := range map[string]struct {
		packets []*capture.Packet
		want    [2]State
	}{
		"open":             {after(begin, s(1, 1, rst), s(1, 1, data(5))), both(Established)},
		"half closed":      {after(begin, c(1, 1, fin), s(1, 2), s(1, 2, rst), s(1, 2, data(5))), [2]State{FinWait2, CloseWait}},
		"a FIN under way":  {after(begin, c(1, 1, fin), s(1, 1, rst), s(1, 1, data(5))), [2]State{FinWait1, CloseWait}},
		"the FIN of both":  {after(begin, c(1, 1, fin), s(1, 2, fin), c(2, 1, rst), c(2, 1, data(5))), [2]State{Closed, LastAck}},
		"not a connection": {after(begin, s(1, 1, rst), c(1, 1, data(5))), both(Closed)},
	} {
		if o := lastOf(observeAll(tt.packets...)); o.After != tt.want {
			t.Errorf("%s: %v, want %v", name, o.After, tt.want)
		}
	}
}
