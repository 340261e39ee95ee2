//go:build linux || darwin

package servers

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"
	"syscall"
	"testing"

	"wireladder/capture"
)

// resources counts goroutines and, where /proc tells, open descriptors.
type resources struct{ goroutines, descriptors int }

func count() resources {
	entries, _ := os.ReadDir("/proc/self/fd") // absent elsewhere: then none are counted
	return resources{runtime.NumGoroutine(), len(entries)}
}

// checkLeaks runs test twice, as the first run may open what the Go runtime
// keeps, and fails if the second leaves more than it found.
func checkLeaks(t *testing.T, test func()) {
	t.Helper()
	test()
	before := count()
	test()
	for range 1_000_000 { // a goroutine that has sent its last word still has to end
		if count := runtime.NumGoroutine(); count <= before.goroutines {
			break
		}
		runtime.Gosched()
	}
	if after := count(); after.goroutines > before.goroutines || after.descriptors > before.descriptors {
		t.Errorf("goroutines and descriptors: %+v, before: %+v", after, before)
	}
}

// errEnough holds an errno, which is not to be taken for one that a call returned.
var errEnough = fmt.Errorf("enough: %w", syscall.EPIPE)

// cancelIn cancels when a call like "server accept" has been entered.
func cancelIn(o *tape, call string, cancel context.CancelCauseFunc) {
	o.await(call, 1)
	cancel(errEnough)
}

func TestCancelServerWaiting(t *testing.T) {
	for _, tr := range transports {
		t.Run(tr.proto.String(), func(t *testing.T) {
			checkLeaks(t, func() {
				o := newTape(t)
				o.waits = make(chan string, 20)
				server, err := tr.listen(ServerOptions{Addr: loopback, Observer: o})
				if err != nil {
					t.Fatal(err)
				}
				ctx, cancel := context.WithCancelCause(context.Background())
				go cancelIn(o, "server "+tr.waitsIn, cancel)
				if err := server.Serve(ctx); err != nil {
					t.Errorf("Serve: %v", err)
				}
			})
		})
	}
}

// A client that says nothing holds a server that serves one after the other;
// not even then does cancelling wait for it.
func TestCancelServerInRecv(t *testing.T) {
	checkLeaks(t, func() {
		o := newTape(t)
		o.waits = make(chan string, 20)
		server, err := ListenTCP(ServerOptions{Addr: loopback, Observer: o})
		if err != nil {
			t.Fatal(err)
		}
		silent, err := net.Dial("tcp", server.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer silent.Close() //nolint:errcheck // nothing was written
		ctx, cancel := context.WithCancelCause(context.Background())
		go cancelIn(o, "server recv", cancel)
		if err := server.Serve(ctx); err != nil {
			t.Errorf("Serve: %v", err)
		}
		calls := o.by("server")
		if last := calls[len(calls)-1]; last.Name != "recv" || last.Returned() {
			t.Errorf("the last call is %s", last.Message())
		}
	})
}

// Who sends to somebody that does not read waits, and can be stopped.
func TestCancelInSend(t *testing.T) {
	server, err := ListenTCP(ServerOptions{Addr: loopback}) // serves nobody
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close() //nolint:errcheck // nothing was written
	o := newTape(t)
	o.waits = make(chan string, 20)
	ctx, cancel := context.WithCancelCause(context.Background())
	c, err := OpenClient(ctx, capture.TCP, ClientOptions{Server: server.Addr(), Observer: o})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close() //nolint:errcheck // it is cancelled
	go cancelIn(o, "client send", cancel)
	if _, err := c.Socket().Send(make([]byte, 16<<20)); !errors.Is(err, errEnough) {
		t.Errorf("error %v, want the cause", err)
	}
	if send := o.only("client", "send"); send.Returned() {
		t.Errorf("%.40s returned: more than a socket's buffer was sent to nobody", send.Message())
	}
}

func TestCancelClient(t *testing.T) {
	mute := func(t *testing.T, tr transport) Server { // takes clients and never answers
		t.Helper()
		s, err := tr.listen(ServerOptions{Addr: loopback})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for _, tr := range transports {
		t.Run(tr.proto.String(), func(t *testing.T) {
			checkLeaks(t, func() {
				server := mute(t, tr)
				o := newTape(t)
				o.waits = make(chan string, 20)
				ctx, cancel := context.WithCancelCause(context.Background())
				go cancelIn(o, "client "+receives[tr.proto], cancel)
				_, err := tr.ask(ctx, ClientOptions{Server: server.Addr(), Observer: o}, []byte("hello"))
				if !errors.Is(err, errEnough) {
					t.Errorf("error %v, want the cause", err)
				}
				calls := o.by("client")
				if last := calls[len(calls)-1]; last.Name != receives[tr.proto] || last.Returned() {
					t.Errorf("the last call is %s", last.Message())
				}
				if err := server.Close(); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// Who is not cancelled leaves nothing behind either.
func TestAnswerLeavesNothing(t *testing.T) {
	for _, tr := range transports {
		t.Run(tr.proto.String(), func(t *testing.T) {
			checkLeaks(t, func() {
				server := tr.start(t, ServerOptions{})
				defer server.stop()
				if _, err := tr.ask(t.Context(), ClientOptions{Server: server.addr}, []byte("hello")); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// Whoever is cancelled before it begins makes no call at all.
func TestCancelledBefore(t *testing.T) {
	for _, tr := range transports {
		t.Run(tr.proto.String(), func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(context.Background())
			cancel(errEnough)
			o := newTape(t)
			if _, err := tr.ask(ctx, ClientOptions{Server: loopback, Observer: o}, nil); !errors.Is(err, errEnough) {
				t.Errorf("error %v, want the cause", err)
			}
			server, err := tr.listen(ServerOptions{Addr: loopback})
			if err != nil {
				t.Fatal(err)
			}
			if err := server.Serve(ctx); err != nil {
				t.Errorf("Serve: %v", err)
			}
			if len(o.calls) != 0 {
				t.Errorf("calls: %v", o.names("client"))
			}
		})
	}
}

func TestServerClosedTwice(t *testing.T) {
	for _, tr := range transports {
		t.Run(tr.proto.String(), func(t *testing.T) {
			o := newTape(t)
			server, err := tr.listen(ServerOptions{Addr: loopback, Observer: o})
			if err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if err := server.Close(); err != nil {
					t.Error(err)
				}
			}
			o.only("server", "close")
		})
	}
}
