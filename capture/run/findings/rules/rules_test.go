package rules_test

import (
	"fmt"
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
			t.exchanges()
			t.leaves(client)
			t.takes(server, "")
			t.leaves(server)
			t.exits("client", 0, "")
		}), nil},
		{"several lines", between(func(t *talk) {
			for range 3 {
				t.exchanges()
			}
			t.leaves(client)
			t.takes(server, "")
			t.leaves(server)
		}), nil},
		{"datagrams", func(p play) {
			s, c := p.mailbox("server", 3, true, serverAt), p.mailbox("client", 4, false, runtest.Loopback(40001))
			p.exchange(s, c)
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
		{"one listened there, and the option is set then", func(p play) {
			l := p.listener("server", serverAt)
			p.does(l, "close")
			taken(p)
			p.does(second, "setsockopt", args("SOL_SOCKET, SO_REUSEADDR, 1"))
			p.does(second, "bind", args(serverAt.String()))
		}, []string{"no-reuseaddr, second 9, at 127.0.0.1:80, near 27"}},
		{"one listened there, and the next fails, too", func(p play) {
			l := p.listener("server", serverAt)
			p.does(l, "close")
			taken(p)
			p.does(second, "setsockopt", args("SOL_SOCKET, SO_REUSEADDR, 1"))
			taken(p)
		}, []string{"no-reuseaddr, second 9, at 127.0.0.1:80"}},
		{"it has connected from there before", func(p play) {
			t := p.connects(p.listener("server", serverAt), 0)
			t.leaves(client)
			p.does(socket{who: "client", fd: 9, proto: capture.TCP}, "bind", args(t.ends[client].local.String()), fails("EADDRINUSE"))
		}, []string{"no-reuseaddr, client 9, at 127.0.0.1:40001, near 19"}},
		{"one listens at another port", func(p play) { p.listener("server", other); taken(p) }, []string{"address-in-use, second 9, at 127.0.0.1:80"}},
		{"one listens at another address", func(p play) { p.listener("server", mustParse("127.0.0.2:80")); taken(p) }, []string{"address-in-use, second 9, at 127.0.0.1:80"}},
		{"one listens at all", func(p play) { p.listener("server", mustParse("0.0.0.0:80")); taken(p) }, []string{"address-in-use, second 9, by server 3, at 127.0.0.1:80"}},
		{"one is bound for UDP", func(p play) { p.mailbox("server", 3, true, serverAt); taken(p) }, []string{"address-in-use, second 9, at 127.0.0.1:80"}},
		{"one listens there later", func(p play) { taken(p); p.listener("server", serverAt) }, []string{"address-in-use, second 9, at 127.0.0.1:80"}},
		{"refused", refused, []string{"refused, client 4, at 127.0.0.1:80"}},
		{"a socket of the machine itself is not there", func(p play) {
			p.does(socket{who: "client", fd: 4}, "connect", args("/run/server.sock"), fails("ECONNREFUSED"))
		}, nil},
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
		}, []string{"refused, 127.0.0.1:40001, at 127.0.0.1:80, without calls, may be refused crashed"}},
		{"refused twice", func(p play) {
			t := &talk{play: p, next: [2]capture.Seq{1000, 0}, ends: [2]socket{{local: elsewhere, remote: serverAt}, {local: serverAt, remote: elsewhere}}}
			for range 2 {
				t.next[client] = 1000
				t.segment(client, capture.SYN, "")
				t.segment(server, capture.RST|capture.ACK, "")
			}
		}, []string{"refused, 127.0.0.1:40001, at 127.0.0.1:80, without calls, may be refused crashed"}},
		{"refused three times, from the same port", func(p play) {
			t := &talk{play: p, next: [2]capture.Seq{1000, 0}, ends: [2]socket{{local: elsewhere, remote: serverAt}, {local: serverAt, remote: elsewhere}}}
			for i := range 3 {
				t.next[client] = capture.Seq(1000 * (i + 1)) //nolint:gosec // a few
				t.segment(client, capture.SYN, "")
				t.segment(server, capture.RST|capture.ACK, "")
			}
		}, []string{"refused, 127.0.0.1:40001, at 127.0.0.1:80, got 3, without calls, may be refused crashed"}},
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
		}, []string{"refused, 127.0.0.1:40002, at 127.0.0.1:80, near 6, without calls, may be refused crashed"}},
		{"refused, and taken before", func(p play) {
			onWire(p)
			t := &talk{play: p, next: [2]capture.Seq{1000, 0}, ends: [2]socket{{local: mustParse("127.0.0.1:40002"), remote: serverAt}, {local: serverAt, remote: mustParse("127.0.0.1:40002")}}}
			t.segment(client, capture.SYN, "")
			t.segment(server, capture.RST|capture.ACK, "")
		}, []string{"refused, 127.0.0.1:40002, at 127.0.0.1:80, near 7, without calls, may be refused crashed"}},
		{"a datagram to nobody, without calls", func(p play) {
			c := socket{local: elsewhere, proto: capture.UDP}
			datagramOnWire(p, c)
			p.unreachable(c, serverAt)
		}, []string{"udp-unreachable, 127.0.0.1:40001, at 127.0.0.1:80, without calls, may be udp-unreachable sent-before-bound"}},
		{"two datagrams to nobody, without calls", func(p play) {
			for _, from := range []netip.AddrPort{elsewhere, runtest.Loopback(40002)} {
				c := socket{local: from, proto: capture.UDP}
				datagramOnWire(p, c)
				p.unreachable(c, serverAt)
			}
		}, []string{
			"udp-unreachable, 127.0.0.1:40001, at 127.0.0.1:80, without calls, may be udp-unreachable sent-before-bound",
			"udp-unreachable, 127.0.0.1:40002, at 127.0.0.1:80, without calls, may be udp-unreachable sent-before-bound",
		}},
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
			p.exchange(s, c)
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
		}, []string{"reply-wrong-address, server 6, by client 4, at 127.0.0.1:82, near 1"}},
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

