package rules_test

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/run/findings/rules"
	"wireladder/capture/runtest"
)

// row is a play, and what is found in it.
type row struct {
	name string
	play func(p play)
	want []string
}

// try plays each of them.
func try(t *testing.T, rows []row) {
	t.Helper()
	for _, r := range rows {
		p := newPlay()
		r.play(p)
		if got := found(t, p); !slices.Equal(got, r.want) {
			t.Errorf("%s: %q, want %q", r.name, got, r.want)
		}
	}
}

// between plays what two programs do that are connected.
func between(does func(t *talk)) func(play) {
	return func(p play) { does(p.connects(p.listener("server", serverAt), 0)) }
}

// Where nothing went wrong, nothing is found.
func TestHealthy(t *testing.T) {
	try(t, []row{
		{"nothing", func(play) {}, nil},
		{"a line and its answer", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.says(server, "HELLO\n")
			t.takes(client, "HELLO\n")
			t.leaves(client)
			t.takes(server, "")
			t.leaves(server)
			t.exits("client", 0, "")
		}), nil},
		{"several lines", between(func(t *talk) {
			for range 3 {
				t.says(client, "hello\n")
				t.takes(server, "hello\n")
				t.says(server, "HELLO\n")
				t.takes(client, "HELLO\n")
			}
			t.leaves(client)
			t.takes(server, "")
			t.leaves(server)
		}), nil},
		{"datagrams", func(p play) {
			s, c := p.mailbox("server", 3, true, serverAt), p.mailbox("client", 4, false, runtest.Loopback(40001))
			p.posts(c, serverAt, "hello")
			p.does(s, "recvfrom", moves("hello", 2048), from(c.local))
			p.posts(s, c.local, "HELLO")
			p.does(c, "recvfrom", moves("HELLO", 2048), from(serverAt))
			p.does(c, "close")
			p.waits(s, "recvfrom")
		}, nil},
	})
}

