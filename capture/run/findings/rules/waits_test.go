package rules_test

import (
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/runtest"
)

// bothFor has both sides wait so long, until their calls fail, or one is killed.
func bothFor(d time.Duration, errno string) func(play) {
	return between(func(t *talk) {
		how := []what{moves("", 9), fails(errno)}
		own, other := t.Enter(t.ends[client].make("recv", how)), t.Enter(t.ends[server].make("recv", how))
		t.Wait(d)
		if errno == "killed" {
			t.killed("client")
		}
		t.Return(own)
		t.Return(other)
	})
}

// looksTwice has a client wait, and a server look twice whether something is there, with a pause
// in between.
func looksTwice(pause time.Duration) func(play) {
	return between(func(t *talk) {
		t.waits(t.ends[client], "recv", moves("", 99))
		t.lasts(300*time.Millisecond, t.ends[server], "select", args("6, {5}, NULL, NULL, {0, 300000}"))
		t.Wait(pause - time.Microsecond)
		t.lasts(300*time.Millisecond, t.ends[server], "select", args("6, {5}, NULL, NULL, {0, 300000}"))
		t.prints("server", "nothing comes")
	})
}

// What sides wait for that wait for each other.
func TestWaits(t *testing.T) {
	bothWait := []string{"both-wait, client 4, by server 5"}
	const take = "data = conn.recv(1024)"
	try(t, []row{
		{"both from the beginning", between(func(t *talk) { t.awaits(client); t.awaits(server) }), []string{"both-wait, client 4, by server 5"}},
		{"both, over UDP", func(p play) {
			s, c := p.mailbox("server", 3, true, serverAt), p.mailbox("client", 4, true, runtest.Loopback(40001))
			line := stands(5, "data, address = s.recvfrom(99)", false)
			p.waits(s, "recvfrom", line)
			p.waits(c, "recvfrom", line)
		}, []string{"both-wait, client 4, by server 3"}},
		{"one who sends nowhere listens over UDP", func(p play) {
			s, c := p.mailbox("server", 3, true, serverAt), p.mailbox("client", 4, true, runtest.Loopback(40001))
			p.waits(s, "recvfrom", mute)
			p.waits(c, "recvfrom", mute)
		}, nil},
		{"a datagram that was received and not answered", func(p play) {
			s, c := p.mailbox("server", 3, true, serverAt), p.mailbox("client", 4, false, runtest.Loopback(40001))
			p.posts(c, serverAt, "hello")
			p.does(s, "recvfrom", moves("hello", 2048), from(c.local))
			p.waits(c, "recvfrom")
			p.waits(s, "recvfrom")
		}, []string{"both-wait, client 4, by server 3, heard 5"}},
		{"one alone", between(func(t *talk) { t.awaits(server) }), nil},
		{"both after an exchange", between(func(t *talk) {
			t.exchanges()
			t.awaits(client)
			t.awaits(server)
		}), []string{"both-wait, client 4, by server 5, heard 6"}},
		{"what was to be sent is in a buffer", between(func(t *talk) {
			t.awaits(client, wrote)
			t.awaits(server)
		}), []string{"nothing-sent, client 4, by server 5"}},
		{"nothing is sent anywhere", between(func(t *talk) {
			t.awaits(client, mute)
			t.awaits(server)
		}), []string{"nothing-sent, client 4, by server 5"}},
		{"a greeting is waited for", between(func(t *talk) {
			t.awaits(client, stands(9, "line = file.readline()", true))
			t.awaits(server)
		}), []string{"both-wait, client 4, by server 5"}},
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
		}), []string{"both-wait, client 4, by server 5, heard 5"}},
		{"a line, and one more is wanted", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n", stands(7, take, true))
			t.awaits(server, stands(7, take, true))
			t.awaits(client)
		}), []string{"both-wait, client 4, by server 5, heard 6"}},
		{"a header is not whole", between(func(t *talk) {
			t.says(client, "1234abc")
			t.takes(server, "1234abc", of(8))
			t.awaits(server, of(1))
			t.awaits(client)
		}), []string{"both-wait, client 4, by server 5, all 1"}},
		{"a record is not whole", between(func(t *talk) {
			t.says(client, "record")
			t.awaits(server, of(100), flags("MSG_WAITALL"))
			t.awaits(client)
		}), []string{"both-wait, client 4, by server 5, all 94"}},
		{"a server that waits for all of its clients", func(p play) {
			l := p.listener("server", serverAt)
			t := p.connects(l, 0)
			p.connects(l, 1)
			t.exchanges()
			t.awaits(client)
			p.waits(l, "select", args("7, {3, 5, 6}, NULL, NULL, NULL"))
		}, []string{"both-wait, client 4, by server 5, heard 6"}},
		{"one looks again and again", between(func(t *talk) {
			t.says(server, "ready")
			t.takes(client, "ready")
			t.waits(t.ends[client], "recv", moves("", 99))
			for range 3 {
				t.lasts(300*time.Millisecond, t.ends[server], "select", args("6, {5}, NULL, NULL, {0, 300000}"))
			}
		}), []string{"both-wait, client 4, by server 5, heard 5"}},
		{"one looks, and then waits for ever", between(func(t *talk) {
			t.says(client, "hello")
			t.takes(server, "hello")
			t.lasts(10*time.Millisecond, t.ends[server], "select", args("6, {5}, NULL, NULL, {0, 10000}"))
			t.awaits(server)
			t.awaits(client)
		}), []string{"both-wait, client 4, by server 5, heard 5"}},
		{"one looks twice", looksTwice(150 * time.Millisecond), bothWait},
		{"one looks twice, and works in between", looksTwice(151 * time.Millisecond), nil},
		{"another thread has received before", between(func(t *talk) {
			t.says(server, "ready")
			t.takes(client, "ready", thread(2))
			t.awaits(client)
			t.awaits(server)
		}), []string{"both-wait, client 4, by server 5, heard 5"}},
		{"one waits for its keyboard, too", between(func(t *talk) {
			t.waits(t.ends[client], "select", args("5, {0, 4}, NULL, NULL, NULL"))
			t.awaits(server)
		}), nil},
		{"another thread sends", between(func(t *talk) {
			t.says(client, "hello\n", thread(2))
			t.takes(server, "hello\n")
			t.says(server, "HELLO\n")
			t.takes(client, "HELLO\n", thread(3))
			t.awaits(client, thread(3))
			t.awaits(server)
		}), nil},
		{"a server that tells one client what another one says", func(p play) {
			l := p.listener("server", serverAt)
			t, u := p.connects(l, 0), p.connects(l, 1)
			t.exchanges()
			u.says(client, "hello\n")
			u.takes(server, "hello\n")
			t.says(server, "hello\n")
			t.takes(client, "hello\n")
			t.awaits(client)
			t.awaits(server)
			u.leaves(client)
			u.takes(server, "")
			u.leaves(server)
		}, nil},
		{"one client, when another one was served", func(p play) {
			l := p.listener("server", serverAt)
			t, u := p.connects(l, 0), p.connects(l, 1)
			u.exchanges()
			t.awaits(client)
			t.awaits(server)
		}, []string{"both-wait, client 4, by server 5"}},
		{"a second datagram, over UDP", func(p play) {
			p.does(socket{who: "client", fd: -1, proto: capture.TCP}, "socket", args("AF_INET, SOCK_STREAM, 0"), gives(9))
			s, c := p.mailboxes()
			p.exchange(s, c)
			p.asks(s, c)
			p.waits(s, "recvfrom")
			p.waits(c, "recvfrom")
		}, []string{"both-wait, client 4, by server 3, heard 5"}},
		{"a second datagram, beside one who is gone", func(p play) {
			s, c := p.mailboxes()
			d := p.mailbox("client 2", 4, false, runtest.Loopback(40002))
			p.exchange(s, c)
			p.does(c, "close")
			p.exchange(s, d)
			p.asks(s, d)
			p.waits(s, "recvfrom")
			p.waits(d, "recvfrom")
		}, []string{"both-wait, client 2 4, by server 3, heard 5"}},
		{"a server that tells one client what another one says, over UDP", func(p play) {
			s, c := p.mailboxes()
			d := p.mailbox("client 2", 4, false, runtest.Loopback(40002))
			p.asks(s, c)
			p.asks(s, d)
			p.does(d, "close")
			p.posts(s, c.local, "hello")
			p.does(c, "recvfrom", moves("hello", 2048), from(serverAt))
			p.waits(s, "recvfrom")
			p.waits(c, "recvfrom")
		}, nil},
		{"a datagram that is too large, over UDP", func(p play) {
			s, c := p.mailboxes()
			c.remote = serverAt
			p.does(c, "connect", args(serverAt.String()))
			p.does(c, "send", fails("EMSGSIZE"))
			p.waits(s, "recvfrom")
			p.waits(c, "recv")
		}, []string{"nothing-sent, client 4, by client 4, near 24"}},
		{"another thread may send, over UDP", func(p play) {
			s, c := p.mailboxes()
			line := stands(5, "data, address = s.recvfrom(99)", false)
			p.waits(s, "recvfrom", line)
			p.waits(c, "recvfrom", line, thread(2))
		}, nil},
		{"a segment is lost, and comes again", between(func(t *talk) {
			t.exchanges()
			c := t.Enter(t.ends[client].make("send", []what{moves("more\n", 5)}))
			t.Lose(t.segment(client, capture.PSH|capture.ACK, "more\n"), "loss")
			t.Return(c)
			t.awaits(server)
			t.awaits(client)
		}), nil},
		{"three lines are wanted, and two come", between(func(t *talk) {
			t.says(client, "one\n")
			t.says(client, "two\n")
			t.takes(server, "one\ntwo\n", stands(7, "name, age, city = f.readline(), f.readline(), f.readline()", true))
			t.awaits(server, stands(7, "name, age, city = f.readline(), f.readline(), f.readline()", true))
			t.awaits(client)
		}), []string{"both-wait, client 4, by server 5, heard 8"}},
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
			t.takes(server, "hello\n", reads)
			t.awaits(server, reads)
			t.awaits(client)
		}), []string{"waits-for-eof, client 4, by server 5"}},
		{"the client waits for the end", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.says(server, "HELLO")
			t.takes(client, "HELLO", reads)
			t.awaits(client, reads)
			t.awaits(server)
		}), []string{"waits-for-eof, server 5, by client 4"}},
		{"the client does, but not for ever", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n", reads)
			own, other := t.Enter(t.ends[client].make("poll", []what{args("{4}, NULL, 900")})), t.Enter(t.ends[server].make("recv", []what{moves("", 9), reads}))
			t.Wait(900 * time.Millisecond)
			t.Return(own)
			t.leaves(client)
			t.Return(other)
			t.says(server, "HELLO")
			t.rst(client)
		}), []string{"waits-for-eof, client 4, by server 5, client 4 gives up, got 900"}},
		{"a greeting, and more is wanted", between(func(t *talk) {
			t.says(server, "hello")
			t.takes(client, "hello", reads)
			t.awaits(client, reads)
			t.awaits(server)
		}), []string{"waits-for-eof, server 5, by client 4"}},
		{"behind another fault", between(func(t *talk) {
			t.does(t.ends[server], "send", moves("hello", 12))
			t.segment(server, capture.ACK, "hello")
			t.takes(client, "hello")
			t.awaits(client)
			t.awaits(server)
		}), []string{"answer-short, server 5, by client 4, got 5, all 12"}},
		{"a length of the wrong byte order", between(func(t *talk) {
			t.says(client, "\x05\x00\x00\x00hello")
			t.takes(server, "\x05\x00\x00\x00", of(4))
			t.takes(server, "hello", of(83886080))
			t.awaits(server, of(83886075))
			t.awaits(client)
		}), []string{"both-wait, client 4, by server 5, all 83886075"}},
		{"a length, and then a body that is too short", between(func(t *talk) {
			t.says(client, "0009hello")
			t.takes(server, "0009", of(4), stands(7, "data = conn.recv(n)", false))
			t.awaits(server, of(9), stands(7, "data = conn.recv(n)", false))
			t.awaits(client)
		}), []string{"both-wait, client 4, by server 5, all 9"}},
		{"a length, and then a body of which the rest is not counted", between(func(t *talk) {
			t.says(client, "0009hello")
			t.takes(server, "0009", of(4), stands(7, "data = conn.recv(n)", false))
			t.takes(server, "hello", of(9), stands(8, "data = conn.recv(n)", false))
			t.awaits(server, of(9), stands(8, "data = conn.recv(n)", false))
			t.awaits(client)
		}), []string{"both-wait, client 4, by server 5, heard 9"}},
		{"one who looks whether something is there, and takes it", between(func(t *talk) {
			t.says(client, "hello")
			t.does(t.ends[server], "select", args("6, {5}, NULL, NULL, NULL; ready: {5}"), gives(1))
			t.takes(server, "hello")
			t.awaits(server)
			t.awaits(client)
		}), []string{"both-wait, client 4, by server 5, heard 5"}},
		{"a buffer of another size", between(func(t *talk) {
			t.says(client, "h")
			t.takes(server, "h", of(1), stands(7, "data = conn.recv(1)", false))
			t.awaits(server, of(1024), stands(8, take, false))
			t.awaits(client)
		}), []string{"both-wait, client 4, by server 5, heard 1"}},
		{"the buffer was full", between(func(t *talk) {
			t.says(client, "hello")
			t.takes(server, "hello", reads, of(5))
			t.awaits(server, reads, of(5))
			t.awaits(client)
		}), []string{"waits-for-eof, client 4, by server 5"}},
		{"in a select, without the socket", func(p play) {
			l := p.listener("server", serverAt)
			t := p.connects(l, 0)
			t.says(client, "hello")
			t.awaits(client)
			p.waits(l, "select", args("4, {3}, NULL, NULL, NULL"))
		}, []string{"both-wait, client 4, by server 5, all 5"}},
		{"the end has come", between(func(t *talk) {
			t.says(client, "hello\n")
			t.does(t.ends[client], "shutdown", args("SHUT_WR"))
			t.segment(client, capture.FIN|capture.ACK, "")
			t.takes(server, "hello\n", reads)
			t.awaits(server, reads)
			t.awaits(client)
		}), nil},
		{"kept alive", between(func(t *talk) {
			t.exchanges()
			t.Wait(time.Second)
			t.next[server] = t.next[server].Add(-1)
			t.segment(server, capture.ACK, "")
			t.next[server] = t.next[server].Add(1)
			t.segment(client, capture.ACK, "")
			t.awaits(client)
			t.awaits(server)
		}), nil},
		{"for a while", bothFor(699*time.Millisecond, "EAGAIN"), nil},
		{"for longer", bothFor(700*time.Millisecond, "EAGAIN"), bothWait},
		{"until a signal comes soon", bothFor(149*time.Millisecond, "EINTR"), nil},
		{"until a signal comes", bothFor(150*time.Millisecond, "EINTR"), bothWait},
		{"until one is killed soon", bothFor(149*time.Millisecond, "killed"), nil},
		{"until one is killed", bothFor(150*time.Millisecond, "killed"), bothWait},
		{"one after the other", between(func(t *talk) {
			t.lasts(time.Second, t.ends[client], "recv", moves("", 9), fails("EAGAIN"))
			t.lasts(time.Second, t.ends[server], "recv", moves("", 9), fails("EAGAIN"))
		}), nil},
		{"a client that says nothing", between(func(t *talk) {
			t.lasts(time.Second, t.ends[client], "recv", moves("", 9), fails("EAGAIN"))
			t.leaves(client)
			t.takes(server, "")
			t.leaves(server)
		}), []string{"nothing-sent, client 4, by server 5"}},
		{"a client that looks whether somebody is there", between(func(t *talk) { t.Wait(time.Second); t.leaves(client); t.takes(server, ""); t.leaves(server) }), nil},
		{"one that crashes before it does", between(func(t *talk) {
			t.prints("client", "Traceback (most recent call last):\nTypeError: a bytes-like object is required, not 'str'\n")
			t.leaves(client)
			t.takes(server, "")
			t.leaves(server)
			t.exits("client", 1, "")
		}), []string{`crashed, of client, got 1, "TypeError: a bytes-like object is required, not 'str'"`}},
	})
}

