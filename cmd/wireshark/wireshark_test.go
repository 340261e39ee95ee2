package wireshark

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/gopacket/layers"

	"wireladder/capture"
	"wireladder/capture/frametest"
	"wireladder/capture/savefile"
)

// Claims are in order, for they are searched so, and name each port once.
func TestClaimsAreInOrder(t *testing.T) {
	for name, claims := range map[string][]portClaim{"udp": claimsUDP, "tcp": claimsTCP} {
		for i, c := range claims {
			if c.first > c.last || i > 0 && claims[i-1].last >= c.first || c.protocol == "" {
				t.Errorf("%s: %+v", name, c)
			}
		}
	}
}

func TestClaimedBy(t *testing.T) {
	for _, tt := range []struct {
		proto capture.Protocol
		port  uint16
		want  string
	}{
		{capture.UDP, 53, "DNS"}, {capture.UDP, 12000, "LLC"}, {capture.UDP, 12004, "LLC"}, {capture.UDP, 12005, ""}, {capture.UDP, 11999, ""},
		{capture.UDP, 1, ""}, {capture.UDP, 65535, ""}, {capture.TCP, 12000, ""}, {capture.TCP, 179, "BGP"}, {capture.ICMP, 53, ""},
	} {
		if got := claimedBy(tt.proto, tt.port); got != tt.want {
			t.Errorf("%v %d: %q", tt.proto, tt.port, got)
		}
	}
}

func TestIsText(t *testing.T) {
	for text, want := range map[string]bool{
		"hello\r\n": true, "größe\t1": true, "gr\xc3": true, "\x00\x01": false, "a\xffb": false, "\x1b[2J": false,
	} {
		if isText([]byte(text)) != want {
			t.Errorf("%q", text)
		}
	}
}

// saying is a datagram between two ports.
type saying struct {
	src, dst uint16
	payload  string
}

// written returns the name of a file with datagrams.
func written(t *testing.T, name string, all ...saying) string {
	t.Helper()
	t.Chdir(t.TempDir())
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w, err := savefile.NewWriter(f, savefile.Pcap, capture.Origin{}, capture.LinkRaw)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		udp := &layers.UDP{SrcPort: layers.UDPPort(s.src), DstPort: layers.UDPPort(s.dst)}
		data := frametest.Build(t, frametest.IPv4(layers.IPProtocolUDP), udp, frametest.Text(s.payload))
		if err := w.Write(capture.Entry{Packet: &capture.Packet{Time: time.Unix(1, 0), Link: capture.LinkRaw, Data: data, Length: len(data)}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(capture.Drops{}); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}

// A port is named if nothing but text is said on it; a name that a shell would read
// otherwise is quoted.
func TestHint(t *testing.T) {
	file := written(t, "my $(run).pcap",
		saying{5000, 12000, "hello"}, saying{12000, 5000, "HELLO"}, saying{44818, 53, "hello"}, saying{5000, 123, "\x23\x00"}, saying{5000, 123, "text"}, saying{5000, 5001, "hello"}, saying{5000, 69, ""})
	want := "Wireshark takes UDP port 12000 for LLC, UDP port 44818 for ENIP, UDP port 53 for DNS; open the file with: " +
		"wireshark -d udp.port==12000,data -d udp.port==44818,data -d udp.port==53,data 'my $(run).pcap'"
	if got := Hint(file); got != want {
		t.Errorf("got %s", got)
	}
}

// There is nothing to say of a file without such a port, of none, and of what is no file.
func TestNoHint(t *testing.T) {
	file := written(t, "a.pcap", saying{5000, 5001, "hello"})
	for _, name := range []string{file, "none.pcap", ".", os.DevNull} {
		if got := Hint(name); got != "" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// No more is named than fits a line.
func TestHintIsShort(t *testing.T) {
	var all []saying
	for _, c := range claimsUDP[:40] {
		all = append(all, saying{5000, c.first, "hello"})
	}
	if n := strings.Count(Hint(written(t, "a.pcap", all...)), " -d "); n != maxMistakes {
		t.Errorf("%d ports", n)
	}
	if !slices.IsSortedFunc(claimsUDP, func(a, b portClaim) int { return int(a.first) - int(b.first) }) {
		t.Error("not in order")
	}
}

// No client of a run in a private network gets a port that is claimed: the kernel is told
// not to choose it (Linux chooses from 32768 to 60999).
func TestClientsGetOtherPorts(t *testing.T) {
	settings, err := os.ReadFile("../../capture/netns/settings_linux.go")
	if err != nil {
		t.Fatal(err)
	}
	_, reserved, _ := strings.Cut(string(settings), `ip_local_reserved_ports", "`)
	reserved, _, _ = strings.Cut(reserved, `"`)
	for _, c := range slices.Concat(claimsUDP, claimsTCP) {
		if c.last >= 32768 && (c.first != c.last || !slices.Contains(strings.Split(reserved, ","), strconv.Itoa(int(c.first)))) {
			t.Errorf("%+v: not reserved in %s", c, reserved)
		}
	}
}
