package suspicion_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/runtest"
)

// row is a play, and what it lets suspect.
type row struct {
	name string
	play func(p play)
	want []string
}

// try plays each of them.
func try(t *testing.T, rows []row) {
	t.Helper()
	for _, r := range rows {
		if got := found(r.play); !slices.Equal(got, r.want) {
			t.Errorf("%s: %q, want %q", r.name, got, r.want)
		}
	}
}

// on plays one connection.
func on(does func(t *dialogue)) func(play) { return func(p play) { does(p.opens(0)) } }

// Conversations of healthy programs.
func TestHealthy(t *testing.T) {
	try(t, []row{
		{"nothing", func(play) {}, nil},
		{"a line and its answer", on(func(t *dialogue) {
			t.says(client, "hello\n")
			t.says(server, "HELLO\n")
			t.leaves(client)
		}), nil},
		{"all letters are capitals", on(func(t *dialogue) {
			t.says(client, "größe\n")
			t.says(server, "GRÖßE\n")
			t.leaves(client)
		}), nil},
		{"the server closes first", on(func(t *dialogue) {
			t.says(client, "hello")
			t.says(server, "HELLO")
			t.leaves(server)
		}), nil},
		{"nothing for just less than long", on(func(t *dialogue) { t.Wait(700*ms - 3*time.Microsecond); t.leaves(client) }), nil},
		{"idle for long", on(func(t *dialogue) {
			t.says(client, "hello")
			t.says(server, "HELLO")
			t.Wait(time.Minute)
			t.leaves(client)
		}), nil},
		{"an answer that takes its time", on(func(t *dialogue) {
			t.says(client, "hello")
			t.Wait(5 * time.Second)
			t.says(server, "HELLO")
			t.leaves(client)
		}), nil},
		{"nothing is answered, and nothing missing", on(func(t *dialogue) {
			t.says(client, "a log line\n")
			t.Wait(time.Second)
			t.leaves(client)
		}), nil},
		{"a look at a port", on(func(t *dialogue) {
			t.Wait(699 * ms)
			t.leaves(client)
		}), nil},
		{"the capture ends before the connection", on(func(t *dialogue) { t.says(client, "hello") }), nil},
		{"a greeting, and a farewell of TLS", on(func(t *dialogue) {
			t.says(client, "hello")
			t.says(server, "HELLO")
			t.closes(client)
			t.send(server, capture.PSH|capture.ACK, "\x15\x03\x03\x00\x02")
			t.gone(client)
		}), nil},
		{"a farewell of two bytes", on(func(t *dialogue) {
			t.says(client, "hello")
			t.says(server, "HELLO")
			t.closes(client)
			t.send(server, capture.PSH|capture.ACK, "\x15\x03")
			t.gone(client)
		}), nil},
		{"a gap", on(func(t *dialogue) {
			t.says(client, "hello")
			t.next[client] += 7
			t.send(client, capture.ACK, "")
			t.send(server, capture.ACK, "")
			t.Wait(time.Second)
			t.closes(client)
			t.Wait(time.Second)
			t.closes(server)
		}), nil},
		{"umlauts that stay small, and a gap", on(func(t *dialogue) {
			t.says(client, "größe")
			t.says(server, "GRößE")
			t.next[client] += 7
			t.send(server, capture.ACK, "")
		}), nil},
		{"a full buffer", on(func(t *dialogue) {
			t.says(client, "hello")
			t.Packet(capture.Packet{Proto: capture.TCP, Src: t.ends[server], Dst: t.ends[client], TCP: capture.TCPHeader{Seq: t.next[server], Ack: t.next[client], Flags: capture.ACK}})
			t.Wait(time.Second)
			t.closes(client)
			t.Wait(time.Second)
			t.closes(server)
		}), nil},
		{"from the middle", func(p play) {
			t := &dialogue{play: p, ends: [2]netip.AddrPort{runtest.Loopback(40000), serverAt}, next: [2]capture.Seq{1000, 77000}}
			t.says(client, "hello")
			t.Wait(time.Second)
			t.closes(client)
			t.Wait(time.Second)
			t.closes(server)
		}, nil},
		{"datagrams", func(p play) {
			for _, from := range []uint16{40000, 40001} {
				p.posts(runtest.Loopback(from), serverAt, "hello")
				p.posts(serverAt, runtest.Loopback(from), "HELLO")
			}
		}, nil},
		{"a chat by datagrams", func(p play) {
			p.posts(runtest.Loopback(40000), serverAt, "hello")
			p.posts(runtest.Loopback(40001), serverAt, "hello there")
			p.posts(serverAt, runtest.Loopback(40000), "hello there")
		}, nil},
	})
}

