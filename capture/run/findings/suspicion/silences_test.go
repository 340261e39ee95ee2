package suspicion_test

import (
	"strings"
	"testing"
	"time"

	"wireladder/capture"
)

// gaveUp plays a client that says something, or nothing, waits, and closes; its server does so
// after a while.
func gaveUp(before func(t *dialogue), wait, after time.Duration) func(play) {
	return on(func(t *dialogue) {
		before(t)
		t.Wait(wait)
		t.closes(client)
		t.Wait(after)
		t.closes(server)
	})
}

// talk has sides say texts in turn, the client first.
func talk(texts ...string) func(t *dialogue) {
	return func(t *dialogue) {
		for i, text := range texts {
			t.says(i%2, text)
		}
	}
}

// A silence that ends when the client closes, and its server heeds that.
func TestGivesUp(t *testing.T) {
	try(t, []row{
		{"a line, and no answer", gaveUp(talk("HELO me\n"), 5*time.Second, ms), []string{"both-wait, client, packets 4 6 8, got 5000, may be both-wait no-newline crashed"}},
		{"\\r\\n, and no answer", gaveUp(talk("HELO me\r\n"), 5*time.Second, ms), []string{"both-wait, client, packets 4 6 8, got 5000, may be both-wait crashed"}},
		{"no answer to the second line", gaveUp(talk("1 2\n", "3\n", "1 two\n"), 5*time.Second, ms), []string{"both-wait, client, packets 8 10 12, got 5000, may be both-wait crashed"}},
		{"no answer to the second line, nor to the end", gaveUp(talk("1 2\n", "3\n", "1 two\n"), time.Second, 150*ms), []string{"both-wait, client, packets 8 10 12, got 1000, may be both-wait never-closed crashed"}},
		{"for just long enough", gaveUp(talk("hello"), 2*time.Second, ms), []string{"both-wait, client, packets 4 6 8, got 2000, may be both-wait no-newline crashed"}},
		{"not for so long", gaveUp(talk("hello"), 1990*ms, ms), nil},
		{"a log, line by line", gaveUp(func(t *dialogue) {
			for range 3 {
				t.says(client, "a line\n")
				t.Wait(400 * ms)
			}
		}, 3*time.Second, ms), nil},
		{"all is answered", gaveUp(talk("hello\n", "HELLO\n"), 5*time.Second, ms), nil},
		{"a header without its end", gaveUp(talk("GET / HTTP/1.1\r\nHost: a\r\n"), 5*time.Second, ms), []string{"both-wait, client, packets 4 6 8, got 5000, may be both-wait no-newline crashed"}},
		{"a FIN with the request", on(func(t *dialogue) {
			t.Wait(5 * time.Second)
			t.send(client, capture.PSH|capture.FIN|capture.ACK, "a log line\n")
			t.send(server, capture.ACK, "")
			t.closes(server)
		}), nil},
		{"what it says is passed on", func(p play) {
			a := p.opens(0)
			a.says(client, "ann has joined\n")
			b := p.opens(1)
			b.says(client, "bob has joined\n")
			a.says(server, "bob has joined\n")
			p.Wait(4 * time.Second)
			b.closes(client)
			a.closes(client)
			b.closes(server)
			a.closes(server)
		}, nil},
		{"what it says is told to others in other words", func(p play) {
			a := p.opens(0)
			a.says(client, "NICK ann\n")
			a.says(server, "welcome\n")
			b := p.opens(1)
			p.Wait(time.Second)
			b.says(client, "NICK bob\n")
			a.says(server, "now two are here\n")
			p.Wait(11 * time.Second)
			b.leaves(client)
			a.leaves(client)
		}, nil},
		{"while another client is served", func(p play) {
			a := p.opens(0)
			a.says(client, "hello\n")
			a.says(server, "HELLO\n")
			b := p.opens(1)
			b.says(client, "hello\n")
			p.Wait(4 * time.Second)
			b.leaves(client)
			p.Wait(time.Second)
			a.leaves(client)
		}, []string{"both-wait, client, packets 11 13 15, got 4000, may be both-wait no-newline serial-server crashed"}},
		{"behind a client that has left", func(p play) {
			a := p.opens(0)
			talk("hello\n", "HELLO\n")(a)
			a.leaves(client)
			b := p.opens(1)
			b.says(client, "hello\n")
			p.Wait(4 * time.Second)
			b.leaves(client)
		}, []string{"both-wait, client, packets 15 17 19, got 4000, may be both-wait no-newline crashed"}},
		{"while the server spins", func(p play) {
			a := p.opens(0)
			a.says(client, "hello\n")
			a.says(server, "HELLO\n")
			a.closes(client)
			b := p.opens(1)
			b.says(client, "hello\n")
			p.Wait(4 * time.Second)
			b.closes(client)
			p.Wait(time.Second)
			b.closes(server)
			a.closes(server)
		}, []string{
			"both-wait, client, packets 13 15 17, got 4000, may be both-wait never-closed spin crashed",
			"never-closed, server, packets 8 19, got 5000, may be never-closed spin",
		}},
	})
}

