//go:build linux || darwin

package servers

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// program returns a program that ends with the test.
func program(t *testing.T, opts ProgramOptions) *Program {
	t.Helper()
	p, err := NewProgram(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

// bound returns a socket of the program that is bound to a free port and, if it
// is one of TCP, listens.
func bound(t *testing.T, p *Program, proto capture.Protocol) *Socket {
	t.Helper()
	s, err := p.Socket(proto, loopback.Addr())
	if err == nil {
		err = s.Bind(loopback)
	}
	if err == nil && proto == capture.TCP {
		err = s.Listen(1)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// pair returns the two ends of a TCP connection.
func pair(t *testing.T, p *Program) (client, server *Socket) {
	t.Helper()
	door := bound(t, p, capture.TCP)
	client, err := p.Socket(capture.TCP, loopback.Addr())
	if err == nil {
		err = client.Connect(door.LocalAddr())
	}
	if err == nil {
		server, err = door.Accept()
	}
	if err != nil {
		t.Fatal(err)
	}
	return client, server
}

// A call whose time is over returns EAGAIN, as SO_RCVTIMEO makes it, and is
// reported so.
func TestReceiveTimeout(t *testing.T) {
	o := newTape(t)
	p := program(t, ProgramOptions{Observer: o})
	udp, door := bound(t, p, capture.UDP), bound(t, p, capture.TCP)
	for _, s := range []*Socket{udp, door} {
		if err := s.SetReceiveTimeout(time.Millisecond); err != nil {
			t.Fatal(err)
		}
	}
	if args := o.by("program")[len(o.calls)-1].ArgsText(); args != "SOL_SOCKET, SO_RCVTIMEO, {0, 1000}" {
		t.Errorf("setsockopt(%s)", args)
	}
	if _, _, err := udp.RecvFrom(10); !errors.Is(err, syscall.EAGAIN) {
		t.Errorf("recvfrom: %v", err)
	}
	if _, err := door.Accept(); !errors.Is(err, syscall.EAGAIN) {
		t.Errorf("accept: %v", err)
	}
	for _, name := range []string{"recvfrom", "accept"} {
		if c := o.only("program", name); c.Errno != "EAGAIN" || c.Result != -1 || c.Exit.Sub(c.Enter) < time.Millisecond {
			t.Errorf("%s after %v", c.Message(), c.Exit.Sub(c.Enter))
		}
	}
}

// A send whose time is over returns how much it has sent.
func TestSendTimeout(t *testing.T) {
	o := newTape(t)
	client, _ := pair(t, program(t, ProgramOptions{Observer: o}))
	if err := client.SetSendTimeout(time.Millisecond); err != nil {
		t.Fatal(err)
	}
	big := make([]byte, 32<<20)
	n, err := client.Send(big)
	if err != nil || n <= 0 || n >= len(big) {
		t.Errorf("sent %d, %v", n, err)
	}
	for err == nil { // until the kernel takes nothing at all any more
		_, err = client.Send(big)
	}
	if !errors.Is(err, syscall.EAGAIN) {
		t.Error(err)
	}
	for err = nil; err == nil; { // the peer's kernel may have taken some meanwhile
		_, err = client.SendNow(big)
	}
	if !errors.Is(err, syscall.EAGAIN) {
		t.Error(err)
	}
	if c := o.calls[len(o.calls)-1]; c.ArgsText() != "MSG_DONTWAIT" {
		t.Errorf("send(%s)", c.ArgsText())
	}
}

func TestNonblocking(t *testing.T) {
	o := newTape(t)
	p := program(t, ProgramOptions{Observer: o})
	s := bound(t, p, capture.UDP)
	if err := s.SetNonblocking(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Recv(1); !errors.Is(err, syscall.EAGAIN) {
		t.Errorf("recv: %v", err)
	}
	if c := o.only("program", "fcntl"); c.ArgsText() != "F_SETFL, O_NONBLOCK" {
		t.Errorf("%s", c.Message())
	}
}

// An interrupt ends one wait, with EINTR, and no more than that.
func TestInterruptOnce(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	o := newTape(t)
	p := program(t, ProgramOptions{Observer: o, Interrupt: ctx})
	s := bound(t, p, capture.UDP)
	interrupt() // before the call that would wait
	if _, err := s.Recv(1); !errors.Is(err, syscall.EINTR) {
		t.Errorf("recv: %v", err)
	}
	if c := o.only("program", "recv"); c.Errno != "EINTR" {
		t.Errorf("%s", c.Message())
	}
	if err := s.SetReceiveTimeout(time.Millisecond); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Recv(1); !errors.Is(err, syscall.EAGAIN) {
		t.Errorf("the next recv: %v", err)
	}
	if _, _, err := p.Select([]*Socket{s}, nil, time.Millisecond); err != nil {
		t.Errorf("select: %v", err)
	}
}

func TestSelect(t *testing.T) {
	o := newTape(t)
	p := program(t, ProgramOptions{Observer: o})
	client, server := pair(t, p)
	silent := bound(t, p, capture.UDP)
	if readable, writable, err := p.Select([]*Socket{silent, server}, nil, time.Millisecond); err != nil || readable != nil || writable != nil {
		t.Errorf("nobody has said anything: %v, %v, %v", readable, writable, err)
	}
	if _, err := client.Send([]byte("hello")); err != nil {
		t.Fatal(err)
	}
	readable, writable, err := p.Select([]*Socket{silent, server}, []*Socket{client}, 0)
	if err != nil || !slices.Equal(readable, []*Socket{server}) || !slices.Equal(writable, []*Socket{client}) {
		t.Errorf("%v, %v, %v", readable, writable, err)
	}
	c := o.calls[len(o.calls)-1]
	sets := fmt.Sprintf("%d, {%d, %d}, {%d}, NULL, NULL; ready: {%d}, {%d}",
		max(silent.FD(), server.FD(), client.FD())+1, silent.FD(), server.FD(), client.FD(), server.FD(), client.FD())
	if c.Name != "select" || c.FD != silent.FD() || c.Result != 2 || c.Proto != capture.UDP || c.ArgsText() != sets {
		t.Errorf("%s on %d", c.Message(), c.FD)
	}
	if first := o.calls[len(o.calls)-3]; first.Result != 0 || first.Errno != "" || !strings.HasSuffix(first.ArgsText(), ", NULL, NULL, {0, 1000}") {
		t.Errorf("%s", first.Message())
	}
}

// What select(2) can't watch is refused before it is tried: a set has no room.
func TestSelectLimit(t *testing.T) {
	p := program(t, ProgramOptions{})
	s := bound(t, p, capture.UDP)
	high, err := unix.FcntlInt(uintptr(s.fd), unix.F_DUPFD_CLOEXEC, SelectLimit)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(high) //nolint:errcheck // a copy
	if _, _, err := p.Select([]*Socket{{program: p, fd: high}}, nil, 0); !errors.Is(err, ErrSelectLimit) {
		t.Error(err)
	}
}

// Before is called before each call, which does not know yet when it is made,
// and its error takes the call's place.
func TestBefore(t *testing.T) {
	var before []string
	o := newTape(t)
	p := program(t, ProgramOptions{Observer: o, Before: func(_ context.Context, c *capture.Call) error {
		if !c.Enter.IsZero() || c.Process.Name != "program" {
			t.Errorf("%s of %q at %v", c.Name, c.Process.Name, c.Enter)
		}
		if before = append(before, c.Name); len(before) > 2 {
			return errEnough
		}
		return nil
	}})
	s := bound(t, p, capture.UDP)
	if _, err := s.Recv(1); !errors.Is(err, errEnough) {
		t.Errorf("recv: %v", err)
	}
	if err := s.Close(); err != nil || s.FD() != -1 {
		t.Errorf("close: %v, fd %d", err, s.FD())
	}
	if want := []string{"socket", "bind"}; !slices.Equal(o.names("program"), want) || !slices.Equal(before, append(want, "recv", "close")) {
		t.Errorf("before %v, made %v", before, o.names("program"))
	}
}

// somewhere is a host that counts the sockets that are made there.
type somewhere struct{ sockets int }

func (h *somewhere) Do(f func() error) error {
	h.sockets++
	return f()
}

func TestHost(t *testing.T) {
	h := &somewhere{}
	p := program(t, ProgramOptions{Host: h})
	pair(t, p)
	if h.sockets != 2 { // accept makes none of its own
		t.Errorf("%d sockets were made there", h.sockets)
	}
}

func TestSocketOptions(t *testing.T) {
	o := newTape(t)
	p := program(t, ProgramOptions{Observer: o})
	s, err := p.Socket(capture.TCP, loopback.Addr())
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(
		s.SetReuseAddr(), s.SetLinger(0), s.SetRecvBuffer(4096), s.SetSendBuffer(8192), s.SetNoDelay(),
		s.SetKeepAlive(time.Second, 2*time.Second, 3), s.SetSendTimeout(1500*time.Millisecond),
	); err != nil {
		t.Fatal(err)
	}
	var args []string
	for _, c := range o.calls[1:] {
		args = append(args, c.ArgsText())
	}
	want := []string{
		"SOL_SOCKET, SO_REUSEADDR, 1", "SOL_SOCKET, SO_LINGER, {1, 0}", "SOL_SOCKET, SO_RCVBUF, 4096",
		"SOL_SOCKET, SO_SNDBUF, 8192", "IPPROTO_TCP, TCP_NODELAY, 1", "SOL_SOCKET, SO_KEEPALIVE, 1",
		"IPPROTO_TCP, " + keepIdleName + ", 1", "IPPROTO_TCP, TCP_KEEPINTVL, 2", "IPPROTO_TCP, TCP_KEEPCNT, 3",
		"SOL_SOCKET, SO_SNDTIMEO, {1, 500000}",
	}
	if !slices.Equal(args, want) {
		t.Errorf("options %q, want %q", args, want)
	}
	for option, want := range map[int]int{unix.TCP_KEEPINTVL: 2, unix.TCP_KEEPCNT: 3, keepIdle: 1} {
		if got, err := unix.GetsockoptInt(s.fd, unix.IPPROTO_TCP, option); err != nil || got != want {
			t.Errorf("option %d is %d, %v", option, got, err)
		}
	}
}

// Sockets that are left open are closed with their program, without a call.
func TestProgramClose(t *testing.T) {
	checkLeaks(t, func() {
		o := newTape(t)
		p, err := NewProgram(context.Background(), ProgramOptions{Observer: o, Interrupt: t.Context()})
		if err != nil {
			t.Fatal(err)
		}
		pair(t, p)
		for range 2 {
			p.Close()
		}
		if n := o.count("program", "close"); n > 0 {
			t.Errorf("%d calls of close", n)
		}
	})
}
