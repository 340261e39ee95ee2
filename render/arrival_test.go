package render_test

import (
	"slices"
	"strings"
	"testing"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/runtest"
	"wireladder/render"
	"wireladder/render/rendertest"
)

// ladder returns the one ladder of a recording.
func ladder(t *testing.T, rec *capture.Recording) *render.Ladder {
	t.Helper()
	d := rendertest.Build(rec)
	if len(d.Ladders) != 1 {
		t.Fatalf("%d ladders", len(d.Ladders))
	}
	return &d.Ladders[0]
}

// message returns the step of a frame's sending.
func message(t *testing.T, l *render.Ladder, frame int) *render.Step {
	t.Helper()
	for i := range l.Steps {
		if l.Steps[i].Kind == render.Message && l.Steps[i].Packet == frame {
			return &l.Steps[i]
		}
	}
	t.Fatalf("packet %d is not drawn", frame)
	return nil
}

// arrivals returns the frames that have rows of their own for their arrival, in
// order.
func arrivals(l *render.Ladder) []int {
	var frames []int
	for i := range l.Steps {
		if l.Steps[i].Kind == render.Arrival {
			frames = append(frames, l.Steps[i].Packet)
		}
	}
	return frames
}

func TestWhatArrivesAtOnceAndWhatLater(t *testing.T) {
	for _, c := range []struct {
		name   string
		record func() *capture.Recording
		later  []int // frames in the order of their arrivals
		lost   []int
	}{
		{"nothing happens in between", runtest.LostSYNACK, nil, []int{2}},
		{"lost datagram", runtest.LostDatagram, nil, []int{1}},
		{"20 ms each way", runtest.DelayedBothWays, []int{1, 2, 3, 4, 5}, nil},
		{"overtaken", runtest.CrossingDatagrams, []int{1, 3}, nil},
		{"a second copy", runtest.DuplicateDatagram, []int{1}, nil},
		{"FINs and their ACKs cross", runtest.CrossingFINsOnTheWire, []int{4, 5, 6, 7}, nil},
		{"in a row", runtest.FastRetransmit, []int{6, 7, 8}, []int{5}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := ladder(t, c.record())
			if got := arrivals(l); !slices.Equal(got, c.later) {
				t.Errorf("frames %v arrive in rows of their own, want %v", got, c.later)
			}
			for _, n := range c.lost {
				if s := message(t, l, n); s.Transit != render.Lost || s.Fault == "" || s.ToState != "" {
					t.Errorf("packet %d: %+v", n, s)
				}
			}
		})
	}
}

// Each arrival and its sending know of each other.
func TestArrivalsAndSendingsBelongTogether(t *testing.T) {
	for name, rec := range hosts() {
		l := ladder(t, rec)
		for i := range l.Steps {
			s := &l.Steps[i]
			if s.Kind != render.Arrival {
				continue
			}
			from := &l.Steps[s.Sent]
			if from.Packet != s.Packet || !slices.Contains(from.Arrivals, i) || s.Sent >= i || from.From != s.From {
				t.Errorf("%s: step %d %+v, sent by %+v", name, i, s, from)
			}
		}
	}
}

// hosts are recordings of wires between two hosts.
func hosts() map[string]*capture.Recording {
	return map[string]*capture.Recording{
		"synack-loss": runtest.LostSYNACK(), "delay": runtest.DelayedBothWays(), "fast": runtest.FastRetransmit(),
		"fins": runtest.CrossingFINsOnTheWire(), "udp-loss": runtest.LostDatagram(), "udp-reorder": runtest.CrossingDatagrams(),
		"udp-duplicate": runtest.DuplicateDatagram(), "reset": runtest.ResetOnTheWire(), "udp-refused": runtest.RefusedDatagram(),
		"port-reused": runtest.PortReused(), "data-loss": runtest.LostData(),
	}
}

