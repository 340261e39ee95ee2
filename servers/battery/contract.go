package battery

import (
	"bytes"

	"wireladder/servers"
)

// Contract is what a server is to answer.
type Contract string

// The contracts.
const (
	Upper Contract = "upper" // the same text in capitals: those of ASCII, or all
	Echo  Contract = "echo"  // the same text
	Any   Contract = "any"   // something
)

// Contracts are all of them.
var Contracts = []Contract{Upper, Echo, Any}

// answers returns what is right as an answer; none if anything is.
func (c Contract) answers(sent []byte) [][]byte {
	switch c {
	case Upper:
		return [][]byte{bytes.ToUpper(sent), servers.Upper(sent)}
	case Echo:
		return [][]byte{sent}
	}
	return nil
}

// match is how far an answer is right.
type match int

// The matches. The zero value is that nothing has come.
const (
	nothing match = iota
	part          // it begins as it should
	whole
	wrong
)

// compare returns how far an answer is right. Ends of lines do not count: some servers take
// them off, and TCP has none.
func (c Contract) compare(sent, got []byte) match {
	if len(got) == 0 {
		return nothing
	}
	if c == Any {
		return whole
	}
	bare, best := bareOf(got), wrong
	for _, answer := range c.answers(sent) {
		switch want := bareOf(answer); {
		case bytes.Equal(bare, want):
			return whole
		case bytes.HasPrefix(want, bare):
			best = part
		}
	}
	return best
}

// bareOf returns octets without ends of lines.
func bareOf(b []byte) []byte {
	bare := make([]byte, 0, len(b))
	for _, octet := range b {
		if octet != '\r' && octet != '\n' {
			bare = append(bare, octet)
		}
	}
	return bare
}

// example returns one answer that is right.
func (c Contract) example(says string) []byte {
	if all := c.answers([]byte(says)); len(all) > 0 {
		return all[0]
	}
	return []byte("anything")
}
