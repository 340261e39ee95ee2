package rules_test

import (
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/code"
	"wireladder/capture/run/findings/rules"
	"wireladder/capture/runtest"
)

// mailboxes makes the sockets of a server and of a client.
func (p play) mailboxes() (s, c socket) {
	return p.mailbox("server", 3, true, serverAt), p.mailbox("client", 4, false, runtest.Loopback(40001))
}

// asks has a client ask, and the server receive that.
func (p play) asks(s, c socket) {
	p.posts(c, s.local, "hello")
	p.does(s, "recvfrom", moves("hello", 2048), from(c.local))
}

// exchange has a client ask, and the server answer.
func (p play) exchange(s, c socket) {
	p.asks(s, c)
	p.posts(s, c.local, "HELLO")
	p.does(c, "recvfrom", moves("HELLO", 2048), from(s.local))
}

// givesUp has a program wait for a second, and in vain.
func (p play) givesUp(s socket) { p.lasts(time.Second, s, "recvfrom", fails("EAGAIN")) }

// A datagram is cut for who does not ask where it comes from, too.
func TestCut(t *testing.T) {
	try(t, []row{
		{"by a client's recv()", func(p play) {
			s, c := p.mailboxes()
			p.asks(s, c)
			p.posts(s, c.local, "0005HELLO")
			p.does(c, "recv", moves("0005", 4))
			p.waits(c, "recv", of(5))
			p.waits(s, "recvfrom")
		}, []string{"datagram-cut, client 4, got 4, all 9"}},
		{"by nobody", func(p play) {
			s, c := p.mailboxes()
			p.asks(s, c)
			p.posts(s, c.local, "0005")
			p.does(c, "recv", moves("0005", 4))
		}, nil},
	})
}

// Whom an answer is for.
func TestReplies(t *testing.T) {
	second := func(p play) socket { return p.mailbox("client 2", 4, false, runtest.Loopback(40002)) }
	try(t, []row{
		{"to a fixed port, and the client gives up", func(p play) {
			s, c := p.mailboxes()
			p.asks(s, c)
			p.posts(s, runtest.Loopback(40009), "HELLO")
			p.givesUp(c)
		}, []string{"reply-wrong-address, server 3, by client 4, at 127.0.0.1:40009, got 1000"}},
		{"to the server itself", func(p play) {
			p.listener("other", runtest.Loopback(81))
			s, c := p.mailboxes()
			p.asks(s, c)
			p.posts(s, serverAt, "HELLO")
			p.givesUp(c)
		}, []string{"reply-wrong-address, server 3, by client 4, at 127.0.0.1:80, got 1000"}},
		{"to the first client for ever", func(p play) {
			s, c := p.mailboxes()
			p.exchange(s, c)
			d := second(p)
			p.asks(s, d)
			p.posts(s, c.local, "HELLO")
			p.waits(d, "recvfrom")
		}, []string{"reply-wrong-address, server 3, by client 2 4, at 127.0.0.1:40001"}},
		{"to the other one of a chat", func(p play) {
			s, c := p.mailboxes()
			d := second(p)
			p.asks(s, c)
			p.asks(s, d)
			p.posts(s, c.local, "hello")
			p.waits(d, "recvfrom")
		}, nil},
		{"to another socket of the client", func(p play) {
			s, c := p.mailboxes()
			r := p.mailbox("client", 5, true, runtest.Loopback(40002))
			p.asks(s, c)
			p.posts(s, r.local, "HELLO")
			p.does(r, "recvfrom", moves("HELLO", 2048), from(serverAt))
		}, nil},
		{"to a log, and then to the client", func(p play) {
			s, c := p.mailboxes()
			p.asks(s, c)
			p.posts(s, runtest.Loopback(40009), "hello")
			p.Lose(p.posts(s, c.local, "HELLO"), "drop")
			p.waits(c, "recvfrom")
		}, []string{"reply-lost, client 4, by server 3"}},
		{"a report that nobody wants an answer to", func(p play) {
			s, c := p.mailboxes()
			p.asks(s, c)
			p.posts(s, runtest.Loopback(40009), "hello")
			p.does(c, "close")
		}, nil},
		{"from another socket, to one that is not connected", func(p play) {
			s, c := p.mailboxes()
			p.asks(s, c)
			p.posts(p.mailbox("server", 6, true, runtest.Loopback(82)), c.local, "HELLO")
			p.does(c, "recvfrom", moves("HELLO", 2048), from(runtest.Loopback(82)))
		}, nil},
	})
}

