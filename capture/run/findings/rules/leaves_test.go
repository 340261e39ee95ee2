package rules_test

import (
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/code"
	"wireladder/capture/runtest"
)

// ticks has a client listen to what a server sends of its own accord, and leave; then the server sends again, what
// is answered by a RST, and once more in vain.
func ticks(then func(t *talk)) func(play) {
	return between(func(t *talk) {
		t.says(server, "tick\n")
		t.takes(client, "tick\n")
		t.leaves(client)
		t.late(server, "tick\n")
		then(t)
	})
}

// late has a side send a text to one that has closed, whose kernel answers by a RST.
func (t *talk) late(side int, text string) {
	c := t.Enter(t.ends[side].make("send", []what{moves(text, len(text))}))
	t.segment(side, capture.PSH|capture.ACK, text)
	t.Return(c)
	t.rst(1 - side)
}

// Who learns by sending that the other side has left, and what it does then.
func TestTakesLeave(t *testing.T) {
	pipe := func(t *talk) {
		t.does(t.ends[server], "send", of(5), fails("EPIPE"), func(c *capture.Call) { c.Code = code.Line{File: "server.py", Line: 9} })
	}
	closes := func(t *talk) {
		t.does(t.ends[server], "close", stands(11, "conn.close()", false))
	}
	late := []string{"write-after-close, server 5, by client 4"}
	try(t, []row{
		{"and closes", ticks(func(t *talk) { pipe(t); closes(t) }), nil},
		{"and closes, without a further call", ticks(closes), nil},
		{"and sends on", ticks(func(t *talk) { pipe(t); pipe(t); closes(t) }), late},
		{"and closes nothing", ticks(pipe), late},
		{"and has an exception", ticks(func(t *talk) {
			pipe(t)
			t.prints("server", raised("ValueError: 7", 1))
			closes(t)
		}), late},
		{"and has not answered", between(func(t *talk) {
			t.says(server, "welcome\n")
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.leaves(client)
			t.late(server, "HELLO\n")
			closes(t)
		}), []string{"closed-before-answer, client 4, by server 5"}},
	})
}

// breaksOff has a client close in the midst of what a server sends, which has received so much of the request.
func breaksOff(received string, errno string) func(play) {
	return between(func(t *talk) {
		t.says(client, "get\n")
		t.takes(server, received)
		t.says(server, "one")
		t.says(server, "two")
		t.does(t.ends[client], "recv", moves("on", 2))
		t.does(t.ends[client], "recv", moves("e", 1))
		c := t.Enter(t.ends[client].make("close", nil))
		t.segment(client, capture.RST|capture.ACK, "")
		t.Return(c)
		if errno != "" {
			t.does(t.ends[server], "send", of(3), fails(errno))
		}
		t.does(t.ends[server], "close", stands(11, "conn.close()", false))
	})
}

// A client may have enough.
func TestBreaksOff(t *testing.T) {
	reset := []string{"unread-reset, client 4, by server 5, got 3"}
	try(t, []row{
		{"in the midst", breaksOff("get\n", "ECONNRESET"), nil},
		{"at the end", breaksOff("get\n", ""), reset},
		{"before all was received that it has sent", breaksOff("get", "ECONNRESET"), reset},
	})
}

// A call that does not wait finds nothing, which is no end.
func TestHasty(t *testing.T) {
	tries := func(then func(t *talk)) func(play) {
		return between(func(t *talk) {
			t.does(t.ends[server], "recv", of(99), fails("EAGAIN"))
			then(t)
		})
	}
	try(t, []row{
		{"of a server", tries(func(t *talk) {
			t.leaves(server)
			t.late(client, "hello\n")
		}), []string{"closed-before-answer, server 5, by client 4, near 23"}},
		{"of a server to which nothing is sent", tries(func(t *talk) { t.leaves(server) }), nil},
		{"of a server that asks again", tries(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.says(server, "HELLO\n")
			t.leaves(server)
		}), nil},
		{"of a server that has waited", tries(func(t *talk) {
			t.Wait(101 * time.Millisecond)
			t.leaves(server)
			t.says(client, "hello\n")
		}), nil},
		{"of a client", between(func(t *talk) {
			t.says(client, "hello\n")
			t.does(t.ends[client], "recv", of(99), fails("EAGAIN"))
			t.leaves(client)
			t.takes(server, "hello\n")
			t.late(server, "HELLO\n")
		}), []string{"closed-before-answer, client 4, by server 5, near 23"}},
		{"that has its time limit", between(func(t *talk) {
			t.says(client, "hello\n")
			t.lasts(21*time.Millisecond, t.ends[client], "recv", of(99), fails("EAGAIN"))
			t.leaves(client)
			t.takes(server, "hello\n")
			t.late(server, "HELLO\n")
		}), []string{"closed-before-answer, client 4, by server 5, client 4 gives up, got 21"}},
	})
}

