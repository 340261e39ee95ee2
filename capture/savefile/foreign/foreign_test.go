package foreign

import (
	"strings"
	"testing"
)

// known are files by how they begin, what is said of them, and what helps.
var known = []struct{ head, is, repair string }{
	{"\xfd7zXZ\x00\x00\x04", "packed with xz", "xz -dc FILE | wireladder read -"},
	{"]\x00\x00\x80\x00\xff", "packed with lzma", "xz -dc FILE |"},
	{"\x1f\x9d\x90", "packed with compress", "gzip -dc FILE |"},
	{"LZIP\x01\x0c", "packed with lzip", "lzip -dc FILE |"},
	{"\x89LZO\x00\x0d\x0a", "packed with lzop", "lzop -dc FILE |"},
	{"Rar!\x1a\x07\x01\x00", "a rar archive", "unrar p -inul FILE |"},
	{"7z\xbc\xaf\x27\x1c\x00\x04", "a 7z archive", "7z x -so FILE |"},
	{"run.pcap" + strings.Repeat("\x00", 249) + "ustar  \x00", "a tar archive", "tar -xOf FILE |"},
	{"TRSNIFF data    \x1a\x00", "the DOS Sniffer", "editcap FILE out.pcapng"},
	{"XCP\x00002.001\x00", "NetXRay", "editcap"},
	{"iptrace 2.0\x00", "AIX's iptrace", "editcap"},
	{"btsnoop\x00\x00\x00\x00\x01", "btsnoop", "editcap"},
	{"ObserverPktBufferVersion=15.00", "Observer", "editcap"},
	{"\x7fver\x00\x00\x00\x10", "OmniPeek", "editcap"},
	{"\x05VNF\x20\x00\x00\x00", "Visual Networks", "editcap"},
	{"\xaa\xaa\xaa\xaa\x20\x00\x00\x00\x00\x00\x01\x00", "5Views", "editcap"},
	{"\x01\x10L\x00\x01\x05Trace Display", "LANalyzer", "editcap"},
	{"TR\x00d\x00\x00\x00\x00", "nettl", "editcap"},
	{"\x00\x00\x02\x00\x12\x05\x00\x10\x00", "K12", "editcap"},
	{"+---------+---------------+----------+\r\n", "K12, as text", "editcap"},
	{"\x00\x00\x01\x00" + strings.Repeat("\x01", 68) + "\x02\x00\x02\xc0\x18\x01", "event trace of Windows", "pktmon etl2pcap FILE --out out.pcapng"},
	{"\x00\x20\x00\x00" + strings.Repeat("\x01", 68) + "\x02\x00\x01\xc0\x18\x01", "event trace of Windows", "pktmon"},
	{"\xff\xfe1\x002\x00:\x00", "UTF-16", "tcpdump -w out.pcap"},
}

// printed are beginnings of text.
var printed = []struct{ head, is, repair string }{
	{"    1 0.000000000    127.0.0.1 → 127.0.0.1    TCP 74 5000 → 12000 [SYN]\n", "the text that tshark prints", "tshark -w"},
	{"  1   0.000000 10.0.0.1 -> 10.0.0.2 DNS 70\n", "the text that tshark prints", "tshark -w"},
	{"1 2026-01-02 20:04:01.123456789 10.0.0.1 → 10.0.0.2 TCP 74\n", "the text that tshark prints", "tshark -w"},
	{"Frame 1: 74 bytes on wire (592 bits), 74 bytes captured\n", "the text that tshark prints", "tshark -w"},
	{"No.     Time           Source                Destination\n", "a list of packets that Wireshark has exported", "Save As"},
	{"\"No.\",\"Time\",\"Source\"\n", "a list of packets that Wireshark has exported", "Save As"},
	{"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<?xml-stylesheet type=\"text/xsl\"?>\n<!-- x -->\n<pdml version=\"0\">", "XML", "Save As"},
	{"<?xml version=\"1.0\"?>\n<psml version=\"0\">", "XML", "Save As"},
	{"[\n  {\n    \"_index\": \"packets-2026-01-02\",", "JSON", "Save As"},
	{"{\"index\":{\"_index\":\"packets-2026-01-02\",\"_type\":\"doc\"}}", "JSON", "Save As"},
	{"{\"call\":\"socket\",\"time\":", "lines of JSON that wireladder writes", "read the capture"},
	{"{\"number\":1,\"time\":", "lines of JSON that wireladder writes", "read the capture"},
	{"{\"conversation\":\"tcp:0\",", "lines of JSON that wireladder writes", "read the capture"},
	{"00000000: 4d3c b2a1 0200 0400 0000 0000  M<......\n", "a hex dump of a capture", "xxd -r FILE |"},
	{"0000  5e 16 2c 8f 08 00 45 00   ^.,...E.\n", "a hex dump", "text2pcap FILE out.pcapng"},
	{"000000 5e 16 2c\n", "a hex dump", "text2pcap"},
	{"00000000: 0200 0000 0001  ......\n", "a hex dump", "text2pcap"},
	{"TTyyoQIABAAAAAAAAAAAAA==", "a capture in base64", "base64 -d FILE |"},
	{"1MOyoQIABAAAAAAAAAAAAA==", "a capture in base64", "base64 -d FILE |"},
	{"Cg0NCmwAAABNPCsaAQAAAA==", "a capture in base64", "base64 -d FILE |"},
	{"\n<!DOCTYPE html>\n<html lang=\"en\">", "a web page", "Raw"},
	{"<html><head>", "a web page", "Raw"},
}

