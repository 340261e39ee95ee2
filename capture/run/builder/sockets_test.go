package builder_test

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
	"wireladder/capture/runtest"
)

// A client whose connect() has not told its address, and the socket that accept() makes:
// the handshake is the listening socket's, the rest the accepted one's.
func TestSocketsOfAConnection(t *testing.T) {
	tp := newTape()
	tp.listens()
	accept := tp.Enter(tcp("server", "accept", 3).Call)
	tp.do(tcp("client", "socket", -1).args("AF_INET, SOCK_STREAM, 0").returns(4))
	connect := tp.Enter(tcp("client", "connect", 4).args(serverAt.String()).Call)
	l := tp.between(clientAt, serverAt)
	l.opens()
	tp.Return(connect)
	accept.Result, accept.Local, accept.Remote = 5, serverAt, clientAt
	tp.Return(accept)
	l.c(pshAck, "hello")
	closes := tp.Enter(tcp("server", "close", 5).at(serverAt).with(clientAt).Call)
	l.s(finAck, "")
	tp.Return(closes)
	r := tells(t, tp, `
		server 3 socket() makes server 3
		server 3 bind() quiet
		server 3 listen() quiet
		enter server 3 accept()
		client 4 socket() makes client 4
		client 4 connect()
		1: client 4 > server 3
		2: server 3 > client 4
		3: client 4 > server 3
		back server 3 accept() makes server 5
		4: client 4 > server 5
		server 5 close() ends it
		5: server 5 > client 4`)
	has(t, r, `
		server 3 listening server 127.0.0.1:80
		client 4 client 127.0.0.1:40001 127.0.0.1:80
		server 5 accepted server 127.0.0.1:80 127.0.0.1:40001 closed`)
	if s := r.Sockets[2]; !s.Born || s.BornAt != theCall(t, r, "accept").Time || s.End != theCall(t, r, "close") {
		t.Error("the accepted socket does not begin at accept() and end at close()")
	}
}

// Of two sockets that connect to the same address, and have not told theirs, none is
// taken for the sender of a SYN.
func TestNoGuessBetweenTwoClients(t *testing.T) {
	for _, clients := range []int{1, 2} {
		tp := newTape()
		for i := range clients {
			tp.do(tcp("client", "socket", -1).returns(4 + i))
			tp.Unreturned(tcp("client", "connect", 4+i).args(serverAt.String()).Call)
		}
		rec := tp.Recording() // calls that never return stand last in it
		p := capture.Packet{Number: 1, Time: rec.Entries[0].Key(), Proto: capture.TCP, Src: clientAt, Dst: serverAt, TCP: capture.TCPHeader{Flags: capture.SYN}}
		rec.Entries = append(rec.Entries, capture.Entry{Packet: &p})
		r := builder.Of(rec)
		want := map[int]string{1: "client 4", 2: clientAt.String()}[clients]
		if got := name(packet(t, r, 1).From); got != want {
			t.Errorf("%d clients: the SYN is of %s, want %s", clients, got, want)
		}
	}
}

// Two clients that connect one after the other, and tell their addresses only by their
// SYNs: the first one is found already, so that the second SYN is the second's.
func TestClientsInTurn(t *testing.T) {
	tp := newTape()
	for i, own := range []netip.AddrPort{clientAt, otherAt} {
		tp.do(tcp("client", "socket", -1).returns(4 + i))
		connect := tp.Enter(tcp("client", "connect", 4+i).args(serverAt.String()).Call)
		tp.between(own, serverAt).opens()
		tp.Return(connect)
	}
	r := tp.of()
	for n, want := range map[int]string{1: "client 4", 3: "client 4", 4: "client 5", 6: "client 5"} {
		if got := name(packet(t, r, n).From); got != want {
			t.Errorf("packet %d is of %s, want %s", n, got, want)
		}
	}
}

