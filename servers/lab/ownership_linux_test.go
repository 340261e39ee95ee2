package lab

import (
	"bytes"
	"errors"
	"net"
	"net/netip"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/message"
	"wireladder/capture/netns/netnstest"
)

// secret is what another program says on the port of the run.
const secret = "password=hunter2"

// others have a conversation of their own at the port that the run has: over TCP, from
// that port, at another address, and to where nobody is.
func others(t *testing.T) {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:12000")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() //nolint:errcheck // has served
	go func() {
		if c, err := l.Accept(); err == nil {
			_, _ = c.Write([]byte(secret))
			_ = c.Close()
		}
	}()
	c, err := net.Dial("tcp4", "127.0.0.1:12000")
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close() //nolint:errcheck // has served
	if _, err := c.Read(make([]byte, 100)); err != nil {
		t.Error(err)
	}
	there, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 2), Port: port})
	if err != nil {
		t.Fatal(err)
	}
	defer there.Close() //nolint:errcheck // has served
	for _, to := range []net.UDPAddr{{IP: net.IPv4(127, 0, 0, 2), Port: port}, {IP: net.IPv4(127, 0, 0, 3), Port: port}, {IP: net.IPv4(127, 0, 0, 3), Port: 9}} {
		if _, err := there.WriteToUDP([]byte(secret), &to); err != nil {
			t.Error(err)
		}
	}
}

// secrets counts the entries that hold what others have said, whose packets, or whose
// sockets.
func secrets(entries []capture.Entry) (n int) {
	for _, e := range entries {
		switch {
		case e.Packet != nil && bytes.Contains(e.Packet.Data, []byte(secret)):
			n++
		case e.Packet != nil && e.Packet.Proto == capture.TCP:
			n++
		case e.Snapshot != nil && bytes.Contains([]byte(message.Snapshot(e.Snapshot)), []byte("tcp")):
			n++
		}
	}
	return n
}

// On a loopback that others use as well, a run has its own packets, and an ICMP error of
// its own; nothing that other programs say at the same time on the same port is kept, and
// nothing is shown to who watches.
func TestOthersAreLeftOut(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	for _, tt := range []struct {
		private bool
		packets int
	}{{false, 4}, {true, 0}} {
		r := record(t, Options{Private: tt.private}, func(l *Lab, calls capture.CallObserver) error {
			err := ask(l, calls)
			return errors.Join(err, on(l.Hosts().Client, func() error { others(t); return nil }), ask(l, calls))
		})
		n, shown := r.count(isPacket), len(r.seen.packets)
		if !tt.private && (n != tt.packets || shown != tt.packets || secrets(r.entries) > 0) {
			t.Errorf("%d packets, %d shown, %d of others", n, shown, secrets(r.entries))
		}
		if tt.private && (secrets(r.entries) < 4 || shown != n) {
			t.Errorf("in a network of its own: %d packets, %d shown, %d of others", n, shown, secrets(r.entries))
		}
	}
}

// call is a call that a test makes up.
func call(name string, proto capture.Protocol, fd int, local, remote string, second int) *capture.Call {
	c := &capture.Call{Name: name, Proto: proto, FD: fd, Enter: at(second), Exit: at(second).Add(time.Millisecond)}
	if local != "" {
		c.Local = netip.MustParseAddrPort(local)
	}
	if remote != "" {
		c.Remote = netip.MustParseAddrPort(remote)
	}
	return c
}

func at(second int) time.Time { return time.Unix(int64(1000+second), 0) }