// The receiver enters its state where the packet arrives, and not where it is
// sent.
func TestStatesStandAtTheArrival(t *testing.T) {
	l := ladder(t, runtest.CrossingFINsOnTheWire())
	var told []string
	for i := range l.Steps {
		s := &l.Steps[i]
		if s.Packet < 4 || s.Kind != render.Message && s.Kind != render.Arrival {
			continue
		}
		told = append(told, strings.TrimSpace(s.FromState+" > "+s.ToState))
	}
	want := []string{"FIN-WAIT-1 >", "FIN-WAIT-1 >", "> CLOSING", ">", "> CLOSING", ">", "> TIME-WAIT", "> TIME-WAIT"}
	if !slices.Equal(told, want) {
		t.Errorf("got %q, want %q", told, want)
	}
}

// A packet that is lost touches nothing of its receiver.
func TestLostPacketsDoNotReachTheirReceiver(t *testing.T) {
	m := runtest.NewMail("udp-loss")
	m.Lose(m.Post(false, "hello"), "drop 1st client datagram")
	l := ladder(t, m.Recording())
	for i, line := range l.Lifelines {
		if line.Process == "server" && line.Last > 2 {
			t.Errorf("lifeline %d reaches down to step %d", i, line.Last)
		}
	}
}

// What is sent and was not seen to arrive when the recording ends is neither
// lost nor there.
func TestStillOnItsWay(t *testing.T) {
	l := ladder(t, onItsWay())
	if s := message(t, l, 2); s.Transit != render.Later || s.Arrivals != nil {
		t.Errorf("%+v", s)
	}
}

func TestPausesAreSteps(t *testing.T) {
	l := ladder(t, runtest.LostSYNACK())
	var pauses []string
	for _, s := range l.Steps {
		if s.Kind == render.Pause {
			pauses = append(pauses, s.Labels...)
		}
	}
	if !slices.Equal(pauses, []string{"1.02 s later"}) {
		t.Errorf("pauses %q", pauses)
	}
}

// A connection that is accepted and closed before any packet of it comes still
// has its FIN at the accepted socket.
func TestClosedAtOnce(t *testing.T) {
	h := runtest.NewHosts("close-server")
	h.Connect()
	n := h.Closes(true)
	h.Through(n)
	l := ladder(t, h.Recording())
	if role := l.Lifelines[message(t, l, n).From].Role; role != run.Accepted {
		t.Errorf("the FIN comes from a socket of role %q", role)
	}
}

// A connect that is refused leaves its socket without a peer; the packets are
// its all the same. Who refuses has no peer.
func TestRefusedConnectHasItsPackets(t *testing.T) {
	l := ladder(t, refusedConnect())
	if len(l.Lifelines) != 2 || l.Lifelines[message(t, l, 1).From].FD != 3 {
		t.Errorf("lifelines %+v", l.Lifelines)
	}
	if refuser := l.Lifelines[message(t, l, 2).From]; refuser.Remote.IsValid() {
		t.Errorf("who refuses is connected with %s", refuser.Remote)
	}
}

// refusedConnect records a connect() to a port where nobody listens.
func refusedConnect() *capture.Recording {
	s := runtest.NewScript("refused")
	client, from, to := capture.Process{Name: "client"}, runtest.Loopback(50001), runtest.Loopback(12000)
	s.Call(capture.Call{Process: client, Name: "socket", Proto: capture.TCP, FD: -1, Args: capture.ParseArguments("socket", "AF_INET, SOCK_STREAM, 0"), Result: 3})
	c := s.Enter(capture.Call{Process: client, Name: "connect", Proto: capture.TCP, FD: 3, Args: capture.Arguments{Address: to}, Local: from, Errno: "ECONNREFUSED", Result: -1})
	s.Packet(capture.Packet{Proto: capture.TCP, Src: from, Dst: to, TCP: capture.TCPHeader{Seq: 7, Flags: capture.SYN}})
	s.Packet(capture.Packet{Proto: capture.TCP, Src: to, Dst: from, TCP: capture.TCPHeader{Ack: 8, Flags: capture.RST | capture.ACK}})
	s.Return(c)
	return s.Recording()
}