// A client that binds its port at every address, and then connects, connects from one of
// them: the packets are still its own, whether or not connect() has told that.
func TestBoundClient(t *testing.T) {
	for _, told := range []bool{false, true} {
		tp := newTape()
		every := netip.AddrPortFrom(netip.IPv4Unspecified(), clientAt.Port())
		tp.do(tcp("client", "socket", -1).returns(4), tcp("client", "bind", 4).args(every.String()).at(every))
		connect := tcp("client", "connect", 4).args(serverAt.String()).at(every)
		if told {
			connect = connect.at(clientAt).with(serverAt)
		}
		c := tp.Enter(connect.Call)
		tp.between(clientAt, serverAt).opens()
		tp.Return(c)
		has(t, tp.of(), `
			client 4 client 127.0.0.1:40001 127.0.0.1:80
			127.0.0.1:80 server 127.0.0.1:80 127.0.0.1:40001`)
	}
}

// A socket that connects elsewhere does not hide the one that a SYN is of.
func TestSYNBesideAnotherConnect(t *testing.T) {
	tp := newTape()
	for i, to := range []netip.AddrPort{otherAt, serverAt, otherAt} {
		tp.do(tcp("client", "socket", -1).returns(4 + i))
		tp.Unreturned(tcp("client", "connect", 4+i).args(to.String()).Call)
	}
	rec := tp.Recording()
	p := capture.Packet{Number: 1, Time: rec.Entries[0].Key(), Proto: capture.TCP, Src: clientAt, Dst: serverAt, TCP: capture.TCPHeader{Flags: capture.SYN}}
	rec.Entries = append(rec.Entries, capture.Entry{Packet: &p})
	if got := name(packet(t, builder.Of(rec), 1).From); got != "client 5" {
		t.Errorf("the SYN is of %s", got)
	}
}

// Ports that are used again have a new socket, also where the one before was never
// answered.
func TestPortsUsedAgainUnanswered(t *testing.T) {
	tp := newTape()
	for _, first := range []capture.Seq{1000, 900_000} {
		l := tp.between(clientAt, serverAt)
		l.next[0] = first
		l.c(capture.SYN, "")
		tp.Wait(time.Minute)
	}
	r := tp.of()
	if a, b := packet(t, r, 1), packet(t, r, 2); a.Conversation == b.Conversation || a.From == b.From {
		t.Errorf("both are of one socket, %s", name(a.From))
	}
}

// A socket whose socket() is older than the recording is known by its calls; one without
// any by its packets.
func TestSocketsThatWereThereBefore(t *testing.T) {
	tp := newTape()
	tp.do(tcp("server", "accept", 3).at(serverAt).with(clientAt).returns(5))
	l := tp.between(clientAt, serverAt)
	l.c(pshAck, "hello")
	l.s(pshAck, "HELLO")
	r := tells(t, tp, `
		server 3 accept() makes server 5
		1: 127.0.0.1:40001 > server 5
		2: server 5 > 127.0.0.1:40001`)
	has(t, r, `
		server 3 listening server 127.0.0.1:80
		server 5 accepted server 127.0.0.1:80 127.0.0.1:40001
		127.0.0.1:40001 client 127.0.0.1:40001 127.0.0.1:80`)
	if r.Sockets[0].Born || !r.Sockets[2].Born {
		t.Error("the first was there before, the last begins with its first packet")
	}
}

// A socket that was connected before tells its peer with the first call.
func TestPeerByACall(t *testing.T) {
	tp := newTape()
	tp.do(tcp("client", "send", 4).at(clientAt).with(serverAt).moves("x", 1))
	tp.between(clientAt, serverAt).c(pshAck, "x")
	has(t, tells(t, tp, `
		client 4 send() quiet
		1: client 4 > 127.0.0.1:80`), `
		client 4 client 127.0.0.1:40001 127.0.0.1:80
		127.0.0.1:80 server 127.0.0.1:80 127.0.0.1:40001`)
}

