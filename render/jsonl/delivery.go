package jsonl

import (
	"strconv"

	"wireladder/capture"
)

// Delivery writes the line of what became of a packet on the wire.
func (w *Writer) Delivery(d *capture.Delivery) error {
	w.buffer = w.appendDelivery(w.buffer, d)
	return w.flushFull()
}

// appendDelivery appends the object of a delivery: of the packet it has the number.
func (w *Writer) appendDelivery(b []byte, d *capture.Delivery) []byte {
	b = strconv.AppendInt(append(b, `{"delivery":`...), int64(d.Packet.Number), 10)
	b = w.clock.append(appendKey(b, "time"), d.Time)
	if d.Lost {
		b = append(appendKey(b, "lost"), "true"...)
	}
	b = appendText(b, "unseen", d.Unseen.String())
	return append(appendText(b, "fault", d.Fault), '}', '\n')
}
