package flow

// rare is what few conversations have to tell: it is kept apart from them, so that
// many take little memory. The zero value tells nothing.
type rare struct {
	addresses       [2][16]byte // of IPv6, by Side
	ports           [2]uint16   // of IPv6, by Side
	retransmissions [2]int      // see Retransmissions
	again           [2]int      // see Again
	copies          [2]int      // see Copies
	lost            [2]int      // see Lost
	between         bool        // see LostBetween
	untimed         int         // see Untimed
	cut             int         // see Cut
	first, latest   timestamp   // of the earliest and the latest packet, valid with farTimes
	askedAt         int64       // when the last SYN was captured that is no copy, valid if askedTwice
	askedTwice      bool        // a copy of that was captured after it
	elder           uint32      // the place of the incarnation before it, valid if it succeeds one
	gaps            uint32      // the place of its gaps, plus one; 0: it has none
	copyOf          int32       // see CopyOf
	answers         int32       // see Answers
}

// nothingRare is what a conversation has that has nothing of the kind. It is only read.
var nothingRare rare

// readRare returns what is rare of the conversation, to look at.
func (c *Conversation) readRare() *rare {
	if c.rare == nil {
		return &nothingRare
	}
	return c.rare
}

// changeRare returns what is rare of the conversation, for a change.
func (c *Conversation) changeRare() *rare {
	if c.rare == nil {
		c.rare = new(rare)
	}
	return c.rare
}

// Retransmissions returns how many segments of a side have the event Retransmission,
// whatever their kind: Wireshark's count, which takes copies for sent again.
func (c *Conversation) Retransmissions(s Side) int { return c.readRare().retransmissions[s] }

// Again returns how many segments of a side repeat numbers that were captured before:
// no copies, keep-alives and window probes.
func (c *Conversation) Again(s Side) int { return c.readRare().again[s] }

// Copies returns how many packets of a side were captured before: see
// Observation.CopyOf. Of a conversation that is another one beyond a NAT, it counts
// those of which the other one has the same packet, before or after.
func (c *Conversation) Copies(s Side) int { return c.readRare().copies[s] }

// Lost returns how many packets of a side are known to be lost on their way: see
// Tracker.Deliver.
func (c *Conversation) Lost(s Side) int { return c.readRare().lost[s] }

// LostBetween reports whether no more is known of those that are lost than that it was between two captures.
func (c *Conversation) LostBetween() bool { return c.readRare().between }

// Untimed returns how many packets have no time in their file.
func (c *Conversation) Untimed() int { return c.readRare().untimed }

// Cut returns how many packets the file holds less of than there was, and does not say so:
// of these Bytes has what is left (see capture.Outline.Cut).
func (c *Conversation) Cut() int { return c.readRare().cut }