// holdsBack has the kernel of a client hold back a second segment until the first one has its ACK.
func holdsBack(first, second string) func(play) {
	return between(func(t *talk) {
		c := t.Enter(t.ends[client].make("send", []what{moves(first, len(first))}))
		t.segment(client, capture.PSH|capture.ACK, first)
		t.Return(c)
		t.does(t.ends[client], "send", moves(second, len(second)))
		t.Wait(40 * time.Millisecond)
		t.segment(server, capture.ACK, "")
		t.segment(client, capture.PSH|capture.ACK, second)
	})
}

// What clients wait for whose turn does not come, and who does not read.
func TestQueues(t *testing.T) {
	nagle := []string{"nagle-delay, client 4, got 40"}
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
			p.listener("other", runtest.Loopback(81))
			l := p.listener("server", serverAt)
			t := p.connects(l, 0)
			t.exchanges()
			p.knocks(l, 1).says(client, "hello\n")
			t.lasts(350*time.Millisecond, t.ends[server], "recv", moves("again\n", 99))
		}, []string{"serial-server, server 3, by client 2 4, of client 2, got 350"}},
		{"a second client waits until the first one has left, and the machine is slow", func(p play) {
			l := p.listener("server", serverAt)
			t := p.connects(l, 0)
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			u := p.connects(l, 1)
			u.says(client, "hello\n")
			p.Wait(time.Second)
			t.leaves(client)
			t.leaves(server)
			p.Wait(300 * time.Millisecond)
			u.takes(server, "hello\n")
		}, []string{"serial-server, server 3, by client 2 4, of client 2, got 1300"}},
		{"not for long", func(p play) {
			l := p.listener("server", serverAt)
			t := p.connects(l, 0)
			t.exchanges()
			p.knocks(l, 1).says(client, "hello\n")
			t.lasts(300*time.Millisecond, t.ends[server], "recv", moves("again\n", 99))
		}, nil},
		{"a second client is served meanwhile", func(p play) {
			l := p.listener("server", serverAt)
			t := p.connects(l, 0)
			t.exchanges()
			u := p.connects(l, 1)
			u.says(client, "hello\n")
			u.takes(server, "hello\n")
			t.lasts(time.Second, t.ends[server], "recv", moves("again\n", 99))
		}, nil},
		{"a fourth client waits for three that take little time each", func(p play) {
			l := p.listener("server", serverAt)
			var all []*talk
			for i := range 4 {
				t := p.connects(l, i)
				t.says(client, "hello\n")
				all = append(all, t)
			}
			for _, t := range all {
				t.takes(server, "hello\n")
				p.Wait(120 * time.Millisecond)
				t.says(server, "HELLO\n")
				t.takes(client, "HELLO\n")
				t.leaves(server)
				t.leaves(client)
			}
		}, nil},
		{"a second client is accepted, and waits", func(p play) {
			l := p.listener("server", serverAt)
			t, u := p.connects(l, 0), p.connects(l, 1)
			u.does(u.ends[server], "setsockopt", args("IPPROTO_TCP, TCP_NODELAY, 1"))
			t.says(client, "hello\n")
			u.says(client, "hello\n")
			t.takes(server, "hello\n")
			p.Wait(time.Second)
			t.says(server, "HELLO\n")
			t.leaves(server)
			u.takes(server, "hello\n")
		}, []string{"serial-server, server 3, by client 2 4, of client 2, got 1000"}},
		{"a second client is received, and waits", func(p play) {
			l := p.listener("server", serverAt)
			t, u := p.connects(l, 0), p.connects(l, 1)
			t.says(client, "hello\n")
			u.says(client, "hello\n")
			t.takes(server, "hello\n")
			u.takes(server, "hello\n")
			p.Wait(time.Second)
			t.says(server, "HELLO\n")
			p.Wait(time.Second)
			u.says(server, "HELLO\n")
		}, []string{"serial-server, server 6, by client 2 4, of client 2, got 1000"}},
		{"two are received, and an event loop waits", func(p play) {
			l := p.listener("server", serverAt)
			t, u := p.connects(l, 0), p.connects(l, 1)
			t.says(client, "hello\n")
			u.says(client, "hello\n")
			t.takes(server, "hello\n")
			u.takes(server, "hello\n")
			p.lasts(time.Second, l, "epoll_wait", args("{3, 5, 6}, NULL, 1000"))
			t.says(server, "HELLO\n")
			u.says(server, "HELLO\n")
		}, nil},
		{"another thread makes a second client wait", func(p play) {
			l := p.listener("server", serverAt)
			t, u := p.connects(l, 0), p.connects(l, 1)
			t.says(client, "hello\n")
			u.says(client, "hello\n")
			t.takes(server, "hello\n", thread(2))
			p.Wait(time.Second)
			t.says(server, "HELLO\n", thread(2))
			u.takes(server, "hello\n", thread(3))
			t.says(server, "HELLO\n", thread(2))
			t.leaves(server)
		}, nil},
		{"a server that sleeps", func(p play) {
			l := p.listener("server", serverAt)
			t, u := p.knocks(l, 0), p.knocks(l, 1)
			p.Wait(time.Second)
			for _, t := range []*talk{t, u} {
				p.does(socket{who: l.who, fd: l.fd, proto: capture.TCP, local: l.local}, "accept", from(t.ends[client].local), gives(t.ends[server].fd))
				t.exchanges()
				t.leaves(client)
				t.takes(server, "")
				t.leaves(server)
			}
		}, nil},
		{"Nagle's rule", holdsBack("one", "two"), nagle},
		{"Nagle's rule, of a line in two pieces", holdsBack("one", "two\n"), nagle},
		{"Nagle's rule, of a line and a piece", holdsBack("one\n", "two"), nagle},
		{"Nagle's rule, of lines", holdsBack("one\n", "two\n"), nil},
		{"nobody reads", between(func(t *talk) {
			t.says(client, "hello\n")
			t.window(server, capture.ACK, "", 0)
			t.Wait(700 * time.Millisecond)
			t.takes(server, "hello\n")
			t.window(server, capture.ACK, "", 512)
		}), []string{"not-reading, server 5, by client 4, got 700"}},
		{"nobody ever reads", between(func(t *talk) {
			t.says(client, "hello\n")
			t.window(server, capture.ACK, "", 0)
			t.Wait(200 * time.Millisecond)
			t.exits("client", 0, "")
		}), []string{"not-reading, server 5, by client 4, got 200"}},
		{"nobody reads at the end", between(func(t *talk) {
			t.says(client, "hello\n")
			t.window(server, capture.ACK, "", 0)
			t.Wait(199 * time.Millisecond)
			t.exits("client", 0, "")
		}), nil},
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

// Programs that ask again and again.
func TestSpins(t *testing.T) {
	asks := func(n, pauses int, pause time.Duration) func(play) {
		return between(func(t *talk) {
			for i := range n {
				if i < pauses {
					t.Wait(pause - 2*time.Microsecond)
				}
				t.does(t.ends[client], "recv", moves("", 9), fails("EAGAIN"))
			}
			t.says(server, "hello\n")
			t.takes(client, "hello\n")
			t.leaves(client)
			t.takes(server, "")
			t.leaves(server)
		})
	}
	try(t, []row{
		{"without a pause", asks(200, 200, 699*time.Microsecond), []string{`spin, client 4, got 200, "EAGAIN"`}},
		{"not often", asks(199, 0, 0), nil},
		{"with a pause", asks(300, 300, 700*time.Microsecond), nil},
		{"half of them with a pause", asks(200, 100, 700*time.Microsecond), nil},
		{"not quite half of them with a pause", asks(200, 99, 700*time.Microsecond), []string{`spin, client 4, got 200, "EAGAIN"`}},
	})
}