// What is wrong with the addresses of sockets.
func TestAddresses(t *testing.T) {
	other, elsewhere := runtest.Loopback(81), runtest.Loopback(40001)
	second := socket{who: "second", fd: 9, proto: capture.TCP}
	taken := func(p play) { p.does(second, "bind", args(serverAt.String()), fails("EADDRINUSE")) }
	refused := func(p play) {
		p.does(socket{who: "client", fd: 4, proto: capture.TCP}, "connect", args(serverAt.String()), fails("ECONNREFUSED"))
	}
	try(t, []row{
		{"another program listens there", func(p play) { p.listener("server", serverAt); taken(p) }, []string{"address-in-use, second 9, by server 3, at 127.0.0.1:80"}},
		{"nobody is seen there", taken, []string{"address-in-use, second 9, at 127.0.0.1:80"}},
		{"one listened there", func(p play) { l := p.listener("server", serverAt); p.does(l, "close"); taken(p) }, []string{"no-reuseaddr, second 9, at 127.0.0.1:80"}},
		{"one listens at another port", func(p play) { p.listener("server", other); taken(p) }, []string{"address-in-use, second 9, at 127.0.0.1:80"}},
		{"one listens at another address", func(p play) { p.listener("server", mustParse("127.0.0.2:80")); taken(p) }, []string{"address-in-use, second 9, at 127.0.0.1:80"}},
		{"one listens at all", func(p play) { p.listener("server", mustParse("0.0.0.0:80")); taken(p) }, []string{"address-in-use, second 9, by server 3, at 127.0.0.1:80"}},
		{"one is bound for UDP", func(p play) { p.mailbox("server", 3, true, serverAt); taken(p) }, []string{"address-in-use, second 9, at 127.0.0.1:80"}},
		{"one listens there later", func(p play) { taken(p); p.listener("server", serverAt) }, []string{"address-in-use, second 9, at 127.0.0.1:80"}},
		{"refused", refused, []string{"refused, client 4, at 127.0.0.1:80"}},
		{"refused, and taken later", func(p play) { refused(p); p.connects(p.listener("server", serverAt), 0).says(client, "hello\n") }, nil},
		{"refused, and taken later at another address of the name", func(p play) {
			p.does(socket{who: "client", fd: 4, proto: capture.TCP}, "connect", args("[::1]:80"), fails("ECONNREFUSED"))
			p.connects(p.listener("server", serverAt), 0).says(client, "hello\n")
		}, nil},
		{"refused, to one that does not wait", func(p play) {
			k := socket{who: "client", fd: 4, proto: capture.TCP, local: elsewhere, remote: serverAt}
			p.does(k, "connect", args(serverAt.String()), fails("EINPROGRESS"))
			t := &talk{play: p, next: [2]capture.Seq{1000, 0}, ends: [2]socket{k, {local: serverAt, remote: elsewhere}}}
			t.segment(client, capture.SYN, "")
			t.segment(server, capture.RST|capture.ACK, "")
		}, []string{"refused, client 4, at 127.0.0.1:80"}},
		{"refused, and then connected by one that does not wait", func(p play) {
			refused(p)
			k := socket{who: "client", fd: 5, proto: capture.TCP, local: elsewhere, remote: serverAt}
			p.does(k, "connect", args(serverAt.String()), fails("EINPROGRESS"))
			t := &talk{play: p, next: [2]capture.Seq{1000, 0}, ends: [2]socket{k, {local: serverAt, remote: elsewhere}}}
			t.segment(client, capture.SYN, "")
			t.segment(server, capture.SYN|capture.ACK, "")
			t.segment(client, capture.ACK, "")
		}, nil},
		{"refused, by packets alone", func(p play) {
			t := &talk{play: p, next: [2]capture.Seq{1000, 0}, ends: [2]socket{{local: elsewhere, remote: serverAt}, {local: serverAt, remote: elsewhere}}}
			t.segment(client, capture.SYN, "")
			t.segment(server, capture.RST|capture.ACK, "")
		}, []string{"refused, 127.0.0.1:40001, at 127.0.0.1:80, without calls"}},
		{"refused twice", func(p play) {
			t := &talk{play: p, next: [2]capture.Seq{1000, 0}, ends: [2]socket{{local: elsewhere, remote: serverAt}, {local: serverAt, remote: elsewhere}}}
			for range 2 {
				t.next[client] = 1000
				t.segment(client, capture.SYN, "")
				t.segment(server, capture.RST|capture.ACK, "")
			}
		}, []string{"refused, 127.0.0.1:40001, at 127.0.0.1:80, without calls"}},
		{"refused three times, from the same port", func(p play) {
			t := &talk{play: p, next: [2]capture.Seq{1000, 0}, ends: [2]socket{{local: elsewhere, remote: serverAt}, {local: serverAt, remote: elsewhere}}}
			for i := range 3 {
				t.next[client] = capture.Seq(1000 * (i + 1)) //nolint:gosec // a few
				t.segment(client, capture.SYN, "")
				t.segment(server, capture.RST|capture.ACK, "")
			}
		}, []string{"refused, 127.0.0.1:40001, at 127.0.0.1:80, without calls", "refused, 127.0.0.1:40001, at 127.0.0.1:80, without calls", "refused, 127.0.0.1:40001, at 127.0.0.1:80, without calls"}},
		{"refused at one address, and soon taken at another", func(p play) {
			t := &talk{play: p, next: [2]capture.Seq{1000, 0}, ends: [2]socket{{local: mustParse("[::1]:40001"), remote: mustParse("[::1]:80")}, {local: mustParse("[::1]:80"), remote: mustParse("[::1]:40001")}}}
			t.segment(client, capture.SYN, "")
			t.segment(server, capture.RST|capture.ACK, "")
			p.Wait(2 * time.Second)
			onWire(p)
		}, nil},
		{"refused, and taken much later", func(p play) {
			t := &talk{play: p, next: [2]capture.Seq{1000, 0}, ends: [2]socket{{local: mustParse("127.0.0.1:40002"), remote: serverAt}, {local: serverAt, remote: mustParse("127.0.0.1:40002")}}}
			t.segment(client, capture.SYN, "")
			t.segment(server, capture.RST|capture.ACK, "")
			p.Wait(4 * time.Second)
			onWire(p)
		}, []string{"refused, 127.0.0.1:40002, at 127.0.0.1:80, near 6, without calls"}},
		{"refused, and taken before", func(p play) {
			onWire(p)
			t := &talk{play: p, next: [2]capture.Seq{1000, 0}, ends: [2]socket{{local: mustParse("127.0.0.1:40002"), remote: serverAt}, {local: serverAt, remote: mustParse("127.0.0.1:40002")}}}
			t.segment(client, capture.SYN, "")
			t.segment(server, capture.RST|capture.ACK, "")
		}, []string{"refused, 127.0.0.1:40002, at 127.0.0.1:80, near 7, without calls"}},
		{"a datagram to nobody, without calls", func(p play) {
			c := socket{local: elsewhere, proto: capture.UDP}
			datagramOnWire(p, c)
			p.unreachable(c, serverAt)
		}, []string{"udp-unreachable, 127.0.0.1:40001, at 127.0.0.1:80, without calls, may be udp-unreachable sent-before-bound"}},
		{"an answer to one that is gone", func(p play) {
			p.Packet(capture.Packet{Proto: capture.UDP, Src: serverAt, Dst: elsewhere, Payload: []byte("hello")})
			c := socket{local: elsewhere, proto: capture.UDP}
			datagramOnWire(p, c)
			p.unreachable(c, serverAt)
		}, nil},
		{"a look for the way", func(p play) {
			c := socket{local: elsewhere, proto: capture.UDP}
			datagramOnWire(p, c)
			p.Packet(capture.Packet{
				Proto: capture.ICMP, Src: mustParse("192.0.2.1:0"), Dst: netip.AddrPortFrom(c.local.Addr(), 0),
				ICMP: capture.ICMPHeader{Type: 11, Quoted: capture.Quote{Proto: capture.UDP, Src: c.local, Dst: serverAt}},
			})
			datagramOnWire(p, c)
			p.unreachable(c, serverAt)
		}, nil},
		{"a datagram to nobody", func(p play) {
			c := p.mailbox("client", 4, false, elsewhere)
			p.posts(c, serverAt, "hello")
			p.unreachable(c, serverAt)
		}, []string{"udp-unreachable, client 4, at 127.0.0.1:80"}},
		{"a datagram too early", func(p play) {
			c := p.mailbox("client", 4, false, elsewhere)
			p.posts(c, serverAt, "hello")
			p.unreachable(c, serverAt)
			p.mailbox("server", 3, true, serverAt)
		}, []string{"sent-before-bound, client 4, by server 3, at 127.0.0.1:80, near 6"}},
		{"a datagram too late", func(p play) {
			s, c := p.mailbox("server", 3, true, serverAt), p.mailbox("client", 4, false, elsewhere)
			p.does(s, "close")
			p.posts(c, serverAt, "hello")
			p.unreachable(c, serverAt)
		}, []string{"udp-unreachable, client 4, by server 3, at 127.0.0.1:80, near 7"}},
		{"a farewell", func(p play) {
			s, c := p.mailbox("server", 3, true, serverAt), p.mailbox("client", 4, false, elsewhere)
			p.posts(s, elsewhere, "HELLO")
			p.does(c, "recvfrom", moves("HELLO", 2048), from(serverAt))
			p.does(s, "close")
			p.posts(c, serverAt, "bye")
			p.unreachable(c, serverAt)
		}, nil},
	})
}

