package datagrams

import (
	"fmt"
	"strings"

	"wireladder/render/dns"
	"wireladder/render/words/sentence"
)

// ofName speaks of a message to or from a name server.
func ofName(m dns.NameMessage) sentence.Sentence {
	switch {
	case !m.Answer:
		what := m.Name
		if m.Type != "A" {
			what += " (" + m.Type + ")"
		}
		return sentence.New(
			"asks a name server for "+what,
			fmt.Sprintf("A question to a name server: which records of type %s has the name %s? It is a datagram like any other; if it or its answer is lost, the asker must ask again (RFC 1035 §4.2.1).", m.Type, m.Name),
		)
	case m.Cut:
		return sentence.New(
			"the answer did not fit, and is cut off: ask again over TCP",
			fmt.Sprintf("The name server's answer about %s does not fit into a datagram: it says that it is cut off (TC), and who asked must ask again over TCP (RFC 1035 §4.2.1, RFC 7766 §5).", m.Name),
		)
	case m.Code == "NXDOMAIN":
		return sentence.New(
			"no such name: "+m.Name,
			fmt.Sprintf("The name server answers NXDOMAIN: there is no name %s. Who asked has no address to go to.", m.Name),
		)
	case m.Code != "":
		return sentence.New("the name server answers "+m.Code, fmt.Sprintf("The name server gives no answer about %s: %s.", m.Name, m.Code))
	case len(m.Records) == 0:
		return sentence.New(
			fmt.Sprintf("%s has no %s record", m.Name, m.Type),
			fmt.Sprintf("The name %s exists, and has no record of type %s.", m.Name, m.Type),
		)
	}
	records := strings.Join(m.Records, ", ")
	if m.More > 0 {
		records += fmt.Sprintf(" and %d more", m.More)
	}
	return sentence.New(m.Name+" is "+records, fmt.Sprintf("The name server answers: the records of type %s of %s are %s.", m.Type, m.Name, records))
}
