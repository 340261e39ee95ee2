// Package option reads the options of TCP headers.
package option

import (
	"encoding/binary"

	"wireladder/capture"
)

// Option kinds (TCP Option Kind Numbers at IANA).
const (
	tcpEnd           = 0
	tcpNop           = 1
	tcpMSS           = 2
	tcpWindowScale   = 3
	tcpSACKPermitted = 4
	tcpSACK          = 5
	tcpTimestamps    = 8
	tcpMPTCP         = 30
	tcpFastOpen      = 34
	tcpExperiment    = 253
	tcpExperiment2   = 254

	fastOpenExperiment = 0xf989 // RFC 7413 §8, in an experimental option (RFC 6994)
)

// OnlyTimestamps is how the options begin of nearly all segments that have any:
// NOP, NOP, timestamps, with which they end, too (RFC 7323 appendix A).
const OnlyTimestamps = tcpNop<<24 | tcpNop<<16 | tcpTimestamps<<8 | 10

// Clear makes options those of a header without options. It leaves SACK
// alone where there is nothing in it.
func Clear(o *capture.TCPOptions) {
	o.MSS, o.WindowScale, o.HasWindowScale, o.SACKPermitted = 0, 0, false, false
	o.HasTimestamps, o.TSVal, o.TSEcr, o.FastOpen, o.Cookie, o.MPTCP = false, 0, 0, false, 0, 0
	if o.SACKBlocks != 0 {
		o.SACK, o.SACKBlocks = [4]capture.SACKBlock{}, 0
	}
}

// Read reads options. It reports whether they could be read to their end.
func Read(o *capture.TCPOptions, options []byte) bool {
	if len(options) == 12 && binary.BigEndian.Uint32(options) == OnlyTimestamps {
		o.HasTimestamps = true
		o.TSVal, o.TSEcr = binary.BigEndian.Uint32(options[4:]), binary.BigEndian.Uint32(options[8:])
		return true
	}
	for len(options) > 0 {
		switch options[0] {
		case tcpEnd:
			return true
		case tcpNop:
			options = options[1:]
			continue
		}
		if len(options) < 2 || options[1] < 2 || int(options[1]) > len(options) {
			return false
		}
		note(o, options[0], options[2:options[1]])
		options = options[options[1]:]
	}
	return true
}

// note notes an option. One that has not the length it must have is as good as
// absent (RFC 9293 §3.2).
func note(o *capture.TCPOptions, kind byte, data []byte) {
	switch {
	case kind == tcpMSS && len(data) == 2:
		o.MSS = binary.BigEndian.Uint16(data)
	case kind == tcpWindowScale && len(data) == 1:
		o.WindowScale, o.HasWindowScale = data[0], true
	case kind == tcpSACKPermitted && len(data) == 0:
		o.SACKPermitted = true
	case kind == tcpSACK && len(data) > 0 && len(data)%8 == 0:
		noteSACK(o, data)
	case kind == tcpTimestamps && len(data) == 8:
		o.HasTimestamps = true
		o.TSVal, o.TSEcr = binary.BigEndian.Uint32(data), binary.BigEndian.Uint32(data[4:])
	case kind == tcpFastOpen:
		o.FastOpen, o.Cookie = true, uint8(len(data)) // an option has 40 octets at most
	case (kind == tcpExperiment || kind == tcpExperiment2) && len(data) >= 2:
		if binary.BigEndian.Uint16(data) == fastOpenExperiment {
			o.FastOpen, o.Cookie = true, uint8(len(data)-2) // as above
		}
	case kind == tcpMPTCP && len(data) > 0 && o.MPTCP == 0: // DSS, for one, may have another behind it
		o.MPTCP = multipath(data)
	}
}

// multipath returns what a Multipath TCP option is: its subtype, and of a DSS what it
// brings (RFC 8684 §3.3).
func multipath(data []byte) capture.MPTCP {
	const dss, hasACK, hasMapping, hasFIN = 2, 0x01, 0x04, 0x10
	switch subtype := data[0] >> 4; {
	case subtype != dss || len(data) < 2:
		return capture.MPTCP(subtype) + 1
	case data[1]&hasFIN != 0:
		return capture.DataFIN
	case data[1]&(hasACK|hasMapping) == hasACK:
		return capture.DataACK
	}
	return dss + 1
}

// noteSACK notes the blocks of a SACK option (RFC 2018 §3), of which no more
// than four go into a header.
func noteSACK(o *capture.TCPOptions, data []byte) {
	o.SACKBlocks = 0
	for ; len(data) >= 8 && int(o.SACKBlocks) < len(o.SACK); data = data[8:] {
		o.SACK[o.SACKBlocks] = capture.SACKBlock{
			From: capture.Seq(binary.BigEndian.Uint32(data)), To: capture.Seq(binary.BigEndian.Uint32(data[4:])),
		}
		o.SACKBlocks++
	}
}
