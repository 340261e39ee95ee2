package labels_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/labels"
)

var at = netip.MustParseAddrPort("127.0.0.1:40001")

// same compares the forms of a label.
func same(t *testing.T, name string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", name, got, want)
	}
}

// call is a moment of a call that has returned, or of one that has not.
func call(kind run.Kind, name string, change func(*capture.Call)) *run.Moment {
	c := &capture.Call{Name: name, Proto: capture.TCP, FD: 3, Enter: time.Unix(1, 0), Exit: time.Unix(2, 0)}
	if change != nil {
		change(c)
	}
	return &run.Moment{Kind: kind, Call: c, Facts: &facts.Facts{}}
}

// args sets the arguments of a call, and its result.
func args(text string, result int64) func(*capture.Call) {
	return func(c *capture.Call) { c.Args, c.Result = capture.ParseArguments(c.Name, text), result }
}

// moves sets what a call sent or received, of so many octets.
func moves(data string, result int64, size int) func(*capture.Call) {
	return func(c *capture.Call) { c.Data, c.Result, c.Size = []byte(data), result, size }
}

// fails sets the error of a call.
func fails(errno string) func(*capture.Call) {
	return func(c *capture.Call) { c.Errno, c.Result = errno, -1 }
}

const long = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"

// ofIPv6 makes the socket of a call one of AF_INET6.
func ofIPv6(m *run.Moment) *run.Moment {
	m.Socket = &run.Socket{IPv6: true}
	return m
}

