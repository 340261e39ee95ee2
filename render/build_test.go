package render_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/runtest"
	"wireladder/render"
	"wireladder/render/rendertest"
)

// lifelines describes the lifelines of a ladder, a line each.
func lifelines(l *render.Ladder) []string {
	var out []string
	for _, line := range l.Lifelines {
		s := fmt.Sprintf("%s %s fd %d %s", line.Process, line.Role, line.FD, line.Local)
		if line.Remote.IsValid() {
			s += " " + line.Remote.String()
		}
		out = append(out, strings.Join(strings.Fields(s), " "))
	}
	return out
}

func TestLifelineForEachSocket(t *testing.T) {
	tcp := rendertest.Build(runtest.Run{Text: "x", Clients: 3}.TCP()).Ladders[0]
	udp := rendertest.Build(runtest.Run{Text: "x", Clients: 3}.UDP()).Ladders[0]
	for _, c := range []struct {
		ladder *render.Ladder
		want   []string
	}{
		{&tcp, []string{
			"server listening fd 8 127.0.0.1:12000",
			"client 1 fd 9 127.0.0.1:50001 127.0.0.1:12000",
			"server accepted fd 10 127.0.0.1:12000 127.0.0.1:50001",
			"client 2 fd 11 127.0.0.1:50002 127.0.0.1:12000",
			"server accepted fd 12 127.0.0.1:12000 127.0.0.1:50002",
			"client 3 fd 13 127.0.0.1:50003 127.0.0.1:12000",
			"server accepted fd 14 127.0.0.1:12000 127.0.0.1:50003",
		}},
		{&udp, []string{
			"server bound fd 6 127.0.0.1:12000",
			"client 1 fd 7 127.0.0.1:40001",
			"client 2 fd 8 127.0.0.1:40002",
			"client 3 fd 9 127.0.0.1:40003",
		}},
	} {
		if got := lifelines(c.ladder); !slices.Equal(got, c.want) {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

// An accepted socket begins as a connection with the SYN, is a socket from its accept() on, ends at its close(), and what the
// kernel sends for it afterwards still stands at it.
func TestAcceptedSocketsLife(t *testing.T) {
	l := rendertest.Build(runtest.Run{Text: "x"}.TCP()).Ladders[0]
	accepted := l.Lifelines[2]
	if s := l.Steps[accepted.Begin]; s.Labels[0] != "SYN seq=0" || s.To != 2 {
		t.Errorf("it begins at %q", s.Labels[0])
	}
	if s := l.Steps[accepted.Taken]; s.Born != 2 || !strings.HasPrefix(s.Labels[0], "accept() = fd 10") {
		t.Errorf("it is a socket from %q on", s.Labels[0])
	}
	if s := l.Steps[accepted.End]; s.Labels[0] != "close()" || !s.Closes {
		t.Errorf("it ends at %q", s.Labels[0])
	}
	if accepted.Last <= accepted.End {
		t.Errorf("its last step is %d: the FIN after close() in step %d is not at it", accepted.Last, accepted.End)
	}
	if l.Lifelines[0].End != -1 {
		t.Errorf("the listening socket ends in step %d", l.Lifelines[0].End)
	}
}

// The listening socket stays what it is: what comes for a connection, from its SYN on, comes to
// its own lifeline.
func TestHandshakeIsTheConnections(t *testing.T) {
	l := rendertest.Build(runtest.Run{Text: "x"}.TCP()).Ladders[0]
	for _, s := range l.Steps {
		if s.Kind == render.Message && (l.Lifelines[s.From].Role == run.Listening || l.Lifelines[s.To].Role == run.Listening) {
			t.Errorf("%q is the listening socket's", s.Labels[0])
		}
	}
}

// A connection that nobody accepts has a lifeline to the end; a SYN that the kernel drops, or that
// never arrives, makes none.
func TestConnectionsThatNobodyAccepts(t *testing.T) {
	l := rendertest.Build(runtest.Backlog()).Ladders[0]
	queued := 0
	for i := range l.Lifelines {
		if line := &l.Lifelines[i]; line.Role == run.Queued {
			queued++
			if line.Taken >= 0 || line.FD >= 0 || l.LastStep(i) != len(l.Steps) || !line.Remote.IsValid() {
				t.Errorf("%+v", line)
			}
		}
	}
	if queued == 0 {
		t.Error("no connection waits")
	}
	lost := rendertest.Build(lostSYN()).Ladders[0]
	for i := range lost.Steps {
		switch s := &lost.Steps[i]; {
		case s.Transit == render.Lost && lost.Lifelines[s.To].Role != run.Listening:
			t.Errorf("a SYN that is lost goes to %+v", lost.Lifelines[s.To])
		case s.Packet == 2 && s.Kind == render.Message && lost.Lifelines[s.To].Begin != i:
			t.Errorf("the connection begins in step %d, its SYN arrives in step %d", lost.Lifelines[s.To].Begin, i)
		}
	}
}

// lostSYN is a connection whose first SYN the wire loses.
func lostSYN() *capture.Recording {
	h := runtest.NewHosts("syn-loss")
	dial := h.Dial()
	h.Lose(h.Forth(capture.SYN, ""), "drop 1st SYN")
	h.Wait(time.Second)
	h.Again(1)
	h.Through(h.Forth(capture.SYN, ""))
	h.Through(h.Back(capture.SYN|capture.ACK, ""))
	_ = dial
	return h.Recording()
}

func TestSilentCallsAreSeenToBeSilent(t *testing.T) {
	rec := runtest.Run{Text: "x"}.Contrast()
	silent := map[string]bool{}
	for _, l := range rendertest.Build(rec).Ladders {
		for _, s := range l.Steps {
			if strings.HasSuffix(s.Labels[0], "no packet") {
				silent[l.Title+" "+s.Labels[0]] = true
			}
		}
	}
	want := []string{
		"TCP bind(127.0.0.1:12000) · no packet", "TCP listen(5) · no packet",
		"UDP bind(127.0.0.1:12000) · no packet", "UDP close() · no packet",
	}
	for _, w := range want {
		if !silent[w] {
			t.Errorf("%q is not said", w)
		}
		delete(silent, w)
	}
	for s := range silent {
		t.Errorf("%q is said, and is not so", s)
	}
}

func TestPhases(t *testing.T) {
	for _, l := range rendertest.Build(runtest.Run{Text: "x"}.Contrast()).Ladders {
		var order []string
		for _, s := range l.Steps {
			if len(order) == 0 || order[len(order)-1] != s.Phase {
				order = append(order, s.Phase)
			}
		}
		if want := []string{"set up", "request", "reply", "close"}; !slices.Equal(order, want) {
			t.Errorf("%s: phases %q, want %q", l.Title, order, want)
		}
	}
}

// Messages after a FIN stand under their own headings, and a FIN stands under close also
// where nothing was said before it.
func TestPhasesFollowTheMessages(t *testing.T) {
	for want, script := range map[string]func(h *runtest.Hosts){
		"set up, close, request": func(h *runtest.Hosts) { // write after close: the RST answers it, and closes nothing
			h.Through(h.Closes(true))
			h.Through(h.Says(false, "hello"))
			h.Through(h.Back(capture.RST, ""))
		},
		"set up, request, close, reply, close": func(h *runtest.Hosts) { // half-close
			h.Through(h.Says(false, "hello"))
			c := h.Asks(false, "shutdown")
			c.Args = capture.ParseArguments("shutdown", "SHUT_WR")
			n := h.Forth(capture.FIN|capture.ACK, "")
			h.Return(c)
			h.Through(n)
			h.Through(h.Says(true, "HELLO"))
			h.Through(h.Closes(true))
		},
		"set up, request": func(h *runtest.Hosts) {
			c := h.Asks(true, "shutdown")
			c.Args = capture.ParseArguments("shutdown", "SHUT_RD")
			h.Return(c)
			h.Through(h.Says(false, "hello"))
		},
	} {
		h := runtest.NewHosts("")
		h.Connect()
		script(h)
		var order []string
		for _, s := range rendertest.Build(h.Recording()).Ladders[0].Steps {
			if len(order) == 0 || order[len(order)-1] != s.Phase {
				order = append(order, s.Phase)
			}
		}
		if got := strings.Join(order, ", "); got != want {
			t.Errorf("phases %q, want %q", got, want)
		}
	}
}

// askedNobody records a client that sends a datagram to a port that nobody has.
func askedNobody() *capture.Recording {
	s := runtest.NewScript("udp-refused")
	client, from, to := capture.Process{Name: "client"}, runtest.Loopback(50001), runtest.Loopback(12000)
	s.Call(capture.Call{Process: client, Name: "socket", Proto: capture.UDP, FD: -1, Args: capture.ParseArguments("socket", "AF_INET, SOCK_DGRAM, 0"), Result: 3})
	s.Packet(capture.Packet{Proto: capture.UDP, Src: from, Dst: to})
	return s.Recording()
}

// receivers records two programs that take datagrams at ports of their own, and nothing else.
func receivers() *capture.Recording {
	s := runtest.NewScript("udp")
	for i, name := range []string{"receiver 1", "receiver 2"} {
		r, at := capture.Process{Name: name}, runtest.Loopback(12000+uint16(i)) //nolint:gosec // two
		s.Call(capture.Call{Process: r, Name: "socket", Proto: capture.UDP, FD: -1, Args: capture.ParseArguments("socket", "AF_INET, SOCK_DGRAM, 0"), Result: 3})
		s.Call(capture.Call{Process: r, Name: "bind", Proto: capture.UDP, FD: 3, Args: capture.ParseArguments("bind", at.String()), Local: at})
	}
	return s.Recording()
}

// A heading speaks of the server's sockets only where there are some, and of one for all only where there
// are not several.
func TestHeadings(t *testing.T) {
	for _, tt := range []struct {
		rec  *capture.Recording
		want string
	}{
		{runtest.Run{Text: "x"}.TCP(), "connections, and a socket for each"},
		{runtest.Run{Text: "x"}.UDP(), "datagrams, and one socket for all clients"},
		{askedNobody(), "datagrams"},
		{receivers(), "datagrams"},
		{refusedConnect(), "connections"},
	} {
		if got := rendertest.Build(tt.rec).Ladders[0].Subtitle; got != tt.want {
			t.Errorf("heading %q, want %q", got, tt.want)
		}
	}
}

func TestContrastTotals(t *testing.T) {
	d := rendertest.Build(runtest.Run{Text: "hello"}.Contrast())
	want := [][]string{
		{"", "UDP", "TCP"},
		{"packets", "2", "10"},
		{"bytes with headers", "94", "672"},
		{"round trips before data", "0", "1"},
		{"sockets in the server", "1", "2: 1 listening, 1 accepted"},
		{"message boundaries", "kept: 2 sent, 2 received", "not promised; here 2 sent, 2 received"},
	}
	for i, row := range want {
		if !slices.Equal(d.Totals.Rows[i], row) {
			t.Errorf("row %d: %q, want %q", i, d.Totals.Rows[i], row)
		}
	}
}

func TestLossesAreTold(t *testing.T) {
	rec := runtest.Run{Text: "x"}.TCP()
	rec.Drops = capture.Drops{Received: 12, Kernel: 2}
	if notes := rendertest.Build(rec).Notes; len(notes) != 1 || !strings.Contains(notes[0], "2 packets") {
		t.Errorf("notes %q do not tell of the 2 packets", notes)
	}
}

func TestNothingRecorded(t *testing.T) {
	d := rendertest.Build(&capture.Recording{})
	if len(d.Ladders) != 0 || len(d.Notes) != 1 {
		t.Errorf("got %d ladders and notes %q", len(d.Ladders), d.Notes)
	}
}

func TestStrayFramesAreShown(t *testing.T) {
	s := runtest.NewScript("")
	s.Packet(capture.Packet{Problem: "ARP is not drawn"})
	d := rendertest.Build(s.Recording())
	if len(d.Ladders) != 1 || d.Ladders[0].Steps[0].Kind != render.Remark || !strings.Contains(d.Ladders[0].Steps[0].Brief, "ARP is not drawn") {
		t.Errorf("the frame is lost: %+v", d.Ladders)
	}
}

// A connection of which its kernel keeps nothing has no lifeline before the ACK that makes it: SYN and SYN cookie are the
// listening socket's.
func TestCookieIsTheListenersOwn(t *testing.T) {
	h := runtest.NewHosts("syn-cookies")
	h.Dial()
	count := func(name string, work func()) {
		since := h.Now()
		work()
		h.Wait(time.Millisecond)
		h.Entry(capture.Entry{Counters: &capture.Counters{Since: since, Time: h.Now(), Host: "server", Added: []capture.Count{{Name: name, By: 1}}}})
	}
	count("SyncookiesSent", func() {
		h.Through(h.Forth(capture.SYN, ""))
		h.Through(h.Back(capture.SYN|capture.ACK, ""))
	})
	count("SyncookiesRecv", func() { h.Through(h.Forth(capture.ACK, "")) })
	l := rendertest.Build(h.Recording()).Ladders[0]
	var got []run.Role
	for i := range l.Steps {
		if s := &l.Steps[i]; s.Kind == render.Message {
			for _, i := range []int{s.From, s.To} {
				if line := &l.Lifelines[i]; line.Side == flow.Responder {
					got = append(got, line.Role)
				}
			}
			if s.Packet == 3 && l.Lifelines[s.To].Begin != i {
				t.Errorf("the connection begins in step %d, the ACK that makes it stands in step %d", l.Lifelines[s.To].Begin, i)
			}
		}
	}
	if want := []run.Role{run.Listening, run.Listening, run.Queued}; !slices.Equal(got, want) {
		t.Errorf("the packets are those of %v, want %v", got, want)
	}
}