// The same two ports again: the second connection has sockets of its own, also where no
// calls tell them.
func TestPortsUsedAgain(t *testing.T) {
	r := builder.Of(runtest.PortReused())
	var ends []string
	for _, m := range r.Moments {
		if m.Kind == run.Packet && m.Events.Has(flow.Data) {
			ends = append(ends, name(m.From)+" > "+name(m.To))
		}
	}
	if len(ends) != 1 || ends[0] != "client 6 > server 2 7" {
		t.Errorf("data goes %q", ends)
	}
	tp := newTape()
	for _, first := range []capture.Seq{1000, 900_000} {
		l := tp.between(clientAt, serverAt)
		l.next[0] = first
		l.opens()
		l.c(finAck, "")
		l.s(finAck, "")
		l.c(capture.ACK, "")
	}
	r = tp.of()
	if len(r.Sockets) != 4 || packet(t, r, 1).From == packet(t, r, 7).From || packet(t, r, 1).From != packet(t, r, 6).From {
		t.Errorf("sockets %q", sockets(r))
	}
}

// Without calls and without being asked for them, packets have no sockets.
func TestSocketsOnRequest(t *testing.T) {
	for _, wanted := range []bool{false, true} {
		tp := newTape()
		tp.between(clientAt, serverAt).opens()
		b := builder.New(builder.Options{Sockets: wanted})
		for _, e := range tp.Recording().Entries {
			b.Add(e)
		}
		r := b.Run()
		if got := r.Moments[0].From != nil && r.Moments[0].To != nil && len(r.Sockets) == 2; got != wanted {
			t.Errorf("wanted %t, got %t", wanted, got)
		}
	}
}

// UDP: one socket serves all, whatever address it is bound to; a client's that bound
// itself to every address gets the one that its datagrams bear, a server's does not.
func TestDatagramSockets(t *testing.T) {
	tp := newTape()
	tp.do(udp("server", "socket", -1).returns(3), udp("server", "bind", 3).args(anyAt.String()).at(anyAt))
	tp.do(udp("client", "socket", -1).returns(4))
	own := netip.AddrPortFrom(netip.IPv4Unspecified(), clientAt.Port())
	tp.do(udp("client", "sendto", 4).args(serverAt.String()).at(own).with(serverAt).moves("hello", 5))
	tp.datagram(clientAt, serverAt, "hello")
	tp.datagram(otherAt, serverAt, "hello")
	tp.datagram(otherAt, serverAt, "again")
	tp.do(udp("server", "close", 3).at(anyAt))
	tp.datagram(clientAt, serverAt, "late")
	r := tells(t, tp, `
		server 3 socket() makes server 3
		server 3 bind() quiet
		client 4 socket() makes client 4
		client 4 sendto() quiet
		1: client 4 > server 3
		2: 127.0.0.1:40002 > server 3
		3: 127.0.0.1:40002 > server 3
		server 3 close() ends it quiet
		4: client 4 > server 3`)
	has(t, r, `
		server 3 bound server 0.0.0.0:80 closed
		client 4 client 127.0.0.1:40001
		127.0.0.1:40002 client 127.0.0.1:40002`)
}

// A client of UDP is who sends without being bound: not who sets an option, or receives, and
// not a server that answers.
func TestWhoIsAClient(t *testing.T) {
	tp := newTape()
	tp.do(udp("server", "socket", -1).returns(3), udp("server", "bind", 3).args(serverAt.String()).at(serverAt))
	tp.do(udp("server", "sendto", 3).args(clientAt.String()).at(serverAt).with(clientAt).moves("HELLO", 5))
	tp.do(udp("other", "socket", -1).returns(4), udp("other", "setsockopt", 4).args("SOL_SOCKET, SO_RCVBUF, 4096"), udp("other", "recvfrom", 4).fails("EAGAIN"))
	tp.do(udp("client", "socket", -1).returns(5), udp("client", "sendto", 5).args(serverAt.String()).at(clientAt).with(serverAt).moves("hello", 5))
	for i, want := range []run.Role{run.Bound, run.Endpoint, run.Active} {
		if s := tp.of().Sockets[i]; s.Role != want {
			t.Errorf("%s has role %d, want %d", name(s), s.Role, want)
		}
	}
}

