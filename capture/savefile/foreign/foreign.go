// Package foreign knows files that are taken for captures and are none that can be read:
// other formats, packed files, and text.
package foreign

import (
	"strings"
)

// What helps with a format that Wireshark reads, and where octets have been taken for text.
const (
	convert      = "convert it with Wireshark's editcap: editcap FILE out.pcapng"
	textTransfer = "transfer it again as binary; with docker run leave out -t"
)

// Needed is how many octets of a file are enough to tell what it is.
const Needed = 512

// signature is what a kind of file has in it: the octets that stand at an offset.
type signature struct {
	at                int
	magic, is, repair string
}

// formats are files that are taken for captures. What is certain comes first.
var formats = []signature{
	{0, "\xfd7zXZ\x00", "it is packed with xz", unpackedBy("xz -dc FILE")},
	{0, "]\x00\x00", "it is packed with lzma", unpackedBy("xz -dc FILE")},
	{0, "BZh", "it is packed with bzip2", unpackedBy("bzip2 -dc FILE")},
	{0, "\x1f\x9d", "it is packed with compress", unpackedBy("gzip -dc FILE")},
	{0, "LZIP\x01", "it is packed with lzip", unpackedBy("lzip -dc FILE")},
	{0, "\x89LZO\x00", "it is packed with lzop", unpackedBy("lzop -dc FILE")},
	{0, "PK\x03\x04", "it is a zip archive", unpackedBy("unzip -p FILE")},
	{0, "7z\xbc\xaf\x27\x1c", "it is a 7z archive", unpackedBy("7z x -so FILE")},
	{0, "Rar!\x1a\x07", "it is a rar archive", unpackedBy("unrar p -inul FILE")},
	{257, "ustar", "it is a tar archive", unpackedBy("tar -xOf FILE")},

	{0, "snoop\x00\x00\x00", "it is a capture of Sun's snoop", convert},
	{0, "GMBU", "it is a capture of Microsoft's Network Monitor 2", convert},
	{0, "RTSS", "it is a capture of Microsoft's Network Monitor 1", convert},
	{0, "TRSNIFF data    \x1a", "it is a capture of the DOS Sniffer", convert},
	{0, "XCP\x00", "it is a capture of NetXRay", convert},
	{0, "iptrace ", "it is a capture of AIX's iptrace", convert},
	{0, "btsnoop\x00", "it is a capture of Bluetooth (btsnoop)", convert},
	{0, "ObserverPktBuffe", "it is a capture of Network Instruments' Observer", convert},
	{0, "\x7fver\x00", "it is a capture of OmniPeek", convert},
	{0, "\x05VNF", "it is a capture of Visual Networks", convert},
	{0, "\xaa\xaa\xaa\xaa\x20\x00\x00\x00", "it is a capture of Accellent's 5Views", convert},
	{0, "\x01\x10L\x00\x01\x05Trace ", "it is a capture of Novell's LANalyzer", convert},
	{0, "TR\x00d\x00\x00", "it is a capture of HP-UX's nettl", convert},
	{0, "\x00\x00\x02\x00\x12\x05\x00\x10", "it is a capture of Tektronix's K12", convert},
	{0, "+---------+---------------+----------+", "it is a capture of Tektronix's K12, as text", convert},
	{72, "\x02\x00\x02\xc0", windowsTrace, convertWindows},
	{72, "\x02\x00\x01\xc0", windowsTrace, convertWindows},

	{0, "version https://git-lfs.github.com/spec/", "it is a pointer of Git LFS, and the capture is elsewhere", "fetch it: git lfs pull"},
	{0, "\r\n\r", "it is pcapng after a transfer as text, which has changed its line feeds", textTransfer},
	{0, "\n\r\n", "it is pcapng after a transfer as text, which has changed its line feeds", textTransfer},
	{0, "\xc3\x94\xc3\x83\xc2\xb2\xc2\xa1", textPcap, textTransfer}, // Latin-1 turned into UTF-8, of all four magic numbers
	{0, "M<\xc2\xb2\xc2\xa1", textPcap, textTransfer},
	{0, "\xc2\xa1\xc2\xb2\xc3\x83\xc3\x94", textPcap, textTransfer},
	{0, "\xc2\xa1\xc2\xb2<M", textPcap, textTransfer},
	{0, "\xef\xbf\xbd\xc3\xb2\xef\xbf\xbd", textPcap, textTransfer}, // what is no UTF-8 replaced
	{0, "M<\xef\xbf\xbd\xef\xbf\xbd", textPcap, textTransfer},
	{0, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\x00\x02\x00\x04", textPcap, textTransfer},
	{0, "\xef\xbf\xbd\xef\xbf\xbd<M", textPcap, textTransfer},
	{0, "\xff\xfe", "it is text of 16 bits a character (UTF-16), as PowerShell's > writes it", "have the program write the file by itself: tcpdump -w out.pcap"},
}

// What is told of several formats alike.
const (
	textPcap       = "it is pcap after a transfer as text, which has changed its octets"
	windowsTrace   = "it is an event trace of Windows (netsh trace, pktmon)"
	convertWindows = "convert it on Windows: pktmon etl2pcap FILE --out out.pcapng"
)

// unpackedBy returns what helps with a file that a command unpacks to its stdout.
func unpackedBy(command string) string {
	return "unpack it on the way: " + command + " | wireladder read -"
}

// Of tells what a file is that begins so, and what helps, with FILE in place of its name;
// "" if it is none of these.
func Of(head []byte) (is, repair string) {
	for _, f := range formats {
		if len(head) > f.at && strings.HasPrefix(string(head[f.at:]), f.magic) {
			return f.is, f.repair
		}
	}
	return "", ""
}
