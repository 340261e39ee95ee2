package flow

import (
	"math"
	"time"

	"wireladder/capture"
)

// CopyBy is by what a packet differs from the same packet that was captured before
// it. The zero value is a packet that is no copy.
type CopyBy uint8

// The kinds of copies. Where only the outlines of packets are known, a copy that
// was seen at another place is one by ElsewhereUnknown.
const (
	_                CopyBy = iota
	SameFrame               // by nothing: captured twice at one place
	OtherInterface          // by the interface
	OtherDirection          // by the direction: on its way in and on its way out
	OtherAddress            // by link-layer addresses: on both sides of a bridge or router
	OtherHop                // by the hop limit alone: on both sides of a router
	ElsewhereUnknown        // by some of these
	Translated              // by IP addresses or ports: on both sides of a NAT
)

// String returns by what the two captures differ, in a word: "frame" if by nothing,
// "" of a packet that is no copy.
func (b CopyBy) String() string {
	return [...]string{"", "frame", "interface", "direction", "address", "hop-limit", "place", "nat"}[b]
}

// ofConversation reports whether the packet is a copy of one of its own conversation.
func (b CopyBy) ofConversation() bool { return b != 0 && b != Translated }

// Copied is a set of kinds of copies, as coarse as outlines tell them.
type Copied uint8

// The kinds.
const (
	CopiedInPlace    Copied = 1 << iota // SameFrame
	CopiedElsewhere                     // at another place, of the same conversation
	CopiedTranslated                    // Translated
)

// The times within which the same packet is captured again: where something tells
// it from one that was sent again, and where nothing else does.
const (
	copyTime = 50 * time.Millisecond
	twinTime = time.Millisecond
	synTime  = 200 * time.Microsecond // of SYNs: no program asks again so soon
)

// How many packets are remembered, and how many first packets of conversations: powers
// of two.
const (
	maxRecent    = 1024
	maxFirst     = 1024
	maxAnonymous = 64 // of the recent ones: so many are looked at for a datagram without identification
)

// ids is what is known of the IP identifications of one side.
type ids uint8

// What can be known. It is told by the last two packets of the side that are not
// the same.
const (
	idsUnknown  ids = iota
	idsVary         // each packet has another one
	idsConstant     // they say nothing
)

// recent is a packet that may be captured again.
type recent struct {
	key    uint64        // made of its numbers: see keyOf
	at     int64         // when it was captured, ns
	conv   *Conversation // that it is of; nil: none
	number uint32        // of the packet, the lower bits; 0 of an outline
	point  uint16        // where it was seen: Outline.Point
	twin   uint8         // a part of where its last copy was seen
	side   uint8         // who sent it, and from bit 1 on how many such packets wait for a copy
}

// copies finds packets that are captured more than once. Its size is fixed: it
// remembers the last packets, in order, and looks among them for one that says
// nothing new, which few do.
type copies struct {
	recent  *[maxRecent]recent
	next    uint32           // the place of the next packet, which is the oldest one's
	seen    []seenAt         // where those of recent were seen that have a number
	first   [maxFirst]uint64 // keys of first packets, by key
	firstAt [maxFirst]int64  // when these were captured
	last    uint16           // the identification of the last packet that began a conversation
	alike   bool             // the one before it had the same: they say nothing
}

// identifications are the IP identifications of one side.
type identifications struct {
	last  uint16 // of the last packet that had one, copies left out
	known ids
}

// seenAt is what tells one place from another.
type seenAt struct {
	capture.Sighting
	hopLimit uint8
}

// keyOf returns what a packet has in common with its copies, also beyond a NAT, and
// with hardly any others.
func keyOf(h *capture.Outline) uint64 {
	const root2, root3 = 0x6a09e667f3bcc909, 0xbb67ae8584caa73b // fractions of the square roots: no pattern
	a := uint64(h.Seq)<<32 | uint64(h.Ack)
	b := uint64(h.ID)<<48 | uint64(h.Window)<<32 | uint64(h.Flags)<<20 | uint64(h.PayloadLength)
	return a*root2 ^ a>>29 ^ b*root3 ^ b>>31 ^ uint64(h.Proto)
}

