package watch

import (
	"bytes"
	"context"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/spf13/pflag"

	"wireladder/capture"
	"wireladder/capture/netns/netnstest"
	"wireladder/capture/savefile"
	"wireladder/cmd/console"
)

// screen is a stdout that can be waited at.
type screen struct {
	mu   sync.Mutex
	text bytes.Buffer
	news chan struct{}
}

func newScreen() *screen { return &screen{news: make(chan struct{}, 1)} }

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case s.news <- struct{}{}:
	default:
	}
	return s.text.Write(p)
}

// await returns when something was written.
func (s *screen) await(t *testing.T, what string) {
	t.Helper()
	for !strings.Contains(s.String(), what) {
		select {
		case <-s.news:
		case <-t.Context().Done():
			t.Fatalf("no %q in:\n%s", what, s.String())
		}
	}
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// started runs the command with flags, and returns what it draws, and how it is ended.
func started(t *testing.T, arguments ...string) (*screen, func()) {
	t.Helper()
	o, out := &options{}, newScreen()
	f := pflag.NewFlagSet("watch", pflag.ContinueOnError)
	o.addFlags(f)
	if err := f.Parse(arguments); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	c := &console.Console{Stdout: out, Stderr: out, Getenv: func(string) string { return "" }}
	go func() { ended <- runWatch(ctx, c, o) }()
	return out, func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

// sent sends datagrams to a socket of this process until one of them is seen: before the capture begins
// nobody sees any.
func sent(t *testing.T, s *screen, what string) {
	t.Helper()
	to, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 12000})
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close() //nolint:errcheck // has served
	from, err := net.Dial("udp4", to.LocalAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close() //nolint:errcheck // has served
	for !strings.Contains(s.String(), what) {
		if _, err := from.Write([]byte("hello")); err != nil {
			t.Fatal(err)
		}
		if _, err := to.Read(make([]byte, 10)); err != nil { // which takes the processors to the others
			t.Fatal(err)
		}
	}
}

// send sends a datagram to a socket of this process.
func send(t *testing.T) {
	t.Helper()
	to, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 12000})
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close() //nolint:errcheck // has served
	if _, err := to.WriteTo([]byte("hello"), to.LocalAddr()); err != nil {
		t.Fatal(err)
	}
	if _, err := to.Read(make([]byte, 10)); err != nil {
		t.Fatal(err)
	}
}

// Rows come while it goes on, with the names of programs; a file is in its place and good before the end.
func TestWatchOnLoopback(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	name := filepath.Join(t.TempDir(), "run.pcapng")
	s, end := started(t, "--port", "12000", "-o", name)
	sent(t, s, "UDP len=5")
	comm, err := os.ReadFile("/proc/self/comm")
	if err != nil {
		t.Fatal(err)
	}
	s.await(t, "one datagram, sent without asking")
	if got := s.String(); !strings.Contains(got, strings.TrimSpace(string(comm))) {
		t.Errorf("%s is not named:\n%.1000s", comm, got)
	}
	if n := packetsIn(t, name); n == 0 {
		t.Error("nothing is in the file before the end")
	}
	end()
	if got := s.String(); !strings.Contains(got, "the capture lost") || !strings.Contains(got, "kept in") {
		t.Errorf("no totals:\n%s", got)
	}
}

// packetsIn returns how many datagrams a file has, which may be written still.
func packetsIn(t *testing.T, name string) (n int) {
	t.Helper()
	for _, p := range protocolsIn(t, name) {
		if p == capture.UDP {
			n++
		}
	}
	return n
}

// protocolsIn returns the protocols of the packets of a file, which may be written still.
func protocolsIn(t *testing.T, name string) (all []capture.Protocol) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	r, err := savefile.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for {
		e, err := r.Next()
		if err != nil {
			return all
		}
		if e.Packet != nil {
			all = append(all, e.Packet.Proto)
		}
	}
}

// Packets of other processes are left out, and those of this one are not.
func TestWatchChooses(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	mine, endMine := started(t, "--pid", strconv.Itoa(os.Getpid()), "--explain", "none")
	others, endOthers := started(t, "--process", "nobody-has-that-name")
	sent(t, mine, "UDP len=5")
	endMine()
	endOthers()
	if got := others.String(); !strings.HasPrefix(got, "0 packets") {
		t.Errorf("others:\n%s", got)
	}
}

// A datagram to nobody is told as soon as it is seen, and a connection that is refused.
func TestWatchFinds(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	s, end := started(t, "--format", "text")
	defer end()
	for !strings.Contains(s.String(), "! ") {
		if c, err := net.Dial("tcp4", "127.0.0.1:12000"); err == nil {
			_ = c.Close()
		}
	}
	s.await(t, "127.0.0.1:12000")
}

// Lines of JSON come in place of rows.
func TestWatchLines(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	s, end := started(t, "--format", "jsonl")
	sent(t, s, `"proto":"udp"`)
	end()
	if got := s.String(); !strings.HasPrefix(got, `{"number":1,`) {
		t.Errorf("lines:\n%.300s", got)
	}
}