// Who owns a packet, by the calls before it and by its time.
func TestOwnership(t *testing.T) {
	o := newOwnership(nil)
	calls := o.observe(unreported{})
	accept := call("accept", capture.TCP, 3, "127.0.0.1:12000", "127.0.0.1:5000", 3)
	accept.Result = 7
	for _, c := range []*capture.Call{
		call("bind", capture.TCP, 3, "127.0.0.1:12000", "", 1),
		accept,
		call("close", capture.TCP, 3, "127.0.0.1:12000", "", 4),
		call("recv", capture.TCP, 7, "127.0.0.1:12000", "127.0.0.1:5000", 5),
		call("close", capture.TCP, 7, "127.0.0.1:12000", "127.0.0.1:5000", 6),
		call("sendto", capture.UDP, 8, "0.0.0.0:4444", "", 1),
		call("close", capture.UDP, 8, "0.0.0.0:4444", "", 5),
		call("connect", capture.TCP, 9, "127.0.0.1:5009", "", 1),
		{Name: "socket", Proto: capture.UDP, FD: -1, Result: 9, Enter: at(5), Exit: at(5)}, // its program had died
		{Name: "bind", Proto: capture.UDP, FD: 9, Errno: "EADDRINUSE", Result: -1, Enter: at(6), Exit: at(6)},
	} {
		calls.Enter(c)
		calls.Return(c)
	}
	packet := func(proto capture.Protocol, src, dst string, flags capture.Flags, second int) *capture.Packet {
		return &capture.Packet{
			Proto: proto, Src: netip.MustParseAddrPort(src), Dst: netip.MustParseAddrPort(dst),
			TCP: capture.TCPHeader{Flags: flags}, Time: at(second),
		}
	}
	quoting := func(p *capture.Packet) *capture.Packet {
		return &capture.Packet{Proto: capture.ICMP, Time: p.Time, ICMP: capture.ICMPHeader{Quoted: capture.Quote{Proto: p.Proto, Src: p.Src, Dst: p.Dst}}}
	}
	const server = "127.0.0.1:12000"
	for _, tt := range []struct {
		name string
		p    *capture.Packet
		want bool
	}{
		{"before bind", packet(capture.TCP, "127.0.0.1:6000", server, capture.SYN, 0), false},
		{"a stranger at the run's server", packet(capture.TCP, "127.0.0.1:6001", server, capture.SYN, 2), true},
		{"the answer", packet(capture.TCP, server, "127.0.0.1:6001", capture.SYN|capture.ACK, 2), true},
		{"the kernel goes on for it", packet(capture.TCP, "127.0.0.1:6001", server, capture.FIN, 9), true},
		{"accepted", packet(capture.TCP, server, "127.0.0.1:5000", capture.ACK, 9), true},
		{"its ports are used again", packet(capture.TCP, "127.0.0.1:5000", server, capture.SYN, 9), false},
		{"and go on", packet(capture.TCP, server, "127.0.0.1:5000", capture.PSH, 9), false},
		{"the server has gone", packet(capture.TCP, "127.0.0.1:6002", server, capture.SYN, 5), false},
		{"another address", packet(capture.TCP, "127.0.0.1:6003", "127.0.0.2:12000", capture.SYN, 2), false},
		{"another protocol", packet(capture.UDP, "127.0.0.1:6003", server, 0, 2), false},
		{"refused", packet(capture.TCP, "127.0.0.1:5009", server, capture.SYN, 3), true},
		{"dead", packet(capture.TCP, "127.0.0.1:5009", "127.0.0.1:12009", capture.SYN, 9), false},
		{"all addresses", packet(capture.UDP, "127.0.0.1:4444", server, 0, 3), true},
		{"all addresses, later", packet(capture.UDP, "127.0.0.1:4444", server, 0, 9), false},
		{"quoted", quoting(packet(capture.UDP, "127.0.0.1:4444", server, 0, 3)), true},
		{"quoted of others", quoting(packet(capture.UDP, "127.0.0.1:4445", server, 0, 3)), false},
		{"quoted TCP", quoting(packet(capture.TCP, "127.0.0.1:6001", server, 0, 9)), true},
		{"quotes nothing", &capture.Packet{Proto: capture.ICMPv6, Time: at(3)}, false},
		{"not decoded", &capture.Packet{Time: at(3)}, false},
	} {
		if got := o.has(tt.p); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// A packet that is read before its call has returned is the run's: the kernel knows the
// address of its socket.
func TestOwnershipMeanwhile(t *testing.T) {
	fd, err := socketOn(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd) //nolint:errcheck // has served
	o := newOwnership(nil)
	c := &capture.Call{Name: "sendto", Proto: capture.UDP, FD: fd, Enter: time.Now()}
	p := &capture.Packet{Proto: capture.UDP, Dst: netip.MustParseAddrPort("127.0.0.1:12000"), Time: time.Now()}
	o.enter(c)
	p.Src = netip.MustParseAddrPort("127.0.0.1:1")
	if o.has(p) {
		t.Error("without an address it has sent a packet")
	}
	if err := unix.Bind(fd, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		t.Fatal(err)
	}
	name, err := unix.Getsockname(fd)
	if err != nil {
		t.Fatal(err)
	}
	p.Src = netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), uint16(name.(*unix.SockaddrInet4).Port))
	if !o.has(p) {
		t.Error("a packet of a call that has not returned is not the run's")
	}
}
