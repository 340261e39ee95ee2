package savefile

import (
	"encoding/binary"
	"strings"
)

// macs are the addresses of an Ethernet header.
const macs = "\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01"

// ipv4 returns an IPv4 packet, ipv6 one of IPv6, and udp a datagram to a port.
func ipv4(proto byte, body string) string {
	b := binary.BigEndian.AppendUint16([]byte{0x45, 0}, uint16(20+len(body)))
	return string(append(b, 0, 0, 0, 0, 64, proto, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2)) + body
}

func ipv6(next byte, body string) string {
	b := binary.BigEndian.AppendUint16([]byte{0x60, 0, 0, 0}, uint16(len(body)))
	return string(append(b, next, 64)) + "a client of IPv6" + "a server of IPv6" + body
}

func udp(port uint16, body string) string {
	b := binary.BigEndian.AppendUint16([]byte{0x80, 0}, port)
	return string(append(binary.BigEndian.AppendUint16(b, uint16(8+len(body))), 0, 0)) + body
}

// oddFrames are frames of which an outline does not say enough: tunnels, ICMP
// errors, one cut off, ARP; and two of which it does.
func oddFrames() []string {
	datagram := ipv4(17, udp(53, "question"))
	return []string{
		macs + "\x08\x00" + datagram,
		macs + "\x08\x00" + ipv4(17, udp(4789, "\x08......."+macs+"\x08\x00"+datagram)),
		macs + "\x86\xdd" + ipv6(17, udp(4789, "\x08......."+macs+"\x08\x00"+datagram)),
		macs + "\x08\x00" + ipv4(1, "\x03\x03......"+datagram),
		macs + "\x86\xdd" + ipv6(58, "\x01\x04......"+ipv6(17, udp(53, "question"))),
		macs + "\x86\xdd" + ipv6(17, udp(53, "question")),
		macs + "\x08\x00" + datagram[:19],
		macs + "\x08\x06" + datagram,
	}
}

// oddTimes are times in seconds that ns since 1970 can tell, and those that they
// cannot: before and after.
var oddTimes = []int64{1_700_000_000, 0, 1_700_000_001, 9_223_372_035, 9_223_372_037, 1 << 40, -9_223_372_038, -1 << 50}

// oddFile returns a pcapng file of so many odd frames, at odd times. The last octets
// of each are other ones.
func oddFile(packets int) []byte {
	file := block(nil, 0x0a0d0d0a, "\x4d\x3c\x2b\x1a\x01\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff")
	file = block(file, 1, "\x01\x00\x00\x00\x00\x00\x00\x00"+"\x09\x00\x01\x00\x00\x00\x00\x00"+"\x00\x00\x00\x00") // if_tsresol: seconds
	frames := oddFrames()
	for i := range packets {
		frame, at := frames[i%len(frames)], oddTimes[i/len(frames)%len(oddTimes)]
		frame = frame[:len(frame)-2] + string(binary.BigEndian.AppendUint16(nil, uint16(i)))
		head := make([]byte, 4, 20)
		for _, v := range []uint32{uint32(uint64(at) >> 32), uint32(at), uint32(len(frame)), uint32(len(frame))} {
			head = binary.LittleEndian.AppendUint32(head, v)
		}
		file = block(file, 6, string(head)+frame+strings.Repeat("\x00", -len(frame)&3))
	}
	return file
}

// block appends a block of a pcapng file to it.
func block(file []byte, kind uint32, body string) []byte {
	length := uint32(12 + len(body))
	file = binary.LittleEndian.AppendUint32(file, kind)
	file = append(binary.LittleEndian.AppendUint32(file, length), body...)
	return binary.LittleEndian.AppendUint32(file, length)
}
