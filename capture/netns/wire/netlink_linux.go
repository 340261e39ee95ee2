package wire

import (
	"encoding/binary"

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
