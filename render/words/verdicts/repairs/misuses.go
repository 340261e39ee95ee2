package repairs

import (
	"fmt"
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/render/words/verdicts/naming"
)

// Misuse is what an error of a call comes to that ends a program, and what is to be done. The zero
// value is nothing.
type Misuse struct{ Why, Repair string }

// unconnected is a call that needs a connection, on a socket that has none.
var unconnected = Misuse{"the socket is not connected", "call connect() before; a server sends and receives with the socket that accept() returns"}

// misuses are the errors that mean the same of every call.
var misuses = map[string]Misuse{
	"EISCONN":      {"the socket is connected already", "call connect() once for each socket: before the loop, or on a new socket in each round"},
	"EINPROGRESS":  {"the socket does not wait, and connecting takes its time", "call connect() before setblocking(False); or connect_ex(), and wait in select() until the socket can be written"},
	"ENOTCONN":     unconnected,
	"EPIPE":        unconnected,
	"ENOTSUP":      {"a socket of SOCK_DGRAM makes no connections", "leave listen() and accept() out: recvfrom() receives what anybody sends; or take SOCK_STREAM in both programs"},
	"EDESTADDRREQ": {"the socket is not connected, and the call names no address", "use sendto() with the address, or call connect() before"},
}

// notWaiting says why a call on a socket that does not wait has failed, and what is to be done.
func notWaiting(c *capture.Call) Misuse {
	nothing := "nothing has come yet"
	switch {
	case c.Does(capture.Accepts):
		nothing = "no client has connected yet"
	case c.Does(capture.Sends):
		return Misuse{"there is no room for more, and the socket does not wait", "let the socket wait (setblocking(True)), or wait in select() for room, and send the rest then"}
	}
	return Misuse{nothing + ", and the socket does not wait", "let the socket wait (setblocking(True), a timeout), or wait in select() before the call"}
}

// maxDatagram is how many octets UDP carries over IPv4: 65,535 without the headers (RFC 768, RFC 791).
const maxDatagram = 65507

// MisuseOf returns what the error of a call comes to; nothing if that is not known.
func MisuseOf(m *run.Moment) Misuse {
	c := naming.CallOf(m)
	if c == nil {
		return Misuse{}
	}
	switch binds := c.Does(capture.Binds); {
	case c.Errno == "EAGAIN":
		return notWaiting(c)
	case c.Errno == "EINVAL" && needsScope(c.Args.Address.Addr()):
		return Misuse{
			fmt.Sprintf("%v is there on each interface, and the call does not say which one", c.Args.Address.Addr()),
			`name the interface: ("fe80::1", port, 0, socket.if_nametoindex("eth0")); on one host ::1 does`,
		}
	case c.Errno == "EADDRNOTAVAIL" && binds:
		return Misuse{
			fmt.Sprintf("no interface of this host has the address %v", c.Args.Address.Addr()),
			`bind to "" for every address of this host, or to 127.0.0.1 for programs on this host alone`,
		}
	case c.Errno == "EACCES" && binds:
		return Misuse{fmt.Sprintf("port %d is one that not every user may have", c.Args.Address.Port()), "take a port from 1024 on"}
	case c.Errno == "EACCES" && c.Proto == capture.UDP && mayBeBroadcast(c.Args.Address.Addr()):
		return Misuse{
			"the kernel takes the address for one of broadcast, and the socket is not allowed to send to such",
			"setsockopt(SOL_SOCKET, SO_BROADCAST, 1) before, or send to one host",
		}
	case c.Errno == "EMSGSIZE" && c.Proto == capture.UDP && c.Size > maxDatagram:
		return Misuse{
			fmt.Sprintf("%d bytes do not go into one datagram, which carries %d at most", c.Size, maxDatagram),
			"send less with each call, or send over TCP",
		}
	}
	return misuses[c.Errno]
}

// needsScope reports whether an address is one of a link, without the link (RFC 4007 §6).
func needsScope(a netip.Addr) bool { return a.Is6() && a.IsLinkLocalUnicast() && a.Zone() == "" }

// mayBeBroadcast reports whether an address may mean all hosts of a network: its last bits are set.
func mayBeBroadcast(a netip.Addr) bool {
	const all = 255
	return a.Is4() && a.As4()[3] == all
}
