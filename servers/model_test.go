//go:build linux || darwin

package servers

import (
	"context"
	"errors"
	"io"
	"net"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
)

var everyModel = []Model{Once, Loop, Select, Thread}

// startTCP starts a TCP server of that model.
func startTCP(t *testing.T, opts ServerOptions) *running {
	t.Helper()
	return transports[1].start(t, opts)
}

// talk says a line on an open connection and returns what comes back.
func talk(t *testing.T, conn net.Conn, line string) string {
	t.Helper()
	if _, err := io.WriteString(conn, line); err != nil {
		t.Fatal(err)
	}
	answer := make([]byte, len(line))
	if _, err := io.ReadFull(conn, answer); err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	return string(answer)
}

func TestModelNames(t *testing.T) {
	for _, m := range everyModel {
		if parsed, err := ParseModel(m.String()); err != nil || parsed != m {
			t.Errorf("%v: %v, %v", m, parsed, err)
		}
	}
	if _, err := ParseModel("fork"); err == nil || Model(0).String() != "?" {
		t.Errorf("%v, %v", err, Model(0))
	}
	for _, f := range []Farewell{Drain, Reset} {
		if parsed, err := ParseFarewell(f.String()); err != nil || parsed != f {
			t.Errorf("%v: %v, %v", f, parsed, err)
		}
	}
	if _, err := ParseFarewell("cut"); err == nil {
		t.Error("cut is a farewell")
	}
}

// All but Once talk with a client as long as it likes.
func TestModelsManyMessages(t *testing.T) {
	for _, m := range everyModel[1:] {
		t.Run(m.String(), func(t *testing.T) {
			conn := dial(t, startTCP(t, ServerOptions{Model: m}).addr)
			for _, line := range []string{"one", "two\n", "three and four"} {
				if got := talk(t, conn, line); got != string(Upper([]byte(line))) {
					t.Errorf("%q: got %q", line, got)
				}
			}
			if err := conn.CloseWrite(); err != nil {
				t.Fatal(err)
			}
			if rest, err := io.ReadAll(conn); err != nil || len(rest) > 0 {
				t.Errorf("after the end: %q, %v", rest, err)
			}
		})
	}
}

// One recv is one message, to a server that serves once.
func TestOnceIsOneRecv(t *testing.T) {
	conn := dial(t, startTCP(t, ServerOptions{Model: Once, RecvSize: 3}).addr)
	if _, err := io.WriteString(conn, "hel"); err != nil {
		t.Fatal(err)
	}
	if answer, err := io.ReadAll(conn); err != nil || string(answer) != "HEL" {
		t.Errorf("%q, %v", answer, err)
	}
}

// A silent client holds up nobody in Select and Thread.
func TestSilentClientHoldsUpNobody(t *testing.T) {
	for _, m := range []Model{Select, Thread} {
		t.Run(m.String(), func(t *testing.T) {
			server := startTCP(t, ServerOptions{Model: m})
			dial(t, server.addr)
			checkStillServes(t, server)
		})
	}
}

// It holds up everybody else in Once and Loop: the next client is connected, and
// unheard, until it leaves.
func TestSilentClientHoldsUpEverybody(t *testing.T) {
	for _, m := range []Model{Once, Loop} {
		t.Run(m.String(), func(t *testing.T) {
			o := newTape(t)
			o.waits = make(chan string, 100)
			server := startTCP(t, ServerOptions{Model: m, Observer: o})
			silent, next := dial(t, server.addr), dial(t, server.addr)
			if _, err := io.WriteString(next, "hello"); err != nil {
				t.Fatal(err)
			}
			o.await("server recv", 1)
			if accepts := o.count("server", "accept"); accepts != 1 {
				t.Errorf("%d clients were accepted", accepts)
			}
			_ = silent.Close()
			if answer := make([]byte, 5); m == Loop {
				if _, err := io.ReadFull(next, answer); err != nil || string(answer) != "HELLO" {
					t.Errorf("%q, %v", answer, err)
				}
			}
		})
	}
}

