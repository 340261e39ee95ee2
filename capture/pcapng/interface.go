package pcapng

import (
	"wireladder/capture"
)

// networkInterface is what an Interface Description Block says of the packets
// that refer to it, and what the statistics say it lost.
type networkInterface struct {
	name  string
	link  capture.LinkType
	which uint8  // of the recording's interfaces
	place uint32 // of the file's interfaces
	snap  uint32 // most octets kept of a packet, 0: no limit
	clock clock
	drops capture.Drops
}

// parseInterface reads an Interface Description Block (the draft, §4.2).
func parseInterface(order endian, body []byte) (networkInterface, error) {
	if len(body) < 8 {
		return networkInterface{}, errShort
	}
	i := networkInterface{
		link:  capture.LinkType(order.uint16(body)),
		snap:  order.uint32(body[4:]),
		clock: microseconds(),
	}
	for opt, err := range options(order, body[8:]) {
		if err != nil {
			return networkInterface{}, err
		}
		i.set(order, opt)
	}
	return i, nil
}

// set takes over one option. One of the wrong length counts as not there, and
// of two the first tells: so it is in Wireshark.
func (i *networkInterface) set(order endian, opt option) {
	switch {
	case opt.code == ifName && i.name == "":
		i.name = string(opt.value)
	case opt.code == ifResolution && len(opt.value) == 1 && !i.clock.known:
		i.clock.setResolution(opt.value[0])
	case opt.code == ifTimestampsOffset && len(opt.value) == 8:
		i.clock.offset = int64(order.uint64(opt.value))
	}
}

// setDrops reads the options of an Interface Statistics Block (the draft,
// §4.6). Its numbers count from the start of the capture, so that the last
// block of an interface is the one that tells.
func (i *networkInterface) setDrops(order endian, opts []byte) error {
	for opt, err := range options(order, opts) {
		if err != nil {
			return err
		}
		if len(opt.value) == 8 {
			i.setCounter(opt.code, order.uint64(opt.value))
		}
	}
	return nil
}

// setCounter takes over one number of the statistics.
func (i *networkInterface) setCounter(code uint16, n uint64) {
	switch code {
	case isbReceived:
		i.drops.Received = n
	case isbInterfaceDropped:
		i.drops.Interface = n
	case isbKernelDropped:
		i.drops.Kernel = n
	}
}
