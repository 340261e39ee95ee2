// Package facts is what can be known of a packet besides its own headers: why it was sent
// again, what a RST answers, what an ICMP error is about, which numbers were never captured.
// Each fact carries its evidence: the numbers of packets, a call, a counter of the kernel.
// Where the evidence ends, so do the facts. There are no sentences here: package words makes
// them. Nor are facts found out here: that is what the packages below do.
//
//		flow.Observation ─┐
//		                  ├─► book.Book.Packet ─► Facts of this packet
//		Fate, counters  ──┘      │        ▲
//		                         │        └─ ledger, sequence, connection
//		                         └─► amendments of the Facts of packets before it
//
//	 1. Package ledger remembers each conversation: its last segments, and of each side
//	    which numbers were captured.
//	 2. Packages sequence and connection compare a segment with the ledger: its numbers and
//	    acknowledgments, and how its connection begins and breaks off. Package book does
//	    so with datagrams, fragments and ICMP errors.
//	 3. What a packet proves of packets before it is written into their facts: a gap that it
//	    fills, an ACK that was not taken, a copy that had arrived.
//
// Facts of a packet stay open until nothing more can come that amends them; package
// run decides when they are handed on.
package facts
