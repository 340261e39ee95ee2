package scenario

import (
	"testing"

	"wireladder/capture"
)

// lecture is what holds of a scenario on any kernel, whatever the timing.
type lecture struct {
	name    string
	variant string
	change  func(*Options)
	claims  []claim
}

// loopbackLectures are those of scenarios without a wire.
var loopbackLectures = []lecture{
	{name: "contrast", claims: []claim{
		datagram().exactly(2),
		syns().exactly(1), fins().exactly(2), rsts().none(),
		calls("client", "recvfrom").saying("HELLO").exactly(1),
		calls("client", "recv").saying("HELLO\n").exactly(1),
		inOrder(last(datagram()), first(syns())),
	}},
	{name: "contrast-clients", claims: []claim{
		datagram().exactly(6), syns().exactly(3),
		calls("server", "accept").succeeding().exactly(3),
		calls("server", "socket").exactly(2),
	}},
	{name: "contrast-refused", claims: []claim{
		packets(capture.ICMP).exactly(1),
		calls("client", "sendto").returning(5).exactly(1), calls("client", "recvfrom").waiting().exactly(1),
		calls("client", "connect").failing("ECONNREFUSED").exactly(1), rsts().exactly(1),
	}},
	{name: "contrast-boundaries", claims: []claim{
		datagram().exactly(3), calls("server", "recvfrom").succeeding().exactly(3),
		calls("client", "send").exactly(3),
		calls("server", "recv").saying("hello 1hello 2hello 3").exactly(1), calls("server", "recv").returning(0).exactly(1),
	}},
	{name: "contrast-close", claims: []claim{
		datagram().exactly(2), calls("server", "recvfrom").waiting().exactly(1),
		calls("server", "recv").returning(0).exactly(1),
		inOrder(first(fins().from("client")), first(fins().from("server"))),
	}},
	{name: "udp", claims: []claim{
		datagram().exactly(2), datagram().carrying(5).exactly(2), packets(capture.ICMP).none(),
		calls("server", "socket").exactly(1), calls("server", "recvfrom").waiting().exactly(1),
		inOrder(first(calls("server", "bind")), first(calls("client", "sendto")), first(datagram()), first(calls("server", "recvfrom")), last(datagram()), first(calls("client", "recvfrom"))),
	}},
	{name: "udp", variant: "three clients", change: func(o *Options) { o.Clients = 3 }, claims: []claim{
		datagram().exactly(6), calls("server", "socket").exactly(1),
		inOrder(last(calls("client 1", "close")), first(calls("client 2", "sendto")), last(calls("client 2", "close")), first(calls("client 3", "sendto"))),
	}},
	{name: "udp-many", claims: []claim{
		datagram().exactly(12), calls("server", "socket").exactly(1),
		calls("client 2", "recvfrom").saying("HELLO 2 A").exactly(1), calls("client 2", "recvfrom").saying("HELLO 2 B").exactly(1),
		inOrder(number(1, datagram().from("client 1")), number(1, datagram().from("client 2")), number(1, datagram().from("client 3")),
			number(2, datagram().from("client 1")), number(2, datagram().from("client 2")), number(2, datagram().from("client 3"))),
	}},
	{name: "udp-truncate", claims: []claim{
		datagram().from("client").carrying(3000).exactly(1), datagram().from("server").carrying(2048).exactly(1),
		calls("server", "recvfrom").returning(2048).exactly(1), calls("server", "recvfrom").waiting().exactly(1),
	}},
	{name: "udp-empty", claims: []claim{
		datagram().carrying(0).exactly(2), calls("server", "recvfrom").returning(0).exactly(1), calls("client", "recvfrom").returning(0).exactly(1),
	}},
	{name: "udp-refused", claims: []claim{
		packets(capture.ICMP).exactly(2), datagram().exactly(2),
		calls("client 1", "sendto").succeeding().exactly(1), calls("client 1", "recvfrom").waiting().exactly(1),
		calls("client 2", "send").succeeding().exactly(1), calls("client 2", "recv").failing("ECONNREFUSED").exactly(1),
		counted("", "NoPorts").atLeast(1), counted("", "RetransSegs").none(),
	}},
	{name: "tcp", claims: []claim{
		syns().exactly(3), fins().exactly(6), rsts().none(),
		// The handshakes are complete, and the messages acknowledged, before accept.
		inOrder(last(synAcks()), first(segments().from("client 1")), number(2, calls("server", "accept"))),
		inOrder(first(segments().from("client 3")), first(segments().from("client 1")), first(segments().from("server"))),
		calls("client 3", "recv").saying("HELLO 3\n").exactly(1),
	}},
	{name: "tcp", variant: "one client", change: func(o *Options) { o.Clients = 1 }, claims: []claim{
		syns().exactly(1), segments().exactly(2), fins().exactly(2),
		inOrder(first(syns()), first(synAcks()), first(segments().from("client")), first(segments().from("server")), first(fins())),
	}},
	{name: "tcp-loop", claims: []claim{
		syns().exactly(3), fins().exactly(6), rsts().none(),
		inOrder(first(fins().from("client 1")), number(2, calls("server", "accept")), first(fins().from("client 2")), number(3, calls("server", "accept"))),
		calls("server", "recv").returning(0).exactly(3),
	}},
	{name: "tcp-select", claims: []claim{
		syns().exactly(3), fins().exactly(6), rsts().none(), calls("server", "select").atLeast(6),
		inOrder(last(calls("client 3", "close")), first(segments().from("client 1"))),
		inOrder(last(calls("client 2", "close")), first(segments().from("client 1"))),
	}},
	{name: "tcp-thread", claims: []claim{
		syns().exactly(3), fins().exactly(6), rsts().none(), calls("server", "select").none(),
		inOrder(last(calls("client 3", "close")), first(segments().from("client 1"))),
	}},
	{name: "backlog", claims: []claim{
		synAcks().exactly(3), syns().from("client 3").atLeast(2), counted("", "ListenOverflows").atLeast(1),
		inOrder(last(calls("client 2", "connect")), first(syns().from("client 3")), first(calls("server", "accept")), last(syns().from("client 3"))),
		calls("server", "accept").succeeding().exactly(3),
	}},
	{name: "backlog", variant: "none", change: func(o *Options) { o.Backlog = 0 }, claims: []claim{
		syns().from("client 1").exactly(1), syns().from("client 2").atLeast(2), synAcks().exactly(2),
	}},
	{name: "refused", claims: []claim{
		syns().exactly(1), rsts().exactly(1), synAcks().none(), calls("client", "connect").failing("ECONNREFUSED").exactly(1),
	}},
	{name: "reuseaddr", claims: []claim{
		inOrder(first(fins().from("server")), first(fins().from("client")), first(calls("server 2", "bind").failing("EADDRINUSE")),
			first(calls("server 2", "setsockopt")), first(calls("server 2", "bind").succeeding()), first(calls("server 2", "accept").waiting())),
	}},
	{name: "shutdown-rd", claims: []claim{
		fins().exactly(2), rsts().none(),
		inOrder(first(calls("server", "shutdown")), first(segments().from("client")), first(calls("server", "recv").saying("hello\n")), first(calls("server", "recv").returning(0)), first(fins())),
	}},
	{name: "shutdown-wr", claims: []claim{
		inOrder(first(calls("client", "shutdown")), first(fins().from("client")), first(segments().from("server")), first(fins().from("server"))),
		calls("client", "send").failing("EPIPE").exactly(1), segments().from("client").exactly(1), rsts().none(),
		calls("client", "recv").saying("HELLO").exactly(1),
	}},
	{name: "shutdown-rdwr", claims: []claim{
		inOrder(first(calls("client", "shutdown")), first(fins().from("client")), first(segments().from("server")), first(rsts().from("client")), last(calls("client", "close"))),
		calls("server", "send").failing("EPIPE").exactly(1), fins().from("server").none(),
	}},
	{name: "close-client", claims: []claim{
		inOrder(first(fins().from("client")), first(calls("server", "recv").returning(0)), first(fins().from("server"))),
		fins().exactly(2), rsts().none(), said("client", "TIME-WAIT").atLeast(1),
	}},
	{name: "close-server", claims: []claim{
		inOrder(first(fins().from("server")), first(calls("client", "recv").returning(0)), first(fins().from("client"))),
		fins().exactly(2), rsts().none(), said("server", "TIME-WAIT").atLeast(1), said("client", "TIME-WAIT").none(),
	}},
	{name: "reset", claims: []claim{
		fins().none(), rsts().from("server").exactly(1), calls("server", "recv").none(), calls("client", "recv").failing("ECONNRESET").exactly(1),
		inOrder(first(segments().from("client")), first(calls("server", "close")), first(rsts()), first(counted("", "TCPAbortOnClose"))),
	}},
	{name: "linger0", claims: []claim{
		fins().none(), rsts().from("client").exactly(1), calls("server", "recv").failing("ECONNRESET").exactly(1),
		calls("client", "recv").saying("HELLO\n").exactly(1),
	}},
	{name: "write-after-close", claims: []claim{
		inOrder(first(fins().from("server")), first(calls("client", "send").succeeding()), first(segments().from("client")), first(rsts().from("server")), first(calls("client", "send").failing("EPIPE"))),
		segments().exactly(1), fins().from("client").none(),
	}},
	{name: "stream", claims: []claim{
		segments().from("client").atLeast(1), calls("client", "send").exactly(3), calls("server", "recv").saying("one, two, three\n").exactly(1),
		calls("server", "send").exactly(1), calls("client", "recv").returning(6).exactly(2), calls("client", "recv").returning(4).exactly(1),
	}},
	{name: "zero-window", claims: []claim{
		packets(capture.TCP).from("server").on("without room", closed).atLeast(2), rsts().none(),
		inOrder(number(2, packets(capture.TCP).from("server").on("without room", closed)), first(calls("server", "recv")), last(segments())),
		calls("client", "send").returning(slowTotal).outlasting(number(2, packets(capture.TCP).from("server").on("without room", closed))).exactly(1),
	}},
	{name: "keepalive", claims: []claim{
		segments().exactly(2), fins().none(), rsts().none(),
		calls("client", "recv").waiting().exactly(1), calls("server", "recv").waiting().exactly(1),
		inOrder(last(segments().from("server")), last(packets(capture.TCP).from("server")), last(packets(capture.TCP).from("client"))),
	}},
	{name: "interrupt", claims: []claim{
		calls("server", "accept").failing("EINTR").exactly(1), fins().from("server").exactly(3), rsts().none(),
		calls("client 1", "recv").returning(0).exactly(1), calls("client 3", "recv").returning(0).exactly(1),
	}},
	{name: "interrupt", variant: "reset", change: func(o *Options) { o.OnInterrupt = "reset" }, claims: []claim{
		rsts().from("server").exactly(3), fins().none(), calls("client 2", "recv").failing("ECONNRESET").exactly(1),
	}},
}

// closed reports whether the packet says that its sender has no room.
func closed(p *capture.Packet) bool { return p.TCP.Window == 0 && p.TCP.Flags == capture.ACK }

// TestLoopbackLectures runs scenarios for real, each in a private network of its
// own.
func TestLoopbackLectures(t *testing.T) { check(t, loopbackLectures) }

// check runs the scenarios side by side: most of their time they wait.
func check(t *testing.T, lectures []lecture) {
	t.Helper()
	for _, l := range lectures {
		name := l.name
		if l.variant != "" {
			name += ", " + l.variant
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l.check(t, record(t, l.name, l.change))
		})
	}
}

// check compares what is claimed with what was seen.
func (l lecture) check(t *testing.T, seen *evidence) {
	t.Helper()
	for _, c := range l.claims {
		if err := c(seen); err != nil {
			t.Error(err)
		}
	}
	if t.Failed() {
		t.Logf("it was:\n%s", seen.transcript())
	}
}