// An answer after which more was to come, as it shows by itself.
func TestUnfinished(t *testing.T) {
	get, head := "GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
	lines := func(wait time.Duration, answer string, asked ...string) func(play) {
		return gaveUp(func(t *dialogue) {
			for _, line := range asked {
				t.send(client, capture.PSH|capture.ACK, line)
			}
			t.says(server, answer)
		}, wait, ms)
	}
	try(t, []row{
		{"a header without its end", gaveUp(talk(get, head), time.Second, ms), []string{"both-wait, server, packets 6 8, got 1000, may be no-newline both-wait"}},
		{"a header with its end", gaveUp(talk(get, head+"\r\n"), time.Second, ms), nil},
		{"a header whose end is of two \\n", gaveUp(talk(get, "HTTP/1.1 200 OK\n\n"), time.Second, ms), nil},
		{"a header without its end, and the client closes soon", gaveUp(talk(get, head), 600*ms, ms), nil},
		{"a header that is longer than what is kept of it", gaveUp(talk(get, "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", 5000)+"\r\n\r\n"), time.Second, ms), nil},
		{"no header", gaveUp(talk(get, "HTTP is not spoken here\r\n"), time.Second, ms), nil},
		{"a header in two packets", gaveUp(func(t *dialogue) { t.says(client, get); t.says(server, head); t.says(server, "X: y\r\n") }, time.Second, ms), []string{"both-wait, server, packets 8 10, got 1000, may be no-newline both-wait"}},
		{"the server closes behind it", on(func(t *dialogue) { talk(get, head)(t); t.Wait(time.Second); t.leaves(server) }), nil},
		{"two lines, and one for an answer", lines(5*time.Second, "OK USER\n", "USER ann\n", "PASS secret\n"), []string{"boundaries, client, packets 5 6 8, got 5000 of 1, may be boundaries both-wait waits-for-eof"}},
		{"two lines, and two for an answer", lines(5*time.Second, "OK USER\nOK PASS\n", "USER ann\n", "PASS secret\n"), nil},
		{"two lines, and a part of one for an answer", lines(5*time.Second, "OK\nmore", "USER ann\n", "PASS secret\n"), nil},
		{"two lines at once", lines(5*time.Second, "OK USER\n", "USER ann\nPASS secret\n"), nil},
		{"two packets that are no lines", lines(5*time.Second, "OK USER\n", "USER ann\n", "PASS "), nil},
		{"two lines, and the answer takes its time, too", gaveUp(func(t *dialogue) {
			t.send(client, capture.PSH|capture.ACK, "USER ann\n")
			t.send(client, capture.PSH|capture.ACK, "PASS secret\n")
			t.Wait(600 * ms)
			t.says(server, "OK USER\n")
		}, 5*time.Second, ms), nil},
		{"two lines, and the client closes soon", lines(1900*ms, "OK USER\n", "USER ann\n", "PASS secret\n"), nil},
		{"a request of two lines", lines(5*time.Second, "hello\n", "GET / HTTP/1.0\r\n", "\r\n"), nil},
	})
}

// Connections over which nothing goes, beside others.
func TestSpare(t *testing.T) {
	pair := func(apart time.Duration) func(play) {
		return func(p play) {
			a, b := p.opens(0), p.opens(1)
			a.says(client, "hello\n")
			a.says(server, "HELLO\n")
			p.Wait(time.Second)
			a.leaves(client)
			p.Wait(apart)
			b.leaves(client)
		}
	}
	try(t, []row{
		{"one in reserve", pair(40 * ms), nil},
		{"one that stays", pair(60 * ms), []string{"nothing-sent, client, packets 5 15, got 1060, may be nothing-sent both-wait crashed serial-server"}},
		{"two", func(p play) {
			a, b := p.opens(0), p.opens(1)
			p.Wait(time.Second)
			a.leaves(client)
			b.leaves(client)
		}, []string{
			"nothing-sent, client, packets 2 7, got 1000, may be nothing-sent both-wait crashed",
			"nothing-sent, client, packets 5 11, got 1000, may be nothing-sent both-wait crashed serial-server",
		}},
	})
}

// A full buffer in between, and a RST at the end.
func TestHeld(t *testing.T) {
	full := func(end capture.Flags) func(play) {
		return on(func(t *dialogue) {
			t.says(client, "GET")
			t.send(server, capture.ACK, strings.Repeat("x", 512))
			t.Packet(capture.Packet{Proto: capture.TCP, Src: t.ends[client], Dst: t.ends[server], TCP: capture.TCPHeader{Seq: t.next[client], Ack: t.next[server], Flags: capture.ACK}})
			t.send(client, capture.ACK, "")
			t.says(server, "more")
			t.send(client, end|capture.ACK, "")
		})
	}
	try(t, []row{
		{"a RST", full(capture.RST), []string{"unread-reset, client, packets 9 11, got 0, may be unread-reset partial-read crashed"}},
		{"a FIN", full(capture.FIN), nil},
		{"a RST of one whose buffer is full", on(func(t *dialogue) {
			t.says(client, "more")
			t.Packet(capture.Packet{Proto: capture.TCP, Src: t.ends[server], Dst: t.ends[client], TCP: capture.TCPHeader{Seq: t.next[server], Ack: t.next[client], Flags: capture.ACK}})
			t.send(server, capture.RST|capture.ACK, "")
		}), nil},
		{"kernels that ask each other", gaveUp(func(t *dialogue) {
			t.says(client, "hello")
			t.Wait(time.Second)
			t.next[client]--
			t.send(client, capture.ACK, "")
			t.next[client]++
			t.send(server, capture.ACK, "")
		}, 5*time.Second, 150*ms), nil},
	})
}
