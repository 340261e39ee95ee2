//go:build linux && (amd64 || arm64)

package calls_test

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/calls"
)

// roles are the programs that are traced: this one again.
var roles = map[string]func() error{
	"tcp": talkTCP, "udp": talkUDP, "dup": duplicate, "exit": func() error { os.Exit(7); return nil }, "wait": waitForEver,
	"untraced": cloneUntraced, "untraced3": clone3Untraced, "forbid": forbidSockets, "escape": escape, "daemon": daemonise, "trace": trace,
	"spin": spin, "print": printMuch, "twice": receiveTwice, "several": moveSeveral, "splice": spliceThrough,
	"crowd": talkInCrowd, "scatter": scatter, "leave": leaveThreads, "execute": executeFromThread, "sockets": executeWithSockets, "self": signalItself,
}

func TestMain(m *testing.M) {
	if role := roles[os.Getenv("WIRELADDER_ROLE")]; role != nil {
		if err := role(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// talkTCP is both ends of a connection.
func talkTCP() error {
	listener, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err == nil {
		err = errors.Join(
			unix.SetsockoptInt(listener, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1),
			unix.Bind(listener, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}), unix.Listen(listener, 3),
		)
	}
	if err != nil {
		return err
	}
	at, _ := unix.Getsockname(listener)
	client, _ := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err := unix.Connect(client, at); err != nil {
		return err
	}
	accepted, _, err := unix.Accept(listener)
	if err != nil {
		return err
	}
	buffer := make([]byte, 100)
	_, _ = unix.Write(client, []byte("hello"))
	_, _ = unix.Read(accepted, buffer)
	_ = unix.Shutdown(client, unix.SHUT_WR)
	_, _ = unix.Read(accepted, buffer)
	return errors.Join(unix.Close(accepted), unix.Close(client), unix.Close(listener))
}

// talkUDP sends a datagram to nobody, and prints something.
func talkUDP() error {
	s, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	if err := unix.Sendto(s, []byte("hello"), 0, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}, Port: 9}); err != nil {
		return err
	}
	fmt.Println("sent")
	return unix.Close(s)
}

// duplicate has two descriptors for one socket.
func duplicate() error {
	s, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	second, err := unix.Dup(s)
	return errors.Join(err, unix.Close(s), unix.Close(second))
}

// waitForEver waits for a datagram.
func waitForEver() error {
	s, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	_, _, err = unix.Recvfrom(s, make([]byte, 10), 0)
	return err
}

func spin() error {
	for {
		runtime.Gosched()
	}
}

// listener keeps what it is told of.
type listener struct {
	mu       sync.Mutex
	entered  chan string // gets the names of calls, if it is there
	returned chan string // as entered
	all      []*capture.Call
}

func (l *listener) Enter(c *capture.Call) {
	if l.entered != nil {
		l.entered <- c.Name
	}
}

func (l *listener) Return(c *capture.Call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, c)
	if l.returned != nil {
		l.returned <- c.Name
	}
}

// awaits returns when a call of that name was made.
func (l *listener) awaits(name string) {
	for entered := ""; entered != name; entered = <-l.entered {
		runtime.Gosched()
	}
}

// start has this program traced, in a role.
func start(t *testing.T, role string, l *listener, change func(*calls.Options)) *calls.Program {
	t.Helper()
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = null.Close() })
	o := calls.Options{
		Name: role, Path: "/proc/self/exe", Args: []string{"program"}, Env: append(os.Environ(), "WIRELADDER_ROLE="+role),
		Files: []*os.File{null, null, null}, Observer: l,
	}
	if change != nil {
		change(&o)
	}
	p, err := calls.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// told returns what was told, without what differs from run to run.
