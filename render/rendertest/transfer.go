package rendertest

import (
	"fmt"
	"time"

	"wireladder/capture"
	"wireladder/capture/capturetest"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
	"wireladder/render"
)

// Transfer returns what happened in so many packets and its picture, for benchmarks: lines that go
// to and fro in one connection, each with an ACK of its own, now and then one that is sent again. Both
// ends are captured, and every tenth packet is still on its way when the next one is sent. Their octets
// are those of real frames.
func Transfer(packets int) (*run.Run, *render.Diagram) {
	c := capturetest.New()
	n := c.TCP(c.Host("10.0.0.1").Port(40000), c.Host("10.0.0.2").Port(12000))
	n.Open()
	sent := 3
	for i := 0; sent < packets; i++ {
		ask := n.Client.Data(fmt.Sprintf("hello %d\n", i))
		n.Server.ACK()
		n.Server.Data(fmt.Sprintf("HELLO %d\n", i))
		n.Client.ACK()
		if sent += 4; i%250 == 249 {
			ask.Again()
			n.Server.ACK()
			sent += 2
		}
	}
	r := builder.Of(&capture.Recording{Entries: delivered(c.Packets()[:packets])})
	d := render.Build(r, render.Subject{})
	return r, &d
}

// delivered returns packets and their arrivals: of every tenth behind the next packet.
func delivered(packets []*capture.Packet) []capture.Entry {
	var all []capture.Entry
	for i, p := range packets {
		arrival := capture.Entry{Delivery: &capture.Delivery{Packet: p, Time: p.Time.Add(100 * time.Microsecond)}}
		if all = append(all, capture.Entry{Packet: p}); i%10 == 9 && i+1 < len(packets) {
			arrival.Delivery.Time = packets[i+1].Time.Add(50 * time.Microsecond)
		}
		all = append(all, arrival)
		if n := len(all); i%10 == 0 && i > 0 {
			all[n-3], all[n-2] = all[n-2], all[n-3] // the one before arrives between these two
		}
	}
	return all
}
