package cmd_test

import (
	"encoding/binary"
	"net/netip"
	"os"
	"path/filepath"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/savefile"
)

// madeFrame is a frame that is made by hand. Checksums are left out.
type madeFrame struct {
	at       time.Duration // since the first one
	src, dst string        // with the port
	udp      bool
	flags    capture.Flags
	seq, ack uint32
	window   uint16 // 64,240 where it is 0
	payload  string
	id       uint16 // IP identification
	hops     uint8  // TTL or hop limit; 64 where it is 0
	seenBy   byte   // the last octet of the MAC addresses
}

// TCP's flags, in the names of the tables below.
const (
	onlySYN = capture.SYN
	synACK  = capture.SYN | capture.ACK
	onlyACK = capture.ACK
	pushACK = capture.PSH | capture.ACK
	finACK  = capture.FIN | capture.ACK
)

// bytes returns the frame: Ethernet, IP, and TCP or UDP.
func (f *madeFrame) bytes() []byte {
	src, dst := netip.MustParseAddrPort(f.src), netip.MustParseAddrPort(f.dst)
	transport, proto := f.segment(src.Port(), dst.Port()), byte(6)
	if f.udp {
		transport, proto = f.datagram(src.Port(), dst.Port()), 17
	}
	mac := []byte{2, 0, 0, 0, 0, f.seenBy, 2, 0, 0, 0, 1, f.seenBy}
	if src.Addr().Is4() {
		return append(append(append(mac, 0x08, 0x00), f.ip4(src.Addr(), dst.Addr(), proto, len(transport))...), transport...)
	}
	return append(append(append(mac, 0x86, 0xdd), f.ip6(src.Addr(), dst.Addr(), proto, len(transport))...), transport...)
}

func (f *madeFrame) ip4(src, dst netip.Addr, proto byte, n int) []byte {
	b := binary.BigEndian.AppendUint16([]byte{0x45, 0}, uint16(20+n))
	b = binary.BigEndian.AppendUint16(b, f.id)
	b = append(b, 0x40, 0, orElse(f.hops, 64), proto, 0, 0)
	return append(append(b, src.AsSlice()...), dst.AsSlice()...)
}

func (f *madeFrame) ip6(src, dst netip.Addr, proto byte, n int) []byte {
	b := binary.BigEndian.AppendUint16([]byte{0x60, 0, 0, 0}, uint16(n))
	b = append(b, proto, orElse(f.hops, 64))
	return append(append(b, src.AsSlice()...), dst.AsSlice()...)
}

func (f *madeFrame) segment(from, to uint16) []byte {
	b := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(nil, from), to)
	b = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, f.seq), f.ack)
	b = append(b, 0x50, byte(f.flags))
	b = binary.BigEndian.AppendUint16(b, orElse(f.window, 64240))
	return append(append(b, 0, 0, 0, 0), f.payload...)
}

func (f *madeFrame) datagram(from, to uint16) []byte {
	b := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(nil, from), to)
	b = binary.BigEndian.AppendUint16(b, uint16(8+len(f.payload)))
	return append(append(b, 0, 0), f.payload...)
}

// orElse returns n, or a default where n is 0.
func orElse[T uint8 | uint16](n, otherwise T) T {
	if n == 0 {
		return otherwise
	}
	return n
}

// saveFrames writes a capture.
func saveFrames(t *testing.T, name string, frames []madeFrame) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // see Close of the writer
	w, err := savefile.NewWriter(file, savefile.Pcap, capture.Origin{}, capture.LinkEthernet)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for i := range frames {
		data := frames[i].bytes()
		p := &capture.Packet{Number: i + 1, Time: start.Add(frames[i].at), Link: capture.LinkEthernet, Data: data, Length: len(data)}
		if err := w.Write(capture.Entry{Packet: p}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(capture.Drops{}); err != nil {
		t.Fatal(err)
	}
	return path
}

// madeCase is a case whose frames are made by hand.
type madeCase struct {
	sentenceCase
	frames []madeFrame
}

// Each capture that is made by hand is told right.
func TestMadeCaseSentences(t *testing.T) {
	t.Parallel()
	for _, c := range madeCases() {
		t.Run(c.file, func(t *testing.T) {
			file := saveFrames(t, c.file, c.frames)
			c.check(t, file)
			for _, f := range faultsOf(t, file) {
				t.Error(f)
			}
			checkAgreement(t, file)
		})
	}
}