// Calls are named by their arguments and results, the longest form first.
func TestCalls(t *testing.T) {
	udp := func(c *capture.Call) { c.Proto, c.Size = capture.UDP, 10 }
	to := func(c *capture.Call) {
		c.Proto, c.Args.Address, c.Remote = capture.UDP, netip.MustParseAddrPort("127.0.0.1:40213"), netip.MustParseAddrPort("127.0.0.1:40213")
	}
	accepted := func(c *capture.Call) { c.Result, c.Remote = 5, at }
	for _, tt := range []struct {
		name string
		m    *run.Moment
		want []string
	}{
		{"socket", call(run.Call, "socket", args("AF_INET, SOCK_STREAM, 0", 3)), []string{"socket(SOCK_STREAM) = fd 3", "socket() = fd 3"}},
		{"socket of IPv6", call(run.Call, "socket", args("AF_INET6, SOCK_STREAM, 0", 3)), []string{"socket(AF_INET6, SOCK_STREAM) = fd 3", "socket(SOCK_STREAM) = fd 3", "socket() = fd 3"}},
		{"IPV6_V6ONLY", call(run.Call, "setsockopt", args("IPPROTO_IPV6, IPV6_V6ONLY, 1", 0)), []string{"setsockopt(IPV6_V6ONLY, 1)", "IPV6_V6ONLY = 1"}},
		{"IP_ADD_MEMBERSHIP", call(run.Call, "setsockopt", args("IPPROTO_IP, IP_ADD_MEMBERSHIP, {239.1.2.3, 127.0.0.1}", 0)), []string{
			"setsockopt(IP_ADD_MEMBERSHIP, {239.1.2.3, 127.0.0.1})", "IP_ADD_MEMBERSHIP = {239.1.2.3, 127.0.0.1}", "IP_ADD_MEMBERSHIP = {239.1.2.3, …}",
		}},
		{"SO_RCVTIMEO", call(run.Call, "setsockopt", args("SOL_SOCKET, SO_RCVTIMEO, {0, 300000}", 0)), []string{"setsockopt(SO_RCVTIMEO, {0, 300000})", "SO_RCVTIMEO = {0, 300000}"}},
		{"accept of IPv4 by a socket of IPv6", ofIPv6(call(run.Call, "accept", accepted)), []string{"accept() = fd 5 from [::ffff:127.0.0.1]:40001", "accept() = fd 5 from :40001", "accept() = fd 5", "accept()"}},
		{"socket of an unknown kind", call(run.Call, "socket", args("something", 3)), []string{"socket(something) = fd 3", "socket() = fd 3"}},
		{"bind", call(run.Call, "bind", args("127.0.0.1:80", 0)), []string{"bind(127.0.0.1:80)", "bind(:80)", "bind()"}},
		{"bind that fails", call(run.Call, "bind", fails("EADDRINUSE")), []string{"bind() = EADDRINUSE"}},
		{"listen", call(run.Call, "listen", args("5", 0)), []string{"listen(5)", "listen()"}},
		{"connect that waits", call(run.Enter, "connect", args("127.0.0.1:80", 0)), []string{"connect(127.0.0.1:80) waits", "connect(:80) waits", "connect() waits"}},
		{"connect that returns", call(run.Return, "connect", args("127.0.0.1:80", 0)), []string{"connect() = 0"}},
		{"connect at once", call(run.Call, "connect", args("127.0.0.1:80", 0)), []string{"connect(127.0.0.1:80)", "connect(:80)", "connect()"}},
		{"accept that waits", call(run.Enter, "accept", accepted), []string{"accept() waits"}},
		{"accept", call(run.Call, "accept", accepted), []string{"accept() = fd 5 from 127.0.0.1:40001", "accept() = fd 5 from :40001", "accept() = fd 5", "accept()"}},
		{"accept that fails", call(run.Return, "accept", fails("EAGAIN")), []string{"accept() = EAGAIN"}},
		{"send", call(run.Call, "send", moves("hello\n", 6, 6)), []string{`send("hello\n")`, `send("hell…")`, "send() = 6"}},
		{"send of much", call(run.Call, "send", moves(long, 52, 52)), []string{`send("abcdefghijklmnopqrstuvwxyzabcdefghijklmn…", 52)`, `send("abcdefghijklmnop…", 52)`, `send("abcd…")`, "send() = 52"}},
		{"send of a part", call(run.Call, "send", moves("hello", 3, 5)), []string{`send("hello") = 3`, `send("hell…") = 3`, "send() = 3"}},
		{"send that fails", call(run.Call, "send", func(c *capture.Call) { moves("hello", 0, 5)(c); fails("EPIPE")(c) }), []string{`send("hello") = EPIPE`, `send("hell…") = EPIPE`, "send() = EPIPE"}},
		{"send that waits", call(run.Enter, "send", moves("hello", 5, 5)), []string{`send("hello") waits`, `send("hell…") waits`, "send() waits"}},
		{"recv that waits", call(run.Enter, "recv", moves("hello", 5, 99)), []string{"recv() waits"}},
		{"recv", call(run.Return, "recv", moves("hello", 5, 99)), []string{`recv() = "hello"`, `recv() = "hell…"`, "recv() = 5"}},
		{"recv of more than is kept", call(run.Call, "recv", moves("hello", 9, 99)), []string{`recv() = 9: "hello…"`, `recv() = "hell…"`, "recv() = 9"}},
		{"recv into a buffer that is full", call(run.Return, "recv", moves("hello ", 6, 6)), []string{`recv(6) = "hello "`, `recv() = "hell…"`, "recv() = 6"}},
		{"recv into a small buffer", call(run.Return, "recv", moves("REE\n", 4, 6)), []string{`recv(6) = "REE\n"`, `recv() = "REE\n"`, "recv() = 4"}},
		{"recv of much", call(run.Return, "recv", moves(long, 52, 99)), []string{
			`recv() = 52: "abcdefghijklmnopqrstuvwxyzabcdefghijklmn…"`, `recv() = 52: "abcdefghijklmnop…"`, `recv() = "abcd…"`, "recv() = 52",
		}},
		{"sendto with a SYN", call(run.Call, "sendto", func(c *capture.Call) {
			c.Args = capture.ParseArguments("sendto", "MSG_FASTOPEN, 10.0.0.2:80")
			moves("hi", 2, 2)(c)
		}), []string{`sendto("hi", MSG_FASTOPEN, 10.0.0.2:80)`, `sendto("hi", MSG_FASTOPEN, :80)`, `sendto("hi", MSG_FASTOPEN)`, "sendto() = 2"}},
		{"sendto", call(run.Call, "sendto", func(c *capture.Call) { to(c); moves("HELLO", 5, 5)(c) }), []string{
			`sendto("HELLO", 127.0.0.1:40213)`, `sendto("HELLO", :40213)`, `sendto("HELLO")`, "sendto() = 5",
		}},
		{"recvfrom", call(run.Return, "recvfrom", func(c *capture.Call) { to(c); moves("hello", 5, 99)(c) }), []string{
			`recvfrom() = "hello" from 127.0.0.1:40213`, `recvfrom() = "hello" from :40213`,
			`recvfrom() = "hello"`, "recvfrom() = 5",
		}},
		{"the end", call(run.Call, "recv", moves("", 0, 99)), []string{"recv() = 0"}},
		{"an empty datagram", call(run.Call, "recvfrom", udp), []string{`recvfrom() = ""`, "recvfrom() = 0"}},
		{"an urgent byte", call(run.Call, "recv", func(c *capture.Call) {
			c.Args, c.Data, c.Size, c.Result = capture.ParseArguments("recv", "1, MSG_OOB"), []byte("!"), 1, 1
		}), []string{`recv(MSG_OOB) = "!"`, "recv() = 1"}},
		{"an urgent byte is sent", call(run.Call, "send", func(c *capture.Call) {
			c.Args, c.Data, c.Size, c.Result = capture.ParseArguments("send", "MSG_OOB"), []byte("!"), 1, 1
		}), []string{`send("!", MSG_OOB)`, "send() = 1"}},
		{"recv that fails", call(run.Return, "recv", fails("ECONNRESET")), []string{"recv() = ECONNRESET"}},
		{"an exception that is printed", call(run.Call, "write", func(c *capture.Call) {
			c.Proto, c.FD, c.Data = capture.Undecoded, capture.Stderr, []byte("Traceback\n  File\nZeroDivisionError: division by zero\n")
			c.Size = len(c.Data)
		}), []string{`prints … "ZeroDivisionError: division by zero"`, `prints … "ZeroDivisionErro…"`, `… "ZeroDivisionErro…"`, "prints"}},
		{"close", call(run.Call, "close", nil), []string{"close()"}},
		{"close that waits", call(run.Return, "close", nil), []string{"close() = 0"}},
		{"shutdown", call(run.Call, "shutdown", args("SHUT_WR", 0)), []string{"shutdown(SHUT_WR)", "shutdown()"}},
		{"setsockopt", call(run.Call, "setsockopt", args("SOL_SOCKET, SO_LINGER, {1, 0}", 0)), []string{"setsockopt(SO_LINGER, {1, 0})", "SO_LINGER = {1, 0}"}},
		{"setsockopt of TCP", call(run.Call, "setsockopt", args("IPPROTO_TCP, TCP_NODELAY, 1", 0)), []string{"setsockopt(TCP_NODELAY, 1)", "TCP_NODELAY = 1"}},
		{"select that waits", call(run.Enter, "select", args("5, {3, 4}, NULL, NULL, NULL; ready: {4}", 1)), []string{"select({3, 4}) waits", "select() waits"}},
		{"poll that waits", call(run.Enter, "poll", args("{4}, NULL, 300", 0)), []string{"poll({4}) waits at most 300 ms", "poll({4}) waits", "poll() waits"}},
		{"select", call(run.Return, "select", args("5, {3, 4}, NULL, NULL, NULL; ready: {4}", 1)), []string{"select() = 1: {4} ready", "select(): {4}", "select() = 1"}},
		{"select for writing", call(run.Return, "select", args("5, {3}, {4}, NULL, NULL; ready: {3}, {4}", 2)), []string{"select() = 2: {3}, write {4} ready", "select(): {3}, write {4}", "select() = 2"}},
		{"select at once", call(run.Call, "select", args("4, {3}, NULL, NULL, {1, 0}", 0)), []string{"select({3}) = 0", "select() = 0"}},
		{"select that fails", call(run.Return, "select", func(c *capture.Call) { args("4, {3}, NULL, NULL, NULL", 0)(c); fails("EINTR")(c) }), []string{"select() = EINTR"}},
		{"select in another form", call(run.Return, "select", args("all of them; ready: some", 1)), []string{"select() = 1: some ready", "select(): some", "select() = 1"}},
	} {
		same(t, tt.name, labels.Call(tt.m), tt.want...)
	}
}

