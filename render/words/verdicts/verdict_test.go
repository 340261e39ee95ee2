package verdicts

import (
	"net/netip"
	"strings"
	"testing"

	"wireladder/capture"
	"wireladder/capture/code"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
)

// packetOf returns a moment at which a socket has sent a packet.
func packetOf(number int, k *run.Socket) *run.Moment {
	p := &capture.Packet{Number: number, Proto: capture.TCP, Src: k.Local, Dst: k.Remote}
	return &run.Moment{Kind: run.Packet, Observation: flow.Observation{Packet: p}, From: k, Facts: run.NoFacts()}
}

// shown returns a finding of a rule that has all that any of them may have.
func shown(rule findings.Rule, calls bool) *findings.Finding {
	a, b := netip.MustParseAddrPort("127.0.0.1:40000"), netip.MustParseAddrPort("127.0.0.1:80")
	client, server := &run.Socket{Process: "client", FD: 4, Local: a, Remote: b}, &run.Socket{Process: "server", FD: 5, Local: b, Remote: a}
	return &findings.Finding{
		Rule: rule, Who: client, Other: server, Process: "client", Address: b, Got: 5, Of: 7, Text: "\x1b[2J", Calls: calls,
		Moments: []*run.Moment{packetOf(3, client), packetOf(4, server), packetOf(5, server)},
	}
}

// TestEveryRuleIsTold holds that of each rule it is said what it is and how that is seen, in
// sentences, and nothing that a terminal obeys.
func TestEveryRuleIsTold(t *testing.T) {
	for _, rule := range findings.Rules {
		for _, calls := range []bool{true, false} {
			v := Of(shown(rule, calls))
			if sayings[rule] == nil || v.Brief == "" || v.Brief == string(rule) || !strings.HasSuffix(v.Full, ".") || strings.HasSuffix(v.Repair, ".") {
				t.Errorf("%s, calls %v: %+v", rule, calls, v)
			}
			if strings.ContainsAny(v.Brief+v.Full+v.Repair, "\x1b\x00%") {
				t.Errorf("%s: %q", rule, v)
			}
		}
	}
}

// TestMay holds that what may be behind a finding is said where packets alone show it, and
// there are several.
func TestMay(t *testing.T) {
	f := shown(findings.WaitsForEOF, false)
	f.May = []findings.Rule{findings.WaitsForEOF, findings.NoNewline}
	want := "it may be that one side waits for the end of the stream, and the other does not shut down (waits-for-eof), or that one side waits for a \\n that the other does not send (no-newline)."
	if got := Of(f).Full; !strings.HasSuffix(got, want) {
		t.Errorf("%q, want %q at its end", got, want)
	}
	f.May = f.May[:1]
	if got := Of(f).Full; strings.Contains(got, "may be") {
		t.Error(got)
	}
	f = shown(findings.WaitsForEOF, true)
	f.May = []findings.Rule{findings.WaitsForEOF, findings.NoNewline}
	if got := Of(f).Full; strings.Contains(got, "may be") {
		t.Error(got)
	}
	for rule := range suspicions {
		if rule != findings.ReplyWrongAddress && rule != findings.BacklogFull && rule != findings.ClosedBeforeAnswer && possibilities[rule] == "" {
			t.Errorf("%s is not said to be what it may be", rule)
		}
	}
}

// callOn returns a moment at which a program makes a call on a socket.
func callOn(k *run.Socket, name, text string, line int) *run.Moment {
	c := &capture.Call{Process: capture.Process{Name: k.Process, PID: 7}, Thread: 7, Name: name, Proto: capture.TCP, FD: k.FD}
	c.Code = code.Line{File: k.Process + ".py", Line: line, Text: text}
	return &run.Moment{Kind: run.Call, Call: c, Socket: k, Facts: run.NoFacts()}
}

