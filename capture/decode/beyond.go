package decode

import (
	"encoding/binary"

	"wireladder/capture"
	"wireladder/capture/decode/option"
)

// Beyond is what a plain frame holds that its outline leaves out, and by which it is known again elsewhere. The zero
// value is that of nothing.
type Beyond struct {
	TSVal, TSEcr uint32 // capture.TCPOptions
	HopLimit     uint8  // capture.IPHeader, as the rest
	Protocol     uint8
	HasID        bool
	Payload      []byte // capture.Packet.Payload: a part of the frame
}

// GlanceBeyond returns what the outline of a packet leaves out: o must be what Glance has made of p. It is what Decode
// finds there.
func GlanceBeyond(o *capture.Outline, p *capture.Packet) Beyond {
	data := p.Data
	b, header := Beyond{HopLimit: data[plainIP+7]}, plainIPv6
	if !o.IPv6 {
		b = Beyond{HopLimit: data[plainIP+8], Protocol: data[plainIP+9], HasID: true}
		header = plainIPv4
	}
	if o.Proto == capture.TCP {
		options := data[header+tcpHeader : header+int(data[header+12]>>4)*4]
		b.TSVal, b.TSEcr = glanceTimestamps(options)
		header += tcpHeader + len(options)
	} else {
		header += udpHeader
	}
	if len(data) > header {
		b.Payload = data[header:min(len(data), header+int(o.PayloadLength))]
	}
	return b
}

// glanceTimestamps returns the timestamps of a TCP header's options.
func glanceTimestamps(options []byte) (value, echo uint32) {
	if len(options) == 12 && binary.BigEndian.Uint32(options) == option.OnlyTimestamps {
		return binary.BigEndian.Uint32(options[4:]), binary.BigEndian.Uint32(options[8:])
	}
	if len(options) == 0 {
		return 0, 0
	}
	var all capture.TCPOptions
	_ = option.Read(&all, options) // where they cannot be read to their end, those before count
	return all.TSVal, all.TSEcr
}
