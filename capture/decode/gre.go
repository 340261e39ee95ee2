package decode

import "encoding/binary"

// Flags of a GRE header (RFC 2784 §2.1, RFC 2890 §2, RFC 1701, RFC 2637 §4.1).
const (
	greChecksum = 0x8000
	greRouting  = 0x4000
	greKey      = 0x2000
	greSequence = 0x1000
	greAck      = 0x0080 // in version 1, which carries PPP
	greVersion  = 0x0007
)

// gre takes off a GRE header with the fields that its flags announce.
func (r *reading) gre() bool {
	const name = "GRE header"
	head := r.take(4, name)
	if head == nil {
		return false
	}
	flags, next := binary.BigEndian.Uint16(head), kind(binary.BigEndian.Uint16(head[2:]))
	switch version := flags & greVersion; {
	case version > 1:
		return r.failf("GRE of version %d is not known", version)
	case flags&greRouting != 0:
		return r.fail("GRE with a source route is not read")
	}
	if n := greFields(flags); n > 0 && r.take(n, name) == nil {
		return false
	}
	return r.greNext(flags, next)
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
func (r *reading) greNext(flags uint16, next kind) bool {
	switch next {
	case etherWCCP: // a header of four octets, in version 2, may precede
		if len(r.data) > 4 && r.data[0]>>4 != 4 {
			r.take(4, "")
		}
		return r.then(etherIPv4)
	case etherERSPAN: // of type I, without a header, if it is not numbered
		if flags&greSequence != 0 && r.take(8, "ERSPAN header") == nil {
			return false
		}
		return r.then(linkEthernet)
	case etherMirror:
		return r.erspan3()
	}
	return r.then(next)
}

// erspan3 takes off an ERSPAN header of type III (draft-foschiano-erspan §4.3):
// a bit tells whether there is a part for the platform, others what follows.
func (r *reading) erspan3() bool {
	const name, platform, isIP = "ERSPAN header", 0x01, 2
	head := r.take(12, name)
	if head == nil || head[11]&platform != 0 && r.take(8, name) == nil {
		return false
	}
	if head[10]>>2&0x1f == isIP {
		return r.raw()
	}
	return r.then(linkEthernet)
}
