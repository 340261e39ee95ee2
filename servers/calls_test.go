//go:build linux || darwin

package servers

import (
	"bytes"
	"fmt"
	"net/netip"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
)

// record runs one exchange, until the server waits again, and returns the tape of it.
func record(t *testing.T, tr transport, line string) (*tape, netip.AddrPort) {
	t.Helper()
	o := newTape(t)
	o.waits = make(chan string, 100)
	server := tr.start(t, ServerOptions{Observer: o})
	opts := ClientOptions{Server: server.addr, RecvSize: 2048, Observer: o}
	var octets []byte // nil for an empty line, which is a message all the same
	if _, err := tr.ask(t.Context(), opts, append(octets, line...)); err != nil {
		t.Fatal(err)
	}
	o.await("server "+tr.waitsIn, 2)
	server.stop()
	return o, server.addr
}

// finished returns the calls of a process without those in which it was waiting
// when it was stopped.
func finished(calls []*capture.Call) []*capture.Call {
	for len(calls) > 0 && !calls[len(calls)-1].Returned() {
		calls = calls[:len(calls)-1]
	}
	return calls
}

// written returns the calls as C would write them, the server's address as ADDR.
func written(calls []*capture.Call, server netip.AddrPort) []string {
	var lines []string
	for _, c := range calls {
		args := strings.ReplaceAll(c.ArgsText(), server.String(), "ADDR")
		lines = append(lines, fmt.Sprintf("%s(%s) %q %s", c.Name, args, c.Data, c.Errno))
	}
	return lines
}

