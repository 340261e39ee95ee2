package netstat

import (
	"bytes"
	"strconv"

	"wireladder/capture"
)

// tally is how far each counter has got, by the name that it is told under. One that
// is not in it is at 0.
type tally map[string]uint64

// take reads a file and appends the counters that have grown. Lines that are not as
// expected are passed over.
func (t tally) take(file []byte, added []capture.Count) []capture.Count {
	for len(file) > 0 {
		var line []byte
		line, file = cutLine(file)
		group, names, ok := bytes.Cut(line, []byte(": "))
		if !ok {
			added = t.takePair(line, added)
			continue
		}
		var values []byte
		line, file = cutLine(file)
		if again, rest, ok := bytes.Cut(line, []byte(": ")); ok && bytes.Equal(again, group) {
			values = rest
		}
		added = t.takeGroup(reasons[string(group)], names, values, added)
	}
	return added
}

// takeGroup reads two lines of netstat or snmp: "Udp: InDatagrams NoPorts", and
// "Udp: 64 4".
func (t tally) takeGroup(wanted map[string]string, names, values []byte, added []capture.Count) []capture.Count {
	for len(wanted) > 0 && len(names) > 0 && len(values) > 0 {
		var name, value []byte
		name, names, _ = bytes.Cut(names, []byte{' '})
		value, values, _ = bytes.Cut(values, []byte{' '})
		if as, ok := wanted[string(name)]; ok {
			added = t.count(as, value, added)
		}
	}
	return added
}

// takePair reads a line of snmp6: "Udp6NoPorts   4".
func (t tally) takePair(line []byte, added []capture.Count) []capture.Count {
	name, value, _ := bytes.Cut(line, []byte{' '})
	if as, ok := reasons[sixth][string(name)]; ok {
		return t.count(as, bytes.TrimSpace(value), added)
	}
	return added
}

// count takes how far a counter has got.
func (t tally) count(name string, value []byte, added []capture.Count) []capture.Count {
	now, err := strconv.ParseUint(string(value), 10, 64)
	before := t[name]
	if err != nil || now <= before {
		return added
	}
	t[name] = now
	return append(added, capture.Count{Name: name, By: now - before})
}

// cutLine cuts the first line off.
func cutLine(b []byte) (line, rest []byte) {
	line, rest, _ = bytes.Cut(b, []byte{'\n'})
	return line, rest
}
