package html

import (
	"encoding/base64"
	"strconv"

	"wireladder/capture/flow"
	"wireladder/render"
	"wireladder/render/anatomy"
	"wireladder/render/walk"
)

// Octets are those of a packet, and what they mean. Make them with OctetsOf.
type Octets struct {
	shown  []byte
	length int // on the wire
	fields []anatomy.Part
}

// mostShown is how many octets of a frame a page has: all headers, and the beginning of the
// payload.
const mostShown = 256

// OctetsOf returns the octets of a packet. Nothing of it is kept.
func OctetsOf(o *flow.Observation) *Octets {
	data := o.Packet.Data
	return &Octets{shown: append([]byte(nil), data[:min(len(data), mostShown)]...), length: o.Packet.Length, fields: anatomy.Of(o)}
}

// FramesOf returns the octets of the packets that the steps of a diagram are of.
func FramesOf(d *render.Diagram, of *walk.Originals) map[int]*Octets {
	all := map[int]*Octets{}
	for i := range d.Ladders {
		for j := range d.Ladders[i].Steps {
			s := &d.Ladders[i].Steps[j]
			if o := of.Packet(s); o != nil && all[s.Packet] == nil {
				all[s.Packet] = OctetsOf(o)
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
	Data   string   `json:"x"` // base64
	Length int      `json:"c"`
	Shape  int      `json:"y"` // which of pageData.Shapes
	Values []string `json:"v"` // by field
}

// octets tells of the octets of a packet, nil if the page has none.
func (w *pageMaker) octets(packet int) *pageOctets {
	o := w.frames[packet]
	if o == nil {
		return nil
	}
	told := &pageOctets{Data: base64.StdEncoding.EncodeToString(o.shown), Length: o.length, Shape: w.shape(o), Values: make([]string, len(o.fields))}
	for i := range o.fields {
		told.Values[i] = o.fields[i].Value
	}
	return told
}

// shape returns where in the page's list the fields of a packet are.
func (w *pageMaker) shape(o *Octets) int {
	key := w.key[:0]
	for i := range o.fields {
		f := &o.fields[i]
		key = append(append(append(append(key, f.Header...), '/'), f.Name...), '/')
		key = append(strconv.AppendInt(key, int64(f.To), 10), ' ')
	}
	w.key = key
	if i, known := w.shapes[string(key)]; known {
		return i
	}
	shape := make([]pageField, len(o.fields))
	for i, f := range o.fields {
		shape[i] = pageField{f.Header, f.Name, f.From, min(f.To, len(o.shown))}
	}
	w.shapes[string(key)] = len(w.data.Shapes)
	w.data.Shapes = append(w.data.Shapes, shape)
	return len(w.data.Shapes) - 1
}
