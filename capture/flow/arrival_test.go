package flow

import (
	"testing"

	"wireladder/capture"
)

// onWire is what happens to a packet, and the states after it: client, server.
type onWire struct {
	sent    *capture.Packet // what is sent; nil: see arrives
	arrives int             // number of the packet that arrives
	lost    bool            // it does not
	after   [2]State
}

// run lets things happen on a wire, and compares the states.
func (w wireRun) run(t *testing.T) {
	t.Helper()
	tracker, number, packets := NewTracker(), 0, map[int]*capture.Packet{}
	tracker.AwaitDeliveries()
	tracker.Listening(serverAddr)
	for i, step := range w {
		var o Observation
		if step.sent != nil {
			number++
			step.sent.Number, packets[number] = number, step.sent
			o = tracker.Observe(step.sent)
		} else {
			o = tracker.Deliver(&capture.Delivery{Packet: packets[step.arrives], Lost: step.lost})
		}
		if o.After != step.after {
			t.Errorf("step %d: states %v, want %v", i+1, o.After, step.after)
		}
		if o.Conversation.States != o.After {
			t.Errorf("step %d: the conversation is in %v, and the observation ends in %v", i+1, o.Conversation.States, o.After)
		}
	}
}

type wireRun []onWire

// established is a handshake without accidents.
func established(more ...onWire) wireRun {
	return append(wireRun{
		{sent: handshake()[0].packet, after: [2]State{SynSent, Listen}},
		{arrives: 1, after: [2]State{SynSent, Listen}},
		{sent: s(0, 1, syn), after: [2]State{SynSent, SynReceived}},
		{arrives: 2, after: [2]State{Established, SynReceived}},
		{sent: c(1, 1), after: [2]State{Established, SynReceived}},
		{arrives: 3, after: both(Established)},
	}, more...)
}

func TestArrivals(t *testing.T) {
	tests := map[string]wireRun{
		"a SYN is lost": {
			{sent: handshake()[0].packet, after: [2]State{SynSent, Listen}},
			{arrives: 1, lost: true, after: [2]State{SynSent, Listen}},
			{sent: handshake()[0].packet, after: [2]State{SynSent, Listen}},
			{arrives: 2, after: [2]State{SynSent, Listen}},
			{sent: s(0, 1, syn), after: [2]State{SynSent, SynReceived}},
		},
		"a SYN,ACK is lost": {
			{sent: handshake()[0].packet, after: [2]State{SynSent, Listen}},
			{arrives: 1, after: [2]State{SynSent, Listen}},
			{sent: s(0, 1, syn), after: [2]State{SynSent, SynReceived}},
			{arrives: 2, lost: true, after: [2]State{SynSent, SynReceived}},
			{sent: s(0, 1, syn), after: [2]State{SynSent, SynReceived}},
			{arrives: 3, after: [2]State{Established, SynReceived}},
		},
		"close": established(
			onWire{sent: c(1, 1, fin), after: [2]State{FinWait1, Established}},
			onWire{arrives: 4, after: [2]State{FinWait1, CloseWait}},
			onWire{sent: s(1, 2), after: [2]State{FinWait1, CloseWait}},
			onWire{arrives: 5, after: [2]State{FinWait2, CloseWait}},
			onWire{sent: s(1, 2, fin), after: [2]State{FinWait2, LastAck}},
			onWire{arrives: 6, after: [2]State{TimeWait, LastAck}},
			onWire{sent: c(2, 2), after: [2]State{TimeWait, LastAck}},
			onWire{arrives: 7, after: [2]State{TimeWait, Closed}},
		),
		"FINs cross": established(
			onWire{sent: c(1, 1, fin), after: [2]State{FinWait1, Established}},
			onWire{sent: s(1, 1, fin), after: both(FinWait1)},
			onWire{arrives: 4, after: [2]State{FinWait1, Closing}},
			onWire{arrives: 5, after: both(Closing)},
			onWire{sent: c(2, 2), after: both(Closing)},
			onWire{sent: s(2, 2), after: both(Closing)},
			onWire{arrives: 6, after: [2]State{Closing, TimeWait}},
			onWire{arrives: 7, after: both(TimeWait)},
		),
		"a FIN overtakes data": established(
			onWire{sent: c(1, 1, data(100)), after: both(Established)},
			onWire{sent: c(101, 1, fin), after: [2]State{FinWait1, Established}},
			onWire{arrives: 5, after: [2]State{FinWait1, Established}},
			onWire{arrives: 4, after: [2]State{FinWait1, CloseWait}},
			onWire{arrives: 4, after: [2]State{FinWait1, CloseWait}},
		),
		"a FIN comes, and the data before it is sent again": established(
			onWire{sent: c(1, 1, data(100)), after: both(Established)},
			onWire{arrives: 4, lost: true, after: both(Established)},
			onWire{sent: c(101, 1, fin), after: [2]State{FinWait1, Established}},
			onWire{arrives: 5, after: [2]State{FinWait1, Established}},
			onWire{sent: c(1, 1, data(100)), after: [2]State{FinWait1, Established}},
			onWire{arrives: 6, after: [2]State{FinWait1, CloseWait}},
		),
		"a reset": established(
			onWire{sent: s(1, 1, rst), after: [2]State{Established, Closed}},
			onWire{arrives: 4, after: both(Closed)},
		),
		"a reset that is far from the window": established(
			onWire{sent: s(1<<20, 1, rst), after: [2]State{Established, Closed}},
			onWire{arrives: 4, after: [2]State{Established, Closed}},
		),
		"a reset is lost": established(
			onWire{sent: s(1, 1, rst), after: [2]State{Established, Closed}},
			onWire{arrives: 4, lost: true, after: [2]State{Established, Closed}},
		),
		"UDP": {
			{sent: datagram(client)},
			{arrives: 1},
			{arrives: 1},
		},
	}
	for name, run := range tests {
		t.Run(name, func(t *testing.T) { run.run(t) })
	}
}

// TestDeliverUnknown checks deliveries of packets that were never seen.
func TestDeliverUnknown(t *testing.T) {
	tracker := NewTracker()
	for range 2 {
		for _, number := range []int{-1, 0, 1, capture.MaxUnderWay} {
			if o := tracker.Deliver(&capture.Delivery{Packet: &capture.Packet{Number: number}}); o.Conversation != nil {
				t.Errorf("packet %d: of stream %d", number, o.Conversation.Stream)
			}
		}
		tracker.AwaitDeliveries()
	}
}
