//go:build linux || darwin

package scenario

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
)

// tape keeps copies of what it is told, in order: each call as it was entered,
// replaced when it returns.
type tape struct {
	mu    sync.Mutex
	calls []capture.Call
	index map[*capture.Call]int
}

func (o *tape) Enter(c *capture.Call) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.index == nil {
		o.index = map[*capture.Call]int{}
	}
	o.index[c] = len(o.calls)
	o.calls = append(o.calls, *c)
}

func (o *tape) Return(c *capture.Call) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.calls[o.index[c]] = *c
}

// script returns who called what, per process and protocol, in order; "…" marks
// a call that has not returned.
func (o *tape) script() map[string]string {
	o.mu.Lock()
	defer o.mu.Unlock()
	script := map[string]string{}
	for _, c := range o.calls {
		name := c.Name
		if !c.Returned() {
			name += "…"
		}
		who := fmt.Sprintf("%v %s", c.Proto, c.Process.Name)
		script[who] = strings.TrimSpace(script[who] + " " + name)
	}
	return script
}

// freePorts are the default options on ports that the kernel chooses.
func freePorts(clients int) Options {
	opts := DefaultOptions()
	opts.Port, opts.Clients = 0, clients
	return opts
}

// run plays a scenario and returns its tape as it is when Run returns.
func run(t *testing.T, name string, opts Options) *tape {
	t.Helper()
	s, _ := Find(name)
	o := &tape{}
	stop, err := s.Run(t.Context(), opts, o)
	if err != nil {
		t.Fatal(err)
	}
	played := &tape{calls: slices.Clone(o.snapshot())}
	for range 2 {
		if err := stop(); err != nil {
			t.Fatalf("stop: %v", err)
		}
	}
	if diff := cmp.Diff(played.script(), o.script()); diff != "" {
		t.Errorf("stopping made calls:\n%s", diff)
	}
	return o
}

func (o *tape) snapshot() []capture.Call {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.calls
}

const (
	udpClient = "socket sendto recvfrom close"
	tcpClient = "socket connect send recv close"
)

