package rules_test

import (
	"net/netip"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/runtest"
)

// tries has a program connect to a port of the server's host by a socket of its own, which is
// refused, or not.
func (p play) tries(who string, fd int, to string, refused bool) {
	p.does(socket{who: who, fd: -1, proto: capture.TCP}, "socket", args("AF_INET, SOCK_STREAM, 0"), gives(fd))
	k := socket{who: who, fd: fd, proto: capture.TCP}
	if refused {
		p.does(k, "connect", args(to), fails("ECONNREFUSED"))
		return
	}
	p.does(k, "connect", args(to))
}

// Who tries again, tries others, or looks whether somebody is there.
func TestAttempts(t *testing.T) {
	try(t, []row{
		{"three on one port", func(p play) {
			for i := range 3 {
				p.tries("client", 4+i, "127.0.0.1:80", true)
			}
		}, []string{"refused, client 4, at 127.0.0.1:80, got 3"}},
		{"of two programs", func(p play) {
			p.tries("client", 4, "127.0.0.1:80", true)
			p.tries("client 2", 4, "127.0.0.1:80", true)
		}, []string{"refused, client 4, at 127.0.0.1:80", "refused, client 2 4, at 127.0.0.1:80"}},
		{"one is refused, and another one is not", func(p play) {
			p.tries("client", 4, "127.0.0.1:80", true)
			p.tries("client 2", 4, "127.0.0.1:80", false)
		}, []string{"refused, client 4, at 127.0.0.1:80"}},
		{"one after the other until one is there", func(p play) {
			p.tries("client", 4, "127.0.0.1:81", true)
			p.tries("client", 5, "127.0.0.1:80", false)
			p.exits("client", 0, "")
		}, nil},
		{"a look at many, of which none is there", func(p play) {
			for i, port := range []string{"81", "82", "83"} {
				p.tries("client", 4+i, "127.0.0.1:"+port, true)
			}
			p.exits("client", 0, "")
		}, nil},
		{"a look at two, of which none is there", func(p play) {
			p.tries("client", 4, "127.0.0.1:81", true)
			p.tries("client", 5, "127.0.0.1:82", true)
			p.exits("client", 0, "")
		}, []string{"refused, client 4, at 127.0.0.1:81", "refused, client 5, at 127.0.0.1:82"}},
		{"a second connection, which is missing", func(p play) {
			p.tries("client", 4, "127.0.0.1:80", false)
			p.tries("client", 5, "127.0.0.1:81", true)
			p.prints("client", "Traceback (most recent call last):\nConnectionRefusedError: [Errno 111] Connection refused\n")
			p.exits("client", 1, "")
		}, []string{"refused, client 5, at 127.0.0.1:81", `crashed, of client, got 1, "ConnectionRefusedError: [Errno 111] Connection refused"`}},
		{"then it goes by datagrams", func(p play) {
			c := p.mailbox("client", 5, false, runtest.Loopback(40001))
			s := p.mailbox("server", 3, true, serverAt)
			p.tries("client", 4, "127.0.0.1:80", true)
			p.posts(c, serverAt, "hello")
			p.does(s, "recvfrom", moves("hello", 2048), from(c.local))
			p.posts(s, c.local, "HELLO")
			p.does(c, "recvfrom", moves("HELLO", 2048))
		}, nil},
		{"whether the server is gone", func(p play) { servedThenRefused(p); p.exits("client", 0, "") }, nil},
		{"when the server is gone, and the client says so by its status", func(p play) { servedThenRefused(p); p.exits("client", 3, "") },
			[]string{"server-ended, client 9, of server, near 7", "refused, client 9, by server 3, at 127.0.0.1:80, near 7"}},
		{"when the server is gone", func(p play) {
			servedThenRefused(p)
			p.prints("client", "Traceback (most recent call last):\nConnectionRefusedError: [Errno 111] Connection refused\n")
			p.exits("client", 1, "")
		}, []string{"server-ended, client 9, of server, near 7", "refused, client 9, by server 3, at 127.0.0.1:80, near 7", `crashed, of client, got 1, "ConnectionRefusedError: [Errno 111] Connection refused"`}},
	})
}

