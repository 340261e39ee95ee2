package verdicts

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
)

// TestHeard holds what is said of what a side has received before it waits: as it was seen, with
// the likely reading as one that may be.
func TestHeard(t *testing.T) {
	client := &run.Socket{Process: "client", FD: 4, Proto: capture.TCP, Side: flow.Initiator}
	server := &run.Socket{Process: "server", FD: 5, Proto: capture.TCP, Side: flow.Responder}
	mailbox := &run.Socket{Process: "server", FD: 3, Proto: capture.UDP}
	waits, asks := callOn(client, "recv", "print(s.recv(99))", 5), callOn(server, "recv", "d = c.recv(99)", 7)
	asks.Call.Code.Newline = true
	file := callOn(server, "recv", "for line in f:", 7)
	file.Call.Code.Newline = true
	took := func(k *run.Socket, text string) *run.Moment {
		m := callOn(k, "recv", "d = c.recv(99)", 6)
		m.Call.Data = []byte(text)
		return m
	}
	ahead := callOn(server, "recv", "line = c.makefile().readline()", 6)
	ahead.Call.Data = []byte("a\nb\n")
	for name, c := range map[string]struct {
		heard findings.Heard
		wait  *run.Moment // of the server
		want  []string
	}{
		"a request": {findings.Heard{By: server, Take: took(server, "hello"), Octets: 5, Whole: 1}, callOn(server, "recv", "d = c.recv(99)", 7),
			[]string{"The server has received all that the client has sent last (5 bytes), and goes on receiving", "agree on where a message ends"}},
		"a line": {findings.Heard{By: server, Take: took(server, "hello\n"), Octets: 6, Whole: 1}, asks,
			[]string{`(6 bytes, with \n at its end)`, "it waits for more, or for something else."}},
		"lines, for a file object of its own": {findings.Heard{By: server, Take: ahead, Whole: 2, Lines: true}, asks,
			[]string{"What is made (server.py:6) to read a line has taken at once 2 lines of the client", "make it once for each connection"}},
		"a line, for a file": {findings.Heard{By: server, Take: took(server, "hello\n"), Octets: 6, Whole: 1}, file,
			[]string{`with \n at its end`, "flush()"}},
		"lines": {findings.Heard{By: server, Take: took(server, "a\nb\n"), Whole: 2, Lines: true, Said: 1}, asks,
			[]string{"recv() (server.py:6) of the server had returned at once 2 lines of the client, and it has sent one message since", "It may have taken them for one"}},
		"calls": {findings.Heard{By: server, Take: took(server, "ab"), Whole: 3, Said: 2}, asks,
			[]string{"what the client had sent with 3 calls, and it has sent 2 messages since"}},
		"none said": {findings.Heard{By: server, Take: took(server, "ab"), Whole: 2}, asks, []string{"it has sent nothing since"}},
		"two pieces": {findings.Heard{By: client, Take: took(client, "\n"), Whole: 1, Split: true}, asks,
			[]string{`What the client has received ends with \r\n, and these came in two pieces`, "not in the last piece"}},
		"a datagram": {findings.Heard{By: mailbox, Take: took(mailbox, "hello"), Octets: 5, Whole: 1}, asks,
			[]string{"The server has received the last datagram of the client (5 bytes)", "settimeout()"}},
	} {
		f := findings.Finding{Rule: findings.BothWait, Who: client, Other: server, Calls: true, Heard: &c.heard, Moments: []*run.Moment{waits, c.wait}}
		lacks(t, name, Of(&f), c.want)
	}
}

// lacks complains of what is not said.
func lacks(t *testing.T, name string, v Verdict, want []string) {
	t.Helper()
	said := v.Brief + "\n" + v.Full + "\n" + v.Repair
	for _, w := range want {
		if !strings.Contains(said, w) {
			t.Errorf("%s: %q lacks %q", name, said, w)
		}
	}
}

