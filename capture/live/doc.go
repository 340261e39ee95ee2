// Package live captures what is on an interface while it happens.
//
//		interface ──► Open ──► Capture.Next ──► decode ──► Merger ──► emit
//		                1            2             3         4  ▲
//		              filter                                    │ calls, snapshots
//		                                       servers, clients, kernel
//
//	 1. [Open] starts a capture, with libpcap or with a packet(7) socket, whichever
//	    the build has, and has the kernel run a filter on each frame: see
//	    [PortFilter].
//	 2. A [Capture] yields the frames, in order and stamped by the kernel. Of a wire
//	    between two hosts that is captured at both ends, a [Wire] yields them
//	    together with what became of each.
//	 3. Package decode reads the headers.
//	 4. A [Merger] puts packets, calls and snapshots into causal order, and emits
//	    each when nothing that belongs before it can still come.
//
// [Record] does all of it for one run, from before its first packet until after its
// last: a [Sentinel] sends a datagram of its own when the run has ended, and once
// that is captured everything before it is, too.
package live
