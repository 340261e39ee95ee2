package pcapng

import (
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"testing"

	"wireladder/capture"
)

// byteOrder is what both byte orders of encoding/binary can do.
type byteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

// handmade is a pcapng file put together octet by octet, so that tests do not
// take the Writer's word for what a file looks like.
type handmade struct {
	order byteOrder
	data  []byte
}

// block appends a block; numbers go in as the byte order says, octets as they
// are and padded.
func (h *handmade) block(kind uint32, parts ...any) *handmade {
	var body []byte
	for _, part := range parts {
		switch v := part.(type) {
		case uint16:
			body = h.order.AppendUint16(body, v)
		case uint32:
			body = h.order.AppendUint32(body, v)
		case uint64:
			body = h.order.AppendUint64(body, v)
		case []byte:
			body = append(body, v...)
			body = append(body, make([]byte, -len(v)&3)...)
		}
	}
	total := uint32(len(body) + 12)
	h.data = h.order.AppendUint32(h.data, kind)
	h.data = h.order.AppendUint32(h.data, total)
	h.data = append(h.data, body...)
	h.data = h.order.AppendUint32(h.data, total)
	return h
}

// section appends a Section Header Block without options.
func (h *handmade) section() *handmade {
	return h.block(blockSection, uint32(orderMagic), uint16(1), uint16(0), uint64(1<<64-1))
}

// iface appends an Interface Description Block; opts are code, length, value.
func (h *handmade) iface(link uint16, snap uint32, opts ...any) *handmade {
	return h.block(blockInterface, append([]any{link, uint16(0), snap}, opts...)...)
}

// packet appends an Enhanced Packet Block.
func (h *handmade) packet(index uint32, stamp uint64, data string, opts ...any) *handmade {
	return h.block(blockEnhanced, append([]any{
		index, uint32(stamp >> 32), uint32(stamp), uint32(len(data)), uint32(len(data)), []byte(data),
	}, opts...)...)
}

// inBothOrders runs a test with a little-endian and a big-endian file.
func inBothOrders(t *testing.T, test func(*testing.T, *handmade)) {
	t.Helper()
	for name, order := range map[string]byteOrder{"little": binary.LittleEndian, "big": binary.BigEndian} {
		t.Run(name, func(t *testing.T) { test(t, &handmade{order: order}) })
	}
}

// readAll reads until the end or the first fault, and asserts that the end
// stays the end.
func readAll(t testing.TB, r *Reader) ([]capture.Entry, error) {
	t.Helper()
	var entries []capture.Entry
	for {
		e, err := r.Next()
		if err != nil {
			if _, again := r.Next(); !errors.Is(again, err) {
				t.Errorf("after %v Next returned %v", err, again)
			}
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return entries, err
		}
		entries = append(entries, e)
	}
}

// isPlaced asserts that a fault says where it is.
func isPlaced(t testing.TB, err error, packet int, offset int64) {
	t.Helper()
	var place *PlaceError
	if !errors.As(err, &place) || place.Packet != packet || place.Offset != offset {
		t.Errorf("error %v, want packet %d (offset %d)", err, packet, offset)
	}
}

// TestNumbersAreTheDrafts holds block types and option codes to the draft (§10.1, §3.5 and
// §4): other tests take the constants' word for them.
func TestNumbersAreTheDrafts(t *testing.T) {
	blocks := []uint32{
		blockSection, blockInterface, blockPacket, blockSimple, blockNames, blockStatistics, blockEnhanced, blockJournal,
		blockSecrets, blockCustom, blockCustomNoCopy, blockSysdig, blockSysdigV2, blockSysdigLarge, orderMagic,
	}
	if want := []uint32{0x0a0d0d0a, 1, 2, 3, 4, 5, 6, 9, 10, 0xbad, 0x40000bad, 0x204, 0x216, 0x221, 0x1a2b3c4d}; !slices.Equal(blocks, want) {
		t.Errorf("blocks %#x, want %#x", blocks, want)
	}
	options := []uint16{
		optEnd, optComment, shbHardware, shbOS, shbApplication, ifName, ifSpeed, ifResolution, ifTimeZone, ifTimestampsOffset, ifTransmitSpeed, ifReceiveSpeed,
		packetFlags, packetDrops, packetID, packetQueue, optCustom, optCustomBinary, optCustomNoCopy, optCustomBinaryNoCopy, isbStart, isbEnd, isbReceived, isbInterfaceDropped, isbAccepted, isbKernelDropped, isbDelivered,
	}
	if want := []uint16{0, 1, 2, 3, 4, 2, 8, 9, 10, 14, 16, 17, 2, 4, 5, 6, 2988, 2989, 19372, 19373, 2, 3, 4, 5, 6, 7, 8}; !slices.Equal(options, want) {
		t.Errorf("options %d, want %d", options, want)
	}
}
