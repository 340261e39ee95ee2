package rules_test

import (
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/code"
	"wireladder/capture/runtest"
)

// both has both sides wait for ever.
func (t *talk) both() {
	t.awaits(server)
	t.awaits(client)
}

// What a side that waits has received before.
func TestHeard(t *testing.T) {
	try(t, []row{
		{"a whole request, without an answer", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.both()
		}), []string{"both-wait, client 4, by server 5, heard 6"}},
		{"an answer, and it goes on", between(func(t *talk) {
			t.exchanges()
			t.both()
		}), []string{"both-wait, client 4, by server 5, heard 6"}},
		{"two requests, the first one answered", between(func(t *talk) {
			t.exchanges()
			t.says(client, "there")
			t.takes(server, "there")
			t.both()
		}), []string{"both-wait, client 4, by server 5, heard 5"}},
		{"lines at once, one answered", between(func(t *talk) {
			t.says(client, "one\ntwo\nthree\n")
			t.takes(server, "one\ntwo\nthree\n")
			t.says(server, "ONE\n")
			t.takes(client, "ONE\n")
			t.both()
		}), []string{"both-wait, client 4, by server 5, 3 at once, said 1 since"}},
		{"lines at once, all answered with one call", between(func(t *talk) {
			t.says(client, "one\ntwo\n")
			t.takes(server, "one\ntwo\n")
			t.says(server, "ONE\nTWO\n")
			t.takes(client, "ONE\nTWO\n")
			t.both()
		}), []string{"both-wait, client 4, by server 5, heard 8"}},
		{"messages at once, answered together", between(func(t *talk) {
			t.says(client, "name")
			t.says(client, "word")
			t.takes(server, "nameword")
			t.says(server, "NAMEWORD")
			t.takes(client, "NAMEWORD")
			t.both()
		}), []string{"both-wait, client 4, by server 5, 2 at once, said 1 since"}},
		{"the end of a line in two pieces", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.says(server, "HELLO\r")
			t.takes(client, "HELLO\r")
			t.says(server, "\n")
			t.takes(client, "\n")
			t.both()
		}), []string{"both-wait, client 4, by server 5, heard 7, in two pieces"}},
		{"a part alone", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hel")
			t.both()
		}), []string{"both-wait, client 4, by server 5"}},
		{"what fills a reader's buffer is not what is wanted", between(func(t *talk) {
			t.says(client, "hello")
			t.takes(server, "hello", room(4096))
			t.awaits(server, room(4091))
			t.awaits(client)
		}), []string{"both-wait, client 4, by server 5, heard 5"}},
		{"who only listens", between(func(t *talk) {
			t.says(server, "event\n", thread(7))
			t.takes(client, "event\n")
			t.awaits(client)
			t.Wait(time.Second)
			t.killed("client")
		}), nil},
		{"one datagram answered, and the next one not", func(p play) {
			s, c := p.mailbox("server", 3, true, serverAt), p.mailbox("client", 4, false, runtest.Loopback(40001))
			p.posts(c, serverAt, "four")
			p.does(s, "recvfrom", moves("four", 2048), from(c.local))
			p.posts(s, c.local, "FOUR")
			p.does(c, "recvfrom", moves("FOUR", 2048), from(serverAt))
			p.posts(c, serverAt, "five!")
			p.does(s, "recvfrom", moves("five!", 2048), from(c.local))
			p.waits(c, "recvfrom")
			p.waits(s, "recvfrom")
		}, []string{"both-wait, client 4, by server 3, heard 5"}},
	})
}

// room is of a call on a line of a program in Go, whose reader has so much room left.
func room(size int) what {
	return func(c *capture.Call) {
		c.Code = code.Line{File: "server.go", Line: 10, Text: "line, err := r.ReadString('\\n')"}
		c.Size = size
	}
}

// exactly is of a call on a line that receives as much as is missing.
func exactly(size int) what {
	return func(c *capture.Call) { stands(5, "part = c.recv(n - len(b))", false)(c); c.Size = size }
}

