package pcapng

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"wireladder/capture"
)

// countersMark is the field by which a journal entry is known as counters: their time.
const countersMark = ownPrefix + "COUNTERS"

// countersFields are all parts of counters.
var countersFields = []journalField[capture.Counters]{
	timeField(countersMark, func(c *capture.Counters) *time.Time { return &c.Time }),
	timeField(ownPrefix+"SINCE", func(c *capture.Counters) *time.Time { return &c.Since }),
	stringField(ownPrefix+"HOST", func(c *capture.Counters) *string { return &c.Host }),
	field(ownPrefix+"ADDED", func(c *capture.Counters) *[]capture.Count { return &c.Added }, formatCounts, parseCounts),
}

// parseCounters returns the counters that a journal entry holds.
func parseCounters(entry []byte) (*capture.Counters, error) {
	c := new(capture.Counters)
	return c, parseEntry(entry, c, countersFields, "counters")
}

// countSeparator stands between the counters, which all stand in one field.
const countSeparator = ", "

// formatCounts writes each counter and by how much it has grown: "RetransSegs 1,
// TCPTimeouts 1".
func formatCounts(counts []capture.Count) string {
	all := make([]string, len(counts))
	for i, k := range counts {
		all[i] = k.Name + " " + strconv.FormatUint(k.By, 10)
	}
	return strings.Join(all, countSeparator)
}

// parseCounts reads counters, which must stand in the order of their names, so that
// none is there twice.
func parseCounts(s string) ([]capture.Count, error) {
	var counts []capture.Count
	last := ""
	for one := range strings.SplitSeq(s, countSeparator) {
		name, number, _ := strings.Cut(one, " ")
		by, err := strconv.ParseUint(number, 10, 64)
		if err != nil {
			return nil, err
		}
		if name <= last {
			return nil, fmt.Errorf("%q after %q", name, last)
		}
		counts, last = append(counts, capture.Count{Name: name, By: by}), name
	}
	return counts, nil
}