func (l *listener) told() []string {
	var all []string
	ports := map[string]string{}
	for _, c := range l.all {
		line := l.fromThree(*c).Message()
		for _, a := range []string{c.Local.String(), c.Remote.String(), c.Args.Address.String()} {
			if _, port, ok := strings.Cut(a, ":"); ok && port != "9" && port != "0" && ports[port] == "" {
				ports[port] = fmt.Sprintf("port%d", len(ports)+1)
			}
		}
		for port, name := range ports {
			line = strings.ReplaceAll(line, ":"+port, ":"+name)
		}
		if c.Shared {
			line += " shared"
		}
		all = append(all, line)
	}
	return all
}

// fromThree returns a call with descriptors that begin with 3: those that Go's runtime has are
// not counted.
func (l *listener) fromThree(c capture.Call) *capture.Call {
	before := int(l.all[0].Result) - 3
	if c.FD > capture.Stderr {
		c.FD -= before
	}
	if c.Born != 0 {
		c.Result -= int64(before)
	}
	return &c
}

func TestCalls(t *testing.T) {
	for role, want := range map[string][]string{
		"tcp": {
			"socket(AF_INET, SOCK_STREAM, 0) = 3", "setsockopt(3, SOL_SOCKET, SO_REUSEADDR, 1) = 0", "bind(3, 127.0.0.1:0) = 0", "listen(3, 3) = 0",
			"socket(AF_INET, SOCK_STREAM, 0) = 4", "connect(4, 127.0.0.1:port1) = 0", "accept(3) = 5 from 127.0.0.1:port2",
			`write(4, "hello") = 5`, `read(5, "hello", 100) = 5`, "shutdown(4, SHUT_WR) = 0", `read(5, "", 100) = 0`,
			"close(5) = 0", "close(4) = 0", "close(3) = 0", "exit() = 0",
		},
		"udp": {
			"socket(AF_INET, SOCK_DGRAM, 0) = 3", `sendto(3, "hello", 127.0.0.1:9) = 5`, `write(1, "sent\n") = 5`, "close(3) = 0", "exit() = 0",
		},
		"dup":  {"socket(AF_INET, SOCK_STREAM, 0) = 3", "close(3) = 0 shared", "close(4) = 0", "exit() = 0"},
		"exit": {"exit() = 7"},
	} {
		t.Run(role, func(t *testing.T) {
			l := &listener{}
			exits, err := start(t, role, l, nil).Wait()
			if diff := cmp.Diff(want, l.told()); diff != "" || err != nil || len(exits) != 1 {
				t.Errorf("%v, exits %+v, (-want +got):\n%s", err, exits, diff)
			}
		})
	}
}

// TestCallsFollowSockets checks that sockets are known by their inodes, whatever their
// descriptors, and by their addresses.
func TestCallsFollowSockets(t *testing.T) {
	l := &listener{}
	if _, err := start(t, "tcp", l, nil).Wait(); err != nil {
		t.Fatal(err)
	}
	born := map[int64]uint64{}
	for _, c := range l.all {
		switch {
		case c.Born != 0:
			born[c.Result] = c.Born
		case c.FD >= 0 && (c.Inode == 0 || c.Inode != born[int64(c.FD)]):
			t.Errorf("%s is on socket %d, and %d was made", c.Message(), c.Inode, born[int64(c.FD)])
		}
		if c.Name == "connect" && (!c.Local.IsValid() || c.Local.Port() == 0) {
			t.Errorf("%s has no address", c.Message())
		}
		if c.Exit.Before(c.Enter) {
			t.Errorf("%s ends before it begins", c.Message())
		}
	}
	if len(born) != 3 {
		t.Errorf("%d sockets were made", len(born))
	}
}

// TestShortReads checks that a call receives no more than it is let.
func TestShortReads(t *testing.T) {
	for most, want := range map[int]string{1: "h", 2: "he", 5: "hello", 0: "hello"} {
		l := &listener{}
		if _, err := start(t, "tcp", l, func(o *calls.Options) { o.MaxReceive = most }).Wait(); err != nil {
			t.Fatal(err)
		}
		read := l.all[slices.IndexFunc(l.all, func(c *capture.Call) bool { return c.Name == "read" })]
		if read.Result != int64(len(want)) || string(read.Data) != want || read.Size != 100 {
			t.Errorf("at most %d: it received %q of %d", most, read.Data, read.Size)
		}
	}
}