// note remembers a packet and reports whether it is a copy of one before it, in the
// same conversation: o.CopyBy says of which kind.
func (s *copies) note(o *Observation, h *capture.Outline, c *Conversation, from Side) bool {
	if s.recent == nil {
		s.recent = new([maxRecent]recent)
	}
	key, waiting := keyOf(h), uint8(1)
	if !c.advancedBy(h, from) && s.mayBeCopy(h, c, from, key) {
		if place, found := s.find(h, key, c); found {
			if waiting = s.compare(o, h, place, c, from); o.CopyBy.ofConversation() {
				return true
			}
		}
	}
	place := s.next % maxRecent
	r := &s.recent[place]
	r.key, r.at, r.conv = key, h.At, c
	r.number, r.point, r.twin, r.side = 0, h.Point, 0, uint8(from)|waiting<<1
	s.next++
	if o.Packet != nil {
		s.number(o, place)
	}
	c.ids[from].add(h.ID)
	return false
}

// advancedBy reports whether a segment has payload that follows all of its sender's, and
// its conversation has no other one that it can be a copy of: as most have.
func (c *Conversation) advancedBy(h *capture.Outline, from Side) bool {
	if c.tcp == nil {
		return false
	}
	past := &c.tcp.sides[from].past
	return h.PayloadLength > 1 && past.seen && c.marks&translated == 0 && past.next.Less(h.Seq+capture.Seq(h.PayloadLength))
}

// mayBeCopy reports whether a packet may have been captured before: whether it says
// nothing new, or its conversation is one of two around a NAT. It must be asked of
// each packet once at most.
func (s *copies) mayBeCopy(h *capture.Outline, c *Conversation, from Side, key uint64) bool {
	switch {
	case c.marks&translated != 0:
		return true
	case c.Packets[Initiator]+c.Packets[Responder] == 1:
		return s.mayBegin(h, key)
	case h.Proto != capture.TCP:
		last := c.ids[from].last
		return h.ID == 0 || last == 0 || int16(h.ID-last) <= 0 //nolint:gosec // wraps around
	}
	return c.mayRepeat(h, from)
}

// mayRepeat reports whether a segment of a connection that has others says nothing new.
func (c *Conversation) mayRepeat(h *capture.Outline, from Side) bool {
	past := &c.tcp.sides[from].past
	switch {
	case !past.seen:
		return h.Flags.Has(capture.RST) && c.resetBy != 0
	case h.PayloadLength > 0 || h.Flags&(capture.SYN|capture.FIN) != 0:
		end := h.Seq + capture.Seq(h.PayloadLength)
		// A probe with one octet is not counted among what was sent.
		return (!past.next.Less(end) || h.PayloadLength == 1) && (h.Flags&capture.FIN == 0 || c.tcp.sides[from].sent.finSent)
	}
	if from == Initiator && c.Packets[from] == 2 && c.Began == BeganSYN {
		return false // it has acknowledged nothing before
	}
	// A copy that comes late takes the last acknowledgment back, as Wireshark has it.
	return !past.ack.Less(h.Ack) || c.Copied != 0 || h.Flags.Has(capture.RST)
}

// mayBegin reports whether the first packet of a conversation may be that of another
// one, beyond a NAT.
func (s *copies) mayBegin(h *capture.Outline, key uint64) bool {
	place := key >> 20 % maxFirst
	again := s.first[place] == key && near(h.At, s.firstAt[place], copyTime)
	s.first[place], s.firstAt[place] = key, h.At
	s.alike, s.last = h.ID == s.last, h.ID
	return again
}

// find returns the place of the last packet that has the same numbers and may be the
// same one, and whether there is one.
func (s *copies) find(h *capture.Outline, key uint64, c *Conversation) (place uint32, found bool) {
	depth := uint32(maxRecent)
	if h.Proto != capture.TCP && h.ID == 0 {
		depth = maxAnonymous
	}
	for i := uint32(1); i <= depth; i++ {
		place = (s.next - i) % maxRecent
		r := &s.recent[place]
		if r.conv == nil || !near(h.At, r.at, copyTime) {
			return 0, false
		}
		if r.key == key && (r.conv == c || r.point != h.Point && r.beyondNAT(c, h)) {
			return place, true
		}
	}
	return 0, false
}

