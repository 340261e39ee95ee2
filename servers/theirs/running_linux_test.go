package theirs

import (
	"net/netip"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/netns/netnstest"
	"wireladder/servers/lab"
)

// serving starts a server without clients.
func serving(t *testing.T, s *seen, role string) *Running {
	t.Helper()
	v, err := Serve(t.Context(), Options{Server: server(t, role), Place: &lab.Lab{}, Out: s, Env: os.Environ()}, s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// askedBy asks the server, and returns what it answers.
func askedBy(t *testing.T, text string) string {
	t.Helper()
	c, err := connect(serverPort)
	if err != nil {
		t.Fatal(err)
	}
	answer := make([]byte, 100)
	_, _ = unix.Write(c, []byte(text))
	n, err := unix.Read(c, answer)
	if err != nil {
		t.Fatal(err)
	}
	_ = unix.Close(c)
	return string(answer[:n])
}

// A server without clients takes those of its owner, who sees where, when it rests, and how it ends.
func TestRunning(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	s := &seen{}
	v := serving(t, s, "serve")
	if want := []Door{{capture.TCP, netip.MustParseAddrPort("127.0.0.1:12000")}}; !slices.Equal(v.Doors(), want) {
		t.Errorf("it takes clients at %v", v.Doors())
	}
	if got := askedBy(t, "hello"); got != "HELLO" {
		t.Errorf("it answers %q", got)
	}
	v.AwaitClosed(t.Context(), time.Minute)
	<-v.Rests(t.Context(), time.Millisecond, time.Minute)
	select {
	case <-v.Ended():
		t.Error("it has ended")
	default:
	}
	v.End(t.Context())
	<-v.Ended()
	if e, ok := v.Exit(); !ok || e.Signal != syscall.SIGINT {
		t.Errorf("it ends by %+v, %v", e, ok)
	}
	v.Close()
	if got := s.text(); got != "server │ ready\n" {
		t.Errorf("it says %q", got)
	}
}

// A server ends by ^C, one that is deaf to it when it is told to, and one that is deaf to all of it at last.
func TestInterrupt(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	for role, want := range map[string]syscall.Signal{"serve": syscall.SIGINT, "deaf": syscall.SIGTERM} {
		s := &seen{}
		v := serving(t, s, role)
		if role == "serve" {
			v.Interrupt(t.Context(), time.Minute)
		} else {
			v.Interrupt(t.Context(), 2*step)
		}
		if e, ok := v.Exit(); !ok || e.Signal != want {
			t.Errorf("%s ends by %+v, %v", role, e, ok)
		}
		if got := s.signals("server"); got[0] != "signal SIGINT" || !slices.Contains(got, "exit "+unix.SignalName(want)) {
			t.Errorf("%s: signals %q", role, got)
		}
		v.Close()
	}
}

// What still runs is killed when it is closed; a server that cannot be started is none.
func TestClose(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	s := &seen{}
	v := serving(t, s, "deaf")
	v.Close()
	if e, ok := v.Exit(); !ok || e.Signal != syscall.SIGKILL {
		t.Errorf("it ends by %+v, %v", e, ok)
	}
	v.Close()
	t.Setenv("TMPDIR", t.TempDir())
	_, err := Serve(t.Context(), Options{Server: server(t, "serve"), Place: &lab.Lab{}, Out: s, Env: []string{"A\x00=b"}}, s)
	if err == nil || !strings.Contains(err.Error(), "start server: ") {
		t.Errorf("error %v", err)
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
		t.Errorf("left are %v, %v", left, err)
	}
}

// A server with an open connection does not count as closed before a limit.
func TestAwaitClosed(t *testing.T) {
	v := &Running{server: &actor{attention: newAttention(unheard{}, nil)}}
	v.server.takes.note(&capture.Call{Name: "accept", Proto: capture.TCP, Born: 7, Exit: time.Now()})
	if v.server.takes.isEmpty() {
		t.Error("it has closed what it has accepted")
	}
	v.server.takes.note(&capture.Call{Name: "close", Proto: capture.TCP, Inode: 7, Exit: time.Now()})
	if !v.server.takes.isEmpty() {
		t.Error("it has not closed what it has accepted")
	}
}

// What a program waits for is counted from its last call on.
func TestLastCall(t *testing.T) {
	for name, play := range map[string]func(*attention){
		"begins":  func(a *attention) { a.Enter(&capture.Call{Name: "recv"}) },
		"returns": func(a *attention) { a.Return(&capture.Call{Name: "send"}) },
	} {
		a := newAttention(unheard{}, nil)
		a.Enter(&capture.Call{Name: "accept"})
		a.last = time.Now().Add(-time.Hour)
		if play(a); a.idle(time.Minute) {
			t.Errorf("%s: it is idle all the same", name)
		}
	}
}
