package runtest

import (
	"strings"
	"time"

	"wireladder/capture"
)

// rto is the first retransmission timeout (RFC 6298 §2.1), and what the kernel adds.
const rto = 1020 * time.Millisecond

const synAck = capture.SYN | capture.ACK

// LostSYNACK records a connection whose SYN,ACK is lost once.
func LostSYNACK() *capture.Recording {
	h := NewHosts("synack-loss")
	connect := h.Dial()
	h.Through(h.Forth(capture.SYN, ""))
	h.Lose(h.Back(synAck, ""), "drop 1st SYN-ACK")
	h.Wait(rto)
	h.Again(1)
	h.BackAgain(1)
	h.Through(h.Forth(capture.SYN, ""))
	h.Through(h.Back(synAck, ""))
	n := h.Forth(capture.ACK, "")
	h.Return(connect)
	h.Through(n)
	h.Accepted()
	h.Through(h.Says(false, "hello\n"))
	h.Through(h.Back(capture.ACK, ""))
	return h.Recording()
}

// DelayedBothWays records an exchange with 20 ms on the wire each way.
func DelayedBothWays() *capture.Recording {
	const way = 20 * time.Millisecond
	h := NewHosts("tcp")
	over := func(n int) {
		h.Wait(way)
		h.Arrive(n)
	}
	connect := h.Dial()
	over(h.Forth(capture.SYN, ""))
	over(h.Back(synAck, ""))
	n := h.Forth(capture.ACK, "")
	h.Return(connect)
	early := h.Says(false, "hello\n")
	h.Wait(way)
	h.Arrive(n)
	h.Accepted()
	recv := h.Asks(true, "recv")
	h.Arrive(early)
	n = h.Back(capture.ACK, "")
	h.Gets(recv, "hello\n")
	h.Wait(way)
	h.Arrive(n)
	return h.Recording()
}

// CrossingFINsOnTheWire records two closes at the same time.
func CrossingFINsOnTheWire() *capture.Recording {
	h := NewHosts("close-crossing")
	h.Connect()
	a := h.Closes(false)
	h.Wait(2 * time.Millisecond)
	b := h.Unheard(1, capture.FIN|capture.ACK, "")
	h.Call(h.of(h.server, "close"))
	h.Wait(8 * time.Millisecond)
	h.Arrive(a)
	x := h.Acks(true)
	h.Arrive(b)
	y := h.Acks(false)
	h.Wait(8 * time.Millisecond)
	h.Arrive(x)
	h.Arrive(y)
	return h.Recording()
}

// Acks sends a bare ACK of all that was sent.
func (h *Hosts) Acks(server bool) int {
	if server {
		return h.Back(capture.ACK, "")
	}
	return h.Forth(capture.ACK, "")
}

// FastRetransmit records five segments of which the second is lost: duplicate
// ACKs bring it again.
func FastRetransmit() *capture.Recording { return gap("fast-retransmit", 5) }

// EarlyRetransmit records the second of three segments, which is lost and sent
// again after the one duplicate ACK that there can be.
func EarlyRetransmit() *capture.Recording { return gap("early-retransmit", 3) }

// gap records a send in so many segments, of which the second is lost, and sent
// again when all the others have arrived.
func gap(name string, segments int) *capture.Recording {
	h := NewHosts(name)
	h.Connect()
	c := h.Asks(false, "send")
	part := strings.Repeat("x", 100)
	all := strings.Repeat(part, segments)
	c.Data, c.Size, c.Result = []byte(all), len(all), int64(len(all))
	var frames []int
	for range segments {
		frames = append(frames, h.Forth(capture.ACK, part))
	}
	h.Return(c)
	h.Arrive(frames[0])
	h.Through(h.Unheard(len(all)-len(part), capture.ACK, ""))
	h.Lose(frames[1], "drop 2nd data segment")
	for _, n := range frames[2:] {
		h.Arrive(n)
		h.Through(h.Unheard(len(all)-len(part), capture.ACK, ""))
	}
	h.Again(len(all) - len(part))
	h.Through(h.Forth(capture.ACK, part))
	h.cseq = h.cseq.Add(len(all) - 2*len(part))
	h.Through(h.Back(capture.ACK, ""))
	recv := h.Asks(true, "recv")
	h.Gets(recv, all)
	return h.Recording()
}

// LostData records a segment that is lost and sent again when its timer runs out.
func LostData() *capture.Recording {
	h := NewHosts("data-loss")
	h.Connect()
	recv := h.Asks(true, "recv")
	h.Lose(h.Says(false, "hello\n"), "drop 1st data segment")
	h.Wait(207 * time.Millisecond)
	h.Again(6)
	h.Through(h.Forth(capture.PSH|capture.ACK, "hello\n"))
	h.Through(h.Back(capture.ACK, ""))
	h.Gets(recv, "hello\n")
	return h.Recording()
}

// UntakenData is FastRetransmit, but for packet 5: it comes, and the server does not take it. By SACK packet
// 10 names packet 6.
func UntakenData() *capture.Recording {
	rec := FastRetransmit()
	packets := rec.Packets()
	behind, says := packets[5], packets[9]
	says.TCP.Options.SACKBlocks = 1
	says.TCP.Options.SACK[0] = capture.SACKBlock{From: behind.TCP.Seq, To: behind.TCP.Seq.Add(behind.PayloadLength)}
	for _, e := range rec.Entries {
		if d := e.Delivery; d != nil && d.Packet.Number == 5 {
			d.Lost = false
		}
	}
	return rec
}