// What is lost, and what its sender does then.
func TestLost(t *testing.T) {
	loses := func(p play, c socket, text string) { p.Lose(p.posts(c, serverAt, text), "drop") }
	try(t, []row{
		{"one question, and the client gives up", func(p play) {
			_, c := p.mailboxes()
			loses(p, c, "hello")
			p.givesUp(c)
		}, []string{"reply-lost, client 4, by client 4, got 1000"}},
		{"one of several pings", func(p play) {
			_, c := p.mailboxes()
			loses(p, c, "ping 1")
			p.givesUp(c)
			loses(p, c, "ping 2")
			p.givesUp(c)
		}, nil},
		{"what nobody has asked for", func(p play) {
			s := p.mailbox("server", 3, true, serverAt)
			c := p.mailbox("client", 4, true, runtest.Loopback(40001))
			loses(p, c, "a log line")
			p.waits(s, "recvfrom")
		}, nil},
		{"one of a chat, which goes on", func(p play) {
			s, c := p.mailboxes()
			loses(p, c, "hello")
			p.Arrive(p.posts(s, c.local, "so"))
			p.does(c, "recvfrom", moves("so", 2048), from(serverAt))
			p.waits(c, "recvfrom")
		}, nil},
		{"asked again, and then something else is lost", func(p play) {
			_, c := p.mailboxes()
			loses(p, c, "hello")
			p.Arrive(p.posts(c, serverAt, "hello"))
			loses(p, c, "bye")
			p.waits(c, "recvfrom")
		}, []string{"reply-lost, client 4, by client 4"}},
		{"asked again, in vain", func(p play) {
			_, c := p.mailboxes()
			loses(p, c, "hello")
			p.givesUp(c)
			p.Arrive(p.posts(c, serverAt, "hello"))
			p.givesUp(c)
		}, nil},
	})
}

// Datagrams that are not sent, not wanted, or too many.
func TestRoom(t *testing.T) {
	thrown := func(p play, name string, n uint64) {
		now := p.Now()
		p.Entry(capture.Entry{Counters: &capture.Counters{Since: now, Time: now, Added: []capture.Count{{Name: name, By: n}}}})
	}
	connected := func(p play) socket {
		c := p.mailbox("client", 4, false, runtest.Loopback(40001))
		c.remote = serverAt
		p.does(c, "connect", args(serverAt.String()))
		return c
	}
	try(t, []row{
		{"counted twice", func(p play) { thrown(p, "RcvbufErrors", 5); thrown(p, "Udp6RcvbufErrors", 2) }, []string{"rcvbuf-overflow, got 7"}},
		{"of the only one that has not received all", func(p play) {
			s, c := p.mailboxes()
			p.posts(c, serverAt, "one")
			p.posts(c, serverAt, "two")
			p.does(s, "recvfrom", moves("one", 2048), from(c.local))
			thrown(p, "RcvbufErrors", 1)
		}, []string{"rcvbuf-overflow, server 3, got 1"}},
		{"of two that have not received all", func(p play) {
			s, c := p.mailboxes()
			r := p.mailbox("server", 6, true, runtest.Loopback(82))
			p.posts(c, s.local, "one")
			p.posts(c, r.local, "two")
			thrown(p, "RcvbufErrors", 1)
		}, []string{"rcvbuf-overflow, got 1"}},
		{"when both wait, for what was thrown away", func(p play) {
			s, c := p.mailboxes()
			p.exchange(s, c)
			p.posts(c, serverAt, "one")
			p.posts(c, serverAt, "two")
			p.does(s, "recvfrom", moves("one", 2048), from(c.local))
			thrown(p, "RcvbufErrors", 1)
			p.waits(s, "recvfrom")
			p.waits(c, "recvfrom")
		}, []string{"rcvbuf-overflow, server 3, got 1"}},
		{"a look at a datagram", func(p play) {
			s, c := p.mailboxes()
			p.posts(c, serverAt, "hello")
			p.does(s, "recvfrom", moves("he", 2), from(c.local), func(c *capture.Call) { c.Args.Flags = "MSG_PEEK" })
		}, nil},
		{"nothing is asked", func(p play) { p.waits(connected(p), "recv") }, []string{"nothing-sent, client 4"}},
		{"nothing is asked, and nothing awaited", func(p play) { p.does(connected(p), "close") }, nil},
		{"nothing is asked there, but elsewhere", func(p play) {
			c := connected(p)
			d := p.mailbox("client", 5, false, runtest.Loopback(40002))
			p.posts(d, serverAt, "hello")
			p.waits(c, "recv")
		}, nil},
		{"something is asked", func(p play) { c := connected(p); p.posts(c, serverAt, "hello"); p.waits(c, "recv") }, nil},
	})
}

// A finding that rests on packets alone knows a file of the program that it is about, or else of the other one.
func TestFile(t *testing.T) {
	for name, tt := range map[string]struct {
		client, server string
		want           string
	}{
		"of the client":    {"client.py", "server.c", "client.py"},
		"of the other one": {"", "server.c", "server.c"},
		"none is known":    {"", "", ""},
	} {
		in := func(file string) what { return func(c *capture.Call) { c.Code = code.Line{File: file, Line: 4} } }
		p := newPlay()
		s, c := p.mailboxes()
		p.asks(s, c)
		p.does(s, "getsockname", in(tt.server))
		p.Lose(p.posts(s, c.local, "HELLO"), "drop")
		p.waits(c, "recvfrom", in(tt.client))
		all := rules.Of(accountsOf(p.Recording()))
		if len(all) != 1 || all[0].File != tt.want {
			t.Errorf("%s: %+v", name, all)
		}
	}
}
