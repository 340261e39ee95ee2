package routes

import (
	"encoding/binary"
	"errors"
	"net/netip"
	"os"

	"golang.org/x/sys/unix"
)

// loopback is the number of lo in every network (LOOPBACK_IFINDEX of linux/net/flow.h).
const loopback = 1

// routeRequest is a message of rtnetlink(7) that asks for a route, with its attributes.
type routeRequest struct {
	Header      unix.NlMsghdr
	Route       unix.RtMsg
	Destination addressAttribute
	Interface   numberAttribute
	Source      addressAttribute
}

// addressAttribute is an attribute that holds an address of IPv4.
type addressAttribute struct {
	Length, Type uint16
	Address      [4]byte
}

// numberAttribute is an attribute that holds a number.
type numberAttribute struct {
	Length, Type uint16
	Number       uint32
}

// attributeSize is how long an attribute of four octets is, with its header.
const attributeSize = unix.SizeofRtAttr + 4

// ToLoopback has what is sent to several hosts go to the loopback of the thread's network, as it goes to a host's
// only network: without a route the kernel refuses it (ENETUNREACH), and no program can join a group unless it names
// the interface (ip(7)). Programs that work on a network of their own would fail here alone. Routes that are there
// already stay.
func ToLoopback() error {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
	if err != nil {
		return os.NewSyscallError("open a socket for routes", err)
	}
	defer unix.Close(fd) //nolint:errcheck // has served
	for _, to := range Many() {
		if err := addRoute(fd, to); err != nil && !errors.Is(err, unix.EEXIST) {
			return os.NewSyscallError("add the route to "+to.String(), err)
		}
	}
	return nil
}

// addRoute asks the kernel by a socket of netlink(7) for a route to the loopback, from 127.0.0.1.
func addRoute(fd int, to netip.Prefix) error {
	r := routeRequest{
		Header: unix.NlMsghdr{Type: unix.RTM_NEWROUTE, Flags: unix.NLM_F_REQUEST | unix.NLM_F_ACK | unix.NLM_F_CREATE | unix.NLM_F_EXCL},
		Route: unix.RtMsg{
			Family: unix.AF_INET, Dst_len: uint8(to.Bits()), Table: unix.RT_TABLE_MAIN, //nolint:gosec // 32 at most
			Protocol: unix.RTPROT_BOOT, Scope: unix.RT_SCOPE_HOST, Type: unix.RTN_UNICAST,
		},
		Destination: addressAttribute{attributeSize, unix.RTA_DST, to.Addr().As4()},
		Interface:   numberAttribute{attributeSize, unix.RTA_OIF, loopback},
		Source:      addressAttribute{attributeSize, unix.RTA_PREFSRC, [4]byte{127, 0, 0, 1}},
	}
	r.Header.Len = uint32(binary.Size(r)) //nolint:gosec // some ten
	message, err := binary.Append(nil, binary.NativeEndian, r)
	if err != nil {
		return err
	}
	if err := unix.Sendto(fd, message, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return err
	}
	return acknowledged(fd)
}

// acknowledged returns the error by which the kernel answers what was asked; nil if it has done that.
func acknowledged(fd int) error {
	var answer [unix.NLMSG_HDRLEN + 512]byte
	n, _, err := unix.Recvfrom(fd, answer[:], 0)
	if err != nil || n < unix.NLMSG_HDRLEN+4 {
		return err
	}
	if errno := int32(binary.NativeEndian.Uint32(answer[unix.NLMSG_HDRLEN:])); errno != 0 { //nolint:gosec // as in linux/netlink.h
		return unix.Errno(-errno)
	}
	return nil
}