// onWire has a connection made of which no calls are known.
func onWire(p play) {
	from := mustParse("127.0.0.1:40009")
	t := &talk{play: p, next: [2]capture.Seq{1000, 7000}, ends: [2]socket{{local: from, remote: serverAt}, {local: serverAt, remote: from}}}
	t.segment(client, capture.SYN, "")
	t.segment(server, capture.SYN|capture.ACK, "")
	t.segment(client, capture.ACK, "")
}

// datagramOnWire sends a datagram to the server of which no calls are known.
func datagramOnWire(p play, from socket) {
	p.Packet(capture.Packet{Proto: capture.UDP, Src: from.local, Dst: serverAt, Payload: []byte("hello")})
}

// What a program that was refused may have meant: what is nearest to it.
func TestNear(t *testing.T) {
	for _, tt := range []struct{ listens, to, want string }{
		{"127.0.0.1:81", "127.0.0.1:80", "near 1"}, {"127.0.0.1:20480", "127.0.0.1:80", "near 2"}, {"127.0.0.2:80", "127.0.0.1:80", "near 3"},
		{"[::1]:80", "127.0.0.1:80", "near 4"}, {"127.0.0.1:80", "[::1]:80", "near 4"}, {"[::]:80", "127.0.0.1:81", "near 1"},
	} {
		p := newPlay()
		p.listener("server", mustParse(tt.listens))
		p.does(socket{who: "client", fd: 4, proto: capture.TCP}, "connect", args(tt.to), fails("ECONNREFUSED"))
		if got, want := found(t, p), []string{"refused, client 4, by server 3, at " + tt.to + ", " + tt.want}; !slices.Equal(got, want) {
			t.Errorf("%s to %s: %q, want %q", tt.to, tt.listens, got, want)
		}
	}
	for name, tt := range map[string]struct {
		play func(p play)
		want string
	}{
		"for UDP": {func(p play) { p.mailbox("server", 3, true, serverAt) }, "near 5"},
		"two, one near": {func(p play) {
			p.listener("server", runtest.Loopback(20480))
			p.listener("another", runtest.Loopback(81))
		}, "near 2"},
		"two, one last": {func(p play) {
			p.listener("another", runtest.Loopback(81))
			p.listener("server", runtest.Loopback(20480))
		}, "near 2"},
		"ended": {func(p play) { p.does(p.listener("server", serverAt), "close") }, "near 7"},
	} {
		p := newPlay()
		tt.play(p)
		p.does(socket{who: "client", fd: 4, proto: capture.TCP}, "connect", args(serverAt.String()), fails("ECONNREFUSED"))
		if got, want := found(t, p), []string{"refused, client 4, by server 3, at 127.0.0.1:80, " + tt.want}; !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	p := newPlay()
	p.mailbox("server", 3, true, runtest.Loopback(81))
	p.does(socket{who: "client", fd: 4, proto: capture.TCP}, "connect", args(serverAt.String()), fails("ECONNREFUSED"))
	if got, want := found(t, p), []string{"refused, client 4, at 127.0.0.1:80"}; !slices.Equal(got, want) {
		t.Errorf("another protocol and port: %q, want %q", got, want)
	}
	p = newPlay()
	p.does(socket{who: "client", fd: 4, proto: capture.TCP}, "connect", args(serverAt.String()), fails("ECONNREFUSED"))
	p.listener("server", serverAt)
	if got, want := found(t, p), []string{"refused, client 4, by server 3, at 127.0.0.1:80, near 6"}; !slices.Equal(got, want) {
		t.Errorf("later: %q, want %q", got, want)
	}
}

// What is wrong with single datagrams.
func TestDatagrams(t *testing.T) {
	elsewhere := runtest.Loopback(40001)
	pair := func(p play) (s, c socket) {
		return p.mailbox("server", 3, true, serverAt), p.mailbox("client", 4, false, elsewhere)
	}
	try(t, []row{
		{"cut", func(p play) {
			s, c := pair(p)
			p.posts(c, serverAt, "hello")
			p.does(s, "recvfrom", moves("hel", 3), from(c.local))
		}, []string{"datagram-cut, server 3, got 3, all 5"}},
		{"an answer to another", func(p play) {
			s, c := pair(p)
			p.posts(c, serverAt, "hello")
			p.does(s, "recvfrom", moves("hello", 2048), from(c.local))
			p.posts(s, runtest.Loopback(40002), "HELLO")
			p.waits(c, "recvfrom")
		}, []string{"reply-wrong-address, server 3, by client 4, at 127.0.0.1:40002"}},
		{"an answer to another, too", func(p play) {
			s, c := pair(p)
			p.posts(c, serverAt, "hello")
			p.does(s, "recvfrom", moves("hello", 2048), from(c.local))
			p.posts(s, c.local, "HELLO")
			p.does(c, "recvfrom", moves("HELLO", 2048), from(serverAt))
			p.posts(s, runtest.Loopback(40002), "HELLO")
		}, nil},
		{"an answer from another socket", func(p play) {
			s, c := pair(p)
			c.remote = serverAt
			p.does(c, "connect", args(serverAt.String()))
			p.posts(c, serverAt, "hello")
			p.does(s, "recvfrom", moves("hello", 2048), from(c.local))
			p.posts(p.mailbox("server", 6, true, runtest.Loopback(82)), c.local, "HELLO")
			p.waits(c, "recvfrom")
		}, []string{"reply-wrong-address, server 6, by client 4, at 127.0.0.1:82"}},
		{"lost", func(p play) {
			_, c := pair(p)
			p.Lose(p.posts(c, serverAt, "hello"), "drop")
			p.waits(c, "recvfrom")
		}, []string{"reply-lost, client 4, by client 4"}},
		{"the answer is lost", func(p play) {
			s, c := pair(p)
			p.Arrive(p.posts(c, serverAt, "hello"))
			p.does(s, "recvfrom", moves("hello", 2048), from(c.local))
			p.Lose(p.posts(s, c.local, "HELLO"), "drop")
			p.waits(c, "recvfrom")
		}, []string{"reply-lost, client 4, by server 3"}},
		{"lost, and sent again", func(p play) {
			_, c := pair(p)
			p.Lose(p.posts(c, serverAt, "hello"), "drop")
			p.Arrive(p.posts(c, serverAt, "hello"))
			p.waits(c, "recvfrom")
		}, nil},
		{"lost, and nobody waits", func(p play) {
			_, c := pair(p)
			p.Lose(p.posts(c, serverAt, "hello"), "drop")
			p.does(c, "close")
		}, nil},
		{"no room", func(p play) {
			pair(p)
			now := p.Now()
			p.Entry(capture.Entry{Counters: &capture.Counters{Since: now.Add(-time.Second), Time: now, Added: []capture.Count{{Name: "RcvbufErrors", By: 47}}}})
		}, []string{"rcvbuf-overflow, got 47"}},
	})
}

// What programs take recv(2) and send(2) for.
func TestStreams(t *testing.T) {
	const line = "conn.recv(1024)"
	try(t, []row{
		{"a part of a message is answered", between(func(t *talk) {
			t.says(client, "hello world\n")
			t.takes(server, "hello ")
			t.says(server, "HELLO ")
			t.takes(server, "world\n")
			t.says(server, "WORLD\n")
		}), []string{"boundaries, server 5, by client 4, got 6, all 12"}},
		{"a message in pieces, put together", between(func(t *talk) {
			t.says(client, "hello world\n")
			t.takes(server, "hello ")
			t.takes(server, "world\n")
			t.says(server, "HELLO WORLD\n")
		}), nil},
		{"a part that fills the buffer is shown", between(func(t *talk) {
			t.says(client, "hello world\n")
			t.does(t.ends[server], "recv", moves("hello ", 6))
			t.prints("server", "hello ")
			t.does(t.ends[server], "recv", moves("world\n", 6))
		}), []string{"boundaries, server 5, by client 4, got 6, all 12"}},
		{"a part that fills the buffer is not shown", between(func(t *talk) {
			t.says(client, "hello world\n")
			t.prints("server", "who is there?")
			t.does(t.ends[server], "recv", moves("hello ", 6))
			t.does(t.ends[server], "recv", moves("world\n", 6))
			t.prints("server", "hello world")
		}), nil},
		{"a part that does not fill it is shown", between(func(t *talk) {
			t.says(client, "hello world\n")
			t.takes(server, "hello ")
			t.prints("server", "hello ")
			t.takes(server, "world\n")
		}), nil},
		{"two messages are taken for one, and waited for", between(func(t *talk) {
			t.says(client, "one")
			t.says(client, "two")
			t.takes(server, "onetwo")
			t.awaits(server)
		}), []string{"boundaries, server 5, by client 4, got 2"}},
		{"two messages, nobody waits", between(func(t *talk) {
			t.says(client, "one")
			t.says(client, "two")
			t.takes(server, "onetwo")
			t.says(server, "ONETWO")
			t.takes(client, "ONETWO")
			t.leaves(client)
			t.takes(server, "")
			t.leaves(server)
		}), nil},
		{"two messages are shown as one", between(func(t *talk) {
			t.says(client, "one")
			t.says(client, "two")
			t.takes(server, "onetwo")
			t.prints("server", "onetwo")
			t.says(client, "three")
			t.takes(server, "three")
		}), []string{"boundaries, server 5, by client 4, got 2"}},
		{"two lines at once, by who looks for lines", between(func(t *talk) {
			t.says(client, "one\n")
			t.says(client, "two\n")
			t.takes(server, "one\ntwo\n", stands(7, line, true))
			t.awaits(server, stands(7, line, true))
		}), nil},
		{"a part is received, and that was it", between(func(t *talk) {
			t.says(server, "hello ")
			t.takes(client, "hello ")
			t.says(server, "world\n")
			t.Wait(time.Second)
			t.leaves(client)
		}), []string{"partial-read, client 4, by server 5, got 6, all 12"}},
		{"all is received", between(func(t *talk) {
			t.says(server, "hello ")
			t.takes(client, "hello ")
			t.says(server, "world\n")
			t.takes(client, "world\n")
			t.leaves(client)
		}), nil},
		{"the capitals are cut short", between(func(t *talk) {
			t.says(client, "hello world\n")
			t.takes(server, "hello world\n")
			t.says(server, "HELLO ")
			t.takes(client, "HELLO ")
		}), []string{"answer-short, server 5, by client 4, got 6, all 12"}},
		{"the end of the line alone is cut", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.says(server, "HELLO")
			t.takes(client, "HELLO")
		}), nil},
		{"another answer", between(func(t *talk) {
			t.says(client, "hello world\n")
			t.takes(server, "hello world\n")
			t.says(server, "OK\n")
			t.takes(client, "OK\n")
		}), nil},
		{"a body is shorter than announced", between(func(t *talk) {
			t.says(client, "GET / HTTP/1.0\r\n\r\n")
			t.takes(server, "GET / HTTP/1.0\r\n\r\n")
			t.says(server, "HTTP/1.0 200 OK\r\ncontent-length: 9\r\n\r\nhello")
			t.takes(client, "HTTP/1.0 200 OK\r\ncontent-length: 9\r\n\r\nhello")
			t.leaves(server)
		}), []string{"answer-short, server 5, by client 4, got 5, all 9"}},
		{"a body as long as announced", between(func(t *talk) {
			t.says(client, "GET / HTTP/1.0\r\n\r\n")
			t.takes(server, "GET / HTTP/1.0\r\n\r\n")
			t.says(server, "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello")
			t.takes(client, "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello")
			t.leaves(server)
			t.leaves(client)
		}), nil},
		{"send() has taken a part", between(func(t *talk) {
			t.does(t.ends[server], "send", moves("hello", 12))
			t.segment(server, capture.ACK, "hello")
			t.takes(client, "hello")
		}), []string{"answer-short, server 5, by client 4, got 5, all 12"}},
		{"characters are taken for octets", between(func(t *talk) {
			t.says(client, "größe\n")
			t.takes(server, "größ")
			t.awaits(client)
		}), []string{"not-ascii, server 5, by client 4, of client, got 2"}},
	})
}

