package rules_test

import (
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/runtest"
)

// later has something happen much later, which is the end of a play.
func (p play) later() { p.Wait(time.Second); p.prints("other", "bye") }

// How a server goes on, or does not, when it has received all that a client has sent.
func TestStalls(t *testing.T) {
	asked := func(then func(t *talk, l socket)) func(play) {
		return func(p play) {
			l := p.listener("server", serverAt)
			t := p.connects(l, 0)
			t.says(client, "hello")
			t.takes(server, "hello", thread(7))
			t.awaits(client)
			then(t, l)
		}
	}
	idle := []string{"both-wait, client 4, by server 5, got 5, idle"}
	try(t, []row{
		{"it waits for others", asked(func(t *talk, l socket) { t.waits(l, "accept", thread(7)); t.later() }), idle},
		{"its thread makes no call", asked(func(t *talk, l socket) { t.waits(l, "accept", thread(2)); t.later() }), idle},
		{"it makes no call at all, until it is killed", asked(func(t *talk, _ socket) { t.Wait(time.Second); t.killed("client") }), idle},
		{"it has sent on the socket that listens", asked(func(t *talk, l socket) {
			t.does(l, "send", thread(7), fails("EPIPE"))
			t.waits(l, "accept", thread(7))
			t.later()
		}), idle},
		{"it has had no time to do anything", asked(func(t *talk, _ socket) { t.Wait(100 * time.Millisecond); t.killed("client") }), nil},
		{"it works, and answers", asked(func(t *talk, _ socket) { t.Wait(time.Second); t.says(server, "HELLO") }), nil},
		{"it closes", asked(func(t *talk, l socket) { t.leaves(server); t.waits(l, "accept"); t.later() }), []string{"never-closed, client 4, by server 5, got 4"}},
		{"an exception was seen", asked(func(t *talk, l socket) {
			t.prints("server", "Exception in thread Thread-1 (serve):\n"+raised("KeyError: 7", 1))
			t.waits(l, "accept", thread(7))
			t.later()
		}), []string{`crashed, of server, "KeyError: 7", goes on`}},
		{"it waits for another client", asked(func(t *talk, l socket) {
			other := t.connects(l, 1)
			other.awaits(server)
			t.later()
		}), nil},
		{"it waits for another server", asked(func(t *talk, _ socket) {
			up := t.dials(t.listener("upstream", runtest.Loopback(81)), "server", 9, 1)
			t.does(socket{who: "upstream", fd: 3, proto: capture.TCP, local: runtest.Loopback(81)}, "accept", from(up.ends[client].local), gives(6))
			up.awaits(client)
			t.later()
		}), nil},
		{"it has answered, and the client waits for its end", between(func(t *talk) {
			t.says(client, "hello")
			t.takes(server, "hello")
			t.says(server, "HELLO")
			t.takes(client, "HELLO", reads)
			t.awaits(client, reads)
			t.waits(socket{who: "server", fd: 3, proto: capture.TCP, local: serverAt}, "accept")
			t.later()
		}), []string{"waits-for-eof, server 5, by client 4, got 5, idle"}},
		{"it does nothing, and the client gives up", between(func(t *talk) {
			t.says(client, "hello")
			t.takes(server, "hello")
			t.lasts(time.Second, t.ends[client], "recv", moves("", 9), fails("EAGAIN"))
			t.leaves(client)
			t.takes(server, "")
			t.leaves(server)
		}), []string{"both-wait, client 4, by server 5, client 4 gives up, got 1000, idle"}},
		{"it answers late, and the client has given up", between(func(t *talk) {
			t.says(client, "hello")
			t.takes(server, "hello")
			t.lasts(time.Second, t.ends[client], "recv", moves("", 9), fails("EAGAIN"))
			t.leaves(client)
			t.does(t.ends[server], "send", moves("HELLO", 5))
		}), nil},
		{"it has answered, and the client has listened for more", between(func(t *talk) {
			t.says(client, "hello")
			t.takes(server, "hello")
			t.says(server, "HELLO")
			t.takes(client, "HELLO")
			t.lasts(time.Second, t.ends[client], "recv", moves("", 9), fails("EAGAIN"))
			t.leaves(client)
			t.takes(server, "")
			t.leaves(server)
		}), nil},
		{"it does nothing for a short while", between(func(t *talk) {
			t.says(client, "hello")
			t.takes(server, "hello")
			t.lasts(600*time.Millisecond, t.ends[client], "recv", moves("", 9), fails("EAGAIN"))
			t.leaves(client)
		}), nil},
		{"it does nothing for who is interrupted at the end", asked(func(t *talk, l socket) {
			other := t.connects(l, 1)
			other.says(client, "hello")
			other.takes(server, "hello")
			t.lasts(time.Second, other.ends[client], "recv", moves("", 9), fails("EINTR"))
			t.leaves(client)
		}), nil},
		{"a part of an exception is told of that receives nothing, too", func(p play) {
			l := p.listener("server", serverAt)
			t := p.connects(l, 0)
			t.says(client, "hello")
			t.prints("server", "Exception in thread Thread-1 (serve):\n"+raised("KeyError: 7", 1))
			t.awaits(client)
			t.waits(l, "accept")
			t.later()
		}, []string{`crashed, of server, "KeyError: 7", goes on`}},
	})
}

