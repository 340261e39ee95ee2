package pcapng

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"time"

	"wireladder/capture"
)

// networkInterface is what an Interface Description Block says of the packets
// that refer to it, and what the statistics say it lost.
type networkInterface struct {
	name   string
	link   capture.LinkType
	snap   uint32 // most octets kept of a packet, 0: no limit
	ticks  uint64 // of its timestamps, in a second
	offset int64  // seconds to add to its timestamps
	drops  capture.Drops
}

// parseInterface reads an Interface Description Block (the draft, §4.2).
func parseInterface(order binary.ByteOrder, body []byte) (networkInterface, error) {
	if len(body) < 8 {
		return networkInterface{}, errShort
	}
	i := networkInterface{
		link:  capture.LinkType(order.Uint16(body)),
		snap:  order.Uint32(body[4:]),
		ticks: 1e6,
	}
	for opt, err := range options(order, body[8:]) {
		if err == nil {
			err = i.set(order, opt)
		}
		if err != nil {
			return networkInterface{}, err
		}
	}
	return i, nil
}

// set takes over one option.
func (i *networkInterface) set(order binary.ByteOrder, opt option) (err error) {
	switch opt.code {
	case ifName:
		i.name = string(opt.value)
	case ifResolution:
		i.ticks, err = parseResolution(opt.value)
	case ifTimestampsOffset:
		var seconds uint64
		seconds, err = parseNumber(order, opt.value)
		i.offset = int64(seconds)
	}
	return err
}

// parseResolution reads if_tsresol, a negative power of 10, or of 2 if the
// highest bit is set, and returns how many ticks make a second.
func parseResolution(value []byte) (uint64, error) {
	if len(value) != 1 {
		return 0, errOptionLength
	}
	base, power := uint64(10), value[0]&0x7f
	if value[0]&0x80 != 0 {
		base = 2
	}
	ticks := uint64(1)
	for range power {
		over, product := bits.Mul64(ticks, base)
		if over != 0 {
			return 0, fmt.Errorf("timestamps of %d^-%d s do not fit into 64 bits", base, power)
		}
		ticks = product
	}
	return ticks, nil
}

// time returns the time of a timestamp of the interface, in UTC and rounded
// down to whole nanoseconds.
func (i *networkInterface) time(stamp uint64) time.Time {
	seconds, rest := stamp/i.ticks, stamp%i.ticks
	high, low := bits.Mul64(rest, 1e9)
	ns, _ := bits.Div64(high, low, i.ticks) // rest < ticks: the quotient is below 1e9
	return time.Unix(int64(seconds)+i.offset, int64(ns)).UTC()
}

// setDrops reads the options of an Interface Statistics Block (the draft,
// §4.6). Its numbers count from the start of the capture, so that the last
// block of an interface is the one that tells.
func (i *networkInterface) setDrops(order binary.ByteOrder, opts []byte) error {
	for opt, err := range options(order, opts) {
		if err != nil {
			return err
		}
		switch opt.code {
		case isbReceived:
			i.drops.Received, err = parseNumber(order, opt.value)
		case isbInterfaceDropped:
			i.drops.Interface, err = parseNumber(order, opt.value)
		case isbKernelDropped:
			i.drops.Kernel, err = parseNumber(order, opt.value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// parseNumber reads an option with a 64-bit number.
func parseNumber(order binary.ByteOrder, value []byte) (uint64, error) {
	if len(value) != 8 {
		return 0, errOptionLength
	}
	return order.Uint64(value), nil
}
