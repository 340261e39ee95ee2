// Package lab is where a run takes place: programs talk to each other in it, and all
// that is seen of that comes out as one recording. It knows nothing of what they talk
// about.
//
//	programs ─────── calls ───────────────────────┐
//	   │ sockets, on loopback or on two hosts      │
//	   ├──► live.Feed ────── packets, deliveries ──┼──► causal.Merger ─► emit
//	   └──► sockdiag.Sampler ─ states, counters ───┘
//
// In this order:
//
//  1. [Open] captures on loopback, or makes two hosts and the wire between them, and
//     opens a view of each kernel: of its sockets, and of its counters where these
//     belong to the run alone.
//  2. [Lab.Record] lets something run. Its calls and packets have the kernels asked
//     what they have changed; all of it is emitted in causal order.
//  3. [Lab.Close] gives everything back.
package lab
