package render

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"wireladder/capture"
)

// Diagram is what is to be drawn: plain data without positions.
//
// Strings in a diagram may hold anything that came off the wire: a painter
// escapes them for its medium.
type Diagram struct {
	Title   string
	About   []string // which run or file it shows, on which system, and from when; as far as that is known
	Untold  bool     // Title and About are left out: see Untitled
	Ladders []Ladder
	// Aligned says that the ladders tell the same story and are to be compared
	// phase by phase, side by side where there is room.
	Aligned  bool
	Findings []Finding // what went wrong, the likely cause first
	Totals   Table     // what the ladders come to, by numbers; no rows: none
	Captions []string  // how it was observed, where that is not on one loopback
	Hosts    string    // Captions without what they say of arrows that slope; "" where there are none
	Notes    []string  // what the reader must know of the whole: losses, gaps
}

// Finding is one thing that went wrong.
type Finding struct {
	Rule   string    // what it is called: "both-wait"
	Brief  string    // what it is, in a line
	Full   string    // how that is seen
	Repair string    // what is to be done; "" if nothing is
	Seen   []StepRef // what shows it, in order; steps that the picture does not have are left out
}

// StepRef is a step of a diagram.
type StepRef struct {
	Ladder, Step int // indexes
}

// Ladder is one sequence diagram.
type Ladder struct {
	Proto     capture.Protocol // Undecoded: frames that belong to no conversation
	Title     string           // "TCP"
	Subtitle  string           // what is characteristic of it, in a line
	Lifelines []Lifeline       // in order of appearance
	Steps     []Step           // in causal order, from the top down
	Bars      []Bar            // the calls that wait
	Timers    []Timer          // that have sent packets
	First     time.Time        // of its first packet that has a time; zero: it has none
	Times     *Times           // what its rows say of time; nil: nothing. Package timing sets it
	Apart     bool             `json:",omitempty"` // it begins a page of its own, where there are pages
}

// Times is what stands beside the rows of a ladder about time, and how far apart they stand for
// it. Lists are by step.
type Times struct {
	Head   string    // what is counted: "seconds"
	Legend string    // the same, in full
	Scale  string    // what is to be said behind that of how far apart rows stand; "": nothing
	Rows   []string  // right-aligned, the decimal points stand below each other; "": it has no time of its own
	Apart  []Spacing // nil: rows stand as close as they can
	Braces []Brace   // in order of From; those of one Lane come one after the other
	Lanes  int       // of braces
}

// Spacing is how far a step stands below another one at least: Units, of which each medium has
// its own size. None is asked for if they are 0.
type Spacing struct {
	From  int
	Units float64
}

// Brace spans the steps in which something waited. Label says how long; of a Call that is said nowhere
// else.
type Brace struct {
	From, To, Lane int
	Label          string
	Call           bool
}

// OfDatagrams reports whether it shows UDP: sockets without connections.
func (l *Ladder) OfDatagrams() bool { return l.Proto == capture.UDP }

// StepKind says what a step is.
type StepKind uint8

// The kinds of steps.
const (
	_       StepKind = iota
	Message          // a packet: an arrow between two lifelines
	Call             // a socket call, made and returned
	Enter            // a socket call that begins to wait
	Return           // its return
	Remark           // a packet that cannot be drawn as an arrow
	Kernel           // what the kernel said of the socket of Lifeline
	Arrival          // a packet that a Message sent before, or a copy of it, reaches its receiver: the head of a sloping arrow
	Pause            // nothing happened for a while
)

// Transit is how a packet came from one end of the wire to the other.
type Transit uint8

// The transits. AtOnce, the zero value, is also that of every packet of a
// capture that has one point only.
const (
	AtOnce Transit = iota // it arrives in the row in which it was sent
	Later                 // it arrives in rows of their own, or had not when the recording ended
	Lost                  // it never arrives
)

// Tone is what a message does to its conversation; painters may colour by it,
// but nothing is told by colour alone.
type Tone uint8

// The tones.
const (
	Plain    Tone = iota
	Opens         // SYN
	Carries       // data
	Confirms      // a bare acknowledgment
	Closes        // FIN
	Aborts        // RST, ICMP errors
)

