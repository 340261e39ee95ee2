package suspicion_test

import (
	"testing"
	"time"

	"wireladder/capture"
)

// late has a side send data for a socket that is gone.
func (t *dialogue) late(side int, data string) {
	t.send(side, capture.PSH|capture.ACK, data)
	t.gone(1 - side)
}

// What a server says when its client has closed, by what was said before.
func TestUntilClosed(t *testing.T) {
	closed := func(answer string, before func(t *dialogue)) func(play) {
		return on(func(t *dialogue) {
			before(t)
			t.Wait(time.Second)
			t.closes(client)
			t.late(server, answer)
		})
	}
	try(t, []row{
		{"the rest of two answers", closed("SECOND\n", talk("first\nsecond\n", "FIRST\n")), []string{"both-wait, client, packets 6 8 10, got 1000, may be both-wait nothing-sent waits-for-eof write-after-close boundaries"}},
		{"something behind an answer", closed("BYE\n", talk("hello\n", "HELLO\n")), []string{"both-wait, client, packets 6 8 10, got 1000, may be both-wait nothing-sent waits-for-eof write-after-close"}},
		{"the answer to a header without its end", closed("HTTP/1.0 204 No Content\r\n\r\n", talk("GET / HTTP/1.0\r\nHost: a\r\n")), []string{"no-newline, client, packets 4 6 8, got 1000, may be no-newline waits-for-eof both-wait"}},
		{"the answer to \\n, with \\r\\n", closed("250 OK\r\n", talk("HELO\n")), []string{"waits-for-eof, client, packets 4 6 8, got 1000, may be waits-for-eof no-newline both-wait nothing-sent"}},
	})
}

// Other clients, which a server serves instead.
func TestInstead(t *testing.T) {
	// idles plays a client that connects first, and a second one that asks and waits.
	idles := func(first func(t *dialogue), ends func(p play, a, b *dialogue)) func(play) {
		return func(p play) {
			a := p.opens(0)
			first(a)
			b := p.opens(1)
			b.says(client, "hello\n")
			p.Wait(4 * time.Second)
			ends(p, a, b)
			b.late(server, "HELLO\n")
		}
	}
	together := func(_ play, a, b *dialogue) { b.closes(client); a.leaves(client) }
	try(t, []row{
		{"one that says nothing, and closes behind", idles(talk(), together), []string{"serial-server, server, packets 7 9 11 15, got 4000, may be serial-server waits-for-eof nothing-sent both-wait"}},
		{"one that says nothing, and closes before", idles(talk(), func(_ play, a, b *dialogue) { a.closes(client); b.closes(client); a.closes(server) }), []string{"serial-server, server, packets 7 9 11 15, got 4000, may be serial-server waits-for-eof nothing-sent both-wait"}},
		{"one that was answered", idles(talk("hello\n", "HELLO\n"), together), []string{"serial-server, server, packets 11 13 15 19, got 4000, may be serial-server waits-for-eof nothing-sent both-wait"}},
		{"one that waits as well", idles(talk("hello\n"), together), []string{
			"waits-for-eof, client, packets 9 11 17, got 4000, may be waits-for-eof nothing-sent both-wait serial-server",
			"both-wait, client, packets 4 13 15, got 4000, may be both-wait no-newline crashed",
		}},
		{"one that goes on", idles(talk("hello\n", "HELLO\n"), func(_ play, _, b *dialogue) { b.closes(client) }), []string{"waits-for-eof, client, packets 11 13 15, got 4000, may be waits-for-eof nothing-sent both-wait serial-server"}},
		{"one that has ended long before", idles(talk("hello\n", "HELLO\n"), func(p play, a, b *dialogue) { a.leaves(client); p.Wait(60 * ms); b.closes(client) }), []string{"waits-for-eof, client, packets 11 17 19, got 4060, may be waits-for-eof nothing-sent both-wait serial-server"}},
		{"one that is answered, and the answer comes long after the end", idles(talk("hello\n"), func(p play, a, b *dialogue) {
			a.says(server, "HELLO\n")
			a.leaves(client)
			b.closes(client)
			p.Wait(time.Second)
		}), []string{"closed-before-answer, client, packets 9 17 19 20, got 4000, may be serial-server closed-before-answer crashed"}},
		{"one that comes later", func(p play) {
			b := p.opens(0)
			b.says(client, "hello\n")
			a := p.opens(1)
			p.Wait(4 * time.Second)
			together(p, a, b)
			b.late(server, "HELLO\n")
		}, []string{"waits-for-eof, client, packets 4 9 15, got 4000, may be waits-for-eof nothing-sent both-wait"}},
		{"one that is answered later", idles(talk("hello\n"), func(p play, a, b *dialogue) {
			b.closes(client)
			p.Wait(time.Second)
			b.late(server, "HELLO\n")
			a.says(server, "HELLO\n")
			a.leaves(client)
		}), []string{"closed-before-answer, client, packets 9 11 13 14, got 4000, may be closed-before-answer serial-server crashed"}},
		{"one that is not, and the answer comes soon after the end", idles(talk(), func(p play, _, b *dialogue) {
			b.closes(client)
			p.Wait(500 * ms)
		}), []string{"closed-before-answer, client, packets 7 9 11 12, got 4000, may be closed-before-answer waits-for-eof serial-server crashed"}},
	})
}