// A datagram goes to the open socket, not to one that was closed before; where all are
// closed, to the last that was bound.
func TestOpenBeforeClosed(t *testing.T) {
	tp := newTape()
	for _, fd := range []int{3, 4} {
		tp.do(udp("server", "socket", -1).returns(fd), udp("server", "bind", fd).args(serverAt.String()).at(serverAt))
	}
	tp.do(udp("server", "close", 4).at(serverAt))
	tp.datagram(clientAt, serverAt, "hello")
	tp.do(udp("server", "close", 3).at(serverAt))
	tp.datagram(clientAt, serverAt, "late")
	r := tp.of()
	if open, closed := name(packet(t, r, 1).To), name(packet(t, r, 2).To); open != "server 3" || closed != "server 4" {
		t.Errorf("they reach %s and %s", open, closed)
	}
}

// bind(2) succeeds where an earlier one has failed, when SO_REUSEADDR was set in between.
func TestRetry(t *testing.T) {
	fails, goes := tcp("second", "bind", 9).args(serverAt.String()).fails("EADDRINUSE"), tcp("second", "bind", 9).args(serverAt.String()).at(serverAt)
	set, unset := tcp("second", "setsockopt", 9).args("SOL_SOCKET, SO_REUSEADDR, 1"), tcp("second", "setsockopt", 9).args("SOL_SOCKET, SO_REUSEADDR, 0")
	for name, tt := range map[string]struct {
		calls []made
		want  bool
	}{
		"set in between":           {[]made{fails, set}, true},
		"not set":                  {[]made{fails}, false},
		"set before":               {[]made{set}, false},
		"set before, and it fails": {[]made{set, fails}, false},
		"set, and taken back":      {[]made{fails, set, unset}, false},
	} {
		tp := newTape()
		tp.do(tcp("second", "socket", -1).args("AF_INET, SOCK_STREAM, 0").returns(9))
		tp.do(append(tt.calls, goes)...)
		all := tp.of().Moments
		if m := all[len(all)-1]; m.Call == nil || m.Call.Name != "bind" || m.Meets.Retry != tt.want {
			t.Errorf("%s: %+v", name, m.Meets)
		}
	}
}

