package room

import (
	"net"
	"testing"

	"golang.org/x/sys/unix"
)

// Connections have what their listener was given.
func TestBound(t *testing.T) {
	l, err := Listen(t.Context(), "tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() //nolint:errcheck // the test is over
	dial(t, l.Addr(), "127.0.0.1")
	c, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close() //nolint:errcheck // the test is over
	raw, err := c.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	err = raw.Control(func(fd uintptr) {
		timeout, _ := unix.GetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT)
		buffer, _ := unix.GetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_SNDBUF)
		if timeout != int(silence.Milliseconds()) || buffer > 2*sendBuffer { // socket(7): the kernel doubles it
			t.Errorf("it has a timeout of %d ms, and a buffer of %d octets", timeout, buffer)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}