// A server that goes round its loop of events, and one that has received a datagram, and does
// nothing more.
func TestStallsElsewhere(t *testing.T) {
	loops := func(line ...what) func(play) {
		return between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.awaits(client)
			t.waits(t.ends[server], "epoll_wait", append([]what{args("{5}, NULL, -1")}, line...)...)
			t.does(socket{who: "server", fd: 3, proto: capture.TCP, local: serverAt}, "getsockopt", stands(9, "loop.run()", false))
			t.later()
		})
	}
	half := func(fd int, then ...what) func(play) {
		return between(func(t *talk) {
			t.says(client, "hello\n")
			t.does(t.ends[server], "recv", moves("hell", 4))
			t.awaits(client)
			t.waits(socket{who: "server", fd: fd, proto: capture.TCP, local: serverAt}, "epoll_wait", then...)
			t.later()
		})
	}
	try(t, []row{
		{"it has taken a part, and the rest is not reported again", half(5, args("{5}, NULL, -1")), []string{"both-wait, client 4, by server 5, near 16, all 2"}},
		{"it has taken a part, and waits for another socket", half(3, args("{3}, NULL, -1")), []string{"both-wait, client 4, by server 5, got 4, all 6"}},
		{"nothing says what the loop waits for", loops(), []string{"both-wait, client 4, by server 5, idle"}},
		{"it waits for more", loops(stands(7, "line = await r.readline()", true)), []string{"both-wait, client 4, by server 5, heard 6"}},
		{"threads of a runtime wait for what lines of a program read", between(func(t *talk) {
			t.says(client, "hello", thread(7))
			t.takes(server, "hello", thread(8))
			for i, fd := range []string{"{4}", "{5}"} {
				t.waits(t.ends[i], "read", stands(11, "n, err := conn.Read(b)", false), thread(9))
				t.waits(t.ends[i], "epoll_wait", args(fd+", NULL, -1"), thread(6), func(c *capture.Call) { c.Aside = true })
			}
			t.later()
		}), []string{"both-wait, client 4, by server 5, heard 5"}},
		{"a datagram is received, and that was it", func(p play) {
			s, c := p.mailboxes()
			p.asks(s, c)
			p.waits(c, "recvfrom")
			p.later()
		}, []string{"both-wait, client 4, by server 3, got 5, idle"}},
		{"a datagram is received, and a handler fails", func(p play) {
			s, c := p.mailboxes()
			p.asks(s, c)
			p.waits(c, "recvfrom")
			p.prints("server", "Exception in thread Thread-1 (serve):\n"+raised("KeyError: 7", 1))
			p.later()
		}, []string{`crashed, of server, "KeyError: 7", goes on`}},
	})
}

// A proxy that passes on what it receives, and not that it ends.
func TestRelays(t *testing.T) {
	proxy := func(then func(in, out *talk)) func(play) {
		return func(p play) {
			up := p.listener("server", runtest.Loopback(81))
			in := p.connects(p.listener("proxy", serverAt), 0)
			in.says(client, "hello")
			c := in.Enter(in.ends[client].make("shutdown", []what{args("SHUT_WR")}))
			in.segment(client, capture.FIN|capture.ACK, "")
			in.Return(c)
			in.awaits(client)
			out := p.dials(up, "proxy", 9, 1)
			p.does(up, "accept", from(out.ends[client].local), gives(out.ends[server].fd))
			in.takes(server, "hello", thread(7))
			out.says(client, "hello", thread(7))
			out.takes(server, "hello")
			in.takes(server, "", thread(7))
			then(in, out)
			p.later()
		}
	}
	try(t, []row{
		{"both wait", proxy(func(_, out *talk) { out.awaits(server); out.awaits(client, thread(8)) }),
			[]string{"waits-for-eof, proxy 9, by server 6, of client"}},
		{"the end is passed on", proxy(func(_, out *talk) {
			out.does(out.ends[client], "shutdown", args("SHUT_WR"), thread(7))
			out.segment(client, capture.FIN|capture.ACK, "")
			out.awaits(server)
			out.awaits(client, thread(8))
		}), []string{"never-closed, proxy 5, by client 4, got 5", "never-closed, server 6, by proxy 9, got 6"}},
		{"the server does not wait", proxy(func(_, out *talk) { out.awaits(client, thread(8)) }), []string{"never-closed, proxy 5, by client 4, got 5"}},
	})
}