// Who is refused, by packets alone.
func TestScans(t *testing.T) {
	late := func(pause time.Duration, ports ...uint16) func(play) {
		return func(p play) {
			for i, port := range ports {
				if i == 2 {
					p.Wait(pause)
				}
				from := runtest.Loopback(uint16(40001 + i)) //nolint:gosec // a few
				t := &talk{play: p, next: [2]capture.Seq{1000, 0}, ends: [2]socket{{local: from}, {local: runtest.Loopback(port)}}}
				t.segment(client, capture.SYN, "")
				t.segment(server, capture.RST|capture.ACK, "")
			}
		}
	}
	knocks := func(ports ...uint16) func(play) { return late(0, ports...) }
	try(t, []row{
		{"at three ports", knocks(79, 80, 81), nil},
		{"at three ports, the third one almost late", late(3*time.Second-2*time.Microsecond, 79, 80, 81), []string{
			"refused, 127.0.0.1:40001, at 127.0.0.1:79, without calls, may be refused crashed",
			"refused, 127.0.0.1:40003, at 127.0.0.1:81, without calls, may be refused crashed",
		}},
		{"at three ports, the third one late", late(3*time.Second-time.Microsecond, 79, 80, 81), []string{
			"refused, 127.0.0.1:40001, at 127.0.0.1:79, without calls, may be refused crashed",
			"refused, 127.0.0.1:40002, at 127.0.0.1:80, without calls, may be refused crashed",
			"refused, 127.0.0.1:40003, at 127.0.0.1:81, without calls, may be refused crashed",
		}},
		{"at two", knocks(79, 80), []string{
			"refused, 127.0.0.1:40001, at 127.0.0.1:79, without calls, may be refused crashed",
			"refused, 127.0.0.1:40002, at 127.0.0.1:80, without calls, may be refused crashed",
		}},
		{"at one, again and again", knocks(80, 80, 80, 80), []string{"refused, 127.0.0.1:40001, at 127.0.0.1:80, got 4, without calls, may be refused crashed"}},
	})
}

// servedThenRefused serves a client, ends the server, and has the client come again.
func servedThenRefused(p play) {
	l := p.listener("server", serverAt)
	t := p.connects(l, 0)
	t.says(client, "quit\n")
	t.takes(server, "quit\n")
	t.says(server, "bye\n")
	t.takes(client, "bye\n")
	t.leaves(server)
	t.takes(client, "")
	t.leaves(client)
	p.does(l, "close")
	p.exits("server", 0, "")
	p.tries("client", 9, serverAt.String(), true)
}

// everywhere makes a socket of AF_INET6 that listens at ::, for IPv6 alone if only6 is "1".
func (p play) everywhere(only6 string) socket {
	at := netip.AddrPortFrom(netip.IPv6Unspecified(), 80)
	s := socket{who: "server", fd: 3, proto: capture.TCP, local: at}
	p.does(socket{who: "server", fd: -1, proto: capture.TCP}, "socket", args("AF_INET6, SOCK_STREAM, 0"), gives(3))
	p.does(s, "setsockopt", args("IPPROTO_IPV6, IPV6_V6ONLY, "+only6))
	p.does(s, "bind", args(at.String()))
	p.does(s, "listen", args("5"))
	return s
}

// What is there in place of a listening socket, or of a bound one.
func TestAlmostThere(t *testing.T) {
	bound := func(p play) socket {
		s := socket{who: "server", fd: 3, proto: capture.TCP, local: serverAt}
		p.does(socket{who: "server", fd: -1, proto: capture.TCP}, "socket", args("AF_INET, SOCK_STREAM, 0"), gives(3))
		p.does(s, "bind", args(serverAt.String()))
		return s
	}
	post := func(p play) {
		c := p.mailbox("client", 4, false, runtest.Loopback(40001))
		p.posts(c, serverAt, "hello")
		p.unreachable(c, serverAt)
	}
	try(t, []row{
		{"bound, and not listening", func(p play) { bound(p); p.tries("client", 4, "127.0.0.1:80", true) },
			[]string{"refused, client 4, by server 3, at 127.0.0.1:80, near 8"}},
		{"for IPv6 alone", func(p play) { p.everywhere("1"); p.tries("client", 4, "127.0.0.1:80", true) },
			[]string{"refused, client 4, by server 3, at 127.0.0.1:80, near 17"}},
		{"bound elsewhere, and not listening", func(p play) { bound(p); p.tries("client", 4, "127.0.0.1:81", true) },
			[]string{"refused, client 4, at 127.0.0.1:81"}},
		{"listening later", func(p play) {
			s := bound(p)
			p.tries("client", 4, "127.0.0.1:80", true)
			p.does(s, "listen", args("5"))
		}, []string{"refused, client 4, by server 3, at 127.0.0.1:80, near 6"}},
		{"a UDP socket that is not bound", func(p play) {
			p.waits(p.mailbox("server", 3, false, mustParse("0.0.0.0:0")), "recvfrom")
			post(p)
		}, []string{"udp-unreachable, client 4, by server 3, at 127.0.0.1:80, near 9"}},
		{"a UDP socket that is not bound, of the same program", func(p play) {
			p.waits(p.mailbox("client", 3, false, mustParse("0.0.0.0:0")), "recvfrom")
			post(p)
		}, []string{"udp-unreachable, client 4, at 127.0.0.1:80"}},
	})
}

