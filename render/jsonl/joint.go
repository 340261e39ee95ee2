package jsonl

import (
	"strconv"

	"wireladder/capture/joint"
)

// Joint writes the line of two captures that were joined, with what is said of them. Times are
// in seconds, drifts in millionths.
func (w *Writer) Joint(a *joint.Captures, said []string) error {
	c := &a.Clock
	b := w.clock.append(append(w.buffer, `{"joint":{"at":`...), c.At)
	b = appendSeconds(b, "offset", c.Offset)
	switch {
	case c.OneWay && c.Forth:
		b = append(b, `,"bound":"most"`...)
	case c.OneWay:
		b = append(b, `,"bound":"least"`...)
	default:
		b = appendSeconds(b, "uncertainty", c.Error)
		for _, d := range []struct {
			key string
			ppm float64
		}{{"drift", c.Drift}, {"driftLow", c.DriftLow}, {"driftHigh", c.DriftHigh}} {
			b = strconv.AppendFloat(appendKey(b, d.key), d.ppm, 'f', 3, 64)
		}
	}
	if c.Uneven {
		b = append(b, `,"uneven":true`...)
	}
	if a.AsNamed {
		b = append(b, `,"asNamed":true`...)
	}
	b = strconv.AppendInt(appendKey(b, "pairs"), int64(a.Pairs), 10)
	b = append(b, `},"words":[`...)
	for i, s := range said {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, s)
	}
	b = append(b, "]}\n"...)
	w.buffer = b
	return w.flushFull()
}