// Who ends both directions, or one, and then wants to have something.
func TestShutdowns(t *testing.T) {
	shuts := func(how, line string) func(play) {
		return between(func(t *talk) {
			t.says(client, "hello")
			t.does(t.ends[client], "shutdown", args(how))
			t.segment(client, capture.FIN|capture.ACK, "")
			t.takes(server, "hello")
			t.takes(server, "")
			if how == "SHUT_WR" {
				t.leaves(server)
			}
			t.takes(client, "", stands(5, line, false))
			t.does(t.ends[client], "close")
		})
	}
	const shows, waits = "print(s.recv(99))", "s.recv(1)"
	try(t, []row{
		{"both, and then it receives", shuts("SHUT_RDWR", shows), []string{"closed-before-answer, client 4, by server 5"}},
		{"its own, and the server answers nothing", shuts("SHUT_WR", shows), []string{"closed-before-answer, server 5, by client 4, got 5"}},
		{"its own, to wait for the other's end", shuts("SHUT_WR", waits), nil},
		{"both, when it has the answer", between(func(t *talk) {
			t.says(client, "hello")
			t.takes(server, "hello")
			t.says(server, "HELLO")
			t.takes(client, "HELLO")
			t.does(t.ends[client], "shutdown", args("SHUT_RDWR"))
			t.segment(client, capture.FIN|capture.ACK, "")
			t.takes(client, "", stands(5, shows, false))
			t.does(t.ends[client], "close")
			t.leaves(server)
		}), nil},
	})
}

// What a program is told the length of, and what it makes of it.
func TestLengths(t *testing.T) {
	const header = "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\n"
	told := func(first, size int) func(play) {
		return between(func(t *talk) {
			t.says(server, "0011hello world")
			t.takes(client, "0011", of(first))
			t.takes(client, "hello ", of(size))
			t.leaves(client)
		})
	}
	answers := func(parts ...string) func(play) {
		return between(func(t *talk) {
			t.says(client, "GET / HTTP/1.0\r\n\r\n")
			t.takes(server, "GET / HTTP/1.0\r\n\r\n")
			for _, part := range parts {
				t.says(server, part)
			}
			t.takes(client, "HTTP/1.0 200 OK")
			t.leaves(server)
		})
	}
	try(t, []row{
		{"a part of what was told", told(4, 99), []string{"partial-read, client 4, by server 5, got 10, all 15"}},
		{"as much as was asked for", told(4, 6), nil},
		{"all that was there at first", told(99, 99), nil},
		{"the length of a text in characters", answers(header + "größe"), []string{"not-ascii, server 5, by client 4, of server, got 2, all 5"}},
		{"the same, sent apart", answers(header, "größe"), []string{"not-ascii, server 5, by client 4, of server, got 2, all 5"}},
		{"the length of a text in octets", answers("HTTP/1.0 200 OK\r\nContent-Length: 7\r\n\r\ngröße"), nil},
		{"another length", answers(header + "größer"), nil},
	})
}

// A line that ends otherwise than it should.
func TestLineEnds(t *testing.T) {
	const line = `line = await r.readuntil(b"\r\n")`
	sends := func(text string) func(play) {
		return between(func(t *talk) {
			t.says(client, text)
			t.takes(server, text, stands(7, line, true))
			t.awaits(server, stands(7, line, true))
			t.awaits(client)
		})
	}
	try(t, []row{
		{"by \\n alone", sends("hello\n"), []string{`no-newline, client 4, by server 5, "\r\n"`}},
		{"as it should", sends("hello\r\n"), []string{"both-wait, client 4, by server 5, heard 7"}},
		{"not at all", sends("hello"), []string{"no-newline, client 4, by server 5"}},
	})
}
