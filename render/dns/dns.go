// Package dns says in short what a message of name servers asks and answers (RFC 1035). What it says is
// made of octets that anybody may have sent: names in it are of letters, digits, dots, hyphens and
// underscores, and everything else in them is escaped.
package dns

import (
	"fmt"
	"net/netip"
	"strings"

	"golang.org/x/net/dns/dnsmessage"

	"wireladder/capture"
)

// NameMessage is what one message says.
type NameMessage struct {
	Answer  bool     // it is an answer, else a question
	Name    string   // that is asked for, without the last dot: "www.example"; cut after some 40 characters
	Type    string   // of the records that are asked for: "A", "AAAA"
	Code    string   // of an answer that is an error, by its name: "NXDOMAIN"; "" of one that is none
	Records []string // of an answer: the addresses, and other names; at most four
	Cut     bool     // of an answer: it does not fit, and says so; then it has no records
	More    int      // how many records there are besides
}

// Port is that of name servers (RFC 1035 §4.2).
const Port = 53

// most is how many records are named.
const most = 4

// Of returns what a datagram says that goes to a name server, or comes from one: false if it is none, or
// not a message with one question.
func Of(p *capture.Packet) (NameMessage, bool) {
	if p.Proto != capture.UDP || p.Src.Port() != Port && p.Dst.Port() != Port {
		return NameMessage{}, false
	}
	return Read(p.Payload)
}

// Read returns what the octets of a datagram say: false if they are no message with one question, or
// not all of one.
func Read(octets []byte) (NameMessage, bool) {
	var parser dnsmessage.Parser
	header, err := parser.Start(octets)
	if err != nil || header.OpCode != 0 || header.Truncated && !header.Response {
		return NameMessage{}, false
	}
	questions, err := parser.AllQuestions()
	if err != nil || len(questions) != 1 {
		return NameMessage{}, false
	}
	q := questions[0]
	m := NameMessage{Answer: header.Response, Name: nameOf(q.Name), Type: strings.TrimPrefix(q.Type.String(), "Type")}
	if header.Response {
		if m.Code, m.Cut = codeOf(header.RCode), header.Truncated; !m.Cut {
			err = m.read(&parser)
		}
	}
	return m, err == nil
}

// read takes the answers of a message.
func (m *NameMessage) read(p *dnsmessage.Parser) error {
	answers, err := p.AllAnswers()
	if err != nil {
		return err
	}
	for _, a := range answers {
		if len(m.Records) == most {
			m.More = len(answers) - most
			break
		}
		m.Records = append(m.Records, recordOf(a))
	}
	return nil
}

// recordOf returns what a record holds.
func recordOf(r dnsmessage.Resource) string {
	switch body := r.Body.(type) {
	case *dnsmessage.AResource:
		return netip.AddrFrom4(body.A).String()
	case *dnsmessage.AAAAResource:
		return netip.AddrFrom16(body.AAAA).String()
	case *dnsmessage.CNAMEResource:
		return nameOf(body.CNAME)
	}
	return strings.TrimPrefix(r.Header.Type.String(), "Type")
}

// codes are the names of errors (IANA, DNS RCODEs).
var codes = map[dnsmessage.RCode]string{
	dnsmessage.RCodeSuccess: "", dnsmessage.RCodeFormatError: "FORMERR", dnsmessage.RCodeServerFailure: "SERVFAIL",
	dnsmessage.RCodeNameError: "NXDOMAIN", dnsmessage.RCodeNotImplemented: "NOTIMP", dnsmessage.RCodeRefused: "REFUSED",
}

func codeOf(c dnsmessage.RCode) string {
	if name, ok := codes[c]; ok {
		return name
	}
	return fmt.Sprintf("error %d", c)
}

// longest is how many characters of a name are told.
const longest = 40

// nameOf returns a name as it can be shown: octets that no host's name has as \DDD (RFC 1035 §5.1).
func nameOf(n dnsmessage.Name) string {
	var b strings.Builder
	for _, c := range n.Data[:n.Length] {
		if b.Len() >= longest {
			b.WriteString("…")
			break
		}
		if plain(c) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, `\%03d`, c)
		}
	}
	if name := strings.TrimSuffix(b.String(), "."); name != "" {
		return name
	}
	return "."
}

func plain(c byte) bool {
	return c == '.' || c == '-' || c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// Short returns the message in a few words, as tcpdump(1) has it: "A? www.example" and "A 192.0.2.1".
func (m NameMessage) Short() string {
	switch {
	case !m.Answer:
		return m.Type + "? " + m.Name
	case m.Cut:
		return "cut off (TC)"
	case m.Code != "":
		return m.Code
	case len(m.Records) == 0:
		return "no " + m.Type
	}
	said := m.Type + " " + strings.Join(m.Records, ", ")
	if m.More > 0 {
		said += fmt.Sprintf(" and %d more", m.More)
	}
	return said
}