// Calls that fail, and programs that go on.
func TestUnsent(t *testing.T) {
	fail := func(p play, s socket, errno string) {
		p.does(s, "sendto", args(runtest.Loopback(40009).String()), of(70000), fails(errno))
	}
	try(t, []row{
		{"a client's question", func(p play) {
			_, c := p.mailboxes()
			fail(p, c, "EMSGSIZE")
			p.givesUp(c)
		}, []string{"nothing-sent, client 4, by client 4, near 24, got 1000"}},
		{"a client's question, and its exception", func(p play) {
			_, c := p.mailboxes()
			fail(p, c, "EMSGSIZE")
			p.givesUp(c)
			p.prints("client", raised("OSError: [Errno 90] Message too long", 1))
			p.exits("client", 1, "")
		}, []string{`crashed, by client 4, of client, got 1, "OSError: [Errno 90] Message too long"`}},
		{"a server's answer", func(p play) {
			s, c := p.mailboxes()
			p.asks(s, c)
			fail(p, s, "EINVAL")
			p.givesUp(c)
		}, []string{"nothing-sent, server 3, by client 4, near 24, got 1000"}},
		{"a question for which there was no room", func(p play) {
			_, c := p.mailboxes()
			fail(p, c, "ENOBUFS")
			p.givesUp(c)
		}, nil},
		{"to whom nobody connects", func(p play) {
			c := socket{who: "client", fd: 4, proto: capture.TCP}
			p.does(socket{who: "client", fd: -1, proto: capture.TCP}, "socket", args("AF_INET, SOCK_STREAM, 0"), gives(4))
			p.does(c, "send", of(2), fails("EPIPE"))
			p.does(c, "close")
		}, []string{"nothing-sent, client 4, near 24"}},
	})
}

// Groups that nobody has joined.
func TestGroups(t *testing.T) {
	group := mustParse("224.1.1.1:80")
	joins := func(of string) what { return args("IPPROTO_IP, IP_ADD_MEMBERSHIP, {" + of + ", 127.0.0.1}") }
	asks := func(all ...what) func(play) {
		return func(p play) {
			s, c := p.mailboxes()
			for _, join := range all {
				p.does(s, "setsockopt", join)
			}
			p.waits(s, "recvfrom")
			p.posts(c, group, "hello")
			p.givesUp(c)
		}
	}
	try(t, []row{
		{"no group", asks(), []string{"udp-unreachable, client 4, by server 3, at 224.1.1.1:80, near 26"}},
		{"another one", asks(joins("224.1.1.2")), []string{`udp-unreachable, client 4, by server 3, at 224.1.1.1:80, near 26, "224.1.1.2"`}},
		{"the group", asks(joins("224.1.1.1")), nil},
		{"one of a source", asks(args("IPPROTO_IP, 39, 0")), nil},
		{"by nobody who waits", func(p play) {
			_, c := p.mailboxes()
			p.posts(c, group, "hello")
		}, nil},
	})
}

// What is looked at and not taken.
func TestLooking(t *testing.T) {
	looks := flags("MSG_PEEK")
	times := func(n int, then func(t *talk)) func(play) {
		return between(func(t *talk) {
			t.says(client, "hello\n")
			for range n {
				t.takes(server, "hello\n", looks)
				if then != nil {
					then(t)
				}
			}
			t.awaits(client)
		})
	}
	try(t, []row{
		{"again and again", times(200, nil), []string{"spin, server 5, got 200, \"MSG_PEEK\", idle"}},
		{"a few times", times(199, nil), nil},
		{"and answered again and again", times(3, func(t *talk) { t.says(server, "HELLO\n"); t.takes(client, "HELLO\n") }), []string{"spin, server 5, got 3, \"MSG_PEEK\""}},
		{"and taken", between(func(t *talk) {
			for range 3 {
				t.says(client, "hello\n")
				t.takes(server, "hello\n", looks)
				t.takes(server, "hello\n")
				t.says(server, "HELLO\n")
				t.takes(client, "HELLO\n")
			}
		}), nil},
	})
}

