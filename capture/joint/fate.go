package joint

// PacketFate is what becomes of a packet, where packets are told of by their outlines alone: the delivery of capture, without
// times.
type PacketFate struct {
	Before int  // it comes before the outline with that index, and behind those in front of it
	Number int  // that of the packet
	Lost   bool // it never arrives
	Unseen Unseen
}