// Who has an address that can't be had.
func TestHolders(t *testing.T) {
	again := func(p play) {
		p.does(socket{who: "server", fd: 9, proto: capture.TCP}, "bind", args(serverAt.String()), fails("EADDRINUSE"))
	}
	try(t, []row{
		{"an accepted socket", func(p play) {
			l := p.listener("server", serverAt)
			p.connects(l, 0).says(client, "hello\n")
			p.does(l, "close")
			again(p)
		}, []string{"address-in-use, server 9, by server 5, at 127.0.0.1:80"}},
		{"an accepted socket, and the one that has accepted it", func(p play) {
			p.connects(p.listener("server", serverAt), 0).says(client, "hello\n")
			again(p)
		}, []string{"address-in-use, server 9, by server 3, at 127.0.0.1:80"}},
		{"an inherited one", func(p play) {
			l := p.listener("server", serverAt)
			p.does(l, "close", func(c *capture.Call) { c.Shared = true })
			again(p)
		}, []string{"address-in-use, server 9, by server 3, at 127.0.0.1:80"}},
	})
}

// Datagrams for which nobody is there, and whether anything is wrong with that.
func TestUndelivered(t *testing.T) {
	at := runtest.Loopback(40001)
	answers := func(p play, s, c socket) {
		p.does(s, "recvfrom", moves("hello", 2048), from(c.local))
		p.posts(s, c.local, "HELLO")
	}
	try(t, []row{
		{"sent again, and answered", func(p play) {
			c := p.mailbox("client", 4, false, at)
			p.posts(c, serverAt, "hello")
			p.unreachable(c, serverAt)
			s := p.mailbox("server", 3, true, serverAt)
			p.posts(c, serverAt, "hello")
			answers(p, s, c)
			p.does(c, "recv", moves("HELLO", 2048))
		}, nil},
		{"sent again, and not answered", func(p play) {
			c := p.mailbox("client", 4, false, at)
			p.posts(c, serverAt, "hello")
			p.unreachable(c, serverAt)
			p.mailbox("server", 3, true, serverAt)
			p.posts(c, serverAt, "hello")
		}, []string{"sent-before-bound, client 4, by server 3, at 127.0.0.1:80, near 6, got 1"}},
		{"by a connected socket, which learns of it", func(p play) {
			c := p.mailbox("client", 4, false, at)
			c.remote = serverAt
			p.does(c, "connect", args(serverAt.String()))
			p.posts(c, serverAt, "hello")
			p.unreachable(c, serverAt)
			p.does(c, "recv", fails("ECONNREFUSED"))
		}, []string{"udp-unreachable, client 4, at 127.0.0.1:80"}},
		{"the server is gone, and the client waits", func(p play) {
			gone(p, answers, func(c socket) { p.lasts(time.Second, c, "recvfrom", fails("EAGAIN")) })
		}, []string{"udp-unreachable, client 4, by server 3, at 127.0.0.1:80, near 7"}},
		{"the server is gone, and the client does not wait", func(p play) {
			gone(p, answers, func(c socket) { p.does(c, "close") })
		}, nil},
		{"the server has left, and the client asks no more", func(p play) {
			gone(p, func(p play, s, c socket) { answers(p, s, c); p.exits("server", 0, "") }, func(c socket) {
				p.lasts(time.Second, c, "recvfrom", fails("EAGAIN"))
				p.exits("client", 0, "")
			})
		}, nil},
		{"the server has left, and the client waits for ever", func(p play) {
			gone(p, func(p play, s, c socket) { answers(p, s, c); p.exits("server", 0, "") }, func(c socket) { p.waits(c, "recvfrom") })
		}, []string{"udp-unreachable, client 4, by server 3, at 127.0.0.1:80, near 7"}},
		{"several are asked, and one answers", func(p play) {
			s, c := p.mailboxes()
			p.posts(c, runtest.Loopback(79), "hello")
			p.unreachable(c, runtest.Loopback(79))
			p.posts(c, serverAt, "hello")
			answers(p, s, c)
			p.does(c, "recv", moves("HELLO", 2048))
			p.exits("client", 0, "")
		}, nil},
		{"one by a client, and another one has another fault", func(p play) {
			s, c := p.mailboxes()
			d := p.mailbox("client 2", 4, false, runtest.Loopback(40002))
			p.posts(c, serverAt, "hello")
			p.does(s, "recvfrom", moves("he", 2), from(at))
			p.posts(d, runtest.Loopback(79), "hello")
			p.unreachable(d, runtest.Loopback(79))
		}, []string{"udp-unreachable, client 2 4, by server 3, at 127.0.0.1:79, near 1", "datagram-cut, server 3, got 2, all 5"}},
		{"two are asked, and none answers", func(p play) {
			c := p.mailbox("client", 4, false, at)
			for _, port := range []uint16{79, 80} {
				p.posts(c, runtest.Loopback(port), "hello")
				p.unreachable(c, runtest.Loopback(port))
			}
			p.exits("client", 0, "")
		}, []string{"udp-unreachable, client 4, at 127.0.0.1:79"}},
		{"another client has left", func(p play) {
			s, c := p.mailboxes()
			p.exchange(s, c)
			p.does(c, "close")
			d := p.mailbox("client 2", 4, false, runtest.Loopback(40002))
			p.posts(d, runtest.Loopback(79), "hello")
			p.unreachable(d, runtest.Loopback(79))
		}, []string{"udp-unreachable, client 2 4, by server 3, at 127.0.0.1:79, near 1"}},
		{"by one that is bound itself", func(p play) {
			c := p.mailbox("client", 4, true, at)
			p.posts(c, serverAt, "hello")
			p.unreachable(c, serverAt)
		}, []string{"udp-unreachable, client 4, at 127.0.0.1:80"}},
		{"before a socket that is there is bound", func(p play) {
			s := p.mailbox("server", 3, false, serverAt)
			c := p.mailbox("client", 4, false, at)
			p.posts(c, serverAt, "hello")
			p.unreachable(c, serverAt)
			p.does(s, "bind", args(serverAt.String()))
		}, []string{"sent-before-bound, client 4, by server 3, at 127.0.0.1:80, near 6"}},
		{"the client has given up", func(p play) {
			late(p, func(c socket) { p.lasts(time.Second, c, "recvfrom", fails("EAGAIN")) })
		}, []string{"udp-unreachable, server 3, by client 4, at 127.0.0.1:40001, near 10"}},
		{"the client has not waited", func(p play) { late(p, func(socket) {}) }, nil},
		{"the client has heard something", func(p play) {
			late(p, func(c socket) { p.does(c, "recvfrom", moves("HELLO", 2048), from(serverAt)) })
		}, nil},
	})
}

// gone has a server answer a client, and close; and the client ask again.
func gone(p play, answers func(play, socket, socket), then func(socket)) {
	s, c := p.mailbox("server", 3, true, serverAt), p.mailbox("client", 4, false, runtest.Loopback(40001))
	p.posts(c, serverAt, "hello")
	answers(p, s, c)
	p.does(c, "recvfrom", moves("HELLO", 2048), from(serverAt))
	p.does(s, "close")
	p.posts(c, serverAt, "again")
	p.unreachable(c, serverAt)
	then(c)
}

// late has a client ask, do something, and close; and then comes the answer.
func late(p play, before func(socket)) {
	s, c := p.mailbox("server", 3, true, serverAt), p.mailbox("client", 4, false, runtest.Loopback(40001))
	p.posts(c, serverAt, "hello")
	p.does(s, "recvfrom", moves("hello", 2048), from(c.local))
	before(c)
	p.does(c, "close")
	p.posts(s, c.local, "HELLO")
	p.unreachable(s, c.local)
	p.waits(s, "recvfrom")
}
