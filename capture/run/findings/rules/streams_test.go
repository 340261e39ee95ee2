package rules_test

import (
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/runtest"
)

// lines has a client send three lines, which come at once, and a server answer; and ask twice
// for more, when there is nothing any more.
func lines(answers ...string) func(play) {
	return between(func(t *talk) {
		for _, line := range []string{"one\n", "two\n", "three\n"} {
			t.says(client, line)
		}
		t.takes(server, "one\ntwo\nthree\n")
		for _, answer := range answers {
			t.says(server, answer)
			t.takes(client, answer)
		}
		t.leaves(client)
		t.takes(server, "")
		t.takes(server, "")
		t.leaves(server)
	})
}

// pieces has a client send so much at once, and a server show it in two pieces.
func pieces(size int) func(play) {
	return between(func(t *talk) {
		text := strings.Repeat("x", size)
		t.says(client, text)
		t.does(t.ends[server], "recv", moves(text[:6], 6))
		t.prints("server", "a piece")
		t.does(t.ends[server], "recv", moves(text[6:], size))
	})
}

// beside has a server show a part of a message, where one side makes so many other calls.
func beside(p play, side, calls int) {
	t := p.connects(p.listener("server", serverAt), 0)
	for range calls {
		t.does(t.ends[side], "getsockopt", args("SOL_SOCKET, SO_ERROR, 0"))
	}
	t.says(client, "hello world\n")
	t.does(t.ends[server], "recv", moves("hello ", 6))
	p.prints("server", "hello ")
	t.does(t.ends[server], "recv", moves("world\n", 6))
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
		{"a part of a message is answered, and all is received, and more waited for", between(func(t *talk) {
			t.says(client, "hello world\n")
			t.takes(server, "hello ")
			t.says(server, "HELLO ")
			t.takes(server, "world\n")
			t.says(server, "WORLD\n")
			t.takes(client, "HELLO ")
			t.takes(client, "WORLD\n")
			t.awaits(client)
		}), []string{"boundaries, server 5, by client 4, got 6, all 12"}},
		{"a part of a message is answered by an octet", between(func(t *talk) {
			t.says(client, "hello world\n")
			t.takes(server, "hello ")
			t.says(server, ".")
			t.takes(server, "world\n")
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
		{"beside as many calls as are compared", func(p play) { beside(p, server, 1998) }, []string{"boundaries, server 5, by client 4, got 6, all 12"}},
		{"beside more calls", func(p play) { beside(p, server, 1999) }, nil},
		{"beside as many calls of the client", func(p play) { beside(p, client, 1997) }, []string{"boundaries, server 5, by client 4, got 6, all 12"}},
		{"beside more calls of the client", func(p play) { beside(p, client, 1998) }, nil},
		{"a large message is shown in pieces", pieces(1 << 14), []string{"boundaries, server 5, by client 4, got 6, all 16384"}},
		{"a file is shown in pieces", pieces(1<<14 + 1), nil},
		{"two messages are taken for one, and waited for", between(func(t *talk) {
			t.says(client, "one")
			t.says(client, "two")
			t.takes(server, "onetwo")
			t.awaits(server)
		}), []string{"boundaries, server 5, by client 4, got 2"}},
		{"two messages fill a part of a buffer, and the rest is waited for", between(func(t *talk) {
			t.says(client, "one")
			t.says(client, "two")
			t.takes(server, "onetwo", of(8))
			t.awaits(server, of(2))
		}), nil},
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
		{"a part of the second answer is received", between(func(t *talk) {
			t.exchanges()
			t.says(client, "again\n")
			t.takes(server, "again\n")
			t.says(server, "HELLO ")
			t.takes(client, "HELLO ")
			t.says(server, "AGAIN\n")
			t.leaves(client)
		}), []string{"partial-read, client 4, by server 5, got 12, all 18"}},
		{"all is received", between(func(t *talk) {
			t.says(server, "hello ")
			t.takes(client, "hello ")
			t.says(server, "world\n")
			t.takes(client, "world\n")
			t.leaves(client)
		}), nil},
		{"a part is sent, and then comes ^C", between(func(t *talk) {
			t.says(server, "HELLO", func(c *capture.Call) { c.Size = 9 })
			t.Wait(5*time.Millisecond - 10*time.Microsecond)
			t.signals("server", "SIGINT")
		}), nil},
		{"a part is sent, and then it is killed", between(func(t *talk) {
			t.says(server, "HELLO", func(c *capture.Call) { c.Size = 9 })
			t.killed("server")
		}), nil},
		{"a part is sent, and much later comes ^C", between(func(t *talk) {
			t.says(server, "HELLO", func(c *capture.Call) { c.Size = 9 })
			t.Wait(5 * time.Millisecond)
			t.signals("server", "SIGINT")
		}), []string{"answer-short, server 5, by client 4, got 5, all 9"}},
		{"a text that is not ASCII, of which a part is taken", between(func(t *talk) {
			t.says(client, "größe größe")
			t.takes(server, "gr")
		}), nil},
		{"a part is taken, and then nothing is there", between(func(t *talk) {
			t.says(server, "HELLO WORLD")
			t.takes(client, "HELLO")
			t.does(t.ends[client], "recv", moves("", 9), fails("EAGAIN"))
			t.leaves(client)
			t.leaves(server)
		}), nil},
		{"the first word is answered", between(func(t *talk) {
			t.says(client, "hello world\n")
			t.takes(server, "hello world\n")
			t.says(server, "HELLO ")
			t.takes(client, "HELLO ")
		}), nil},
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
		{"a body is shorter than announced, and the client closes first", between(func(t *talk) {
			t.says(client, "GET / HTTP/1.0\r\n\r\n")
			t.takes(server, "GET / HTTP/1.0\r\n\r\n")
			t.says(server, "HTTP/1.0 200 OK\r\ncontent-length: 9\r\n\r\nhello")
			t.takes(client, "HTTP/1.0 200 OK\r\ncontent-length: 9\r\n\r\nhello")
			t.leaves(client)
			t.leaves(server)
		}), nil},
		{"a body is sent behind the end", between(func(t *talk) {
			t.says(client, "GET / HTTP/1.0\r\n\r\n")
			t.takes(server, "GET / HTTP/1.0\r\n\r\n")
			t.says(server, "HTTP/1.0 200 OK\r\ncontent-length: 5\r\n\r\n")
			t.does(t.ends[server], "shutdown", args("SHUT_WR"))
			t.segment(server, capture.FIN|capture.ACK, "")
			t.does(t.ends[server], "send", fails("EPIPE"))
			t.does(t.ends[server], "close")
		}), []string{"write-after-close, server 5, by client 4"}},
		{"a body as long as announced", between(func(t *talk) {
			t.says(client, "GET / HTTP/1.0\r\n\r\n")
			t.takes(server, "GET / HTTP/1.0\r\n\r\n")
			t.says(server, "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello")
			t.takes(client, "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello")
			t.leaves(server)
			t.leaves(client)
		}), nil},
		{"send() has taken a part", between(func(t *talk) {
			t.does(t.ends[server], "select", args("6, {5}, {5}, NULL, NULL; ready: NULL, {5}"))
			t.does(t.ends[server], "send", moves("hello", 12))
			t.segment(server, capture.ACK, "hello")
			t.takes(client, "hello")
		}), []string{"answer-short, server 5, by client 4, got 5, all 12"}},
		{"send() has taken a part, and the rest waits for room", between(func(t *talk) {
			t.does(t.ends[server], "send", moves("hello", 12))
			t.segment(server, capture.ACK, "hello")
			t.takes(client, "hello")
			t.does(t.ends[server], "select", args("6, NULL, {5}, NULL, {1, 0}"))
		}), nil},
		{"send() has taken a part, and the next message is waited for", between(func(t *talk) {
			t.does(t.ends[server], "send", moves("hello", 12))
			t.segment(server, capture.ACK, "hello")
			t.takes(client, "hello")
			t.does(t.ends[server], "select", args("6, {5}, NULL, NULL, {1, 0}"))
		}), []string{"answer-short, server 5, by client 4, got 5, all 12"}},
		{"lines that come at once are taken for one, and more is wanted", lines("ONE\nTWO\nTHREE\n"), []string{"boundaries, server 5, by client 4, got 3"}},
		{"lines that come at once are answered one by one", lines("ONE\n", "TWO\n", "THREE\n"), nil},
		{"characters are taken for octets", between(func(t *talk) {
			t.says(client, "0005größe")
			t.takes(server, "0005", of(4))
			t.takes(server, "grö\xc3", of(5))
			t.awaits(client)
		}), []string{"not-ascii, server 5, by client 4, of client, got 2"}},
		{"as many octets are left as characters have more", between(func(t *talk) {
			t.says(client, "Käsü")
			t.takes(server, "Käs", of(4))
			t.says(server, "KÄS")
			t.takes(client, "KÄS")
			t.leaves(client)
		}), nil},
		{"capitals of ASCII's letters alone", between(func(t *talk) {
			t.says(client, "größe\n")
			t.takes(server, "größe\n")
			t.says(server, "GRößE\n")
			t.takes(client, "GRößE\n")
		}), []string{"not-ascii, server 5, by client 4, of server, all 8"}},
		{"capitals of all letters, and an answer that is no capitals", between(func(t *talk) {
			for _, answer := range []string{"GRÖSSE\n", "größe\n", "GRÖßE\n"} {
				t.says(client, "größe\n")
				t.takes(server, "größe\n")
				t.says(server, answer)
				t.takes(client, answer)
			}
		}), nil},
		{"a server that does not understand what is glued", between(func(t *talk) {
			t.says(client, "LOGIN")
			t.says(client, "LIST")
			t.takes(server, "LOGINLIST")
			t.says(server, "unknown command LOGINLIST")
			t.takes(client, "unknown command LOGINLIST")
		}), []string{"boundaries, server 5, by client 4, got 2"}},
		{"a client that does not understand what is glued", between(func(t *talk) {
			t.says(server, "HELLO")
			t.says(server, "WORLD")
			t.takes(client, "HELLOWORLD")
			t.says(client, "unknown answer HELLOWORLD")
			t.takes(server, "unknown answer HELLOWORLD")
		}), nil},
		{"a header and a body that are not wanted", between(func(t *talk) {
			t.says(client, "PUT 4")
			t.says(client, "data")
			t.takes(server, "PUT 4data")
			t.says(server, "error: no room")
			t.takes(client, "error: no room")
		}), nil},
		{"messages of one line that are not understood", between(func(t *talk) {
			for range 3 {
				t.says(client, "{}", stands(4, "s.sendall(b'{}')", false))
			}
			t.takes(server, "{}{}{}")
			t.says(server, "bad json")
			t.takes(client, "bad json")
		}), []string{"boundaries, server 5, by client 4, got 3"}},
		{"a stream that is answered in pieces, all of which come", between(func(t *talk) {
			t.says(client, "hello world\n")
			t.does(t.ends[server], "recv", moves("hello ", 6))
			t.says(server, "hello ")
			t.does(t.ends[server], "recv", moves("world\n", 6))
			t.says(server, "world\n")
			t.takes(client, "hello world\n")
			t.leaves(client)
			t.takes(server, "")
			t.leaves(server)
		}), nil},
		{"the first half is answered, and the second one finds nobody", between(func(t *talk) {
			t.says(server, "go on")
			t.takes(client, "go on")
			t.says(client, "first half, ")
			t.takes(server, "first half, ")
			t.says(server, "got it")
			t.leaves(server)
			t.does(t.ends[client], "send", moves("second half", 11))
			t.segment(client, capture.PSH|capture.ACK, "second half")
			t.rst(server)
		}), []string{"boundaries, server 5, by client 4, got 12, all 23, in 2 parts"}},
		{"a loop that stops before the end", between(func(t *talk) {
			t.says(client, "get")
			t.takes(server, "get")
			t.says(server, "hello world\n")
			t.does(t.ends[client], "recv", moves("hello ", 6))
			t.does(t.ends[client], "recv", moves("world", 5))
			t.leaves(client)
		}), nil},
		{"a request for the header alone", between(func(t *talk) {
			t.says(client, "HEAD / HTTP/1.0\r\n\r\n")
			t.takes(server, "HEAD / HTTP/1.0\r\n\r\n")
			t.says(server, "HTTP/1.0 200 OK\r\ncontent-length: 9\r\n\r\n")
			t.leaves(server)
		}), nil},
		{"an answer that has no body", between(func(t *talk) {
			t.says(client, "GET / HTTP/1.1\r\n\r\n")
			t.takes(server, "GET / HTTP/1.1\r\n\r\n")
			t.says(server, "HTTP/1.1 304 Not Modified\r\ncontent-length: 9\r\n\r\n")
			t.leaves(server)
		}), nil},
	})
}

// works has a server work so long when its client has gone, until ^C.
func works(d time.Duration) func(play) {
	return between(func(t *talk) {
		t.says(client, "hello\n")
		t.takes(server, "hello\n")
		t.leaves(client)
		t.Wait(d)
		t.signals("server", "SIGINT")
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
		{"closed before the answer, by one whose calls are not known", func(p play) {
			l := p.listener("server", serverAt)
			t := p.unknown(l)
			t.segment(client, capture.PSH|capture.ACK, "hello\n")
			t.segment(server, capture.ACK, "")
			t.takes(server, "hello\n")
			t.segment(client, capture.FIN|capture.ACK, "")
			t.segment(server, capture.ACK, "")
			t.does(t.ends[server], "send", moves("HELLO\n", 6))
			t.segment(server, capture.PSH|capture.ACK, "HELLO\n")
			t.rst(client)
		}, []string{"closed-before-answer, 127.0.0.1:40001, by server 5, without calls"}},
		{"written after the other's close", between(func(t *talk) {
			t.says(server, "hello\n")
			t.takes(client, "hello\n")
			t.leaves(client)
			t.does(t.ends[server], "send", moves("more\n", 5))
			t.segment(server, capture.PSH|capture.ACK, "more\n")
			t.rst(client)
			t.does(t.ends[server], "send", fails("EPIPE"))
		}), []string{"write-after-close, server 5, by client 4"}},
		{"written after the end was seen", between(func(t *talk) {
			t.says(server, "hello\n")
			t.takes(client, "hello\n")
			t.leaves(client)
			t.takes(server, "")
			t.does(t.ends[server], "send", moves("more\n", 5))
			t.segment(server, capture.PSH|capture.ACK, "more\n")
			t.rst(client)
		}), []string{"write-after-close, server 5, by client 4, near 28"}},
		{"EPIPE after the end was seen", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.takes(server, "")
			t.does(t.ends[server], "send", fails("EPIPE"))
		}), []string{"write-after-close, server 5, by client 4, near 28"}},
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
		}), []string{"write-after-close, server 5, by client 4"}},
		{"EPIPE on a socket that listens", func(p play) { p.does(p.listener("server", serverAt), "send", fails("EPIPE")) }, nil},
		{"unread bytes", between(func(t *talk) {
			t.says(client, "hello\n")
			t.does(t.ends[server], "close")
			t.segment(server, capture.RST|capture.ACK, "")
		}), []string{"unread-reset, server 5, by client 4, got 6"}},
		{"bytes that came twice, and were read once", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.next[client] = t.next[client].Add(-6)
			t.segment(client, capture.PSH|capture.ACK, "hello\n")
			t.does(t.ends[server], "close")
			t.segment(server, capture.RST|capture.ACK, "")
		}), nil},
		{"unread bytes, long after an exception that was shown", between(func(t *talk) {
			t.prints("server", raised("KeyError: 7", 1))
			t.says(client, "hello\n")
			t.does(t.ends[server], "close")
			t.segment(server, capture.RST|capture.ACK, "")
			t.Wait(time.Second)
			t.exits("server", 0, "")
		}), []string{"unread-reset, server 5, by client 4, got 6"}},
		{"unread bytes that came before accept()", func(p play) {
			l := p.listener("server", serverAt)
			t := p.knocks(l, 0)
			t.says(client, "hello\n")
			p.does(l, "accept", from(t.ends[client].local), gives(5))
			t.does(t.ends[server], "recv", moves("hell", 4))
			t.says(server, "HELL")
			t.does(t.ends[server], "close")
			t.segment(server, capture.RST|capture.ACK, "")
		}, []string{"unread-reset, server 5, by client 4, got 2"}},
		{"never closed", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.leaves(client)
			t.takes(server, "")
			t.Wait(60 * time.Millisecond)
			t.does(t.ends[server], "getsockopt", args("SOL_SOCKET, SO_ERROR, 0"))
		}), []string{"never-closed, server 5, by client 4, got 5"}},
		{"a server that closes without an answer", between(func(t *talk) {
			t.says(client, "who am I?")
			t.takes(server, "who am I?")
			t.leaves(server)
			t.takes(client, "", stands(4, "print(s.recv(99))", false))
			t.leaves(client)
		}), []string{"closed-before-answer, server 5, by client 4, got 9"}},
		{"a server that closes without an answer, and tells its user something", between(func(t *talk) {
			t.prints("server", "starting\nready\n")
			t.says(client, "who am I?")
			t.takes(server, "who am I?")
			t.prints("server", raised("KeyboardInterrupt", 1))
			t.leaves(server)
			t.takes(client, "", stands(4, "print(s.recv(99))", false))
			t.leaves(client)
		}), []string{"closed-before-answer, server 5, by client 4, got 9"}},
		{"a server that says by its end that it has all", between(func(t *talk) {
			t.says(client, "a file")
			t.takes(server, "a file")
			t.leaves(server)
			t.takes(client, "", reads)
			t.leaves(client)
		}), nil},
		{"a client that is the first to close", between(func(t *talk) {
			t.says(client, "a file")
			t.leaves(client)
			t.takes(server, "a file")
			t.takes(server, "")
			t.leaves(server)
		}), nil},
		{"a server whose handler has ended by an exception", between(func(t *talk) {
			t.says(client, "7 0")
			t.takes(server, "7 0")
			t.prints("server", "Traceback (most recent call last):\n  File \"server.py\", line 7\nZeroDivisionError: division by zero\n")
			t.leaves(server)
			t.takes(client, "", stands(4, "print(s.recv(99))", false))
			t.leaves(client)
		}), nil},
		{"a client that gives up", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.lasts(time.Second, t.ends[client], "recv", moves("", 9), fails("EAGAIN"))
			t.leaves(client)
			t.does(t.ends[server], "send", moves("HELLO\n", 6))
			t.segment(server, capture.PSH|capture.ACK, "HELLO\n")
			t.rst(client)
		}), []string{"closed-before-answer, client 4, by server 5, client 4 gives up, got 1000"}},
		{"a request on a connection that the server has closed", between(func(t *talk) {
			t.says(client, "one")
			t.takes(server, "one")
			t.says(server, "ONE")
			t.takes(client, "ONE")
			t.leaves(server)
			t.does(t.ends[client], "send", moves("two", 3))
			t.segment(client, capture.PSH|capture.ACK, "two")
			t.rst(server)
		}), []string{"write-after-close, client 4, by server 5"}},
		{"a request when the server's time is over, and it has ended for that", between(func(t *talk) {
			t.lasts(time.Second, t.ends[server], "poll", args("{5}, NULL, 1000"), func(c *capture.Call) { c.Aside = true })
			t.prints("server", raised("TimeoutError: timed out", 1))
			t.leaves(server)
			t.exits("server", 1, "")
			t.does(t.ends[client], "send", moves("two", 3))
			t.segment(client, capture.PSH|capture.ACK, "two")
			t.rst(server)
		}), []string{`crashed, by server 5, of server, got 1, "TimeoutError: timed out"`, "write-after-close, client 4, by server 5"}},
		{"the end alone comes for a socket that is gone", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.leaves(client)
			t.does(t.ends[server], "close")
			t.segment(server, capture.FIN|capture.ACK, "")
			t.rst(client)
		}), nil},
		{"the end of a program with something unread", between(func(t *talk) {
			t.says(server, "hello\n")
			t.does(t.ends[client], "exit")
			t.segment(client, capture.RST|capture.ACK, "")
		}), []string{"unread-reset, client 4, by server 5, got 6"}},
		{"never closed, nor looked at", func(p play) {
			l := p.listener("server", serverAt)
			t := p.connects(l, 0)
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.leaves(client)
			p.waits(l, "accept")
			p.Wait(100 * time.Millisecond)
			p.signals("server", "SIGINT")
		}, []string{"never-closed, server 5, by client 4, got 5"}},
		{"not closed yet, by who has just accepted it", func(p play) {
			l := p.listener("server", serverAt)
			t := p.connects(l, 0)
			t.leaves(client)
			p.waits(l, "accept")
			p.Wait(100 * time.Millisecond)
			p.signals("server", "SIGINT")
		}, nil},
		{"not closed yet, by who is at work", works(299 * time.Millisecond), nil},
		{"not closed, by who is at work for long", works(300 * time.Millisecond), []string{"never-closed, server 5, by client 4, got 5"}},
		{"not closed yet, by a thread beside one that accepts", func(p play) {
			l := p.listener("server", serverAt)
			t := p.connects(l, 0)
			t.does(t.ends[server], "setsockopt", args("IPPROTO_TCP, TCP_NODELAY, 1"))
			t.says(client, "hello\n")
			t.takes(server, "hello\n", thread(2))
			t.leaves(client)
			p.waits(l, "accept")
			p.Wait(100 * time.Millisecond)
			p.signals("server", "SIGINT")
		}, nil},
		{"not closed yet, beside another server", func(p play) {
			p.waits(p.listener("other", runtest.Loopback(81)), "accept")
			works(100 * time.Millisecond)(p)
		}, nil},
		{"two that are left open until the end of a program", func(p play) {
			p.hoards(2, "exit")
		}, []string{"never-closed, client 4, by server 5, got 4", "never-closed, client 5, by server 6, got 5"}},
		{"one that is", func(p play) { p.hoards(1, "exit") }, nil},
		{"two that a language closes at the end", func(p play) {
			p.hoards(2, "close")
		}, []string{"never-closed, client 4, by server 5, got 4", "never-closed, client 5, by server 6, got 5"}},
		{"one that a language closes at the end", func(p play) { p.hoards(1, "close") }, nil},
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
		{"never closed, what came before accept()", func(p play) {
			l := p.listener("server", serverAt)
			t := p.knocks(l, 0)
			t.says(client, "hello\n")
			t.leaves(client)
			p.does(l, "accept", from(t.ends[client].local), gives(5))
			t.takes(server, "hello\n")
			t.takes(server, "")
			t.Wait(time.Second)
			t.does(t.ends[server], "getsockopt", args("SOL_SOCKET, SO_ERROR, 0"))
		}, []string{"never-closed, server 5, by client 4, got 5"}},
		{"never closed, after another fault", between(func(t *talk) {
			t.says(client, "one")
			t.says(client, "two")
			t.takes(server, "onetwo")
			t.says(server, "unknown: onetwo")
			t.takes(client, "unknown: onetwo")
			t.leaves(client)
			t.takes(server, "")
			t.Wait(time.Second)
			t.does(t.ends[server], "getsockopt", args("SOL_SOCKET, SO_ERROR, 0"))
		}), []string{"boundaries, server 5, by client 4, got 2"}},
		{"reset instead", between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.leaves(client)
			t.segment(server, capture.RST|capture.ACK, "")
			t.Wait(time.Second)
			t.does(t.ends[server], "getsockopt", args("SOL_SOCKET, SO_ERROR, 0"))
		}), nil},
		{"closed by the end of its program", between(func(t *talk) {
			t.exchanges()
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
		{"not closed, by who waits for room to send", between(func(t *talk) {
			t.says(client, "hello\n")
			t.does(t.ends[client], "shutdown", args("SHUT_WR"))
			t.segment(client, capture.FIN|capture.ACK, "")
			t.takes(server, "hello\n")
			t.takes(server, "")
			t.waits(t.ends[server], "send", of(1<<20))
			t.Wait(time.Second)
			t.signals("server", "SIGINT")
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

// hoards has a client that connects to a server, which closes, and keeps so many sockets open
// until its program ends, or a call on no line of it.
func (p play) hoards(n int, end string) {
	l := p.listener("server", serverAt)
	for i := range n {
		t := p.dials(l, "client", 4+i, i)
		p.does(l, "accept", from(t.ends[client].local), gives(5+i))
		t.says(server, "welcome")
		t.leaves(server)
		t.takes(client, "welcome")
		t.takes(client, "", stands(5, "s.recv(99)", false))
	}
	p.Wait(time.Second)
	for i := range n {
		p.does(socket{who: "client", fd: 4 + i, proto: capture.TCP}, end)
	}
	p.prints("server", "bye")
}