// What happens where the other side has gone, or is not heeded.
func TestClosings(t *testing.T) {
	try(t, []row{
		{"closed before the answer", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.leaves(client)
			t.does(t.ends[server], "send", moves("HELLO\n", 6))
			t.segment(server, capture.PSH|capture.ACK, "HELLO\n")
			t.rst(client)
		}), []string{"closed-before-answer, client 4, by server 5"}},
		{"written after the other's close", between(func(t *talk) {
			t.says(server, "hello\n")
			t.takes(client, "hello\n")
			t.leaves(client)
			t.does(t.ends[server], "send", moves("more\n", 5))
			t.segment(server, capture.PSH|capture.ACK, "more\n")
			t.rst(client)
			t.does(t.ends[server], "send", fails("EPIPE"))
		}), []string{"write-after-close, server 5, by client 4"}},
		{"written after the other's close, by packets", between(func(t *talk) {
			t.says(server, "hello\n")
			t.takes(client, "hello\n")
			t.leaves(client)
			t.does(t.ends[server], "send", moves("more\n", 5))
			t.segment(server, capture.PSH|capture.ACK, "more\n")
			t.rst(client)
		}), []string{"write-after-close, server 5, by client 4"}},
		{"closed before the rest of the answer", between(func(t *talk) {
			t.says(client, "hello world\n")
			t.takes(server, "hello world\n")
			t.says(server, "HELLO ")
			t.takes(client, "HELLO ")
			t.leaves(client)
			t.does(t.ends[server], "send", moves("WORLD\n", 6))
			t.segment(server, capture.PSH|capture.ACK, "WORLD\n")
			t.rst(client)
		}), []string{"partial-read, client 4, by server 5, got 6, all 12"}},
		{"written after the server's answer and close", between(func(t *talk) {
			t.says(client, "hello ")
			t.takes(server, "hello ")
			t.says(server, "HELLO ")
			t.leaves(server)
			t.does(t.ends[client], "send", moves("world\n", 6))
			t.segment(client, capture.PSH|capture.ACK, "world\n")
			t.rst(server)
		}), []string{"write-after-close, client 4, by server 5"}},
		{"EPIPE", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.does(t.ends[server], "send", fails("EPIPE"))
		}), []string{"write-after-close, server 5, by client 4"}},
		{"EPIPE after its own shutdown", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.does(t.ends[server], "shutdown", args("SHUT_WR"))
			t.does(t.ends[server], "send", fails("EPIPE"))
		}), nil},
		{"unread bytes", between(func(t *talk) {
			t.says(client, "hello\n")
			t.does(t.ends[server], "close")
			t.segment(server, capture.RST|capture.ACK, "")
		}), []string{"unread-reset, server 5, by client 4, got 6"}},
		{"never closed", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.leaves(client)
			t.takes(server, "")
			t.Wait(60 * time.Millisecond)
			t.does(t.ends[server], "getsockopt", args("SOL_SOCKET, SO_ERROR, 0"))
		}), []string{"never-closed, server 5, by client 4, got 5"}},
		{"not closed yet by a thread that has made no call since", between(func(t *talk) {
			thread := func(c *capture.Call) { c.Thread = 7 }
			t.says(client, "hello\n")
			t.takes(server, "hello\n", thread)
			t.leaves(client)
			t.Wait(200 * time.Millisecond)
			t.does(socket{who: "server", fd: 3, proto: capture.TCP, local: serverAt}, "getsockopt", args("SOL_SOCKET, SO_ERROR, 0"))
		}), nil},
		{"never closed by a thread that goes on to something else", between(func(t *talk) {
			thread := func(c *capture.Call) { c.Thread = 7 }
			t.says(client, "hello\n")
			t.takes(server, "hello\n", thread)
			t.leaves(client)
			t.Wait(200 * time.Millisecond)
			t.does(socket{who: "server", fd: 3, proto: capture.TCP, local: serverAt}, "getsockopt", args("SOL_SOCKET, SO_ERROR, 0"), thread)
		}), []string{"never-closed, server 5, by client 4, got 5"}},
		{"never closed, descriptor 0", func(p play) {
			t := p.knocks(p.listener("server", serverAt), 0)
			t.ends[server].fd = 0
			p.does(socket{who: "server", fd: 3, proto: capture.TCP, local: serverAt}, "accept", from(t.ends[client].local), gives(0))
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.leaves(client)
			t.takes(server, "")
			t.Wait(time.Second)
			t.does(t.ends[server], "getsockopt", args("SOL_SOCKET, SO_ERROR, 0"))
		}, []string{"never-closed, server 0, by client 4"}},
		{"never closed, after another fault", between(func(t *talk) {
			t.says(client, "hello world\n")
			t.takes(server, "hello world\n")
			t.says(server, "HELLO ")
			t.takes(client, "HELLO ")
			t.leaves(client)
			t.takes(server, "")
			t.Wait(time.Second)
			t.does(t.ends[server], "getsockopt", args("SOL_SOCKET, SO_ERROR, 0"))
		}), []string{"answer-short, server 5, by client 4, got 6, all 12"}},
		{"reset instead", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.leaves(client)
			t.segment(server, capture.RST|capture.ACK, "")
			t.Wait(time.Second)
			t.does(t.ends[server], "getsockopt", args("SOL_SOCKET, SO_ERROR, 0"))
		}), nil},
		{"closed by the end of its program", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.says(server, "HELLO\n")
			t.takes(client, "HELLO\n")
			t.leaves(client)
			t.takes(server, "")
			t.Wait(time.Second)
			t.does(t.ends[server], "exit")
			t.Wait(time.Second)
			t.prints("client", "bye")
		}), nil},
		{"until ^C", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.leaves(client)
			t.takes(server, "")
			t.Wait(time.Second)
			t.signals("server", "SIGINT")
			t.leaves(server)
		}), []string{"never-closed, server 5, by client 4, got 5"}},
		{"^C at once", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.leaves(client)
			t.signals("server", "SIGINT")
			t.Wait(time.Second)
			t.leaves(server)
		}), nil},
		{"not closed yet", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.leaves(client)
			t.takes(server, "")
			t.Wait(59 * time.Millisecond)
			t.does(t.ends[server], "getsockopt", args("SOL_SOCKET, SO_ERROR, 0"))
		}), nil},
		{"closed late", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.leaves(client)
			t.takes(server, "")
			t.Wait(time.Second)
			t.leaves(server)
		}), nil},
		{"the end of nothing is received again and again", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.leaves(client)
			for range 10 {
				t.takes(server, "")
			}
		}), []string{"spin, server 5, got 10"}},
		{"with something else in between", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.leaves(client)
			for range 2 {
				for range 9 {
					t.takes(server, "")
				}
				t.does(t.ends[server], "recv", moves("", 9), fails("EAGAIN"))
			}
			t.leaves(server)
		}), nil},
		{"a few times", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.leaves(client)
			for range 9 {
				t.takes(server, "")
			}
			t.leaves(server)
		}), nil},
	})
}

