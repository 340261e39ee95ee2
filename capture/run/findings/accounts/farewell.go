package accounts

import (
	"encoding/binary"

	"wireladder/capture/run"
)

// Of a record of TLS (RFC 8446 §5.1): the header, and types of content.
const (
	recordHeader    = 5
	alert           = 21
	applicationData = 23
	// sealedAlert is how long an alert is that is encrypted (§5.2): two octets, the type, and 16 that
	// authenticate it. It goes as data of the application, which is seldom as short.
	sealedAlert = 2 + 1 + 16
)

// IsFarewell reports whether data are an alert of TLS, which is no message (RFC 8446 §6): the
// other side does not wait for it.
func IsFarewell(m *run.Moment) bool {
	b := m.Packet.Payload
	switch {
	case len(b) < 2 || b[1] != 3: // the version
		return false
	case b[0] == alert:
		return true
	}
	return b[0] == applicationData && len(b) == recordHeader+sealedAlert && binary.BigEndian.Uint16(b[3:]) == sealedAlert
}
