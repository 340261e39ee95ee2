package pcapng

import (
	"net/netip"
	"strconv"
	"time"

	"wireladder/capture"
)

// callFields are all parts of a call. _PID and SYSLOG_IDENTIFIER are journald's
// own names, which Wireshark knows; our names stand before them, so that an
// entry is known as ours when they are read.
var callFields = []journalField[capture.Call]{
	stringField(ownPrefix+"NAME", func(c *capture.Call) *string { return &c.Name }),
	intField(ownPrefix+"THREAD", func(c *capture.Call) *int { return &c.Thread }),
	field(ownPrefix+"PROTO", func(c *capture.Call) *capture.Protocol { return &c.Proto }, capture.Protocol.String, parseProtocol),
	intField(ownPrefix+"FD", func(c *capture.Call) *int { return &c.FD }),
	{ownPrefix + "ARGS", callArguments, setArguments},
	timeField(ownPrefix+"ENTER", func(c *capture.Call) *time.Time { return &c.Enter }),
	timeField(ownPrefix+"EXIT", func(c *capture.Call) *time.Time { return &c.Exit }),
	field(ownPrefix+"RESULT", func(c *capture.Call) *int64 { return &c.Result }, formatInt64, parseInt64),
	stringField(ownPrefix+"ERRNO", func(c *capture.Call) *string { return &c.Errno }),
	field(ownPrefix+"LOCAL", func(c *capture.Call) *netip.AddrPort { return &c.Local }, formatAddress, netip.ParseAddrPort),
	field(ownPrefix+"REMOTE", func(c *capture.Call) *netip.AddrPort { return &c.Remote }, formatAddress, netip.ParseAddrPort),
	{ownPrefix + "DATA", func(c *capture.Call, _ []byte) []byte { return c.Data }, setData},
	intField(ownPrefix+"SIZE", func(c *capture.Call) *int { return &c.Size }),
	field(ownPrefix+"INODE", func(c *capture.Call) *uint64 { return &c.Inode }, formatUint64, parseUint64),
	field(ownPrefix+"BORN", func(c *capture.Call) *uint64 { return &c.Born }, formatUint64, parseUint64),
	field(ownPrefix+"SHARED", func(c *capture.Call) *bool { return &c.Shared }, formatBool, strconv.ParseBool),
	field(ownPrefix+"ASIDE", func(c *capture.Call) *bool { return &c.Aside }, formatBool, strconv.ParseBool),
	stringField("CODE_FILE", func(c *capture.Call) *string { return &c.Code.File }),
	field("CODE_LINE", func(c *capture.Call) *int { return &c.Code.Line }, formatLine, strconv.Atoi),
	field(ownPrefix+"NEWLINE", func(c *capture.Call) *bool { return &c.Code.Newline }, formatBool, strconv.ParseBool),
	field(ownPrefix+"CRLF", func(c *capture.Call) *bool { return &c.Code.CRLF }, formatBool, strconv.ParseBool),
	field(ownPrefix+"END", func(c *capture.Call) *bool { return &c.Code.End }, formatBool, strconv.ParseBool),
	field(ownPrefix+"WROTE", func(c *capture.Call) *bool { return &c.Code.Wrote }, formatBool, strconv.ParseBool),
	field(ownPrefix+"MUTE", func(c *capture.Call) *bool { return &c.Code.Mute }, formatBool, strconv.ParseBool),
	stringField(ownPrefix+"CODE", func(c *capture.Call) *string { return &c.Code.Text }),
	stringField("SYSLOG_IDENTIFIER", func(c *capture.Call) *string { return &c.Process.Name }),
	intField("_PID", func(c *capture.Call) *int { return &c.Process.PID }),
}

// callArguments returns the arguments as C would write them.
func callArguments(c *capture.Call, room []byte) []byte {
	if text := c.ArgsText(); text != "" {
		return append(room, text...)
	}
	return nil
}

// setArguments takes the text for now: what it means hangs on the call's name, which
// may stand behind it.
func setArguments(c *capture.Call, value []byte) error {
	c.Args = capture.Arguments{Other: string(value)}
	return nil
}

// setData keeps no data apart from data of no octets: get leaves out the one
// and writes the other.
func setData(c *capture.Call, value []byte) error {
	c.Data = append([]byte{}, value...)
	return nil
}

// parseCall returns the call that a journal entry holds.
func parseCall(entry []byte) (*capture.Call, error) {
	c := new(capture.Call)
	err := parseEntry(entry, c, callFields, "call")
	c.Args = capture.ParseArguments(c.Name, c.Args.Other)
	return c, err
}
