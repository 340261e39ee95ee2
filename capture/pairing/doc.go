// Package pairing finds out of two captures, taken at the two ends of one run, which packets of
// one are those of the other, and merges both into one recording of two hosts.
//
//	client's file ─┐ Add              Pair                   Known      package merge
//	               ├──────► Pairing ────────► which is whose, ──────────► packets, each once, with
//	server's file ─┘  sights        clocks    and what nobody saw          deliveries, by one clock
//
// Both files are read twice. The first time each packet leaves a sight, of a few octets: what
// it has in common with itself at the other end (package keys), and when it was captured. Packets
// that are alike and of which each capture has one are the same packet; these tell who is at which
// end, and the clocks. Of several that are alike (without an IP identification), times tell.
// The second time the packets are put in order by the client's clock. Where their outlines are enough, these are kept
// (package outlines), and there is no second time.
//
// What can't be known is not said: see joint.Unseen.
package pairing