func TestCalls(t *testing.T) {
	tests := []struct {
		transport      transport
		server, client []string
	}{
		{
			transports[0],
			[]string{
				`socket(AF_INET, SOCK_DGRAM, 0) "" `,
				`bind(127.0.0.1:0) "" `,
				`recvfrom(65536) "hello" `,
				`sendto(CLIENT) "HELLO" `,
			},
			[]string{
				`socket(AF_INET, SOCK_DGRAM, 0) "" `,
				`sendto(ADDR) "hello" `,
				`recvfrom(2048) "HELLO" `,
				`close() "" `,
			},
		},
		{
			transports[1],
			[]string{
				`socket(AF_INET, SOCK_STREAM, 0) "" `,
				`setsockopt(SOL_SOCKET, SO_REUSEADDR, 1) "" `,
				`bind(127.0.0.1:0) "" `,
				`listen(5) "" `,
				`accept() "" `,
				`recv(65536) "hello\n" `,
				`send() "HELLO\n" `,
				`close() "" `,
			},
			[]string{
				`socket(AF_INET, SOCK_STREAM, 0) "" `,
				`connect(ADDR) "" `,
				`send() "hello\n" `,
				`recv(2048) "HELLO\n" `,
				`close() "" `,
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.transport.proto.String(), func(t *testing.T) {
			o, addr := record(t, tt.transport, "hello")
			if tt.transport.proto == capture.UDP {
				client := netip.AddrPortFrom(addr.Addr(), o.only("client", "sendto").Local.Port())
				tt.server[3] = strings.Replace(tt.server[3], "CLIENT", client.String(), 1)
			}
			if diff := cmp.Diff(tt.server, written(finished(o.by("server")), addr)); diff != "" {
				t.Errorf("server (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.client, written(o.by("client"), addr)); diff != "" {
				t.Errorf("client (-want +got):\n%s", diff)
			}
		})
	}
}

// Whoever is stopped stands for ever in the call that it waited in.
func TestCallsOfTheStopped(t *testing.T) {
	for _, tr := range transports {
		t.Run(tr.proto.String(), func(t *testing.T) {
			o := newTape(t)
			o.waits = make(chan string, 20)
			server := tr.start(t, ServerOptions{Observer: o})
			o.await("server "+tr.waitsIn, 1)
			server.stop()
			calls := o.by("server")
			last := calls[len(calls)-1]
			if last.Name != tr.waitsIn || last.Returned() || len(o.open) != 1 {
				t.Errorf("last call %s, %d open", last.Message(), len(o.open))
			}
			if last.Local != server.addr {
				t.Errorf("the waiting call is at %v, want %v", last.Local, server.addr)
			}
		})
	}
}

func TestCallAddressesUDP(t *testing.T) {
	o, server := record(t, transports[0], "hello")
	local := o.only("client", "sendto").Local
	if local.Port() == 0 || !local.Addr().IsUnspecified() {
		t.Errorf("the unbound client is at %v, want a port of any address", local)
	}
	client := netip.AddrPortFrom(server.Addr(), local.Port())
	serverCalls, clientCalls := finished(o.by("server")), o.by("client")
	none := netip.AddrPort{}
	checkAddresses(t, serverCalls, [][2]netip.AddrPort{{none, none}, {server, none}, {server, client}, {server, client}})
	checkAddresses(t, clientCalls, [][2]netip.AddrPort{{none, none}, {local, server}, {local, server}, {local, none}})
}

func TestCallAddressesTCP(t *testing.T) {
	o, server := record(t, transports[1], "hello")
	client := o.only("client", "connect").Local
	if client.Port() == 0 || client.Addr() != server.Addr() {
		t.Errorf("the client is at %v", client)
	}
	none := netip.AddrPort{}
	checkAddresses(t, finished(o.by("server")), [][2]netip.AddrPort{
		{none, none}, {none, none}, {server, none}, {server, none}, // socket setsockopt bind listen
		{server, client}, {server, client}, {server, client}, {server, client}, // accept recv send close
	})
	checkAddresses(t, o.by("client"), [][2]netip.AddrPort{
		{none, none}, {client, server}, {client, server}, {client, server}, {client, server},
	})
}

// checkAddresses compares the local and remote addresses of calls.
func checkAddresses(t *testing.T, calls []*capture.Call, want [][2]netip.AddrPort) {
	t.Helper()
	if len(calls) != len(want) {
		t.Fatalf("%d calls, want %d", len(calls), len(want))
	}
	for i, c := range calls {
		if got := [2]netip.AddrPort{c.Local, c.Remote}; got != want[i] {
			t.Errorf("%s: local and remote %v, want %v", c.Name, got, want[i])
		}
	}
}

// Each call is on the descriptor that socket or accept has returned.
func TestCallDescriptors(t *testing.T) {
	for _, tr := range transports {
		t.Run(tr.proto.String(), func(t *testing.T) {
			o, _ := record(t, tr, "hello")
			for _, process := range []string{"server", "client"} {
				fd := int64(-1)
				for _, c := range finished(o.by(process)) {
					if int64(c.FD) != fd {
						t.Errorf("%s: %s on %d, want %d", process, c.Message(), c.FD, fd)
					}
					if c.Name == "socket" || c.Name == "accept" {
						fd = c.Result
					}
				}
			}
		})
	}
}

func TestCallResults(t *testing.T) {
	o, _ := record(t, transports[1], "hello")
	tests := []struct {
		process, call string
		result        int64
		size          int
	}{
		{"server", "bind", 0, 0},
		{"server", "listen", 0, 0},
		{"server", "recv", 6, 65536},
		{"server", "send", 6, 6},
		{"client", "connect", 0, 0},
		{"client", "send", 6, 6},
		{"client", "recv", 6, 2048},
		{"client", "close", 0, 0},
	}
	for _, tt := range tests {
		c := o.only(tt.process, tt.call)
		if c.Result != tt.result || c.Size != tt.size || c.Proto != capture.TCP {
			t.Errorf("%s: %v result %d, size %d, want %d, %d", c.Name, c.Proto, c.Result, c.Size, tt.result, tt.size)
		}
	}
}

// A call is made by somebody, at a time, after the one before.
func TestCallTimes(t *testing.T) {
	for _, tr := range transports {
		t.Run(tr.proto.String(), func(t *testing.T) {
			o, _ := record(t, tr, "hello")
			for _, process := range []string{"server", "client"} {
				calls := finished(o.by(process))
				for i, c := range calls {
					if c.Enter.IsZero() || c.Exit.Before(c.Enter) || i > 0 && c.Enter.Before(calls[i-1].Exit) {
						t.Errorf("%s from %v to %v is out of order", c.Name, c.Enter, c.Exit)
					}
					if c.Enter != c.Enter.Round(0) || c.Exit != c.Exit.Round(0) {
						t.Errorf("%s has a monotonic clock reading", c.Name)
					}
					if c.Process.PID == 0 || (c.Thread == 0) != (runtime.GOOS == "darwin") {
						t.Errorf("%s by process %d, thread %d", c.Name, c.Process.PID, c.Thread)
					}
				}
			}
			for _, pair := range [][2]string{{"client", "server"}, {"server", "client"}} {
				sent, received := o.only(pair[0], sends[tr.proto]), firstReturned(o.by(pair[1]), receives[tr.proto])
				if received.Exit.Before(sent.Enter) {
					t.Errorf("%s had it at %v, before %s sent it at %v", pair[1], received.Exit, pair[0], sent.Enter)
				}
			}
		})
	}
}

var (
	sends    = map[capture.Protocol]string{capture.UDP: "sendto", capture.TCP: "send"}
	receives = map[capture.Protocol]string{capture.UDP: "recvfrom", capture.TCP: "recv"}
)

func firstReturned(calls []*capture.Call, name string) *capture.Call {
	for _, c := range calls {
		if c.Name == name && c.Returned() {
			return c
		}
	}
	return nil
}

// What an observer sees at the start of a call that sends is what it sends; what
// it receives comes with the return, and is the observer's to keep.
func TestCallData(t *testing.T) {
	line := string(bytes.Repeat([]byte("x"), 3000))
	o, _ := record(t, transports[0], line)
	for i, c := range o.calls {
		entered := o.entered[i]
		if sent := c.Name == "sendto"; sent != (entered.Data != nil) {
			t.Errorf("%s has %d octets at its start", c.Name, len(entered.Data))
		}
		if c.Data != nil && string(c.Data) != strings.ToUpper(line)[:1024] && string(c.Data) != line[:1024] {
			t.Errorf("%s keeps %d octets of %d: %q", c.Name, len(c.Data), c.Result, c.Data)
		}
	}
}

// The data of a call outlives the next one, which receives into the same buffer.
func TestCallDataIsKept(t *testing.T) {
	o := newTape(t)
	server := transports[0].start(t, ServerOptions{Observer: o})
	for _, line := range []string{"one", "two"} {
		if _, err := askUDP(t.Context(), ClientOptions{Server: server.addr}, []byte(line)); err != nil {
			t.Fatal(err)
		}
	}
	server.stop()
	if c := firstReturned(o.by("server"), "recvfrom"); string(c.Data) != "one" {
		t.Errorf("the first datagram has become %q", c.Data)
	}
}

func TestCallDataOfNothing(t *testing.T) {
	o, _ := record(t, transports[0], "")
	for _, process := range []string{"server", "client"} {
		if c := o.only(process, "sendto"); c.Data == nil || c.Size != 0 || c.Result != 0 {
			t.Errorf("%s: an empty datagram is a message: %s", process, c.Message())
		}
		c := firstReturned(o.by(process), "recvfrom")
		if c == nil || c.Data == nil || c.Result != 0 {
			t.Errorf("%s: the empty datagram was not received", process)
		}
	}
}
