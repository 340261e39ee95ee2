package render_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/runtest"
	"wireladder/render"
	"wireladder/render/rendertest"
)

// kernelSteps describes what the kernel said in a ladder, a line each.
func kernelSteps(d render.Diagram) []string {
	var out []string
	for _, s := range d.Ladders[0].Steps {
		if s.Kind == render.Kernel {
			out = append(out, d.Ladders[0].Lifelines[s.Lifeline].Role.String()+": "+s.Labels[0]+": "+s.Brief)
		}
	}
	return out
}

// states lists the states that packets lead to, in brackets those that the
// kernel told as well.
func states(d render.Diagram) []string {
	var out []string
	for _, s := range d.Ladders[0].Steps {
		for _, end := range []struct {
			state    string
			observed bool
		}{{s.FromState, s.FromObserved}, {s.ToState, s.ToObserved}} {
			switch {
			case end.state == "":
			case end.observed:
				out = append(out, "["+end.state+"]")
			default:
				out = append(out, end.state)
			}
		}
	}
	return out
}

func TestAcceptQueue(t *testing.T) {
	want := []string{
		"listening: accept queue ▮▯ 1 of 2: ESTABLISHED by the kernel alone: 1 waits for accept(); listen(1) has room for 2",
		"listening: accept queue ▮▮ 2 of 2: full: the kernel drops further SYNs without a word",
		"listening: accept queue ▮▯ 1 of 2: accept() has taken from it; 1 still waits",
		"listening: accept queue ▮▮ 2 of 2: full: the kernel drops further SYNs without a word",
	}
	if diff := cmp.Diff(want, kernelSteps(rendertest.Build(runtest.Backlog()))); diff != "" {
		t.Errorf("what the kernel said (-want +got):\n%s", diff)
	}
}

// A queue that is longer than a picture is wide is told in numbers.
func TestLongAcceptQueue(t *testing.T) {
	rec := runtest.Backlog()
	for _, e := range rec.Entries {
		if e.Snapshot != nil {
			e.Snapshot.Sockets[0].SendQueue = 4096
		}
	}
	if got := kernelSteps(rendertest.Build(rec))[0]; got != "listening: accept queue: 1 of 4097: ESTABLISHED by the kernel alone: 1 waits for accept(); listen(4096) has room for 4097" {
		t.Error(got)
	}
}

func TestObservedStates(t *testing.T) {
	want := []string{
		"[LISTEN]",
		"SYN-SENT", "SYN-RECEIVED", "[ESTABLISHED]", "[ESTABLISHED]",
		"SYN-SENT", "SYN-RECEIVED", "[ESTABLISHED]", "[ESTABLISHED]",
		"[SYN-SENT]", "SYN-RECEIVED", "[ESTABLISHED]", "[ESTABLISHED]",
	}
	if diff := cmp.Diff(want, states(rendertest.Build(runtest.Backlog()))); diff != "" {
		t.Errorf("states (-want +got):\n%s", diff)
	}
}

// backlogWhere returns the Backlog recording's diagram after change has had each
// snapshot.
func backlogWhere(change func(i int, s *capture.Snapshot)) render.Diagram {
	rec, i := runtest.Backlog(), 0
	for _, e := range rec.Entries {
		if e.Snapshot != nil {
			change(i, e.Snapshot)
			i++
		}
	}
	return rendertest.Build(rec)
}

// A connection that the kernel calls otherwise than the packets do is shown
// with both.
func TestStateThatDiffers(t *testing.T) {
	d := backlogWhere(func(i int, s *capture.Snapshot) {
		if i == 2 {
			s.Sockets[3].State = flow.SynReceived.String()
		}
	})
	want := "listening: kernel: [SYN-RECEIVED]: the handshake is not over for it; by the packets, ESTABLISHED"
	if got := kernelSteps(d); !slices.Contains(got, want) {
		t.Errorf("no %q among %q", want, got)
	}
}

