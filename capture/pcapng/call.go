package pcapng

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"wireladder/capture"
)

// ownPrefix begins the names of our fields, by which a journal entry is known
// as a call.
const ownPrefix = "WIRELADDER_"

// callField is one field of a journal entry that holds a part of a call. get
// returns nil for what the call does not have; the field is then left out, and
// set is not called when the entry is read.
type callField struct {
	name string
	get  func(*capture.Call) []byte
	set  func(*capture.Call, []byte) error
}

// callFields are all parts of a call. _PID and SYSLOG_IDENTIFIER are journald's
// own names, which Wireshark knows; our names stand before them, so that an
// entry is known as ours when they are read.
var callFields = []callField{
	stringField(ownPrefix+"NAME", func(c *capture.Call) *string { return &c.Name }),
	intField(ownPrefix+"THREAD", func(c *capture.Call) *int { return &c.Thread }),
	field(ownPrefix+"PROTO", func(c *capture.Call) *capture.Protocol { return &c.Proto }, capture.Protocol.String, parseProtocol),
	intField(ownPrefix+"FD", func(c *capture.Call) *int { return &c.FD }),
	stringField(ownPrefix+"ARGS", func(c *capture.Call) *string { return &c.Args }),
	field(ownPrefix+"ENTER", func(c *capture.Call) *time.Time { return &c.Enter }, formatTime, parseTime),
	field(ownPrefix+"EXIT", func(c *capture.Call) *time.Time { return &c.Exit }, formatTime, parseTime),
	field(ownPrefix+"RESULT", func(c *capture.Call) *int64 { return &c.Result }, formatInt64, parseInt64),
	stringField(ownPrefix+"ERRNO", func(c *capture.Call) *string { return &c.Errno }),
	field(ownPrefix+"LOCAL", func(c *capture.Call) *netip.AddrPort { return &c.Local }, formatAddress, netip.ParseAddrPort),
	field(ownPrefix+"REMOTE", func(c *capture.Call) *netip.AddrPort { return &c.Remote }, formatAddress, netip.ParseAddrPort),
	{ownPrefix + "DATA", func(c *capture.Call) []byte { return c.Data }, setData},
	intField(ownPrefix+"SIZE", func(c *capture.Call) *int { return &c.Size }),
	stringField("SYSLOG_IDENTIFIER", func(c *capture.Call) *string { return &c.Process.Name }),
	intField("_PID", func(c *capture.Call) *int { return &c.Process.PID }),
}

// appendCall appends a call as a journal entry with the timestamp stamp, in µs
// since 1970. The timestamp comes first: Wireshark looks for it in what stands
// before the first zero octet.
func appendCall(entry []byte, c *capture.Call, stamp int64) []byte {
	entry = appendField(entry, "__REALTIME_TIMESTAMP", strconv.AppendInt(nil, stamp, 10))
	entry = appendField(entry, "MESSAGE", []byte(c.Message()))
	for _, f := range callFields {
		if value := f.get(c); value != nil {
			entry = appendField(entry, f.name, value)
		}
	}
	return entry
}

// parseCall returns the call that a journal entry holds, or nil if the entry is
// not one of ours. Faults in entries of others are theirs.
func parseCall(entry []byte) (*capture.Call, error) {
	c, ours, err := new(capture.Call), false, error(nil)
	for entry = trimPadding(entry); len(entry) > 0 && err == nil; {
		var name, value []byte
		if name, value, entry, err = cutField(entry); err == nil {
			ours = ours || strings.HasPrefix(string(name), ownPrefix)
			err = setField(c, string(name), value)
		}
	}
	if !ours {
		return nil, nil // no call and no fault: somebody else's entry
	}
	return c, err
}

// setField puts the value of a field into the call. Fields that it does not
// know are passed over.
func setField(c *capture.Call, name string, value []byte) error {
	i := slices.IndexFunc(callFields, func(f callField) bool { return f.name == name })
	if i < 0 {
		return nil
	}
	if err := callFields[i].set(c, value); err != nil {
		return fmt.Errorf("call with a bad %s: %.40q", name, value)
	}
	return nil
}

// field makes the callField of a part of a call that can be written as text. An
// empty text stands for the zero value, which is left out.
func field[T any](name string, at func(*capture.Call) *T, format func(T) string, parse func(string) (T, error)) callField {
	get := func(c *capture.Call) []byte {
		if s := format(*at(c)); s != "" {
			return []byte(s)
		}
		return nil
	}
	set := func(c *capture.Call, value []byte) error {
		v, err := parse(string(value))
		if err == nil {
			*at(c) = v
		}
		return err
	}
	return callField{name, get, set}
}

func stringField(name string, at func(*capture.Call) *string) callField {
	same := func(s string) string { return s }
	return field(name, at, same, func(s string) (string, error) { return s, nil })
}

func intField(name string, at func(*capture.Call) *int) callField {
	return field(name, at, strconv.Itoa, strconv.Atoi)
}

// setData keeps no data apart from data of no octets: get leaves out the one
// and writes the other.
func setData(c *capture.Call, value []byte) error {
	c.Data = append([]byte{}, value...)
	return nil
}

func formatInt64(v int64) string         { return strconv.FormatInt(v, 10) }
func parseInt64(s string) (int64, error) { return strconv.ParseInt(s, 10, 64) }
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
