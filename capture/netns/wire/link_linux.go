package wire

import (
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"unsafe"

	"github.com/mdlayher/netlink"
	"golang.org/x/sys/unix"

	"wireladder/capture/netns/routes"
)

// inner is what each host calls its interface.
const inner = "eth0"

// mac is an Ethernet address. All are locally administered.
type mac [6]byte

// macOf returns the address of a side's inner or outer interface.
func macOf(side Side, outer bool) mac {
	m := mac{0x02, 5: byte(side)}
	if outer {
		m[4] = 1
	}
	return m
}

// other returns the side across the wire.
func (s Side) other() Side { return Client + Server - s }

// addLink makes a veth pair: one end in the thread's network, the other, with
// the name outer, in the network that the descriptor stands for (veth(4)).
// Segments that the kernel cuts as late as here would be drawn as TCP never sent
// them, so that it must cut them itself.
func addLink(side Side, outer string, network int) error {
	const infoPeer = 1 // VETH_INFO_PEER of linux/veth.h
	peer := func() ([]byte, error) {
		return encode(unix.IfInfomsg{}, func(a *attributes) {
			addCommon(a, outer, macOf(side, true))
			a.Uint32(unix.IFLA_NET_NS_FD, uint32(network)) //nolint:gosec // descriptors are small
		})
	}
	return exchange(unix.RTM_NEWLINK, netlink.Create|netlink.Excl, unix.IfInfomsg{}, func(a *attributes) {
		addCommon(a, inner, macOf(side, false))
		a.Uint32(unix.IFLA_GSO_MAX_SEGS, 1)
		a.Nested(unix.IFLA_LINKINFO, func(info *attributes) error {
			info.String(unix.IFLA_INFO_KIND, "veth")
			info.Nested(unix.IFLA_INFO_DATA, func(data *attributes) error {
				data.Do(infoPeer, peer)
				return nil
			})
			return nil
		})
	})
}

// addCommon adds what both ends have.
func addCommon(a *attributes, name string, address mac) {
	a.String(unix.IFLA_IFNAME, name)
	a.Bytes(unix.IFLA_ADDRESS, address[:])
	a.Uint32(unix.IFLA_MTU, MTU)
}

// removeLink removes an interface and its peer, unless they are gone.
func removeLink(index int) error {
	err := exchange(unix.RTM_DELLINK, 0, unix.IfInfomsg{Index: int32(index)}, nil) //nolint:gosec // the kernel's
	if errors.Is(err, unix.ENODEV) {
		return nil
	}
	return err
}

// bringUp sets IFF_UP.
func bringUp(index int) error {
	return exchange(unix.RTM_NEWLINK, 0, unix.IfInfomsg{
		Index: int32(index), Flags: unix.IFF_UP, Change: unix.IFF_UP, //nolint:gosec // the kernel's
	}, nil)
}

// addAddress gives the interface its address, in a network of 24 bits, or 64 of IPv6. Nobody
// else can have it: the kernel does not ask the link first (IFA_F_NODAD, RFC 4862 §5.4).
func addAddress(index int, address netip.Addr) error {
	m := unix.IfAddrmsg{Family: unix.AF_INET, Prefixlen: 24, Index: uint32(index)} //nolint:gosec // the kernel's
	if address.Is6() {
		m.Family, m.Prefixlen, m.Flags = unix.AF_INET6, 64, unix.IFA_F_NODAD
		return untilRouted(address, func() error { return newAddress(m, address) })
	}
	return newAddress(m, address)
}

func newAddress(m unix.IfAddrmsg, address netip.Addr) error {
	return exchange(unix.RTM_NEWADDR, netlink.Create|netlink.Excl, m, func(a *attributes) {
		a.Bytes(unix.IFA_LOCAL, address.AsSlice())
		a.Bytes(unix.IFA_ADDRESS, address.AsSlice())
	})
}

