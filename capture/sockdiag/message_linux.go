package sockdiag

import (
	"encoding/binary"
	"errors"
	"net/netip"

	"github.com/mdlayher/netlink"
	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// messageSize is that of struct inet_diag_msg; attributes may follow it.
const messageSize = 72

var errShort = errors.New("an answer is cut off")

// read reads the answer to one request.
func read(answer []netlink.Message, proto capture.Protocol) ([]capture.KernelSocket, error) {
	var sockets []capture.KernelSocket
	for _, m := range answer {
		switch {
		case m.Header.Flags&netlink.DumpInterrupted != 0:
			return nil, errInterrupted
		case m.Header.Type != sockDiagByFamily:
		case len(m.Data) < messageSize:
			return nil, errShort
		default:
			sockets = append(sockets, decode(m.Data, proto))
		}
	}
	return sockets, nil
}

// decode reads a struct inet_diag_msg: family, state, timer, retransmissions;
// then ports and addresses in network order, interface and cookie; then expiry,
// queues, user and inode.
func decode(b []byte, proto capture.Protocol) capture.KernelSocket {
	native := binary.NativeEndian
	s := capture.KernelSocket{
		Proto:     proto,
		Local:     endpoint(b[0], b[4:6], b[8:24]),
		Remote:    endpoint(b[0], b[6:8], b[24:40]),
		RecvQueue: int(native.Uint32(b[56:])),
		SendQueue: int(native.Uint32(b[60:])),
		Inode:     native.Uint32(b[68:]),
	}
	if proto == capture.TCP {
		s.State = stateName(b[1])
	}
	if s.Remote.Port() == 0 {
		s.Remote = netip.AddrPort{}
	}
	return s
}

func endpoint(family byte, port, addr []byte) netip.AddrPort {
	a := netip.AddrFrom4([4]byte(addr[:4]))
	if family == unix.AF_INET6 {
		a = netip.AddrFrom16([16]byte(addr)).Unmap()
	}
	return netip.AddrPortFrom(a, binary.BigEndian.Uint16(port))
}

// stateNames are RFC 9293's names by the numbers of include/net/tcp_states.h.
// That of a request that waits for its handshake's last ACK is 12 inside the
// kernel, and 3 in what it tells.
var stateNames = [...]string{
	1: "ESTABLISHED", 2: "SYN-SENT", 3: "SYN-RECEIVED", 4: "FIN-WAIT-1", 5: "FIN-WAIT-2", 6: "TIME-WAIT",
	7: "CLOSED", 8: "CLOSE-WAIT", 9: "LAST-ACK", 10: "LISTEN", 11: "CLOSING", 12: "SYN-RECEIVED",
}

func stateName(n byte) string {
	if int(n) < len(stateNames) {
		return stateNames[n]
	}
	return ""
}
