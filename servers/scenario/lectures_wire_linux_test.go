package scenario

import (
	"testing"
	"time"

	"wireladder/capture"
)

// wireLectures are those of scenarios on a wire between two hosts.
var wireLectures = []lecture{
	{name: "contrast-loss", claims: []claim{
		lost("drop 1st client datagram").exactly(1), lost("drop 1st client data segment").exactly(1),
		calls("client", "recvfrom").waiting().exactly(1), datagram().exactly(1),
		segments().from("client").atLeast(2),
		calls("client", "recv").saying("HELLO\n").exactly(1),
		madeBefore(first(calls("server", "recvfrom")), number(2, calls("server", "socket")), first(calls("client", "sendto")), first(calls("client", "recvfrom")), first(calls("client", "connect")), first(calls("server", "recv")), first(calls("client", "send"))),
	}},
	{name: "udp-loss", claims: []claim{
		lost("drop 1st client datagram").exactly(1), lost("drop 2nd client datagram").exactly(1),
		calls("client 1", "recvfrom").waiting().exactly(1),
		calls("client 2", "recvfrom").failing("EAGAIN").exactly(1), calls("client 2", "recvfrom").saying("HELLO 2").exactly(1),
		calls("server", "recvfrom").succeeding().exactly(1),
		madeBefore(first(calls("server", "recvfrom")), first(calls("client 1", "socket")), first(calls("client 1", "recvfrom")), first(calls("client 2", "socket"))),
	}},
	{name: "udp-reorder", claims: []claim{
		inOrder(first(calls("client", "sendto").saying("hello 1")), first(calls("client", "sendto").saying("hello 2")),
			first(calls("server", "recvfrom").saying("hello 2")), first(calls("server", "recvfrom").saying("hello 1"))),
		packets(capture.ICMP).none(),
		madeBefore(first(calls("server", "recvfrom")), first(calls("client", "socket"))),
	}},
	{name: "udp-duplicate", claims: []claim{
		datagram().from("client").exactly(2), calls("server", "recvfrom").saying("hello 1").exactly(2),
		calls("client", "recvfrom").saying("HELLO 1").exactly(2),
		inOrder(number(2, calls("client", "sendto")), number(2, calls("client", "recvfrom").saying("HELLO 1")), first(calls("client", "recvfrom").saying("HELLO 2"))),
		packets(capture.ICMP).none(),
		madeBefore(first(calls("server", "recvfrom")), first(calls("client", "socket"))),
	}},
	{name: "close-crossing", claims: []claim{
		fins().atLeast(2), rsts().none(), said("client", "TIME-WAIT").atLeast(1), said("server", "TIME-WAIT").atLeast(1),
		answered(), madeBefore(first(calls("client", "close")), first(calls("server", "close"))),
	}},
	{name: "time-wait", claims: []claim{
		fins().from("client").atLeast(1), fins().from("server").atLeast(2), said("client", "TIME-WAIT").atLeast(1),
		calls("client", "bind").failing("EADDRINUSE").exactly(1),
		served(first(calls("client", "close"))),
		madeBefore(first(fins().from("server")), number(2, packets(capture.TCP).flagged(capture.ACK, 0xff).carrying(0).from("client")), first(calls("client", "bind"))),
	}},
	{name: "half-open", claims: []claim{
		lost("drop 1st RST").exactly(1), rsts().from("server").exactly(2), rsts().from("client").none(), fins().none(),
		calls("client", "send").succeeding().exactly(2), calls("client", "recv").failing("ECONNRESET").exactly(1),
		inOrder(first(rsts()), number(2, segments().from("client")), last(rsts())),
		answered(), doneBefore(first(calls("client", "recv")), first(calls("server", "close"))), doneBefore(first(calls("server", "close")), number(2, calls("client", "send"))), madeBefore(number(2, calls("server", "accept")), number(2, calls("client", "send"))),
	}},
	{name: "fast-open", claims: []claim{
		fins().atLeast(4), counted("server", "TCPFastOpenPassive").atLeast(1), counted("client", "TCPFastOpenActive").atLeast(1),
		syns().from("client 1").carrying(0).atLeast(1), syns().from("client 1").carrying(8).none(), syns().from("client 2").carrying(8).atLeast(1),
		syns().from("client 1").on("that ask for a cookie", func(p *capture.Packet) bool { return p.TCP.Options.FastOpen && p.TCP.Options.Cookie == 0 }).atLeast(1),
		synAcks().to("client 1").on("that give one", func(p *capture.Packet) bool { return p.TCP.Options.Cookie > 0 }).atLeast(1),
		syns().from("client 2").on("that bring one", func(p *capture.Packet) bool { return p.TCP.Options.Cookie > 0 }).atLeast(1),
		calls("client 1", "connect").none(), calls("client 1", "sendto").returning(8).outlasting(first(synAcks())).exactly(1), calls("client 2", "sendto").returning(8).exactly(1),
		calls("client 2", "recv").saying("HELLO 2\n").exactly(1), inOrder(first(segments().from("server").to("client 2")), last(packets(capture.TCP).flagged(capture.ACK, capture.SYN|capture.FIN|capture.ACK).from("client 2"))),
		madeBefore(number(2, calls("server", "accept")), first(calls("client 2", "socket"))), doneBefore(first(calls("client 1", "close")), first(calls("client 2", "socket"))),
	}},
	{name: "syn-cookies", claims: []claim{
		counted("server", "SyncookiesSent").atLeast(1), counted("server", "SyncookiesRecv").atLeast(1),
		synAcks().to("client 2").on("without a window scale", func(p *capture.Packet) bool { return !p.TCP.Options.HasWindowScale && !p.TCP.Options.SACKPermitted }).atLeast(1),
		syns().from("client 2").on("with one", func(p *capture.Packet) bool { return p.TCP.Options.HasWindowScale }).atLeast(1),
		calls("client 2", "recv").saying("HELLO 2\n").exactly(1), calls("client 1", "recv").saying("HELLO 1\n").exactly(1),
		inOrder(first(synAcks().to("client 1")), first(calls("client 2", "connect")), first(synAcks().to("client 2"))),
	}},
	{name: "bind-any", claims: []claim{
		syns().exactly(2), rsts().exactly(1), synAcks().exactly(1), fins().exactly(2),
		calls("client 1", "connect").failing("ECONNREFUSED").exactly(1), calls("client 2", "recv").saying("HELLO\n").exactly(1),
		calls("server 1", "accept").waiting().exactly(1), calls("server 1", "accept").exactly(1), calls("server 2", "accept").succeeding().exactly(1),
		calls("server 1", "bind").with("to the loopback", func(c *capture.Call) bool { return c.Args.Address.Addr().IsLoopback() }).exactly(1),
		calls("server 2", "bind").with("to all addresses", func(c *capture.Call) bool { return c.Args.Address.Addr().IsUnspecified() }).exactly(1),
		madeBefore(first(calls("server 1", "accept")), first(calls("server 2", "socket")), first(calls("server 2", "accept")), first(calls("client 1", "socket")), first(calls("client 1", "close")), first(calls("client 2", "socket")),
			first(calls("server 2", "recv")), first(calls("client 2", "send")), number(2, calls("server 2", "recv")), first(calls("client 2", "close"))),
	}},
	{name: "nagle", claims: []claim{
		segments().from("client 1").atLeast(1), segments().from("client 2").atLeast(1), calls("client 1", "setsockopt").none(), calls("client 2", "setsockopt").exactly(1),
		calls("server", "recv").saying("one, two, three\n").exactly(2), calls("client 2", "recv").saying("ONE, TWO, THREE\n").exactly(1),
		inOrder(number(3, calls("client 1", "send")), number(2, segments().from("client 1"))),
		madeBefore(first(calls("server", "accept")), first(calls("client 1", "socket")), number(2, calls("server", "accept")), first(calls("client 2", "socket"))),
	}},
	{name: "syn-loss", claims: []claim{
		lost("drop 1st SYN").exactly(1), syns().atLeast(2), synAcks().atLeast(1), calls("client", "recv").saying("HELLO\n").exactly(1),
		served(first(calls("client", "close"))),
	}},
	{name: "synack-loss", claims: []claim{
		lost("drop 1st SYN-ACK").exactly(1), syns().atLeast(2), synAcks().atLeast(2), calls("client", "recv").saying("HELLO\n").exactly(1),
		served(first(calls("client", "close"))),
	}},
	{name: "data-loss", claims: []claim{
		lost("drop 1st client data segment").exactly(1), segments().from("client").atLeast(2), calls("server", "recv").saying("hello\n").exactly(1),
		inOrder(number(2, segments().from("client")), first(counted("client", "RetransSegs"))), counted("server", "RetransSegs").none(),
		served(first(calls("client", "close"))),
	}},
	{name: "fast-retransmit", claims: []claim{
		lost("drop 3rd client data segment").exactly(1), segments().from("client").whole().atLeast(7),
		packets(capture.TCP).from("server").on("with SACK", sacks).atLeast(3), calls("client", "recv").saying("GOT IT ALL\n").exactly(1),
		answered(),
	}},
	{name: "fin-loss", claims: []claim{
		lost("drop 1st client FIN").exactly(1), fins().from("client").atLeast(2), fins().from("server").atLeast(1), rsts().none(),
		inOrder(first(calls("client", "close")), last(fins().from("client")), first(calls("server", "recv").returning(0))),
		served(first(calls("client", "close"))),
	}},
	{name: "backlog", variant: "on a slow wire", change: func(o *Options) { o.Wire = &WireOptions{Delay: 20 * time.Millisecond} }, claims: []claim{
		syns().from("client 3").atLeast(2), synAcks().exactly(3), calls("server", "accept").succeeding().exactly(3),
	}},
	{name: "tcp", variant: "on a wire", change: func(o *Options) { o.Wire = &WireOptions{Faults: []string{"drop 1st SYN-ACK"}} }, claims: []claim{
		lost("drop 1st SYN-ACK").exactly(1), synAcks().atLeast(4), calls("client 3", "recv").saying("HELLO 3\n").exactly(1),
	}},
}

// sacks reports whether the packet says what its sender holds behind a gap.
func sacks(p *capture.Packet) bool { return p.TCP.Options.SACKBlocks > 0 }

// TestWireLectures runs scenarios between two hosts.
func TestWireLectures(t *testing.T) { check(t, wireLectures) }

// Every scenario is among the lectures.
func TestLecturesAreComplete(t *testing.T) {
	told := map[string]bool{}
	for _, l := range append(wireLectures, loopbackLectures...) {
		told[l.name] = true
	}
	for _, s := range All() {
		if !told[s.Name] {
			t.Errorf("nothing is claimed about %s", s.Name)
		}
	}
}