// bind(2) fails: because another open socket has the address, because of TIME-WAIT as
// packets or the kernel show it, or for a reason that is not seen.
func TestAddressInUse(t *testing.T) {
	bind := tcp("second", "bind", 9).args(serverAt.String()).fails("EADDRINUSE")
	for name, tt := range map[string]struct {
		before       func(tape)
		taken, waits bool
	}{
		"nothing seen": {func(tape) {}, false, false},
		"listening":    {func(tp tape) { tp.listens() }, true, false},
		"bound for another protocol": {func(tp tape) {
			tp.do(udp("server", "socket", -1).returns(3), udp("server", "bind", 3).args(serverAt.String()).at(serverAt))
		}, false, false},
		"closed": {func(tp tape) { tp.listens(); tp.do(tcp("server", "close", 3).at(serverAt)) }, false, false},
		"listening at another address": {func(tp tape) {
			tp.do(tcp("server", "socket", -1).returns(3))
			tp.do(tcp("server", "bind", 3).args("127.0.0.2:80").at(netip.MustParseAddrPort("127.0.0.2:80")))
			tp.do(tcp("server", "listen", 3).args("5").at(netip.MustParseAddrPort("127.0.0.2:80")))
		}, false, false},
		"listening at all addresses": {func(tp tape) {
			tp.do(tcp("server", "socket", -1).returns(3), tcp("server", "bind", 3).args(anyAt.String()).at(anyAt), tcp("server", "listen", 3).args("5").at(anyAt))
		}, true, false},
		"listening at another port by now": {func(tp tape) {
			tp.listens()
			tp.do(tcp("server", "listen", 3).args("5").at(otherAt))
		}, false, false},
		"TIME-WAIT by packets": {func(tp tape) {
			tp.do(tcp("server", "accept", 3).at(serverAt).with(clientAt).returns(5)) // without the listening socket's own
			tp.do(tcp("server", "close", 3).at(serverAt))
			l := tp.between(clientAt, serverAt)
			l.opens()
			l.s(finAck, "")
			l.c(finAck, "")
			l.s(capture.ACK, "")
		}, false, true},
		"closed by the client": {func(tp tape) {
			tp.do(tcp("client", "socket", -1).returns(4))
			l := tp.between(clientAt, serverAt)
			l.opens()
			l.c(finAck, "")
			l.s(finAck, "")
			l.c(capture.ACK, "")
		}, false, false},
		"TIME-WAIT by the kernel": {func(tp tape) {
			tp.Snapshot(capture.KernelSocket{Proto: capture.TCP, Local: serverAt, Remote: clientAt, State: "TIME-WAIT"})
		}, false, true},
		"TIME-WAIT elsewhere": {func(tp tape) {
			tp.Snapshot(capture.KernelSocket{Proto: capture.TCP, Local: clientAt, Remote: serverAt, State: "TIME-WAIT"})
		}, false, false},
	} {
		tp := newTape()
		tt.before(tp)
		tp.do(bind)
		if m := theCall(t, tp.of(), "bind").Meets; m.Taken != tt.taken || m.Waits != tt.waits {
			t.Errorf("%s: taken %t, waits %t", name, m.Taken, m.Waits)
		}
		other := bind.fails("EACCES")
		tp.do(other)
		if m := theCall(t, tp.of(), "bind").Meets; m.Taken || m.Waits {
			t.Errorf("%s: another error is explained by that, too", name)
		}
	}
}

// What fails does not make a socket what it was to become; a connect() that fails still
// tells whom it was for.
func TestFailedCalls(t *testing.T) {
	tp := newTape()
	tp.do(tcp("server", "socket", -1).returns(3), tcp("server", "listen", 3).args("5").fails("EADDRINUSE"))
	tp.do(tcp("client", "socket", -1).returns(4), tcp("client", "connect", 4).args(serverAt.String()).fails("ECONNREFUSED"))
	tp.do(tcp("third", "socket", -1).fails("EMFILE"))
	has(t, tp.of(), `
		server 3 client invalid AddrPort
		client 4 client invalid AddrPort 127.0.0.1:80
		invalid AddrPort client invalid AddrPort`)
}

// A thread that alone serves a client gives its socket its number, if two threads of the
// program were seen to wait at once.
func TestThreadsOfSockets(t *testing.T) {
	for _, tt := range []struct {
		name           string
		first, second  int
		beside, moving bool
		want           [2]int // of the two clients' sockets
	}{
		{"a thread for each", 7, 8, true, false, [2]int{7, 8}},
		{"one after the other", 7, 8, false, false, [2]int{}},
		{"one thread", 7, 7, true, false, [2]int{}},
		{"unknown threads", 0, 0, true, false, [2]int{}},
		{"an unknown one beside another", 0, 8, true, false, [2]int{}},
		{"another beside an unknown one", 7, 0, true, false, [2]int{}},
		{"two threads at one socket", 7, 8, true, true, [2]int{0, 8}},
	} {
		tp := newTape()
		tp.do(tcp("server", "accept", 3).at(serverAt).with(clientAt).returns(5))
		tp.do(tcp("server", "accept", 3).at(serverAt).with(otherAt).returns(6))
		a := tp.Enter(tcp("server", "recv", 5).at(serverAt).with(clientAt).thread(tt.first).Call)
		if !tt.beside {
			tp.Return(a)
		}
		tp.do(tcp("server", "recv", 6).at(serverAt).with(otherAt).thread(tt.second))
		tp.Wait(time.Second)
		if tt.beside {
			tp.Return(a)
		}
		if tt.moving {
			tp.do(tcp("server", "send", 5).at(serverAt).with(clientAt).thread(tt.second))
		}
		r := tp.of()
		for _, s := range r.Sockets {
			if s.FD >= 5 && s.Thread != tt.want[s.FD-5] {
				t.Errorf("%s: socket %d has thread %d, want %d", tt.name, s.FD, s.Thread, tt.want[s.FD-5])
			}
		}
	}
}

