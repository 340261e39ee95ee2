package pcapng

import (
	"bytes"
	"encoding/binary"
	"errors"
	"unicode"
	"unicode/utf8"
)

// errJournal is the fault of an entry that is not in systemd's Journal Export
// Format (systemd.io/JOURNAL_EXPORT_FORMATS).
var errJournal = errors.New("a field of the journal entry does not end")

// appendField appends one field of a journal entry: "NAME=value" on a line
// where the value is printable text, else the name on a line, the value's
// length as 64 bits little-endian, and the value.
func appendField(entry []byte, name string, value []byte) []byte {
	entry = append(entry, name...)
	if printable(value) {
		entry = append(entry, '=')
	} else {
		entry = append(entry, '\n')
		entry = binary.LittleEndian.AppendUint64(entry, uint64(len(value)))
	}
	entry = append(entry, value...)
	return append(entry, '\n')
}

// printable reports whether a value may stand as text. The format asks it of
// control characters only; we also keep out what a terminal might obey.
func printable(value []byte) bool {
	for len(value) > 0 {
		if c := value[0]; c < utf8.RuneSelf {
			if c < ' ' || c == 0x7f {
				return false
			}
			value = value[1:]
			continue
		}
		r, size := utf8.DecodeRune(value)
		if r == utf8.RuneError && size == 1 || !unicode.IsPrint(r) {
			return false
		}
		value = value[size:]
	}
	return true
}

// cutField cuts the first field off a journal entry, without allocating.
func cutField(entry []byte) (name, value, rest []byte, err error) {
	line, rest, found := bytes.Cut(entry, []byte{'\n'})
	if !found {
		return nil, nil, nil, errJournal
	}
	if name, value, found = bytes.Cut(line, []byte{'='}); found {
		return name, value, rest, nil
	}
	if len(rest) < 8 {
		return nil, nil, nil, errJournal
	}
	length := binary.LittleEndian.Uint64(rest)
	if rest = rest[8:]; length >= uint64(len(rest)) || rest[length] != '\n' {
		return nil, nil, nil, errJournal
	}
	return line, rest[:length], rest[length+1:], nil
}

// trimPadding cuts off the zeros that fill a journal entry up to a 32-bit
// boundary. The entry itself ends in a line feed.
func trimPadding(entry []byte) []byte {
	for i := 0; i < 3 && bytes.HasSuffix(entry, []byte{0}); i++ {
		entry = entry[:len(entry)-1]
	}
	return entry
}
