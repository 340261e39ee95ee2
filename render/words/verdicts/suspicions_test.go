package verdicts

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
)

// ends are the sockets of a connection, and of a client beside it, seen in packets alone.
func ends() (client, server, other *run.Socket) {
	a, b, c := netip.MustParseAddrPort("127.0.0.1:40000"), netip.MustParseAddrPort("127.0.0.1:80"), netip.MustParseAddrPort("127.0.0.1:40001")
	client = &run.Socket{FD: -1, Local: a, Remote: b, Side: flow.Initiator}
	server = &run.Socket{FD: -1, Local: b, Remote: a, Side: flow.Responder}
	return client, server, &run.Socket{FD: -1, Local: c, Remote: b, Side: flow.Initiator}
}

// said is a packet with data; a FIN where there are none.
func said(number int, k *run.Socket, data string) *run.Moment {
	m := packetOf(number, k)
	m.Packet.Payload, m.Packet.PayloadLength = []byte(data), len(data)
	if data == "" {
		m.Packet.TCP.Flags = capture.FIN | capture.ACK
	}
	m.Time = time.Unix(0, 0).Add(time.Duration(number) * time.Millisecond)
	return m
}

// TestSuspicions holds what is said of each kind of finding that packets alone show, and that
// none says why.
func TestSuspicions(t *testing.T) {
	client, server, other := ends()
	asked, fin, last, late := said(4, client, "hello\n"), said(6, client, ""), said(7, server, ""), said(8, server, "HELLO\n")
	all := func(moments ...*run.Moment) []*run.Moment { return moments }
	for _, c := range []struct {
		f     findings.Finding
		brief string
		full  string
	}{
		{
			findings.Finding{Rule: findings.WaitsForEOF, Who: client, Other: server, Moments: all(asked, fin, late), Got: 4800},
			"the server answers only when the client has closed",
			"For 4.8 s after packet 4 nothing is said; the client closes (packet 6), and 2 ms later the answer comes (packet 8), too late.",
		},
		{
			findings.Finding{Rule: findings.BothWait, Who: client, Other: server, Moments: all(fin, late), Got: 4800},
			"the server says its first word only when the client has closed",
			"The connection is established, and for 4.8 s not one byte goes over it; the client closes (packet 6), and 2 ms later the server sends (packet 8), too late.",
		},
		{
			findings.Finding{Rule: findings.BothWait, Who: client, Other: server, Moments: all(said(5, server, "FIRST\n"), fin, late), Got: 4800},
			"the server sends more only when the client has closed",
			"For 4.8 s after packet 5 nothing is said; the client closes (packet 6), and 2 ms later more comes (packet 8), too late.",
		},
		{
			findings.Finding{Rule: findings.BothWait, Who: client, Other: server, Moments: all(asked, fin, last), Got: 4800},
			"the client has no answer for 4.8 s, and closes",
			"What it has sent last (packet 4) is acknowledged by the kernel, and the program of the server sends nothing; the client closes (packet 6), and 1 ms later the server does so (packet 7).",
		},
		{
			findings.Finding{Rule: findings.BothWait, Who: client, Other: server, Moments: all(said(4, client, "GET / HTTP/1.1\r\nHost: a\r\n"), fin), Got: 4800},
			"the client has no answer for 4.8 s, and closes",
			"What it has sent last (packet 4) is acknowledged by the kernel, and the program of the server sends nothing; the client closes (packet 6). The request begins as HTTP, and has no blank line at its end.",
		},
		{
			findings.Finding{Rule: findings.BothWait, Who: server, Other: client, Moments: all(said(4, server, "HTTP/1.1 200 OK\r\n"), fin), Got: 4800},
			"the header that the server sends has no end, and then nothing is said",
			"Its answer begins as HTTP, and up to packet 4 no blank line comes, which ends a header; for 4.8 s nothing more is said, and the client closes (packet 6).",
		},
		{
			findings.Finding{Rule: findings.NoNewline, Who: client, Other: server, Moments: all(said(4, client, "hello"), fin, late), Got: 4800},
			"the server answers only when the client has closed",
			"For 4.8 s after packet 4 nothing is said; the client closes (packet 6), and 2 ms later the answer comes (packet 8), too late. The answer ends with \\n, and the request does not.",
		},
		{
			findings.Finding{Rule: findings.NoNewline, Who: client, Other: server, Moments: all(said(4, client, "GET / HTTP/1.1\r\n"), fin, late), Got: 4800},
			"the server answers only when the client has closed",
			"For 4.8 s after packet 4 nothing is said; the client closes (packet 6), and 2 ms later the answer comes (packet 8), too late. The request begins as HTTP, and has no blank line at its end.",
		},
		{
			findings.Finding{Rule: findings.Boundaries, Who: client, Other: server, Moments: all(asked, said(5, server, "OK\n"), fin), Got: 4800, Parts: 2, Of: 1},
			"for 2 lines of the client one line comes, and then nothing for 4.8 s",
			"It has sent each of them by itself, the last one in packet 4; one line comes (packet 5), and nothing more is said until the client closes (packet 6).",
		},
		{
			findings.Finding{Rule: findings.ClosedBeforeAnswer, Who: client, Other: server, Moments: all(asked, fin, late, said(9, client, "")), Got: 4800},
			"the client closes after 4.8 s, before the answer has come",
			"It has waited for 4.8 s since packet 4, and closes (packet 6); 2 ms later data come (packet 8) that find no socket any more: the kernel throws them away and answers with a RST (packet 9).",
		},
		{
			findings.Finding{Rule: findings.SerialServer, Who: server, Other: client, Moments: all(asked, said(5, other, ""), fin, late), Got: 4800},
			"nothing comes for the client until another client has ended",
			"For 4.8 s after packet 4 nothing comes for the client. It closes (packet 6), and so does another client that had connected before (packet 5); 2 ms later data come (packet 8), too late.",
		},
		{
			findings.Finding{Rule: findings.AnswerShort, Who: server, Other: client, Moments: all(late, said(9, server, "")), Got: 31, Of: 95},
			"the header of the answer announces 95 bytes, and 31 come",
			"Content-Length is 95; the body has 31 bytes (packet 8) when the server closes (packet 9). Either not all of it was sent, or something else was counted than the bytes of the body.",
		},
	} {
		c.f.GivesUp = client
		if got := Of(&c.f); got.Brief != c.brief || got.Full != c.full || got.Repair == "" {
			t.Errorf("%s: %q, %q, %q; want %q, %q", c.f.Rule, got.Brief, got.Full, got.Repair, c.brief, c.full)
		}
	}
}