// Data for a socket that is gone.
func TestLate(t *testing.T) {
	late := func(before, after func(t *dialogue), closer int, data string) func(play) {
		return on(func(t *dialogue) {
			before(t)
			t.closes(closer)
			after(t)
			t.send(1-closer, capture.PSH|capture.ACK, data)
			t.gone(closer)
		})
	}
	wait := func(d time.Duration) func(t *dialogue) { return func(t *dialogue) { t.Wait(d) } }
	asks := func(d time.Duration) func(t *dialogue) {
		return func(t *dialogue) { t.says(client, "hello"); t.Wait(d) }
	}
	talks := func(t *dialogue) { t.says(client, "hello"); t.says(server, "HELLO") }
	try(t, []row{
		{"the answer comes too late", late(asks(0), wait(20*ms), client, "HELLO"), []string{"closed-before-answer, client, packets 8 9, got 5, may be closed-before-answer crashed"}},
		{"after a wait, the answer comes much later", late(asks(time.Second), wait(51*ms), client, "HELLO"), []string{"closed-before-answer, client, packets 4 6 8 9, got 1000, may be closed-before-answer waits-for-eof crashed"}},
		{"after a short wait, the answer comes at once", late(asks(690*ms), wait(0), client, "HELLO"), []string{"closed-before-answer, client, packets 8 9, got 5, may be closed-before-answer crashed"}},
		{"the answer has waited for the end", late(asks(time.Second), wait(0), client, "HELLO"), []string{"waits-for-eof, client, packets 4 6 8, got 1000, may be waits-for-eof no-newline both-wait nothing-sent"}},
		{"the answer has waited for the end, and takes a while", late(asks(time.Second), wait(45*ms), client, "HELLO"), []string{"waits-for-eof, client, packets 4 6 8, got 1000, may be waits-for-eof no-newline both-wait nothing-sent"}},
		{"of a line", late(asks(time.Second), wait(0), client, "HELLO\n"), []string{"no-newline, client, packets 4 6 8, got 1000, may be no-newline waits-for-eof both-wait nothing-sent"}},
		{"after just long enough a wait", late(asks(700*ms-2*time.Microsecond), wait(0), client, "HELLO"), []string{"waits-for-eof, client, packets 4 6 8, got 700, may be waits-for-eof no-newline both-wait nothing-sent"}},
		{"though it was a line", late(func(t *dialogue) { t.says(client, "hello\n"); t.Wait(time.Second) }, wait(0), client, "HELLO\n"), []string{"waits-for-eof, client, packets 4 6 8, got 1000, may be waits-for-eof nothing-sent both-wait"}},
		{"a first word", late(wait(time.Second), wait(0), client, "hello"), []string{"both-wait, client, packets 4 6, got 1000, may be both-wait nothing-sent"}},
		{"a first word, after no wait: a look at a port", late(wait(0), wait(0), client, "hello"), nil},
		{"a first word, long after the end", late(wait(time.Second), wait(time.Second), client, "hello"), []string{"closed-before-answer, client, packets 2 4 6 7, got 1000, may be closed-before-answer crashed"}},
		{"the answer to what came with the FIN", on(func(t *dialogue) {
			t.send(client, capture.PSH|capture.FIN|capture.ACK, "hello")
			t.send(server, capture.PSH|capture.ACK, "HELLO")
			t.gone(client)
		}), []string{"closed-before-answer, client, packets 5 6, got 5, may be closed-before-answer crashed"}},
		{"a FIN alone", on(func(t *dialogue) {
			t.says(client, "hello")
			t.says(server, "HELLO")
			t.closes(client)
			t.send(server, capture.FIN|capture.ACK, "")
			t.gone(client)
		}), nil},
		{"more of the answer", late(talks, wait(0), client, "AGAIN"), []string{"partial-read, client, packets 10 11, got 5, may be partial-read write-after-close"}},
		{"more of what was not asked for", late(func(t *dialogue) { t.says(server, "tick") }, wait(0), client, "tick"), []string{"write-after-close, server, packets 8 9, got 0, may be "}},
		{"a further request", late(talks, wait(0), server, "again"), []string{"write-after-close, client, packets 10 11, got 0, may be write-after-close boundaries crashed"}},
	})
}

