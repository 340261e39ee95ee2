// Package live captures what is on an interface while it happens.
//
//	interface ──► Open ──► Capture ──► Feed.Next ──► Merger ──► emit
//	                1         2           3            4 ▲
//	              filter                decode           │ calls, snapshots, counters
//	                                        servers, clients, kernel
//
// Step by step:
//
//  1. [Open] starts a capture, with libpcap or with a packet(7) socket, whichever
//     the build has, and has the kernel run a filter on each frame: see
//     bpf.PortFilter.
//  2. A [Capture] yields the frames, in order and stamped by the kernel.
//  3. A [Feed] yields decoded packets up to an end. [UntilSentinel] makes one of a
//     capture on loopback: a [Sentinel] sends a datagram of its own when the run has
//     ended, and once that is captured everything before it is, too. A wire between
//     two hosts is a Feed itself; it knows what is on its way, and what became of it.
//  4. A [causal.Merger] puts packets, calls, snapshots and counters into causal order, and
//     emits each when nothing that belongs before it can still come.
//
// [Record] does all of it for one run, from before its first packet until after its
// last.
package live
