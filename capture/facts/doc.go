// Package facts says of each packet what is known of it besides its own headers: why
// it was sent again, what a RST answers, what an ICMP error is about, which numbers
// were never captured. Each fact carries its evidence: the numbers of packets, a call, a
// counter of the kernel. Where the evidence ends, so do the facts. There are no
// sentences here: package words makes them.
//
//		flow.Observation ─┐
//		                  ├─► Book.Packet ─► Facts of this packet
//		Fate, counters  ──┘        │
//		                           └───────► amendments of the Facts of packets before it
//
//	 1. A [Book] keeps a ledger of each conversation: its last segments, and of each
//	    side which numbers were captured.
//	 2. Each packet is compared with the ledger (again.go, numbers.go, acks.go, probe.go,
//	    open.go, reset.go, wait.go, icmp.go, datagram.go, fragment.go).
//	 3. What it proves of packets before it is written into their facts: a gap that it
//	    fills, an ACK that was not taken, a copy that had arrived.
//
// Facts of a packet stay open until nothing more can come that amends them; package
// run decides when they are handed on.
//
// Memory is bounded for each conversation, whatever the capture holds: 512 segments,
// 64 ranges of numbers; payloads that are compared are held in one ring of 4 MB.
package facts
