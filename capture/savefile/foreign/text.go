package foreign

import "regexp"

// What helps with text that was made of packets.
const (
	writeTshark   = "have tshark write a capture: tshark -w out.pcapng"
	saveWireshark = "save the capture itself: in Wireshark with File, Save As"
)

// texts are files of text that are taken for captures, by how they begin.
var texts = []struct {
	begins     *regexp.Regexp
	is, repair string
}{
	{regexp.MustCompile(`^ *\d+ +(-?\d+\.\d{6,9}|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+) .*(→|->)`), "it looks like the text that tshark prints", writeTshark},
	{regexp.MustCompile(`^Frame \d+: \d+ bytes on wire`), "it looks like the text that tshark prints", writeTshark},
	{regexp.MustCompile(`^("No\.","Time"|No\. +Time )`), "it is a list of packets that Wireshark has exported", saveWireshark},
	{regexp.MustCompile(`^<\?xml [^>]*>(?s:.*)<p[ds]ml[ >]`), "it is packets that Wireshark has exported as XML", saveWireshark},
	{regexp.MustCompile(`^(\[\s*\{\s*"_index"|\{"index":\s*\{"_index")`), "it is packets that Wireshark has exported as JSON", saveWireshark},
	{regexp.MustCompile(`^\{"(number|call|delivery|sockets|counters|conversation)":`), "it is lines of JSON that wireladder writes", "read the capture that they were made of"},
	{regexp.MustCompile(`^[0-9a-f]{8}: (d4c3 b2a1|a1b2 c3d4|4d3c b2a1|a1b2 3c4d|0a0d 0d0a) `), "it is a hex dump of a capture", "turn it back on the way: xxd -r FILE | wireladder read -"},
	{regexp.MustCompile(`^[0-9a-fA-F]{4,8}:? +[0-9a-fA-F]{2}([0-9a-fA-F]{2})?[ \r\n]`), "it is a hex dump", "make a capture of it with Wireshark's text2pcap: text2pcap FILE out.pcapng"},
	{regexp.MustCompile(`^(1MOyoQ|obLD1A|TTyyoQ|obI8TQ|Cg0NC)`), "it is a capture in base64", "turn it back on the way: base64 -d FILE | wireladder read -"},
	{regexp.MustCompile(`(?i)^\s*<(!doctype html|html|head)\b`), "it is a web page", "download the capture itself: of a file on GitHub its Raw"},
}

// Text is Of for text, but for that of tcpdump.
func Text(head []byte) (is, repair string) {
	for _, t := range texts {
		if t.begins.Match(head) {
			return t.is, t.repair
		}
	}
	return "", ""
}

// tcpdumpLine is how a line of tcpdump's begins: what it says of itself, or a number, a
// time and a protocol, of which options leave out one or the other.
var tcpdumpLine = regexp.MustCompile(`^(tcpdump: |reading from file |` +
	` *(\d+  )?(((\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d{3,9}|\d{9,10}\.\d{3,9}) \S|(IP6? [^ ]+ > |ARP, (Request|Reply) )))`)

// IsTextOfTcpdump reports whether a file begins with what tcpdump prints.
func IsTextOfTcpdump(head []byte) bool { return tcpdumpLine.Match(head) }
