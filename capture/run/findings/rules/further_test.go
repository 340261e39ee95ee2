package rules_test

import (
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/runtest"
)

// What a call has returned is no message, or is several, and an exception tells.
func TestUnparsed(t *testing.T) {
	crashes := func(exception string, plays func(*talk)) func(play) {
		return between(func(t *talk) {
			plays(t)
			t.prints("server", raised(exception, 1))
			t.exits("server", 1, "")
		})
	}
	const needs4, truncated, extra = "struct.error: unpack requires a buffer of 4 bytes", "_pickle.UnpicklingError: pickle data was truncated", "json.decoder.JSONDecodeError: Extra data: line 1 column 9 (char 8)"
	const number = "ValueError: invalid literal for int() with base 10: '402'"
	crashed := func(text string) string { return `crashed, of server, got 1, "` + text + `"` }
	two := func(t *talk) { t.says(client, "{1: 1}"); t.says(client, "{2: 2}") }
	try(t, []row{
		{"half of a header, and the rest comes", crashes(needs4, func(t *talk) { t.says(client, "ab"); t.takes(server, "ab", of(4)); t.says(client, "cd") }),
			[]string{`partial-read, server 5, by client 4, got 2, all 4, "` + needs4 + `"`, crashed(needs4)}},
		{"a header that is too short, and no more comes", crashes(needs4, func(t *talk) { t.says(client, "ab"); t.takes(server, "ab", of(4)) }), []string{crashed(needs4)}},
		{"a whole header", crashes(needs4, func(t *talk) { t.says(client, "abcd"); t.takes(server, "abcd", of(4)); t.says(client, "efgh") }), []string{crashed(needs4)}},
		{"a part of an object", crashes(truncated, func(t *talk) { t.says(client, "hello world"); t.takes(server, "hello", of(5)) }),
			[]string{`partial-read, server 5, by client 4, got 5, all 11, "` + truncated + `"`, crashed(truncated)}},
		{"a whole object that is too short", crashes(truncated, func(t *talk) { t.says(client, "hello"); t.takes(server, "hello"); t.says(client, "hello") }), []string{crashed(truncated)}},
		{"a part of an object, and another error", crashes("KeyError: 7", func(t *talk) { t.says(client, "hello world"); t.takes(server, "hello", of(5)) }), []string{crashed("KeyError: 7")}},
		{"two objects", crashes(extra, func(t *talk) { two(t); t.takes(server, "{1: 1}{2: 2}") }),
			[]string{`boundaries, server 5, by client 4, got 2, "` + extra + `"`, crashed(extra)}},
		{"one object that is none", crashes(extra, func(t *talk) { t.says(client, "{1: 1}{2: 2}"); t.takes(server, "{1: 1}{2: 2}") }), []string{crashed(extra)}},
		{"two numbers", crashes(number, func(t *talk) { t.says(client, "40"); t.says(client, "2"); t.takes(server, "402") }),
			[]string{`boundaries, server 5, by client 4, got 2, "` + number + `"`, crashed(number)}},
		{"two numbers, of which another is no number", crashes("ValueError: invalid literal for int() with base 10: '403'", func(t *talk) { t.says(client, "40"); t.says(client, "2"); t.takes(server, "402") }),
			[]string{crashed("ValueError: invalid literal for int() with base 10: '403'")}},
		{"two objects, and an answer", crashes(extra, func(t *talk) { two(t); t.takes(server, "{1: 1}{2: 2}"); t.says(server, "1"); t.takes(client, "1") }), []string{crashed(extra)}},
	})
}

// Who ends first is told of first.
func TestWhoCrashesFirst(t *testing.T) {
	try(t, []row{{"the server, and the client because of that", between(func(t *talk) {
		t.prints("server", raised("KeyError: 7", 1))
		t.exits("server", 1, "")
		t.prints("client", raised("AssertionError", 1))
		t.exits("client", 1, "")
	}), []string{`crashed, of server, got 1, "KeyError: 7"`, `crashed, of client, got 1, "AssertionError"`}}})
}

// What is at an address that refuses: a client's end of a connection, or a server with a port that the
// kernel has chosen.
func TestNobodyListens(t *testing.T) {
	back := []string{"refused, server 9, by client 4, at 127.0.0.1:40001, near 19"}
	try(t, []row{
		{"the server connects back", func(p play) {
			p.connects(p.listener("server", serverAt), 0)
			p.tries("server", 9, "127.0.0.1:40001", true)
		}, back},
		{"a port that the kernel has chosen", func(p play) {
			p.does(socket{who: "server", fd: -1, proto: capture.TCP}, "socket", args("AF_INET, SOCK_STREAM, 0"), gives(3))
			l := socket{who: "server", fd: 3, proto: capture.TCP, local: runtest.Loopback(45678)}
			p.does(l, "bind", args("0.0.0.0:0"))
			p.does(l, "listen", args("5"))
			p.tries("client", 4, "127.0.0.1:80", true)
		}, []string{"refused, client 4, by server 3, at 127.0.0.1:80, near 18"}},
		{"no bind", func(p play) {
			p.does(socket{who: "server", fd: -1, proto: capture.TCP}, "socket", args("AF_INET, SOCK_STREAM, 0"), gives(3))
			p.does(socket{who: "server", fd: 3, proto: capture.TCP, local: runtest.Loopback(45678)}, "listen", args("5"))
			p.tries("client", 4, "127.0.0.1:80", true)
		}, []string{"refused, client 4, by server 3, at 127.0.0.1:80, near 18"}},
		{"a port of its own choice", func(p play) {
			p.listener("server", runtest.Loopback(81))
			p.tries("client", 4, "127.0.0.1:80", true)
		}, []string{"refused, client 4, by server 3, at 127.0.0.1:80, near 1"}},
	})
}

