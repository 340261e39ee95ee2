// Package addresses says what went wrong with an address: it is in use, or nobody is there.
package addresses

import (
	"cmp"
	"fmt"
	"strings"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/render/words/verdicts/naming"
)

// OfAddressInUse is of a bind() that finds its address taken by an open socket, or by something unknown.
func OfAddressInUse(f *findings.Finding) naming.Verdict {
	v := naming.Verdict{
		Brief:  fmt.Sprintf("%s can't have %v: the address is in use", naming.Who(f.Who), f.Address),
		Full:   fmt.Sprintf("bind() fails%s: something that was there before has %v: a socket of another program, or the rest of a connection in TIME-WAIT.", naming.At(f.Moments[0]), f.Address),
		Repair: "end the program that has the port, set SO_REUSEADDR before bind(), or choose another port",
	}
	switch k := f.Other; {
	case k == nil:
	case len(f.Moments) > 1:
		v.Full = fmt.Sprintf("bind() fails%s: %s is bound to %v, and still open in another process: that has inherited it by fork(). The close()%s has closed one of the two descriptors alone.", naming.At(f.Moments[0]), naming.FD(k), k.Local, naming.At(f.Moments[1]))
		v.Repair = fmt.Sprintf("close %s in the child, too, or wait until the child has ended", naming.FD(k))
	case k.Role == run.Accepted:
		v.Full = fmt.Sprintf("bind() fails%s: %s, a connection that %s has accepted, has the port %d as well, and is still open; and SO_REUSEADDR is not set on both sockets, the earlier listening one and this.", naming.At(f.Moments[0]), naming.FD(k), naming.Who(k), k.Local.Port())
		v.Repair = "before each of the two bind(): " + reuse
	case f.Near == findings.FromThere:
		v.Full = fmt.Sprintf("bind() fails%s: %s has bound its %s to that port, too, and has connected from it to %v; the socket is still open.", naming.At(f.Moments[0]), naming.Who(k), naming.FD(k), k.Remote)
		v.Repair = "who only connects needs no bind(): leave it out, and each socket has a port of its own"
	case k.Role == run.Active:
		v.Full = fmt.Sprintf("bind() fails%s: %s of %s has %v, and is still open.", naming.At(f.Moments[0]), naming.FD(k), naming.Who(k), k.Local)
	case k.Process == f.Who.Process:
		v.Full = fmt.Sprintf("bind() fails%s: %s has bound its %s to %v, and that is still open.", naming.At(f.Moments[0]), naming.Who(k), naming.FD(k), k.Local)
		v.Repair = fmt.Sprintf("close %s first, or choose another port", naming.FD(k))
	default:
		v.Full = fmt.Sprintf("bind() fails%s: %s has bound its %s to %v, and that is still open.", naming.At(f.Moments[0]), naming.Who(k), naming.FD(k), k.Local)
		v.Repair = "give one of the two programs another port; who only connects, or sends first, needs no bind()"
	}
	return v
}

// reuse is how Python sets SO_REUSEADDR.
const reuse = "s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)"

// OfNoReuseAddr is of a bind() that finds its address taken by what is left of an earlier connection.
func OfNoReuseAddr(f *findings.Finding) naming.Verdict {
	holds := "an earlier connection of this port is not over for the kernel: it closes, or waits in TIME-WAIT"
	if f.Moments[0].Meets.Waits { // it has said so
		holds = "an earlier connection of this port waits in TIME-WAIT at the side that closed first"
	}
	v := naming.Verdict{
		Brief:  fmt.Sprintf("%s can't have %v so soon again: SO_REUSEADDR is not set", naming.Who(f.Who), f.Address),
		Full:   fmt.Sprintf("bind() fails%s: %s. Without SO_REUSEADDR the port is taken until that is over (TIME-WAIT lasts 60 s on Linux).", naming.At(f.Moments[0]), holds),
		Repair: "on both sockets, and on the new one before bind(): " + reuse,
	}
	if f.Near == findings.SetLater {
		v.Brief = fmt.Sprintf("the first bind() of %s to %v fails: SO_REUSEADDR is not set yet", naming.Who(f.Who), f.Address)
		v.Full += " With the option set, the next bind() succeeds."
		return v
	}
	v.Full += " If the earlier socket has set it, and this one sets it before bind(), the port can be had at once."
	if f.Near == findings.FromThere {
		v.Repair = "no bind() in a client: the kernel picks a free port for each socket; or " + v.Repair
	}
	return v
}