// TestSockets holds what is said where the wrong socket is at the end of a wait.
func TestSockets(t *testing.T) {
	client, second := &run.Socket{Process: "client", FD: 4, Proto: capture.TCP}, &run.Socket{Process: "client", FD: 6, Proto: capture.TCP}
	listener := &run.Socket{Process: "server", FD: 3, Role: run.Listening, Proto: capture.TCP}
	server := &run.Socket{Process: "server", FD: 5, Proto: capture.TCP}
	waits, listens := callOn(client, "recv", "print(s.recv(99))", 5), callOn(listener, "listen", "ls.listen(5)", 3)
	takes, sends := callOn(server, "recv", "d = c.recv(99)", 7), callOn(&run.Socket{Process: "server", FD: 6}, "send", "c.sendall(d)", 8)
	accepts := callOn(listener, "accept", "ls.accept()", 6)
	mailbox := &run.Socket{Process: "client", FD: 4, Proto: capture.UDP}
	in := func(file string, k *run.Socket) *run.Moment {
		m := callOn(k, "recv", "", 4)
		m.Call.Code.File = file
		return m
	}
	misused := func(k *run.Socket, name, errno string, size int, at string) *run.Moment {
		m := callOn(k, name, "", 4)
		m.Call.Errno, m.Call.Size, m.Call.Proto = errno, size, k.Proto
		if at != "" {
			m.Call.Args.Address = netip.MustParseAddrPort(at)
		}
		return m
	}
	exit := callOn(server, "exit", "", 0)
	again := callOn(client, "connect", "s.connect(a)", 4)
	again.Call.Errno = "EISCONN"
	whole := callOn(client, "recv", "s.recv(255, socket.MSG_WAITALL)", 4)
	whole.Call.Size, whole.Call.Args.Flags = 255, "MSG_WAITALL"
	packet := &run.Moment{Kind: run.Packet, Facts: run.NoFacts(), Observation: flow.Observation{Packet: &capture.Packet{Number: 19}}}
	rst := &run.Moment{Kind: run.Packet, Facts: &facts.Facts{Reset: &facts.Reset{Why: facts.SocketGone}}, Observation: flow.Observation{Packet: &capture.Packet{Number: 20}}}
	polls := callOn(client, "poll", "print(s.recv(99))", 5)
	polls.Call.Exit = polls.Call.Enter.Add(2 * time.Second)
	for name, c := range map[string]struct {
		f    findings.Finding
		want []string
	}{
		"nothing in time": {findings.Finding{Rule: findings.Crashed, Process: "client", Other: client, Got: 1, Text: "TimeoutError: timed out", Moments: []*run.Moment{polls, exit}},
			[]string{"It has waited for 2 s on fd 4 (client.py:5), and nothing has come. Its exit status is 1."}},
		"nobody accepts": {findings.Finding{Rule: findings.BothWait, Near: findings.Unaccepted, Who: client, Other: listener, Moments: []*run.Moment{waits, listens}},
			[]string{"does not accept its connection", "The client waits (client.py:5); the last call of the server on that socket is listen() (server.py:3)."}},
		"nobody accepts, and it gives up": {findings.Finding{Rule: findings.BothWait, Near: findings.Unaccepted, Who: client, Other: listener, GivesUp: client, Got: 2000, Moments: []*run.Moment{waits, listens}},
			[]string{"and gives up after 2 s; the last call"}},
		"another connection": {findings.Finding{Rule: findings.BothWait, Near: findings.OtherSocket, Who: client, Other: second, Of: 5, GivesUp: client, Got: 2000, Moments: []*run.Moment{waits, listens}},
			[]string{"waits on fd 4, and does not receive what has come on its fd 6", "lies there unread: 5 bytes. It gives up after 2 s."}},
		"another client": {findings.Finding{Rule: findings.ReplyWrongAddress, Who: server, Other: client, Moments: []*run.Moment{takes, sends, sends}},
			[]string{"on the connection of another client", "It receives on fd 5 (server.py:7), and then sendall() (server.py:8) of the same thread sends that, in other letters, on fd 6", "Another request on fd 6 is answered there.", "args=(conn,)"}},
		"itself": {findings.Finding{Rule: findings.ReplyWrongAddress, Near: findings.SameAddress, Who: client, Other: server, Moments: []*run.Moment{waits, waits}},
			[]string{"receives its own datagram", "needs no bind()"}},
		"a signal that did nothing": {findings.Finding{Rule: findings.ThreadHoldsExit, Process: "server", Other: listener, Idle: true, Moments: []*run.Moment{exit, accepts}},
			[]string{"accept() on fd 3 (server.py:6), in which it waits, was not even broken off", "ignores the signal", "so busy"}},
		"connected before": {findings.Finding{Rule: findings.Crashed, Process: "client", Other: client, Got: 1, Text: "OSError: x", Moments: []*run.Moment{again, exit}},
			[]string{"connect() on fd 4 fails (client.py:4): the socket is connected already. Its exit status is 1.", "once for each socket"}},
		"never connected": {findings.Finding{Rule: findings.Crashed, Process: "client", Other: client, Got: 1, Text: "x", Moments: []*run.Moment{misused(client, "send", "EPIPE", 5, ""), exit}},
			[]string{"send() on fd 4 fails (client.py:4): the socket is not connected.", "call connect() before"}},
		"an address of another host": {findings.Finding{Rule: findings.Crashed, Process: "server", Other: server, Got: 1, Text: "x", Moments: []*run.Moment{misused(server, "bind", "EADDRNOTAVAIL", 0, "192.0.2.1:80"), exit}},
			[]string{"no interface of this host has the address 192.0.2.1", "127.0.0.1 for programs on this host"}},
		"a port of others": {findings.Finding{Rule: findings.Crashed, Process: "server", Other: server, Got: 1, Text: "x", Moments: []*run.Moment{misused(server, "bind", "EACCES", 0, "127.0.0.1:80"), exit}},
			[]string{"port 80 is one that not every user may have", "from 1024 on"}},
		"broadcast": {findings.Finding{Rule: findings.Crashed, Process: "client", Other: mailbox, Got: 1, Text: "x", Moments: []*run.Moment{misused(mailbox, "sendto", "EACCES", 7, "192.0.2.255:80"), exit}},
			[]string{"for one of broadcast", "SO_BROADCAST"}},
		"not allowed, and no broadcast": {findings.Finding{Rule: findings.Crashed, Process: "client", Other: mailbox, Got: 1, Text: "x", Moments: []*run.Moment{misused(mailbox, "sendto", "EACCES", 7, "192.0.2.1:80"), exit}},
			[]string{"\nsendto() on fd 4 fails with EACCES (client.py:4). Its exit status is 1. The kernel closes what it had open.\n"}},
		"an argument that makes no sense": {findings.Finding{Rule: findings.Crashed, Process: "client", Other: client, Got: 1, Text: "x", Moments: []*run.Moment{misused(client, "setsockopt", "EINVAL", 0, ""), exit}},
			[]string{"\nsetsockopt() on fd 4 fails with EINVAL (client.py:4). Its exit status is 1."}},
		"an address of a link": {findings.Finding{Rule: findings.Crashed, Process: "client", Other: client, Got: 1, Text: "x", Moments: []*run.Moment{misused(client, "connect", "EINVAL", 0, "[fe80::1]:80"), exit}},
			[]string{"fails (client.py:4): fe80::1 is there on each interface, and the call does not say which one.", "if_nametoindex"}},
		"accept before anybody comes": {findings.Finding{Rule: findings.Crashed, Process: "server", Other: listener, Got: 1, Text: "x", Moments: []*run.Moment{misused(listener, "accept", "EAGAIN", 0, ""), exit}},
			[]string{"accept() on fd 3 fails (server.py:4): no client has connected yet, and the socket does not wait.", "setblocking(True)"}},
		"accept without listen": {findings.Finding{Rule: findings.Crashed, Process: "server", Other: mailbox, Got: 1, Text: "x", Moments: []*run.Moment{misused(mailbox, "accept", "EINVAL", 0, ""), exit}},
			[]string{"for listen() was not called before.", "call listen() behind bind()"}},
		"accept where it listens": {findings.Finding{Rule: findings.Crashed, Process: "server", Other: listener, Got: 1, Text: "x", Moments: []*run.Moment{misused(listener, "accept", "EINVAL", 0, ""), exit}},
			[]string{"accept() on fd 3 fails with EINVAL (server.py:4). Its"}},
		"recv where it listens": {findings.Finding{Rule: findings.Crashed, Process: "server", Other: listener, Got: 1, Text: "x", Moments: []*run.Moment{misused(listener, "recv", "ENOTCONN", 0, ""), exit}},
			[]string{"recv() on fd 3, which listens, fails (server.py:4).", "that accept() returns"}},
		"no room": {findings.Finding{Rule: findings.Crashed, Process: "server", Other: server, Got: 1, Text: "x", Moments: []*run.Moment{misused(server, "send", "EAGAIN", 0, ""), exit}},
			[]string{"there is no room for more, and the socket does not wait", "select() for room"}},
		"a connect that does not wait": {findings.Finding{Rule: findings.Crashed, Process: "client", Other: client, Got: 1, Text: "x", Moments: []*run.Moment{misused(client, "connect", "EINPROGRESS", 0, "127.0.0.1:80"), exit}},
			[]string{"connecting takes its time", "before setblocking(False)"}},
		"its thread is away": {findings.Finding{Rule: findings.BothWait, Near: findings.ThreadAway, Who: client, Other: server, Of: 4, Moments: []*run.Moment{waits, accepts}},
			[]string{"4 bytes lie unread at fd 5 of the server.", "(a lock, a sleep, another thread)", "with lock:"}},
		"another thread": {findings.Finding{Rule: findings.BothWait, Near: findings.OtherThread, Who: client, Other: client, Got: 5, Moments: []*run.Moment{waits, callOn(client, "recv", "d = s.recv(99)", 9)}},
			[]string{"a thread of the client waits for an answer that another thread of it has received", "waits in recv() (client.py:5). 5 bytes that came on fd 4 since went to recv() (client.py:9) of another thread"}},
		"not watched any more": {findings.Finding{Rule: findings.BothWait, Who: client, Other: server, Got: 3, Of: 8, Moments: []*run.Moment{waits, callOn(listener, "epoll_wait", "", 0)}},
			[]string{"5 bytes lie unread at fd 5", "It has received from it before; epoll_wait() watches it no more.", "EPOLLONESHOT"}},
		"asks whether it can be written": {findings.Finding{Rule: findings.Spin, Who: server, Got: 300, Text: "writing", Moments: []*run.Moment{callOn(listener, "select", "", 0)}},
			[]string{"asks select() at least 300 times in a row", "fd 5 is ready for writing", "something is left to be sent"}},
		"asks what can be read": {findings.Finding{Rule: findings.Spin, Who: server, Got: 300, Text: "reading", Moments: []*run.Moment{callOn(listener, "select", "", 0)}},
			[]string{"fd 5 is ready for reading", "accept() there"}},
		"a header without an end": {findings.Finding{Rule: findings.NoNewline, Who: client, Other: server, Text: "\r\n\r\n", Moments: []*run.Moment{waits, takes}},
			[]string{"what the client sends begins as HTTP, and lacks the blank line", "both wait for ever", `\r\n\r\n`}},
		"a part, and an exception": {findings.Finding{Rule: findings.PartialRead, Who: server, Other: client, Got: 2, Of: 4, Text: "struct.error: x", Moments: []*run.Moment{takes}},
			[]string{"the server takes 2 of 4 bytes for the whole message", `with a part: "struct.error: x"`}},
		"several, and an exception": {findings.Finding{Rule: findings.Boundaries, Who: server, Other: client, Got: 2, Text: "ValueError: x", Moments: []*run.Moment{takes}},
			[]string{"takes 2 messages for one", `not understood: "ValueError: x"`}},
		"connects back": {findings.Finding{Rule: findings.Refused, Who: server, Other: client, Near: findings.FromThere, Moments: []*run.Moment{waits}},
			[]string{"That is the address from which a connection to", "a connection goes both ways"}},
		"a port that the kernel has chosen": {findings.Finding{Rule: findings.Refused, Who: client, Other: listener, Near: findings.AnyPort, Moments: []*run.Moment{waits}},
			[]string{"and so the kernel has chosen one", "before listen()"}},
		"a datagram of another server": {findings.Finding{Rule: findings.UDPUnreachable, Who: server, Other: client, Near: findings.Engaged, Moments: []*run.Moment{packet}},
			[]string{"it is connected to another one", "where several answer"}},
		"ends, and owes a datagram": {findings.Finding{Rule: findings.ServerEnded, Process: "server", Who: mailbox, Moments: []*run.Moment{exit}},
			[]string{"look at what ends the loop"}},
		"ends, and its thread with it": {findings.Finding{Rule: findings.ServerEnded, Process: "server", Who: server, Moments: []*run.Moment{exit, takes}},
			[]string{"with recv() (server.py:7) as its last call", "thread.join()"}},
		"too large a datagram": {findings.Finding{Rule: findings.Crashed, Process: "client", Other: mailbox, Got: 1, Text: "x", Moments: []*run.Moment{misused(mailbox, "sendto", "EMSGSIZE", 70000, "127.0.0.1:80"), exit}},
			[]string{"70000 bytes do not go into one datagram, which carries 65507 at most"}},
		"reported once": {findings.Finding{Rule: findings.BothWait, Near: findings.ReportedOnce, Who: client, Other: server, Of: 8, Moments: []*run.Moment{waits, callOn(server, "epoll_wait", "e.poll()", 6)}},
			[]string{"has not received all of the request", "8 bytes lie unread at fd 5 of the server, which waits in poll() (server.py:6)", "EPOLLET"}},
		"in C": {findings.Finding{Rule: findings.WaitsForEOF, Who: client, Other: server, Moments: []*run.Moment{in("client.c", client), in("server.c", server)}},
			[]string{"the client: shutdown(s, SHUT_WR) after its last request"}},
		"in Go": {findings.Finding{Rule: findings.NoNewline, Who: client, Other: server, Moments: []*run.Moment{in("client.go", client), in("server.go", server)}},
			[]string{"fmt.Fprintln(conn, line)"}},
		"in two languages": {findings.Finding{Rule: findings.NoNewline, Who: client, Other: server, Moments: []*run.Moment{in("client.go", client), in("server.py", server)}},
			[]string{"\nsend the \\n, too"}},
		"it has an answer": {findings.Finding{Rule: findings.BothWait, Idle: true, Who: client, Other: server, Moments: []*run.Moment{waits, callOn(server, "write", "write(c, b, n);", 9)}},
			[]string{"the client waits for more, and the server does nothing for it any more", "close() behind the last answer"}},
		"both send": {findings.Finding{Rule: findings.NotReading, Who: client, Other: server, Got: 2000, Moments: []*run.Moment{waits, callOn(client, "send", "s.sendall(x)", 4)}},
			[]string{"It waits in sendall() (client.py:4) all that time"}},
		"closed before": {findings.Finding{Rule: findings.Crashed, Process: "client", Got: 1, Text: "OSError: [Errno 9] Bad file descriptor", Moments: []*run.Moment{exit}},
			[]string{"not open any more.", "which one is closed"}},
		"zeros": {findings.Finding{Rule: findings.PartialRead, Who: client, Other: server, Got: 13, Of: 1024, Parts: 1011, Moments: []*run.Moment{waits, exit}},
			[]string{"Of that the last 1011 bytes are zeros.", "send as many bytes as there are in the buffer"}},
		"a part, and what comes behind it": {findings.Finding{Rule: findings.PartialRead, Who: client, Other: server, Got: 4, Of: 8, Moments: []*run.Moment{waits, packet, rst}},
			[]string{"It has received with recv() (client.py:5)", "What comes then finds no socket, and the kernel answers it with a RST (packet 20)."}},
		"all of a buffer": {findings.Finding{Rule: findings.BothWait, Who: server, Other: client, Of: 12, Moments: []*run.Moment{takes, whole}},
			[]string{"the client waits for 12 bytes that the server does not send", "MSG_WAITALL has recv() wait until all 255 bytes have come"}},
		"a port of two languages": {findings.Finding{Rule: findings.Refused, Who: client, Other: listener, Near: findings.SwappedPort, Text: "server.c", Moments: []*run.Moment{waits}},
			[]string{"in C the port goes through htons() once"}},
		"a port of Python": {findings.Finding{Rule: findings.Refused, Who: client, Other: listener, Near: findings.SwappedPort, Text: "server.py", Moments: []*run.Moment{waits}},
			[]string{"leave htons() out"}},
		"a port of what is not known": {findings.Finding{Rule: findings.Refused, Who: client, Other: listener, Near: findings.SwappedPort, Moments: []*run.Moment{waits}},
			[]string{"put the port in network byte order once"}},
	} {
		c.f.Calls = true
		lacks(t, name, Of(&c.f), c.want)
	}
}