// How programs end.
func TestEndings(t *testing.T) {
	const traceback = "Traceback (most recent call last):\n  File \"server.py\", line 7\n"
	try(t, []row{
		{"well", func(p play) { p.exits("server", 0, "") }, nil},
		{"with an error", func(p play) { p.prints("server", "no such file\n"); p.exits("server", 2, "") }, nil},
		{"a thread, by an exception", func(p play) {
			p.prints("server", "Exception in thread Thread-1 (serve):\n"+traceback+"ValueError: invalid\n")
			p.prints("server", "Traceback\nKeyboardInterrupt\n")
		}, []string{`crashed, of server, "ValueError: invalid", goes on`}},
		{"behind the kill of another", func(p play) {
			p.killed("client")
			p.prints("server", raised("KeyError: 7", 1))
			p.exits("server", 1, "")
		}, nil},
		{"by receiving where it listens", func(p play) {
			l := p.listener("server", serverAt)
			p.does(l, "recv", fails("ENOTCONN"))
			p.prints("server", raised("OSError: 107", 1))
			p.exits("server", 1, "")
		}, []string{`crashed, by server 3, of server, got 1, "OSError: 107"`}},
		{"by accepting where it does not listen", func(p play) {
			l := socket{who: "server", fd: 3, proto: capture.TCP, local: serverAt}
			p.does(socket{who: "server", fd: -1, proto: capture.TCP}, "socket", args("AF_INET, SOCK_STREAM, 0"), gives(3))
			p.does(l, "accept", fails("EINVAL"))
			p.prints("server", raised("OSError: 22", 1))
			p.exits("server", 1, "")
		}, []string{`crashed, by server 3, of server, got 1, "OSError: 22"`}},
		{"well, and others are refused then", func(p play) {
			p.does(p.listener("server", serverAt), "close")
			p.exits("server", 0, "")
			p.does(socket{who: "client", fd: 4, proto: capture.TCP}, "connect", args(serverAt.String()), fails("ECONNREFUSED"))
		}, []string{"server-ended, client 4, of server, near 7", "refused, client 4, by server 3, at 127.0.0.1:80, near 7"}},
		{"well, and others were refused before", func(p play) {
			p.does(p.listener("server", serverAt), "close")
			p.does(socket{who: "client", fd: 4, proto: capture.TCP}, "connect", args(serverAt.String()), fails("ECONNREFUSED"))
			p.exits("server", 0, "")
		}, []string{"refused, client 4, by server 3, at 127.0.0.1:80, near 7"}},
		{"and others are refused then", func(p play) {
			p.does(p.listener("server", serverAt), "close")
			p.prints("server", raised("KeyError: 7", 1))
			p.exits("server", 1, "")
			p.does(socket{who: "client", fd: 4, proto: capture.TCP}, "connect", args(serverAt.String()), fails("ECONNREFUSED"))
			p.exits("client", 1, "")
		}, []string{`crashed, of server, got 1, "KeyError: 7"`, "refused, client 4, by server 3, at 127.0.0.1:80, near 11"}},
		{"by an exception", func(p play) {
			p.prints("server", traceback+"NameError: name 'x' is not defined\n")
			p.exits("server", 1, "")
		},
			[]string{`crashed, of server, got 1, "NameError: name 'x' is not defined"`}},
		{"by what is no ASCII", func(p play) { p.prints("server", traceback+"UnicodeDecodeError: 'ascii'\n"); p.exits("server", 1, "") },
			[]string{`not-ascii, of server, "UnicodeDecodeError: 'ascii'"`, `crashed, of server, got 1, "UnicodeDecodeError: 'ascii'"`}},
		{"by a fault", func(p play) { p.exits("server", 0, "SIGSEGV") }, []string{"crashed, of server, SIGSEGV"}},
		{"by ^C", func(p play) {
			p.signals("server", "SIGINT")
			p.prints("server", traceback+"KeyboardInterrupt\n")
			p.exits("server", 130, "")
		}, nil},
		{"by its user", func(p play) { p.exits("server", 0, "SIGTERM") }, nil},
		{"killed, for a thread went on", func(p play) { p.signals("server", "SIGINT"); p.Wait(time.Second); p.killed("server") }, []string{"thread-holds-exit, of server"}},
		{"killed, for it goes on after ^C", func(p play) {
			l := p.listener("server", serverAt)
			p.lasts(time.Second, l, "accept", thread(runtest.PID), fails("EINTR"))
			p.signals("server", "SIGINT")
			p.waits(l, "accept", thread(runtest.PID))
			p.Wait(time.Second)
			p.killed("server")
		}, []string{"thread-holds-exit, by server 3, of server, goes on"}},
		{"killed, though it was about to end", func(p play) {
			p.does(p.listener("server", serverAt), "accept", thread(runtest.PID), fails("EINTR"))
			p.signals("server", "SIGINT")
			p.prints("server", traceback+"KeyboardInterrupt\n")
			p.Wait(time.Second)
			p.killed("server")
		}, nil},
		{"killed, and another thread was there", func(p play) {
			p.does(p.listener("server", serverAt), "accept", thread(7), fails("EINTR"))
			p.signals("server", "SIGINT")
			p.prints("server", traceback+"KeyboardInterrupt\n")
			p.Wait(time.Second)
			p.killed("server")
		}, []string{"thread-holds-exit, of server"}},
		{"killed, for two threads wait", func(p play) {
			p.waits(p.mailbox("server", 9, true, runtest.Loopback(81)), "recvfrom", thread(6))
			p.waits(p.listener("server", serverAt), "accept", thread(7))
			p.signals("server", "SIGINT")
			p.Wait(time.Second)
			p.killed("server")
		}, []string{"thread-holds-exit, by server 9, of server"}},
		{"killed, for a thread waits, and the main one has closed", func(p play) {
			l := p.listener("server", serverAt)
			p.waits(l, "accept", thread(7))
			p.signals("server", "SIGINT")
			p.does(p.mailbox("server", 9, true, runtest.Loopback(81)), "close", thread(runtest.PID))
			p.Wait(time.Second)
			p.killed("server")
		}, []string{"thread-holds-exit, by server 3, of server"}},
		{"killed, for it took too long", func(p play) { p.killed("server") }, nil},
		{"killed", func(p play) { p.exits("server", -1, "SIGKILL") }, []string{"crashed, of server, SIGKILL"}},
		{"before its client has an answer", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.exits("server", 0, "")
			t.awaits(client)
		}), []string{"server-ended, server 5, of server"}},
		{"before its client has an answer, which does not close", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.exits("server", 0, "")
			t.segment(server, capture.FIN|capture.ACK, "")
			t.takes(client, "")
			t.Wait(time.Second)
			t.prints("client", "so")
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
			t.exchanges()
			t.leaves(client)
			t.leaves(server)
			t.exits("server", 0, "")
		}), nil},
	})
}

// What is wrong with the capture.
func TestCaptured(t *testing.T) {
	twice := func(n, copies int) (got []string) {
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
				if copies--; copies < 0 {
					continue
				}
				twin := *e.Packet
				twin.Number, twin.Sighting.Interface = len(all)+1, 1
				all = append(all, capture.Entry{Packet: &twin})
			}
		}
		rec.Entries = all
		for _, f := range rules.Of(accountsOf(rec)) {
			got = append(got, told(f))
		}
		return got
	}
	for _, tt := range []struct{ packets, copies, want int }{{1, 1, 0}, {2, 2, 2}, {6, 2, 2}, {7, 2, 0}} {
		var want []string
		if tt.want > 0 {
			want = []string{fmt.Sprintf("captured-twice, got %d, without calls", tt.want)}
		}
		if got := twice(tt.packets, tt.copies); !slices.Equal(got, want) {
			t.Errorf("%d packets, %d of them twice: %q, want %q", tt.packets, tt.copies, got, want)
		}
	}
	try(t, []row{
		{"bytes are missing", between(func(t *talk) {
			t.next[client] = t.next[client].Add(5)
			t.segment(server, capture.ACK, "")
		}), []string{"capture-incomplete, got 5, without calls"}},
	})
}
