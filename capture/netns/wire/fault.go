package wire

import (
	"strconv"
	"strings"
	"time"
)

// Action is what the wire does to a frame. The zero value is none.
type Action uint8

// The actions.
const (
	Drop      Action = iota + 1 // the frame never arrives
	Duplicate                   // it arrives twice
	Reorder                     // it arrives after the next frame from the same side, or after Patience
	Delay                       // it arrives later by Fault.Delay; what follows may overtake it
)

// Side is one of the two hosts. The zero value is any of them.
type Side uint8

// The sides.
const (
	Either Side = iota
	Client
	Server
)

// Kind is what a frame is to somebody who draws it. A segment may be of two
// kinds: a FIN with data. The zero value is none.
type Kind uint8

// The kinds.
const (
	SYN      Kind = iota + 1 // opens a connection
	SYNACK                   // answers one
	ACK                      // nothing but an acknowledgment: no data, no other control bit
	Data                     // a TCP segment with data
	FIN                      // with or without data
	RST                      // with or without ACK
	Datagram                 // of UDP; of one in fragments, the frame that completes it
	ICMP                     // of either version: an error, such as of a port that nobody has, or a ping
)

// The words of a fault, by its numbers.
var (
	actionNames = []string{Drop: "drop", Duplicate: "duplicate", Reorder: "reorder", Delay: "delay"}
	sideNames   = []string{Client: "client", Server: "server"}
	kindNames   = []string{SYN: "SYN", SYNACK: "SYN-ACK", ACK: "ACK", Data: "data segment", FIN: "FIN", RST: "RST", Datagram: "datagram", ICMP: "ICMP"}
)

// The bounds of a fault.
const (
	MaxOrdinal = 1_000_000
	MaxDelay   = time.Minute
)

// Fault is something that the wire does to one frame, named by which frame it
// hits. What is sent again counts again: "drop 1st data segment" lets its
// retransmission pass. The zero value is no fault.
type Fault struct {
	Action  Action
	Delay   time.Duration // of the action Delay: more than 0, at most MaxDelay; else 0
	Ordinal int           // which frame of the kind and side, from 1 to MaxOrdinal
	From    Side          // who sends it; Either counts the frames of both
	Kind    Kind
}

// String returns the fault as ParseFault takes it: "drop 1st SYN-ACK",
// "delay 30ms 2nd server data segment".
func (f Fault) String() string {
	words := []string{name(actionNames, f.Action)}
	if f.Action == Delay {
		words = append(words, f.Delay.String())
	}
	words = append(words, ordinal(f.Ordinal))
	if f.From != Either {
		words = append(words, name(sideNames, f.From))
	}
	return strings.Join(append(words, name(kindNames, f.Kind)), " ")
}

// name returns the word for a number, "?" if there is none.
func name[N ~uint8](names []string, n N) string {
	if int(n) < len(names) && names[n] != "" {
		return names[n]
	}
	return "?"
}

// ordinal returns "1st", "2nd", "3rd", "4th", "11th", "21st".
func ordinal(n int) string {
	suffix := "th"
	if tens := n / 10 % 10; tens != 1 && n%10 > 0 && n%10 < 4 {
		suffix = []string{"st", "nd", "rd"}[n%10-1]
	}
	return strconv.Itoa(n) + suffix
}