// compare says what a packet is that has the numbers of another one, and returns how
// many like it wait for a copy if it is none.
func (s *copies) compare(o *Observation, h *capture.Outline, place uint32, c *Conversation, from Side) (waiting uint8) {
	switch r := &s.recent[place]; {
	case r.conv != c:
		s.tell(o, r, Translated)
		pair(r.conv, c, Side(r.side&1), from)
	case r.side&1 != uint8(from) || s.repeats(o, h, place, c, from):
	default:
		return min(r.side>>1+1, math.MaxUint8>>1)
	}
	return 1
}

// near reports whether two moments, in ns, are less than limit apart, whichever is
// the earlier one.
func near(a, b int64, limit time.Duration) bool {
	if a == capture.NoTime || b == capture.NoTime {
		return false
	}
	if a < b {
		a, b = b, a
	}
	return uint64(a-b) < uint64(limit) //nolint:gosec // it wraps around to the difference
}

// number remembers what only a packet tells, and no outline.
func (s *copies) number(o *Observation, place uint32) {
	if s.seen == nil {
		s.seen = make([]seenAt, maxRecent)
	}
	s.recent[place].number = uint32(o.Packet.Number) //nolint:gosec // the lower bits are asked for
	s.seen[place] = seenAt{o.Packet.Sighting, o.Packet.IP.HopLimit}
}

// add learns from the identification of a packet that is no copy.
func (i *identifications) add(id uint16) {
	if id == 0 {
		return
	}
	switch i.last {
	case 0:
	case id:
		i.known = idsConstant
	default:
		i.known = idsVary
	}
	i.last = id
}

// repeats reports whether a packet with the numbers and the sender of another one is a
// copy of it.
func (s *copies) repeats(o *Observation, h *capture.Outline, place uint32, c *Conversation, from Side) bool {
	r := &s.recent[place]
	if !s.isCopy(h, r, c.ids[from].known, c.marks) {
		return false
	}
	by, kind := SameFrame, CopiedInPlace
	if r.point != h.Point {
		by, kind = s.difference(o, place), CopiedElsewhere
	} else if h.ID != 0 || h.Flags.Has(capture.SYN) {
		c.marks |= doubled
	}
	r.twin, r.side = uint8(h.Point), r.side&1|(max(r.side>>1, 1)-1)<<1 //nolint:gosec // a part of it
	s.tell(o, r, by)
	c.changeRare().copies[from]++
	c.Copied |= kind
	return true
}

// isCopy reports whether a packet that has the same numbers as r, and the same
// sender, is r once more, and was not sent again.
//
// An identification that is not the last packet's as well tells the two apart. A
// packet that has none, or always the same, must have been seen at another place;
// or everything of the conversation is captured twice, and it is the first to follow
// so soon. Two SYNs cannot be sent within synTime, and two SYN,ACKs, which no program
// asks for, within twinTime: no timer is that short.
func (s *copies) isCopy(h *capture.Outline, r *recent, sender ids, m marks) bool {
	waiting, elsewhere, soon := r.side>>1, h.Point != r.point, near(h.At, r.at, twinTime)
	if elsewhere && h.Proto != capture.TCP && h.Src == [16]byte{} {
		return false // several hosts send from no address
	}
	opening := h.Proto == capture.TCP && h.Flags.Has(capture.SYN) && soon && (!opens(h.Flags) || near(h.At, r.at, synTime))
	switch {
	case opening, h.ID != 0 && sender == idsVary:
		return true
	case elsewhere && h.ID != 0 && sender == idsUnknown:
		return true
	case elsewhere:
		return waiting > 0 || r.twin != uint8(h.Point) //nolint:gosec // a part of it
	case !soon || waiting == 0 && !s.tells(h.ID, sender):
		return false
	}
	return m&doubled != 0 || s.tells(h.ID, sender)
}

// tells reports whether an identification is likely to be that of one packet, of a
// sender of which no two are known. Programs that make packets of their own give all
// the same, and mostly a small one.
func (s *copies) tells(id uint16, sender ids) bool {
	const small = 1 << 8
	return id >= small && sender == idsUnknown && !s.alike
}

