//go:build linux || darwin

package servers

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/netip"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
)

func TestAddressInUse(t *testing.T) {
	want := map[capture.Protocol][]string{
		capture.UDP: {"socket", "bind", "close"},
		capture.TCP: {"socket", "setsockopt", "bind", "close"},
	}
	for _, tr := range transports {
		t.Run(tr.proto.String(), func(t *testing.T) {
			first := tr.start(t, ServerOptions{})
			o := newTape(t)
			_, err := tr.listen(ServerOptions{Addr: first.addr, Observer: o})
			if !errors.Is(err, syscall.EADDRINUSE) || !strings.Contains(err.Error(), first.addr.String()) {
				t.Errorf("error %v", err)
			}
			if diff := cmp.Diff(want[tr.proto], o.names("server")); diff != "" {
				t.Error(diff)
			}
			bind := o.only("server", "bind")
			if bind.Result != -1 || bind.Errno != "EADDRINUSE" || bind.Local.IsValid() || !bind.Returned() {
				t.Errorf("%s at %v", bind.Message(), bind.Local)
			}
		})
	}
}

// held returns an address at which nobody listens and nobody else can.
func held(t *testing.T, proto capture.Protocol) netip.AddrPort {
	t.Helper()
	s, err := program(t, ProgramOptions{}).Socket(proto, loopback.Addr())
	if err == nil {
		err = s.Bind(loopback)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s.LocalAddr()
}

func TestConnectionRefused(t *testing.T) {
	o := newTape(t)
	_, err := askTCP(t.Context(), ClientOptions{Server: held(t, capture.TCP), Observer: o}, []byte("hello"))
	if !errors.Is(err, syscall.ECONNREFUSED) || !strings.Contains(err.Error(), "connect: connection refused") {
		t.Errorf("error %v", err)
	}
	if diff := cmp.Diff([]string{"socket", "connect", "close"}, o.names("client")); diff != "" {
		t.Error(diff)
	}
	connect := o.only("client", "connect")
	if connect.Errno != "ECONNREFUSED" || connect.Result != -1 || connect.Remote.IsValid() {
		t.Errorf("%s, remote %v", connect.Message(), connect.Remote)
	}
	if connect.Local.Port() == 0 {
		t.Error("the port that the SYN came from is not known")
	}
}

func TestDatagramTooLong(t *testing.T) {
	server := transports[0].start(t, ServerOptions{})
	o := newTape(t)
	opts := ClientOptions{Server: server.addr, Observer: o}
	_, err := askUDP(t.Context(), opts, bytes.Repeat([]byte("a"), 65508))
	if !errors.Is(err, syscall.EMSGSIZE) || !strings.Contains(err.Error(), "65508 octets, a datagram holds at most 65507") {
		t.Errorf("error %v", err)
	}
	if sendto := o.only("client", "sendto"); sendto.Errno != "EMSGSIZE" || sendto.Size != 65508 {
		t.Errorf("%s of %d octets", sendto.Name, sendto.Size)
	}
}

// hold accepts one TCP client and lets serve do with it.
func hold(t *testing.T, serve func(*net.TCPConn)) netip.AddrPort {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		if conn, err := l.Accept(); err == nil {
			serve(conn.(*net.TCPConn))
			_ = conn.Close()
		}
	}()
	return l.Addr().(*net.TCPAddr).AddrPort()
}

func TestAnswerCutShort(t *testing.T) {
	for _, sent := range []string{"", "HEL"} {
		server := hold(t, func(conn *net.TCPConn) {
			_, _ = io.ReadFull(conn, make([]byte, len("hello\n")))
			_, _ = io.WriteString(conn, sent)
		})
		got, err := askTCP(t.Context(), ClientOptions{Server: server}, []byte("hello"))
		if string(got) != sent || !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("sent %q, got %q, %v", sent, got, err)
		}
	}
}

