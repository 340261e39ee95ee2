package wire

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"testing"

	"wireladder/capture"
	"wireladder/capture/live"
	"wireladder/capture/netns/netnstest"
)

func newWire(t *testing.T, o Options) *Wire {
	t.Helper()
	w, err := New(t.Context(), o)
	netnstest.SkipIfNotPermitted(t, err)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// drain returns everything that the wire has seen.
func drain(t *testing.T, w *Wire) []capture.Entry {
	t.Helper()
	w.Drain()
	var all []capture.Entry
	for {
		e, err := w.Next()
		switch {
		case errors.Is(err, io.EOF):
			checkEntries(t, w.Client().Addr, all)
			if drops, err := w.Drops(); err != nil || drops.Lost() != 0 {
				t.Errorf("drops %+v, %v", drops, err)
			}
			return all
		case errors.Is(err, live.ErrTimeout):
			continue
		case err != nil:
			t.Fatal(err)
		case e.Packet != nil:
			e.Packet.Number = 1 + packets(all)
		}
		all = append(all, e)
	}
}

func packets(all []capture.Entry) int {
	n := 0
	for _, e := range all {
		if e.Packet != nil {
			n++
		}
	}
	return n
}

// checkEntries checks what holds for every run.
func checkEntries(t *testing.T, client netip.Addr, all []capture.Entry) {
	t.Helper()
	for _, e := range all {
		switch {
		case e.Delivery != nil:
			if e.Delivery.Packet.Number == 0 {
				t.Errorf("a delivery comes before its packet")
			}
			if e.Delivery.Time.Before(e.Delivery.Packet.Time) {
				t.Errorf("packet %d arrives before it is sent", e.Delivery.Packet.Number)
			}
		case e.Packet.Proto == capture.Undecoded:
			t.Errorf("packet %d is stray: % x (%s)", e.Packet.Number, e.Packet.Data, e.Packet.Problem)
		case (e.Packet.Src.Addr() == client) != (e.Packet.Interface == 0):
			t.Errorf("packet %d of %v stands on interface %d", e.Packet.Number, e.Packet.Src, e.Packet.Interface)
		}
	}
}

// story returns the entries in short: "c SYN" for a packet of the client,
// "> c SYN" for its arrival, "x c SYN (fault)" for its loss.
func story(all []capture.Entry) []string {
	var lines []string
	for _, e := range all {
		if e.Packet != nil {
			lines = append(lines, describe(e.Packet))
			continue
		}
		line := "> "
		if e.Delivery.Lost {
			line = "x "
		}
		if line += describe(e.Delivery.Packet); e.Delivery.Fault != "" {
			line += " (" + e.Delivery.Fault + ")"
		}
		lines = append(lines, line)
	}
	return lines
}

func describe(p *capture.Packet) string {
	side := name(sideNames, Client+Side(p.Interface))[:1]
	switch p.Proto {
	case capture.UDP:
		return fmt.Sprintf("%s %q", side, p.Payload)
	case capture.TCP:
		return fmt.Sprintf("%s %v %d", side, p.TCP.Flags, p.PayloadLength)
	}
	return side + " " + p.Proto.String()
}

// talk makes a socket pair over UDP: the client's is connected.
func talk(t *testing.T, w *Wire) (client net.Conn, server *net.UDPConn) {
	t.Helper()
	err := errors.Join(w.Server().Do(func() (err error) {
		server, err = net.ListenUDP("udp", &net.UDPAddr{IP: w.Server().Addr.AsSlice(), Port: 5000})
		return err
	}), w.Client().Do(func() (err error) {
		client, err = net.Dial("udp", netip.AddrPortFrom(w.Server().Addr, 5000).String())
		return err
	}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = client.Close(), server.Close() })
	return client, server
}

// listen makes a listener on the server.
func listen(t *testing.T, w *Wire) net.Listener {
	t.Helper()
	var l net.Listener
	err := w.Server().Do(func() (err error) {
		l, err = net.Listen("tcp", netip.AddrPortFrom(w.Server().Addr, 5000).String())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// dial connects from the client.
func dial(t *testing.T, w *Wire) net.Conn {
	t.Helper()
	var c net.Conn
	err := w.Client().Do(func() (err error) {
		c, err = net.Dial("tcp", netip.AddrPortFrom(w.Server().Addr, 5000).String())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}
