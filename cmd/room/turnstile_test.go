package room

import (
	"errors"
	"io"
	"net"
	"testing"
)

// dial connects from an address of the loopback, and says something.
func dial(t *testing.T, to net.Addr, from string) net.Conn {
	t.Helper()
	c, err := (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}).DialContext(t.Context(), "tcp4", to.String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// Who has as many connections as an address may have is let in with no more; others are, up to the most
// that there may be. One that is closed makes room.
func TestTurnstile(t *testing.T) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := newTurnstile(l, 3, 2)
	defer s.Close() //nolint:errcheck // the test is over
	in := make(chan net.Conn, 8)
	go func() {
		for {
			c, err := s.Accept()
			if err != nil {
				close(in)
				return
			}
			in <- c
		}
	}()
	isClosed := func(c net.Conn) bool {
		_, err := c.Read(make([]byte, 1))
		return errors.Is(err, io.EOF)
	}
	dial(t, l.Addr(), "127.0.0.1")
	dial(t, l.Addr(), "127.0.0.1")
	first, _ := <-in, <-in
	if !isClosed(dial(t, l.Addr(), "127.0.0.1")) {
		t.Error("a third connection from one address is let in")
	}
	if from := dial(t, l.Addr(), "127.0.0.2").LocalAddr().String(); (<-in).RemoteAddr().String() != from {
		t.Error("another address is kept out")
	}
	if !isClosed(dial(t, l.Addr(), "127.0.0.3")) {
		t.Error("there are more than there may be")
	}
	_ = first.Close()
	_ = first.Close() // twice is once
	if from := dial(t, l.Addr(), "127.0.0.1").LocalAddr().String(); (<-in).RemoteAddr().String() != from {
		t.Error("there is no room again")
	}
	if s.all != 3 || s.by["127.0.0.1"] != 2 {
		t.Errorf("%d are counted, %v", s.all, s.by)
	}
}
