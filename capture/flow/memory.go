package flow

import "wireladder/capture"

// memory is what a tracker remembers of conversations apart from them, because few
// need it, or few observations.
type memory struct {
	fly  flights                         // what is under way
	gaps [][2]gaps                       // of those that have some: what was not captured
	room []stretch                       // for the next gaps
	acks []*[chunk][2]acknowledgments    // by place: who has acknowledged what, where packets were observed
	both map[*Conversation]*Conversation // of those that are shared: what Wireshark takes for one
}

// maxAcks is how many acknowledgments of one direction are remembered.
const maxAcks = 4

// acknowledgments are the last ones that covered something new of one direction.
type acknowledgments struct {
	to     [maxAcks]uint32 // up to which number: the lower bits of the relative one
	packet [maxAcks]uint32 // the number of the packet, its lower bits
	next   uint8           // the place of the oldest
}

// noteAck remembers what the segment acknowledges.
func (m *memory) noteAck(c *Conversation, o *Observation) {
	for int(c.place/chunk) >= len(m.acks) {
		m.acks = append(m.acks, nil)
	}
	part := &m.acks[c.place/chunk]
	if *part == nil {
		*part = new([chunk][2]acknowledgments)
	}
	a := &(*part)[c.place%chunk][o.From.Peer()]
	a.to[a.next], a.packet[a.next] = uint32(o.Ack), uint32(o.Packet.Number) //nolint:gosec // the lower bits
	a.next = (a.next + 1) % maxAcks
}

// ackOf returns the number of the packet that had acknowledged all of a direction
// up to a number: the first of those that are remembered; 0 if none is.
func (m *memory) ackOf(c *Conversation, from Side, to int64) int {
	if int(c.place/chunk) >= len(m.acks) || m.acks[c.place/chunk] == nil {
		return 0
	}
	a := &m.acks[c.place/chunk][c.place%chunk][from]
	for i := range uint8(maxAcks) {
		n := (a.next + i) % maxAcks
		if a.packet[n] != 0 && !capture.Seq(a.to[n]).Less(capture.Seq(uint32(to))) { //nolint:gosec // the lower bits
			return int(a.packet[n])
		}
	}
	return 0
}
