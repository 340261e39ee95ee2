package scenario

import (
	"fmt"
	"strings"
	"testing"

	"wireladder/capture"
)

// lecture is what holds of a scenario on any kernel, whatever the timing.
type lecture struct {
	name    string
	variant string
	change  func(*Options)
	threads []string // programs whose calls come in any order, or as many as the kernel likes
	claims  []claim
}

// title returns the name with that of the variant.
func (l lecture) title() string {
	if l.variant == "" {
		return l.name
	}
	return l.name + ", " + l.variant
}

// file returns the name of the golden of what its programs call.
func (l lecture) file() string { return strings.ReplaceAll("scripts/"+l.title(), ", ", " ") }

// loopbackLectures are those of scenarios without a wire.
var loopbackLectures = []lecture{
	{name: "contrast", claims: []claim{
		datagram().exactly(2),
		syns().exactly(1), fins().exactly(2), rsts().none(),
		calls("client", "recvfrom").saying("HELLO").exactly(1),
		calls("client", "recv").saying("HELLO\n").exactly(1),
		inOrder(last(datagram()), first(syns())), serverClosesFirst("client"),
		madeBefore(first(calls("server", "recvfrom")), number(2, calls("server", "socket")), first(calls("client", "sendto")), number(2, calls("server", "recvfrom")), first(calls("client", "close")), first(calls("client", "connect"))),
		madeBefore(first(calls("server", "accept")), first(calls("client", "sendto"))),
		madeBefore(first(calls("server", "recv")), first(calls("client", "send"))),
	}},
	{name: "contrast-clients", claims: []claim{
		datagram().exactly(6), syns().exactly(3), fins().exactly(6), rsts().none(),
		calls("server", "accept").succeeding().exactly(3),
		calls("server", "socket").exactly(2),
		madeBefore(first(calls("server", "recvfrom")), first(calls("client 1", "sendto")), number(2, calls("server", "recvfrom")), first(calls("client 2", "sendto")), number(3, calls("server", "recvfrom")), first(calls("client 3", "sendto")),
			number(4, calls("server", "recvfrom")), first(calls("client 1", "close")), first(calls("client 2", "close")), first(calls("client 3", "close")), first(calls("client 1", "connect"))),
		doneBefore(first(calls("server", "listen")), first(calls("client 1", "sendto"))),
		doneBefore(first(calls("client 1", "connect")), first(calls("client 2", "connect"))), doneBefore(first(calls("client 2", "connect")), first(calls("client 3", "connect"))), doneBefore(first(calls("client 3", "connect")), first(calls("server", "accept"))),
		doneBefore(number(3, calls("server", "accept")), first(calls("server", "recv"))),
		madeBefore(first(calls("server", "recv")), first(calls("client 1", "send")), number(2, calls("server", "recv")), number(2, calls("client 1", "close")), number(3, calls("server", "recv")), first(calls("client 2", "send")),
			number(4, calls("server", "recv")), number(2, calls("client 2", "close")), number(5, calls("server", "recv")), first(calls("client 3", "send")), number(6, calls("server", "recv")), number(2, calls("client 3", "close"))),
		inOrder(first(fins().from("client 1")), first(fins().from("server")), first(fins().from("client 2")), number(2, fins().from("server")), first(fins().from("client 3")), number(3, fins().from("server"))),
	}},
	{name: "contrast-refused", claims: []claim{
		packets(capture.ICMP).exactly(1),
		calls("client", "sendto").returning(5).exactly(1), calls("client", "recvfrom").waiting().exactly(1),
		calls("client", "connect").failing("ECONNREFUSED").exactly(1), rsts().exactly(1),
		madeBefore(first(calls("client", "recvfrom")), first(calls("client", "connect"))),
	}},
	{name: "contrast-boundaries", claims: []claim{
		datagram().exactly(3), calls("server", "recvfrom").succeeding().exactly(3),
		calls("client", "send").exactly(3),
		calls("server", "recv").saying("hello 1hello 2hello 3").exactly(1), calls("server", "recv").returning(0).exactly(1),
		doneBefore(first(calls("server", "bind")), first(calls("client", "socket"))), doneBefore(number(3, calls("client", "sendto")), first(calls("server", "recvfrom"))),
		madeBefore(number(4, calls("server", "recvfrom")), number(2, calls("server", "socket"))), doneBefore(first(calls("client", "close")), number(2, calls("server", "socket"))),
		doneBefore(first(calls("server", "accept")), first(calls("client", "send"))), doneBefore(number(3, calls("client", "send")), first(calls("server", "recv"))),
		madeBefore(number(2, calls("server", "recv")), number(2, calls("client", "close"))),
	}},
	{name: "contrast-close", claims: []claim{
		datagram().exactly(2), calls("server", "recvfrom").waiting().exactly(1),
		calls("server", "recv").returning(0).exactly(1),
		inOrder(first(fins().from("client")), first(fins().from("server"))),
		madeBefore(first(calls("server", "recvfrom")), first(calls("client", "socket")), number(2, calls("server", "recvfrom")), first(calls("client", "close")), number(2, calls("server", "socket"))),
		madeBefore(first(calls("server", "accept")), number(2, calls("client", "socket")), first(calls("server", "recv")), first(calls("client", "send")), number(2, calls("server", "recv")), number(2, calls("client", "close"))),
	}},
	{name: "udp", claims: []claim{
		datagram().exactly(2), datagram().carrying(5).exactly(2), packets(capture.ICMP).none(),
		calls("server", "socket").exactly(1), calls("server", "recvfrom").waiting().exactly(1),
		inOrder(first(calls("server", "bind")), first(calls("client", "sendto")), first(datagram()), first(calls("server", "recvfrom")), last(datagram()), first(calls("client", "recvfrom"))),
		madeBefore(first(calls("server", "recvfrom")), first(calls("client", "socket"))),
	}},
	{name: "udp", variant: "three clients", change: func(o *Options) { o.Clients = 3 }, claims: []claim{
		datagram().exactly(6), calls("server", "socket").exactly(1),
		inOrder(last(calls("client 1", "close")), first(calls("client 2", "sendto")), last(calls("client 2", "close")), first(calls("client 3", "sendto"))),
		madeBefore(number(2, calls("server", "recvfrom")), first(calls("client 2", "socket")), number(3, calls("server", "recvfrom")), first(calls("client 3", "socket"))),
	}},
	{name: "udp-many", claims: []claim{
		datagram().exactly(12), calls("server", "socket").exactly(1),
		calls("client 2", "recvfrom").saying("HELLO 2 A").exactly(1), calls("client 2", "recvfrom").saying("HELLO 2 B").exactly(1),
		inOrder(number(1, datagram().from("client 1")), number(1, datagram().from("client 2")), number(1, datagram().from("client 3")),
			number(2, datagram().from("client 1")), number(2, datagram().from("client 2")), number(2, datagram().from("client 3"))),
		madeBefore(number(1, calls("server", "recvfrom")), first(calls("client 1", "socket")), number(2, calls("server", "recvfrom")), first(calls("client 2", "socket")), number(3, calls("server", "recvfrom")), first(calls("client 3", "socket")),
			number(4, calls("server", "recvfrom")), number(2, calls("client 1", "sendto")), number(5, calls("server", "recvfrom")), number(2, calls("client 2", "sendto")), number(6, calls("server", "recvfrom")), number(2, calls("client 3", "sendto"))),
	}},
	{name: "udp-truncate", claims: []claim{
		datagram().from("client").carrying(3000).exactly(1), datagram().from("server").carrying(2048).exactly(1),
		calls("server", "recvfrom").returning(2048).exactly(1), calls("server", "recvfrom").waiting().exactly(1),
		madeBefore(first(calls("server", "recvfrom")), first(calls("client", "socket")), number(2, calls("server", "recvfrom")), first(calls("client", "close"))),
	}},
	{name: "udp-empty", claims: []claim{
		datagram().carrying(0).exactly(2), calls("server", "recvfrom").returning(0).exactly(1), calls("client", "recvfrom").returning(0).exactly(1),
		madeBefore(first(calls("server", "recvfrom")), first(calls("client", "socket")), number(2, calls("server", "recvfrom")), first(calls("client", "close"))),
	}},
	{name: "udp-serial", claims: []claim{
		datagram().exactly(4), calls("server", "socket").exactly(1), calls("server", "recvfrom").waiting().exactly(1),
		inOrder(first(datagram().from("client 1")), first(datagram().from("client 2")), first(datagram().from("server"))),
		calls("client 1", "recvfrom").saying("HELLO 1").exactly(1), calls("client 2", "recvfrom").saying("HELLO 2").exactly(1),
		madeBefore(first(calls("server", "recvfrom")), first(calls("client 1", "socket"))), madeBefore(first(calls("client 1", "recvfrom")), first(calls("client 2", "socket"))),
		doneBefore(first(calls("server", "recvfrom")), first(calls("client 2", "socket"))),
	}},
	{name: "udp-overflow", claims: []claim{
		datagram().exactly(8), packets(capture.ICMP).none(),
		calls("server", "recvfrom").succeeding().atLeast(1), calls("server", "recvfrom").failing("EAGAIN").exactly(1), counted("", "RcvbufErrors").atLeast(1),
		doneBefore(first(calls("server", "bind")), first(calls("client", "socket"))), doneBefore(number(8, calls("client", "sendto")), first(calls("server", "recvfrom"))),
		doneBefore(first(calls("server", "close")), first(calls("client", "close"))),
	}},
	{name: "udp-refused", claims: []claim{
		packets(capture.ICMP).exactly(2), datagram().exactly(2),
		calls("client 1", "sendto").succeeding().exactly(1), calls("client 1", "recvfrom").waiting().exactly(1),
		calls("client 2", "send").succeeding().exactly(1), calls("client 2", "recv").failing("ECONNREFUSED").exactly(1),
		counted("", "NoPorts").atLeast(1), counted("", "RetransSegs").none(),
		madeBefore(first(calls("client 1", "recvfrom")), first(calls("client 2", "socket"))),
	}},
	{name: "tcp", claims: []claim{
		syns().exactly(3), fins().exactly(6), rsts().none(),
		// The handshakes are complete, and the messages acknowledged, before accept.
		inOrder(last(synAcks()), first(segments().from("client 1")), number(2, calls("server", "accept"))),
		inOrder(first(segments().from("client 3")), first(segments().from("client 1")), first(segments().from("server"))),
		calls("client 3", "recv").saying("HELLO 3\n").exactly(1),
		serverClosesFirst("client 1", "client 2", "client 3"),
		madeBefore(first(calls("server", "accept")), first(calls("client 1", "socket")), first(calls("server", "recv")), first(calls("client 2", "socket")), first(calls("client 2", "recv")),
			first(calls("client 3", "socket")), first(calls("client 3", "recv")), first(calls("client 1", "send"))),
	}},
	{name: "tcp", variant: "one client", change: func(o *Options) { o.Clients = 1 }, claims: []claim{
		syns().exactly(1), segments().exactly(2), fins().exactly(2),
		inOrder(first(syns()), first(synAcks()), first(segments().from("client")), first(segments().from("server")), first(fins())),
	}},
	{name: "tcp-many", claims: []claim{
		syns().exactly(3), fins().from("server").exactly(3), fins().from("client 1").none(), fins().from("client 2").exactly(2), rsts().exactly(1), rsts().from("server").exactly(1),
		calls("server", "recv").exactly(3), calls("client 1", "send").succeeding().exactly(2), calls("client 1", "recv").returning(0).exactly(1), calls("client 2", "recv").saying("HELLO 2 B\n").exactly(1),
		inOrder(first(fins().from("server")), number(2, segments().from("client 1")), first(rsts()), first(syns().from("client 2"))),
		madeBefore(number(1, calls("server", "recv")), first(calls("client 1", "send")), number(2, calls("server", "accept")), number(2, calls("client 1", "send")), first(calls("client 1", "close")), first(calls("client 2", "socket")),
			number(2, calls("server", "recv")), first(calls("client 2", "send")), number(3, calls("server", "accept")), number(2, calls("client 2", "socket")), number(3, calls("server", "recv")), number(2, calls("client 2", "send"))),
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
		madeBefore(first(calls("server", "select")), first(calls("client 1", "socket")), number(2, calls("server", "select")), first(calls("client 2", "socket")), number(3, calls("server", "select")), first(calls("client 2", "send"))),
		doneBefore(first(calls("client 1", "connect")), first(calls("client 2", "socket"))), doneBefore(first(calls("client 2", "close")), first(calls("client 3", "socket"))), doneBefore(first(calls("server", "close")), first(calls("client 3", "socket"))),
		doneBefore(number(3, calls("server", "accept")), first(calls("client 3", "send"))), doneBefore(number(2, calls("server", "close")), first(calls("client 1", "send"))), doneBefore(first(calls("client 3", "close")), first(calls("client 1", "send"))),
	}},
	{name: "tcp-thread", threads: []string{"server"}, claims: []claim{
		syns().exactly(3), fins().exactly(6), rsts().none(), calls("server", "select").none(),
		inOrder(last(calls("client 3", "close")), first(segments().from("client 1"))),
		madeBefore(first(calls("server", "accept")), first(calls("client 1", "socket")), number(2, calls("server", "accept")), first(calls("client 2", "socket")), number(3, calls("server", "accept")), first(calls("client 2", "send"))),
		madeBefore(first(calls("server", "recv").saying("hello 2\n")), first(calls("client 2", "send"))), madeBefore(first(calls("server", "recv").saying("hello 3\n")), first(calls("client 3", "send"))),
		doneBefore(first(calls("client 2", "close")), first(calls("client 3", "socket"))), doneBefore(first(calls("server", "close")), first(calls("client 3", "socket"))),
		doneBefore(first(calls("client 3", "close")), first(calls("client 1", "send"))), doneBefore(number(2, calls("server", "close")), first(calls("client 1", "send"))),
	}},
	{name: "backlog", claims: []claim{
		synAcks().exactly(3), syns().from("client 3").atLeast(2), counted("", "ListenOverflows").atLeast(1),
		inOrder(last(calls("client 2", "connect")), first(syns().from("client 3")), first(calls("server", "accept")), last(syns().from("client 3"))),
		calls("server", "accept").succeeding().exactly(3),
		doneBefore(first(calls("server", "listen")), first(calls("client 1", "socket"))), madeBefore(first(calls("client 1", "recv")), first(calls("client 2", "socket"))), madeBefore(first(calls("client 2", "recv")), first(calls("client 3", "socket"))),
		madeBefore(first(syns().from("client 3")), first(calls("server", "accept"))),
		inOrder(first(queue(1)), first(calls("client 2", "socket")), first(queue(2)), first(calls("client 3", "socket"))),
	}},
	{name: "backlog", variant: "none", change: func(o *Options) { o.Backlog = 0 }, claims: []claim{
		syns().from("client 1").exactly(1), syns().from("client 2").atLeast(2), synAcks().exactly(2),
		doneBefore(first(calls("server", "listen")), first(calls("client 1", "socket"))), madeBefore(first(calls("client 1", "recv")), first(calls("client 2", "socket"))),
		madeBefore(first(syns().from("client 2")), first(calls("server", "accept"))),
	}},
	{name: "refused", claims: []claim{
		syns().exactly(1), rsts().exactly(1), synAcks().none(), calls("client", "connect").failing("ECONNREFUSED").exactly(1),
	}},
	{name: "ephemeral-ports", claims: []claim{
		syns().exactly(3), fins().exactly(6), rsts().none(),
		calls("client 1", "bind").none(), calls("client 2", "bind").none(), calls("client 3", "bind").succeeding().exactly(1),
		calls("client 3", "recv").saying("HELLO 3\n").exactly(1),
		inOrder(first(calls("client 1", "close")), first(calls("client 2", "connect")), first(calls("client 2", "close")), first(calls("client 3", "connect"))),
		madeBefore(number(1, calls("server", "accept")), first(calls("client 1", "socket")), number(2, calls("server", "accept")), first(calls("client 2", "socket")), number(3, calls("server", "accept")), first(calls("client 3", "socket"))),
		madeBefore(number(1, calls("server", "recv")), first(calls("client 1", "send")), number(2, calls("server", "recv")), first(calls("client 2", "send")), number(3, calls("server", "recv")), first(calls("client 3", "send"))),
	}},
	{name: "reuseaddr", claims: []claim{
		inOrder(first(fins().from("server")), first(fins().from("client")), first(calls("server 2", "bind").failing("EADDRINUSE")),
			first(calls("server 2", "setsockopt")), first(calls("server 2", "bind").succeeding()), first(calls("server 2", "accept").waiting())),
		answered(),
		doneBefore(last(calls("server", "close")), first(calls("server 2", "socket"))), doneBefore(first(calls("client", "close")), first(calls("server 2", "socket"))),
	}},
	{name: "ipv6", claims: []claim{
		syns().exactly(3), synAcks().exactly(2), rsts().exactly(1), fins().exactly(4),
		packets(capture.TCP).from("client 1").on("over IPv4", overIPv4).atLeast(5), packets(capture.TCP).from("client 1").on("over IPv6", func(p *capture.Packet) bool { return !overIPv4(p) }).none(), packets(capture.TCP).from("client 2").on("over IPv4", overIPv4).none(), packets(capture.TCP).from("client 2").atLeast(5),
		calls("server", "setsockopt").with("IPV6_V6ONLY, 0", setsV6Only(0)).exactly(1), calls("server", "setsockopt").with("IPV6_V6ONLY, 1", setsV6Only(1)).exactly(1),
		calls("server", "accept").succeeding().exactly(2), calls("server", "accept").waiting().exactly(1),
		calls("client 1", "recv").saying("HELLO\n").exactly(1), calls("client 2", "recv").saying("HELLO\n").exactly(1), calls("client 3", "connect").failing("ECONNREFUSED").exactly(1),
		madeBefore(first(calls("server", "accept")), first(calls("client 1", "socket")), first(calls("server", "recv")), first(calls("client 1", "send")), number(2, calls("server", "recv")), first(calls("client 1", "close"))),
		madeBefore(number(2, calls("server", "accept")), first(calls("client 2", "socket")), number(3, calls("server", "recv")), first(calls("client 2", "send")), number(4, calls("server", "recv")), first(calls("client 2", "close"))),
		madeBefore(number(3, calls("server", "accept")), first(calls("client 3", "socket"))),
	}},
	{name: "dns-name", claims: []claim{
		datagram().exactly(4), syns().exactly(1), syns().from("client 2").none(), fins().exactly(2), rsts().none(), packets(capture.ICMP).none(),
		inOrder(number(2, datagram()), first(syns()), last(fins()), number(3, datagram())),
		calls("client 2", "connect").none(), calls("client 1", "recv").saying("HELLO\n").exactly(1),
		madeBefore(first(calls("name server", "recvfrom")), first(calls("server", "socket")), first(calls("server", "accept")), first(calls("client 1", "socket"))),
		madeBefore(first(calls("server", "recv")), first(calls("client 1", "send")), number(2, calls("server", "recv")), last(calls("client 1", "close")), first(calls("client 2", "socket"))),
		doneBefore(first(calls("client 1", "recvfrom")), first(calls("client 1", "connect"))),
	}},
	{name: "multicast", claims: []claim{
		datagram().exactly(2), packets(capture.ICMP).none(), calls("receiver 1", "recvfrom").succeeding().exactly(2), calls("receiver 2", "recvfrom").succeeding().exactly(2),
		calls("receiver 3", "recvfrom").saying("hello 1").exactly(1), calls("receiver 3", "recvfrom").succeeding().exactly(1), calls("receiver 3", "recvfrom").waiting().exactly(1),
		inOrder(first(calls("receiver 3", "recvfrom").succeeding()), last(calls("receiver 3", "setsockopt")), number(2, datagram())),
		madeBefore(first(calls("receiver 1", "recvfrom")), first(calls("receiver 2", "socket")), first(calls("receiver 2", "recvfrom")), first(calls("receiver 3", "socket")), first(calls("receiver 3", "recvfrom")), first(calls("sender", "socket"))),
		madeBefore(number(2, calls("receiver 1", "recvfrom")), number(2, calls("sender", "sendto"))), madeBefore(number(2, calls("receiver 2", "recvfrom")), number(2, calls("sender", "sendto"))), madeBefore(number(2, calls("receiver 3", "recvfrom")), number(2, calls("sender", "sendto"))),
		madeBefore(number(3, calls("receiver 1", "recvfrom")), first(calls("sender", "close"))), madeBefore(number(3, calls("receiver 2", "recvfrom")), first(calls("sender", "close"))),
	}},
	{name: "self-connect", claims: []claim{
		syns().exactly(1), synAcks().exactly(1), fins().exactly(1), rsts().none(), segments().exactly(1),
		packets(capture.TCP).on("to another socket", func(p *capture.Packet) bool { return p.Src != p.Dst }).none(),
		calls("client", "connect").succeeding().exactly(1), calls("client", "recv").saying("hello\n").exactly(1), calls("client", "accept").none(),
	}},
	{name: "shutdown-rd", claims: []claim{
		fins().exactly(2), rsts().none(),
		inOrder(first(calls("server", "shutdown")), first(segments().from("client")), first(calls("server", "recv").saying("hello\n")), first(calls("server", "recv").returning(0)), first(fins())),
		doneBefore(first(calls("server", "shutdown")), first(calls("client", "send"))), madeBefore(first(calls("client", "recv")), first(calls("server", "recv"))), madeBefore(first(segments().from("client")), first(calls("server", "recv"))),
	}},
	{name: "shutdown-wr", claims: []claim{
		inOrder(first(calls("client", "shutdown")), first(fins().from("client")), first(segments().from("server")), first(fins().from("server"))),
		calls("client", "send").failing("EPIPE").exactly(1), segments().from("client").exactly(1), rsts().none(),
		calls("client", "recv").saying("HELLO").exactly(1),
		served(first(calls("client", "shutdown"))),
		madeBefore(first(calls("client", "recv")), first(calls("server", "send"))), madeBefore(number(2, calls("client", "recv")), first(calls("server", "close"))),
	}},
	{name: "shutdown-rdwr", claims: []claim{
		inOrder(first(calls("client", "shutdown")), first(fins().from("client")), first(segments().from("server")), first(rsts().from("client")), last(calls("client", "close"))),
		calls("server", "send").failing("EPIPE").exactly(1), fins().from("server").none(),
		served(first(calls("client", "shutdown"))), madeBefore(first(calls("server", "close")), first(calls("client", "close"))),
	}},
	{name: "close-client", claims: []claim{
		inOrder(first(fins().from("client")), first(calls("server", "recv").returning(0)), first(fins().from("server"))),
		fins().exactly(2), rsts().none(), said("client", "TIME-WAIT").atLeast(1),
		served(first(calls("client", "close"))),
	}},
	{name: "close-server", claims: []claim{
		inOrder(first(fins().from("server")), first(calls("client", "recv").returning(0)), first(fins().from("client"))),
		fins().exactly(2), rsts().none(), said("server", "TIME-WAIT").atLeast(1), said("client", "TIME-WAIT").none(),
		answered(), madeBefore(number(2, calls("client", "recv")), first(calls("server", "close"))),
	}},
	{name: "reset", claims: []claim{
		fins().none(), rsts().from("server").exactly(1), calls("server", "recv").none(), calls("client", "recv").failing("ECONNRESET").exactly(1),
		inOrder(first(segments().from("client")), first(calls("server", "close")), first(rsts()), first(counted("", "TCPAbortOnClose"))),
		doneBefore(first(calls("server", "accept")), first(calls("client", "send"))), madeBefore(first(calls("client", "recv")), first(calls("server", "close"))),
	}},
	{name: "linger0", claims: []claim{
		fins().none(), rsts().from("client").exactly(1), calls("server", "recv").failing("ECONNRESET").exactly(1),
		calls("client", "recv").saying("HELLO\n").exactly(1),
		served(first(calls("client", "close"))),
	}},
	{name: "write-after-close", claims: []claim{
		inOrder(first(fins().from("server")), first(calls("client", "send").succeeding()), first(segments().from("client")), first(rsts().from("server")), first(calls("client", "send").failing("EPIPE"))),
		segments().exactly(1), fins().from("client").none(),
		madeBefore(number(2, calls("server", "accept")), first(calls("client", "send"))),
	}},
	{name: "delayed-ack", claims: []claim{
		segments().from("client").exactly(3), segments().from("server").exactly(3), fins().exactly(2), rsts().none(),
		calls("client", "recv").saying("HELLO 3\n").exactly(1),
		inOrder(number(2, packets(capture.TCP).flagged(capture.ACK, 0xff).carrying(0).from("server")), number(3, segments().from("server"))),
		madeBefore(first(calls("server", "accept")), first(calls("client", "socket"))),
		madeBefore(number(1, calls("server", "recv")), number(1, calls("client", "send")), number(2, calls("server", "recv")), number(2, calls("client", "send")), number(3, calls("server", "recv")), number(3, calls("client", "send"))),
	}},
	{name: "stream", claims: []claim{
		segments().from("client").atLeast(1), calls("client", "send").exactly(3), calls("server", "recv").saying("one, two, three\n").exactly(1),
		calls("server", "send").exactly(1), calls("client", "recv").returning(6).exactly(2), calls("client", "recv").returning(4).exactly(1),
		doneBefore(first(calls("server", "accept")), first(calls("client", "send"))), doneBefore(number(3, calls("client", "send")), first(calls("server", "recv"))),
	}},
	{name: "urgent", claims: []claim{
		packets(capture.TCP).on("with URG", func(p *capture.Packet) bool { return p.TCP.Flags.Has(capture.URG) }).atLeast(1), segments().from("client").exactly(3), rsts().none(),
		inOrder(first(calls("server", "recv").saying("one, ")), first(calls("server", "recv").saying("!")), first(calls("server", "recv").saying("two\n"))),
		calls("client", "recv").saying("ONE, TWO\n").exactly(1),
		doneBefore(first(calls("server", "accept")), first(calls("client", "send"))), madeBefore(number(3, calls("client", "send")), first(calls("client", "recv")), first(calls("server", "recv"))),
	}},
	{name: "partial-send", threads: []string{"client"}, claims: []claim{
		calls("client", "send").with("in part", inPart).atLeast(1), calls("client", "send").failing("EAGAIN").atLeast(1), calls("client", "select").atLeast(1), calls("client", "select").waiting().none(),
		calls("server", "recv").returning(0).exactly(1), received(slowTotal), rsts().none(), fins().atLeast(2),
		madeBefore(first(calls("server", "accept")), first(calls("client", "socket"))), doneBefore(first(calls("server", "accept")), first(calls("client", "send"))),
		doneBefore(first(calls("client", "send").failing("EAGAIN")), first(calls("client", "select"))), madeBefore(first(calls("client", "select")), first(calls("server", "recv"))),
	}},
	{name: "zero-window", claims: []claim{
		packets(capture.TCP).from("server").on("without room", closed).atLeast(2), rsts().none(),
		inOrder(number(2, packets(capture.TCP).from("server").on("without room", closed)), first(calls("server", "recv")), last(segments())),
		calls("client", "send").returning(slowTotal).outlasting(number(2, packets(capture.TCP).from("server").on("without room", closed))).exactly(1),
		madeBefore(first(calls("server", "accept")), first(calls("client", "socket"))), doneBefore(first(calls("server", "accept")), first(calls("client", "send"))),
		madeBefore(number(2, packets(capture.TCP).from("server").on("without room", closed)), first(calls("server", "recv"))),
	}},
	{name: "keepalive", claims: []claim{
		segments().exactly(2), fins().none(), rsts().none(),
		calls("client", "recv").waiting().exactly(1), calls("server", "recv").waiting().exactly(1),
		inOrder(last(segments().from("server")), last(packets(capture.TCP).from("server")), last(packets(capture.TCP).from("client"))),
		served(number(2, calls("client", "recv"))),
	}},
	{name: "interrupt", threads: []string{"server"}, claims: []claim{
		calls("server", "accept").failing("EINTR").exactly(1), fins().from("server").exactly(3), rsts().none(),
		calls("client 1", "recv").returning(0).exactly(1), calls("client 3", "recv").returning(0).exactly(1),
		madeBefore(first(calls("server", "accept")), first(calls("client 1", "socket")), number(2, calls("client 1", "recv")), first(calls("client 2", "socket")), number(2, calls("client 2", "recv")), first(calls("client 3", "socket")), number(2, calls("client 3", "recv")), first(calls("server", "close"))),
		madeBefore(first(calls("server", "recv").saying("hello 1\n")), first(calls("client 1", "send"))), madeBefore(first(calls("server", "recv").saying("hello 2\n")), first(calls("client 2", "send"))),
	}},
	{name: "interrupt", variant: "reset", threads: []string{"server"}, change: func(o *Options) { o.OnInterrupt = "reset" }, claims: []claim{
		rsts().from("server").exactly(3), fins().none(), calls("client 2", "recv").failing("ECONNRESET").exactly(1),
	}},
	{name: "interrupt-threads", threads: []string{"server"}, claims: []claim{
		syns().exactly(3), synAcks().exactly(2), rsts().exactly(1), fins().from("server").exactly(2), fins().exactly(4),
		calls("server", "accept").succeeding().exactly(2), calls("server", "accept").failing("EINTR").exactly(1), calls("client 3", "connect").failing("ECONNREFUSED").exactly(1),
		inOrder(first(calls("server", "accept").failing("EINTR")), first(calls("server", "close")), first(syns().from("client 3")), first(rsts()), number(2, segments().from("client 1")), first(fins().from("client 1")), number(2, segments().from("client 2")), first(fins().from("client 2"))),
		calls("client 1", "recv").saying("HELLO 1 AGAIN\n").exactly(1), calls("client 2", "recv").saying("HELLO 2 AGAIN\n").exactly(1), calls("server", "recv").returning(0).exactly(2), inThreads(3),
		madeBefore(first(calls("server", "accept")), first(calls("client 1", "socket"))), madeBefore(first(calls("server", "recv").saying("hello 1\n")), first(calls("client 1", "send"))), madeBefore(first(calls("server", "recv").saying("hello 2\n")), first(calls("client 2", "send"))),
		doneBefore(first(calls("client 2", "recv")), first(calls("client 3", "socket"))), doneBefore(first(calls("client 3", "close")), number(2, calls("client 1", "send"))), doneBefore(first(calls("client 1", "close")), number(2, calls("client 2", "send"))),
	}},
	{name: "interrupt-threads", variant: "leave", threads: []string{"server"}, change: func(o *Options) { o.OnInterrupt = "leave" }, claims: []claim{
		synAcks().exactly(3), rsts().from("server").exactly(1), fins().exactly(4), queue(1).atLeast(1),
		calls("server", "accept").failing("EINTR").exactly(1), calls("client 3", "connect").succeeding().exactly(1), calls("client 3", "recv").failing("ECONNRESET").exactly(1),
		inOrder(first(segments().from("client 3")), number(2, segments().from("client 1")), number(2, segments().from("client 2")), number(2, fins().from("server")), first(rsts())),
		madeBefore(number(2, calls("server", "close")), number(3, calls("server", "close")), first(rsts())),
	}},
}

