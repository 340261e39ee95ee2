package savefile

import "wireladder/capture"

// recent are the packets that were read last, by number.
type recent [capture.MaxUnderWay]*capture.Packet

// keep notes a packet.
func (r *recent) keep(p *capture.Packet) { r[p.Number%capture.MaxUnderWay] = p }

// tie gives a delivery, if it is one, its packet in place of one that has only
// the number.
func (r *recent) tie(d *capture.Delivery) {
	if d == nil || d.Packet.Number < 0 {
		return
	}
	if p := r[d.Packet.Number%capture.MaxUnderWay]; p != nil && p.Number == d.Packet.Number {
		d.Packet = p
	}
}
