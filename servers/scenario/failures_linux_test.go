package scenario

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/netns/netnstest"
	"wireladder/servers"
)

// taken returns options for a port of the loopback that others listen at, over UDP and
// over TCP.
func taken(t *testing.T) Options {
	t.Helper()
	for range 20 { // others may have the port over UDP
		l, err := net.Listen("tcp4", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = l.Close() })
		at := l.Addr().(*net.TCPAddr).AddrPort()
		p, err := net.ListenUDP("udp4", net.UDPAddrFromAddrPort(at))
		if err != nil {
			continue
		}
		t.Cleanup(func() { _ = p.Close() })
		opts := DefaultOptions()
		opts.Port = at.Port()
		return opts
	}
	t.Fatal("no port is free over TCP and UDP")
	return Options{}
}

// Each scenario with a server says that its port is taken, and its programs end: none
// waits for a call that another does not make.
func TestPortIsTaken(t *testing.T) {
	opts := taken(t)
	for _, s := range All() {
		if strings.HasSuffix(s.Name, "refused") || s.Limits.Host != "" { // there is no server, or not here
			continue
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		stop, err := s.Run(ctx, opts, NewMonitor(), nil)
		if !errors.Is(err, syscall.EADDRINUSE) {
			t.Errorf("%s: %v", s.Name, err)
		}
		if err := stop(); err != nil && !errors.Is(err, syscall.EADDRINUSE) {
			t.Errorf("%s: stop: %v", s.Name, err)
		}
		cancel()
	}
}

// Where there is no room for a further program, the run ends and says why: nobody waits for
// one that never began.
func TestTooManyFiles(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	all := limit
	limit.Cur = 0 // what is open stays open
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	defer unix.Setrlimit(unix.RLIMIT_NOFILE, &all) //nolint:errcheck // the process ends with the test
	for _, s := range All() {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		stop, err := s.Run(ctx, DefaultOptions(), NewMonitor(), nil)
		cancel()
		if stopErr := stop(); !errors.Is(err, syscall.EMFILE) || stopErr != nil && !errors.Is(stopErr, syscall.EMFILE) {
			t.Fatalf("%s: %v; stop: %v", s.Name, err, stopErr)
		}
	}
}

// Where there is no room for a client, the run ends and says why: nobody else gives back
// what the server lacks.
func TestNoRoomForClients(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	st := newStage(t.Context(), DefaultOptions(), NewMonitor())
	err := st.play(func(st *stage) error {
		client, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
		if err != nil {
			return err
		}
		defer unix.Close(client) //nolint:errcheck // as far as it goes
		if err := st.serve(capture.TCP, servers.ServerOptions{}); err != nil {
			return err
		}
		var limit unix.Rlimit
		if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
			return err
		}
		all := limit
		limit.Cur = 0 // what is open stays open
		if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
			return err
		}
		defer unix.Setrlimit(unix.RLIMIT_NOFILE, &all) //nolint:errcheck // the process ends with the test
		at := st.address()
		if err := unix.Connect(client, &unix.SockaddrInet4{Addr: at.Addr().As4(), Port: int(at.Port())}); err != nil {
			return err
		}
		<-st.ctx.Done()
		return context.Cause(st.ctx)
	})
	if stopErr := st.stop(); !errors.Is(err, syscall.EMFILE) || !errors.Is(stopErr, syscall.EMFILE) {
		t.Errorf("%v; stop: %v", err, stopErr)
	}
}

// Where the run is over before it begins, Run returns why, and no scenario makes it
// succeed.
func TestRunIsOver(t *testing.T) {
	over := errors.New("the lecture is over")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(over)
	opts := taken(t)
	for _, s := range All() {
		stop, err := s.Run(ctx, opts, NewMonitor(), nil)
		if !errors.Is(err, over) && !errors.Is(err, syscall.EADDRINUSE) {
			t.Errorf("%s: %v", s.Name, err)
		}
		_ = stop() // it may have begun
	}
}

