package savefile

import "wireladder/capture"

// maxRecent is how many packets a wire may have under way at once, for their
// deliveries to be tied to them.
const maxRecent = 4096

// recent are the packets that were read last, by number.
type recent [maxRecent]*capture.Packet

// keep notes a packet.
func (r *recent) keep(p *capture.Packet) { r[p.Number%maxRecent] = p }

// tie gives a delivery, if it is one, its packet in place of one that has only
// the number.
func (r *recent) tie(d *capture.Delivery) {
	if d == nil || d.Packet.Number < 0 {
		return
	}
	if p := r[d.Packet.Number%maxRecent]; p != nil && p.Number == d.Packet.Number {
		d.Packet = p
	}
}