// Clients of which one waits until another one has ended.
func TestTurns(t *testing.T) {
	waits := func(first string, ends func(p play, a, b *dialogue)) func(play) {
		return func(p play) {
			a := p.opens(0)
			a.says(client, first)
			a.says(server, "HELLO\n")
			b := p.opens(1)
			b.says(client, "bob has joined\n")
			ends(p, a, b)
		}
	}
	try(t, []row{
		{"it closes itself, and that is heeded", waits("hello\n", func(p play, a, b *dialogue) {
			p.Wait(time.Second)
			b.closes(client)
			a.closes(client)
			b.closes(server)
			a.closes(server)
		}), nil},
		{"its connection ends without an answer", waits("hello\n", func(p play, a, b *dialogue) {
			p.Wait(time.Second)
			a.leaves(client)
			b.leaves(server)
		}), []string{"server-ended, server, packets 11 13 17, got 1000, may be server-ended crashed serial-server"}},
		{"the server takes a while to close", waits("hello\n", func(p play, a, b *dialogue) {
			p.Wait(time.Second)
			a.closes(client)
			p.Wait(80 * ms)
			a.closes(server)
			p.Wait(40 * ms)
			b.says(server, "HELLO\n")
			b.leaves(client)
		}), []string{"serial-server, server, packets 11 13 17, got 1120, may be serial-server"}},
		{"what it says is passed on, and news come of the other's end", waits("ann has joined\n", func(p play, a, b *dialogue) {
			a.says(server, "bob has joined\n")
			p.Wait(time.Second)
			a.leaves(client)
			b.says(server, "ann has left\n")
			b.leaves(client)
		}), nil},
		{"another one is sent a stream", waits("hello\n", func(p play, a, b *dialogue) {
			for range 4 {
				p.Wait(20 * ms)
				a.says(server, "tick\n")
			}
			p.Wait(time.Second)
			a.leaves(client)
			b.says(server, "HELLO\n")
			b.leaves(client)
		}), []string{"serial-server, server, packets 11 21 25, got 1080, may be serial-server"}},
		{"another one is answered meanwhile", waits("hello\n", func(p play, a, b *dialogue) {
			a.says(client, "what?\n")
			p.Wait(70 * ms)
			b.says(client, "more\n")
			a.says(server, "nothing\n")
			p.Wait(time.Second)
			a.leaves(client)
			b.says(server, "HELLO\n")
			b.leaves(client)
		}), []string{"serial-server, server, packets 15 19 23, got 1000, may be serial-server"}},
		{"what it says is passed on, and much later", waits("ann has joined\n", func(p play, a, b *dialogue) {
			p.Wait(time.Second)
			a.says(server, "bob has joined\n")
			a.leaves(client)
			b.says(server, "HELLO\n")
			b.leaves(client)
		}), []string{"serial-server, server, packets 11 15 19, got 1000, may be serial-server"}},
		{"others are told of it", waits("ann\n", func(p play, a, b *dialogue) {
			a.says(client, "who is here?\n")
			a.says(server, "nobody\n")
			p.Wait(time.Second)
			b.says(client, "again")
			a.says(server, "one more\n")
			p.Wait(time.Second)
			a.leaves(client)
			b.says(server, "HELLO\n")
			b.leaves(client)
		}), nil},
	})
}

