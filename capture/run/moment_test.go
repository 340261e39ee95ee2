package run_test

import (
	"net/netip"
	"testing"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// Which states a packet leads to: none that it does not change, none of a copy or of a
// segment of an earlier connection, none that its receiver was shown not to enter.
func TestEnters(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(m *run.Moment)
		want   string
	}{
		"both":           {func(*run.Moment) {}, "FIN-WAIT-1>CLOSE-WAIT"},
		"a copy":         {func(m *run.Moment) { m.CopyOf = 3 }, ">"},
		"an old one":     {func(m *run.Moment) { m.Facts.Old = &facts.Old{} }, ">"},
		"not taken":      {func(m *run.Moment) { m.Facts.NotTaken = 9 }, "FIN-WAIT-1>"},
		"one":            {func(m *run.Moment) { m.After[flow.Responder] = flow.Established }, "FIN-WAIT-1>"},
		"two at once":    {func(m *run.Moment) { m.After[flow.Initiator] = flow.Closing }, "FIN-WAIT-1, CLOSING>CLOSE-WAIT"},
		"from elsewhere": {func(m *run.Moment) { m.Before[flow.Initiator], m.After[flow.Initiator] = flow.FinWait1, flow.Closing }, "CLOSING>CLOSE-WAIT"},
	} {
		m := &run.Moment{Facts: &facts.Facts{}}
		m.Before = [2]flow.State{flow.Established, flow.Established}
		m.After = [2]flow.State{flow.FinWait1, flow.CloseWait}
		tt.change(m)
		if got := states(m); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// states returns the states that both sides enter with a packet.
func states(m *run.Moment) string {
	return m.Enters(flow.Initiator) + ">" + m.Enters(flow.Responder)
}

// A RST of a port that nobody has is shown with the number 0 that it has; one of a connection, or with another number,
// with that of its stream.
func TestNumbersOfARefusal(t *testing.T) {
	for name, tt := range map[string]struct {
		why  facts.Reason
		seq  capture.Seq
		want int64
	}{"refused": {facts.Refuses, 0, 0}, "with a number": {facts.Refuses, 7, 1}, "of a connection": {facts.SocketGone, 0, 1}} {
		m := &run.Moment{Facts: &facts.Facts{Reset: &facts.Reset{Why: tt.why}}}
		m.Packet, m.Seq, m.Ack = &capture.Packet{Proto: capture.TCP, TCP: capture.TCPHeader{Seq: tt.seq}}, 1, 1
		if seq, ack := m.Shown(); seq != tt.want || ack != 1 {
			t.Errorf("%s: seq=%d ack=%d", name, seq, ack)
		}
	}
}

// The roles in a word.
func TestRoles(t *testing.T) {
	for role, want := range map[run.Role]string{
		run.Endpoint: "", run.Active: "", run.Listening: "listening", run.Accepted: "accepted", run.Bound: "bound", run.Router: "router", run.Queued: "not accepted",
	} {
		if got := role.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// A socket holds its address, or its port on every address; one of another port, or that is
// bound to none, does not.
func TestHolds(t *testing.T) {
	at := netip.MustParseAddrPort
	for _, tt := range []struct {
		bound, to string
		want      bool
	}{
		{"127.0.0.1:80", "127.0.0.1:80", true}, {"127.0.0.1:80", "127.0.0.1:81", false}, {"127.0.0.1:80", "127.0.0.2:80", false},
		{"0.0.0.0:80", "127.0.0.2:80", true}, {"[::]:80", "127.0.0.2:80", true}, {"0.0.0.0:80", "127.0.0.2:81", false},
		{"[::ffff:127.0.0.1]:80", "127.0.0.1:80", true}, {"127.0.0.1:80", "[::ffff:127.0.0.1]:80", true}, {"", "127.0.0.1:80", false}, {"", "0.0.0.0:0", false},
	} {
		s := run.Socket{FD: 3, Proto: capture.UDP}
		if tt.bound != "" {
			s.Local = at(tt.bound)
		}
		if got := s.Holds(at(tt.to)); got != tt.want || s.TakesDatagrams(at(tt.to)) != tt.want || s.Listens(at(tt.to)) {
			t.Errorf("%q, %q: %t", tt.bound, tt.to, got)
		}
		s.Proto, s.Role = capture.TCP, run.Listening
		if got := s.Listens(at(tt.to)); got != tt.want || s.TakesDatagrams(at(tt.to)) {
			t.Errorf("%q listens to %q: %t", tt.bound, tt.to, got)
		}
	}
	if inferred := (run.Socket{FD: -1, Proto: capture.UDP, Local: at("127.0.0.1:80")}); inferred.TakesDatagrams(at("127.0.0.1:80")) {
		t.Error("what is known by its packets alone is taken for a socket that is bound")
	}
}