// Datagrams that nobody takes: the socket is connected to another one, or its program has ended.
func TestNobodyTakes(t *testing.T) {
	other := runtest.Loopback(81)
	try(t, []row{
		{"the client is connected to another server", func(p play) {
			s := p.mailbox("server", 3, true, serverAt)
			c := p.mailbox("client", 4, false, runtest.Loopback(40001))
			c.remote = other
			p.does(c, "connect", args(other.String()))
			p.posts(s, c.local, "hello")
			p.unreachable(s, c.local)
		}, []string{"udp-unreachable, server 3, by client 4, at 127.0.0.1:40001, near 12"}},
		{"an exception has ended the server", func(p play) {
			s := p.mailbox("server", 3, true, serverAt)
			p.prints("server", raised("KeyError: 7", 1))
			p.does(s, "close")
			p.exits("server", 1, "")
			c := p.mailbox("client", 4, false, runtest.Loopback(40001))
			p.posts(c, serverAt, "hello")
			p.unreachable(c, serverAt)
		}, []string{`crashed, of server, got 1, "KeyError: 7"`, "udp-unreachable, client 4, by server 3, at 127.0.0.1:80, near 11"}},
		{"the server ends, and owes an answer", func(p play) {
			s := p.mailbox("server", 3, true, serverAt)
			c := p.mailbox("client", 4, false, runtest.Loopback(40001))
			p.posts(c, serverAt, "hello")
			p.does(s, "recvfrom", moves("hello", 2048), from(c.local))
			p.waits(c, "recvfrom")
			p.does(s, "close")
			p.exits("server", 0, "")
			p.Wait(time.Second)
			p.killed("client")
		}, []string{"server-ended, server 3, of server"}},
		{"the server ends, and has answered", func(p play) {
			s := p.mailbox("server", 3, true, serverAt)
			c := p.mailbox("client", 4, false, runtest.Loopback(40001))
			p.posts(c, serverAt, "hello")
			p.does(s, "recvfrom", moves("hello", 2048), from(c.local))
			p.posts(s, c.local, "HELLO")
			p.does(c, "recvfrom", moves("HELLO", 2048), from(serverAt))
			p.waits(c, "recvfrom")
			p.does(s, "close")
			p.exits("server", 0, "")
			p.killed("client")
		}, nil},
	})
}

// A thread that serves a client ends with its process.
func TestEndsWithItsProcess(t *testing.T) {
	const take = "data = conn.recv(1024)"
	try(t, []row{{"a daemon", between(func(t *talk) {
		t.says(client, "hello\n")
		t.takes(server, "hello\n", thread(8))
		t.exits("server", 0, "")
		t.segment(server, capture.FIN|capture.ACK, "")
		t.takes(client, "")
	}), []string{"server-ended, server 5, of server"}}, {"at ^C a thread complains", between(func(t *talk) {
		t.says(client, "hello\n")
		t.takes(server, "hello\n", stands(7, take, false))
		t.leaves(server)
		t.takes(client, "", stands(7, take, false))
		t.leaves(client)
		t.signals("server", "SIGINT")
		t.prints("server", raised("KeyboardInterrupt", 1)+"Exception in thread Thread-1:\n"+raised("OSError: [Errno 9] Bad file descriptor", 1))
	}), []string{"closed-before-answer, server 5, by client 4, got 6"}}})
}

// A message of HTTP whose header has no end.
func TestHeaderWithoutEnd(t *testing.T) {
	const request = "GET / HTTP/1.0\r\nHost: localhost\r\n"
	try(t, []row{
		{"of the request", between(func(t *talk) {
			t.says(client, request)
			t.takes(server, request)
			t.awaits(server)
			t.awaits(client)
		}), []string{`no-newline, client 4, by server 5, "\r\n\r\n"`}},
		{"of the answer", between(func(t *talk) {
			t.says(client, request+"\r\n")
			t.takes(server, request+"\r\n")
			t.says(server, "HTTP/1.0 200 OK\r\nhello")
			t.takes(client, "HTTP/1.0 200 OK\r\nhello")
			t.awaits(server)
			t.awaits(client)
		}), []string{`no-newline, server 5, by client 4, "\r\n\r\n"`}},
	})
}

// A program that asks which sockets are ready, and does nothing with the answer.
func TestUnheeded(t *testing.T) {
	asks := func(n int, ready string, between func(p play, s socket)) func(play) {
		return func(p play) {
			l := p.listener("server", serverAt)
			k := p.connects(l, 0)
			for range n {
				p.does(l, "select", args("6, {3, 5}, {5}, NULL, NULL; ready: "+ready), gives(1))
				between(p, k.ends[server])
			}
		}
	}
	nothing := func(play, socket) {}
	try(t, []row{
		{"of what can be written", asks(300, "NULL, {5}", nothing), []string{`spin, server 5, got 300, "writing"`}},
		{"of what can be read", asks(300, "{3}", nothing), []string{`spin, server 3, got 300, "reading"`}},
		{"a few times", asks(100, "NULL, {5}", nothing), nil},
		{"and sends each time", asks(300, "NULL, {5}", func(p play, s socket) { p.does(s, "send", moves("x", 1)) }), nil},
		{"with pauses", asks(300, "NULL, {5}", func(p play, _ socket) { p.Wait(time.Millisecond) }), nil},
	})
}
