package savefile

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"

	"wireladder/capture/pcapng"
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

// convert is what helps with a format that Wireshark reads.
const convert = "convert it with Wireshark's editcap: editcap FILE out.pcapng"

// foreignFormats are files that are taken for captures, by what they begin with.
var foreignFormats = []struct{ magic, is, repair string }{
	{"\xfd7zXZ\x00", "it is packed with xz", "unpack it on the way: xz -dc FILE | wireladder read -"},
	{"BZh", "it is packed with bzip2", "unpack it on the way: bzip2 -dc FILE | wireladder read -"},
	{"PK\x03\x04", "it is a zip archive", "unpack it on the way: unzip -p FILE | wireladder read -"},
	{"7z\xbc\xaf\x27\x1c", "it is a 7z archive", "unpack it on the way: 7z x -so FILE | wireladder read -"},
	{"snoop\x00\x00\x00", "it is a capture of Sun's snoop", convert},
	{"GMBU", "it is a capture of Microsoft's Network Monitor 2", convert},
	{"RTSS", "it is a capture of Microsoft's Network Monitor 1", convert},
	{"TRSNIFF data    \x1a", "it is a capture of the DOS Sniffer", convert},
	{"XCP\x00", "it is a capture of NetXRay", convert},
	{"iptrace ", "it is a capture of AIX's iptrace", convert},
	{"btsnoop\x00", "it is a capture of Bluetooth (btsnoop)", convert},
	{"version https://git-lfs.github.com/spec/", "it is a pointer of Git LFS, and the capture is elsewhere", "fetch it: git lfs pull"},
	{"\r\n\r", "it is pcapng after a transfer as text, which has changed its line feeds", textTransfer},
	{"\n\r\n", "it is pcapng after a transfer as text, which has changed its line feeds", textTransfer},
}

// What helps where octets have been taken for text.
const (
	textTransfer = "transfer it again as binary; with docker run leave out -t"
	writeCapture = "have tcpdump write a capture: tcpdump -w out.pcap"
	leaveOutTTY  = "keep the terminal out of it: docker run without -t, and 2>/dev/null"
)

// How many octets of a file that is no capture are looked at: of any, and where a
// capture may follow text. A pipe is waited for until it has them.
const (
	lookedAt     = 64
	textLookedAt = 1024
)

// tcpdumpLine is how a line of tcpdump's begins: what it says of itself, or a time
// and a protocol.
var tcpdumpLine = regexp.MustCompile(`^(tcpdump: |reading from file |((\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d{3,9}|\d{9,10}\.\d{3,9}) \S)`)

// unknown names a file that is no capture file.
func unknown(w *pcapng.Window) error {
	head, _ := w.Peek(lookedAt) // an error will be there again
	if len(head) == 0 {
		return &FormatError{Is: "the file is empty"}
	}
	for _, f := range foreignFormats {
		if bytes.HasPrefix(head, []byte(f.magic)) {
			return &FormatError{f.is, f.repair}
		}
	}
	if tcpdumpLine.Match(head) {
		return textOf(w)
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