// TestSignal checks that a signal reaches a program as if nobody traced it.
func TestSignal(t *testing.T) {
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGKILL} {
		l := &listener{entered: make(chan string, 10)}
		p := start(t, "wait", l, nil)
		l.awaits("recvfrom")
		if err := p.Signal(s); err != nil {
			t.Error(err)
		}
		exits, err := p.Wait()
		if told := strings.Contains(l.names(), "signal"); told != (s == syscall.SIGINT) {
			t.Errorf("%v: told are %s", s, l.names())
		}
		for _, c := range l.all { // any thread may take it (signal(7))
			if c.Name == "signal" && (c.FD != -1 || c.Process.PID != p.PID() || c.Exit.IsZero()) {
				t.Errorf("%v: told is %+v", s, c)
			}
		}
		if err != nil || len(exits) != 1 || exits[0].Signal != s || exits[0].Last == nil || exits[0].Last.Name != "recvfrom" {
			t.Errorf("%v: %v, %+v", s, err, exits)
		}
	}
}

// signalItself ends itself by a signal.
func signalItself() error {
	signal.Reset(syscall.SIGINT)
	return errors.Join(syscall.Kill(os.Getpid(), syscall.SIGINT), waitForEver())
}

// TestOwnSignal checks that no signal is told by which a program speaks to itself.
func TestOwnSignal(t *testing.T) {
	l := &listener{}
	exits, err := start(t, "self", l, nil).Wait()
	if err != nil || exits[0].Signal != syscall.SIGINT || strings.Contains(l.names(), "signal") {
		t.Errorf("%v, %+v, told are %s", err, exits, l.names())
	}
}

// TestStopped checks that a program that its user has stopped stays so until it is let go on.
func TestStopped(t *testing.T) {
	l := &listener{entered: make(chan string, 10)}
	p := start(t, "wait", l, nil)
	l.awaits("recvfrom")
	if err := p.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	for !strings.Contains(stateOf(t, p.PID()), "T (stopped)") && !strings.Contains(stateOf(t, p.PID()), "t (tracing stop)") {
		runtime.Gosched()
	}
	if err := errors.Join(p.Signal(syscall.SIGCONT), p.Signal(syscall.SIGTERM)); err != nil {
		t.Error(err)
	}
	if exits, err := p.Wait(); err != nil || exits[0].Signal != syscall.SIGTERM {
		t.Errorf("%v, %+v", err, exits)
	}
}

// stateOf returns the state of a process (proc_pid_status(5)).
func stateOf(t *testing.T, pid int) string {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Who computes is busy, who waits in a call is not.
func TestIsBusy(t *testing.T) {
	spins, waits := start(t, "spin", &listener{}, nil), start(t, "wait", &listener{}, nil)
	defer waits.Kill()
	for busy := true; busy; busy, _ = waits.IsBusy() {
		runtime.Gosched()
	}
	for spent := time.Duration(0); spent == 0; {
		var busy bool
		if busy, spent = spins.IsBusy(); !busy {
			t.Fatal("who computes is not busy")
		}
	}
	spins.Kill()
	if _, err := spins.Wait(); err != nil {
		t.Fatal(err)
	}
	if busy, spent := spins.IsBusy(); busy || spent > 0 {
		t.Errorf("who has ended is busy: %v, %v", busy, spent)
	}
}

func TestNoProgram(t *testing.T) {
	_, err := calls.Start(calls.Options{Path: "/no/such/program", Args: []string{"x"}})
	if !errors.Is(err, syscall.ENOENT) {
		t.Error(err)
	}
}
