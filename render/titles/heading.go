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
	capture.TCP:       {"TCP", "connections", ", and a socket for each"},
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

// TwoHosts are the addresses of two hosts. The client's is that of who sent the first packet, as flow takes it; those
// that are not valid are not known.
type TwoHosts struct{ Client, Server netip.Addr }

// Meet takes what a packet tells of them: an address of many is nobody's.
func (h *TwoHosts) Meet(p *capture.Packet) {
	from, to := p.Src.Addr(), p.Dst.Addr()
	many := to.IsMulticast() || to == netip.AddrFrom4([4]byte{255, 255, 255, 255})
	switch {
	case h.Server.IsValid():
	case h.Client.IsValid() && from != h.Client:
		h.Server = from
	case !many:
		h.Client, h.Server = from, to
	default:
		h.Client = from
	}
}

// Hosts says how a recording was observed that was watched at two hosts. It is "" if that was not so, or if there
// was no packet.
func Hosts(watched bool, h TwoHosts) string {
	switch {
	case !watched || !h.Client.IsValid():
		return ""
	case !h.Server.IsValid():
		return fmt.Sprintf("Two hosts, of which the client is %s, each captured at its own end", h.Client)
	}
	return fmt.Sprintf("Two hosts, client %s and server %s, each captured at its own end", h.Client, h.Server)
}

// Captions say what is to be known of a picture of two hosts, as Hosts says of them, and when an arrow slopes in it, if
// some do: how steep it is tells no time; of one host, of which that is "", nothing.
func Captions(hosts string, slopes bool) []string {
	switch {
	case hosts == "":
		return nil
	case slopes:
		return []string{hosts + ": an arrow slopes if its packet took 1 ms or more, or something else happened at its receiver meanwhile."}
	}
	return []string{hosts + "."}
}

// SeveralLadders says that what happened is told in several ladders, each of which has an order of its own.
const SeveralLadders = "UDP and TCP have a ladder each: the numbers of packets, and --time, tell what came before what."

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