// An error ends a program's calls; it fails the run only if it comes of where the
// program runs.
func TestDo(t *testing.T) {
	tests := map[string]struct {
		err                error
		over, hardy        bool
		stops, failsTheRun bool
	}{
		"none":                        {},
		"the peer's":                  {err: syscall.ECONNRESET, stops: true},
		"the machine's":               {err: syscall.EMFILE, stops: true, failsTheRun: true},
		"no support":                  {err: servers.ErrUnsupported, stops: true, failsTheRun: true},
		"expected":                    {err: syscall.ECONNRESET, hardy: true},
		"because the run is over":     {err: syscall.EMFILE, over: true, stops: true},
		"expected, but it's all over": {err: syscall.EMFILE, over: true, hardy: true, stops: true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if tt.over {
				cancel()
			}
			p := &program{stage: newStage(ctx, DefaultOptions(), NewMonitor()), hardy: tt.hardy}
			p.do(func() error { return tt.err })
			went := false
			p.do(func() error { went = true; return nil })
			if went == tt.stops || (p.failure != nil) != tt.failsTheRun || p.failure != nil && !errors.Is(p.failure, tt.err) {
				t.Errorf("the next call is made: %v, the run fails of %v", went, p.failure)
			}
		})
	}
}

// Only what is expected is forgiven: after it, errors stop the program again.
func TestWhatever(t *testing.T) {
	p := &program{stage: newStage(t.Context(), DefaultOptions(), NewMonitor())}
	p.whatever(func() { p.do(func() error { return syscall.EPIPE }) })
	if p.trouble != nil {
		t.Errorf("what was expected stops it: %v", p.trouble)
	}
	p.do(func() error { return syscall.EPIPE })
	if p.trouble == nil {
		t.Error("it goes on")
	}
	called := false
	p.forEver(func() { called = true })
	if called || settled(p.name)(p.monitor) {
		t.Error("it makes its last call")
	}
}

// Each method of a socket tells the program of its call's error.
func TestSocketErrors(t *testing.T) {
	nobody := netip.MustParseAddrPort("127.0.0.1:1")
	tests := map[string]struct {
		proto capture.Protocol
		call  func(*sock)
		want  error
	}{
		"accept":   {capture.TCP, func(s *sock) { s.accept() }, syscall.EINVAL},
		"send":     {capture.TCP, func(s *sock) { s.send("x") }, syscall.EPIPE},
		"recv":     {capture.TCP, func(s *sock) { s.recv(1) }, syscall.ENOTCONN},
		"recvLine": {capture.TCP, func(s *sock) { s.recvLine() }, syscall.ENOTCONN},
		"recvAll":  {capture.TCP, func(s *sock) { s.recvAll(1, 1) }, syscall.ENOTCONN},
		"shutdown": {capture.TCP, func(s *sock) { s.shutdown(capture.ShutRead) }, syscall.ENOTCONN},
		"connect":  {capture.TCP, func(s *sock) { s.connect(nobody) }, syscall.ECONNREFUSED},
		"bind":     {capture.TCP, func(s *sock) { s.bind(netip.MustParseAddrPort("192.0.2.1:1")) }, syscall.EADDRNOTAVAIL},
		"listen":   {capture.UDP, func(s *sock) { s.listen(1) }, syscall.EOPNOTSUPP},
		"sendTo":   {capture.UDP, func(s *sock) { s.sendTo(strings.Repeat("x", 70_000), nobody) }, syscall.EMSGSIZE},
		"noDelay":  {capture.UDP, func(s *sock) { s.noDelay() }, syscall.ENOPROTOOPT},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			st := newStage(t.Context(), DefaultOptions(), NewMonitor())
			p, err := newProgram(st, "client", servers.ProgramOptions{})
			if err != nil {
				t.Fatal(err)
			}
			defer p.process.Close()
			s := p.socket(tt.proto)
			tt.call(s)
			if !errors.Is(p.trouble, tt.want) {
				t.Errorf("%v, want %v", p.trouble, tt.want)
			}
			s.close()
			if !done("client", "close", 1)(st.monitor) {
				t.Error("the socket is not closed")
			}
		})
	}
}

// Where the user has chosen a wire, a client asks at most answerTries times.
func TestAskAgain(t *testing.T) {
	t.Parallel()
	silent, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	opts := DefaultOptions()
	opts.Port = silent.LocalAddr().(*net.UDPAddr).AddrPort().Port()
	opts.Wire = &WireOptions{}
	st := newStage(t.Context(), opts, NewMonitor())
	p, err := newProgram(st, "client", servers.ProgramOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.process.Close()
	answer := p.socket(capture.UDP).ask("hello")
	if answer != "" || p.trouble != nil || !done("client", "recvfrom", answerTries)(st.monitor) || made("client", "sendto", answerTries+1)(st.monitor) {
		t.Errorf("%q, %v", answer, p.trouble)
	}
}