// Two threads that wait at once are two, also if one of them waits for ever.
func TestThreadsThatWaitForEver(t *testing.T) {
	for _, overlap := range []bool{false, true} {
		tp := newTape()
		tp.do(tcp("server", "accept", 3).at(serverAt).with(clientAt).returns(5))
		tp.do(tcp("server", "accept", 3).at(serverAt).with(otherAt).returns(6))
		first := tp.Enter(tcp("server", "recv", 5).at(serverAt).with(clientAt).thread(7).Call)
		if !overlap {
			tp.Return(first)
		}
		tp.Unreturned(tcp("server", "recv", 6).at(serverAt).with(otherAt).thread(8).Call)
		if overlap {
			tp.Return(first)
		}
		for _, s := range tp.of().Sockets {
			if want := map[int]int{5: 7, 6: 8}[s.FD]; overlap && s.Thread != want || !overlap && s.Thread != 0 {
				t.Errorf("at once %t: socket %d has thread %d", overlap, s.FD, s.Thread)
			}
		}
	}
}

// A host on the way that sends an ICMP error is no socket of the conversation; the
// program of a socket that is not connected is not told of the error, unless it has set IP_RECVERR. A socket
// may have descriptor 0: inetd(8) gives its programs one.
func TestICMPErrors(t *testing.T) {
	router := netip.AddrPortFrom(netip.MustParseAddr("192.0.2.1"), 0)
	for _, tt := range []struct {
		from      netip.AddrPort
		connected bool
		option    bool
		fd        int
		want      string
	}{
		{router, false, false, 0, "2: 192.0.2.1:0 > client 0"},
		{router, false, true, 0, "2: 192.0.2.1:0 > client 0"},
		{netip.AddrPortFrom(serverAt.Addr(), 0), true, false, 4, "2: 127.0.0.1:80 > client 4"},
	} {
		tp := newTape()
		tp.do(udp("client", "socket", -1).returns(tt.fd))
		if tt.option {
			tp.do(udp("client", "setsockopt", tt.fd).args("SOL_IP, IP_RECVERR, 1"))
		}
		if tt.connected {
			tp.do(udp("client", "connect", tt.fd).args(serverAt.String()).at(clientAt).with(serverAt))
		} else {
			tp.do(udp("client", "sendto", tt.fd).args(serverAt.String()).at(clientAt).with(serverAt).moves("x", 1))
		}
		tp.datagram(clientAt, serverAt, "x")
		tp.Packet(capture.Packet{
			Proto: capture.ICMP, Src: tt.from, Dst: netip.AddrPortFrom(clientAt.Addr(), 0),
			ICMP: capture.ICMPHeader{Type: 3, Code: 3, Quoted: capture.Quote{Proto: capture.UDP, Src: clientAt, Dst: serverAt}},
		})
		r := tp.of()
		m := packet(t, r, 2)
		if got := told(m); got != tt.want || m.Facts.Error == nil {
			t.Errorf("%q, want %q", got, tt.want)
		}
		if !tt.connected && m.From.Role != run.Router {
			t.Errorf("the router's role is %v", m.From.Role)
		}
		if m.Unheard == (tt.connected || tt.option) {
			t.Errorf("connected: %t, IP_RECVERR: %t, unheard: %t", tt.connected, tt.option, m.Unheard)
		}
	}
}

