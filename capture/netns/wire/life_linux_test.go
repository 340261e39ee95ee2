package wire

import (
	"context"
	"errors"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture/live"
	"wireladder/capture/netns"
	"wireladder/capture/netns/host"
	"wireladder/capture/netns/netnstest"
)

func TestHosts(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	w := newWire(t, Options{})
	var networks []string
	for _, h := range []*host.Host{w.Client(), w.Server()} {
		err := h.Do(func() error {
			network, err := os.Readlink("/proc/thread-self/ns/net")
			networks = append(networks, network)
			control, readErr := os.ReadFile("/proc/sys/net/ipv4/tcp_congestion_control")
			if string(control) != "reno\n" {
				t.Errorf("the %s has congestion control %q", h.Name, control)
			}
			without, ipv6Err := os.ReadFile("/proc/sys/net/ipv6/conf/" + inner + "/disable_ipv6")
			if ipv6Err == nil && string(without) != "1\n" {
				t.Errorf("the %s has IPv6", h.Name)
			}
			return errors.Join(err, readErr)
		})
		if err != nil {
			t.Error(err)
		}
	}
	own, err := os.Readlink("/proc/thread-self/ns/net")
	if err != nil || networks[0] == networks[1] || networks[0] == own || networks[1] == own {
		t.Errorf("networks %v, our own is %s, %v", networks, own, err)
	}
	if err := w.Client().Do(func() error { return io.ErrNoProgress }); err != io.ErrNoProgress { //nolint:errorlint // the very same
		t.Errorf("the error of a function came back as %v", err)
	}
}

// Two frames that were stamped in another order than they go on the wire do not
// run backwards.
func TestStamp(t *testing.T) {
	var one tap
	for _, step := range []struct{ stamp, want int }{{5, 5}, {7, 7}, {6, 7}, {7, 7}, {8, 8}} {
		if got := one.stamp(at(step.stamp)); !got.Equal(at(step.want)) {
			t.Errorf("a stamp of %v becomes %v", at(step.stamp), got)
		}
	}
}

// A function that ends the goroutine, as t.Fatal does, ends the host, and nobody
// waits for it.
func TestHostLost(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	w := newWire(t, Options{})
	for range 2 {
		if err := w.Client().Do(func() error { runtime.Goexit(); return nil }); !errors.Is(err, host.ErrClosed) {
			t.Errorf("got %v", err)
		}
	}
}

// After Close the threads, the descriptors and the names are free.
func TestCloseLeaksNothing(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	descriptors := func() int {
		all, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	var threads []int
	run := func() {
		w := newWire(t, Options{})
		for _, h := range []*host.Host{w.Client(), w.Server()} {
			if err := h.Do(func() error { threads = append(threads, unix.Gettid()); return nil }); err != nil {
				t.Error(err)
			}
		}
		if err := errors.Join(w.Close(), w.Close()); err != nil {
			t.Error(err)
		}
		if err := w.Server().Do(func() error { return nil }); !errors.Is(err, host.ErrClosed) {
			t.Errorf("after Close: %v", err)
		}
		w.Drain() // does no harm
		if _, err := w.Next(); !errors.Is(err, io.EOF) {
			t.Errorf("after Close: %v", err)
		}
	}
	run() // the runtime opens descriptors of its own the first time
	before := descriptors()
	for range 5 {
		run()
	}
	if after := descriptors(); after != before {
		t.Errorf("%d descriptors before, %d after", before, after)
	}
	for _, thread := range threads {
		for path := "/proc/self/task/" + strconv.Itoa(thread); ; runtime.Gosched() {
			if _, err := os.Stat(path); err != nil {
				break
			}
		}
	}
}

// A second wire at the same time would take the names of the first, which stays as
// it is.
func TestSecondWire(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	w := newWire(t, Options{})
	if _, err := New(t.Context(), Options{}); !errors.Is(err, unix.EEXIST) {
		t.Errorf("a second wire: %v", err)
	}
	if got := post(t, w, 1, "a"); got != "a" {
		t.Errorf("the server got %q", got)
	}
}

// The end of the context does not wait for what is on its way, and does not say
// what became of it.
func TestCancelled(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	ctx, cancel := context.WithCancel(t.Context())
	w, err := New(ctx, Options{Delay: MaxDelay})
	netnstest.SkipIfNotPermitted(t, err)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close() //nolint:errcheck // other tests look at it
	client, _ := talk(t, w)
	if _, err := client.Write([]byte("a")); err != nil {
		t.Fatal(err)
	}
	w.Drain()
	if e, err := w.Next(); err != nil || e.Packet == nil {
		t.Errorf("got %+v, %v", e, err)
	}
	if e, err := w.Next(); !errors.Is(err, live.ErrTimeout) {
		t.Errorf("got %+v, %v while a frame is on its way", e, err)
	}
	cancel()
	begin := time.Now()
	for err = live.ErrTimeout; errors.Is(err, live.ErrTimeout); _, err = w.Next() {
		if time.Since(begin) > MaxDelay/2 {
			break
		}
	}
	if !errors.Is(err, io.EOF) {
		t.Errorf("got %v", err)
	}
	if _, err := New(ctx, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a wire made after the end: %v", err)
	}
}

// Who takes an interface down is told so, and does not wait.
func TestCut(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	w := newWire(t, Options{})
	if err := removeLink(w.links[Server]); err != nil {
		t.Fatal(err)
	}
	err := live.ErrTimeout
	for errors.Is(err, live.ErrTimeout) {
		_, err = w.Next()
	}
	if !errors.Is(err, unix.ENETDOWN) {
		t.Errorf("got %v", err)
	}
}

// Without the rights to make a network there is an error that says so.
func TestNotPermitted(t *testing.T) {
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlock: the thread ends without its rights
		header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
		var none [2]unix.CapUserData
		if err := unix.Capset(&header, &none[0]); err != nil {
			done <- err
			return
		}
		_, err := New(context.Background(), Options{})
		done <- err
	}()
	if err := <-done; !errors.Is(err, os.ErrPermission) || !strings.HasPrefix(err.Error(), "make a wire: client: ") {
		t.Errorf("got %v", err)
	}
}

// Where further networks are forbidden, the error has the reason and the repair.
func TestNoMoreNetworks(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	if err := os.WriteFile("/proc/sys/user/max_net_namespaces", []byte("0"), 0); err != nil {
		netnstest.SkipIfNotPermitted(t, err)
		t.Fatal(err)
	}
	_, err := New(t.Context(), Options{})
	reason, hint := netns.Explain(err)
	if !errors.Is(err, os.ErrPermission) || reason != netns.ReasonMaxNetns.String() || hint == "" {
		t.Errorf("got %v, reason %q, hint %q", err, reason, hint)
	}
}