// TestCauses holds what is said where one rule has several causes, and each its own repair.
func TestCauses(t *testing.T) {
	client := &run.Socket{Process: "client", FD: 4, Side: flow.Initiator}
	server, listener := &run.Socket{Process: "server", FD: 5, Side: flow.Responder}, &run.Socket{Process: "server", FD: 3, Role: run.Listening}
	waits, took := callOn(client, "recv", "print(s.recv(99))", 5), callOn(server, "recv", "c.sendall(c.recv(99))", 7)
	failed, accepts := callOn(listener, "send", "ls.sendall(data)", 8), callOn(listener, "accept", "c, a = ls.accept()", 6)
	failed.Call.Errno = "EPIPE"
	shut, sent := callOn(client, "shutdown", "s.shutdown(2)", 4), callOn(server, "send", "c.sendall(answer)", 9)
	shut.Call.Args.How = capture.ShutBoth
	sent.Call.Size, sent.Call.Result = 95, 95
	late, shutOff := packetOf(7, server), packetOf(8, client)
	shutOff.Facts = &facts.Facts{Reset: &facts.Reset{ShutIn: true}}
	ended, reset := callOn(client, "send", "s.send(b)", 6), callOn(client, "send", "s.send(b)", 6)
	ended.Meets.Ended, ended.Meets.Reset, reset.Meets.Reset = true, true, true
	decoded := callOn(server, "recv", "f.readline()", 7)
	decoded.Call.Data = []byte("4\naößb")
	exit := callOn(server, "exit", "", 0)
	byThread := callOn(listener, "accept", "ls.accept()", 6)
	byThread.Call.Thread = 8
	asks := callOn(server, "recv", "for line in f:", 7)
	asks.Call.Code.Newline = true
	for name, c := range map[string]struct {
		f    findings.Finding
		want []string // in the brief, full and repair
	}{
		"idle, and it accepts": {findings.Finding{Rule: findings.BothWait, Who: client, Other: server, Idle: true, Moments: []*run.Moment{waits, took, accepts}},
			[]string{"whose last call on fd 5 is recv() (server.py:7)", "Then it waits in accept() (server.py:6)."}},
		"idle, and its thread is away": {findings.Finding{Rule: findings.BothWait, Who: client, Other: server, Idle: true, Moments: []*run.Moment{waits, took}},
			[]string{"The client waits in recv() (client.py:5)", "makes no call on a socket since"}},
		"idle, and it has sent where it listens": {findings.Finding{Rule: findings.BothWait, Who: client, Other: server, Idle: true, Moments: []*run.Moment{waits, took, failed, accepts}},
			[]string{"sendall() on fd 3, which listens, fails (server.py:8): EPIPE", "with the socket that accept() returns"}},
		"an answer, and no end": {findings.Finding{Rule: findings.WaitsForEOF, Who: server, Other: client, Idle: true, Moments: []*run.Moment{sent, waits}},
			[]string{"its last call on fd 5 is sendall() (server.py:9), and no close() follows", "makefile()"}},
		"an end that is not passed on": {findings.Finding{Rule: findings.WaitsForEOF, Who: client, Other: server, Process: "client 2", Moments: []*run.Moment{waits, took, shut}},
			[]string{"the client does not pass on the end", "Client 2 has ended its direction", "recv() = 0 (client.py:5)", "other.shutdown(socket.SHUT_WR)"}},
		"both directions": {findings.Finding{Rule: findings.ClosedBeforeAnswer, Who: client, Other: server, Moments: []*run.Moment{shut, waits}},
			[]string{"shuts down both directions", "shutdown(SHUT_RDWR) (client.py:4)", "s.shutdown(socket.SHUT_WR)"}},
		"no receiving any more": {findings.Finding{Rule: findings.ClosedBeforeAnswer, Who: client, Other: server, Moments: []*run.Moment{late, shutOff}},
			[]string{"the client shuts down receiving before the answer has come", "throws away what comes, here the answer (packet 7), and says so", "\nshutdown(SHUT_WR) ends only"}},
		"a FIN, and then a RST": {findings.Finding{Rule: findings.WriteAfterClose, Who: client, Other: server, Moments: []*run.Moment{ended}}, []string{"EPIPE (client.py:6): first the other side's FIN had come, and then a RST"}},
		"a RST":                 {findings.Finding{Rule: findings.WriteAfterClose, Who: client, Other: server, Moments: []*run.Moment{reset}}, []string{"the client sends, though a RST has ended the connection", "EPIPE (client.py:6): a RST had come", "look at why the RST was sent"}},
		"a wrong number": {findings.Finding{Rule: findings.AnswerShort, Who: server, Other: client, Got: 31, Of: 95, Moments: []*run.Moment{sent}},
			[]string{"announces 95 bytes and answers 31", "95 is the length of the answer with its header", "len(body)"}},
		"characters, decoded": {findings.Finding{Rule: findings.NotASCII, Who: server, Other: client, Process: "server", Text: "UnicodeDecodeError: x", Got: 2, Of: 4, Moments: []*run.Moment{decoded}},
			[]string{"2 bytes left over", `The client has sent "aößb": 4 characters, and 6 bytes`, "len(data)"}},
		"characters, announced": {findings.Finding{Rule: findings.NotASCII, Who: server, Other: client, Process: "server", Got: 1, Of: 4, Moments: []*run.Moment{sent}},
			[]string{"1 byte left over", "Content-Length: 4 (server.py:9)", "it has 5 bytes"}},
		"^C is caught": {findings.Finding{Rule: findings.ThreadHoldsExit, Process: "server", Other: listener, Lives: true, Moments: []*run.Moment{exit, accepts}},
			[]string{"goes on after ^C", "the main thread waits in accept() on fd 3 (server.py:6)", "except OSError:"}},
		"threads wait": {findings.Finding{Rule: findings.ThreadHoldsExit, Process: "server", Other: listener, Moments: []*run.Moment{exit, accepts, took, accepts, took, accepts}},
			[]string{"threads of it go on", "in accept() on fd 3 (server.py:6), in recv() on fd 5 (server.py:7), in accept() on fd 3 (server.py:6), and 2 more;"}},
		"a thread ends all": {findings.Finding{Rule: findings.ServerEnded, Process: "server", Who: server, Moments: []*run.Moment{exit, accepts}},
			[]string{"while it waits in accept() (server.py:6)", "os._exit()", "and not the program"}},
		"the main thread ends, and all": {findings.Finding{Rule: findings.ServerEnded, Process: "server", Who: server, Moments: []*run.Moment{exit, byThread}},
			[]string{"daemon=True", "thread.join()"}},
		"a server that has crashed": {findings.Finding{Rule: findings.Refused, Who: client, Other: listener, Near: findings.Fallen, Moments: []*run.Moment{waits}},
			[]string{"The server had it, and has ended with an error before", "mend the error"}},
		"another end of a line": {findings.Finding{Rule: findings.NoNewline, Who: client, Other: server, Text: "\r\n", Moments: []*run.Moment{waits, took}},
			[]string{`waits for \r\n, and the line of the client ends with \n`, "agree on one end"}},
		"what is written to a file": {findings.Finding{Rule: findings.BothWait, Who: client, Other: server, Moments: []*run.Moment{waits, asks}}, []string{"flush()"}},
	} {
		c.f.Calls = true
		v := Of(&c.f)
		for _, want := range c.want {
			if said := v.Brief + "\n" + v.Full + "\n" + v.Repair; !strings.Contains(said, want) {
				t.Errorf("%s: %q lacks %q", name, said, want)
			}
		}
	}
}

