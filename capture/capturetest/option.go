package capturetest

import (
	"encoding/binary"

	"github.com/google/gopacket/layers"

	"wireladder/capture"
)

// Option is a TCP option. SACK blocks are relative to what the other side sends, so
// that it is made for a frame.
type Option func(*Frame) layers.TCPOption

// RawOption is an option by its kind and content.
func RawOption(kind uint8, content ...byte) Option {
	return func(*Frame) layers.TCPOption {
		return layers.TCPOption{OptionType: layers.TCPOptionKind(kind), OptionData: content}
	}
}

// SACKPermitted permits SACK (RFC 2018 §2).
var SACKPermitted = RawOption(4)

// MSS names the largest segment that is taken (RFC 9293 §3.7.1).
func MSS(octets uint16) Option {
	return RawOption(2, binary.BigEndian.AppendUint16(nil, octets)...)
}

// WindowScale is the shift count of windows to come (RFC 7323 §2).
func WindowScale(shift uint8) Option { return RawOption(3, shift) }

// Timestamps are RFC 7323 §3's.
func Timestamps(value, echo uint32) Option {
	return RawOption(8, binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, value), echo)...)
}

// FastOpen is the Fast Open option: a request without a cookie, else the cookie
// (RFC 7413 §4.1.1).
func FastOpen(cookie string) Option { return RawOption(34, []byte(cookie)...) }

// MPTCP is a Multipath TCP option: a subtype of RFC 8684 §3 and what follows it.
func MPTCP(subtype capture.MPTCP, rest ...byte) Option {
	return RawOption(30, append([]byte{byte(subtype-1) << 4}, rest...)...)
}

// SACK holds blocks of what arrived, each from a relative number up to, not
// including, another: SACK(11, 21) is bytes 11-20.
func SACK(edges ...int) Option {
	return func(f *Frame) layers.TCPOption {
		var content []byte
		for _, edge := range edges {
			content = binary.BigEndian.AppendUint32(content, f.end.peer.ISN+uint32(edge))
		}
		return layers.TCPOption{OptionType: layers.TCPOptionKindSACK, OptionData: content}
	}
}