// An address that stands for many hosts has no socket, and says so.
func TestGroups(t *testing.T) {
	tp := newTape()
	group := netip.MustParseAddrPort("224.0.0.251:5353")
	tp.datagram(clientAt, group, "who")
	r := tp.of()
	if got := r.Sockets[1].Group; got != facts.Multicast || r.Sockets[0].Group != facts.OneHost {
		t.Errorf("groups %v and %v", r.Sockets[0].Group, got)
	}
}

// Descriptor 0 is one like any other.
func TestDescriptorZero(t *testing.T) {
	tp := newTape()
	tp.do(tcp("client", "socket", -1).returns(0), tcp("client", "connect", 0).args(serverAt.String()).at(clientAt).with(serverAt))
	l := tp.between(clientAt, serverAt)
	l.opens()
	recv := tp.Enter(tcp("client", "recv", 0).at(clientAt).with(serverAt).Call)
	l.s(pshAck, "x")
	tp.Return(recv)
	r := tp.of()
	if got := told(packet(t, r, 1)); got != "1: client 0 > 127.0.0.1:80" {
		t.Errorf("%q", got)
	}
	for _, m := range r.Moments {
		if m.Call != nil && name(m.Socket) != "client 0" {
			t.Errorf("%q", told(m))
		}
	}
}

// What is sent to a group goes to the one socket that may receive it, and where there are several to none of
// them: to a lifeline of the group.
func TestGroupOfSeveral(t *testing.T) {
	everywhere, group := netip.AddrPortFrom(netip.IPv4Unspecified(), 80), netip.MustParseAddrPort("239.1.2.3:80")
	tp := newTape()
	tp.do(udp("receiver 1", "socket", -1).returns(3), udp("receiver 1", "bind", 3).args(everywhere.String()).at(everywhere))
	tp.datagram(clientAt, group, "one")
	tp.do(udp("receiver 2", "socket", -1).returns(4), udp("receiver 2", "bind", 4).args(everywhere.String()).at(everywhere))
	tp.datagram(clientAt, group, "two")
	r := tp.of()
	for n, want := range map[int]string{1: "receiver 1 3", 2: group.String()} {
		if got := name(packet(t, r, n).To); got != want {
			t.Errorf("packet %d reaches %s, want %s", n, got, want)
		}
	}
	if k := packet(t, r, 2).To; k.Group != facts.Multicast {
		t.Errorf("the group is %v", k.Group)
	}
}

// A socket is known to be of AF_INET6 by its socket(), and an accepted one by the one that accepted it.
func TestFamilies(t *testing.T) {
	for domain, want := range map[string]bool{"AF_INET": false, "AF_INET6": true} {
		tp := newTape()
		tp.do(
			tcp("server", "socket", -1).args(domain+", SOCK_STREAM, 0").returns(3), tcp("server", "setsockopt", 3).args("IPPROTO_IPV6, IPV6_V6ONLY, 1"),
			tcp("server", "bind", 3).args(serverAt.String()).at(serverAt), tcp("server", "listen", 3).args("5").at(serverAt),
			tcp("server", "accept", 3).at(serverAt).with(clientAt).returns(4),
		)
		for _, k := range tp.of().Sockets {
			if k.IPv6 != want || k.Only6 != (k.Role == run.Listening) {
				t.Errorf("%s: %s is of IPv6 %v, alone %v", domain, name(k), k.IPv6, k.Only6)
			}
		}
	}
}