// What sides wait for that wait for each other.
func TestWaits(t *testing.T) {
	const take = "data = conn.recv(1024)"
	try(t, []row{
		{"both from the beginning", between(func(t *talk) { t.awaits(client); t.awaits(server) }), []string{"both-wait, client 4, by server 5"}},
		{"one alone", between(func(t *talk) { t.awaits(server) }), nil},
		{"both after an exchange", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.says(server, "HELLO\n")
			t.takes(client, "HELLO\n")
			t.awaits(client)
			t.awaits(server)
		}), []string{"both-wait, client 4, by server 5"}},
		{"what was to be sent is in a buffer", between(func(t *talk) {
			t.awaits(client, stands(9, "line = file.readline()", false))
			t.awaits(server)
		}), []string{"nothing-sent, client 4, by server 5"}},
		{"no end of a line", between(func(t *talk) {
			t.says(client, "hello")
			t.takes(server, "hello", stands(7, take, true))
			t.awaits(server, stands(7, take, true))
			t.awaits(client)
		}), []string{"no-newline, client 4, by server 5"}},
		{"no end of a line, and nobody looks for one", between(func(t *talk) {
			t.says(client, "hello")
			t.takes(server, "hello", stands(7, take, false))
			t.awaits(server, stands(7, take, false))
			t.awaits(client)
		}), []string{"waits-for-eof, client 4, by server 5"}},
		{"a line, and one more is wanted", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n", stands(7, take, true))
			t.awaits(server, stands(7, take, true))
			t.awaits(client)
		}), []string{"waits-for-eof, client 4, by server 5"}},
		{"an answer without the end of a line", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.says(server, "HELLO")
			t.takes(client, "HELLO", stands(7, take, true))
			t.awaits(client, stands(7, take, true))
			t.awaits(server)
		}), []string{"no-newline, server 5, by client 4"}},
		{"the server waits for the end", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n", stands(7, take, false))
			t.awaits(server, stands(7, take, false))
			t.awaits(client)
		}), []string{"waits-for-eof, client 4, by server 5"}},
		{"the client waits for the end", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.says(server, "HELLO")
			t.takes(client, "HELLO", stands(7, take, false))
			t.awaits(client, stands(7, take, false))
			t.awaits(server)
		}), []string{"waits-for-eof, server 5, by client 4"}},
		{"the end has come", between(func(t *talk) {
			t.says(client, "hello\n")
			t.does(t.ends[client], "shutdown", args("SHUT_WR"))
			t.segment(client, capture.FIN|capture.ACK, "")
			t.takes(server, "hello\n", stands(7, take, false))
			t.awaits(server, stands(7, take, false))
			t.awaits(client)
		}), []string{"both-wait, client 4, by server 5"}},
		{"kept alive", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.says(server, "HELLO\n")
			t.takes(client, "HELLO\n")
			t.Wait(time.Second)
			t.next[server] = t.next[server].Add(-1)
			t.segment(server, capture.ACK, "")
			t.next[server] = t.next[server].Add(1)
			t.segment(client, capture.ACK, "")
			t.awaits(client)
			t.awaits(server)
		}), nil},
		{"for a while", between(func(t *talk) {
			own, other := t.Enter(t.ends[client].make("recv", []what{moves("", 9), fails("EAGAIN")})), t.Enter(t.ends[server].make("recv", []what{moves("", 9), fails("EAGAIN")}))
			t.Wait(699 * time.Millisecond)
			t.Return(own)
			t.Return(other)
		}), nil},
		{"for longer", between(func(t *talk) {
			own, other := t.Enter(t.ends[client].make("recv", []what{moves("", 9), fails("EAGAIN")})), t.Enter(t.ends[server].make("recv", []what{moves("", 9), fails("EAGAIN")}))
			t.Wait(700 * time.Millisecond)
			t.Return(own)
			t.Return(other)
		}), []string{"both-wait, client 4, by server 5"}},
		{"one after the other", between(func(t *talk) {
			t.lasts(time.Second, t.ends[client], "recv", moves("", 9), fails("EAGAIN"))
			t.lasts(time.Second, t.ends[server], "recv", moves("", 9), fails("EAGAIN"))
		}), nil},
		{"a client that says nothing", between(func(t *talk) { t.Wait(time.Second); t.leaves(client); t.takes(server, ""); t.leaves(server) }), []string{"nothing-sent, client 4, by server 5"}},
		{"one that crashes before it does", between(func(t *talk) {
			t.prints("client", "Traceback (most recent call last):\nTypeError: a bytes-like object is required, not 'str'\n")
			t.leaves(client)
			t.takes(server, "")
			t.leaves(server)
			t.exits("client", 1, "")
		}), []string{`crashed, of client, got 1, "TypeError: a bytes-like object is required, not 'str'"`}},
	})
}

