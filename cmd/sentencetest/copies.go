package sentencetest

import (
	"encoding/binary"
	"time"
)

// soon is the time within which the sightings of one packet stand in a file. No sender
// repeats itself so soon with the same IP identification.
const soon = 10 * time.Millisecond

// Frame is a frame as its file holds it.
type Frame struct {
	Number int
	Time   time.Time
	Link   int // the file's link type
	Data   []byte
}

// Copies returns which TCP packets a file holds a second time, each with the number of
// the first: IPv4 packets that are the same but for the hop limit and its checksum,
// within moments, of a sender that numbers its packets (RFC 791 §3.1). Frames whose
// file tells no time are none.
func Copies(frames []Frame) map[int]int {
	copies, last, numbering := map[int]int{}, map[string]Frame{}, numbering(frames)
	for _, f := range frames {
		key, ok := identity(f)
		if !ok || f.Time.IsZero() || !numbering[source(key)] {
			continue
		}
		if first, seen := last[key]; seen && f.Time.Sub(first.Time).Abs() <= soon {
			copies[f.Number] = first.Number
			continue
		}
		last[key] = f
	}
	return copies
}

// source returns the address that a packet is from.
func source(key string) string { return key[12:16] }

// numbering returns which senders give different packets different identifications:
// those of programs that make up packets often do not.
func numbering(frames []Frame) map[string]bool {
	packets, numbers := map[string]map[string]bool{}, map[string]map[string]bool{}
	for _, f := range frames {
		key, ok := identity(f)
		if !ok {
			continue
		}
		from := source(key)
		if packets[from] == nil {
			packets[from], numbers[from] = map[string]bool{}, map[string]bool{}
		}
		packets[from][key], numbers[from][key[4:6]] = true, true
	}
	does := map[string]bool{}
	for from := range packets {
		does[from] = len(numbers[from])*2 > len(packets[from])
	}
	return does
}

// identity returns what stays the same of a packet on its way. ok is false where that
// is too little to know it again.
func identity(f Frame) (key string, ok bool) {
	at, known := networkOffset(f)
	if !known || len(f.Data) < at+20 || f.Data[at]>>4 != 4 {
		return "", false
	}
	ip := append([]byte(nil), f.Data[at:]...)
	n := int(binary.BigEndian.Uint16(ip[2:]))
	header := int(ip[0]&15) * 4
	if ip[9] != 6 || n < header+20 || len(ip) < header+20 {
		return "", false
	}
	const synACK = 0x12 // the one segment but RSTs that Linux gives no number
	if binary.BigEndian.Uint16(ip[4:]) == 0 && ip[header+13] != synACK {
		return "", false
	}
	ip = ip[:min(n, len(ip))]
	ip[8], ip[10], ip[11] = 0, 0, 0
	return string(ip), true
}

// networkOffset returns where the network header begins in a frame.
func networkOffset(f Frame) (at int, known bool) {
	var kind int // where the type of the network header stands
	switch f.Link {
	case 1: // Ethernet
		kind = 12
	case 113: // SLL
		kind = 14
	case 276: // SLL2
		return 20, len(f.Data) > 20 && binary.BigEndian.Uint16(f.Data) == 0x0800
	case 0, 108: // NULL, LOOP
		return 4, true
	case 101, 228: // RAW, IPv4
		return 0, true
	default:
		return 0, false
	}
	if len(f.Data) >= kind+6 && binary.BigEndian.Uint16(f.Data[kind:]) == 0x8100 {
		kind += 4
	}
	return kind + 2, len(f.Data) > kind+2 && binary.BigEndian.Uint16(f.Data[kind:]) == 0x0800
}
