package run_test

import (
	"testing"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/runtest"
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

// On a watched wire the sender enters its state when it sends, and the receiver when the
// packet arrives.
func TestStatesOfAWatchedWire(t *testing.T) {
	var got []string
	for _, m := range run.Of(runtest.CrossingFINsOnTheWire()).Moments {
		if m.Packet != nil && m.Packet.Number >= 4 && (m.Kind == run.Packet || m.Kind == run.Arrival) {
			got = append(got, states(m))
		}
	}
	same(t, []string{"FIN-WAIT-1>", ">FIN-WAIT-1", ">CLOSING", ">", "CLOSING>", ">", "TIME-WAIT>", ">TIME-WAIT"}, got)
}

// A SYN meets a socket that is known to listen.
func TestListenIsHeeded(t *testing.T) {
	for listens, want := range map[bool]flow.State{true: flow.Listen, false: flow.Unknown} {
		tp := newTape()
		if listens {
			tp.listens()
		} else {
			tp.do(tcp("server", "listen", 3).args("5").at(serverAt).fails("EADDRINUSE"))
		}
		tp.between(clientAt, serverAt).c(capture.SYN, "")
		if got := packet(t, tp.of(), 1).Before[flow.Responder]; got != want {
			t.Errorf("listens: %t, the server is in %v", listens, got)
		}
	}
}

// The roles in a word.
func TestRoles(t *testing.T) {
	for role, want := range map[run.Role]string{
		run.Endpoint: "", run.Active: "", run.Listening: "listening", run.Accepted: "accepted", run.Bound: "bound", run.Router: "router",
	} {
		if got := role.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
