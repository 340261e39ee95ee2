package wire

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// The receive ring: as many frames of a burst as wait for the relay.
const (
	ringFrame  = 2048 // octets: a frame with the kernel's header
	ringBlock  = 64 << 10
	ringFrames = 4096
)

// markType is the EtherType of the frames by which the relay learns that all
// before them has been worked off: IEEE 802's for local experiments (RFC 9542).
const markType = 0x88b5

// tap sees what a host sends. Its socket is inside the host, on the sending
// interface: a frame is in the ring before the call that sends it returns, while
// on the way to the other end of the veth pair the kernel may let it wait.
//
// The ring is TPACKET_V2's (packet_mmap): it hands over single frames, at once,
// where the next version collects them for a while.
type tap struct {
	fd     int
	memory []byte
	next   int       // index of the next frame
	last   time.Time // stamp of the last
	missed uint64    // frames that found the ring full, up to the last look
}

// openTap opens a tap on the inner interface; it is called inside the host.
func openTap(index int, ipv6 bool) (*tap, error) {
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC, 0) // receives nothing before bind
	if err != nil {
		return nil, err
	}
	t := &tap{fd: fd}
	if err := t.start(index, tapFilter(ipv6)); err != nil {
		return nil, errors.Join(err, t.close())
	}
	return t, nil
}

func (t *tap) start(index int, filter []bpf.Instruction) error {
	if err := attach(t.fd, filter); err != nil {
		return fmt.Errorf("filter: %w", err)
	}
	if err := unix.SetsockoptInt(t.fd, unix.SOL_PACKET, unix.PACKET_VERSION, unix.TPACKET_V2); err != nil {
		return err
	}
	const size = ringFrame * ringFrames
	request := unix.TpacketReq{Block_size: ringBlock, Block_nr: size / ringBlock, Frame_size: ringFrame, Frame_nr: ringFrames}
	if err := unix.SetsockoptTpacketReq(t.fd, unix.SOL_PACKET, unix.PACKET_RX_RING, &request); err != nil {
		return fmt.Errorf("buffer: %w", err)
	}
	memory, err := unix.Mmap(t.fd, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return fmt.Errorf("buffer: %w", err)
	}
	t.memory = memory
	return unix.Bind(t.fd, &unix.SockaddrLinklayer{Protocol: networkOrder(unix.ETH_P_ALL), Ifindex: index})
}

// multicastListenerQuery is the first type of ICMPv6 that is for a link alone, and not for who talks over
// it: of groups and their listeners (RFC 3810), of neighbours and routers (RFC 4861).
const multicastListenerQuery = 130

// tapFilter lets the host's own IPv4 frames through, or those of IPv6, and the marks that come in.
// What hosts tell their link of groups has a hop-by-hop header (RFC 3810 §5).
func tapFilter(ipv6 bool) []bpf.Instruction {
	family, link := uint32(unix.ETH_P_IP), []bpf.Instruction(nil)
	if ipv6 {
		family, link = unix.ETH_P_IPV6, []bpf.Instruction{
			bpf.LoadAbsolute{Off: 20, Size: 1}, // next header
			bpf.JumpIf{Cond: bpf.JumpEqual, Val: unix.IPPROTO_HOPOPTS, SkipTrue: 6},
			bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: unix.IPPROTO_ICMPV6, SkipTrue: 2},
			bpf.LoadAbsolute{Off: 54, Size: 1}, // type of ICMPv6
			bpf.JumpIf{Cond: bpf.JumpGreaterOrEqual, Val: multicastListenerQuery, SkipTrue: 3},
		}
	}
	return slices.Concat([]bpf.Instruction{
		bpf.LoadAbsolute{Off: 12, Size: 2},                                              // EtherType
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: markType, SkipTrue: uint8(len(link) + 3)},  //nolint:gosec // a few
		bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: family, SkipTrue: uint8(len(link) + 3)}, //nolint:gosec // as above
	}, link, []bpf.Instruction{
		bpf.LoadExtension{Num: bpf.ExtType},
		bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: unix.PACKET_OUTGOING, SkipTrue: 1},
		bpf.RetConstant{Val: ringFrame},
		bpf.RetConstant{Val: 0},
	})
}