// ComesBy reports whether a packet is a copy that came by at the same place once more, with another hop limit and the
// same link-layer addresses: as one does that routers send round in a circle.
func (o *Observation) ComesBy() bool {
	return o.CopyBy == OtherHop && o.Packet != nil && o.Packet.Sighting.Source != [6]byte{}
}

// tell says of which packet o is a copy, and by what it differs.
func (s *copies) tell(o *Observation, r *recent, by CopyBy) {
	o.CopyBy = by
	if o.Packet != nil && s.seen != nil {
		n := o.Packet.Number
		o.CopyOf = n - int(uint32(n)-r.number) //nolint:gosec // the lower bits are compared
	}
}

// difference returns by what a packet differs from another one, which was seen elsewhere.
func (s *copies) difference(o *Observation, place uint32) CopyBy {
	if o.Packet == nil || s.seen == nil {
		return ElsewhereUnknown
	}
	a, b := &s.seen[place], &o.Packet.Sighting
	switch {
	case a.Interface != b.Interface:
		return OtherInterface
	case a.Direction != b.Direction:
		return OtherDirection
	case a.Source != b.Source || a.Destination != b.Destination:
		return OtherAddress
	case a.hopLimit != o.Packet.IP.HopLimit:
		return OtherHop
	}
	return ElsewhereUnknown
}

// beyondNAT reports whether c, which a packet like r is of, can be the conversation of r
// with translated addresses: known to be so, or with its first packet. One end stays
// as it is.
func (r *recent) beyondNAT(c *Conversation, h *capture.Outline) bool {
	other := r.conv
	switch {
	case other.Proto != c.Proto:
		return false
	case c.readRare().copyOf != 0 || other.readRare().copyOf != 0:
		return c.isCopyOf(other) || other.isCopyOf(c)
	}
	return c.Packets[Initiator]+c.Packets[Responder] == 1 && r.isSingular(h) &&
		(c.sharesEnd(other, Initiator) || c.sharesEnd(other, Responder))
}

// isSingular reports whether no other packet is likely to have the numbers of r, which
// are those of h: programs that make packets of their own give all the same
// identification, mostly 1, and begin to count at a small number.
func (r *recent) isSingular(h *capture.Outline) bool {
	const small = 1 << 16
	switch {
	case h.Proto == capture.TCP && h.Seq >= small:
		return true
	case h.Proto == capture.TCP && h.ID == 0:
		return false
	}
	return h.ID > 1 && r.conv.ids[r.side&1].known != idsConstant
}

// sharesEnd reports whether both conversations have the same address and port on a side.
func (c *Conversation) sharesEnd(other *Conversation, side Side) bool {
	return c.ends[side] == other.ends[side] && (c.ends[side]&isHash == 0 || c.Endpoint(side) == other.Endpoint(side))
}

// isCopyOf reports whether c is other beyond a NAT.
func (c *Conversation) isCopyOf(other *Conversation) bool {
	of := c.readRare().copyOf
	return of != 0 && int(of) == other.Stream+1
}

// pair notes that the packet of a side of c is the same as one of a side of other.
func pair(other, c *Conversation, otherSide, side Side) {
	if other.isCopyOf(c) {
		c, side = other, otherSide
	} else if c.readRare().copyOf == 0 {
		c.marks, other.marks = c.marks|translated, other.marks|translated
		c.changeRare().copyOf = int32(other.Stream) + 1 //nolint:gosec // 2^31 conversations are more than fit in memory
	}
	c.changeRare().copies[side]++
	c.Copied |= CopiedTranslated
}

// CopyOf returns the stream number of the conversation that this one is beyond a NAT,
// and whether it is so with all of its packets. (Packets of the other side that were
// captured here first are copies, too, once they were captured there.)
func (c *Conversation) CopyOf() (stream int, ok bool) {
	r := c.readRare()
	all := r.copies[Initiator] == int(c.Packets[Initiator]) && r.copies[Responder] == int(c.Packets[Responder])
	return int(r.copyOf) - 1, r.copyOf != 0 && all
}