// nearly says what is there in place of what was asked for.
func nearly(f *findings.Finding) (full, repair string) {
	k := f.Other
	switch {
	case k == nil && f.Near == findings.Later:
		return " Later somebody does.", "start the server first, and the client when it is ready"
	case k == nil && f.Near == findings.Ended:
		return " Before that somebody did.", "keep the server's socket open as long as clients come"
	case k == nil:
		return "", ""
	}
	switch f.Near {
	case findings.OtherPort:
		return fmt.Sprintf(" But %s has port %d.", naming.Who(k), k.Local.Port()), fmt.Sprintf("give both programs the same port: %d or %d", k.Local.Port(), f.Address.Port())
	case findings.AnyPort, findings.FromThere:
		return unbound(f)
	case findings.SwappedPort:
		return fmt.Sprintf(" But %s has port %d, which is %d with its two bytes swapped.", naming.Who(k), k.Local.Port(), f.Address.Port()), swapped(f)
	case findings.OtherAddress:
		switch {
		case k.Proto == capture.TCP && k.Role != run.Listening:
			return fmt.Sprintf(" But %s has bound %v, and does not listen.", naming.Who(k), k.Local), "call listen() on it, before clients come"
		case k.Local.Addr().IsUnspecified(): // of its host, which is another one
			return fmt.Sprintf(" But %s has this port on its own host: %v is not there.", naming.Who(k), f.Address.Addr()), "connect to the address of the server's host: on a wire that is 10.0.0.2, and localhost is the client's own"
		}
		return fmt.Sprintf(" But %s has this port on %v alone.", naming.Who(k), k.Local.Addr()), "bind to \"\" (all addresses)" + orThere(f)
	case findings.OnlyIPv6:
		return fmt.Sprintf(" But %s has this port on %v, for IPv6 alone: it has set IPV6_V6ONLY.", naming.Who(k), k.Local.Addr()), "set IPV6_V6ONLY to 0 before bind(), or connect over IPv6"
	case findings.OtherFamily:
		return fmt.Sprintf(" But %s has this port on %v: IPv4 and IPv6 are two.", naming.Who(k), k.Local.Addr()), "use the same address family in both programs"
	case findings.OtherProto:
		return fmt.Sprintf(" But %s has this port over %s: UDP and TCP have ports of their own.", naming.Who(k), strings.ToUpper(k.Proto.String())), "use SOCK_STREAM in both programs, or SOCK_DGRAM in both"
	case findings.Unlistened:
		return fmt.Sprintf(" %s has bound its %s to it, and has not called listen().", naming.Capital(naming.Who(k)), naming.FD(k)), "call listen() behind bind(), and before accept()"
	case findings.Unbound:
		return fmt.Sprintf(" %s receives on its %s, which is bound to nothing.", naming.Capital(naming.Who(k)), naming.FD(k)), fmt.Sprintf("have the server call bind((\"\", %d)) before it receives", f.Address.Port())
	case findings.Later:
		return fmt.Sprintf(" %s took it only later.", naming.Capital(naming.Who(k))), "start the server first, and the client when it is ready"
	case findings.Fallen:
		return fmt.Sprintf(" %s had it, and has ended with an error before.", naming.Capital(naming.Who(k))), fmt.Sprintf("mend the error that ends %s: it prints it", naming.Who(k))
	case findings.Ended:
		return fmt.Sprintf(" %s had closed %s before.", naming.Capital(naming.Who(k)), itsSocket(k)), "keep the server's socket open as long as clients come"
	}
	return "", ""
}

