package dns_test

import (
	"net/netip"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/dns/dnsmessage"

	"wireladder/capture"
	"wireladder/render/dns"
)

// datagram returns a datagram to, or from, a port.
func datagram(payload []byte, from, to uint16) *capture.Packet {
	at := netip.AddrFrom4([4]byte{127, 0, 0, 1})
	return &capture.Packet{Proto: capture.UDP, Src: netip.AddrPortFrom(at, from), Dst: netip.AddrPortFrom(at, to), Payload: payload, PayloadLength: len(payload)}
}

// message returns a message about a name, with answers.
func message(t testing.TB, h dnsmessage.Header, name string, answers ...dnsmessage.ResourceBody) []byte {
	t.Helper()
	m := dnsmessage.Message{Header: h, Questions: []dnsmessage.Question{{Name: dnsmessage.MustNewName(name), Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET}}}
	for _, a := range answers {
		m.Answers = append(m.Answers, dnsmessage.Resource{Header: dnsmessage.ResourceHeader{Name: dnsmessage.MustNewName(name), Class: dnsmessage.ClassINET}, Body: a})
	}
	octets, err := m.Pack()
	if err != nil {
		t.Fatal(err)
	}
	return octets
}

func TestShort(t *testing.T) {
	answer := dnsmessage.Header{Response: true}
	a := &dnsmessage.AResource{A: [4]byte{192, 0, 2, 1}}
	for want, octets := range map[string][]byte{
		"A? www.example":        message(t, dnsmessage.Header{}, "www.example."),
		"A 192.0.2.1":           message(t, answer, "www.example.", a),
		"cut off (TC)":          message(t, dnsmessage.Header{Response: true, Truncated: true}, "www.example."),
		"NXDOMAIN":              message(t, dnsmessage.Header{Response: true, RCode: dnsmessage.RCodeNameError}, "www.example."),
		"no A":                  message(t, answer, "www.example."),
		"A? .":                  message(t, dnsmessage.Header{}, "."),
		`A? a\027\010b.example`: message(t, dnsmessage.Header{}, "a\x1b\nb.example."),
		"error 11":              message(t, dnsmessage.Header{Response: true, RCode: 11}, "www.example."),
		"A host.example, 192.0.2.1, 192.0.2.1, 2001:db8::1 and 2 more": message(t, answer, "www.example.",
			&dnsmessage.CNAMEResource{CNAME: dnsmessage.MustNewName("host.example.")}, a, a,
			&dnsmessage.AAAAResource{AAAA: netip.MustParseAddr("2001:db8::1").As16()}, a, a),
		"A? " + strings.Repeat("x", 40) + "…": message(t, dnsmessage.Header{}, strings.Repeat("x", 60)+"."),
	} {
		m, ok := dns.Of(datagram(octets, 40000, 53))
		if got := m.Short(); !ok || got != want {
			t.Errorf("%q, %v, want %q", got, ok, want)
		}
	}
}

// Only what goes to port 53, or comes from there, is taken for a message, and only if it is a whole one.
func TestNoMessage(t *testing.T) {
	whole := message(t, dnsmessage.Header{}, "www.example.")
	for name, p := range map[string]*capture.Packet{
		"other ports": datagram(whole, 40000, 5353), "a part": datagram(whole[:20], 53, 40000), "nothing": datagram(nil, 53, 53),
		"a truncated question": datagram(message(t, dnsmessage.Header{Truncated: true}, "www.example."), 40000, 53),
		"text":                 datagram([]byte("hello, this is no message of theirs"), 40000, 53),
	} {
		if m, ok := dns.Of(p); ok {
			t.Errorf("%s is taken for %+v", name, m)
		}
	}
}

// Whatever comes, what is said is short, in one line, and of characters that can be shown.
func FuzzOf(f *testing.F) {
	f.Add(message(f, dnsmessage.Header{}, "www.example."))
	f.Add(message(f, dnsmessage.Header{Response: true}, "a\x1b.example.", &dnsmessage.AResource{}, &dnsmessage.CNAMEResource{CNAME: dnsmessage.MustNewName("\n.")}))
	f.Fuzz(func(t *testing.T, payload []byte) {
		m, ok := dns.Of(datagram(payload, 53, 40000))
		if !ok {
			return
		}
		said := m.Short()
		if len(said) > 400 || !utf8.ValidString(said) || strings.ContainsFunc(said, func(r rune) bool { return r < ' ' || r > '~' && r != '…' }) {
			t.Errorf("%q", said)
		}
	})
}
