package verdicts

import (
	"net/netip"
	"testing"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
)

// TestPassedOver holds what is said of calls that fail, or find nothing, and that a program passes over.
func TestPassedOver(t *testing.T) {
	client := &run.Socket{Process: "client", FD: 4, Proto: capture.TCP, Side: flow.Initiator, Role: run.Active, Remote: netip.MustParseAddrPort("127.0.0.1:80")}
	server := &run.Socket{Process: "server", FD: 5, Proto: capture.TCP, Side: flow.Responder, Role: run.Accepted}
	listener := &run.Socket{Process: "server", FD: 3, Proto: capture.TCP, Role: run.Listening}
	mailbox := &run.Socket{Process: "client", FD: 4, Proto: capture.UDP}
	port := &run.Socket{Process: "server", FD: 3, Proto: capture.UDP, Role: run.Bound}
	fails := func(k *run.Socket, name, text, errno string, size int) *run.Moment {
		m := callOn(k, name, text, 6)
		m.Call.Errno, m.Call.Size, m.Call.Result, m.Call.Proto = errno, size, -1, k.Proto
		return m
	}
	closes, waits := callOn(server, "close", "c.close()", 9), callOn(client, "recv", "s.recv(99)", 5)
	took := callOn(server, "recv", "part = c.recv(n - len(data))", 7)
	took.Call.Result, took.Call.Size = 5, 5
	made := callOn(server, "recv", "f.write(c.recv(99))", 7)
	made.Call.Code.Wrote, made.Call.Result, made.Call.Size = true, 5, 99
	joins := callOn(port, "setsockopt", "s.setsockopt(a, b, c)", 7)
	urgent := callOn(client, "send", "s.send(b, socket.MSG_OOB)", 4)
	group := netip.MustParseAddrPort("224.1.1.1:80")
	for name, c := range map[string]struct {
		f    findings.Finding
		want []string // in the brief, full and repair
	}{
		"a datagram that is too large": {findings.Finding{Rule: findings.NothingSent, Near: findings.FailedSend, Who: mailbox, Other: mailbox, Got: 1000, Moments: []*run.Moment{fails(mailbox, "sendto", "s.sendto(b, a)", "EMSGSIZE", 70000)}},
			[]string{"the client sends nothing: sendto() fails with EMSGSIZE", "70000 bytes do not go into one datagram", "the client waits in vain, for 1 s.", "send less with each call"}},
		"to no address": {findings.Finding{Rule: findings.NothingSent, Near: findings.FailedSend, Who: port, Other: mailbox, Moments: []*run.Moment{fails(port, "sendto", "sendto(s, b, n, 0, a, sizeof a);", "EINVAL", 5)}},
			[]string{"sendto() on fd 3 fails with EINVAL (server.py:6).", "The address that it is given is none.", "addrlen"}},
		"by a socket that is not connected": {findings.Finding{Rule: findings.NothingSent, Near: findings.FailedSend, Who: client, Moments: []*run.Moment{fails(client, "send", "s.send(b)", "EPIPE", 2)}},
			[]string{"the socket is not connected", "The program goes on all the same.", "call connect() before"}},
		"an answer, by the listening socket": {findings.Finding{Rule: findings.ClosedBeforeAnswer, Near: findings.FailedSend, Who: server, Other: client, Got: 5, Moments: []*run.Moment{closes, waits, fails(listener, "sendto", "s.sendto(b, a)", "EPIPE", 5)}},
			[]string{"It has received 5 bytes. sendto() on fd 3, which listens, fails (server.py:6). Then it closes (server.py:9)", "with the socket that accept() returns"}},
		"nothing more": {findings.Finding{Rule: findings.ClosedBeforeAnswer, Who: server, Other: client, Got: 5, Moments: []*run.Moment{closes, waits, took}},
			[]string{"Its last recv() (server.py:7) has returned all that it asked for", "while len(data) < size"}},
		"what a file keeps": {findings.Finding{Rule: findings.ClosedBeforeAnswer, Who: server, Other: client, Got: 5, Moments: []*run.Moment{closes, waits, made}}, []string{"flush()"}},
		"what has not come yet": {findings.Finding{Rule: findings.ClosedBeforeAnswer, Near: findings.NotYet, Who: server, Other: client, Moments: []*run.Moment{fails(server, "recv", "c.recv(99)", "EAGAIN", 99), closes}},
			[]string{"the server closes before the request has come", "recv() (server.py:6) fails with EAGAIN", "closes it (server.py:9) all the same; what the client sends then", "recv() = 0 is"}},
		"a group that nobody has joined": {findings.Finding{Rule: findings.UDPUnreachable, Near: findings.NoMember, Who: mailbox, Other: port, Address: group, Moments: []*run.Moment{waits}},
			[]string{"nobody has joined the group 224.1.1.1: the datagram of the client comes to nothing", "The server has port 80, and has joined none", "IP_ADD_MEMBERSHIP"}},
		"another group": {findings.Finding{Rule: findings.UDPUnreachable, Near: findings.NoMember, Who: mailbox, Other: port, Address: group, Text: "224.1.1.2", Moments: []*run.Moment{waits, joins}},
			[]string{"has joined 224.1.1.2 (server.py:7)", "name one group in both programs: 224.1.1.1, or 224.1.1.2"}},
		"an urgent byte": {findings.Finding{Rule: findings.BothWait, Near: findings.UrgentByte, Who: client, Other: server, Moments: []*run.Moment{waits, took, urgent}},
			[]string{"the client sends an urgent byte, and the server waits for others", "send() (client.py:4) has the flag MSG_OOB", "leave MSG_OOB out"}},
		"a coroutine": {findings.Finding{Rule: findings.BothWait, Who: client, Other: server, Text: "answer", Moments: []*run.Moment{waits, took}},
			[]string{`the coroutine "answer" was never awaited`, "await answer(…)"}},
		"what is looked at": {findings.Finding{Rule: findings.Spin, Who: server, Got: 4000, Text: "MSG_PEEK", Idle: true, Moments: []*run.Moment{took}},
			[]string{"looks at least 4000 times at the same bytes on fd 5", "buf += s.recv"}},
		"what is looked at and answered": {findings.Finding{Rule: findings.Spin, Who: server, Got: 3, Text: "MSG_PEEK", Moments: []*run.Moment{took}},
			[]string{"the server answers the same bytes on fd 5 again and again", "leave MSG_PEEK out"}},
		"a rest that does not come": {findings.Finding{Rule: findings.AnswerShort, Who: server, Other: client, Got: 6, Of: 7, Idle: true, Moments: []*run.Moment{callOn(server, "send", "c.sendall(b)", 8)}},
			[]string{"announces 7 bytes and answers 6", "and nothing more: the client waits for the rest"}},
		"a header that ends with the stream": {findings.Finding{Rule: findings.NoNewline, Text: "\r\n\r\n", Who: server, Other: client, Moments: []*run.Moment{callOn(server, "send", "c.sendall(b)", 8), closes}},
			[]string{"lacks the blank line", "It has sent all (server.py:8), and closes (server.py:9)"}},
		"zeros": {findings.Finding{Rule: findings.UnreadReset, Who: server, Other: client, Got: 9, Parts: 5, Moments: []*run.Moment{packetOf(6, server), closes}},
			[]string{"begins with 5 zeros, and 5 bytes follow", "bytes([5])"}},
		"an alarm clock": {findings.Finding{Rule: findings.Crashed, Process: "server", Signal: "SIGALRM", Moments: []*run.Moment{callOn(server, "exit", "", 0)}},
			[]string{"ended by signal 14 (SIGALRM: its alarm clock, for which it has no handler)"}},
		"a reset by SO_LINGER": {findings.Finding{Rule: findings.Crashed, Near: findings.Lingers, Process: "server", Other: client, Text: "ConnectionResetError: [Errno 104] Connection reset by peer", Got: 1, Moments: []*run.Moment{packetOf(6, client), closes}},
			[]string{"The client had set SO_LINGER to 0 seconds: with that its close() sends no FIN, and resets the connection (packet 6). Its exit status is 1.", "leave SO_LINGER out in the client"}},
		"a client that accepts": {findings.Finding{Rule: findings.Crashed, Process: "client", Other: client, Text: "OSError: [Errno 22] Invalid argument", Got: 1, Moments: []*run.Moment{fails(client, "accept", "s.accept()", "EINVAL", 0)}},
			[]string{"for that socket is connected itself, to 127.0.0.1:80", "receive with recv()"}},
		"a listening socket that is closed": {findings.Finding{Rule: findings.Crashed, Process: "server", Other: listener, Text: "OSError: [Errno 9] Bad file descriptor", Got: 1, Moments: []*run.Moment{callOn(listener, "close", "srv.close()", 9)}},
			[]string{"it has closed fd 3, which listened, before (server.py:9)", "close the listening socket only when"}},
		"a text where bytes are wanted": {findings.Finding{Rule: findings.Crashed, Process: "client", Line: "client.py:4", Text: "TypeError: a bytes-like object is required, not 'str'", Got: 1, Moments: []*run.Moment{closes}},
			[]string{"The exception comes from client.py:4. Its exit status is 1.", "s.sendall(text.encode())"}},
		"a number of a closed one": {findings.Finding{Rule: findings.Crashed, Process: "server", Line: "server.py:9", Text: "ValueError: file descriptor cannot be a negative integer (-1)", Got: 1, Moments: []*run.Moment{closes}},
			[]string{"The exception comes from server.py:9. That is the number of a socket which is closed already", "take a socket off the list"}},
		"a server that closes what listens": {findings.Finding{Rule: findings.ServerEnded, Process: "server", Who: server, Moments: []*run.Moment{callOn(server, "exit", "", 0), callOn(listener, "close", "srv.close()", 9)}},
			[]string{"It has closed its listening socket itself before (server.py:9)", "behind that alone"}},
		"a port of two clients": {findings.Finding{Rule: findings.AddressInUse, Near: findings.FromThere, Who: &run.Socket{Process: "client 2", FD: 3}, Other: client, Address: netip.MustParseAddrPort("0.0.0.0:5555"), Moments: []*run.Moment{waits}},
			[]string{"has bound its fd 4 to that port, too, and has connected from it to 127.0.0.1:80", "needs no bind()"}},
	} {
		c.f.Calls = true
		lacks(t, name, Of(&c.f), c.want)
	}
}