func TestRun(t *testing.T) {
	tests := []struct {
		scenario string
		clients  int
		want     map[string]string
	}{
		{"udp", 1, map[string]string{
			"udp server": "socket bind recvfrom sendto recvfrom…",
			"udp client": udpClient,
		}},
		{"tcp", 1, map[string]string{
			"tcp server": "socket setsockopt bind listen accept recv send close accept…",
			"tcp client": tcpClient,
		}},
		{"contrast", 1, map[string]string{
			"udp server": "socket bind recvfrom sendto recvfrom…",
			"udp client": udpClient,
			"tcp server": "socket setsockopt bind listen accept recv send close accept…",
			"tcp client": tcpClient,
		}},
		{"udp", 2, map[string]string{
			"udp server":   "socket bind recvfrom sendto recvfrom sendto recvfrom…",
			"udp client 1": udpClient,
			"udp client 2": udpClient,
		}},
		{"tcp", 3, map[string]string{
			"tcp server": "socket setsockopt bind listen accept recv send close accept recv send close " +
				"accept recv send close accept…",
			"tcp client 1": tcpClient,
			"tcp client 2": tcpClient,
			"tcp client 3": tcpClient,
		}},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.scenario, tt.clients), func(t *testing.T) {
			if diff := cmp.Diff(tt.want, run(t, tt.scenario, freePorts(tt.clients)).script()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What is said, and in which order: servers first, then one client after the other.
func TestRunOrder(t *testing.T) {
	var said []string
	for _, c := range run(t, "contrast", freePorts(2)).calls {
		switch c.Name {
		case "socket":
			said = append(said, fmt.Sprintf("%s over %v", c.Process.Name, c.Proto))
		case "sendto", "send":
			said = append(said, fmt.Sprintf("%s: %q", c.Process.Name, c.Data))
		}
	}
	want := []string{
		"server over udp", "server over tcp",
		"client 1 over udp", `client 1: "hello 1"`, `server: "HELLO 1"`,
		"client 2 over udp", `client 2: "hello 2"`, `server: "HELLO 2"`,
		"client 1 over tcp", `client 1: "hello 1\n"`, `server: "HELLO 1\n"`,
		"client 2 over tcp", `client 2: "hello 2\n"`, `server: "HELLO 2\n"`,
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// No client comes before the server has done with the one before, and waits.
func TestRunOneAfterTheOther(t *testing.T) {
	for _, name := range []string{"udp", "tcp", "contrast"} {
		waits, clients := map[capture.Protocol]int{}, map[capture.Protocol]int{}
		for _, c := range run(t, name, freePorts(5)).calls {
			switch {
			case c.Process.Name == "server" && c.Name == services[c.Proto].waitsIn:
				waits[c.Proto]++
			case c.Process.Name != "server" && c.Name == "socket":
				clients[c.Proto]++
				if waits[c.Proto] != clients[c.Proto] {
					t.Errorf("%s: %s came when the server had begun to wait %d times over %v",
						name, c.Process.Name, waits[c.Proto], c.Proto)
				}
			}
		}
	}
}

func TestRunTexts(t *testing.T) {
	for _, text := range []string{"", "hello", "\x1b[2J\x00\xff", strings.Repeat("long ", 6_000)} {
		opts := freePorts(1)
		opts.Text = text
		run(t, "contrast", opts)
	}
}

// Nobody need watch.
func TestRunUnobserved(t *testing.T) {
	s, _ := Find("contrast")
	stop, err := s.Run(t.Context(), freePorts(1), nil)
	if err != nil || stop() != nil {
		t.Error(err)
	}
}

func TestRunPortInUse(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close() //nolint:errcheck // nothing was written
	opts := freePorts(1)
	opts.Port = taken.Addr().(*net.TCPAddr).AddrPort().Port()
	for _, name := range []string{"tcp", "contrast"} {
		s, _ := Find(name)
		stop, err := s.Run(t.Context(), opts, nil)
		if !errors.Is(err, syscall.EADDRINUSE) {
			t.Errorf("%s: %v", name, err)
		}
		if err := stop(); err != nil {
			t.Errorf("%s: stop: %v", name, err)
		}
	}
}

var errEnough = errors.New("enough")

// canceller cancels when the server enters its n-th call of that name.
type canceller struct {
	call   string
	n      int
	cancel context.CancelCauseFunc
}

func (c *canceller) Return(*capture.Call) {}

func (c *canceller) Enter(call *capture.Call) {
	if call.Process.Name != "server" || call.Name != c.call {
		return
	}
	if c.n--; c.n == 0 {
		c.cancel(errEnough)
	}
}

// A context that is done at any moment ends the run with its cause, or comes too
// late.
func TestRunCancelled(t *testing.T) {
	tests := []struct {
		call string
		n    int
	}{
		{"recvfrom", 1}, {"sendto", 1}, {"sendto", 2}, {"listen", 1}, {"accept", 1}, {"recv", 1}, {"send", 2},
	}
	s, _ := Find("contrast")
	for _, tt := range tests {
		ctx, cancel := context.WithCancelCause(t.Context())
		stop, err := s.Run(ctx, freePorts(3), &canceller{call: tt.call, n: tt.n, cancel: cancel})
		if !errors.Is(err, errEnough) {
			t.Errorf("cancelled in %s: %v", tt.call, err)
		}
		if err := stop(); err != nil {
			t.Errorf("stop: %v", err)
		}
	}
}

// Two hundred runs leave nothing behind, and each is like the first.
func TestRunManyTimes(t *testing.T) {
	want := run(t, "contrast", freePorts(2)).script()
	goroutines, descriptors := runtime.NumGoroutine(), openDescriptors()
	for i := range 200 {
		if diff := cmp.Diff(want, run(t, "contrast", freePorts(2)).script()); diff != "" {
			t.Fatalf("run %d (-first +this):\n%s", i, diff)
		}
	}
	for i := 0; runtime.NumGoroutine() > goroutines && i < 1_000_000; i++ {
		runtime.Gosched()
	}
	if n := runtime.NumGoroutine(); n > goroutines {
		t.Errorf("%d goroutines, %d before", n, goroutines)
	}
	if n := openDescriptors(); n > descriptors {
		t.Errorf("%d open descriptors, %d before", n, descriptors)
	}
}

// openDescriptors counts them where /proc tells.
func openDescriptors() int {
	entries, _ := os.ReadDir("/proc/self/fd")
	return len(entries)
}

// The line of each TCP client comes when the server reads, in every run: what
// the lecture is about does not hang on which goroutine wakes first.
func TestTheServerReadsBeforeTheClientSpeaks(t *testing.T) {
	s, _ := Find("tcp")
	for range 50 {
		reading := 0
		watch := &entries{f: func(c *capture.Call) {
			switch {
			case c.Name == "recv" && c.Process.Name == "server":
				reading++
			case c.Name == "send" && c.Process.Name != "server":
				reading--
				if reading < 0 {
					t.Error("a client spoke before the server read")
				}
			}
		}}
		opts := DefaultOptions()
		opts.Port, opts.Clients = 0, 2
		stop, err := s.Run(t.Context(), opts, watch)
		if err != nil {
			t.Fatal(err)
		}
		if err := stop(); err != nil {
			t.Fatal(err)
		}
	}
}

// entries calls f with each call that is entered.
type entries struct {
	mu sync.Mutex
	f  func(*capture.Call)
}

func (e *entries) Enter(c *capture.Call) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.f(c)
}

func (e *entries) Return(*capture.Call) {}
