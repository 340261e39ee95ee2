package jsonl

import "strconv"

// Diagnosis is what a line says of something that went wrong.
type Diagnosis struct {
	Rule    string
	Words   string   // what it is, in a line
	Explain string   // how that is seen; "" leaves it out
	Repair  string   // what is to be done; "" if nothing is
	Steps   []int    // the lines of what shows it, from 1; nil leaves it out
	Packets []int    // the numbers of the packets among them
	May     []string // the rules that may be behind it, if packets alone show it
}

// Diagnosis writes the line of a finding.
func (w *Writer) Diagnosis(f *Diagnosis) error {
	b := appendString(append(w.buffer, `{"finding":`...), f.Rule)
	if f.Steps != nil {
		b = appendInts(b, "steps", f.Steps)
	}
	b = appendInts(b, "packets", f.Packets)
	if len(f.May) > 0 {
		b = appendStrings(b, "may", f.May)
	}
	b = appendText(b, "words", f.Words)
	b = appendText(b, "explain", f.Explain)
	w.buffer = append(appendText(b, "repair", f.Repair), '}', '\n')
	return w.flushFull()
}

// appendInts appends a further field that is a list of numbers.
func appendInts(b []byte, key string, all []int) []byte {
	b = append(appendKey(b, key), '[')
	for i, n := range all {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(n), 10)
	}
	return append(b, ']')
}

// appendStrings appends a further field that is a list of strings.
func appendStrings(b []byte, key string, all []string) []byte {
	b = append(appendKey(b, key), '[')
	for i, s := range all {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, s)
	}
	return append(b, ']')
}
