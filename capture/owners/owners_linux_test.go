package owners

import (
	"net"
	"net/netip"
	"os"
	"testing"

	"wireladder/capture"
	"wireladder/capture/netns/netnstest"
)

// addressOf returns an address as sockets are known by.
func addressOf(t *testing.T, a net.Addr) netip.AddrPort {
	t.Helper()
	at := netip.MustParseAddrPort(a.String())
	return netip.AddrPortFrom(at.Addr().Unmap(), at.Port())
}

// opened returns the owners of this test's network.
func opened(t *testing.T) *Owners {
	t.Helper()
	o, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = o.Close() })
	o.Urgent = true
	return o
}

// mine reports whether a socket is known to be this process's.
func mine(t *testing.T, o *Owners, proto capture.Protocol, local, remote netip.AddrPort, what string) {
	t.Helper()
	p, ok := o.Of(proto, local, remote)
	if !ok || p.PID != os.Getpid() || p.Name == "" {
		t.Errorf("%s: %+v, %v", what, p, ok)
	}
}

// Both ends of a connection are known, accepted or not, and both of a datagram, also to a socket that
// is bound to all addresses; and who listened when that is over.
func TestOwnersOfSockets(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	o := opened(t)
	l, err := net.Listen("tcp", ":0") // of IPv6, which takes IPv4
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	c, err := net.Dial("tcp4", "127.0.0.1:"+port)
	if err != nil {
		t.Fatal(err)
	}
	client, server := addressOf(t, c.LocalAddr()), addressOf(t, c.RemoteAddr())
	mine(t, o, capture.TCP, client, server, "client")
	mine(t, o, capture.TCP, server, client, "a connection that nobody has accepted")
	u, err := net.ListenUDP("udp4", nil)
	if err != nil {
		t.Fatal(err)
	}
	to := netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), addressOf(t, u.LocalAddr()).Port())
	mine(t, o, capture.UDP, to, client, "a socket of UDP")
	d, err := net.Dial("udp4", to.String())
	if err != nil {
		t.Fatal(err)
	}
	mine(t, o, capture.UDP, addressOf(t, d.LocalAddr()), to, "a connected socket of UDP")
	o.Refresh()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	mine(t, o, capture.TCP, server, netip.MustParseAddrPort("127.0.0.1:1"), "one who has listened")
	if p, ok := o.Of(capture.TCP, netip.MustParseAddrPort("127.0.0.9:9"), client); ok {
		t.Errorf("nobody's socket is that of %+v", p)
	}
	if p, ok := o.Of(capture.ICMP, client, server); ok {
		t.Errorf("ICMP has a socket: %+v", p)
	}
}
