package facts

import "wireladder/capture"

// Fragment is that a frame holds a piece of an IP datagram (RFC 791 §2.3).
type Fragment struct {
	Index    int // how many pieces of the datagram have come with it
	First    int // the frame that holds the first piece that came
	Whole    int // the frame with which all of the datagram was there; 0: never
	Pieces   int // how many came, all in all
	Begins   bool
	Ends     bool
	Same     int       // a frame before it that holds the same piece; 0: none
	Overlaps int       // a frame before it that holds a part of the same octets; 0: none
	Mixed    int       // a frame of the datagram that overlaps another one, so that it is not put together; 0: none
	Ports    [2]uint16 // of the datagram, where the piece that begins it tells them
	Length   int       // octets of payload that its UDP header announces; 0: it has none, or is not there
}

// Completed reports whether a packet, which f is of, is the whole datagram: it was put
// together from pieces.
func (f *Fragment) Completed(p *capture.Packet) bool { return f.Whole > 0 && f.Whole == p.Number }
