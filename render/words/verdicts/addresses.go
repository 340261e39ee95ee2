package verdicts

import (
	"fmt"

	"wireladder/capture/run/findings"
)

func ofAddressInUse(f *findings.Finding) Verdict {
	v := Verdict{
		Brief:  fmt.Sprintf("%s can't have %v: the address is in use", who(f.Who), f.Address),
		Full:   fmt.Sprintf("bind() fails%s: something that was there before has %v: a socket of another program, or the rest of a connection in TIME-WAIT.", at(f.Moments[0]), f.Address),
		Repair: "end the program that has the port, set SO_REUSEADDR before bind(), or choose another port",
	}
	if f.Other != nil {
		v.Full = fmt.Sprintf("bind() fails%s: %s has bound its %s to %v, and that is still open.", at(f.Moments[0]), who(f.Other), fd(f.Other), f.Other.Local)
		v.Repair = fmt.Sprintf("close %s first, or choose another port", fd(f.Other))
	}
	return v
}

func ofNoReuseAddr(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%s can't have %v so soon again: SO_REUSEADDR is not set", who(f.Who), f.Address),
		Full:   fmt.Sprintf("bind() fails%s: an earlier connection of this port waits in TIME-WAIT at the side that closed first. Without SO_REUSEADDR the port is taken until that is over.", at(f.Moments[0])),
		Repair: "before bind(): s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)",
	}
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
		return fmt.Sprintf(" But %s has port %d.", who(k), k.Local.Port()), fmt.Sprintf("give both programs the same port: %d or %d", k.Local.Port(), f.Address.Port())
	case findings.SwappedPort:
		return fmt.Sprintf(" But %s has port %d, which is %d with its two bytes swapped.", who(k), k.Local.Port(), f.Address.Port()), "put the port in network byte order once: htons()"
	case findings.OtherAddress:
		return fmt.Sprintf(" But %s has this port on %v alone.", who(k), k.Local.Addr()), fmt.Sprintf("bind to \"\" (all addresses), or connect to %v", k.Local.Addr())
	case findings.OtherFamily:
		return fmt.Sprintf(" But %s has this port on %v: IPv4 and IPv6 are two.", who(k), k.Local.Addr()), "use the same address family in both programs"
	case findings.OtherProto:
		return fmt.Sprintf(" But %s has this port over %s: UDP and TCP have ports of their own.", who(k), k.Proto), "use SOCK_STREAM in both programs, or SOCK_DGRAM in both"
	case findings.Later:
		return fmt.Sprintf(" %s took it only later.", capital(who(k))), "start the server first, and the client when it is ready"
	case findings.Ended:
		return fmt.Sprintf(" %s had closed it before.", capital(who(k))), "keep the server's socket open as long as clients come"
	}
	return "", ""
}

func ofRefused(f *findings.Finding) Verdict {
	full, repair := nearly(f)
	if repair == "" {
		repair = "start the server first, and look at address and port in both programs"
	}
	return Verdict{
		Brief:  fmt.Sprintf("%s is refused: nobody listens on TCP %v", who(f.Who), f.Address),
		Full:   fmt.Sprintf("connect() fails%s: the kernel there answers the SYN with a RST, for no socket listens on TCP %v.%s", at(f.Moments[0]), f.Address, full),
		Repair: repair,
	}
}

func ofUnreachable(f *findings.Finding) Verdict {
	full, repair := nearly(f)
	if repair == "" {
		repair = "start the server first, and look at address and port in both programs"
	}
	return Verdict{
		Brief:  fmt.Sprintf("nobody has UDP %v: the datagram of %s comes to nothing", f.Address, who(f.Who)),
		Full:   fmt.Sprintf("An ICMP error says port unreachable%s: no UDP socket is bound to %v.%s A socket that is not connected never learns of that.", packet(f.Moments[0]), f.Address, full),
		Repair: repair,
	}
}

func ofSentBeforeBound(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%s sends before anybody is bound to UDP %v", who(f.Who), f.Address),
		Full:   fmt.Sprintf("An ICMP error says port unreachable%s. The server's bind() comes only later, and the datagram is gone: nobody sends it again.", packet(f.Moments[0])),
		Repair: "start the client when the server is bound; and ask again when no answer comes (settimeout, a loop)",
	}
}

func ofDatagramCut(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%s takes %d of %s: the rest of the datagram is gone", who(f.Who), f.Got, bytesOf(f.Of)),
		Full:   fmt.Sprintf("recvfrom() has a buffer of %s%s, and the datagram holds %s. The kernel throws away what does not fit.", bytesOf(f.Got), at(f.Moments[0]), bytesOf(f.Of)),
		Repair: fmt.Sprintf("give recvfrom() a buffer of %d bytes or more", f.Of),
	}
}

func ofReplyWrongAddress(f *findings.Finding) Verdict {
	if f.Who.Process == f.Other.Process && f.Address == f.Other.Local {
		return Verdict{
			Brief:  fmt.Sprintf("%s waits on %s, and the answer comes to its %s", who(f.Who), fd(f.Who), fd(f.Other)),
			Full:   fmt.Sprintf("The datagram%s reaches the socket that has sent the request, %v; recvfrom()%s waits on another one.", packet(f.Moments[1]), f.Address, at(f.Moments[0])),
			Repair: "send and receive with one socket",
		}
	}
	if f.Address == f.Who.Local {
		return Verdict{
			Brief:  fmt.Sprintf("%s answers from %v, which was not asked", who(f.Who), f.Address),
			Full:   fmt.Sprintf("%s is connected to %v and takes datagrams from there alone; sendto()%s is made on another socket.", capital(who(f.Other)), f.Other.Remote, at(f.Moments[0])),
			Repair: "answer with the socket that has received the request",
		}
	}
	return Verdict{
		Brief:  fmt.Sprintf("%s answers to %v, and not to who has asked", who(f.Who), f.Address),
		Full:   fmt.Sprintf("The request came from %v; sendto()%s goes to %v. %s waits for ever.", f.Other.Local, at(f.Moments[0]), f.Address, capital(who(f.Other))),
		Repair: "send the answer to the address that recvfrom() returned",
	}
}

func ofReplyLost(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("a datagram is lost%s, and %s waits for ever", packet(f.Moments[0]), who(f.Who)),
		Full:   "UDP does not repeat anything: a program must ask again itself when no answer comes.",
		Repair: "settimeout() on the client's socket, and send again when it is over",
	}
}

func ofRcvbufOverflow(f *findings.Finding) Verdict {
	return Verdict{
		Brief:  fmt.Sprintf("%d datagrams arrived and were thrown away: the receive buffer was full", f.Got),
		Full:   "The kernel counts them (RcvbufErrors): they came over the wire, and the program did not receive as fast as they came.",
		Repair: "receive faster, or give the socket a larger SO_RCVBUF; UDP does not slow down its sender",
	}
}
