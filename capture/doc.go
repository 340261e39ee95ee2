// Package capture is the model of evidence: the packets that were on the wire,
// the socket calls that caused them (or did not), and what the kernel said of
// its sockets meanwhile. It holds data, and the few rules that belong to the data
// alone, such as the arithmetic of sequence numbers. It reads nothing.
//
//	interface        file              servers and clients
//	    │ 1            │ 1                     │ 1
//	  live      savefile, pcapng         CallObserver
//	    │              │                       │
//	    └──────┬───────┘                       │
//	           │ 2                             │
//	        decode                             │
//	           │                               │
//	           └───────────────┬───────────────┘
//	                           │ 3
//	                   Entry, Recording
//	                           │ 4
//	                         flow
//
// The road from evidence to drawing:
//
//  1. Frames come from an interface (package live) or from a file (packages savefile
//     and pcapng; pairing joins two), as a [Packet] each that has Time, Link, Data and
//     Length. Servers and clients report each socket call, as a [Call], to a
//     [CallObserver]; package sockdiag asks the kernel for a [Snapshot].
//  2. Package decode reads the headers of the frame and fills the rest of the Packet.
//     Where a table of conversations is all that is wanted, it fills an [Outline].
//  3. All of it is put into causal order, as an [Entry] each, and kept in memory
//     in a [Recording], or in a file.
//  4. Package flow says what each packet means in its conversation. What follows
//     from there is no evidence any more.
package capture
