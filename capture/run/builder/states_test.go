package builder_test

import (
	"testing"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
	"wireladder/capture/runtest"
)

// On a watched wire the sender enters its state when it sends, and the receiver when the
// packet arrives.
func TestStatesOfAWatchedWire(t *testing.T) {
	var got []string
	for _, m := range builder.Of(runtest.CrossingFINsOnTheWire()).Moments {
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