// Step is one row of a ladder, with what is said about it.
type Step struct {
	Kind   StepKind
	Time   time.Time
	Phase  string // heading that the step stands under, "" if none
	Name   string `json:",omitempty"` // of a Call, Enter or Return: the name of the call
	Packet int    // frame number of a Message, Arrival or Remark
	Tone   Tone

	From, To int // lifelines of a Message or Arrival

	// Transit is how the packet of a Message came over the wire. Arrivals are the steps in which it, or copies of it, arrive later: of a
	// Message that arrives at once, those of further copies.
	Transit  Transit
	Between  bool `json:",omitempty"` // of one that is Lost: no more is known than that it was between two captures
	Arrivals []int
	Fault    string // what the wire was told to do with it: "drop 1st SYN-ACK"; "" if nothing
	Dropped  string `json:",omitempty"` // why its receiver's kernel has dropped it ("dropped: accept queue full"), or why nobody knows if it comes; "" of others
	Sent     int    // of an Arrival: the step that sent it

	Lifeline int  // whose Call, Enter, Return or Kernel it is
	Coded    bool `json:",omitempty"` // of a call: a line of the program is known that makes it
	Born     int  // lifeline that begins here, -1 if none
	Closes   bool // the lifeline ends here

	// Labels name the step, the longest form first: layout takes the first that
	// has room.
	Labels []string
	// FromState and ToState are the TCP states that the ends of a Message enter
	// with it, inferred from the packets; "" if they stay as they were. A receiver
	// at which it arrives later enters its state in the Arrival. A call may have a
	// ToState as well, which its own socket enters: no packet tells of LISTEN.
	FromState, ToState string
	// FromObserved and ToObserved say that the kernel reported the state, too.
	FromObserved, ToObserved bool `json:",omitempty"`

	Brief, Full string // the explanation, short and long; "" if there is nothing to say

	// Key says that the reader must not overlook the step: something is lost, fails, or is not
	// as one would expect, or a finding rests on it; where there is none of that, it turns the
	// story. Package keys decides.
	Key bool `json:",omitempty"`

	// Folds is how many steps a row of package focus stands for, 0 if it is one itself.
	// Through is the last packet of a Message that stands for several whose numbers have no
	// gaps; BothWays says that some of them go back.
	Folds    int  `json:",omitempty"`
	Through  int  `json:",omitempty"`
	BothWays bool `json:",omitempty"`
}

// Numbers returns the number of the packet of a step, or those of the packets that it stands
// for: "1-3". A packet that is not to be told has 0, and no number.
func (s *Step) Numbers() string {
	if s.Through > s.Packet {
		return fmt.Sprintf("%d-%d", s.Packet, s.Through)
	}
	return strings.TrimLeft(strconv.Itoa(s.Packet), "0")
}

// Does reports whether the step is of a call that does all of d.
func (s *Step) Does(d capture.Doing) bool {
	return s.Name != "" && (&capture.Call{Name: s.Name}).Does(d)
}

// Why says why the packet of a Message does not come to its receiver; "" if it does.
func (s *Step) Why() string {
	fault := strings.ReplaceAll(s.Fault, "SYN-ACK", "SYN,ACK") // as arrows have it
	which, ordered := strings.CutPrefix(fault, "drop ")
	switch {
	case s.Dropped != "":
		return s.Dropped
	case s.Transit == Lost && ordered:
		return "lost on purpose: " + strings.Replace(which, " ACK", " bare ACK", 1) // one with data is none of those
	case s.Transit == Lost && s.Fault != "":
		return "lost: " + fault
	case s.Transit == Lost:
		return "lost"
	case s.Transit == Later && len(s.Arrivals) == 0:
		return strings.TrimSuffix("still on its way: "+fault, ": ")
	}
	return ""
}

// Bar is the time a call waits: from the step in which it was made to the one
// in which it returned.
type Bar struct {
	Lifeline int
	From, To int // indexes of steps; To is -1 if the call never returned
}

// Timer is a timer that sent the packet of step To: it was seen to run since step From, in which that
// packet was sent before, or what it waited behind.
type Timer struct{ From, To int }

// Table is a small table of text. The first row holds the headings.
type Table struct {
	Title string
	Rows  [][]string
}
