package wire

import (
	"encoding/binary"
	"errors"
	"slices"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"wireladder/capture/netns/host"
	"wireladder/capture/netns/netnstest"
)

// TCP hands no interface of a host more than one segment at a time: it decides on
// each when it sends it, and nobody cuts them later.
func TestSegmentsAtATime(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	w := newWire(t, Options{})
	for _, h := range []*host.Host{w.Client(), w.Server()} {
		var most []byte
		err := h.Do(func() (err error) {
			most, err = linkAttribute(inner, unix.IFLA_GSO_MAX_SEGS)
			return err
		})
		if err != nil || !slices.Equal(most, binary.NativeEndian.AppendUint32(nil, 1)) {
			t.Errorf("the %s has gso_max_segs % x, %v", h.Name, most, err)
		}
	}
}

var errNoAttribute = errors.New("no such interface or attribute")

// linkAttribute returns what the kernel of the thread's network says of an
// interface (rtnetlink(7)).
func linkAttribute(name string, kind uint16) ([]byte, error) {
	answer, err := syscall.NetlinkRIB(syscall.RTM_GETLINK, syscall.AF_UNSPEC)
	if err != nil {
		return nil, err
	}
	links, err := syscall.ParseNetlinkMessage(answer)
	if err != nil {
		return nil, err
	}
	for i := range links {
		if links[i].Header.Type != syscall.RTM_NEWLINK {
			continue
		}
		attributes, err := syscall.ParseNetlinkRouteAttr(&links[i])
		if err != nil {
			return nil, err
		}
		values := map[uint16][]byte{}
		for _, a := range attributes {
			values[a.Attr.Type] = a.Value
		}
		if value, ok := values[kind]; ok && string(values[unix.IFLA_IFNAME]) == name+"\x00" {
			return value, nil
		}
	}
	return nil, errNoAttribute
}
