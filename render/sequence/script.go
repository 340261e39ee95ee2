package sequence

import "wireladder/render"

// Script is a diagram as a sequence.
type Script struct {
	Title        string
	Ladders      []string      // what each is of, by index; participants have it
	Participants []Participant // from the left, one at least
	Acts         []Act         // from the top
	// Above and Below are notes on the whole, each of paragraphs: what went wrong; and totals,
	// signs, what the reader must not overlook.
	Above, Below [][]string
}

// Participant is a socket.
type Participant struct {
	Ladder int      // of which it is
	Head   []string // who it is, and with which addresses
	// Made is the act in which another socket makes it, -1 if none does, or something is on its
	// way to it before.
	Made int
}

// ActKind says what an act is.
type ActKind uint8

// The kinds of acts: at some participants, and from Remark on at all.
const (
	_       ActKind = iota
	Message         // a packet goes from From to To
	Call            // a call at From, which may make another socket
	Note            // what is said at From
	Remark          // what is said of all participants
	Pause           // nothing happens for a while
	Phase           // a phase begins; without Text it has no name
)

// Act is one thing that happens.
type Act struct {
	Kind     ActKind
	From, To int      // participants
	Text     string   // what it is called
	Said     []string // what is said of it, in paragraphs: states, and the explanation
	Lost     bool     // of a Message: it never arrives
	Late     bool     // of a Message: it arrives later, in a Note, or was not seen to arrive

	Makes           int   // the participant that a Call makes, -1 if none
	Waits, Proceeds []int // participants: a call on them waits from here on, or no more; some wait for ever
	Ends            []int // participants that have nothing more to do with anything
}

// Of tells a diagram, with so much of an explanation.
func Of(d *render.Diagram, detail render.Detail) *Script {
	t := newSequencer(d, detail)
	t.cast()
	t.above()
	t.tell()
	t.below()
	return &t.Script
}