// A length is told before the message, or a message is shown piece by piece: no part is taken for
// all of it.
func TestPieces(t *testing.T) {
	shows := func(t *talk) { t.Wait(time.Millisecond); t.prints("client", "so"); t.Wait(time.Millisecond) }
	line := stands(4, "data = s.recv(4)", false)
	try(t, []row{
		{"a length, and not all that it tells", between(func(t *talk) {
			t.says(server, "\x00\x00\x00\x09hello")
			t.takes(client, "\x00\x00\x00\x09", exactly(4))
			shows(t)
			t.takes(client, "hello", exactly(9))
			t.awaits(server)
			t.awaits(client, exactly(4))
		}), []string{"both-wait, server 5, by client 4, all 4"}},
		{"to the end of the stream", between(func(t *talk) {
			t.says(server, "hello, all")
			for _, text := range []string{"hell", "o, a", "ll"} {
				t.takes(client, text, of(4), line)
				shows(t)
			}
			t.leaves(server)
			t.does(t.ends[client], "recv", moves("", 4), line)
			t.leaves(client)
		}), nil},
		{"to the end of the stream, and each is called a message", between(func(t *talk) {
			t.says(server, "hello, all")
			for _, text := range []string{"hell", "o, a", "ll"} {
				t.takes(client, text, of(4), line)
				t.Wait(time.Millisecond)
				t.prints("client", "message: "+text)
				t.Wait(time.Millisecond)
			}
			t.leaves(server)
			t.does(t.ends[client], "recv", moves("", 4), line)
			t.leaves(client)
		}), []string{"boundaries, client 4, by server 5, got 4, all 10"}},
		{"to the end of the stream, and it is of messages itself", between(func(t *talk) {
			t.says(server, "line 1\nline 2\n")
			for _, text := range []string{"line 1\n", "line 2\n"} {
				t.takes(client, text, of(7), line)
				t.Wait(time.Millisecond)
				t.prints("client", text)
				t.Wait(time.Millisecond)
			}
			t.leaves(server)
			t.leaves(client)
		}), nil},
		{"each for a message", between(func(t *talk) {
			t.says(client, "a")
			t.takes(server, "a")
			t.says(server, "hello, all")
			t.takes(client, "hell", of(4), line)
			shows(t)
			t.says(client, "b")
			t.takes(client, "o, a", of(4), line)
			shows(t)
			t.awaits(server)
			t.awaits(client)
		}), []string{"boundaries, client 4, by server 5, got 4, all 10"}},
	})
}

// A client waits at a socket that the answer does not reach, or that nobody accepts.
func TestOtherSockets(t *testing.T) {
	try(t, []row{
		{"on another connection than it has asked by", func(p play) {
			l := p.listener("server", serverAt)
			a := p.connects(l, 0)
			b := p.dials(l, "client", 6, 1)
			p.does(l, "accept", from(b.ends[client].local), gives(b.ends[server].fd))
			a.exchanges()
			b.says(client, "data\n")
			b.takes(server, "data\n")
			b.says(server, "DATA\n")
			a.both()
			b.awaits(server)
		}, []string{"both-wait, client 4, by client 6, near 15, all 5"}},
		{"which it reads later", func(p play) {
			l := p.listener("server", serverAt)
			a := p.connects(l, 0)
			b := p.dials(l, "client", 6, 1)
			p.does(l, "accept", from(b.ends[client].local), gives(b.ends[server].fd))
			a.exchanges()
			b.says(client, "data\n")
			b.takes(server, "data\n")
			b.says(server, "DATA\n")
			b.takes(client, "DATA\n")
			a.both()
		}, []string{"both-wait, client 4, by server 5, heard 6"}},
		{"in the queue of a server that accepts nobody", func(p play) {
			l := p.listener("server", serverAt)
			a := p.knocks(l, 0)
			a.says(client, "hello\n")
			a.awaits(client)
		}, []string{"both-wait, client 4, by server 3, near 13"}},
		{"in the queue of one that waits in accept()", func(p play) {
			l := p.listener("server", serverAt)
			p.waits(socket{who: l.who, fd: l.fd, proto: capture.TCP, local: l.local}, "accept")
			a := p.knocks(l, 0)
			a.says(client, "hello\n")
			a.awaits(client)
		}, nil},
		{"the answer goes to another client", func(p play) {
			l := p.listener("server", serverAt)
			a, b := p.connects(l, 0), p.connects(l, 1)
			a.exchanges()
			a.says(client, "more\n")
			a.takes(server, "more\n")
			b.says(server, "MORE\n")
			b.takes(client, "MORE\n")
			a.leaves(client)
			b.leaves(client)
		}, []string{"reply-wrong-address, server 5, by client 4, at 127.0.0.1:40002"}},
		{"the answer goes to a client that has its own", func(p play) {
			l := p.listener("server", serverAt)
			a, b := p.connects(l, 0), p.connects(l, 1)
			a.says(client, "more\n")
			a.takes(server, "more\n")
			b.says(client, "hello\n")
			b.takes(server, "hello\n")
			b.says(server, "MORE\n")
			b.takes(client, "MORE\n")
			b.says(client, "again\n")
			b.takes(server, "again\n")
			b.says(server, "AGAIN\n")
			a.leaves(client)
			b.leaves(client)
		}, []string{"reply-wrong-address, server 5, by client 4, at 127.0.0.1:40002"}},
		{"what one says goes to the other, as in a chat", func(p play) {
			l := p.listener("server", serverAt)
			a, b := p.connects(l, 0), p.connects(l, 1)
			a.says(client, "more\n")
			a.takes(server, "more\n")
			b.says(server, "MORE\n")
			b.takes(client, "MORE\n")
			a.leaves(client)
			b.leaves(client)
		}, nil},
		{"at a server whose socket is connected to another client", func(p play) {
			one, two := runtest.Loopback(40001), runtest.Loopback(40002)
			s, a, b := p.mailbox("server", 3, true, serverAt), p.mailbox("client", 4, false, one), p.mailbox("client 2", 4, false, two)
			p.posts(a, serverAt, "hello")
			p.does(s, "recvfrom", moves("hello", 2048), from(one))
			p.does(s, "connect", args(one.String()))
			s.remote = one
			p.waits(s, "recv")
			p.posts(b, serverAt, "hello")
			p.unreachable(b, serverAt)
			p.waits(b, "recvfrom")
		}, []string{"udp-unreachable, client 2 4, by server 3, at 127.0.0.1:80, near 12, in 1 parts"}},
		{"which a thread of the server does not receive", func(p play) {
			l := p.listener("server", serverAt)
			a := p.connects(l, 0)
			p.waits(socket{who: l.who, fd: l.fd, proto: capture.TCP, local: l.local}, "accept")
			a.says(client, "hello\n")
			a.awaits(client)
			p.Wait(time.Second)
			p.killed("client")
			p.Wait(time.Second)
			p.does(a.ends[server], "exit", gives(-1), func(c *capture.Call) { c.Args.Signal = "SIGINT" })
		}, []string{"both-wait, client 4, by server 5, all 6"}},
		{"its own datagram, on a port that two have", func(p play) {
			p.mailbox("server", 3, true, serverAt)
			c := p.mailbox("client", 4, true, serverAt)
			p.posts(c, serverAt, "hello")
			p.does(c, "recvfrom", moves("hello", 2048), from(serverAt))
		}, []string{"reply-wrong-address, client 4, by server 3, at 127.0.0.1:80, near 14"}},
	})
}