// TestCapture holds what is said of a capture that has one direction alone, or has seen loopback
// twice.
func TestCapture(t *testing.T) {
	f := shown(findings.CaptureIncomplete, false)
	m := f.Moments[0]
	m.Conversation = &flow.Conversation{Packets: [2]uint32{0, 3}}
	m.Observation.From = flow.Responder
	if v := Of(f); v.Brief != "the client's direction is missing" || strings.Contains(v.Repair, "buffer") {
		t.Errorf("%+v", v)
	}
	m.Conversation.Packets[flow.Initiator] = 1
	if v := Of(f); !strings.HasPrefix(v.Brief, "the capture has gaps") {
		t.Errorf("%+v", v)
	}
	f = shown(findings.CapturedTwice, false)
	f.Moments[0].Packet.Src = netip.MustParseAddrPort("10.0.0.1:80")
	if v := Of(f); !strings.Contains(v.Repair, "not -i any") {
		t.Errorf("%+v", v)
	}
	f.Moments[0].Packet.Src = netip.MustParseAddrPort("127.0.0.1:80")
	if v := Of(f); !strings.Contains(v.Repair, "loopback alone") {
		t.Errorf("%+v", v)
	}
}

// TestOtherAddress holds that an address of loopback is named as one to connect to where the server is on the same
// host, and only there.
func TestOtherAddress(t *testing.T) {
	at := netip.MustParseAddrPort
	for name, c := range map[string]struct {
		from, to, has string
		named         bool
	}{
		"two hosts":             {"10.0.0.1:40000", "10.0.0.2:80", "127.0.0.1:80", false},
		"its own host":          {"10.0.0.2:40000", "10.0.0.2:80", "127.0.0.1:80", true},
		"loopback":              {"127.0.0.1:40000", "127.0.0.1:80", "127.0.0.2:80", true},
		"another address of it": {"10.0.0.1:40000", "10.0.0.2:80", "10.0.1.2:80", true},
	} {
		client, server := &run.Socket{Process: "client", FD: 4, Local: at(c.from)}, &run.Socket{Process: "server", FD: 3, Local: at(c.has)}
		v := Of(&findings.Finding{Rule: findings.Refused, Calls: true, Near: findings.OtherAddress, Who: client, Other: server, Address: at(c.to), Moments: []*run.Moment{callOn(client, "connect", "", 0)}})
		if named := strings.Contains(v.Repair, "connect to "+at(c.has).Addr().String()); named != c.named || !strings.HasPrefix(v.Repair, "bind to ") {
			t.Errorf("%s: %q", name, v.Repair)
		}
	}
}