func TestServerResets(t *testing.T) {
	server := hold(t, func(conn *net.TCPConn) {
		_, _ = io.ReadFull(conn, make([]byte, len("hello\n")))
		_ = conn.SetLinger(0) // close sends RST
	})
	o := newTape(t)
	_, err := askTCP(t.Context(), ClientOptions{Server: server, Observer: o}, []byte("hello"))
	if !errors.Is(err, syscall.ECONNRESET) || o.only("client", "recv").Errno != "ECONNRESET" {
		t.Errorf("error %v", err)
	}
}

// Clients that do not behave end their own turn, never the server.
func TestClientsThatDoNotBehave(t *testing.T) {
	tests := []struct {
		name  string
		do    func(*net.TCPConn) error
		calls []string // of the server from accept on
		reply string
	}{
		{"leaves at once", func(c *net.TCPConn) error { return c.CloseWrite() },
			[]string{"accept", "recv", "close"}, ""},
		{"says no newline", func(c *net.TCPConn) error {
			_, err := c.Write([]byte("hello"))
			return err
		}, []string{"accept", "recv", "send", "close"}, "HELLO"},
		{"says two lines", func(c *net.TCPConn) error {
			_, err := c.Write([]byte("one\ntwo\n"))
			return err
		}, []string{"accept", "recv", "send", "close"}, "ONE\nTWO\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := newTape(t)
			server := transports[1].start(t, ServerOptions{Observer: o})
			conn := dial(t, server.addr)
			if err := tt.do(conn); err != nil {
				t.Fatal(err)
			}
			reply, err := io.ReadAll(conn)
			if err != nil || string(reply) != tt.reply {
				t.Errorf("reply %q, %v, want %q", reply, err, tt.reply)
			}
			checkStillServes(t, server)
			names := o.names("server")[4:]
			if diff := cmp.Diff(tt.calls, names[:min(len(names), len(tt.calls))]); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A client that resets its connection makes the server's recv fail.
func TestClientResets(t *testing.T) {
	server := transports[1].start(t, ServerOptions{Backlog: 50}) // a SYN dropped would be a second lost
	for range 10 {
		conn := dial(t, server.addr)
		if _, err := conn.Write([]byte("half a line")); err != nil {
			t.Fatal(err)
		}
		_ = conn.SetLinger(0)
		_ = conn.Close()
	}
	checkStillServes(t, server)
}

func dial(t *testing.T, addr netip.AddrPort) *net.TCPConn {
	t.Helper()
	conn, err := net.DialTCP("tcp", nil, net.TCPAddrFromAddrPort(addr))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func checkStillServes(t *testing.T, server *running) {
	t.Helper()
	got, err := askTCP(t.Context(), ClientOptions{Server: server.addr}, []byte("still there?"))
	if err != nil || string(got) != "STILL THERE?" {
		t.Errorf("got %q, %v", got, err)
	}
}

// A server that closed first leaves its port in TIME-WAIT and starts again all
// the same.
func TestServerStartsAgain(t *testing.T) {
	first := transports[1].start(t, ServerOptions{})
	conn := dial(t, first.addr)
	if _, err := conn.Write([]byte("hello\n")); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(conn); err != nil { // until the server has closed
		t.Fatal(err)
	}
	_ = conn.Close()
	first.stop()
	checkStillServes(t, transports[1].start(t, ServerOptions{Addr: first.addr}))
}

// The calls that no server of ours makes are reported like those that they make.
func TestShutdown(t *testing.T) {
	server := transports[1].start(t, ServerOptions{})
	o := newTape(t)
	c, err := OpenClient(t.Context(), capture.TCP, ClientOptions{Server: server.addr, Observer: o})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close() //nolint:errcheck // nothing is left to be sent
	if err := errors.Join(c.Send([]byte("half")), c.Socket().Shutdown(capture.ShutWrite)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Socket().Send([]byte("more")); !errors.Is(err, syscall.EPIPE) {
		t.Errorf("send after shutdown: %v", err)
	}
	if answer, err := c.Receive(); err != nil || string(answer) != "HALF" {
		t.Errorf("got %q, %v", answer, err)
	}
	if c := o.only("client", "shutdown"); c.Args.How != capture.ShutWrite || c.Result != 0 {
		t.Errorf("%s", c.Message())
	}
}
