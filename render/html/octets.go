package html

import (
	"encoding/binary"
	"strconv"

	"wireladder/capture/flow"
	"wireladder/render"
	"wireladder/render/anatomy"
	"wireladder/render/walk"
)

// Frames are the octets of packets, and what they mean, as a page shows them. Most packets have the same fields
// as others, so that what is kept of each is small. The zero value has none; it is not for several goroutines at once.
type Frames struct {
	packets map[int]*frameOctets
	shapes  [][]pageField  // of packets: which fields there are, each list once
	places  map[string]int // where in shapes each is
	parts   []anatomy.Part // room for those of a packet
	key     []byte         // room for what is looked up in places
	values  []byte         // room for what a packet's fields say
}

// frameOctets are those of a packet.
type frameOctets struct {
	shown  string
	length int    // on the wire
	shape  int    // which of Frames.shapes
	values string // by field, each behind its length (binary.Uvarint)
}

// mostShown is how many octets of a frame a page has: all headers, and the beginning of the
// payload.
const mostShown = 256

// Add takes the octets of a packet, which is known by its number from then on. Nothing of the packet is kept.
func (f *Frames) Add(o *flow.Observation) {
	if f.packets == nil {
		f.packets, f.places = map[int]*frameOctets{}, map[string]int{}
	}
	data := o.Packet.Data
	shown := data[:min(len(data), mostShown)]
	f.parts = anatomy.Append(f.parts[:0], o)
	values := f.values[:0]
	for i := range f.parts {
		values = appendValue(values, f.parts[i].Value)
	}
	f.values = values
	f.packets[o.Packet.Number] = &frameOctets{string(shown), o.Packet.Length, f.shape(len(shown)), string(values)}
}

// appendValue appends what a field says, as frameOctets keep it.
func appendValue(b []byte, v string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(v))), v...)
}

// Has reports whether a packet's octets are there.
func (f *Frames) Has(packet int) bool { return f.packets[packet] != nil }

// shape returns where in the list of shapes the fields are that were just told, of a packet of which so many
// octets are shown.
func (f *Frames) shape(shown int) int {
	key := f.key[:0]
	for i := range f.parts {
		p := &f.parts[i]
		key = append(append(append(append(key, p.Header...), '/'), p.Name...), '/')
		key = append(strconv.AppendInt(key, int64(p.To), 10), ' ')
	}
	f.key = key
	if i, known := f.places[string(key)]; known {
		return i
	}
	shape := make([]pageField, len(f.parts))
	for i, p := range f.parts {
		shape[i] = pageField{p.Header, p.Name, p.From, min(p.To, shown)}
	}
	f.places[string(key)] = len(f.shapes)
	f.shapes = append(f.shapes, shape)
	return len(f.shapes) - 1
}

// FramesOf returns the octets of the packets that the steps of a diagram are of.
func FramesOf(d *render.Diagram, of *walk.Originals) *Frames {
	all := &Frames{}
	for i := range d.Ladders {
		for j := range d.Ladders[i].Steps {
			s := &d.Ladders[i].Steps[j]
			if o := of.Packet(s); o != nil && !all.Has(s.Packet) {
				all.Add(o)
			}
		}
	}
	return all
}

// pageField is where a field is: which header it is of, its name, from where to where it reaches.
type pageField struct {
	Header string `json:"h"`
	Name   string `json:"n"`
	From   int    `json:"f"`
	To     int    `json:"t"`
}

// pageOctets are the octets of a step's packet. Packets whose headers have the same fields share
// the list of these.
type pageOctets struct {
	Data   []byte   `json:"x"` // as base64
	Length int      `json:"c"`
	Shape  int      `json:"y"` // which of pageData.Shapes
	Values []string `json:"v"` // by field
}

// noOctets returns those of no packet: lists, and no null.
func noOctets() pageOctets { return pageOctets{Data: []byte{}, Values: []string{}} }

// octets tells of the octets of a packet, nil if the page has none. They are good until the next packet's.
func (w *pageMaker) octets(packet int) *pageOctets {
	if w.frames == nil || w.frames.packets[packet] == nil {
		return nil
	}
	o, told := w.frames.packets[packet], &w.octet
	told.Data, told.Length, told.Shape = append(told.Data[:0], o.shown...), o.length, w.shape(o.shape)
	told.Values = o.appendValues(told.Values[:0])
	return told
}

// appendValues appends what each field says.
func (o *frameOctets) appendValues(all []string) []string {
	for rest := o.values; rest != ""; {
		n, head := uvarint(rest)
		all, rest = append(all, rest[head:head+n]), rest[head+n:]
	}
	return all
}

// uvarint returns the number that a string begins with, and how many octets it takes (binary.Uvarint).
func uvarint(s string) (v, taken int) {
	for i := range len(s) {
		v |= int(s[i]&0x7f) << (7 * i)
		if s[i] < 0x80 {
			return v, i + 1
		}
	}
	return 0, len(s)
}

// shape returns where in the page's list those of the fields of frames are: there are those alone of packets
// that are steps.
func (w *pageMaker) shape(n int) int {
	at, known := w.shapes[n]
	if !known {
		at = len(w.data.Shapes)
		w.shapes[n], w.data.Shapes = at, append(w.data.Shapes, w.frames.shapes[n])
	}
	return at
}