// What lasts for no packet's time is not drawn, but for a queue that is full.
func TestShortLengthsAreLeftOut(t *testing.T) {
	rec := runtest.Backlog()
	var entries []capture.Entry
	for _, e := range rec.Entries {
		if e.Snapshot != nil {
			short := *e.Snapshot
			short.Sockets = slices.Clone(short.Sockets)
			short.Sockets[0].RecvQueue = 0
			entries = append(entries, e, capture.Entry{Snapshot: &short})
			continue
		}
		entries = append(entries, e)
	}
	rec.Entries = entries
	for _, said := range kernelSteps(rendertest.Build(rec)) {
		if strings.Contains(said, "1 of 2") {
			t.Errorf("drawn: %q", said)
		}
	}
}

// The kernel of one host knows nothing of the other's sockets: that they are
// not there does not mean that they are closed.
func TestSnapshotOfOneHost(t *testing.T) {
	d := backlogWhere(func(_ int, s *capture.Snapshot) {
		s.Host = "client"
		s.Sockets = slices.DeleteFunc(s.Sockets, func(k capture.KernelSocket) bool { return k.Local.Port() == runtest.ServerPort })
	})
	if got := kernelSteps(d); got != nil {
		t.Errorf("drawn: %q", got)
	}
	if got := fmt.Sprint(states(d)); got != "[SYN-SENT SYN-RECEIVED [ESTABLISHED] ESTABLISHED SYN-SENT SYN-RECEIVED [ESTABLISHED] ESTABLISHED [SYN-SENT] SYN-RECEIVED [ESTABLISHED] ESTABLISHED]" {
		t.Error(got)
	}
}

// What waits for long is drawn though no packet passes; what accept(2) takes at
// once is not, however late the kernel was asked again.
func TestAcceptQueueWithoutPackets(t *testing.T) {
	for want, accepts := range map[bool]bool{true: false, false: true} {
		s := runtest.NewScript("")
		server := runtest.Loopback(runtest.ServerPort)
		call := capture.Call{Process: capture.Process{Name: "server"}, Proto: capture.TCP, FD: 3, Local: server}
		listen, accept := call, call
		listen.Name, listen.Args, accept.Name, accept.Result = "listen", capture.ParseArguments("listen", "5"), "accept", 4
		s.Call(listen)
		queue := capture.KernelSocket{Proto: capture.TCP, Local: server, State: "LISTEN", RecvQueue: 1, SendQueue: 5, Inode: 1}
		s.Snapshot(queue)
		if accepts {
			s.Call(accept)
		}
		s.Wait(time.Second)
		queue.RecvQueue = 0
		s.Snapshot(queue)
		if got := kernelSteps(rendertest.Build(s.Recording())); (len(got) > 0) != want {
			t.Errorf("accepted at once: %t; drawn: %q", accepts, got)
		}
	}
}

// Bytes that a program leaves unread for long are told, and once; what it reads
// at once is not.
func TestUnreadBytes(t *testing.T) {
	for after, want := range map[time.Duration][]string{
		time.Millisecond: nil,
		time.Second:      {"accepted: kernel: 5 bytes unread: in the receive buffer; no recv() has asked for them"},
	} {
		rec := runtest.Run{Text: "hell"}.TCP() // and a newline
		rec.Entries = slices.DeleteFunc(rec.Entries, func(e capture.Entry) bool {
			return e.Call != nil && e.Call.Name != "socket" && e.Call.Name != "listen" && e.Call.Name != "accept"
		})
		at := slices.IndexFunc(rec.Entries, func(e capture.Entry) bool { return e.Packet != nil && e.Packet.PayloadLength > 0 })
		since := rec.Entries[at].Packet.Time
		client, server := rec.Entries[at].Packet.Src, rec.Entries[at].Packet.Dst
		rec.Entries = rec.Entries[:at+1]
		for i, state := range []int{5, 5, 0} {
			rec.Entries = append(rec.Entries, capture.Entry{Snapshot: &capture.Snapshot{
				Time: since.Add(time.Duration(i) * after), Sockets: []capture.KernelSocket{
					{Proto: capture.TCP, Local: server, Remote: client, State: "ESTABLISHED", RecvQueue: state, Inode: 9},
					{Proto: capture.TCP, Local: client, Remote: server, State: "ESTABLISHED", Inode: 8},
				},
			}})
		}
		if diff := cmp.Diff(want, kernelSteps(rendertest.Build(rec))); diff != "" {
			t.Errorf("after %v (-want +got):\n%s", after, diff)
		}
	}
}