// A RST in place of a FIN.
func TestAborted(t *testing.T) {
	aborts := func(before func(t *dialogue), side int) func(play) {
		return on(func(t *dialogue) { before(t); t.send(side, capture.RST|capture.ACK, "") })
	}
	try(t, []row{
		{"of a server that has answered", aborts(func(t *dialogue) { t.says(client, "hello"); t.says(server, "HELLO") }, server), []string{"unread-reset, server, packets 4 8, got 0, may be unread-reset boundaries crashed server-ended"}},
		{"of a server that has not", aborts(func(t *dialogue) { t.says(client, "hello") }, server), []string{"unread-reset, server, packets 4 6, got 0, may be unread-reset crashed server-ended"}},
		{"of a server that has not, and much has come", aborts(func(t *dialogue) { t.says(client, strings.Repeat("x", 1025)) }, server), []string{"unread-reset, server, packets 4 6, got 0, may be unread-reset partial-read crashed server-ended"}},
		{"of a client that has its answer", aborts(func(t *dialogue) { t.says(client, "hello"); t.says(server, "HELLO") }, client), []string{"unread-reset, client, packets 6 8, got 0, may be unread-reset partial-read crashed"}},
		{"behind a text that is not ASCII", aborts(func(t *dialogue) { t.says(client, "größe") }, server), []string{"unread-reset, server, packets 4 6, got 0, may be unread-reset not-ascii boundaries crashed server-ended"}},
		{"of one client, and another one comes", func(p play) {
			a := p.opens(0)
			a.says(client, "hello")
			a.send(server, capture.RST|capture.ACK, "")
			p.opens(1)
		}, []string{"unread-reset, server, packets 4 6, got 0, may be unread-reset crashed"}},
		{"of a client, behind a text that is not ASCII", aborts(func(t *dialogue) { t.says(client, "hello"); t.says(server, "größe") }, client), []string{"unread-reset, client, packets 6 8, got 0, may be unread-reset not-ascii partial-read boundaries crashed"}},
		{"behind nothing", aborts(func(*dialogue) {}, server), nil},
		{"long after it", aborts(func(t *dialogue) { t.says(client, "hello"); t.says(server, "HELLO"); t.Wait(701 * ms) }, client), nil},
		{"behind its own FIN", aborts(func(t *dialogue) { t.says(client, "hello"); t.says(server, "HELLO"); t.closes(server) }, server), nil},
		{"by somebody on the way", on(func(t *dialogue) {
			t.says(client, "hello")
			t.says(server, "HELLO")
			n := t.send(client, capture.RST|capture.ACK, "")
			t.Recording().Packets()[n-1].IP.HopLimit = 50
		}), nil},
		{"of Windows", on(func(t *dialogue) {
			t.says(client, "hello")
			t.Packet(capture.Packet{Proto: capture.TCP, Src: t.ends[server], Dst: t.ends[client], TCP: capture.TCPHeader{Seq: t.next[server], Ack: t.next[client], Flags: capture.RST | capture.ACK}})
		}), nil},
	})
}

// Letters of ASCII alone that become capitals.
func TestLetters(t *testing.T) {
	try(t, []row{
		{"in the only answer", on(func(t *dialogue) { t.says(client, "größe"); t.says(server, "GRößE"); t.leaves(client) }), []string{"not-ascii, server, packets 6, got 0 of 7, may be not-ascii"}},
		{"in the second answer", on(func(t *dialogue) {
			for i, text := range []string{"hello", "HELLO", "größe", "GRößE"} {
				t.says(i%2, text)
			}
			t.leaves(client)
		}), []string{"not-ascii, server, packets 10, got 0 of 7, may be not-ascii"}},
		{"in a question", on(func(t *dialogue) { t.says(server, "größe"); t.says(client, "GRößE"); t.leaves(client) }), nil},
	})
}

