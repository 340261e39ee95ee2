package rules_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/rules"
	"wireladder/capture/runtest"
)

// evidence describes the moments that show a finding: calls by whose they are, packets by their
// number.
func evidence(f *findings.Finding) string {
	var all []string
	for _, m := range f.Moments {
		switch {
		case m.Packet != nil:
			all = append(all, fmt.Sprint("packet ", m.Packet.Number))
		case m.Entry.Call != nil:
			all = append(all, m.Entry.Call.Process.Name+" "+m.Entry.Call.Name)
		default:
			all = append(all, m.Call.Process.Name+" "+m.Call.Name)
		}
	}
	return string(f.Rule) + ": " + strings.Join(all, ", ")
}

// What shows a finding.
func TestShown(t *testing.T) {
	for name, tt := range map[string]struct {
		play func(p play)
		want string
	}{
		"who asks without a pause": {between(func(t *talk) {
			t.does(t.ends[client], "read", fails("EAGAIN"))
			for range 200 {
				t.does(t.ends[client], "recv", fails("EAGAIN"))
			}
		}), "spin: client read"},
		"who does not heed the end": {between(func(t *talk) {
			t.says(client, "hello\n")
			t.takes(server, "hello\n")
			t.leaves(client)
			for range 9 {
				t.takes(server, "")
			}
			t.does(t.ends[server], "read", of(9))
			t.takes(server, "")
		}), "spin: server read"},
		"who leaves something unread": {between(func(t *talk) {
			t.says(client, "hello\n")
			t.does(t.ends[server], "close")
			t.segment(server, capture.RST|capture.ACK, "")
		}), "unread-reset: packet 6, server close"},
		"who closes before the rest has come": {between(func(t *talk) {
			t.says(server, "hello ")
			t.takes(client, "hello ")
			t.says(server, "world\n")
			t.does(t.ends[client], "close")
			t.segment(client, capture.RST|capture.ACK, "")
		}), "partial-read: client recv, client close, packet 8"},
		"who answers a part": {between(func(t *talk) {
			t.says(client, "hello world\n")
			t.takes(server, "hello ")
			t.says(server, "HELLO ")
			t.takes(server, "world\n")
		}), "boundaries: server recv, server send"},
		"who shows a part": {between(func(t *talk) {
			t.says(client, "hello world\n")
			t.does(t.ends[server], "recv", moves("hello ", 6))
			t.prints("server", "hello ")
			t.does(t.ends[server], "recv", moves("world\n", 6))
			t.says(server, "got it")
		}), "boundaries: server recv"},
		"who is refused, and does not wait for it": {func(p play) {
			k := socket{who: "client", fd: 4, proto: capture.TCP, local: runtest.Loopback(40001), remote: serverAt}
			p.does(k, "connect", args(serverAt.String()), fails("EINPROGRESS"))
			t := &talk{play: p, next: [2]capture.Seq{1000, 0}, ends: [2]socket{k, {local: serverAt, remote: k.local}}}
			t.segment(client, capture.SYN, "")
			t.segment(server, capture.RST|capture.ACK, "")
		}, "refused: client connect, packet 2"},
		"who has inherited an address": {func(p play) {
			l := p.listener("server", serverAt)
			p.does(l, "close", func(c *capture.Call) { c.Shared = true })
			p.does(socket{who: "server", fd: 9, proto: capture.TCP}, "bind", args(serverAt.String()), fails("EADDRINUSE"))
		}, "address-in-use: server bind, server close"},
		"who learns that nobody is there": {func(p play) {
			c := p.mailbox("client", 4, false, runtest.Loopback(40001))
			c.remote = serverAt
			p.does(c, "connect", args(serverAt.String()))
			p.posts(c, serverAt, "hello")
			p.unreachable(c, serverAt)
			p.does(c, "recv", fails("ECONNREFUSED"))
			p.does(c, "read", fails("ECONNREFUSED"))
		}, "udp-unreachable: packet 2, client recv"},
		"who accepts where it does not listen": {func(p play) {
			p.does(socket{who: "server", fd: -1, proto: capture.TCP}, "socket", args("AF_INET, SOCK_STREAM, 0"), gives(3))
			p.does(socket{who: "server", fd: 3, proto: capture.TCP, local: serverAt}, "accept", fails("EINVAL"))
			p.prints("server", raised("OSError: 22", 1))
			p.exits("server", 1, "")
		}, "crashed: server accept, server write, server exit"},
		"who is ended by an exception, and by which": {func(p play) {
			out := socket{who: "server", fd: 1}
			p.prints("server", raised("ValueError: 7", 1))
			p.does(out, "write", moves("so\n", 3))
			p.does(socket{who: "server", fd: capture.Stderr}, "writev", moves(raised("KeyError: 7", 1), 99))
			p.does(out, "write", moves("so\n", 3))
			p.exits("server", 1, "")
		}, "crashed: server writev, server exit"},
		"which thread goes on": {between(func(t *talk) {
			t.awaits(server, thread(7))
			t.signals("server", "SIGINT")
			t.Wait(time.Second)
			t.killed("server")
		}), "thread-holds-exit: server exit, server recv"},
		"which main thread goes on": {between(func(t *talk) {
			t.awaits(server, thread(4242))
			t.signals("server", "SIGINT")
			t.Wait(time.Second)
			t.killed("server")
		}), "thread-holds-exit: server exit, server recv"},
		"whom a client waits for": {func(p play) {
			l := p.listener("server", serverAt)
			t := p.connects(l, 0)
			t.exchanges()
			p.knocks(l, 1).says(client, "hello\n")
			t.lasts(400*time.Millisecond, t.ends[server], "recv", moves("again\n", 99))
			t.says(server, "AGAIN\n")
			t.leaves(server)
			p.does(l, "accept", from(runtest.Loopback(40002)), gives(6))
		}, "serial-server: packet 9, server recv"},
		"whose work a client waits for": {func(p play) {
			l := p.listener("server", serverAt)
			t, u := p.connects(l, 0), p.connects(l, 1)
			t.says(client, "hello\n")
			u.says(client, "hello\n")
			t.takes(server, "hello\n")
			p.Wait(time.Second)
			t.says(server, "HELLO\n")
			u.takes(server, "hello\n")
		}, "serial-server: packet 9, server send"},
	} {
		p := newPlay()
		tt.play(p)
		var got []string
		for _, f := range rules.Of(accountsOf(p.Recording())) {
			got = append(got, evidence(&f))
		}
		if !slices.Equal(got, []string{tt.want}) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
