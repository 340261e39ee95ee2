package scenario

import (
	"net/netip"
	"strings"

	"golang.org/x/net/dns/dnsmessage"

	"wireladder/capture"
)

// names returns the scenario of what a name costs.
func names() []Scenario {
	return []Scenario{{
		Name: "dns-name", Group: TCP, Protocols: overTCP, Choices: Choices{Text: true},
		Title:  "a name costs packets before the SYN, or there is none",
		Limits: Limits{Host: "its name server needs port 53"},
		Wide:   true,
		script: dnsName,
	}}
}

// The port of name servers (RFC 1035 §4.2), the one name that ours knows, and one that it does not (RFC 6761).
const (
	namePort    = 53
	knownName   = "uppercase.example."
	unknownName = "lowercase.example."
)

// dnsName has two clients that ask a name server first: for a name that there is, and for one that there is not.
func dnsName(st *stage) error {
	st.server("name server", func(p *program) {
		s := p.socket(capture.UDP)
		s.bind(p.nameServer())
		p.forEver(func() {
			for p.trouble == nil {
				question, from := s.recvFrom(bufferSize)
				s.sendTo(p.resolve(question), from)
			}
		})
	})
	st.server("server", func(p *program) {
		p.until(made("name server", "recvfrom", 1))
		p.standAt(p.address())
	})
	for n, name := range []string{knownName, unknownName} {
		st.client([]string{"client 1", "client 2"}[n], func(p *program) {
			p.until(made("server", "accept", n+1))
			if n > 0 {
				p.until(ended("client 1"))
			}
			p.visitByName(name, uint16(n+1)) //nolint:gosec // 1 or 2
		})
	}
	return st.await(after(ended("client 1"), ended("client 2"), made("server", "accept", 2)))
}

// visitByName is a client that has a name, and asks whose address that is.
func (p *program) visitByName(name string, id uint16) {
	resolver := p.socket(capture.UDP)
	answer := resolver.askFor(p.question(name, id), p.nameServer())
	resolver.close()
	address, found := addressIn(answer)
	if !found {
		return
	}
	s := p.socket(capture.TCP)
	s.connect(netip.AddrPortFrom(address, p.Port))
	p.until(made("server", "recv", 1))
	s.send(p.Text + "\n")
	s.recvLine()
	p.until(made("server", "recv", 2))
	s.close()
}

// nameServer is where the name server is.
func (st *stage) nameServer() netip.AddrPort { return netip.AddrPortFrom(st.Host, namePort) }

// question returns the message that asks for the address of a name.
func (st *stage) question(name string, id uint16) string {
	m := dnsmessage.Message{
		Header:    dnsmessage.Header{ID: id, RecursionDesired: true},
		Questions: []dnsmessage.Question{{Name: dnsmessage.MustNewName(name), Type: st.addressType(), Class: dnsmessage.ClassINET}},
	}
	return packed(m)
}

// addressType is the type of the records that hold addresses of the run's family.
func (st *stage) addressType() dnsmessage.Type {
	if st.Host.Is6() {
		return dnsmessage.TypeAAAA
	}
	return dnsmessage.TypeA
}

// resolve returns the answer to a question: the address of the one name that is known, or that there is no such
// name.
func (st *stage) resolve(question string) string {
	var m dnsmessage.Message
	if err := m.Unpack([]byte(question)); err != nil || len(m.Questions) != 1 {
		return packed(dnsmessage.Message{Header: dnsmessage.Header{ID: m.ID, Response: true, RCode: dnsmessage.RCodeFormatError}})
	}
	q := m.Questions[0]
	answer := dnsmessage.Message{
		Header:    dnsmessage.Header{ID: m.ID, Response: true, Authoritative: true, RecursionDesired: m.RecursionDesired},
		Questions: m.Questions,
	}
	header := dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 60}
	switch {
	case !strings.EqualFold(q.Name.String(), knownName):
		answer.RCode = dnsmessage.RCodeNameError
	case q.Type == dnsmessage.TypeA && st.Host.Is4():
		answer.Answers = []dnsmessage.Resource{{Header: header, Body: &dnsmessage.AResource{A: st.Host.As4()}}}
	case q.Type == dnsmessage.TypeAAAA && st.Host.Is6():
		answer.Answers = []dnsmessage.Resource{{Header: header, Body: &dnsmessage.AAAAResource{AAAA: st.Host.As16()}}}
	}
	return packed(answer)
}

// packed returns a message as it is sent. Ours are short, and can be packed.
func packed(m dnsmessage.Message) string {
	octets, _ := m.Pack()
	return string(octets)
}

// addressIn returns the first address that an answer holds, and whether there is one.
func addressIn(answer string) (netip.Addr, bool) {
	var m dnsmessage.Message
	if err := m.Unpack([]byte(answer)); err != nil {
		return netip.Addr{}, false
	}
	for _, r := range m.Answers {
		switch body := r.Body.(type) {
		case *dnsmessage.AResource:
			return netip.AddrFrom4(body.A), true
		case *dnsmessage.AAAAResource:
			return netip.AddrFrom16(body.AAAA), true
		}
	}
	return netip.Addr{}, false
}