// attach has the kernel run the program on each frame.
func attach(fd int, program []bpf.Instruction) error {
	raw, err := bpf.Assemble(program)
	if err != nil {
		return err
	}
	filter := make([]unix.SockFilter, len(raw))
	for i, in := range raw {
		filter[i] = unix.SockFilter{Code: in.Op, Jt: in.Jt, Jf: in.Jf, K: in.K}
	}
	return unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER,
		&unix.SockFprog{Len: uint16(len(filter)), Filter: unsafe.SliceData(filter)}) //nolint:gosec // a few
}

// take returns a copy of the next frame, nil if there is none yet.
func (t *tap) take() *capture.Packet {
	start := t.next * ringFrame
	header := (*unix.Tpacket2Hdr)(unsafe.Pointer(&t.memory[start])) // frames are aligned
	if atomic.LoadUint32(&header.Status)&unix.TP_STATUS_USER == 0 {
		return nil
	}
	start += int(header.Mac)
	p := &capture.Packet{
		Time:   t.stamp(time.Unix(int64(header.Sec), int64(header.Nsec))),
		Link:   capture.LinkEthernet,
		Data:   append([]byte(nil), t.memory[start:start+int(header.Snaplen)]...),
		Length: int(header.Len),
	}
	atomic.StoreUint32(&header.Status, unix.TP_STATUS_KERNEL)
	t.next = (t.next + 1) % ringFrames
	return p
}

// stamp returns the time, or that of the frame before it if that is later: two
// that were sent at once, on two processors, may be stamped in another order than
// they are in the ring, which is the one in which they go on the wire.
func (t *tap) stamp(at time.Time) time.Time {
	if at.After(t.last) {
		t.last = at
	}
	return t.last
}

// drops returns how many frames found the ring full, since the start. The kernel
// forgets its count when it is read (packet(7)).
func (t *tap) drops() (uint64, error) {
	stats, err := unix.GetsockoptTpacketStats(t.fd, unix.SOL_PACKET, unix.PACKET_STATISTICS)
	if err != nil {
		return 0, os.NewSyscallError("drop counts of the wire", err)
	}
	t.missed += uint64(stats.Drops)
	return t.missed, nil
}

// failure returns why a poll of the tap has failed: its interface is down or gone.
func (t *tap) failure(polled unix.PollFd) error {
	if polled.Revents&^unix.POLLIN == 0 {
		return nil
	}
	errno, err := unix.GetsockoptInt(t.fd, unix.SOL_SOCKET, unix.SO_ERROR)
	if err == nil && errno != 0 {
		err = unix.Errno(errno)
	}
	return os.NewSyscallError("the wire is cut", err)
}

func (t *tap) close() error {
	var err error
	if t.memory != nil {
		err = unix.Munmap(t.memory)
	}
	return errors.Join(err, unix.Close(t.fd))
}

// openPlug returns a socket that writes frames to an outer interface, past its
// queue: the kernel activates that some time after the interface is up, and
// throws frames away until then.
func openPlug(index int) (int, error) {
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, err
	}
	if err = unix.SetsockoptInt(fd, unix.SOL_PACKET, unix.PACKET_QDISC_BYPASS, 1); err == nil {
		err = unix.Bind(fd, &unix.SockaddrLinklayer{Ifindex: index})
	}
	if err != nil {
		return -1, errors.Join(err, unix.Close(fd))
	}
	return fd, nil
}

// networkOrder returns the value as it stands in a sockaddr_ll.
func networkOrder(v uint16) uint16 {
	octets := [2]byte{byte(v >> 8), byte(v)}
	return *(*uint16)(unsafe.Pointer(&octets))
}