// What clients wait for whose turn does not come, and who does not read.
func TestQueues(t *testing.T) {
	try(t, []row{
		{"the queue is full", func(p play) {
			l := p.listener("server", serverAt)
			p.Snapshot(capture.KernelSocket{Proto: capture.TCP, Local: serverAt, State: "LISTEN", RecvQueue: 6, SendQueue: 5, Inode: 1})
			t := p.knocks(l, 0)
			t.says(client, "hello\n")
		}, []string{"backlog-full, server 3, by client 4"}},
		{"the kernel counts that it is", func(p play) {
			p.knocks(p.listener("server", serverAt), 0).says(client, "hello\n")
			now := p.Now()
			p.Entry(capture.Entry{Counters: &capture.Counters{Since: now.Add(-time.Second), Time: now, Added: []capture.Count{{Name: "ListenOverflows", By: 3}}}})
		}, []string{"backlog-full, server 3, got 3"}},
		{"a second client waits", func(p play) {
			l := p.listener("server", serverAt)
			t := p.connects(l, 0)
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.says(server, "HELLO\n")
			t.takes(client, "HELLO\n")
			p.knocks(l, 1).says(client, "hello\n")
			t.lasts(350*time.Millisecond, t.ends[server], "recv", moves("again\n", 99))
		}, []string{"serial-server, server 3, by client 2 4, of client 2"}},
		{"not for long", func(p play) {
			l := p.listener("server", serverAt)
			t := p.connects(l, 0)
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.says(server, "HELLO\n")
			t.takes(client, "HELLO\n")
			p.knocks(l, 1).says(client, "hello\n")
			t.lasts(300*time.Millisecond, t.ends[server], "recv", moves("again\n", 99))
		}, nil},
		{"a second client is served meanwhile", func(p play) {
			l := p.listener("server", serverAt)
			t := p.connects(l, 0)
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.says(server, "HELLO\n")
			t.takes(client, "HELLO\n")
			p.connects(l, 1).says(client, "hello\n")
			t.lasts(time.Second, t.ends[server], "recv", moves("again\n", 99))
		}, nil},
		{"a second client is served by another process that listens there", func(p play) {
			t := p.connects(p.listener("server", serverAt), 0)
			again := p.listener("server 2", serverAt)
			p.connects(again, 1).says(client, "hello\n")
			t.lasts(time.Second, t.ends[server], "recv", moves("again\n", 99))
		}, nil},
		{"Nagle's rule", between(func(t *talk) {
			t.segment(client, capture.PSH|capture.ACK, "one")
			t.Wait(40 * time.Millisecond)
			t.segment(server, capture.ACK, "")
			t.segment(client, capture.PSH|capture.ACK, "two")
		}), []string{"nagle-delay, client 4, got 40"}},
		{"nobody reads", between(func(t *talk) {
			t.says(client, "hello\n")
			t.window(server, capture.ACK, "", 0)
			t.Wait(700 * time.Millisecond)
			t.takes(server, "hello\n")
			t.window(server, capture.ACK, "", 512)
		}), []string{"not-reading, server 5, by client 4"}},
		{"nobody reads for a while", between(func(t *talk) {
			t.says(client, "hello\n")
			t.window(server, capture.ACK, "", 0)
			t.Wait(600 * time.Millisecond)
			t.takes(server, "hello\n")
			t.window(server, capture.ACK, "", 512)
			t.Wait(time.Second)
			t.leaves(client)
			t.leaves(server)
		}), nil},
	})
}