// routeMany has what is sent to several hosts cross the wire, in place of the loopback, to which a new network has
// it go. Without IPv4 nothing is to cross.
func routeMany(index int, ipv6 bool) error {
	for _, to := range routes.Many() {
		if ipv6 {
			return nil
		}
		m := unix.RtMsg{
			Family: unix.AF_INET, Dst_len: uint8(to.Bits()), Table: unix.RT_TABLE_MAIN, //nolint:gosec // 32 at most
			Protocol: unix.RTPROT_BOOT, Scope: unix.RT_SCOPE_LINK, Type: unix.RTN_UNICAST,
		}
		err := exchange(unix.RTM_NEWROUTE, netlink.Create|netlink.Replace, m, func(a *attributes) {
			a.Bytes(unix.RTA_DST, to.Addr().AsSlice())
			a.Uint32(unix.RTA_OIF, uint32(index)) //nolint:gosec // the kernel's
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// addNeighbour says who has an address, so that neither ARP nor Neighbor Discovery asks.
func addNeighbour(index int, address netip.Addr, has mac) error {
	m := unix.NdMsg{Family: unix.AF_INET, Ifindex: int32(index), State: unix.NUD_PERMANENT} //nolint:gosec // the kernel's
	if address.Is6() {
		m.Family = unix.AF_INET6
	}
	return exchange(unix.RTM_NEWNEIGH, netlink.Create|netlink.Replace, m, func(a *attributes) {
		a.Bytes(unix.NDA_DST, address.AsSlice())
		a.Bytes(unix.NDA_LLADDR, has[:])
	})
}

// indexOf returns the number of an interface in the thread's network.
func indexOf(name string) (int, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return 0, err
	}
	defer unix.Close(fd) //nolint:errcheck // has served
	request, err := unix.NewIfreq(name)
	if err != nil {
		return 0, err
	}
	err = unix.IoctlIfreq(fd, unix.SIOCGIFINDEX, request)
	return int(request.Uint32()), err
}

// disableIPv6 keeps an interface, or "all" and "default", from looking for
// neighbours and routers. Where the system does not allow or know that, the
// frames are still kept off the wire: see tapFilter.
func disableIPv6(names ...string) error {
	for _, name := range names {
		if err := setIPv6(name, "disable_ipv6", "1"); err != nil {
			return err
		}
	}
	return nil
}

// prepareIPv6 says what a host's interface, which is still to be made, does by itself over IPv6:
// nothing at all, or if that is what the wire is for, no more than it must. It makes no address
// of its own (addr_gen_mode 1 is none), and looks for no router. Kernels can be started so that new
// interfaces have none.
func prepareIPv6(wanted bool) error {
	if !wanted {
		return disableIPv6("all", "default")
	}
	return errors.Join(setIPv6("default", "disable_ipv6", "0"), setIPv6("default", "addr_gen_mode", "1"), setIPv6("default", "router_solicitations", "0"), setIPv6("default", "accept_ra", "0"))
}

// setIPv6 changes a setting of an interface, where the system allows and knows that (ip-sysctl in
// the kernel's documentation).
func setIPv6(link, setting, value string) error {
	err := os.WriteFile("/proc/sys/net/ipv6/conf/"+link+"/"+setting, []byte(value), 0)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.EROFS) {
		return nil
	}
	return err
}

// disableOffloads has the kernel do itself what an interface could do for it:
// fill in checksums and cut segments. A real wire has no half-done frames, and
// the other kernel would believe ours (ethtool of netdevice(7)).
func disableOffloads(name string) error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd) //nolint:errcheck // has served
	for _, command := range []uint32{unix.ETHTOOL_STXCSUM, unix.ETHTOOL_STSO, unix.ETHTOOL_SGSO, unix.ETHTOOL_SGRO} {
		if err := ethtool(fd, name, command, 0); err != nil {
			return fmt.Errorf("ethtool command %#x: %w", command, err)
		}
	}
	return nil
}

// ethtool gives one command with a value.
func ethtool(fd int, name string, command, value uint32) error {
	argument := struct{ command, value uint32 }{command, value} // struct ethtool_value
	request := struct {                                         // struct ifreq
		name     [unix.IFNAMSIZ]byte
		argument unsafe.Pointer
		_        [16]byte
	}{argument: unsafe.Pointer(&argument)}
	copy(request.name[:], name)
	_, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), unix.SIOCETHTOOL, uintptr(unsafe.Pointer(&request)))
	if errno != 0 {
		return errno
	}
	return nil
}