// isKnown asserts what is said of a file that begins so.
func isKnown(t *testing.T, head, is, repair, wantIs, wantRepair string) {
	t.Helper()
	if !strings.HasSuffix(is, wantIs) && !strings.Contains(is, wantIs) || is == "" || !strings.Contains(repair, wantRepair) {
		t.Errorf("%.30q: %q, %q; want %q, %q", head, is, repair, wantIs, wantRepair)
	}
}

func TestOf(t *testing.T) {
	for _, tt := range known {
		is, repair := Of([]byte(tt.head))
		isKnown(t, tt.head, is, repair, tt.is, tt.repair)
	}
}

func TestText(t *testing.T) {
	for _, tt := range printed {
		is, repair := Text([]byte(tt.head))
		isKnown(t, tt.head, is, repair, tt.is, tt.repair)
		if other, _ := Of([]byte(tt.head)); other != "" || IsTextOfTcpdump([]byte(tt.head)) {
			t.Errorf("%.30q is taken for something else: %q", tt.head, other)
		}
	}
}

// TestTextOfTcpdump knows what tcpdump prints, with whatever options.
func TestTextOfTcpdump(t *testing.T) {
	for _, head := range []string{
		"07:08:09.123456 IP 10.0.0.1.1 > 10.0.0.2.2: Flags [S]\n", "IP 10.0.0.1.1 > 10.0.0.2.2: UDP, length 5\n", "IP6 ::1.1 > ::1.2: UDP\n",
		"ARP, Request who-has 10.0.0.1 tell 10.0.0.2, length 28\n", " 00:00:00.000000 IP 10.0.0.1.1 > 10.0.0.2.2:\n",
		"    1  07:08:09.123456 IP 10.0.0.1.1 > 10.0.0.2.2:\n", "1700000000.123456 IP 10.0.0.1 > 10.0.0.2: ICMP\n", "    2  IP 10.0.0.1 > 10.0.0.2: ICMP\n",
		"2026-01-02 07:08:09.123456 02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv4\n", "tcpdump: listening on lo\n", "reading from file a.pcap\n",
	} {
		if is, _ := Text([]byte(head)); !IsTextOfTcpdump([]byte(head)) || is != "" {
			t.Errorf("%q is not known, or is %q", head, is)
		}
	}
}

// TestTextTransfer knows pcap files of all four magic numbers that were taken for text of
// one character an octet, or of UTF-8.
func TestTextTransfer(t *testing.T) {
	for _, head := range []string{"\xd4\xc3\xb2\xa1\x02\x00\x04\x00", "\xa1\xb2\xc3\xd4\x00\x02\x00\x04", "\x4d\x3c\xb2\xa1\x02\x00\x04\x00", "\xa1\xb2\x3c\x4d\x00\x02\x00\x04"} {
		var latin []rune
		for _, b := range []byte(head) {
			latin = append(latin, rune(b))
		}
		for _, changed := range []string{string(latin), string([]rune(head))} {
			if is, repair := Of([]byte(changed)); !strings.HasPrefix(is, "it is pcap after a transfer as text") || !strings.Contains(repair, "binary") {
				t.Errorf("% x: %q, %q", changed, is, repair)
			}
		}
	}
}

// TestUnknown says nothing of what it does not know.
func TestUnknown(t *testing.T) {
	for _, head := range []string{
		"", "x", "\xd4\xc3\xb2\xa1\x02\x00\x04\x00", "\x0a\x0d\x0d\x0a\x6c\x00\x00\x00", "Hello, world\n", "IP addresses of our hosts\n", "Number 1 of 2\n", "{\"name\":1}",
		"[1, 2]", "<?xml version=\"1.0\"?><svg>", "2026 was a year\n", "    1 dog and 2 cats\n", "dead horses\n", "face to face\n", "\x00\x00\x00\x00", strings.Repeat("\x00", 600),
		"1700000000", "07:08 in the morning", "Frame it",
	} {
		text, _ := Text([]byte(head))
		if is, _ := Of([]byte(head)); is != "" || text != "" || IsTextOfTcpdump([]byte(head)) {
			t.Errorf("%.30q is %q, %q", head, is, text)
		}
	}
}