// An urgent octet is none of the stream.
func TestUrgent(t *testing.T) {
	urgent := flags("MSG_OOB")
	asks := func(options ...what) func(play) {
		return between(func(t *talk) {
			for _, o := range options {
				t.does(t.ends[server], "setsockopt", o)
			}
			t.says(client, "!", urgent)
			t.awaits(client)
			t.awaits(server)
			t.Wait(2 * time.Second)
		})
	}
	try(t, []row{
		{"that is waited for", asks(), []string{"both-wait, client 4, by server 5, near 22"}},
		{"in the stream", asks(args("SOL_SOCKET, SO_OOBINLINE, 1")), []string{"both-wait, client 4, by server 5"}},
		{"that is received", between(func(t *talk) {
			t.says(client, "a long job")
			t.says(client, "!", urgent)
			t.does(t.ends[server], "recv", moves("!", 1), urgent)
			t.says(server, "stopped")
			t.takes(client, "stopped")
			t.takes(server, "a long job")
		}), nil},
	})
}

// on is of a call on a line of a program in some language.
func on(file, text string) what {
	return func(c *capture.Call) { c.Code = code.Line{File: file, Line: 5, Text: text} }
}

// What the lines of programs tell of why they wait.
func TestLinesTell(t *testing.T) {
	wants := func(c *capture.Call) {
		c.Code = code.Line{File: "server.py", Line: 7, Text: "d = c.recv(99)", Newline: true, CRLF: true}
	}
	lines := stands(7, "fgets(line, sizeof line, f)", true)
	waits := func(line what, text string, all ...what) func(play) {
		return between(func(t *talk) {
			t.says(client, text, all...)
			t.takes(server, text)
			t.awaits(client)
			t.awaits(server, line)
			t.Wait(2 * time.Second)
		})
	}
	try(t, []row{
		{"the wrong end of a line", waits(wants, "hello\n"), []string{`no-newline, client 4, by server 5, "\r\n"`}},
		{"no end of a line", waits(wants, "hello"), []string{"no-newline, client 4, by server 5"}},
		{"the size of a pointer", waits(lines, "hello, t", on("client.c", "send(s, m, sizeof m, 0);")), []string{"no-newline, client 4, by server 5"}},
		{"a coroutine", func(p play) {
			p.prints("server", "server.py:7: RuntimeWarning: coroutine 'answer' was never awaited\n")
			waits(stands(7, "line = await r.readline()", true), "hello\n")(p)
		}, []string{`both-wait, client 4, by server 5, "answer", heard 6`}},
	})
}

// How answers of HTTP end.
func TestAnswersOfHTTP(t *testing.T) {
	answers := func(answer string, then func(t *talk)) func(play) {
		return between(func(t *talk) {
			t.says(client, "GET / HTTP/1.1\r\n\r\n")
			t.takes(server, "GET / HTTP/1.1\r\n\r\n")
			t.says(server, answer)
			t.takes(client, answer)
			then(t)
		})
	}
	closes := func(t *talk) { t.leaves(server); t.takes(client, ""); t.leaves(client) }
	stays := func(t *talk) { t.awaits(client); t.awaits(server); t.Wait(2 * time.Second) }
	const head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n"
	try(t, []row{
		{"whole", answers(head+"\r\nhello", closes), nil},
		{"without the blank line", answers(head+"hello", closes), []string{`no-newline, server 5, by client 4, "\r\n\r\n"`}},
		{"short, and the end", answers(head+"\r\nhell", closes), []string{"answer-short, server 5, by client 4, got 4, all 5"}},
		{"short, and nothing", answers(head+"\r\nhell", stays), []string{"answer-short, server 5, by client 4, got 4, all 5, idle"}},
	})
}

// What ends programs, and how they use what they have closed.
func TestEnds(t *testing.T) {
	try(t, []row{
		{"an alarm clock", between(func(t *talk) {
			t.exchanges()
			c := t.Enter(socket{who: "server", fd: 5, proto: capture.TCP, local: t.ends[server].local, remote: t.ends[server].remote}.make("exit", []what{gives(-1), func(c *capture.Call) { c.Args.Signal = "SIGALRM" }}))
			t.segment(server, capture.FIN|capture.ACK, "")
			t.Return(c)
			t.exits("server", -1, "SIGALRM")
			t.late(client, "hello\n")
		}), []string{"crashed, of server, SIGALRM"}},
		{"closed before", between(func(t *talk) {
			t.says(client, "hello\n")
			t.does(t.ends[client], "close", stands(5, "with s:", false))
			t.segment(client, capture.FIN|capture.ACK, "")
			t.prints("client", raised("OSError: [Errno 9] Bad file descriptor", 1))
			t.exits("client", 1, "")
			t.takes(server, "hello\n")
			t.late(server, "HELLO\n")
		}), []string{"closed-before-answer, client 4, by server 5", `crashed, of client, got 1, "OSError: [Errno 9] Bad file descriptor"`}},
	})
}