// How programs end.
func TestEndings(t *testing.T) {
	const traceback = "Traceback (most recent call last):\n  File \"server.py\", line 7\n"
	try(t, []row{
		{"well", func(p play) { p.exits("server", 0, "") }, nil},
		{"with an error", func(p play) { p.prints("server", "no such file\n"); p.exits("server", 2, "") }, []string{`crashed, of server, got 2, "no such file"`}},
		{"by an exception", func(p play) {
			p.prints("server", traceback+"NameError: name 'x' is not defined\n")
			p.exits("server", 1, "")
		},
			[]string{`crashed, of server, got 1, "NameError: name 'x' is not defined"`}},
		{"by what is no ASCII", func(p play) { p.prints("server", traceback+"UnicodeDecodeError: 'ascii'\n"); p.exits("server", 1, "") },
			[]string{`not-ascii, of server, "UnicodeDecodeError: 'ascii'"`, `crashed, of server, got 1, "UnicodeDecodeError: 'ascii'"`}},
		{"by a fault", func(p play) { p.exits("server", 0, "SIGSEGV") }, []string{"crashed, of server"}},
		{"by ^C", func(p play) {
			p.signals("server", "SIGINT")
			p.prints("server", traceback+"KeyboardInterrupt\n")
			p.exits("server", 130, "")
		}, nil},
		{"by ^C, as Java does", func(p play) { p.signals("server", "SIGINT"); p.exits("server", 130, "") }, nil},
		{"by ^C, and an exception", func(p play) {
			p.signals("server", "SIGINT")
			p.prints("server", traceback+"NameError: name 'x' is not defined\n")
			p.exits("server", 1, "")
		}, []string{`crashed, of server, got 1, "NameError: name 'x' is not defined"`}},
		{"by its user", func(p play) { p.exits("server", 0, "SIGTERM") }, nil},
		{"killed, for a thread went on", func(p play) { p.signals("server", "SIGINT"); p.Wait(time.Second); p.exits("server", 0, "SIGKILL") }, []string{"thread-holds-exit, of server"}},
		{"killed", func(p play) { p.exits("server", 0, "SIGKILL") }, nil},
		{"before its client has an answer", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.exits("server", 0, "")
			t.awaits(client)
		}), []string{"server-ended, server 5, of server"}},
		{"before its client has an answer, by ^C", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.signals("server", "SIGINT")
			t.exits("server", 0, "")
			t.awaits(client)
		}), nil},
		{"before its client has an answer, by its user", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.exits("server", 0, "SIGTERM")
			t.awaits(client)
		}), nil},
		{"one of those that share a socket", func(p play) {
			p.does(socket{who: "server", fd: 5, proto: capture.TCP}, "exit", gives(1), func(c *capture.Call) { c.Shared = true })
		}, nil},
		{"before it has accepted a client", func(p play) {
			l := p.listener("server", serverAt)
			p.knocks(l, 0).says(client, "hello\n")
			p.exits("server", 0, "")
		}, []string{"server-ended, client 4, of server"}},
		{"when its client has its answer", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.says(server, "HELLO\n")
			t.takes(client, "HELLO\n")
			t.leaves(client)
			t.leaves(server)
			t.exits("server", 0, "")
		}), nil},
	})
}

