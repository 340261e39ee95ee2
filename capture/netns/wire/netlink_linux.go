package wire

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"time"

	"github.com/mdlayher/netlink"
	"golang.org/x/sys/unix"
)

// attributes are what follows the fixed header of a message (rtnetlink(7)).
type attributes = netlink.AttributeEncoder

// exchange sends a message of a kind to the kernel of the thread's network, and
// returns what it answers: the errno, if it refuses. fill, which may be nil, adds the
// attributes.
func exchange(kind netlink.HeaderType, flags netlink.HeaderFlags, header any, fill func(*attributes)) error {
	data, err := encode(header, fill)
	if err != nil {
		return err
	}
	conn, err := netlink.Dial(unix.NETLINK_ROUTE, nil)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // has served
	_, err = conn.Execute(netlink.Message{
		Header: netlink.Header{Type: kind, Flags: flags | netlink.Request | netlink.Acknowledge},
		Data:   data,
	})
	return err
}

// encode returns a header of fixed size with its attributes behind it.
func encode(header any, fill func(*attributes)) ([]byte, error) {
	data, err := binary.Append(nil, binary.NativeEndian, header)
	if err != nil || fill == nil {
		return data, err
	}
	all := netlink.NewAttributeEncoder()
	fill(all)
	encoded, err := all.Encode()
	return append(data, encoded...), err
}

// routePatience is how long a kernel may take until an address is its own: it leaves that to a thread
// of its own, and a busy machine to that.
const routePatience = 10 * time.Second

// untilRouted calls add, which gives an address of IPv6 to the host, and returns when the host takes what
// comes there for its own: until then it would try to forward that, and throw it away. The kernel says so
// when it has made a local route, some time after it has acknowledged the address (rtnetlink(7)).
func untilRouted(address netip.Addr, add func() error) error {
	conn, err := netlink.Dial(unix.NETLINK_ROUTE, &netlink.Config{Groups: 1 << (unix.RTNLGRP_IPV6_ROUTE - 1)})
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // has served
	if err := add(); err != nil {
		return err
	}
	if err := conn.SetReadDeadline(time.Now().Add(routePatience)); err != nil {
		return err
	}
	for {
		messages, err := conn.Receive()
		if err != nil {
			return err
		}
		if slices.ContainsFunc(messages, func(m netlink.Message) bool { return isLocalRoute(m, address) }) {
			return nil
		}
	}
}

// isLocalRoute reports whether a message is of a new route that ends at this host, to the address: a struct
// rtmsg, whose octet 7 is the type, and attributes.
func isLocalRoute(m netlink.Message, address netip.Addr) bool {
	const size, kind = unix.SizeofRtMsg, 7
	if m.Header.Type != unix.RTM_NEWROUTE || len(m.Data) < size || m.Data[kind] != unix.RTN_LOCAL {
		return false
	}
	attributes, err := netlink.UnmarshalAttributes(m.Data[size:])
	return err == nil && slices.ContainsFunc(attributes, func(a netlink.Attribute) bool {
		return a.Type == unix.RTA_DST && slices.Equal(a.Data, address.AsSlice())
	})
}
