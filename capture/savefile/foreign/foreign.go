// Package foreign knows files that are taken for captures and are none that can be read:
// other formats, packed files, and text.
package foreign

import (
	"bytes"
	"regexp"
)

// convert is what helps with a format that Wireshark reads.
const convert = "convert it with Wireshark's editcap: editcap FILE out.pcapng"

// formats are files that are taken for captures, by what they begin with.
var formats = []struct{ magic, is, repair string }{
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

// textTransfer is what helps where octets have been taken for text.
const textTransfer = "transfer it again as binary; with docker run leave out -t"

// Of tells what a file is that begins so, and what helps, with FILE in place of its name;
// "" if it is none of these.
func Of(head []byte) (is, repair string) {
	for _, f := range formats {
		if bytes.HasPrefix(head, []byte(f.magic)) {
			return f.is, f.repair
		}
	}
	return "", ""
}

// tcpdumpLine is how a line of tcpdump's begins: what it says of itself, or a time
// and a protocol.
var tcpdumpLine = regexp.MustCompile(`^(tcpdump: |reading from file |((\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d{3,9}|\d{9,10}\.\d{3,9}) \S)`)

// IsTextOfTcpdump reports whether a file begins with what tcpdump prints.
func IsTextOfTcpdump(head []byte) bool { return tcpdumpLine.Match(head) }