// TestPossibilities holds what a rule comes to by what was said last.
func TestPossibilities(t *testing.T) {
	client, server, _ := ends()
	for _, c := range []struct {
		rule       findings.Rule
		data, want string
	}{
		{findings.NoNewline, "hello", `one side waits for a \n that the other does not send`},
		{findings.NoNewline, "hello\n", `one side waits for a \r\n, and the other sends a \n alone`},
		{findings.NoNewline, "GET / HTTP/1.0\r\n", "the blank line is waited for that ends the header"},
		{findings.NoNewline, "GET / HTTP/1.0\r\n\r\nbody", `one side waits for a \n that the other does not send`},
		{findings.NothingSent, "hello", "the answer lay in a buffer of its program, and was not sent (flush)"},
		{findings.NothingSent, "", "what was to be sent never left its program"},
		{findings.ClosedBeforeAnswer, "hello", "its program does not wait as long as the answer takes"},
		{findings.Crashed, "hello", "the program ended with an error, or a thread of it"},
	} {
		f := findings.Finding{Rule: findings.WaitsForEOF, Who: client, Other: server, GivesUp: client, Moments: []*run.Moment{said(4, client, c.data), said(6, client, ""), said(8, server, "HELLO\n")}, May: []findings.Rule{c.rule, findings.BothWait}}
		if got := Of(&f).Full; !strings.Contains(got, "it may be that "+c.want+" ("+string(c.rule)+"), or that ") {
			t.Errorf("%s behind %q: %q, want %q", c.rule, c.data, got, c.want)
		}
	}
	f := findings.Finding{Rule: findings.ClosedBeforeAnswer, Who: client, Other: server, Moments: []*run.Moment{said(8, server, "HELLO\n"), said(9, client, "")}, May: []findings.Rule{findings.ClosedBeforeAnswer, findings.Crashed}}
	if got := Of(&f).Full; !strings.Contains(got, "its program does not wait for the answer (closed-before-answer)") {
		t.Error(got)
	}
}