// A call that was seen to send nothing says so; one that waits does not.
// Octets that are no text are counted, unless all of them can be shown.
func TestBinaryOctets(t *testing.T) {
	const short, query = "\x00\x00\x00\x05", "\x00\x01\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07example"
	for data, want := range map[string]string{short: `send("\x00\x00\x00\x05")`, query: "send(20 bytes)", long: `send("abcdefghijklmnop…", 52)`} {
		got := labels.Call(call(run.Call, "send", moves(data, int64(len(data)), len(data))))
		if !slices.Contains(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	got := labels.Call(call(run.Return, "recv", moves(query, int64(len(query)), 4096)))
	same(t, "recv", slices.Compact(got), "recv() = 20 bytes", "recv() = 20")
}

func TestQuietCalls(t *testing.T) {
	for kind, want := range map[run.Kind]string{run.Call: "listen(5) · no packet", run.Enter: "listen(5) waits", run.Return: "listen() = 0"} {
		m := call(kind, "listen", args("5", 0))
		m.Quiet = true
		if got := labels.Call(m)[0]; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// A bind() that sends nothing names its port as long as it can.
func TestQuietBinds(t *testing.T) {
	m := call(run.Call, "bind", args("127.0.0.1:80", 0))
	m.Quiet = true
	same(t, "bind", labels.Call(m), "bind(127.0.0.1:80) · no packet", "bind(127.0.0.1:80)", "bind(:80)", "bind()")
}

// Data that the kernel has taken and not sent wait there: for an ACK, or for room.
func TestQuietSends(t *testing.T) {
	for _, tt := range []struct {
		proto capture.Protocol
		sent  int64
		want  string
	}{{capture.TCP, 2, `send("hi") · no packet yet`}, {capture.TCP, 0, `send("hi") = 0 · no packet`}, {capture.UDP, 2, `send("hi") · no packet`}} {
		m := call(run.Call, "send", func(c *capture.Call) { c.Proto, c.Data, c.Size, c.Result = tt.proto, []byte("hi"), 2, tt.sent })
		m.Quiet = true
		if got := labels.Call(m)[0]; got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// packet is a moment of a packet.
func packet(p capture.Packet, change func(*run.Moment)) *run.Moment {
	m := &run.Moment{Kind: run.Packet, Facts: &facts.Facts{}}
	m.Packet, m.Conversation = &p, &flow.Conversation{Proto: p.Proto}
	if p.Proto == capture.ICMP || p.Proto == capture.ICMPv6 {
		m.Conversation.Proto = capture.UDP
	}
	if change != nil {
		change(m)
	}
	return m
}

// Packets are named by their header fields, the longest form first.
func TestPackets(t *testing.T) {
	segment := func(flags capture.Flags, payload string) capture.Packet {
		p := capture.Packet{Proto: capture.TCP, Payload: []byte(payload), PayloadLength: len(payload)}
		p.TCP.Flags = flags
		return p
	}
	numbers := func(seq, ack int64) func(*run.Moment) { return func(m *run.Moment) { m.Seq, m.Ack = seq, ack } }
	icmp := func(proto capture.Protocol, kind, code uint8) capture.Packet {
		return capture.Packet{Proto: proto, ICMP: capture.ICMPHeader{Type: kind, Code: code}}
	}
	is := func(kind facts.ErrorKind) func(*run.Moment) {
		return func(m *run.Moment) { m.Facts.Error = &facts.Error{Kind: kind} }
	}
	datagram := func(payload string) capture.Packet {
		return capture.Packet{Proto: capture.UDP, Payload: []byte(payload), PayloadLength: len(payload)}
	}
	cut := datagram("hello")
	cut.PayloadLength = 500
	for _, tt := range []struct {
		name string
		m    *run.Moment
		want []string
	}{
		{"SYN", packet(segment(capture.SYN, ""), nil), []string{"SYN seq=0"}},
		{"ACK", packet(segment(capture.ACK, ""), numbers(7, 9)), []string{"ACK seq=7 ack=9"}},
		{"RST", packet(segment(capture.RST, ""), numbers(7, 9)), []string{"RST seq=7"}},
		{"before the first number", packet(segment(capture.ACK, ""), numbers(-1, 9)), []string{"ACK seq=4294967295 ack=9"}},
		{"past 2^32", packet(segment(capture.ACK, ""), numbers(1<<32+5, 9)), []string{"ACK seq=5 ack=9"}},
		{"data", packet(segment(capture.PSH|capture.ACK, "hi"), numbers(1, 1)), []string{
			`PSH,ACK seq=1 ack=1 len=2 "hi"`, `PSH,ACK seq=1 ack=1 len=2 "hi"`, "PSH,ACK seq=1 ack=1 len=2", `PSH,ACK "hi"`, "PSH,ACK seq=1 len=2", "PSH,ACK len=2",
		}},
		{"data without PSH", packet(segment(capture.ACK, long), numbers(1, 1)), []string{
			`ACK seq=1 ack=1 len=52 "abcdefghijklmnopqrstuvwxyzabcdefghijklmn…"`, `ACK seq=1 ack=1 len=52 "abcdefghijklmnop…"`, "ACK seq=1 ack=1 len=52",
			"ACK seq=1 len=52", "ACK len=52",
		}},
		{"data with FIN", packet(segment(capture.FIN|capture.ACK, "x"), numbers(1, 1)), []string{
			`FIN,ACK seq=1 ack=1 len=1 "x"`, `FIN,ACK seq=1 ack=1 len=1 "x"`, "FIN,ACK seq=1 ack=1 len=1", `FIN,ACK "x"`, "FIN,ACK seq=1 len=1", "FIN,ACK len=1",
		}},
		{"data with SYN", packet(segment(capture.SYN, "x"), nil), []string{
			`SYN seq=0 len=1 "x"`, `SYN seq=0 len=1 "x"`, "SYN seq=0 len=1", `SYN "x"`, "SYN len=1",
		}},
		{"of an old connection", packet(segment(capture.ACK, ""), func(m *run.Moment) {
			numbers(7, 9)(m)
			m.Facts.Old = &facts.Old{Seq: 70, Ack: 90}
		}), []string{"ACK seq=70 ack=90"}},
		{"UDP", packet(datagram("hi\x00"), nil), []string{`UDP len=3 "hi\x00"`, `UDP "hi\x00"`, "UDP len=3"}},
		{"UDP, cut", packet(cut, nil), []string{`UDP len=500 "hello…"`, `UDP "hello…"`, `UDP "hell…"`, "UDP len=500"}},
		{"UDP, empty", packet(datagram(""), nil), []string{"UDP len=0 (empty)", "UDP len=0"}},
		{"captured three times", packet(segment(capture.SYN, ""), func(m *run.Moment) { m.Facts.Copies = []int{2, 3} }), []string{"SYN seq=0 ×3"}},
		{"a fragment", packet(capture.Packet{Length: 1514, IP: capture.IPHeader{FragmentOffset: 1480}}, func(m *run.Moment) {
			m.Facts.Fragment = &facts.Fragment{}
		}), []string{"IP fragment, offset 1480, 1514 bytes", "IP fragment"}},
		{"stray", packet(capture.Packet{Length: 60}, func(m *run.Moment) { m.Conversation = nil }), []string{"not drawn, 60 bytes"}},
		{"ICMP by name", packet(icmp(capture.ICMP, 3, 3), is(facts.PortUnreachable)), []string{
			"ICMP port unreachable (type 3, code 3)", "ICMP port unreachable (3/3)", "ICMP port unreachable", "ICMP type 3 code 3",
		}},
		{"ICMP without a name", packet(icmp(capture.ICMP, 3, 77), is(facts.OtherError)), []string{"ICMP type 3 code 77"}},
	} {
		same(t, tt.name, labels.Packet(tt.m), tt.want...)
	}
}

// What the kernel says is named as what it is.
func TestKernel(t *testing.T) {
	for _, tt := range []struct {
		says run.Says
		want []string
	}{
		{run.Says{Listener: at, Length: 1, Backlog: 2}, []string{"accept queue ▮▯▯ 1 of 3", "queue ▮▯▯ 1 of 3", "queue 1 of 3"}},
		{run.Says{Listener: at, Length: 3, Backlog: 2}, []string{"accept queue ▮▮▮ 3 of 3", "queue ▮▮▮ 3 of 3", "queue 3 of 3"}},
		{run.Says{Listener: at, Length: 4, Backlog: 2}, []string{"accept queue: 4 of 3", "queue 4 of 3"}},
		{run.Says{Listener: at, Length: 4, Backlog: 11}, []string{"accept queue ▮▮▮▮▯▯▯▯▯▯▯▯ 4 of 12", "queue ▮▮▮▮▯▯▯▯▯▯▯▯ 4 of 12", "queue 4 of 12"}},
		{run.Says{Listener: at, Length: 4, Backlog: 12}, []string{"accept queue: 4 of 13", "queue 4 of 13"}},
		{run.Says{Unread: 1}, []string{"kernel: 1 byte unread", "1 byte unread"}},
		{run.Says{Unread: 5}, []string{"kernel: 5 bytes unread", "5 bytes unread"}},
		{run.Says{State: "SYN-RECEIVED"}, []string{"kernel: [SYN-RECEIVED]", "[SYN-RECEIVED]"}},
	} {
		m := &run.Moment{Kind: run.Kernel, Says: &tt.says}
		same(t, strings.Join(tt.want, ", "), labels.Kernel(m), tt.want...)
	}
}

// FuzzQuotes quotes arbitrary payloads: what a label holds of them is printable, and each
// form is no longer than the one before it.
func FuzzQuotes(f *testing.F) {
	f.Add([]byte("hello\n"), 6)
	f.Add([]byte("\x1b]0;x\x07\xff\xfe"), 99)
	f.Add([]byte(strings.Repeat("日本語", 20)), 180)
	f.Fuzz(func(t *testing.T, payload []byte, size int) {
		p := capture.Packet{Proto: capture.UDP, Payload: payload, PayloadLength: max(size, len(payload))}
		sent := call(run.Call, "send", moves(string(payload), int64(len(payload)), len(payload)))
		for _, forms := range [][]string{labels.Packet(packet(p, nil)), labels.Call(sent)} {
			for i, form := range forms {
				if !utf8.ValidString(form) || strings.ContainsFunc(form, func(r rune) bool { return r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 }) {
					t.Errorf("%q", form)
				}
				if i > 0 && len(form) > len(forms[i-1]) && len(payload) > 9 {
					t.Errorf("%q is longer than %q", form, forms[i-1])
				}
			}
		}
	})
}

// What a call asks a name server, or has for an answer, stands as at its packet, and none of it unescaped.
func TestNames(t *testing.T) {
	server := netip.MustParseAddrPort("10.0.0.2:53")
	ask := "\x00\x01\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x03www\x07example\x00\x00\x01\x00\x01"
	answer := "\x00\x01\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\x03www\x07example\x00\x00\x01\x00\x01\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x05\x00\x04\x0a\x00\x00\x07"
	hostile := strings.Replace(ask, "www", "\x1b[m", 1)
	of := func(name, data string, octets int, change func(*capture.Call)) *run.Moment {
		return call(run.Call, name, func(c *capture.Call) {
			c.Proto, c.Data, c.Size, c.Result = capture.UDP, []byte(data), octets, int64(octets)
			change(c)
		})
	}
	to := func(c *capture.Call) { c.Args.Address = server }
	from := func(c *capture.Call) { c.Remote, c.Size = server, 512 }
	same(t, "asks", labels.Call(of("sendto", ask, len(ask), to)),
		"sendto(DNS A? www.example, 10.0.0.2:53)", "sendto(DNS A? www.example, :53)", "sendto(DNS A? www.example)", "sendto(A? www.example)", "sendto() = 29")
	same(t, "is answered", labels.Call(of("recvfrom", answer, len(answer), from)),
		"recvfrom() = DNS A 10.0.0.7 from 10.0.0.2:53", "recvfrom() = DNS A 10.0.0.7 from :53", "recvfrom() = DNS A 10.0.0.7", "recvfrom() = A 10.0.0.7", "recvfrom() = 45")
	same(t, "connected", labels.Call(of("send", ask, len(ask), func(c *capture.Call) { c.Remote = server })),
		"send(DNS A? www.example)", "send(A? www.example)", "send() = 29")
	hostile1 := labels.Call(of("sendto", hostile, len(hostile), to))
	same(t, "hostile", hostile1[:1], `sendto(DNS A? \027\091m.example, 10.0.0.2:53)`)
	for name, m := range map[string]*run.Moment{
		"cut off":      of("recvfrom", answer[:20], 45, from),
		"no message":   of("recvfrom", "hello", 5, from),
		"another port": of("sendto", ask, len(ask), func(c *capture.Call) { c.Args.Address = at }),
		"TCP":          of("send", ask, len(ask), func(c *capture.Call) { c.Proto, c.Remote = capture.TCP, server }),
	} {
		if got := labels.Call(m)[0]; strings.Contains(got, "DNS") {
			t.Errorf("%s: %q", name, got)
		}
	}
}
