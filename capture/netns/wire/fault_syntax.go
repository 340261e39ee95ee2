package wire

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// FaultSyntax is how a fault is written; in brackets what may be left out.
const FaultSyntax = "drop|duplicate|reorder|delay DURATION [the] ORDINAL [client|server] " +
	"SYN|SYN-ACK|ACK|data segment|FIN|RST|datagram|ICMP [from client|server]"

// ParseFault reads a fault. Upper and lower case are the same, and so are all
// suffixes of an ordinal; words may be set apart by commas, which no shell minds. The error says which word is at fault and what would
// stand in its place; FaultSyntax is the whole of it.
func ParseFault(text string) (Fault, error) {
	apart := func(r rune) bool { return r == ',' || unicode.IsSpace(r) }
	p := parser{words: strings.FieldsFunc(text, apart)}
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

// duration takes a time: a bare number is in milliseconds, unless a unit follows.
func (p *parser) duration() time.Duration {
	word, words := p.word(), 1
	if _, err := strconv.ParseFloat(word, 64); err == nil {
		unit := "ms"
		if len(p.words) > 1 && slices.Contains([]string{"us", "ms", "s"}, p.words[1]) {
			unit, words = p.words[1], 2
		}
		word += unit
	}
	d, err := time.ParseDuration(word)
	if err != nil || d <= 0 || d > MaxDelay {
		p.fail(fmt.Sprintf("a duration up to %v, as 30ms", MaxDelay))
		return 0
	}
	p.words = p.words[words:]
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