// A client that sends without end and never reads is not served without end, and
// the others are.
func TestSlowReaderHoldsUpNobody(t *testing.T) {
	for _, m := range []Model{Select, Thread} {
		t.Run(m.String(), func(t *testing.T) {
			server := startTCP(t, ServerOptions{Model: m})
			slow := dial(t, server.addr)
			line := make([]byte, 32<<20)
			written := make(chan error, 1)
			go func() {
				_, err := slow.Write(line)
				written <- err
			}()
			for range 20 {
				checkStillServes(t, server)
			}
			// At last it reads, and has it all.
			if n, err := io.Copy(io.Discard, io.LimitReader(slow, int64(len(line)))); err != nil || n != int64(len(line)) {
				t.Errorf("the slow client read %d octets: %v", n, err)
			}
			if err := <-written; err != nil {
				t.Error(err)
			}
		})
	}
}

// Each thread has an id of its own, and keeps it.
func TestThreadsHaveIDs(t *testing.T) {
	o := newTape(t)
	server := startTCP(t, ServerOptions{Model: Thread, Observer: o})
	conns := []*net.TCPConn{dial(t, server.addr), dial(t, server.addr)}
	for range 3 {
		for _, conn := range conns {
			talk(t, conn, "hello")
		}
	}
	server.stop()
	of := map[int]int{} // descriptor to thread
	for _, c := range o.by("server") {
		if c.Name != "recv" && c.Name != "send" {
			continue
		}
		if known, ok := of[c.FD]; ok && known != c.Thread {
			t.Errorf("fd %d was served by threads %d and %d", c.FD, known, c.Thread)
		}
		of[c.FD] = c.Thread
	}
	threads := map[int]bool{}
	for _, thread := range of {
		threads[thread] = true
	}
	if threadID() != 0 && len(threads) != len(conns) {
		t.Errorf("clients and their threads: %v", of)
	}
}

