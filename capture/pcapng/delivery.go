package pcapng

import (
	"fmt"
	"time"

	"wireladder/capture"
	"wireladder/capture/joint"
)

// deliveryMark is the field by which a journal entry is known as a delivery: the
// number of its packet.
const deliveryMark = ownPrefix + "PACKET"

// deliveryFields are all parts of a delivery. Of its packet it has the number,
// which is all of it that a reader knows.
var deliveryFields = []journalField[capture.Delivery]{
	intField(deliveryMark, func(d *capture.Delivery) *int { return &d.Packet.Number }),
	timeField(ownPrefix+"TIME", func(d *capture.Delivery) *time.Time { return &d.Time }),
	field(ownPrefix+"LOST", func(d *capture.Delivery) *bool { return &d.Lost }, formatYes, parseYes),
	field(ownPrefix+"UNSEEN", func(d *capture.Delivery) *joint.Unseen { return &d.Unseen }, joint.Unseen.String, parseUnseen),
	stringField(ownPrefix+"FAULT", func(d *capture.Delivery) *string { return &d.Fault }),
}

// parseDelivery returns the delivery that a journal entry holds.
func parseDelivery(entry []byte) (*capture.Delivery, error) {
	d := &capture.Delivery{Packet: &capture.Packet{}}
	if err := parseEntry(entry, d, deliveryFields, "delivery"); err != nil {
		return nil, err
	}
	if d.Time.IsZero() {
		return nil, fmt.Errorf("delivery of packet %d without a %sTIME", d.Packet.Number, ownPrefix)
	}
	return d, nil
}

// parseUnseen reads what joint.Unseen.String has written.
func parseUnseen(s string) (joint.Unseen, error) {
	u, ok := joint.ParseUnseen(s)
	if !ok {
		return u, fmt.Errorf("%q is nothing that a capture does not see", s)
	}
	return u, nil
}

// formatYes writes what is so as "yes", and what is not as "".
func formatYes(yes bool) string {
	if yes {
		return "yes"
	}
	return ""
}

func parseYes(s string) (bool, error) {
	if s != "yes" {
		return false, fmt.Errorf("%q is not yes", s)
	}
	return true, nil
}
