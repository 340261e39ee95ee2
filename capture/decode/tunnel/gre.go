package tunnel

import (
	"encoding/binary"

	"wireladder/capture/decode/frame"
)

// Flags of a GRE header (RFC 2784 §2.1, RFC 2890 §2, RFC 1701, RFC 2637 §4.1).
const (
	greChecksum = 0x8000
	greRouting  = 0x4000
	greKey      = 0x2000
	greSequence = 0x1000
	greAck      = 0x0080 // in version 1, which carries PPP
	greVersion  = 0x0007
)

// EtherTypes that GRE alone announces.
const (
	etherWCCP   frame.Kind = 0x883e // IP, redirected by a Cisco router
	etherERSPAN frame.Kind = 0x88be // mirrored Ethernet, type I and II
	etherMirror frame.Kind = 0x22eb // the same, type III
)

// GRE takes off a GRE header with the fields that its flags announce.
func GRE(c *frame.Cursor) bool {
	const name = "GRE header"
	head := c.Take(4, name)
	if head == nil {
		return false
	}
	flags, next := binary.BigEndian.Uint16(head), frame.Kind(binary.BigEndian.Uint16(head[2:]))
	switch version := flags & greVersion; {
	case version > 1:
		return c.Failf("GRE of version %d is not known", version)
	case flags&greRouting != 0:
		return c.Fail("GRE with a source route is not read")
	}
	if n := greFields(flags); n > 0 && c.Take(n, name) == nil {
		return false
	}
	return greNext(c, flags, next)
}

// greFields returns how many octets of fields the flags announce.
func greFields(flags uint16) int {
	n := 0
	for _, flag := range [...]uint16{greChecksum, greKey, greSequence, greAck} {
		if flags&flag != 0 && (flag != greAck || flags&greVersion == 1) {
			n += 4
		}
	}
	return n
}

// greNext goes on with what a GRE header announces: an EtherType, as a rule.
func greNext(c *frame.Cursor, flags uint16, next frame.Kind) bool {
	switch next {
	case etherWCCP: // a header of four octets, in version 2, may precede
		if len(c.Data) > 4 && c.Data[0]>>4 != 4 {
			c.Take(4, "")
		}
		return c.Then(frame.EtherIPv4)
	case etherERSPAN: // of type I, without a header, if it is not numbered
		if flags&greSequence != 0 && c.Take(8, "ERSPAN header") == nil {
			return false
		}
		return c.Then(frame.Ethernet)
	case etherMirror:
		return erspan3(c)
	}
	return c.Then(next)
}

// erspan3 takes off an ERSPAN header of type III (draft-foschiano-erspan §4.3):
// a bit tells whether there is a part for the platform, others what follows.
func erspan3(c *frame.Cursor) bool {
	const name, platform, isIP = "ERSPAN header", 0x01, 2
	head := c.Take(12, name)
	if head == nil || head[11]&platform != 0 && c.Take(8, name) == nil {
		return false
	}
	if head[10]>>2&0x1f == isIP {
		return c.ThenIP()
	}
	return c.Then(frame.Ethernet)
}
