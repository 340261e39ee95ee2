package savefile

import (
	"bytes"
	"errors"
	"fmt"

	"wireladder/capture/pcapng"
	"wireladder/capture/savefile/foreign"
)

// ErrFormat is wrapped by the error for a file that is no capture file.
var ErrFormat = errors.New("not a pcap or pcapng file")

// ErrText is the fault of a capture that messages got into.
var ErrText = errors.New("text stands here, where a packet should begin")

// isText reports whether all octets are printable ASCII or ends of lines.
func isText(octets []byte) bool {
	for _, b := range octets {
		if (b < ' ' || b > '~') && b != '\r' && b != '\n' && b != '\t' {
			return false
		}
	}
	return true
}

// FormatError is the error for a file that is no capture file, or one of a format
// that is not read. It wraps ErrFormat.
type FormatError struct {
	Is     string // what it is: "it is Sun snoop"
	Repair string // what helps, with FILE in place of the file's name; "" if nothing is known
}

// Error returns what the file is.
func (e *FormatError) Error() string { return ErrFormat.Error() + ": " + e.Is }

// Unwrap returns ErrFormat.
func (e *FormatError) Unwrap() error { return ErrFormat }

// What helps where octets have been taken for text.
const (
	writeCapture = "have tcpdump write a capture: tcpdump -w out.pcap"
	leaveOutTTY  = "keep the terminal out of it: docker run without -t, and 2>/dev/null"
)

// textLookedAt is how many octets are looked at where a capture may follow text.
const textLookedAt = 1024

// unknown names a file that is no capture file.
func unknown(w *pcapng.Window) error {
	head, _ := w.Peek(foreign.Needed) // an error will be there again; a pipe is waited for
	if len(head) == 0 {
		return &FormatError{Is: "the file is empty"}
	}
	if is, repair := foreign.Of(head); is != "" {
		return &FormatError{is, repair}
	}
	if foreign.IsTextOfTcpdump(head) {
		return textOf(w)
	}
	if is, repair := foreign.Text(head); is != "" {
		return &FormatError{is, repair}
	}
	return &FormatError{Is: fmt.Sprintf("it begins with %+q", head[:min(len(head), 4)])}
}

// textOf tells text that tcpdump has written in place of a capture from text that
// stands before one.
func textOf(w *pcapng.Window) error {
	head, _ := w.Peek(textLookedAt)
	if bytes.Contains(head, []byte("\r\n\r\r\r\n")) { // pcapng's magic number, as a terminal hands it on
		return &FormatError{"messages of tcpdump stand before the capture", leaveOutTTY}
	}
	for line := range bytes.SplitAfterSeq(head, []byte("\n")) {
		if _, ok := pcapKindOf(line); ok {
			return &FormatError{"messages of tcpdump stand before the capture", leaveOutTTY}
		}
	}
	return &FormatError{"it looks like the text that tcpdump prints", writeCapture}
}