// What is wrong with the capture.
func TestCaptured(t *testing.T) {
	twice := func(n int) []string {
		p := newPlay()
		c := p.mailbox("client", 4, false, runtest.Loopback(40001))
		for i := range n {
			p.posts(c, serverAt, "hello "+string(rune('a'+i)))
		}
		rec := p.Recording()
		var all []capture.Entry
		for _, e := range rec.Entries {
			all = append(all, e)
			if e.Packet != nil {
				e.Packet.Number = len(all)
				twin := *e.Packet
				twin.Number, twin.Sighting.Interface = len(all)+1, 1
				all = append(all, capture.Entry{Packet: &twin})
			}
		}
		rec.Entries = all
		var got []string
		for _, f := range rules.Of(accountsOf(rec)) {
			got = append(got, told(f))
		}
		return got
	}
	if got := twice(1); got != nil {
		t.Errorf("one packet twice: %q", got)
	}
	if got, want := twice(2), []string{"captured-twice, got 2, without calls"}; !slices.Equal(got, want) {
		t.Errorf("two packets twice: %q, want %q", got, want)
	}
	try(t, []row{
		{"bytes are missing", between(func(t *talk) {
			t.next[client] = t.next[client].Add(5)
			t.segment(server, capture.ACK, "")
		}), []string{"capture-incomplete, got 5, without calls"}},
	})
}