// A descriptor that was closed stands for another socket, whoever opened it.
func TestDescriptorOfAClosedSocket(t *testing.T) {
	tp := newTape()
	tp.do(udp("client", "socket", -1).returns(4), udp("client", "close", 4), udp("client", "recv", 4).fails("EBADF"))
	has(t, tp.of(), `
		client 4 client invalid AddrPort closed
		client 4 client invalid AddrPort`)
}

// A call that does not tell the address of its socket does not take it away; one that
// tells another port moves the socket there.
func TestAddressesStay(t *testing.T) {
	tp := newTape()
	tp.do(udp("server", "socket", -1).returns(3), udp("server", "bind", 3).args(serverAt.String()).at(serverAt))
	tp.do(udp("server", "setsockopt", 3).args("SOL_SOCKET, SO_RCVBUF, 4096"))
	tp.datagram(clientAt, serverAt, "one")
	moved := runtest.Loopback(81)
	tp.do(udp("server", "recvfrom", 3).at(moved).with(clientAt).moves("one", 9))
	tp.datagram(clientAt, moved, "two")
	tp.datagram(clientAt, serverAt, "three")
	r := tp.of()
	for n, want := range map[int]string{1: "server 3", 2: "server 3", 3: serverAt.String()} {
		if got := name(packet(t, r, n).To); got != want {
			t.Errorf("packet %d reaches %s, want %s", n, got, want)
		}
	}
}

// A thread that waits for datagrams is no sign that each TCP client has one.
func TestThreadsOfTwoProtocols(t *testing.T) {
	for _, proto := range []capture.Protocol{capture.UDP, capture.TCP} {
		tp, _ := accepted()
		c := udp("server", "recvfrom", 9).thread(7).Call
		c.Proto = proto
		waits := tp.Enter(c)
		tp.do(receives().thread(8))
		tp.Return(waits)
		for _, k := range tp.of().Sockets {
			if k.Role == run.Accepted && (k.Thread == 8) != (proto == capture.TCP) {
				t.Errorf("%s beside it: thread %d", proto, k.Thread)
			}
		}
	}
}

// TCP and UDP have port numbers of their own: a datagram is never of a TCP socket that is
// bound to the same one.
func TestPortsOfTwoProtocols(t *testing.T) {
	tp := newTape()
	tp.do(
		udp("server", "socket", -1).args("AF_INET, SOCK_DGRAM, 0").returns(3),
		udp("server", "bind", 3).args(serverAt.String()).at(serverAt),
		tcp("other", "socket", -1).args("AF_INET, SOCK_STREAM, 0").returns(7),
		tcp("other", "bind", 7).args(serverAt.String()).at(serverAt),
		tcp("other", "listen", 7).args("5").at(serverAt),
	)
	tp.datagram(clientAt, serverAt, "hello")
	l := tp.between(clientAt, serverAt)
	l.c(capture.SYN, "")
	tells(t, tp, `
		server 3 socket() makes server 3
		server 3 bind() quiet
		other 7 socket() makes other 7
		other 7 bind() quiet
		other 7 listen() quiet
		1: 127.0.0.1:40001 > server 3
		2: 127.0.0.1:40001 > other 7`)
}

// A signal reaches a process, and is told by the socket that it used last, unless that is closed.
func TestSignalIsToldByAnOpenSocket(t *testing.T) {
	tp := newTape()
	tp.listens()
	signal := tcp("server", "signal", -1)
	signal.Proto = capture.Undecoded
	accept := tcp("server", "accept", 3)
	accept.Local, accept.Remote = serverAt, clientAt
	tp.do(accept.returns(5), tcp("server", "recv", 5), signal, tcp("server", "close", 5), signal, tcp("server", "close", 3), signal)
	var by []int
	for _, m := range builder.Of(tp.Recording()).Moments {
		if m.Call != nil && m.Call.Name == "signal" {
			by = append(by, m.Socket.FD)
		}
	}
	if !slices.Equal(by, []int{5, 3, 3}) {
		t.Errorf("told by %v", by)
	}
}