// TestReplyLost holds that it is said whose datagram was lost, and what its client can do: it has a time limit or none.
func TestReplyLost(t *testing.T) {
	client, server := &run.Socket{Process: "client 1", FD: 4, Proto: capture.UDP}, &run.Socket{Process: "server", FD: 3, Proto: capture.UDP}
	for name, c := range map[string]struct {
		by    *run.Socket
		got   int64
		file  string
		brief string
		after string
	}{
		"a request":         {client, 0, "", "the request of client 1 is lost (packet 1), and client 1 waits for ever", "(SO_RCVTIMEO, or poll() before the call)"},
		"an answer":         {server, 0, "", "the answer to client 1 is lost (packet 1), and client 1 waits for ever", "give the wait of client 1"},
		"it gives up":       {client, 300, "", "and client 1 gives up after 300 ms", "send again when the time is over"},
		"lines of a Python": {client, 0, "client.py", "waits for ever", "(settimeout())"},
	} {
		lost := packetOf(1, c.by)
		waits := callOn(client, "recvfrom", "", 0)
		waits.Call.Code.File = c.file
		v := Of(&findings.Finding{Rule: findings.ReplyLost, Calls: true, Who: client, Other: c.by, Got: c.got, Moments: []*run.Moment{lost, waits}})
		if !strings.Contains(v.Brief, c.brief) || !strings.Contains(v.Repair, c.after) {
			t.Errorf("%s: %+v", name, v)
		}
	}
}
