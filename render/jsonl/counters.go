package jsonl

import (
	"strconv"

	"wireladder/capture"
)

// Counters writes the line of what a kernel has counted.
func (w *Writer) Counters(c *capture.Counters) error {
	w.buffer = w.appendCounters(w.buffer, c)
	return w.flushFull()
}

// appendCounters appends the object of counters. One without a Since has no field
// for it.
func (w *Writer) appendCounters(b []byte, c *capture.Counters) []byte {
	b = append(b, `{"counters":{`...)
	for i, k := range c.Added {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, k.Name), ':')
		b = strconv.AppendUint(b, k.By, 10)
	}
	b = append(b, '}')
	if !c.Since.IsZero() {
		b = w.clock.append(appendKey(b, "since"), c.Since)
	}
	b = w.clock.append(appendKey(b, "time"), c.Time)
	return append(appendText(b, "host", c.Host), '}', '\n')
}