// The calls of a server that selects.
func TestSelectCalls(t *testing.T) {
	o := newTape(t)
	o.waits = make(chan string, 100)
	server := startTCP(t, ServerOptions{Model: Select, Observer: o})
	conn := dial(t, server.addr)
	talk(t, conn, "hello")
	_ = conn.Close()
	o.await("server close", 1) // a call that was entered is made; an event would come before it
	server.stop()
	want := []string{
		"socket", "setsockopt", "bind", "listen", "fcntl", "select", "accept", "select", "recv", "send", "select", "recv", "close",
	}
	if diff := cmp.Diff(want, o.names("server")[:len(want)]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// interrupting is a server with clients that is to be interrupted.
type interrupting struct {
	*running
	tape      *tape
	interrupt context.CancelFunc
	mu        sync.Mutex
	events    []EventKind
	clients   int // when it was interrupted
	queued    int
}

func startInterrupting(t *testing.T, tr transport, opts ServerOptions) *interrupting {
	t.Helper()
	i := &interrupting{tape: newTape(t)}
	i.tape.waits = make(chan string, 10_000)
	opts.Observer = i.tape
	opts.Interrupt, i.interrupt = context.WithCancel(context.Background())
	opts.Event = func(e Event) {
		i.mu.Lock()
		defer i.mu.Unlock()
		if i.events = append(i.events, e.Kind); e.Kind == Interrupted {
			i.clients, i.queued = e.Clients, e.Queued
		}
	}
	i.running = tr.start(t, opts)
	return i
}

// finish interrupts the server and returns when it has said farewell.
func (i *interrupting) finish() {
	i.t.Helper()
	i.interrupt()
	if err := <-i.served; err != nil {
		i.t.Errorf("Serve: %v", err)
	}
}

// Whoever is connected when the server is interrupted sees the end of the
// stream, after answers to all that it said.
func TestInterruptDrains(t *testing.T) {
	for _, m := range everyModel {
		t.Run(m.String(), func(t *testing.T) {
			i := startInterrupting(t, transports[1], ServerOptions{Model: m})
			conn := dial(t, i.addr)
			i.tape.await(waitsForClient(m), 1+selects(m))
			i.finish()
			if rest, err := io.ReadAll(conn); err != nil || len(rest) > 0 {
				t.Errorf("the client reads %q, %v, want the end", rest, err)
			}
			if i.clients != 1 || !slices.Contains(i.events, Left) || slices.Contains(i.events, Expired) {
				t.Errorf("%d clients, events %v", i.clients, i.events)
			}
			if c := i.tape.only("server", "shutdown"); c.Args.How != capture.ShutRead || c.Errno != "" {
				t.Errorf("%s", c.Message())
			}
			if closes := i.tape.count("server", "close"); closes != 2 {
				t.Errorf("%d sockets were closed", closes)
			}
			if calls := i.tape.names("server"); slices.Index(calls, "close") > slices.Index(calls, "shutdown") {
				t.Errorf("new clients may come while the old ones leave: %v", calls)
			}
		})
	}
}

// waitsForClient returns the call in which a server with a connected client waits.
func waitsForClient(m Model) string {
	if m == Select {
		return "server select"
	}
	return "server recv"
}

// selects is how often a server that selects has selected before it waits for a client.
func selects(m Model) int {
	if m == Select {
		return 1
	}
	return 0
}

func TestInterruptResets(t *testing.T) {
	for _, m := range everyModel {
		t.Run(m.String(), func(t *testing.T) {
			i := startInterrupting(t, transports[1], ServerOptions{Model: m, OnInterrupt: Reset})
			conn := dial(t, i.addr)
			i.tape.await(waitsForClient(m), 1+selects(m))
			i.finish()
			if _, err := io.ReadAll(conn); !errors.Is(err, syscall.ECONNRESET) {
				t.Errorf("the client reads: %v", err)
			}
			if i.clients != 1 || !slices.Contains(i.events, Left) {
				t.Errorf("%d clients, events %v", i.clients, i.events)
			}
		})
	}
}

// Who is in the queue when the server is interrupted is counted, and reset.
func TestInterruptQueue(t *testing.T) {
	i := startInterrupting(t, transports[1], ServerOptions{Model: Loop})
	dial(t, i.addr)
	i.tape.await("server recv", 1)
	queued := []*net.TCPConn{dial(t, i.addr), dial(t, i.addr)}
	i.finish()
	if runtime.GOOS == "linux" && i.queued != len(queued) {
		t.Errorf("%d in the queue", i.queued)
	}
	for _, conn := range queued {
		if _, err := io.ReadAll(conn); !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("the client reads: %v", err)
		}
	}
}

// With nobody connected the call that waits is interrupted, and that is all.
func TestInterruptAlone(t *testing.T) {
	for _, m := range everyModel {
		t.Run(m.String(), func(t *testing.T) {
			i := startInterrupting(t, transports[1], ServerOptions{Model: m})
			waits := "accept"
			if m == Select {
				waits = "select"
			}
			i.tape.await("server "+waits, 1)
			i.finish()
			if c := i.tape.only("server", waits); c.Errno != "EINTR" || c.Result != -1 {
				t.Errorf("%s", c.Message())
			}
			i.tape.only("server", "close")
		})
	}
}

func TestInterruptUDP(t *testing.T) {
	for _, farewell := range []Farewell{Drain, Reset} {
		i := startInterrupting(t, transports[0], ServerOptions{OnInterrupt: farewell})
		if _, err := askUDP(t.Context(), ClientOptions{Server: i.addr}, []byte("hello")); err != nil {
			t.Fatal(err)
		}
		i.tape.await("server recvfrom", 2)
		i.finish()
		if want := []EventKind{Received, Sent, Interrupted}; !slices.Equal(i.events, want) {
			t.Errorf("events %v, want %v", i.events, want)
		}
		i.tape.only("server", "close")
	}
}

// A client that never reads can't keep a server from ending: it is reset.
func TestInterruptExpires(t *testing.T) {
	for _, m := range everyModel[1:] {
		t.Run(m.String(), func(t *testing.T) {
			checkLeaks(t, func() {
				i := startInterrupting(t, transports[1], ServerOptions{Model: m, DrainTime: 1})
				deaf := dial(t, i.addr)
				_ = deaf.SetReadBuffer(1)
				go deaf.Write(make([]byte, 32<<20)) //nolint:errcheck // it will be reset
				i.tape.await("server send", 1)
				i.finish()
				_ = deaf.Close()
			})
		})
	}
}

// Servers with clients end at once with their context, and leave nothing behind.
func TestCancelModels(t *testing.T) {
	for _, m := range everyModel {
		t.Run(m.String(), func(t *testing.T) {
			checkLeaks(t, func() {
				o := newTape(t)
				o.waits = make(chan string, 100)
				server := startTCP(t, ServerOptions{Model: m, Observer: o})
				conn := dial(t, server.addr)
				o.await(waitsForClient(m), 1+selects(m))
				server.stop()
				_ = conn.Close()
				for _, c := range o.by("server") {
					if c.Name == "close" || c.Name == "shutdown" {
						t.Errorf("a stopped server made a call: %s", c.Message())
					}
				}
			})
		})
	}
}

// What happens is told in order, with the 4-tuple.
func TestEvents(t *testing.T) {
	for _, m := range everyModel {
		t.Run(m.String(), func(t *testing.T) {
			events := make(chan Event, 10)
			server := startTCP(t, ServerOptions{Model: m, Event: func(e Event) {
				e.Data = slices.Clone(e.Data)
				events <- e
			}})
			if _, err := askTCP(t.Context(), ClientOptions{Server: server.addr}, []byte("hello")); err != nil {
				t.Fatal(err)
			}
			for _, want := range []struct {
				kind    EventKind
				data    string
				clients int
			}{{Connected, "", 1}, {Received, "hello\n", 1}, {Sent, "HELLO\n", 1}, {Left, "", 0}} {
				e := <-events
				if e.Kind == Left && e.By != map[bool]Leaver{true: ByServer, false: ByClient}[m == Once] {
					t.Errorf("left by %v", e.By)
				}
				if e.Kind != want.kind || string(e.Data) != want.data || e.Local != server.addr || e.Remote.Port() == 0 || e.Clients != want.clients || e.Err != nil {
					t.Errorf("%+v, want %+v", e, want)
				}
			}
		})
	}
}

func TestNoReuseAddr(t *testing.T) {
	o := newTape(t)
	startTCP(t, ServerOptions{NoReuseAddr: true, Observer: o})
	if names := o.names("server"); slices.Contains(names, "setsockopt") {
		t.Errorf("calls %v", names)
	}
}

func TestTruncatedEvent(t *testing.T) {
	events := make(chan Event, 10)
	server := transports[0].start(t, ServerOptions{RecvSize: 3, Event: func(e Event) { events <- e }})
	for _, line := range []string{"hello", "hey"} {
		if _, err := askUDP(t.Context(), ClientOptions{Server: server.addr}, []byte(line)); err != nil {
			t.Fatal(err)
		}
		if e := <-events; e.Kind != Received || e.Truncated != (len(line) > 3) {
			t.Errorf("%q: %+v", line, e)
		}
		<-events
	}
}

func TestModelNotKnown(t *testing.T) {
	if _, err := ListenTCP(ServerOptions{Addr: loopback, Model: 9}); err == nil {
		t.Error("there is a ninth model")
	}
	if _, err := OpenClient(t.Context(), capture.TCP, ClientOptions{}); err == nil {
		t.Error("a client without a server")
	}
}
