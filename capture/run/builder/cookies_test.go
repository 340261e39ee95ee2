package builder_test

import (
	"slices"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// A SYN,ACK is a SYN cookie where its kernel has counted as many as there are: then its sender stays in LISTEN, and
// the ACK makes the connection. What has come in is counted when it arrives, and by whom it came to.
func TestSYNCookies(t *testing.T) {
	cookie := func(name string, n uint64) capture.Count { return capture.Count{Name: name, By: n} }
	for what, tt := range map[string]struct {
		sent, received uint64
		host           string
		forgotten      bool
		recalled       bool
	}{
		"counted":                 {1, 1, "", true, true},
		"counted by the server":   {1, 1, "server", true, true},
		"counted by the client":   {1, 1, "client", false, false},
		"more than there are":     {2, 2, "", false, false},
		"none":                    {0, 0, "", false, false},
		"sent, and not come back": {1, 0, "", true, false},
	} {
		tp, l := traced()
		var added []capture.Count
		for _, c := range []capture.Count{cookie("SyncookiesSent", tt.sent), cookie("SyncookiesRecv", tt.received)} {
			if c.By > 0 {
				added = append(added, c)
			}
		}
		l.c(pshAck, "hello")
		counters(tp, time.Hour, tt.host, added...)
		r := tp.of()
		answer, ack := packet(t, r, 2), packet(t, r, 3)
		if answer.Forgotten() != tt.forgotten || ack.Recalled() != tt.recalled {
			t.Errorf("%s: the SYN,ACK is forgotten: %v, the ACK brings it back: %v", what, answer.Forgotten(), ack.Recalled())
		}
		if entered := answer.Enters(flow.Responder); (entered == "") != tt.forgotten {
			t.Errorf("%s: the server enters %q", what, entered)
		}
	}
}

// A call that connects and sends in one waits for the answer to a SYN that brings nothing, and not for that to one
// that brings all it has.
func TestOpensFast(t *testing.T) {
	for what, tt := range map[string]struct {
		brought string
		kind    run.Kind
	}{
		"without a cookie": {"", run.Enter},
		"with a cookie":    {"hello", run.Call},
	} {
		tp := newTape()
		tp.listens()
		l := tp.between(clientAt, serverAt)
		sends := tcp("client", "sendto", 4).args("MSG_FASTOPEN, "+serverAt.String()).with(serverAt).moves("hello", 5)
		tp.do(tcp("client", "socket", -1).args("AF_INET, SOCK_STREAM, 0").returns(4))
		c := tp.Enter(sends.Call)
		l.c(capture.SYN, tt.brought)
		l.s(synAck, "")
		c.Data, c.Size, c.Result, c.Local, c.Remote = []byte("hello"), 5, 5, clientAt, serverAt
		tp.Return(c)
		r := tp.of()
		m := theCall(t, r, "sendto")
		if what == "without a cookie" {
			m = r.Moments[4]
		}
		if m.Kind != tt.kind || m.Socket.Role != run.Active || packet(t, r, 1).From != m.Socket {
			t.Errorf("%s: %v at %+v, and the SYN is from %+v", what, m.Kind, m.Socket, packet(t, r, 1).From)
		}
	}
}

// accept() that returns a connection whose SYN has brought data is told to come before the end of the handshake.
func TestAcceptsFast(t *testing.T) {
	for what, tt := range map[string]struct {
		brought string
		ended   bool
		fast    bool
	}{
		"data, and the handshake goes on": {"hello", false, true},
		"data, and the handshake is over": {"hello", true, false},
		"no data":                         {"", false, false},
	} {
		tp := newTape()
		tp.listens()
		l := tp.between(clientAt, serverAt)
		l.c(capture.SYN, tt.brought)
		l.s(synAck, "")
		if tt.ended {
			l.c(capture.ACK, "")
		}
		tp.do(tcp("server", "accept", 3).at(serverAt).with(clientAt).returns(5))
		if m := theCall(t, tp.of(), "accept"); m.Meets.Fast != tt.fast {
			t.Errorf("%s: %v", what, m.Meets.Fast)
		}
	}
}

// Where a kernel counts that its list of unfinished handshakes is full, those are told that have not ended; and of the SYN
// that a cookie answers, that nothing is kept of it.
func TestFullOfHandshakes(t *testing.T) {
	for what, tt := range map[string]struct {
		ends    bool // the first handshake does before
		counted bool
		want    []int
	}{
		"full":                {false, true, []int{2}},
		"the first has ended": {true, true, nil},
		"not counted":         {false, false, nil},
	} {
		tp := newTape()
		tp.do(tcp("third", "socket", -1).returns(9))
		first, second := tp.between(clientAt, serverAt), tp.between(otherAt, serverAt)
		first.c(capture.SYN, "")
		first.s(synAck, "")
		if tt.ends {
			first.c(capture.ACK, "")
		}
		tp.Wait(time.Second)
		syn := second.c(capture.SYN, "")
		cookie := second.s(synAck, "")
		added := []capture.Count{{Name: "SyncookiesSent", By: 1}}
		if tt.counted {
			added = append(added, capture.Count{Name: "TCPReqQFullDoCookies", By: 1})
		}
		counters(tp, time.Second/2, "server", added...)
		r := tp.of()
		if got := packet(t, r, cookie).Facts.Unfinished; !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v", what, got)
		}
		if !packet(t, r, syn).Facts.Cookie || packet(t, r, 1).Facts.Cookie {
			t.Errorf("%s: which SYN a cookie answers is not told", what)
		}
	}
}
