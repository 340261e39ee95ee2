package routes_test

import (
	"errors"
	"net/netip"
	"testing"

	"golang.org/x/sys/unix"

	"wireladder/capture/netns/netnstest"
	"wireladder/capture/netns/routes"
)

// What a program sends to all hosts, or to a group that it has joined without a word of an interface, comes to
// sockets of its own host, from 127.0.0.1.
func TestToLoopback(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	group, all := netip.MustParseAddr("224.1.1.1"), netip.MustParseAddr("255.255.255.255")
	if err := sendTo(t, socket(t), group, 12000); !errors.Is(err, unix.ENETUNREACH) {
		t.Errorf("without routes: %v, want ENETUNREACH", err)
	}
	for range 2 { // the second time they are there
		if err := routes.ToLoopback(); err != nil {
			t.Fatal(err)
		}
	}
	for i, to := range []netip.Addr{group, all} {
		port, from, at := 12000+i, socket(t), socket(t)
		if err := unix.Bind(at, &unix.SockaddrInet4{Port: port}); err != nil {
			t.Fatal(err)
		}
		if to == group {
			must(t, unix.SetsockoptIPMreq(at, unix.IPPROTO_IP, unix.IP_ADD_MEMBERSHIP, &unix.IPMreq{Multiaddr: group.As4()}))
		} else {
			must(t, unix.SetsockoptInt(from, unix.SOL_SOCKET, unix.SO_BROADCAST, 1))
		}
		must(t, sendTo(t, from, to, port))
		var b [9]byte
		n, peer, err := unix.Recvfrom(at, b[:], 0)
		if err != nil || string(b[:n]) != "hello" || peer.(*unix.SockaddrInet4).Addr != [4]byte{127, 0, 0, 1} {
			t.Errorf("to %v: %q from %v, %v", to, b[:n], peer, err)
		}
	}
}

// The loopback alone leads to many, and nowhere else.
func TestMany(t *testing.T) {
	for _, to := range []string{"10.0.0.1", "127.0.0.1", "223.255.255.255", "240.0.0.1", "255.255.255.254"} {
		for _, p := range routes.Many() {
			if p.Contains(netip.MustParseAddr(to)) {
				t.Errorf("%s is one host", to)
			}
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// socket makes one of UDP, which waits for no longer than a second.
func socket(t *testing.T) int {
	t.Helper()
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	must(t, err)
	t.Cleanup(func() { _ = unix.Close(fd) })
	must(t, unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Sec: 1}))
	return fd
}

func sendTo(t *testing.T, fd int, to netip.Addr, port int) error {
	t.Helper()
	return unix.Sendto(fd, []byte("hello"), 0, &unix.SockaddrInet4{Port: port, Addr: to.As4()})
}
