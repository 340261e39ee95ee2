package pcapng

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"wireladder/capture"
)

// ownPrefix begins the names of our fields, by which a journal entry is known
// as ours.
const ownPrefix = "WIRELADDER_"

// journalField is one field of a journal entry that holds a part of a T. get
// returns nil for what the T does not have; the field is then left out, and
// set is not called when the entry is read. What get returns may lie in room, which
// is empty.
type journalField[T any] struct {
	name string
	get  func(of *T, room []byte) []byte
	set  func(*T, []byte) error
}

// appendEntry appends a journal entry with the timestamp stamp, in µs since
// 1970, and a message for whoever reads it. The timestamp comes first: Wireshark
// looks for it in what stands before the first zero octet. Values are put together
// in room, so that writing them does not allocate.
func appendEntry[T any](entry, room []byte, v *T, fields []journalField[T], message string, stamp int64) []byte {
	entry = appendField(entry, "__REALTIME_TIMESTAMP", strconv.AppendInt(room, stamp, 10))
	entry = appendField(entry, "MESSAGE", append(room, message...))
	for i := range fields {
		if value := fields[i].get(v, room); value != nil {
			entry = appendField(entry, fields[i].name, value)
		}
	}
	return entry
}

// parseEntry reads a journal entry into v. Fields that it does not know are
// passed over. kind is what faults call it.
func parseEntry[T any](entry []byte, v *T, fields []journalField[T], kind string) error {
	next := 0
	for len(entry) > 0 {
		name, value, rest, err := cutField(entry)
		if err != nil {
			return err
		}
		if i := indexOf(fields, name, next); i >= 0 {
			if fields[i].set(v, value) != nil {
				return fmt.Errorf("%s with a bad %s: %.40q", kind, name, value)
			}
			next = i + 1
		}
		entry = rest
	}
	return nil
}

// indexOf returns which field has a name, -1 for none; it looks from one on, since they are
// written in that order, and then before it.
func indexOf[T any](fields []journalField[T], name []byte, from int) int {
	for n := range fields {
		if i := (from + n) % len(fields); fields[i].name == string(name) {
			return i
		}
	}
	return -1
}

// field makes the journalField of a part that can be written as text. An empty
// text stands for the zero value, which is left out.
func field[T, V any](name string, at func(*T) *V, format func(V) string, parse func(string) (V, error)) journalField[T] {
	get := func(c *T, room []byte) []byte {
		if s := format(*at(c)); s != "" {
			return append(room, s...)
		}
		return nil
	}
	set := func(c *T, value []byte) error {
		v, err := parse(string(value))
		if err == nil {
			*at(c) = v
		}
		return err
	}
	return journalField[T]{name, get, set}
}

func stringField[T any](name string, at func(*T) *string) journalField[T] {
	same := func(s string) string { return s }
	return field(name, at, same, func(s string) (string, error) { return s, nil })
}

func intField[T any](name string, at func(*T) *int) journalField[T] {
	return field(name, at, strconv.Itoa, strconv.Atoi)
}

func timeField[T any](name string, at func(*T) *time.Time) journalField[T] {
	return field(name, at, formatTime, parseTime)
}

func formatInt64(v int64) string         { return strconv.FormatInt(v, 10) }
func parseInt64(s string) (int64, error) { return strconv.ParseInt(s, 10, 64) }

// formatUint64 writes a number, and 0 as "".
func formatUint64(v uint64) string {
	if v == 0 {
		return ""
	}
	return strconv.FormatUint(v, 10)
}

func parseUint64(s string) (uint64, error) { return strconv.ParseUint(s, 10, 64) }

// formatBool writes what is so, and what is not as "".
func formatBool(v bool) string {
	if !v {
		return ""
	}
	return "true"
}

// formatLine writes the number of a line, and 0 as "".
func formatLine(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func formatAddress(a netip.AddrPort) string {
	if !a.IsValid() {
		return ""
	}
	return a.String()
}

// formatTime writes a time as nanoseconds since 1970, and none as "".
func formatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return formatInt64(t.UnixNano())
}

func parseTime(s string) (time.Time, error) {
	ns, err := parseInt64(s)
	return time.Unix(0, ns).UTC(), err
}

func parseProtocol(s string) (capture.Protocol, error) {
	for p := capture.Undecoded; p <= capture.ICMPv6; p++ {
		if p.String() == s {
			return p, nil
		}
	}
	return 0, fmt.Errorf("unknown protocol %q", s)
}

// parseOwn returns what a journal entry holds, or an entry of nothing if it is not
// one of ours. Faults in entries of others are theirs.
func parseOwn(entry []byte) (e capture.Entry, err error) {
	entry = trimPadding(entry)
	switch mark := ownMark(entry); mark {
	case "":
	case deliveryMark:
		e.Delivery, err = parseDelivery(entry)
	case snapshotMark:
		e.Snapshot, err = parseSnapshot(entry)
	case countersMark:
		e.Counters, err = parseCounters(entry)
	default:
		e.Call, err = parseCall(entry)
	}
	if err != nil {
		return capture.Entry{}, err
	}
	return e, nil
}

// ownMark returns the name of the first field of ours, which tells what the entry
// holds; "" if there is none, or not before a fault.
func ownMark(entry []byte) string {
	for len(entry) > 0 {
		name, _, rest, err := cutField(entry)
		if err != nil {
			return ""
		}
		if strings.HasPrefix(string(name), ownPrefix) {
			return string(name)
		}
		entry = rest
	}
	return ""
}