// itsSocket names what a program has closed at an address.
func itsSocket(k *run.Socket) string {
	if k.Role == run.Listening {
		return "its listening socket"
	}
	return "its socket there"
}

// orThere names the address that somebody else has the port on, for a repair, if who has asked can reach it: one of
// loopback only on the same host, where one asks from the address that one asks for, or from one of loopback.
func orThere(f *findings.Finding) string {
	from, at := f.Who.Local.Addr(), f.Other.Local.Addr()
	if at.IsLoopback() && !from.IsLoopback() && from != f.Address.Addr() {
		return ""
	}
	return fmt.Sprintf(", or connect to %v", at)
}

// unbound says what is there where the port is one that a kernel has chosen: a server's, which asked for
// none, or a client's.
func unbound(f *findings.Finding) (full, repair string) {
	k := f.Other
	if f.Near == findings.FromThere {
		return fmt.Sprintf(" That is the address from which a connection to %v comes: who has made that does not listen there.", k.Remote), "answer on the socket that accept() has returned: a connection goes both ways"
	}
	return fmt.Sprintf(" But %s has port %d: its socket was bound to no port, or to port 0, and so the kernel has chosen one.", naming.Who(k), k.Local.Port()), fmt.Sprintf("bind((\"\", %d)) in the server, before listen()", f.Address.Port())
}

// swapped says how a port comes to have its bytes swapped.
func swapped(f *findings.Finding) string {
	const python = ".py"
	own, other := strings.HasSuffix(naming.File(f.Moments[0]), python), strings.HasSuffix(f.Text, python)
	switch {
	case own && other:
		return "leave htons() out: in Python bind() and connect() take the port as it is"
	case own && f.Text != "" || other && naming.File(f.Moments[0]) != "":
		return "one of the two programs is not in Python: in C the port goes through htons() once, and in Python bind() and connect() take it as it is"
	}
	return "put the port in network byte order once: htons() in C; other languages do that by themselves"
}

// compare is what is to be done where nothing near is there; over TCP a server listens, too.
const compare = "have the server bind to this address%s before the client asks, and compare address and port in both programs"

// OfRefused is of a connect() to where nobody listens.
func OfRefused(f *findings.Finding) naming.Verdict {
	full, repair := nearly(f)
	v := naming.Verdict{
		Brief:  fmt.Sprintf("%s is refused: nobody listens on TCP %v", naming.Who(f.Who), f.Address),
		Full:   fmt.Sprintf("connect() fails%s: the kernel there answers the SYN with a RST%s, for no socket listens on TCP %v.%s", naming.At(f.Moments[0]), naming.Packet(f.Moments[len(f.Moments)-1]), f.Address, full),
		Repair: cmp.Or(repair, fmt.Sprintf(compare, " and listen")),
	}
	if f.Got > 1 {
		v.Brief += fmt.Sprintf(", %d times", f.Got)
	}
	return v
}

// unheard says whether a program learns of an ICMP error.
func unheard(f *findings.Finding) string {
	switch {
	case f.Who == nil || f.Who.FD < 0:
		return " A socket that is not connected is not told of that."
	case len(f.Moments) > 1:
		return fmt.Sprintf(" The socket of %s is connected, and so its next call tells: ECONNREFUSED%s.", naming.Who(f.Who), naming.At(f.Moments[1]))
	case f.Moments[0].Unheard:
		return fmt.Sprintf(" The socket of %s is not connected, and so the program is not told of that.", naming.Who(f.Who))
	}
	return ""
}

