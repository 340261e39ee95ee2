package host

import (
	"errors"
	"io"
	"net/netip"
	"os"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"

	"wireladder/capture/netns"
	"wireladder/capture/netns/netnstest"
)

var address = netip.AddrFrom4([4]byte{127, 0, 0, 1})

// newHost makes a host that the test closes.
func newHost(t *testing.T) *Host {
	t.Helper()
	h, err := New("server", address)
	netnstest.SkipIfNotPermitted(t, err)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Close)
	return h
}

// networkOf returns the network of a thread.
func networkOf(t *testing.T) string {
	t.Helper()
	network, err := os.Readlink("/proc/thread-self/ns/net")
	if err != nil {
		t.Error(err)
	}
	return network
}

// A function runs in the network of its host, whose lo is up, and its error comes back as it is; the
// process stays where it is.
func TestDo(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	h := newHost(t)
	var there string
	err := h.Do(func() error {
		there = networkOf(t)
		fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
		if err != nil {
			return err
		}
		defer unix.Close(fd) //nolint:errcheck // has served
		return unix.Bind(fd, &unix.SockaddrInet4{Addr: address.As4()})
	})
	if here := networkOf(t); err != nil || there == here || h.Name != "server" || h.Addr != address {
		t.Errorf("%s at %v is in %s, this is in %s; %v", h.Name, h.Addr, there, here, err)
	}
	if err := h.Do(func() error { return io.ErrNoProgress }); err != io.ErrNoProgress { //nolint:errorlint // the very same
		t.Errorf("the error of a function came back as %v", err)
	}
}

// A host that is closed runs nothing, nor does one whose thread a function has ended.
func TestClosed(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	closed, lost := newHost(t), newHost(t)
	closed.Close()
	if err := lost.Do(func() error { runtime.Goexit(); return nil }); !errors.Is(err, ErrClosed) {
		t.Errorf("a function that does not return: %v", err)
	}
	for _, h := range []*Host{closed, lost} {
		if err := h.Do(func() error { return errors.New("it runs") }); !errors.Is(err, ErrClosed) {
			t.Errorf("it runs a function: %v", err)
		}
		h.Close()
	}
}

// A network that cannot be made is the error of netns.
func TestNoHost(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	const limit = "/proc/sys/user/max_net_namespaces"
	if err := os.WriteFile(limit, []byte("0"), 0); err != nil {
		netnstest.SkipIfNotPermitted(t, err)
		t.Fatal(err)
	}
	var refused *netns.Error
	if _, err := New("server", address); !errors.As(err, &refused) {
		t.Errorf("got %v", err)
	}
}