// overIPv4 reports whether a packet is one of IPv4.
func overIPv4(p *capture.Packet) bool { return p.Src.Addr().Is4() }

// setsV6Only returns whether a call gives that value to IPV6_V6ONLY.
func setsV6Only(value int64) func(*capture.Call) bool {
	return func(c *capture.Call) bool {
		return c.Args.Option.Name == "IPV6_V6ONLY" && c.Args.Option.Number == value
	}
}

// inPart reports whether a call has sent less than it was given.
func inPart(c *capture.Call) bool { return c.Returned() && c.Errno == "" && c.Result < int64(c.Size) }

// inThreads claims that the server's calls are made by so many threads.
func inThreads(n int) claim {
	return func(e *evidence) error {
		threads := map[int]bool{}
		for i := range e.entries {
			if c := e.entries[i].Call; c != nil && c.Process.Name == "server" {
				threads[c.Thread] = true
			}
		}
		if len(threads) != n {
			return fmt.Errorf("%d threads of the server make calls, want %d", len(threads), n)
		}
		return nil
	}
}

// received claims that the server has received so many octets.
func received(octets int64) claim {
	return func(e *evidence) error {
		sum := int64(0)
		for _, i := range calls("server", "recv").succeeding().all(e) {
			sum += e.entries[i].Call.Result
		}
		if sum != octets {
			return fmt.Errorf("the server has received %d octets, want %d", sum, octets)
		}
		return nil
	}
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
		t.Run(l.title(), func(t *testing.T) {
			t.Parallel()
			seen := record(t, l.name, l.change)
			l.check(t, seen)
			golden(t, l.file(), seen.scripts(l.threads))
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
