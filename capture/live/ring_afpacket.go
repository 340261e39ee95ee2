//go:build !cgo && linux

package live

import (
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// ringBlock is the size of a ring's blocks: more than the largest frame that
// loopback carries, since frames do not span blocks.
const ringBlock = 256 << 10

// ring is a receive ring that the kernel fills and we empty: TPACKET_V3 of
// packet_mmap (https://docs.kernel.org/networking/packet_mmap.html). A block
// holds many frames and is ours from when it is full, or older than the
// timeout, until we hand it back.
type ring struct {
	memory []byte
	block  int    // index of the block that is read, or will be next
	left   uint32 // frames not yet read in that block
	offset uint32 // of the next of these
}

// frame is a frame in the ring; it is gone with the next call of next.
type frame struct {
	header   *unix.Tpacket3Hdr
	data     []byte
	outgoing bool // this machine sends it
}

// newRing makes a ring of about size octets at the socket.
func newRing(fd, size, timeout int) (ring, error) {
	if err := unix.SetsockoptInt(fd, unix.SOL_PACKET, unix.PACKET_VERSION, unix.TPACKET_V3); err != nil {
		return ring{}, err
	}
	blocks := max(size/ringBlock, 2) // one to fill while the other is read
	request := unix.TpacketReq3{
		Block_size:     ringBlock,
		Block_nr:       uint32(blocks),  //nolint:gosec // positive
		Frame_size:     ringBlock,       // counts for nothing in this version, but must fit
		Frame_nr:       uint32(blocks),  //nolint:gosec // positive
		Retire_blk_tov: uint32(timeout), //nolint:gosec // positive
	}
	if err := unix.SetsockoptTpacketReq3(fd, unix.SOL_PACKET, unix.PACKET_RX_RING, &request); err != nil {
		return ring{}, err
	}
	memory, err := unix.Mmap(fd, 0, blocks*ringBlock, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	return ring{memory: memory}, err
}

// next returns the next frame, false if there is none yet. It ends the use of
// the frame that it returned before.
func (r *ring) next() (frame, bool) {
	for r.left == 0 {
		if !r.advance() {
			return frame{}, false
		}
	}
	header := (*unix.Tpacket3Hdr)(r.at(r.offset))
	start := r.block*ringBlock + int(r.offset) + int(header.Mac)
	f := frame{
		header:   header,
		data:     r.memory[start : start+int(header.Snaplen)],
		outgoing: (*unix.RawSockaddrLinklayer)(r.at(r.offset+unix.SizeofTpacket3Hdr)).Pkttype == unix.PACKET_OUTGOING,
	}
	r.left--
	r.offset += header.Next_offset
	return f, true
}

// advance hands a block that is read back to the kernel and takes the next one;
// false if that is still the kernel's.
func (r *ring) advance() bool {
	if r.offset != 0 { // offset 0 is the block's own header: nothing was taken
		atomic.StoreUint32(&r.descriptor().Block_status, unix.TP_STATUS_KERNEL)
		r.block, r.offset = (r.block+1)%(len(r.memory)/ringBlock), 0
	}
	block := r.descriptor()
	if atomic.LoadUint32(&block.Block_status)&unix.TP_STATUS_USER == 0 {
		return false
	}
	r.left, r.offset = block.Num_pkts, block.Offset_to_first_pkt
	return true
}

// descriptor returns the header of the current block.
func (r *ring) descriptor() *unix.TpacketHdrV1 {
	const afterVersionAndPrivate = 8 // octets, in struct tpacket_block_desc
	return (*unix.TpacketHdrV1)(r.at(afterVersionAndPrivate))
}

// at returns the place offset octets into the current block. The kernel keeps
// all that is read there aligned.
func (r *ring) at(offset uint32) unsafe.Pointer {
	return unsafe.Pointer(&r.memory[r.block*ringBlock+int(offset)])
}

// close gives the memory back.
func (r *ring) close() error {
	if r.memory == nil {
		return nil
	}
	return unix.Munmap(r.memory)
}

// fill has a packet be the frame, of which at most snap octets count.
func (f *frame) fill(p *capture.Packet, link capture.LinkType, snap int) {
	p.Time = time.Unix(int64(f.header.Sec), int64(f.header.Nsec))
	p.Link, p.Data, p.Length = link, f.data[:min(len(f.data), snap)], int(f.header.Len)
}