// A body that is shorter than its header says.
func TestShort(t *testing.T) {
	replies := func(request, answer string) func(play) {
		return on(func(t *dialogue) { t.says(client, request); t.says(server, answer); t.leaves(server) })
	}
	try(t, []row{
		{"short", replies("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhello"), []string{"answer-short, server, packets 6 8, got 5 of 9, may be answer-short"}},
		{"whole", replies("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"), nil},
		{"none was asked for", replies("HEAD / HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"), nil},
		{"none that may have a body", replies("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"), nil},
		{"short, of a text that is not ASCII", replies("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ngröße"), []string{"answer-short, server, packets 6 8, got 7 of 9, may be answer-short not-ascii"}},
		{"no length", replies("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\nX: 5\r\n\r\n"), nil},
		{"no header", replies("GET /\r\n", "Content-Length: 5"), nil},
		{"the client closes first", on(func(t *dialogue) {
			t.says(client, "GET / HTTP/1.1\r\n\r\n")
			t.says(server, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello")
			t.leaves(client)
		}), nil},
	})
}

// Connections on which one side waits, and in vain.
func TestSilence(t *testing.T) {
	try(t, []row{
		{"nothing at all", on(func(t *dialogue) { t.Wait(700*ms - 2*time.Microsecond); t.leaves(client) }), []string{"nothing-sent, client, packets 2 4, got 700, may be nothing-sent both-wait crashed"}},
		{"no answer, and no end", on(func(t *dialogue) {
			t.says(client, "hello")
			t.Wait(time.Second)
			t.closes(client)
			t.Wait(100*ms + 2*time.Microsecond)
			t.closes(server)
		}), []string{"both-wait, client, packets 4 6 8, got 1000, may be both-wait never-closed crashed"}},
		{"no answer, and soon an end", on(func(t *dialogue) {
			t.says(client, "hello")
			t.Wait(time.Second)
			t.closes(client)
			t.Wait(100*ms + time.Microsecond)
			t.closes(server)
		}), nil},
		{"an answer that is no line", on(func(t *dialogue) {
			t.says(client, "hello\n")
			t.says(server, "HELLO")
			t.Wait(time.Second)
			t.leaves(client)
		}), []string{"no-newline, server, packets 6 8, got 1000, may be no-newline waits-for-eof both-wait"}},
		{"a line as long as may be is asked", on(func(t *dialogue) {
			t.says(client, strings.Repeat("x", 255)+"\n")
			t.says(server, strings.Repeat("x", 256))
			t.Wait(time.Second)
			t.leaves(client)
		}), []string{"no-newline, server, packets 6 8, got 1000, may be no-newline waits-for-eof both-wait"}},
		{"a long line is asked", on(func(t *dialogue) {
			t.says(client, strings.Repeat("x", 256)+"\n")
			t.says(server, "HELLO")
			t.Wait(time.Second)
			t.leaves(client)
		}), nil},
		{"a long answer", on(func(t *dialogue) {
			t.says(client, "hello\n")
			t.says(server, strings.Repeat("x", 257))
			t.Wait(time.Second)
			t.leaves(client)
		}), nil},
		{"a short wait behind it", on(func(t *dialogue) {
			t.says(client, "hello\n")
			t.says(server, "HELLO")
			t.Wait(690 * ms)
			t.leaves(client)
		}), nil},
		{"lines are asked, a body comes", on(func(t *dialogue) {
			t.says(client, "GET /\nHost: a\n")
			t.says(server, "hello")
			t.Wait(time.Second)
			t.leaves(client)
		}), nil},
		{"no line is asked", on(func(t *dialogue) {
			t.says(client, "hel\nlo")
			t.says(server, "HELLO")
			t.Wait(time.Second)
			t.leaves(client)
		}), nil},
		{"an answer of lines", on(func(t *dialogue) {
			t.says(client, "hello\n")
			t.says(server, "HEL\nLO")
			t.Wait(time.Second)
			t.leaves(client)
		}), nil},
		{"the server has closed behind it", on(func(t *dialogue) {
			t.says(client, "hello\n")
			t.says(server, "HELLO")
			t.Wait(time.Second)
			t.leaves(server)
		}), nil},
	})
}

// Servers that close without an answer.
func TestDismissed(t *testing.T) {
	dismisses := func(data string, d time.Duration) func(t *dialogue) {
		return func(t *dialogue) { t.says(client, data); t.Wait(d); t.leaves(server) }
	}
	try(t, []row{
		{"it ends", on(dismisses("hello", 10*ms)), []string{"closed-before-answer, server, packets 4 6, got 5, may be crashed server-ended"}},
		{"it ends, and the text is not ASCII", on(dismisses("größe", 10*ms)), []string{"closed-before-answer, server, packets 4 6, got 7, may be not-ascii crashed server-ended"}},
		{"it ends, and the text is in Latin-1", on(dismisses("gr\xf6\xdfe", 10*ms)), []string{"closed-before-answer, server, packets 4 6, got 5, may be not-ascii crashed server-ended"}},
		{"it ends, and several have come", on(func(t *dialogue) {
			t.says(client, "{1: 1}")
			dismisses("{2: 2}", 10*ms)(t)
		}), []string{"closed-before-answer, server, packets 6 8, got 12, may be crashed server-ended boundaries"}},
		{"it ends, and the answer went to another client", func(p play) {
			one, two := p.opens(0), p.opens(1)
			one.says(client, "hello")
			two.says(client, "other")
			two.says(server, "HELLO")
			one.Wait(10 * ms)
			one.leaves(server)
		}, []string{"closed-before-answer, server, packets 7 13, got 5, may be reply-wrong-address crashed server-ended"}},
		{"it ends soon", on(dismisses("hello", 2*ms-2*time.Microsecond)), []string{"closed-before-answer, server, packets 4 6, got 5, may be crashed server-ended"}},
		{"it closes at once", on(dismisses("hello", 2*ms-3*time.Microsecond)), nil},
		{"it goes on", func(p play) { dismisses("hello", 10*ms)(p.opens(0)); p.opens(1) }, nil},
	})
}

// Servers that do not heed the end of their clients.
func TestLingers(t *testing.T) {
	lingers := func(d time.Duration, before ...string) func(play) {
		return on(func(t *dialogue) {
			for i, text := range before {
				t.says(i%2, text)
			}
			t.closes(client)
			t.Wait(d)
			t.closes(server)
		})
	}
	try(t, []row{
		{"for long", lingers(150*ms, "hello", "HELLO"), []string{"never-closed, server, packets 8 10, got 150, may be never-closed spin"}},
		{"for long, behind a long wait", on(func(t *dialogue) {
			talk("hello", "HELLO")(t)
			t.Wait(time.Second)
			t.closes(client)
			t.Wait(150 * ms)
			t.closes(server)
		}), []string{"never-closed, server, packets 8 10, got 150, may be never-closed waits-for-eof both-wait spin"}},
		{"for long, behind a greeting", on(func(t *dialogue) {
			t.says(server, "welcome")
			t.says(client, "hello")
			t.says(server, "HELLO")
			t.closes(client)
			t.Wait(150 * ms)
			t.closes(server)
		}), []string{"never-closed, server, packets 10 12, got 150, may be never-closed spin"}},
		{"not for long", lingers(90*ms, "hello", "HELLO"), nil},
		{"of a slow server", on(func(t *dialogue) {
			t.says(client, "hello")
			t.Wait(10 * ms)
			t.says(server, "HELLO")
			t.closes(client)
			t.Wait(199 * ms)
			t.closes(server)
		}), nil},
		{"of a slow server, for long", on(func(t *dialogue) {
			t.says(client, "hello")
			t.Wait(10 * ms)
			t.says(server, "HELLO")
			t.closes(client)
			t.Wait(201 * ms)
			t.closes(server)
		}), []string{"never-closed, server, packets 8 10, got 201, may be never-closed spin"}},
		{"with something to be answered", lingers(150*ms, "hello", "HELLO", "again"), nil},
		{"for ever", func(p play) {
			t := p.opens(0)
			t.says(client, "hello")
			t.says(server, "HELLO")
			t.closes(client)
			p.Wait(time.Second)
			p.opens(1)
		}, []string{"never-closed, server, packets 8, got 1000, may be never-closed spin"}},
		{"the FIN was lost", on(func(t *dialogue) {
			t.says(client, "hello")
			t.says(server, "HELLO")
			t.send(client, capture.FIN|capture.ACK, "")
			t.Wait(200 * ms)
			t.next[client]--
			t.closes(client)
			t.closes(server)
		}), nil},
	})
}

// Servers with several clients.
func TestServers(t *testing.T) {
	first := func(p play) (a, b *dialogue) {
		a = p.opens(0)
		a.says(client, "one")
		a.says(server, "ONE")
		b = p.opens(1)
		b.says(client, "two")
		return a, b
	}
	try(t, []row{
		{"one after the other", func(p play) {
			a, b := first(p)
			p.Wait(400 * ms)
			a.leaves(client)
			b.says(server, "TWO")
			b.leaves(client)
		}, []string{"serial-server, server, packets 11 13 17, got 400, may be serial-server"}},
		{"one after the other, not at once", func(p play) {
			a, b := first(p)
			p.Wait(300*ms - 2*time.Microsecond)
			a.leaves(client)
			p.Wait(50*ms - 4*time.Microsecond)
			b.says(server, "TWO")
			b.leaves(client)
		}, []string{"serial-server, server, packets 11 13 17, got 350, may be serial-server"}},
		{"one after the other, quickly", func(p play) {
			a, b := first(p)
			p.Wait(350*ms - 7*time.Microsecond)
			a.leaves(client)
			b.says(server, "TWO")
			b.leaves(client)
		}, nil},
		{"one after the other, by chance", func(p play) {
			a, b := first(p)
			p.Wait(400 * ms)
			a.leaves(client)
			p.Wait(50*ms - time.Microsecond)
			b.says(server, "TWO")
			b.leaves(client)
		}, nil},
		{"the second first", func(p play) {
			a, b := first(p)
			p.Wait(400 * ms)
			b.says(server, "TWO")
			b.leaves(client)
			a.leaves(client)
		}, nil},
		{"the second is turned away", func(p play) {
			a, b := first(p)
			p.Wait(400 * ms)
			a.leaves(client)
			b.send(server, capture.RST|capture.ACK, "")
		}, []string{"server-ended, server, packets 11 13 17, got 400, may be server-ended crashed serial-server"}},
		{"all end at one instant", func(p play) {
			a, b := first(p)
			p.Wait(10 * ms)
			a.closes(server)
			p.Wait(5*ms - 2*time.Microsecond)
			b.closes(server)
		}, []string{"server-ended, server, packets 13 15, got 0, may be server-ended crashed"}},
		{"one ends, and the next one is connected", func(p play) {
			a := p.opens(0)
			a.says(client, "one")
			a.says(server, "ONE")
			a.closes(server)
			a.says(client, "more")
			b := p.opens(1)
			b.says(client, "two")
			b.says(server, "TWO")
			b.closes(server)
		}, nil},
		{"all end at one instant, of as many as are compared", func(p play) { endAtOnce(p, 200) }, []string{"server-ended, server, packets 13 15, got 0, may be server-ended crashed"}},
		{"all end at one instant, of more", func(p play) { endAtOnce(p, 201) }, nil},
		{"all are broken off at one instant", func(p play) {
			a, b := first(p)
			p.Wait(time.Second)
			a.send(server, capture.RST|capture.ACK, "")
			b.send(server, capture.RST|capture.ACK, "")
		}, []string{"server-ended, server, packets 13 14, got 0, may be server-ended crashed"}},
		{"all end, and nothing was said", func(p play) {
			a, b := p.opens(0), p.opens(1)
			a.closes(server)
			b.closes(server)
		}, nil},
		{"all end, and a client before", func(p play) {
			a, b := first(p)
			b.closes(client)
			a.closes(server)
			b.closes(server)
		}, nil},
		{"the first is not answered, either", func(p play) {
			a, b := p.opens(0), p.opens(1)
			a.says(client, "one")
			b.says(client, "two")
			p.Wait(400 * ms)
			a.leaves(client)
			b.says(server, "TWO")
			b.leaves(client)
		}, nil},
		{"the second goes before the first", func(p play) {
			a, b := p.opens(0), p.opens(1)
			a.says(client, "one")
			b.says(client, "two")
			b.says(server, "TWO")
			p.Wait(400 * ms)
			b.leaves(client)
			a.says(server, "ONE")
			a.leaves(client)
		}, nil},
		{"they end one by one", func(p play) {
			a, b := first(p)
			p.Wait(10 * ms)
			a.closes(server)
			p.Wait(5*ms - time.Microsecond)
			b.closes(server)
		}, []string{"closed-before-answer, server, packets 11 15, got 3, may be crashed server-ended"}},
		{"all end, and all is answered", func(p play) {
			a, b := first(p)
			b.says(server, "TWO")
			a.closes(server)
			b.closes(server)
		}, nil},
		{"a SYN has no answer, as others of another server", func(p play) {
			p.asksAt(runtest.Loopback(81), 0).accepted().says(client, "one")
			p.opens(1).says(client, "two")
			again(p)
		}, nil},
		{"a SYN has no answer, as others, behind another server", func(p play) {
			p.asksAt(runtest.Loopback(81), 3).accepted()
			p.opens(0).says(client, "one")
			p.opens(1).says(client, "two")
			again(p)
		}, []string{"backlog-full, server, packets 14 15, got 2, may be backlog-full"}},
		{"a SYN has no answer, as others", func(p play) {
			p.opens(0).says(client, "one")
			p.opens(1).says(client, "two")
			again(p)
		}, []string{"backlog-full, server, packets 11 12, got 2, may be backlog-full"}},
		{"a SYN has no answer, and another one", func(p play) {
			first(p)
			again(p)
		}, nil},
	})
}

// endAtOnce has a server end two connections at one instant, one of which is not answered, and
// then take others: so many are there.
func endAtOnce(p play, n int) {
	a, b := p.opens(0), p.opens(1)
	a.says(client, "one")
	a.says(server, "ONE")
	b.says(client, "two")
	a.closes(server)
	b.closes(server)
	for i := range n - 2 {
		p.opens(i + 2)
	}
}

// again asks for a third connection twice, and gets no answer.
func again(p play) {
	t := p.asks(2)
	p.Wait(time.Second)
	t.next[client] = 1000
	t.send(client, capture.SYN, "")
}

// Answers by datagrams.
func TestDatagrams(t *testing.T) {
	one, two, other := runtest.Loopback(40000), runtest.Loopback(40001), runtest.Loopback(81)
	try(t, []row{
		{"to the first client for ever", func(p play) {
			p.posts(one, serverAt, "hello")
			p.posts(serverAt, one, "HELLO")
			p.posts(two, serverAt, "there")
			p.posts(serverAt, one, "THERE")
		}, []string{"reply-wrong-address, server, packets 3 4, got 0, may be reply-wrong-address"}},
		{"from another port again and again, for who asks again", func(p play) {
			for range 3 {
				p.posts(one, serverAt, "hello")
				p.posts(other, one, "HELLO")
				p.unreachable(other, one)
			}
		}, []string{"reply-wrong-address, client, packets 1 2, got 0, may be reply-wrong-address"}},
		{"to who has asked several, of whom one is there", func(p play) {
			p.posts(one, serverAt, "who?")
			p.posts(one, other, "who?")
			p.posts(serverAt, one, "me, here")
			p.posts(one, runtest.Loopback(82), "who?")
			p.unreachable(one, runtest.Loopback(82))
		}, nil},
		{"to a port where nobody is", func(p play) {
			p.posts(one, serverAt, "hello")
			p.posts(serverAt, two, "so")
			p.unreachable(serverAt, two)
		}, []string{"reply-wrong-address, server, packets 1 2, got 0, may be reply-wrong-address"}},
		{"an echo to a port where nobody is", func(p play) {
			p.posts(one, serverAt, "hello")
			p.posts(serverAt, two, "HELLO")
			p.unreachable(serverAt, two)
		}, []string{"reply-wrong-address, server, packets 1 2, got 0, may be reply-wrong-address"}},
		{"from another port", func(p play) {
			p.posts(one, serverAt, "hello")
			p.posts(other, one, "so")
			p.unreachable(other, one)
		}, []string{"reply-wrong-address, client, packets 1 2, got 0, may be reply-wrong-address"}},
		{"to a port that has asked somebody else", func(p play) {
			p.posts(one, serverAt, "hello")
			p.posts(two, other, "hello")
			p.posts(serverAt, two, "so")
			p.unreachable(serverAt, two)
		}, []string{"reply-wrong-address, server, packets 1 3, got 0, may be reply-wrong-address"}},
		{"to nobody, behind an answer", func(p play) {
			p.posts(one, serverAt, "hello")
			p.posts(serverAt, one, "HELLO")
			p.posts(serverAt, two, "so")
			p.unreachable(serverAt, two)
		}, nil},
		{"to nobody, behind the answer to another one", func(p play) {
			p.posts(one, serverAt, "hello")
			p.posts(two, serverAt, "there")
			p.posts(serverAt, one, "HELLO")
			p.posts(serverAt, runtest.Loopback(40009), "THERE")
			p.unreachable(serverAt, runtest.Loopback(40009))
		}, []string{"reply-wrong-address, server, packets 2 4, got 0, may be reply-wrong-address"}},
		{"from another host", func(p play) {
			p.posts(one, netip.MustParseAddrPort("127.0.0.9:80"), "hello")
			p.posts(other, one, "so")
			p.unreachable(other, one)
		}, nil},
		{"to nobody, without a question", func(p play) { p.posts(serverAt, two, "so"); p.unreachable(serverAt, two) }, nil},
		{"umlauts that stay small", func(p play) { p.posts(one, serverAt, "größe"); p.posts(serverAt, one, "GRößE") }, []string{"not-ascii, server, packets 2, got 0 of 7, may be not-ascii"}},
		{"umlauts that do not", func(p play) { p.posts(one, serverAt, "größe"); p.posts(serverAt, one, "GRÖßE") }, nil},
		{"the beginning alone", func(p play) { p.posts(one, serverAt, "hello there"); p.posts(serverAt, one, "HELLO TH") }, []string{"datagram-cut, server, packets 1 2, got 8 of 11, may be datagram-cut answer-short"}},
		{"four octets alone", func(p play) { p.posts(one, serverAt, "hello there"); p.posts(serverAt, one, "HELL") }, []string{"datagram-cut, server, packets 1 2, got 4 of 11, may be datagram-cut answer-short"}},
		{"the same octets", func(p play) { p.posts(one, serverAt, "hello there"); p.posts(serverAt, one, "hello") }, nil},
		{"nothing of it", func(p play) { p.posts(one, serverAt, ""); p.posts(serverAt, one, "") }, nil},
		{"more than it", func(p play) { p.posts(one, serverAt, "hello"); p.posts(serverAt, one, "HELLO THERE") }, nil},
		{"another host's port", func(p play) {
			p.posts(one, serverAt, "hello")
			p.posts(serverAt, netip.MustParseAddrPort("127.0.0.9:40001"), "so")
			p.unreachable(serverAt, netip.MustParseAddrPort("127.0.0.9:40001"))
		}, nil},
		{"no route to it", func(p play) {
			p.posts(one, serverAt, "hello")
			p.posts(serverAt, two, "so")
			p.Packet(capture.Packet{
				Proto: capture.ICMP, Src: netip.AddrPortFrom(two.Addr(), 0), Dst: netip.AddrPortFrom(serverAt.Addr(), 0),
				ICMP: capture.ICMPHeader{Type: 3, Code: 1, Quoted: capture.Quote{Proto: capture.UDP, Src: serverAt, Dst: two}},
			})
		}, nil},
		{"the beginning alone, behind others", func(p play) {
			p.opens(0)
			p.posts(two, other, "so")
			p.unreachable(two, other)
			p.posts(one, serverAt, "hello there")
			p.posts(serverAt, one, "HELLO TH")
		}, []string{"datagram-cut, server, packets 6 7, got 8 of 11, may be datagram-cut answer-short"}},
		{"something else", func(p play) { p.posts(one, serverAt, "hello there"); p.posts(serverAt, one, "goodbye") }, nil},
		{"a short yes", func(p play) { p.posts(one, serverAt, "yes or no"); p.posts(serverAt, one, "YES") }, nil},
	})
}