// OfUnreachable is of a datagram for which no socket is there, or none that takes it.
func OfUnreachable(f *findings.Finding) naming.Verdict {
	if f.Near == findings.Left && f.Other != nil {
		return naming.Verdict{
			Brief:  fmt.Sprintf("%s has closed its socket when the datagram of %s comes", naming.Who(f.Other), naming.Who(f.Who)),
			Full:   fmt.Sprintf("An ICMP error says port unreachable%s. %s had asked from %v, waited for the answer, and closed%s: it comes too late.", naming.Packet(f.Moments[0]), naming.Capital(naming.Who(f.Other)), f.Address, ended(f.Other)),
			Repair: "answer sooner, or wait for longer: settimeout()",
		}
	}
	if f.Near == findings.Engaged && f.Other != nil {
		v := naming.Verdict{
			Brief:  fmt.Sprintf("%s does not take the datagram of %s: it is connected to another one", naming.Who(f.Other), naming.Who(f.Who)),
			Full:   fmt.Sprintf("An ICMP error says port unreachable%s. %s has UDP %v, and is connected to %v: its kernel takes datagrams from there alone.", naming.Packet(f.Moments[0]), naming.Capital(naming.Who(f.Other)), f.Address, f.Other.Remote),
			Repair: "leave out connect() where several ask: sendto() with the address that recvfrom() returned",
		}
		if f.Parts == 0 {
			v.Repair = "leave out connect() where several answer: sendto() and recvfrom(); or take a socket for each of them"
		}
		return v
	}
	if f.Near == findings.NoMember {
		return ofNoMember(f)
	}
	full, repair := nearly(f)
	repair = cmp.Or(repair, fmt.Sprintf(compare, ""))
	if f.Moments[0].Unheard && len(f.Moments) < 2 { // no call has told of it
		repair += "; and connect() the socket that asks: then its next call fails with ECONNREFUSED"
	}
	return naming.Verdict{
		Brief:  fmt.Sprintf("nobody has UDP %v: the datagram of %s comes to nothing", f.Address, naming.Who(f.Who)),
		Full:   fmt.Sprintf("An ICMP error says port unreachable%s: no UDP socket is bound to %v.%s%s", naming.Packet(f.Moments[0]), f.Address, full, unheard(f)),
		Repair: repair,
	}
}

// ofNoMember is of UDPUnreachable where a datagram goes to a group that nobody has joined.
func ofNoMember(f *findings.Finding) naming.Verdict {
	group, other := f.Address.Addr(), strings.Trim(naming.Quoted(f.Text), `"`)
	v := naming.Verdict{
		Brief:  fmt.Sprintf("nobody has joined the group %v: the datagram of %s comes to nothing", group, naming.Who(f.Who)),
		Full:   fmt.Sprintf("What is sent to a group%s is for sockets whose programs have joined it.", naming.At(f.Moments[0])),
		Repair: fmt.Sprintf("join it in who is to receive: setsockopt() with IP_ADD_MEMBERSHIP, and the group %v", group),
	}
	if f.Other == nil {
		return v
	}
	if f.Text != "" && len(f.Moments) > 1 {
		v.Full += fmt.Sprintf(" %s has port %d, and has joined %s%s.", naming.Capital(naming.Who(f.Other)), f.Address.Port(), other, naming.At(f.Moments[1]))
		v.Repair = fmt.Sprintf("name one group in both programs: %v, or %s", group, other)
	} else {
		v.Full += fmt.Sprintf(" %s has port %d, and has joined none: bind() alone does not do that.", naming.Capital(naming.Who(f.Other)), f.Address.Port())
	}
	return v
}

// ended says where a socket was closed.
func ended(k *run.Socket) string {
	if k.End == nil {
		return ""
	}
	return naming.At(k.End)
}

// OfSentBeforeBound is of a datagram that comes before its receiver has called bind().
func OfSentBeforeBound(f *findings.Finding) naming.Verdict {
	v := naming.Verdict{
		Brief:  fmt.Sprintf("%s sends before anybody is bound to UDP %v", naming.Who(f.Who), f.Address),
		Full:   fmt.Sprintf("An ICMP error says port unreachable%s. The server's bind() comes only later, and the datagram is gone.%s", naming.Packet(f.Moments[0]), unheard(f)),
		Repair: "start the client when the server is bound; and ask again when no answer comes (settimeout(), a loop)",
	}
	if f.Got > 0 {
		v.Full = fmt.Sprintf("An ICMP error says port unreachable%s. The server's bind() comes only later. What is sent after that has no answer either.", naming.Packet(f.Moments[0]))
	}
	return v
}