// Errors of calls that tell by themselves why they end a program.
func TestMisuses(t *testing.T) {
	const connected = "OSError: [Errno 106] Transport endpoint is already connected"
	try(t, []row{
		{"connect() again", between(func(t *talk) {
			t.exchanges()
			t.does(t.ends[client], "connect", args(serverAt.String()), fails("EISCONN"))
			t.prints("client", raised(connected, 1))
			t.exits("client", 1, "")
		}), []string{`crashed, by client 4, of client, got 1, "` + connected + `"`}},
		{"nothing comes in time", between(func(t *talk) {
			t.exchanges()
			t.lasts(2*time.Second, t.ends[client], "poll", args("{4}, NULL, 2000"), func(c *capture.Call) { c.Aside = true })
			t.prints("client", raised("TimeoutError: timed out", 1))
			t.exits("client", 1, "")
		}), []string{`crashed, by client 4, of client, got 1, "TimeoutError: timed out"`}},
		{"send() without connect()", func(p play) {
			s := socket{who: "client", fd: 4, proto: capture.TCP}
			p.does(socket{who: "client", fd: -1, proto: capture.TCP}, "socket", args("AF_INET, SOCK_STREAM, 0"), gives(4))
			p.does(s, "send", of(5), fails("EPIPE"))
			p.prints("client", raised("BrokenPipeError: [Errno 32] Broken pipe", 1))
			p.exits("client", 1, "")
		}, []string{`crashed, by client 4, of client, got 1, "BrokenPipeError: [Errno 32] Broken pipe"`}},
		{"bind() to an address of another host", func(p play) {
			s := socket{who: "server", fd: 3, proto: capture.TCP}
			p.does(socket{who: "server", fd: -1, proto: capture.TCP}, "socket", args("AF_INET, SOCK_STREAM, 0"), gives(3))
			p.does(s, "bind", args("192.0.2.1:80"), fails("EADDRNOTAVAIL"))
			p.prints("server", raised("OSError: [Errno 99] Cannot assign requested address", 1))
			p.exits("server", 1, "")
		}, []string{`crashed, by server 3, of server, got 1, "OSError: [Errno 99] Cannot assign requested address"`}},
		{"connect() again, and another error", between(func(t *talk) {
			t.exchanges()
			t.does(t.ends[client], "connect", args(serverAt.String()), fails("EISCONN"))
			t.prints("client", raised("KeyError: 7", 1))
			t.exits("client", 1, "")
		}), []string{`crashed, of client, got 1, "KeyError: 7"`}},
	})
}

// A program that does nothing at all behind ^C, beside one that takes the processor.
func TestUnmoved(t *testing.T) {
	try(t, []row{
		{"nothing else is wrong", between(func(t *talk) {
			t.awaits(server, thread(4242)) // its main one
			t.signals("server", "SIGINT")
			t.Wait(time.Second)
			t.killed("server")
		}), []string{"thread-holds-exit, by server 5, of server, idle"}},
		{"a client spins", between(func(t *talk) {
			t.leaves(server)
			for range 300 {
				t.does(t.ends[client], "recv", moves("", 99))
			}
			t.waits(socket{who: "server", fd: 3, proto: capture.TCP, local: serverAt}, "accept", thread(4242))
			t.signals("server", "SIGINT")
			t.Wait(time.Second)
			t.killed("server")
		}), []string{"spin, client 4, got 300"}},
	})
}
