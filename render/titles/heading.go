package titles

import (
	"fmt"
	"net/netip"

	"wireladder/capture"
)

// headings are those of ladders: what they are of, what is characteristic of it, and what of
// that takes a server with a socket.
var headings = map[capture.Protocol]struct{ title, subtitle, sockets string }{
	capture.UDP:       {"UDP", "datagrams", ", and one socket for all clients"},
	capture.TCP:       {"TCP", "connections", ", and a socket for each client"},
	capture.Undecoded: {"Frames", "that belong to no conversation", ""},
}

// Of returns the heading of a ladder: its title, and what is characteristic of it, with what
// the server's sockets have to do with that if they are to be spoken of. Several sockets that take
// datagrams are not one for all clients.
func Of(p capture.Protocol, sockets, several bool) (title, subtitle string) {
	h := headings[p]
	if sockets && !(several && p == capture.UDP) {
		return h.title, h.subtitle + h.sockets
	}
	return h.title, h.subtitle
}

// Hosts says how a recording was observed that was watched at two hosts with these addresses, the
// first of which sent the first packet: who does is taken for the client, as flow does. It is "" if
// that was not so, or if there was no packet.
func Hosts(watched bool, client, server netip.Addr) string {
	if !watched || !client.IsValid() {
		return ""
	}
	return fmt.Sprintf("Two hosts, client %s and server %s, each captured at its own end", client, server)
}

// Captions say what is to be known of a picture of two hosts, as Hosts says of them; of one
// host, of which that is "", nothing.
func Captions(hosts string) []string {
	if hosts == "" {
		return nil
	}
	return []string{hosts + ": an arrow slopes by the time that its packet was on the wire."}
}

// Copies says that so many frames are copies of packets that were captured before, and that by so many others a packet
// comes by again with another hop limit.
func Copies(copies, rounds int) (all []string) {
	if copies > 0 {
		are := number(copies, "frame is a copy of a packet that was", "frames are copies of packets that were")
		all = append(all, are+" captured more than once (×2 on the arrow, a step only once). To capture each once, capture on one interface, and where that is no help in one direction: tcpdump -Q in.")
	}
	if rounds > 0 {
		hold := number(rounds, "frame holds a packet that came", "frames hold packets that came")
		all = append(all, hold+" by before, with another hop limit and the same MAC addresses (×2 on the arrow, a step only once): what goes round in a circle between routers comes by so.")
	}
	return all
}

// number puts a number before what one is or several are.
func number(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, several)
}
