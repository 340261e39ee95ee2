package wire

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wireladder/capture"
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
	ICMP                     // an error, such as of a port that nobody has, or a ping
)

// The words of a fault, by its numbers.
var (
	actionNames = []string{Drop: "drop", Duplicate: "duplicate", Reorder: "reorder", Delay: "delay"}
	sideNames   = []string{Client: "client", Server: "server"}
	kindNames   = []string{SYN: "SYN", SYNACK: "SYN-ACK", ACK: "ACK", Data: "data segment", FIN: "FIN", RST: "RST", Datagram: "datagram", ICMP: "ICMP"}
)

// FaultSyntax is how a fault is written; in brackets what may be left out.
const FaultSyntax = "drop|duplicate|reorder|delay DURATION [the] ORDINAL [client|server] " +
	"SYN|SYN-ACK|ACK|data segment|FIN|RST|datagram|ICMP [from client|server]"

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

// ParseFault reads a fault. Upper and lower case are the same, and so are all
// suffixes of an ordinal. The error says which word is at fault and what would
// stand in its place; FaultSyntax is the whole of it.
func ParseFault(text string) (Fault, error) {
	p := parser{words: strings.Fields(text)}
	f := p.fault()
	if p.err != nil {
		return Fault{}, fmt.Errorf("fault %q: %w", text, p.err)
	}
	return f, nil
}

// parser reads words, up to the first that is wrong.
type parser struct {
	words []string
	err   error
}

func (p *parser) fault() Fault {
	var f Fault
	f.Action = Action(p.choose(actionNames, "drop, duplicate, reorder or delay"))
	if f.Action == Delay {
		f.Delay = p.duration()
	}
	p.skip("the")
	f.Ordinal = p.ordinal()
	f.From = p.side()
	f.Kind = p.kind()
	if f.From == Either && p.skip("from") {
		if f.From = p.side(); f.From == Either {
			p.fail("client or server")
		}
	}
	if p.err == nil && len(p.words) > 0 {
		p.fail("the end")
	}
	return f
}

// side takes the side, if one is named.
func (p *parser) side() Side {
	switch {
	case p.skip(sideNames[Client]):
		return Client
	case p.skip(sideNames[Server]):
		return Server
	}
	return Either
}

// choose takes a word and returns its number.
func (p *parser) choose(names []string, want string) int {
	i := slices.IndexFunc(names, func(name string) bool { return name != "" && strings.EqualFold(name, p.word()) })
	if i < 0 {
		p.fail(want)
		return 0
	}
	p.next()
	return i
}

// kind takes the kind, which is one word but for the data segment.
func (p *parser) kind() Kind {
	const want = "SYN, SYN-ACK, ACK, data segment, FIN, RST, datagram or ICMP"
	if data, segment, _ := strings.Cut(kindNames[Data], " "); p.skip(data) {
		if !p.skip(segment) {
			p.fail(`"segment", as in "data segment"`)
		}
		return Data
	}
	return Kind(p.choose(kindNames, want)) //nolint:gosec // an index of a short list
}

func (p *parser) duration() time.Duration {
	d, err := time.ParseDuration(p.word())
	if err != nil || d <= 0 || d > MaxDelay {
		p.fail(fmt.Sprintf("a duration up to %v, as 30ms", MaxDelay))
		return 0
	}
	p.next()
	return d
}

func (p *parser) ordinal() int {
	word := strings.ToLower(p.word())
	digits := word
	for _, suffix := range []string{"st", "nd", "rd", "th"} {
		digits = strings.TrimSuffix(digits, suffix)
	}
	n, err := strconv.ParseUint(digits, 10, 31) // no sign
	if err != nil || n < 1 || n > MaxOrdinal || len(digits)+2 != len(word) {
		p.fail("which one, as 1st or 2nd")
		return 0
	}
	p.next()
	return int(n)
}

// word returns the next word, "" at the end.
func (p *parser) word() string {
	if len(p.words) == 0 {
		return ""
	}
	return p.words[0]
}

func (p *parser) next() {
	if p.err == nil {
		p.words = p.words[1:]
	}
}

// skip takes the word if it is the next.
func (p *parser) skip(word string) bool {
	if p.err != nil || !strings.EqualFold(p.word(), word) {
		return false
	}
	p.next()
	return true
}

// fail notes the first error, of the next word.
func (p *parser) fail(want string) {
	switch {
	case p.err != nil:
	case len(p.words) == 0:
		p.err = fmt.Errorf("it ends where %s should stand", want)
	default:
		p.err = fmt.Errorf("%q stands where %s should", p.words[0], want)
	}
}

// kinds returns what a decoded frame is: one bit a kind.
func kinds(p *capture.Packet) uint16 {
	switch p.Proto {
	case capture.UDP:
		return 1 << Datagram
	case capture.ICMP:
		return 1 << ICMP
	case capture.TCP:
		return tcpKinds(p.TCP.Flags, p.PayloadLength > 0)
	}
	return 0
}

func tcpKinds(flags capture.Flags, data bool) uint16 {
	var is uint16
	switch {
	case flags.Has(capture.SYN | capture.ACK):
		is = 1 << SYNACK
	case flags.Has(capture.SYN):
		is = 1 << SYN
	}
	if flags.Has(capture.FIN) {
		is |= 1 << FIN
	}
	if flags.Has(capture.RST) {
		is |= 1 << RST
	}
	if data {
		is |= 1 << Data
	}
	if is == 0 && flags.Has(capture.ACK) {
		is = 1 << ACK
	}
	return is
}

// plan counts the frames that each fault could hit.
type plan struct {
	faults []Fault
	seen   []int // frames of each fault's kind and side so far
}

func newPlan(faults []Fault) *plan {
	return &plan{faults: slices.Clone(faults), seen: make([]int, len(faults))}
}

// hit counts a decoded frame and returns the fault that hits it, the zero value
// if none does. Of several the first in the list does.
func (p *plan) hit(from Side, frame *capture.Packet) Fault {
	var hit Fault
	is := kinds(frame)
	for i, f := range p.faults {
		if is&(1<<f.Kind) == 0 || f.From != Either && f.From != from {
			continue
		}
		if p.seen[i]++; p.seen[i] == f.Ordinal && hit == (Fault{}) {
			hit = f
		}
	}
	return hit
}
