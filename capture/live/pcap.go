//go:build cgo && (linux || darwin || dragonfly || freebsd || netbsd || openbsd || solaris)

package live

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"syscall"

	"github.com/google/gopacket/pcap"
	"golang.org/x/net/bpf"

	"wireladder/capture"
)

// dltRaw is what libpcap calls raw IP in a live capture; files have LinkRaw for
// it (https://www.tcpdump.org/linktypes.html).
const dltRaw = 12

// pcapLive is a capture with libpcap.
type pcapLive struct {
	handle   *pcap.Handle
	name     string
	link     capture.LinkType
	returned uint64 // packets that Next has returned
}

var _ Capture = (*pcapLive)(nil)

// open starts a capture with libpcap.
func open(o Options) (Capture, error) {
	inactive, err := inactiveHandle(o)
	if err != nil {
		return nil, err
	}
	defer inactive.CleanUp()
	handle, err := inactive.Activate()
	if err != nil {
		return nil, activationError(err)
	}
	if o.Filter != nil {
		if err := handle.SetBPFInstructionFilter(pcapFilter(o.Filter)); err != nil {
			handle.Close()
			return nil, fmt.Errorf("filter: %w", err)
		}
	}
	return &pcapLive{handle: handle, name: o.Interface, link: linkTypeOf(int(handle.LinkType()))}, nil
}

// inactiveHandle returns a handle with the options set. One that is set up
// before it is activated has stamps in ns, which pcap_open_live(3) has not.
//
// Immediate mode stays off: with it, a large snap length leaves room for few
// frames, and bursts are lost. The timeout then bounds how late packets come.
func inactiveHandle(o Options) (*pcap.InactiveHandle, error) {
	inactive, err := pcap.NewInactiveHandle(o.Interface)
	if err != nil {
		return nil, err
	}
	err = errors.Join(
		inactive.SetSnapLen(o.SnapLength),
		inactive.SetBufferSize(o.BufferSize),
		inactive.SetTimeout(o.ReadTimeout),
		inactive.SetImmediateMode(false),
	)
	if err != nil {
		inactive.CleanUp()
		return nil, err
	}
	return inactive, nil
}

// activationError gives an error of pcap_activate(3) the errno that it stands
// for. gopacket's type for them is not exported; its texts are all there is.
func activationError(err error) error {
	switch err.Error() {
	case "Permission Denied":
		return syscall.EPERM
	case "No Such Device":
		return noInterfaceError{}
	case "Interface Not Up":
		return syscall.ENETDOWN
	}
	return err
}

// pcapFilter turns the program into gopacket's type for one.
func pcapFilter(program []bpf.RawInstruction) []pcap.BPFInstruction {
	filter := make([]pcap.BPFInstruction, len(program))
	for i, in := range program {
		filter[i] = pcap.BPFInstruction{Code: in.Op, Jt: in.Jt, Jf: in.Jf, K: in.K}
	}
	return filter
}

// linkTypeOf returns the link type of files for one of libpcap's handles.
func linkTypeOf(dlt int) capture.LinkType {
	if dlt == dltRaw {
		return capture.LinkRaw
	}
	return capture.LinkType(dlt) //nolint:gosec // gopacket has it in eight bits
}

// Next returns the next frame.
func (l *pcapLive) Next() (*capture.Packet, error) {
	p := &capture.Packet{}
	if err := l.Scan(p); err != nil {
		return nil, err
	}
	p.Data = bytes.Clone(p.Data)
	return p, nil
}

// Scan returns the next frame where libpcap has it.
func (l *pcapLive) Scan(p *capture.Packet) error {
	data, info, err := l.handle.ZeroCopyReadPacketData()
	switch {
	case err == nil:
	case errors.Is(err, pcap.NextErrorTimeoutExpired):
		return ErrTimeout
	case errors.Is(err, pcap.NextErrorReadError):
		return fmt.Errorf("capture on %q: %w", l.name, l.handle.Error())
	default:
		return fmt.Errorf("capture on %q: %w", l.name, err)
	}
	l.returned++
	p.Time, p.Link, p.Data, p.Length = info.Timestamp, l.link, data, info.Length
	return nil
}

// LinkType returns how the frames begin.
func (l *pcapLive) LinkType() capture.LinkType { return l.link }

// Drops returns the counts since the start. On Linux's loopback libpcap keeps
// each frame twice and shows it once: what it lost there may have been a copy,
// so that Kernel is an upper bound, and its own count of packets is not used.
func (l *pcapLive) Drops() (capture.Drops, error) {
	stats, err := l.handle.Stats()
	if err != nil {
		return capture.Drops{}, fmt.Errorf("drop counts of %q: %w", l.name, err)
	}
	lost := uint64(stats.PacketsDropped) //nolint:gosec // a count
	return capture.Drops{
		Received:  l.returned + lost,
		Kernel:    lost,
		Interface: uint64(stats.PacketsIfDropped), //nolint:gosec // a count
	}, nil
}

// Close ends the capture.
func (l *pcapLive) Close() error {
	l.handle.Close()
	return nil
}

// backend returns libpcap's name and version. The library says "libpcap
// version 1.10.3 (with TPACKET_V3)".
func backend() string {
	words := strings.Fields(pcap.Version())
	if len(words) < 3 {
		return "libpcap"
	}
	return "libpcap " + strings.TrimRight(words[2], ",")
}