// What comes for a client that has closed, behind an answer; and for a server.
func TestFurther(t *testing.T) {
	subscribes := func(wait, after time.Duration) func(play) {
		return on(func(t *dialogue) {
			talk("news\n", "one\n")(t)
			t.Wait(wait)
			t.closes(client)
			t.Wait(after)
			t.late(server, "two\n")
		})
	}
	ended := func(before func(t *dialogue), others func(p play)) func(play) {
		return func(p play) {
			a := p.opens(0)
			before(a)
			a.closes(server)
			others(p)
			a.late(client, "more")
		}
	}
	nobody := func(play) {}
	try(t, []row{
		{"at once", subscribes(0, 0), []string{"partial-read, client, packets 10 11, got 4, may be partial-read write-after-close"}},
		{"later", subscribes(0, 200*ms), []string{"write-after-close, server, packets 10 11, got 0, may be write-after-close partial-read"}},
		{"what another client says", func(p play) {
			a := p.opens(0)
			talk("hello all\n", "hello all\n")(a)
			a.closes(client)
			b := p.opens(1)
			b.says(client, "hello you\n")
			a.late(server, "hello you\n")
			b.leaves(client)
		}, []string{"write-after-close, server, packets 15 16, got 0, may be "}},
		{"what another client has said long before", func(p play) {
			a := p.opens(0)
			talk("hello all\n", "hello all\n")(a)
			a.closes(client)
			b := p.opens(1)
			b.says(client, "hello you\n")
			p.Wait(60 * ms)
			a.late(server, "hello you\n")
			b.leaves(client)
		}, []string{"write-after-close, server, packets 15 16, got 0, may be write-after-close partial-read"}},
		{"of a server that has not answered", ended(talk("hello", "HELLO", "again"), nobody), []string{"write-after-close, client, packets 12 13, got 0, may be crashed boundaries write-after-close server-ended"}},
		{"of one that has not answered a text", ended(talk("hello", "HELLO", "größe"), nobody), []string{"write-after-close, client, packets 12 13, got 0, may be not-ascii crashed boundaries write-after-close server-ended"}},
		{"of one that has not answered a text in Latin-1", ended(talk("hello", "HELLO", "gr\xf6\xdfe"), nobody), []string{"write-after-close, client, packets 12 13, got 0, may be not-ascii crashed boundaries write-after-close server-ended"}},
		{"of one that has not answered something else", ended(talk("hello", "HELLO", "\x00\xf6\x81\xff"), nobody), []string{"write-after-close, client, packets 12 13, got 0, may be crashed boundaries write-after-close server-ended"}},
		{"of one that has not answered octets of which few are letters", ended(talk("hello", "HELLO", "g\xf6\xdf\xe4\xe4\xe4\xe4\xe4"), nobody), []string{"write-after-close, client, packets 12 13, got 0, may be crashed boundaries write-after-close server-ended"}},
		{"of one that has not answered letters that Latin-1 has not", ended(talk("hello", "HELLO", "gr\x90e"), nobody), []string{"write-after-close, client, packets 12 13, got 0, may be crashed boundaries write-after-close server-ended"}},
		{"of one that goes on", ended(talk("hello", "HELLO", "again"), func(p play) { p.opens(1) }), []string{"write-after-close, client, packets 15 16, got 0, may be crashed boundaries write-after-close"}},
		{"of one to which nothing was said", ended(talk(), nobody), []string{"write-after-close, client, packets 6 7, got 0, may be crashed write-after-close server-ended"}},
	})
}
