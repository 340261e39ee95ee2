package pcapng

import (
	"encoding/binary"
	"errors"
	"iter"
	"unicode/utf8"
)

// Option codes (the draft, §3.5 and §4). A code means something else in each
// block type, but for the first two.
const (
	optEnd     = 0
	optComment = 1

	shbHardware    = 2
	shbOS          = 3
	shbApplication = 4

	ifName             = 2
	ifSpeed            = 8
	ifResolution       = 9
	ifTimeZone         = 10
	ifTimestampsOffset = 14
	ifTransmitSpeed    = 16
	ifReceiveSpeed     = 17

	packetFlags = 2 // epb_flags, pack_flags
	packetDrops = 4 // epb_dropcount
	packetID    = 5 // epb_packetid
	packetQueue = 6 // epb_queue

	// Custom options begin with the number of the enterprise whose they are.
	optCustom             = 2988
	optCustomBinary       = 2989
	optCustomNoCopy       = 19372
	optCustomBinaryNoCopy = 19373

	isbStart            = 2 // isb_starttime
	isbEnd              = 3 // isb_endtime
	isbReceived         = 4 // isb_ifrecv
	isbInterfaceDropped = 5 // isb_ifdrop
	isbAccepted         = 6 // isb_filteraccept
	isbKernelDropped    = 7 // isb_osdrop
	isbDelivered        = 8 // isb_usrdeliv
)

// maxOption is the most octets that an option can hold.
const maxOption = 65535

// errOption is the fault of options that do not fit into their block.
var errOption = errors.New("an option is longer than its block")

// option is one option of a block.
type option struct {
	code  uint16
	value []byte
}

// text returns an option with a string, cut to what an option can hold.
func text(code uint16, s string) option {
	if len(s) > maxOption {
		cut := maxOption
		for cut > maxOption-utf8.UTFMax && !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = s[:cut]
	}
	return option{code, []byte(s)}
}

// number returns an option with a 64-bit number.
func number(code uint16, v uint64) option {
	return option{code, binary.LittleEndian.AppendUint64(nil, v)}
}

// options appends the options that have a value, and the mark after the last.
func (b *builder) options(opts ...option) {
	n := len(b.buf)
	for _, o := range opts {
		if len(o.value) > 0 {
			b.buf = appendOption(b.buf, o)
		}
	}
	if len(b.buf) > n {
		b.u32(optEnd)
	}
}

// appendOption appends an option, and zeros up to the next 32-bit boundary behind it.
func appendOption(b []byte, o option) []byte {
	b = binary.LittleEndian.AppendUint16(b, o.code)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(o.value)))
	b = append(b, o.value...)
	return append(b, make([]byte, -len(o.value)&3)...)
}

// isCopyable reports whether an option may stand in a file that was made from its own
// (the draft, §3.5.1).
func isCopyable(code uint16) bool { return code != optCustomNoCopy && code != optCustomBinaryNoCopy }

// options yields the options in b, which is what is left of a block after its
// fixed part. An error is the last thing it yields. Values are parts of b.
func options(order endian, b []byte) iter.Seq2[option, error] {
	return func(yield func(option, error) bool) {
		for len(b) >= 4 {
			code, length := order.uint16(b), int(order.uint16(b[2:]))
			if code == optEnd {
				return
			}
			b = b[4:]
			if length > len(b) {
				yield(option{}, errOption)
				return
			}
			if !yield(option{code, b[:length]}, nil) {
				return
			}
			b = b[min(aligned(length), len(b)):]
		}
	}
}

// aligned returns n rounded up to the next 32-bit boundary.
func aligned(n int) int { return (n + 3) &^ 3 }
